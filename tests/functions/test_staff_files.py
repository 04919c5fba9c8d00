"""The files of providers over HTTP: what became of each, for operators and for the provider's own staff."""

import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.audit.log import AuditLog
from laurel.feed_files.files import FeedFiles
from laurel.feed_files.undo import RowResult, UndoOutcome, UndoProblem, UndoReason
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.feed_cards import file_id_of
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.platform.table import Table
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.test_staff_providers import put

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
LABCE, OPERATOR = staff_of("labce"), staff()


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def record(key, hour=0, etag="e1", outcome=FileOutcome.TAKEN, **report):
    """A run takes a file with this report; the file."""
    file = IntakeFile(key, etag, 1000, AT + timedelta(hours=hour))
    whole = FileReport(key=key, outcome=outcome, **report)
    TakenFiles(Table("LedgerTable")).record(file, whole, run_id="r1", at=file.last_modified + timedelta(minutes=1))
    return file


def files(desk, who, query=""):
    answer = desk.call("GET", f"/v1/staff/files{query}", who)
    assert answer.status == 200, answer
    return answer.json()


def names(desk, who, query=""):
    return [(one["provider_id"], one["name"]) for one in files(desk, who, query)["items"]]


@pytest.fixture
def three(desk):
    record("feed/LabCE/first.csv", hour=1, rows=9, credits=5, repeats=1, rejected=3)
    record("feed/asm/second.csv", hour=2)
    record("feed/labce/third.csv", hour=3)
    for key in ("roster/ascls/1.csv", "feed/lost.csv", "elsewhere.csv"):
        record(key, hour=4)


def test_a_file_with_its_numbers(desk, three):
    first = files(desk, OPERATOR)["items"][-1]
    assert {name: first[name] for name in ("name", "provider_id", "outcome", "reason", "again_on")} == {
        "name": "first.csv",
        "provider_id": "labce",
        "outcome": "taken",
        "reason": None,
        "again_on": None,
    }
    assert [first[name] for name in ("rows", "credits", "repeats", "rejected")] == [9, 5, 1, 3]
    assert (first["arrived_at"], first["taken_at"]) == ("2026-11-20T08:00:00Z", "2026-11-20T08:01:00Z")


def test_a_file_shows_its_providers_name(desk, three):
    assert {one["provider"] for one in files(desk, OPERATOR)["items"]} == {"labce", "asm"}
    put(desk, display_name="Läb & Co")
    dependencies.cache_clear()
    assert {one["provider"] for one in files(desk, OPERATOR)["items"]} == {"Läb & Co", "asm"}


def test_operators_see_all_files_or_those_of_one_provider(desk, three):
    assert names(desk, OPERATOR) == [("labce", "third.csv"), ("asm", "second.csv"), ("labce", "first.csv")]
    assert names(desk, OPERATOR, "?provider=LABCE") == [("labce", "third.csv"), ("labce", "first.csv")]


def test_staff_of_a_provider_see_its_files_alone(desk, three):
    assert names(desk, LABCE) == [("labce", "third.csv"), ("labce", "first.csv")]
    refused = desk.call("GET", "/v1/staff/files?provider=asm", LABCE)
    assert (refused.status, refused.json()["errors"][0]["code"]) == (422, "own_provider_needed")
    assert desk.call("GET", "/v1/staff/files", learner()).status == 403


def test_page_by_page(desk, three):
    first = files(desk, OPERATOR, "?limit=2")
    rest = files(desk, OPERATOR, f"?limit=2&cursor={first['next_cursor']}")
    assert [one["name"] for one in first["items"] + rest["items"]] == ["third.csv", "second.csv", "first.csv"]
    other = desk.call("GET", f"/v1/staff/files?provider=labce&cursor={first['next_cursor']}", OPERATOR)
    assert other.status == 422


def test_a_file_that_is_read_again_stays_one_file(desk):
    record("feed/labce/1.csv", credits=1, again_on="2026-12-01")
    record("feed/labce/1.csv", credits=2)
    record("feed/labce/1.csv", credits=3)  # the record is complete: this one changes nothing
    assert [one["credits"] for one in files(desk, OPERATOR)["items"]] == [2]


def test_each_version_of_a_file_is_a_file(desk):
    record("feed/labce/1.csv")
    record("feed/labce/1.csv", hour=1, etag="e2")
    assert len({one["file_id"] for one in files(desk, OPERATOR)["items"]}) == 2


# ---- undo

WHY = {"reason": "The dates were wrong."}


@pytest.fixture
def path(desk):
    return f"/v1/staff/files/{file_id_of(record('feed/labce/1.csv', rows=3))}"


def queued():
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="RunRequestQueue")["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ())
    return [json.loads(one["Body"]) for one in found]


def ends(path, rows=(), *, dry_run=False, problem=None):
    """A run ends the undo of the file at `path` with these rows."""
    undos, file_id = FileUndos(Table("LedgerTable"), AuditLog(Table("AuditTable"), 7)), path.rpartition("/")[2]
    [pending] = undos.pending()
    before = undos.get(file_id, dry_run=dry_run)
    after = before.continued(rows, 9)
    assert undos.replace(before, after, rows)
    card = FeedFiles(undos.table).get(file_id).card
    assert undos.finish(after, after.finished(before.requested_at + timedelta(seconds=5), problem), card)
    undos.conclude(pending)


def test_an_undo_is_asked_for_done_and_shown(desk, path):
    asked = desk.call("POST", f"{path}/undo", LABCE, json_body=WHY)
    assert (asked.status, asked.json()["state"], asked.json()["dry_run"]) == (202, "waiting", False)
    assert desk.call("POST", f"{path}/undo", OPERATOR, json_body=WHY).json()["undo_id"] == asked.json()["undo_id"]
    assert queued() == [{"undo": True}] * 2
    ends(path, [RowResult(2, "r1", UndoOutcome.UNDONE), RowResult(3, "r2", UndoOutcome.SKIPPED, UndoReason.AT_ASCP)])
    file = desk.call("GET", path, LABCE).json()
    undo = file["undo"]
    assert (file["rows"], file["dry_run"]) == (3, None)
    assert [undo[one] for one in ("state", "why", "rows", "undone", "skipped", "failed", "reasons")] == [
        "done",
        WHY["reason"],
        2,
        1,
        1,
        0,
        {"at_ascp": 1},
    ]
    again = desk.call("POST", f"{path}/undo", OPERATOR, json_body=WHY).json()
    assert again["undo_id"] != undo["undo_id"]


def test_a_dry_run_is_a_thing_of_its_own_and_no_act(desk, path):
    asked = desk.call("POST", f"{path}/undo", OPERATOR, json_body={**WHY, "dry_run": True})
    assert (asked.status, asked.json()["dry_run"]) == (202, True)
    ends(path, dry_run=True)
    file = desk.call("GET", path, OPERATOR).json()
    assert (file["undo"], file["dry_run"]["state"]) == (None, "done")
    assert acts(desk) == []


def acts(desk):
    found = desk.call("GET", "/v1/staff/audit?actor=sam", OPERATOR).json()["items"]
    return [(one["act"], one["why"], {c["field"]: c["after"] for c in one["changes"]}) for one in found]


def test_the_audit_log_has_the_request_and_the_counts(desk, path):
    desk.call("POST", f"{path}/undo", OPERATOR, json_body=WHY)
    ends(path, [RowResult(2, "r1", UndoOutcome.UNDONE)], problem=UndoProblem.FILE_GONE)
    counts = {"state": "failed", "undone": "1", "asked": "0", "skipped": "0", "failed": "0"}
    assert acts(desk) == [("file.undone", WHY["reason"], counts), ("file.undo_asked", WHY["reason"], {})]
    assert desk.call("GET", path, OPERATOR).json()["undo"]["problem"] == "file_gone"


@pytest.mark.slow
def test_the_rows_page_by_page_all_or_those_with_one_outcome(desk, path):
    desk.call("POST", f"{path}/undo", OPERATOR, json_body=WHY)
    outcomes = [UndoOutcome.UNDONE if n % 3 else UndoOutcome.SKIPPED for n in range(450)]
    ends(path, [RowResult(n + 2, f"r{n}", outcome, credit_id="c" * 32) for n, outcome in enumerate(outcomes)])

    def all_of(query):
        found, cursor = [], ""
        while cursor is not None:
            page = desk.call("GET", f"{path}/undo?limit=100{query}{cursor}", LABCE).json()
            assert len(page["items"]) <= 100
            found += page["items"]
            cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
        return [one["reference"] for one in found]

    assert all_of("") == [f"r{n}" for n in range(450)]
    assert all_of("&outcome=skipped") == [f"r{n}" for n in range(0, 450, 3)]
    assert all_of("&outcome=failed") == []


def test_what_cannot_be_undone(desk, path):
    refused = f"/v1/staff/files/{file_id_of(record('feed/labce/2.csv', outcome=FileOutcome.REFUSED))}"
    assert told(desk.call("POST", f"{refused}/undo", OPERATOR, json_body=WHY)) == (409, "file_not_taken")
    assert told(desk.call("GET", f"{path}/undo", OPERATOR)) == (404, "undo_not_found")
    assert told(desk.call("POST", f"{path}/undo", OPERATOR, json_body={})) == (422, "invalid")
    unknown = f"/v1/staff/files/{'0' * 32}"
    asm = staff_of("asm")
    for other, who in ((path, asm), (unknown, OPERATOR), (unknown, LABCE)):
        assert told(desk.call("GET", other, who)) == (404, "file_not_found")
        assert told(desk.call("GET", f"{other}/undo", who)) == (404, "file_not_found")
        assert told(desk.call("POST", f"{other}/undo", who, json_body=WHY)) == (404, "file_not_found")


def told(answer):
    return answer.status, answer.code
