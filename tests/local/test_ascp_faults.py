"""The ways in which the stand-in fails on demand."""

import json
from typing import Any

import pytest
import urllib3

from local.ascp.faults import Faults, Rule
from local.ascp.wire import Request
from tests.local.ascp_client import Client, credit, partner, submission

LOST = urllib3.exceptions.HTTPError
FOUR = submission(*[credit(f"c-{n}") for n in range(4)])


def booked(client: Client) -> list[str]:
    return [row["reference"] for row in client.control("GET", "books")]


def put(client: Client, *rules: dict[str, Any]) -> None:
    client.control("PUT", "faults", list(rules))


@pytest.mark.parametrize(
    ("rule", "taken"),
    [
        ({"kind": "reset_before"}, False),
        ({"kind": "reset_after"}, True),
        ({"kind": "timeout_before", "seconds": 0.05}, False),
        ({"kind": "timeout_after", "seconds": 0.05}, True),
    ],
)
def test_an_answer_that_is_lost(rule: dict[str, Any], taken: bool) -> None:
    with partner() as (_, client):
        put(client, {**rule, "path": "/v1/submissions", "times": 1})
        with pytest.raises(LOST) as lost:
            client.submit(submission())
        # An orderly end is RemoteDisconnected, a kind of ConnectionResetError: only that itself is a reset.
        assert (type(lost.value.args[1]) is ConnectionResetError) is ("reset" in rule["kind"])
        assert client.look_up("c-1").status == (200 if taken else 404)
        assert client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]["outcome"] == (
            "duplicate" if taken else "accepted"
        )
        failed = client.control("GET", "requests?path=/v1/submissions")[0]
        assert (failed["status"], failed["answer"], failed["fault"]) == (None, None, rule["kind"])


def test_a_client_that_does_not_wait_sees_a_timeout_and_stopping_does_not_wait_either() -> None:
    with partner() as (_, client):
        hasty = Client(client.url, timeout=0.1)
        hasty._token = client.token
        put(client, {"kind": "slow", "seconds": 600})
        with pytest.raises(urllib3.exceptions.ReadTimeoutError):
            hasty.submit(submission())
        put(client)
        assert client.look_up("c-1").status == 200, "slow takes at once and answers late"


def test_garbage_is_200_and_no_json() -> None:
    with partner() as (_, client):
        for taken in (False, True):
            put(client, {"kind": "garbage", "path": "/v1/submissions", "taken": taken})
            answer = client.submit(submission(submission_id=f"s-{taken}"))
            assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert booked(client) == (["c-1"] if taken else [])


def test_a_5xx_may_have_taken_what_was_sent() -> None:
    with partner() as (_, client):
        put(client, {"kind": "status", "status": 503, "retry_after": 7, "path": "/v1/"})
        answer = client.submit(submission())
        assert (answer.status, answer.headers["Retry-After"], booked(client)) == (503, "7", [])
        put(client, {"kind": "status", "status": 500, "taken": True})
        answer = client.submit(submission())
        assert (answer.status, answer.headers.get("Retry-After"), booked(client)) == (500, None, ["c-1"])


def test_too_many_always_says_when_to_come_back() -> None:
    with partner() as (_, client):
        put(client, {"kind": "status", "status": 429, "retry_after": "Fri, 20 Nov 2026 07:00:00 GMT", "times": 1})
        assert client.ask_token().headers["Retry-After"] == "Fri, 20 Nov 2026 07:00:00 GMT"
        put(client, {"kind": "status", "status": 429})
        assert client.ask_token().headers["Retry-After"] == "1"


@pytest.mark.parametrize(("amount", "answered"), [({"count": 3}, 1), ({"fraction": 0.5}, 2), ({"fraction": 1}, 0)])
def test_missing_results(amount: dict[str, Any], answered: int) -> None:
    with partner() as (_, client):
        put(client, {"kind": "missing_results", **amount})
        assert len(client.results(FOUR)) == answered
        assert len(booked(client)) == 4, "they were taken, only the answer is incomplete"
        put(client)
        assert {result["outcome"] for result in client.results(FOUR).values()} == {"accepted"}


def test_missing_results_of_credits_that_were_not_taken() -> None:
    with partner() as (_, client):
        put(client, {"kind": "missing_results", "count": 1, "taken": False})
        answered = client.results(FOUR)
        assert sorted(answered) == sorted(booked(client))
        assert len(answered) == 3
        put(client)
        outcomes = {reference: result["outcome"] for reference, result in client.results(FOUR).items()}
        assert outcomes == dict.fromkeys(answered, "duplicate") | dict.fromkeys(
            {f"c-{n}" for n in range(4)} - set(answered), "accepted"
        )


def test_an_expired_token_stays_expired_and_a_new_one_is_good() -> None:
    with partner() as (_, client):
        assert client.look_up("c-1").status == 404
        put(client, {"kind": "expired_token", "times": 1})
        assert client.submit(submission()).status == 401
        assert client.submit(submission()).status == 401
        client._token = None
        assert client.submit(submission()).status == 200


def fired(rules: list[Rule], count: int = 200, path: str = "/v1/submissions", method: str = "POST") -> list[int | None]:
    """Which rule wins, request by request."""
    faults = Faults()
    faults.put(rules)
    picked = [faults.pick(Request(method, path)) for _ in range(count)]
    return [None if rule is None else rules.index(rule) for rule in picked]


def test_after_and_times() -> None:
    assert fired([Rule(kind="reset_before", after=2, times=3)], 7) == [None, None, 0, 0, 0, None, None]


def test_the_first_that_fires_wins() -> None:
    rules = [Rule(kind="reset_before", times=1), Rule(kind="reset_after", after=1, times=2)]
    assert fired(rules, 4) == [0, 1, 1, None]


def test_probability_is_kept_and_repeats_with_its_seed() -> None:
    def rule(seed: int) -> Rule:
        return Rule(kind="garbage", probability=0.3, seed=seed)

    assert fired([rule(1)]) == fired([rule(1)]) != fired([rule(2)])
    assert 200 < fired([rule(1)], 1000).count(0) < 400
    assert fired([Rule(kind="garbage", probability=0)], 100) == [None] * 100


def test_a_rule_is_about_its_path_and_its_kind() -> None:
    assert fired([Rule(kind="garbage", path="/v1/credits")], 1) == [None]
    assert fired([Rule(kind="garbage", path="/v1")], 1) == [0]
    assert fired([Rule(kind="expired_token")], 1, "/oauth/token") == [None]
    assert fired([Rule(kind="missing_results", count=1)], 1, "/v1/credits/c", "GET") == [None]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "explode"},
        {"kind": "status"},
        {"kind": "status", "status": 418},
        {"kind": "status", "status": 400, "taken": True},
        {"kind": "status", "status": 503, "retry_after": "a\r\nSet-Cookie: b"},
        {"kind": "garbage", "seconds": 3},
        {"kind": "missing_results"},
        {"kind": "missing_results", "count": 1, "fraction": 0.5},
        {"kind": "reset_after", "probability": 2},
        {"kind": "reset_after", "tmes": 2},
        {"kind": "slow", "seconds": -1},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_changes_nothing(rule: dict[str, Any]) -> None:
    with partner() as (_, client):
        put(client, {"kind": "slow", "seconds": 0})
        answer = client.send("PUT", "/control/faults", json.dumps([rule]).encode())
        assert answer.status == 400
        assert answer.json()["errors"]
        assert [kept["kind"] for kept in client.control("GET", "faults")] == ["slow"]
