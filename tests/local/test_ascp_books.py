"""What the stand-in books, recognizes and keeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.ascp.server import start
from local.ascp.settings import Settings
from tests.local.ascp_client import Client, credit, partner, submission


def test_a_reference_is_booked_once_whichever_submission_it_comes_in() -> None:
    with partner() as (_, client):
        first = client.results(submission(credit("c-1"), submission_id="s-1"))["c-1"]
        second = client.results(submission(credit("c-1"), credit("c-2"), submission_id="s-2"))
        assert (first["outcome"], second["c-1"]["outcome"]) == ("accepted", "duplicate")
        assert second["c-1"]["receipt"] == first["receipt"] != second["c-2"]["receipt"]
        books = client.control("GET", "books")
        assert [(row["reference"], row["submission_id"], row["times_booked"]) for row in books] == [
            ("c-1", "s-1", 1),
            ("c-2", "s-2", 1),
        ]


def test_the_same_submission_again_is_answered_the_same() -> None:
    with partner() as (_, client):
        sent = submission(credit("c-1"), credit("c-2", contact_hours="0"))
        assert client.submit(sent).data == client.submit(sent).data
        assert [row["reference"] for row in client.control("GET", "books")] == ["c-1"]


def test_a_rejected_credit_is_not_booked_and_is_judged_anew_after_a_fix() -> None:
    with partner() as (_, client):
        wrong = credit("c-1", participant__email="nobody@example.org")
        assert client.results(submission(wrong, submission_id="s-1"))["c-1"]["reason"] == "unknown_email"
        assert client.look_up("c-1").json() == {
            "reference": "c-1",
            "outcome": "rejected",
            "receipt": None,
            "reason": "unknown_email",
        }
        assert client.control("GET", "books") == []
        fixed = client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]
        assert fixed["outcome"] == "accepted"
        assert client.look_up("c-1").json()["receipt"] == fixed["receipt"]
        # No later request changes an acceptance.
        assert client.results(submission(wrong, submission_id="s-3"))["c-1"]["outcome"] == "duplicate"


def test_without_deduplication_every_posting_is_booked() -> None:
    with partner(settings=Settings(deduplicate=False)) as (_, client):
        sent = submission(credit("c-1"))
        receipts = {client.results(sent)["c-1"]["receipt"], client.results(sent)["c-1"]["receipt"]}
        receipts.add(client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]["receipt"])
        books = client.control("GET", "books?reference=c-1")
        assert {row["receipt"] for row in books} == receipts
        assert [row["times_booked"] for row in books] == [3, 3, 3]
        assert client.look_up("c-1").json()["receipt"] == books[0]["receipt"]
        assert client.submit({**sent, "submitted_at": "2026-11-21T00:00:00Z"}).status == 400
        client.control("PUT", "settings", {"deduplicate": True})
        recognised = client.results(submission(credit("c-1"), submission_id="s-3"))["c-1"]
        assert (recognised["outcome"], recognised["receipt"]) == ("duplicate", books[0]["receipt"])


def test_the_state_survives_a_restart(tmp_path: Path) -> None:
    with partner(state=tmp_path) as (_, client):
        sent = submission(credit("c-1"))
        first = client.submit(sent).data
        receipt = client.look_up("c-1").json()["receipt"]
        token = client.token
    with start(state=tmp_path) as ascp:
        client = Client(ascp.url)
        client._token = token
        assert client.submit(sent).data == first, "the participants, the token and the submission are still known"
        again = client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]
        assert (again["outcome"], again["receipt"]) == ("duplicate", receipt)
        assert client.results(submission(credit("c-2"), submission_id="s-3"))["c-2"]["receipt"] != receipt
        assert [seen["path"] for seen in client.control("GET", "requests")][:2] == ["/oauth/token", "/v1/submissions"]


def test_many_at_once_book_each_reference_once() -> None:
    with partner() as (_, client):
        token = client.token

        def post(number: int) -> int:
            mine = Client(client.url)
            mine._token = token
            return mine.submit(submission(credit("c-1"), credit("c-2"), submission_id=f"s-{number}")).status

        with ThreadPoolExecutor(16) as crowd:
            assert set(crowd.map(post, range(48))) == {200}
        assert [row["times_booked"] for row in client.control("GET", "books")] == [1, 1]
        assert len(client.control("GET", "requests?path=/v1/submissions")) == 48


def test_a_token_expires() -> None:
    now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    with partner(clock=lambda: now, settings=Settings(token_lifetime=60)) as (_, client):
        assert client.look_up("c-1").status == 404
        now += timedelta(seconds=59)
        assert client.look_up("c-1").status == 404
        now += timedelta(seconds=1)
        assert client.look_up("c-1").status == 401
        client._token = None
        assert client.look_up("c-1").status == 404


def test_every_request_is_kept_and_no_secret_is() -> None:
    with partner() as (ascp, client):
        sent = submission(credit("c-1"))
        client.submit(sent)
        client.send("GET", "/v1/nothing?a=b", headers={"Cookie": "session=abc"})
        client.submit(b"{")
        token, submitted, nothing, broken = client.control("GET", "requests")
        assert (token["method"], token["path"], token["status"]) == ("POST", "/oauth/token", 200)
        assert '"access_token":"(hidden)"' in token["answer"]
        assert "client_id=laurel-local" in token["body"]
        assert submitted["headers"]["idempotency-key"] == "s-1"
        assert submitted["headers"]["authorization"] == "(hidden)"
        assert '"reference": "c-1"' in submitted["body"]
        assert '"outcome":"accepted"' in submitted["answer"]
        assert (nothing["status"], nothing["query"]) == (404, "a=b")
        assert (broken["status"], broken["body"]) == (400, "{")
        kept = str(ascp.records.seen())
        assert not [secret for secret in (client.token, "laurel-local-secret", "session=abc") if secret in kept]
        after = f"requests?path=/v1&after={submitted['id']}"
        assert [seen["id"] for seen in client.control("GET", after)] == [nothing["id"], broken["id"]]
