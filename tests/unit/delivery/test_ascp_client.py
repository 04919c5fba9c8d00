"""The ASCP client against a server that answers what the test says, over real HTTP."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials, CredentialsUnreadable
from laurel.delivery.partner import (
    Accepted,
    Answered,
    Busy,
    Malformed,
    NotHeld,
    NotSent,
    Rejected,
    TooLarge,
    Unauthorized,
    Unclear,
    Unknown,
)
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.states import RejectedReason
from local.ascp.participants import Participant
from local.ascp.server import LOCAL_CLIENT, start
from local.ascp.settings import Settings
from tests.ascp_words import ACCEPTED, CREDIT, NOW, UNTIL, Vault, Watch, problem, say, token
from tests.credits import a_credit
from tests.scripted_server import Say, ScriptedServer, scripted_server

WITH_ID = a_credit(member_number="M1", customer_id=CustomerId("00412345", IdSource.PROFILE))


def test_a_submission_carries_token_key_and_body(ascp: Ascp, server: ScriptedServer) -> None:
    server.script = [token(), ACCEPTED]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == Answered({"c1": Accepted("R-1")})
    asked, sent = server.seen
    assert (asked.method, asked.path) == ("POST", "/oauth/token")
    assert asked.body == b"grant_type=client_credentials&client_id=laurel&client_secret=first"
    assert (sent.method, sent.path) == ("POST", "/v1/submissions")
    assert sent.headers["authorization"] == "Bearer t1"
    assert sent.headers["idempotency-key"] == "s-1"
    assert sent.headers["content-type"] == "application/json"
    assert json.loads(sent.body)["submission_id"] == "s-1"
    assert json.loads(sent.body)["submitted_at"] == "2026-11-20T07:00:00.000000Z"


_HELD = {"reference": "c/1 ?", "outcome": "accepted", "receipt": "R-1"}


@pytest.mark.parametrize("said", ["1.0", "2.0", "1.x", 1.1, None])
def test_an_ascp_that_does_not_name_contract_1_1_gets_no_customer_id(
    ascp: Ascp, server: ScriptedServer, said: object
) -> None:
    server.script = [token(contract=said), ACCEPTED]
    ascp.submit("s-1", [WITH_ID], until=UNTIL)
    assert "ascp_customer_id" not in server.seen[-1].body.decode()


@pytest.mark.parametrize("said", ["1.1", "1.2", "1.10"])
def test_an_ascp_that_names_contract_1_1_gets_the_customer_id(ascp: Ascp, server: ScriptedServer, said: str) -> None:
    server.script = [token(contract=said), ACCEPTED]
    ascp.submit("s-1", [WITH_ID], until=UNTIL)
    sent = json.loads(server.seen[-1].body)["credits"][0]["participant"]
    assert sent["ascp_customer_id"] == "00412345"


def test_after_a_new_token_the_submission_follows_the_contract_of_that_token(
    ascp: Ascp, server: ScriptedServer
) -> None:
    server.script = [token(contract="1.1"), problem(401), token("t2"), ACCEPTED]
    ascp.submit("s-1", [WITH_ID], until=UNTIL)
    bodies = [seen.body.decode() for seen in server.seen if seen.path == "/v1/submissions"]
    assert ["ascp_customer_id" in body for body in bodies] == [True, False]


@pytest.mark.parametrize("contract", ["1.0", "1.1"])
def test_the_stand_in_takes_credits_with_an_id_under_either_contract(contract: str) -> None:
    with start(settings=Settings(contract=contract)) as partner:
        partner.books.know([Participant(email="other@example.org", name=WITH_ID.name, ascp_customer_id="00412345")])
        secret = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
        answered = Ascp(partner.url, lambda: secret, Watch()).submit("s-1", [WITH_ID], until=UNTIL)
    assert isinstance(answered, Answered)
    found = answered.results["c1"]
    if contract == "1.1":
        assert isinstance(found, Accepted)
    else:
        assert isinstance(found, Rejected)
        assert found.reason is RejectedReason.UNKNOWN_EMAIL


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (problem(400, "no JSON"), Malformed("no JSON")),
        (problem(413), TooLarge()),
        (problem(429), Busy(0)),
        (problem(429, Retry_After="120"), Busy(120)),
        (
            problem(429, Retry_After="Fri, 20 Nov 2026 09:05:00 GMT", Date="Fri, 20 Nov 2026 09:00:00 GMT"),
            Busy(300),
        ),
        (say(500), Unclear("ASCP answered 500")),
        (say(502), Unclear("ASCP answered 502")),
        (say(503, Retry_After="90"), Unclear("ASCP answered 503", 90)),
        (problem(403), Unclear("ASCP answered 403")),
        (problem(404), Unclear("ASCP answered 404")),
        (say(202), Unclear("ASCP answered 202")),
        (say(307, Location="/elsewhere"), Unclear("ASCP answered 307")),
        (Say(200, b"<html>"), Unclear("ASCP's answer could not be read")),
        (Say(200, b" " * (ascp_http.MOST_BYTES + 1)), Unclear("ASCP's answer was too large")),
        (Say(200, b"{", length=100), Unclear("the connection to ASCP broke (ProtocolError)")),
        (Say(drop=True), Unclear("the connection to ASCP broke (ProtocolError)")),
    ],
)
def test_every_answer_to_a_submission_has_a_meaning(
    ascp: Ascp, server: ScriptedServer, answer: Say, outcome: object
) -> None:
    server.script = [token(), answer]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == outcome
    assert len(server.seen) == 2, "nothing is sent twice, and no redirect followed"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (say(200, {"reference": "c/1 ?", "outcome": "duplicate", "receipt": "R-1"}), Accepted("R-1")),
        (
            say(200, {"reference": "c/1 ?", "outcome": "rejected", "reason": "name_mismatch"}),
            Rejected(RejectedReason.NAME_MISMATCH, None),
        ),
        (
            say(200, {"reference": "other", "outcome": "accepted", "receipt": "R-1"}),
            Unknown("ASCP answered about another credit"),
        ),
        (problem(404), NotHeld()),
        (problem(429, Retry_After="7"), Busy(7)),
        (say(500), Unclear("ASCP answered 500")),
        (Say(200, b"<html>"), Unclear("ASCP's answer could not be read")),
        (say(203, _HELD), Unclear("ASCP answered 203")),
        (say(207, _HELD), Unclear("ASCP answered 207")),
        (Say(302, b"", {"Location": "/v1/credits/c1"}), Unclear("ASCP answered 302")),
    ],
)
def test_every_answer_to_a_question_has_a_meaning(
    ascp: Ascp, server: ScriptedServer, answer: Say, outcome: object
) -> None:
    server.script = [token(), answer]
    assert ascp.ask("c/1 ?", until=UNTIL) == outcome
    assert (server.seen[1].method, server.seen[1].path) == ("GET", "/v1/credits/c%2F1%20%3F")


def test_an_answer_that_does_not_come_in_time_is_unclear(
    ascp: Ascp, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script = [token()]
    assert ascp.ask("c1", until=UNTIL) == Unclear("ASCP answered 500")
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.1)
    server.script = [Say(200, b"{", length=10)]
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and says nothing
        mute = Ascp(f"http://127.0.0.1:{silent.getsockname()[1]}", lambda: Credentials("a", "b"), lambda: NOW)
        mute._sign_in = ascp._sign_in  # it has a token already
        assert mute.submit("s-1", [CREDIT], until=UNTIL) == Unclear("ASCP did not answer in time")


def test_an_answer_that_drips_is_cut_off_at_the_deadline(server: ScriptedServer, vault: Vault) -> None:
    ticks = iter([NOW] * 7 + [UNTIL] * 20)
    ascp = Ascp(server.url, vault, lambda: next(ticks))
    server.script = [token(), Say(200, b" " * 100_000)]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == Unclear("ASCP did not answer in time")


@pytest.mark.slow
def test_an_answer_that_comes_byte_by_byte_is_cut_off_at_the_deadline(
    server: ScriptedServer, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ascp_http, "LEAST_SECONDS", 0.0)
    ascp = Ascp(server.url, vault, lambda: datetime.now(UTC))
    server.script = [token(), Say(200, ACCEPTED.body, drip=0.2)]
    until = datetime.now(UTC) + timedelta(seconds=1)
    assert ascp.submit("s-1", [CREDIT], until=until) == Unclear("ASCP did not answer in time")
    assert server.dripped < len(ACCEPTED.body), "the rest of it, which takes fifteen seconds, is not waited for"


def test_an_older_urllib3_will_do(ascp: Ascp, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime brings its own, and a version before 2.2 cannot give what has come so far."""
    monkeypatch.delattr("urllib3.response.HTTPResponse.read1")
    monkeypatch.delattr("urllib3.response.BaseHTTPResponse.read1")
    server.script = [token(), ACCEPTED]
    assert isinstance(ascp.submit("s-1", [CREDIT], until=UNTIL), Answered)


def test_what_cannot_be_connected_was_certainly_not_sent(watch: Watch, vault: Vault) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = f"http://127.0.0.1:{unused.getsockname()[1]}"
        ascp = Ascp(refused, vault, watch)
        assert ascp.submit("s-1", [CREDIT], until=UNTIL) == NotSent("no token: ASCP could not be reached")
    unknown = Ascp("http://ascp.invalid", vault, watch)
    assert unknown.ask("c1", until=UNTIL) == NotSent("no token: ASCP could not be reached")


def test_a_submission_to_a_server_that_went_away_was_not_sent(watch: Watch, vault: Vault) -> None:
    with scripted_server() as server:
        ascp = Ascp(server.url, vault, watch)
        server.script = [token(), Say(200, b"{}", {"Connection": "close"})]
        ascp.ask("c1", until=UNTIL)
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == NotSent("ASCP could not be reached")


def test_a_server_that_cannot_be_reached_is_not_a_call_that_took_too_long(watch: Watch, vault: Vault) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        outcome = Ascp(f"http://127.0.0.1:{unused.getsockname()[1]}", vault, watch).ask("c1", until=UNTIL)
    assert isinstance(outcome, NotSent)
    assert not outcome.cut_off


def test_each_call_has_a_connection_of_its_own(ascp: Ascp, server: ScriptedServer) -> None:
    server.script = [token(), problem(404), problem(404), ACCEPTED]
    ascp.ask("c1", until=UNTIL)
    ascp.ask("c2", until=UNTIL)
    ascp.submit("s-1", [CREDIT], until=UNTIL)
    assert {seen.headers["connection"] for seen in server.seen} == {"close"}
    assert len({seen.port for seen in server.seen}) == 4


def test_nothing_is_begun_that_has_no_time(ascp: Ascp, server: ScriptedServer) -> None:
    assert ascp.submit("s-1", [CREDIT], until=NOW + timedelta(seconds=2)) == NotSent(
        "no token: no time was left to send it", ours=True
    )
    assert server.seen == []


def test_one_token_serves_until_shortly_before_its_end(
    ascp: Ascp, server: ScriptedServer, watch: Watch, vault: Vault
) -> None:
    server.script = [token("t1"), problem(404), problem(404), token("t2"), problem(404)]
    ascp.ask("c1", until=UNTIL)
    watch.now = NOW + timedelta(seconds=3539)
    ascp.ask("c1", until=watch.now + timedelta(seconds=30))
    watch.now = NOW + timedelta(seconds=3541)
    ascp.ask("c1", until=watch.now + timedelta(seconds=30))
    assert [seen.headers.get("authorization", seen.path) for seen in server.seen] == [
        "/oauth/token",
        "Bearer t1",
        "Bearer t1",
        "/oauth/token",
        "Bearer t2",
    ]
    assert vault.reads == 1, "the secret is kept"


def test_a_refused_token_is_renewed_once_from_the_secret_read_anew(
    ascp: Ascp, server: ScriptedServer, vault: Vault
) -> None:
    server.script = [token("t1"), problem(404)]
    ascp.ask("c1", until=UNTIL)
    vault.secret = "rotated"
    server.seen.clear()
    server.script = [problem(401), token("t2"), ACCEPTED]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == Answered({"c1": Accepted("R-1")})
    first, asked, second = server.seen
    assert (first.headers["authorization"], second.headers["authorization"]) == ("Bearer t1", "Bearer t2")
    assert asked.body.endswith(b"client_secret=rotated")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert vault.reads == 2


def test_a_new_token_that_is_refused_too_ends_it(ascp: Ascp, server: ScriptedServer) -> None:
    server.script = [token("t1"), problem(401), token("t2"), problem(401), ACCEPTED]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == Unauthorized()
    assert len(server.seen) == 4


def test_a_rotated_secret_is_read_anew_when_the_token_runs_out(
    ascp: Ascp, server: ScriptedServer, watch: Watch, vault: Vault
) -> None:
    server.script = [token("t1"), problem(404)]
    ascp.ask("c1", until=UNTIL)
    vault.secret = "rotated"
    watch.now = NOW + timedelta(hours=2)
    server.script = [say(401), token("t2"), problem(404)]
    assert ascp.ask("c1", until=watch.now + timedelta(seconds=30)) == NotHeld()
    assert vault.reads == 2


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (say(401, {"error": "invalid_client"}), NotSent("no token: ASCP answered 401", 60)),
        (say(400, {"error": "invalid_request"}), NotSent("no token: ASCP answered 400", 60)),
        (Say(401, b"<html>"), NotSent("no token: something in front of ASCP answered 401", 60)),
        (say(429, Retry_After="60"), NotSent("no token: ASCP answered 429", 60)),
        (say(500), NotSent("no token: ASCP answered 500")),
        (Say(200, b"<html>"), NotSent("no token: ASCP's answer could not be read")),
        (say(200, {"token": "x"}), NotSent("no token: ASCP's answer could not be read")),
        (Say(200, b"[]"), NotSent("no token: ASCP's answer could not be read")),
        (token("two words"), NotSent("no token: ASCP's answer could not be read")),
        (token("a\r\nX-Other: b"), NotSent("no token: ASCP's answer could not be read")),
        (token(expires_in="soon"), NotSent("no token: ASCP's answer could not be read")),
        (token(expires_in=1e300), NotSent("no token: ASCP's answer could not be read")),
        (Say(drop=True), NotSent("no token: the connection to ASCP broke (ProtocolError)")),
    ],
)
def test_without_a_token_nothing_is_sent(ascp: Ascp, server: ScriptedServer, answer: Say, outcome: NotSent) -> None:
    server.script = [answer]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == outcome
    assert [seen.path for seen in server.seen] == ["/oauth/token"]


@pytest.mark.parametrize("life", [None, 0, -5, "3600", 30, 10**12])
def test_a_token_of_any_length_of_life_is_used(ascp: Ascp, server: ScriptedServer, life: object) -> None:
    server.script = [token(expires_in=life), ACCEPTED]
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == Answered({"c1": Accepted("R-1")})


def test_a_secret_that_cannot_be_read_is_our_trouble_and_told_to_the_log_alone(
    server: ScriptedServer, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    reads = []

    def unreadable() -> Credentials:
        reads.append(watch.now)
        if len(reads) < 3:
            raise CredentialsUnreadable("ASCP's secret cannot be read: AccessDeniedException")
        return Credentials("laurel", "first")

    ascp = Ascp(server.url, unreadable, watch)
    assert ascp.submit("s-1", [CREDIT], until=UNTIL) == NotSent("we could not sign in at ASCP", 60, ours=True)
    [told] = [one for one in caplog.records if one.levelname == "ERROR"]
    assert "AccessDeniedException" in str(vars(told))
    watch.now += timedelta(seconds=20)
    assert ascp.ask("c1", until=UNTIL) == NotSent("we could not sign in at ASCP", 40, ours=True)
    assert len(reads) == 1, "Secrets Manager is not asked again at once"
    watch.now += timedelta(seconds=40)
    assert isinstance(ascp.submit("s-1", [CREDIT], until=UNTIL), NotSent)
    assert (len(reads), server.seen) == (2, [])
    watch.now += timedelta(seconds=60)
    server.script = [token(), ACCEPTED]
    later = watch.now + timedelta(seconds=50)
    assert ascp.submit("s-1", [CREDIT], until=later) == Answered({"c1": Accepted("R-1")})


def test_the_stand_in_understands_every_word_of_it() -> None:
    credentials = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
    with start(participants=[]) as stand_in:
        ascp = Ascp(stand_in.url + "/", lambda: credentials, lambda: datetime.now(UTC))
        until = datetime.now(UTC) + timedelta(seconds=30)
        assert ascp.ask("c1", until=until) == NotHeld()
        answered = ascp.submit("s-1", [CREDIT], until=until)
        assert isinstance(answered, Answered)
        assert isinstance(answered.results["c1"], Rejected)
        assert answered.results["c1"].reason is RejectedReason.UNKNOWN_EMAIL
