"""The files of providers over HTTP: what became of each, for operators and for the provider's own staff."""

from datetime import UTC, datetime, timedelta

import pytest

from laurel.intake.bucket import IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.platform.table import Table
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import desk_on_moto

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
LABCE, OPERATOR = staff_of("labce"), staff()


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def record(key, hour=0, etag="e1", **report):
    file = IntakeFile(key, etag, 1000, AT + timedelta(hours=hour))
    whole = FileReport(key=key, outcome=FileOutcome.TAKEN, **report)
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
