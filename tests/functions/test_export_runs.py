"""Exports are made by runs that may stop anywhere, come twice, or lose to an erasure."""

from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import boto3
import pytest

from laurel.certificates.archive import Archive
from laurel.exports import files
from laurel.exports.export import ExportPart, Progress, taken
from laurel.ledger.store import Change
from laurel.platform import aws as aws_clients
from laurel.platform.clock import utc_now
from tests.api_events import learner
from tests.functions.export_desk import BUCKET, an_hour_older, export_desk_on_moto, put, stored
from tests.functions.organizer_desk import Books, unmatched

EVENT = {"learner_id": "ana", "export_id": "gone"}


@pytest.fixture
def desk(aws, monkeypatch):
    with export_desk_on_moto(monkeypatch) as found:
        yield found


def test_while_one_run_has_it_another_does_nothing(desk):
    desk.ask()
    before = stored()
    put(taken(before, utc_now()), before)
    assert desk.make() == "nothing_to_do"
    assert (desk.keys(), desk.open_uploads()) == ([], 0)


@pytest.mark.slow
@pytest.mark.parametrize("calls", range(0, 22, 2))
def test_it_may_stop_anywhere_and_the_next_run_makes_it(desk, calls):
    printed = desk.printing.printed()
    desk.ask()
    desk.make_until_it_dies(calls)
    desk.late = timedelta(minutes=1)
    desk.make()
    assert desk.look()["state"] == "ready"
    assert len(desk.keys()) == 1
    assert any(printed["number"] in name for name in desk.zip().namelist())
    assert len(desk.mailbox.sent) == 1


@pytest.mark.slow
def test_a_run_that_lost_its_lease_leaves_nothing(desk, monkeypatch):
    """Another run takes over in the middle: the first one stops at its next step."""
    desk.printing.printed()
    desk.ask()
    once = iter([None])

    def taken_over():
        if next(once, "over") is None:
            before = stored()
            put(taken(before, utc_now()), before)

    _before_documents(monkeypatch, taken_over)
    assert desk.make() == "lost"
    assert (desk.keys(), desk.open_uploads()) == ([], 0)
    desk.late = timedelta(minutes=1)
    assert desk.make() == "ready"


@pytest.mark.slow
def test_an_erasure_stops_it_and_removes_every_file(desk, monkeypatch):
    desk.printing.printed()
    desk.ask()
    desk.make()
    before = stored()
    put(an_hour_older(before), before)
    desk.ask()
    aws_clients.s3().put_object(Bucket=BUCKET, Key="exports/bea/other.zip", Body=b"")
    # By another client, whose rights are not looked at: the account guard does this.
    key = {"pk": {"S": "EXPORT#ana"}, "sk": {"S": "EXPORT"}}
    _before_documents(monkeypatch, lambda: boto3.client("dynamodb").delete_item(TableName="ClaimsTable", Key=key))
    assert desk.make() == "lost"
    assert desk.keys() == ["exports/bea/other.zip"]
    assert len(desk.mailbox.sent) == 1


def test_without_its_item_nothing_is_made_and_left_files_go(desk):
    aws_clients.s3().put_object(Bucket=BUCKET, Key="exports/ana/left.zip", Body=b"")
    assert desk.make(EVENT) == "nothing_to_do"
    assert desk.keys() == []


def test_an_erased_account_gets_no_export(desk):
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", learner()).status == 202
    assert desk.make() == "lost"
    assert desk.keys() == []
    for method in ("GET", "POST"):
        assert desk.claims.call(method, "/v1/me/export", learner()).code == "account_erased"


def _before_documents(monkeypatch, act):
    document = Archive.document

    def acted(self, certificate):
        act()
        return document(self, certificate)

    monkeypatch.setattr(Archive, "document", acted)


def test_progress_is_seen_while_it_is_made(desk):
    desk.ask()
    before = stored()
    making = taken(before, utc_now())
    put(making, before)
    put(replace(making, progress=Progress(ExportPart.CERTIFICATES, 3, 12), version=making.version + 1), making)
    assert desk.look()["progress"] == {"part": "certificates", "step": 3, "steps": 5, "done": 3, "total": 12}


def test_nobody_gets_the_export_of_another(desk):
    desk.ask()
    desk.make()
    assert desk.look("bea") == desk.look("nobody")
    assert "ana" not in str(desk.look("bea"))


@pytest.mark.slow
def test_a_large_account_goes_in_parts_that_make_one_file(desk, monkeypatch):
    monkeypatch.setattr(files, "PART_BYTES", 5 * 1024 * 1024)
    desk.claims.call("GET", "/v1/me", learner())
    many = [unmatched(f"c{n}", email="ana@example.org") for n in range(300)]
    ledger = Books().ledger
    assert all(ledger.save([Change(None, one) for one in many]))
    desk.ask()
    desk.make()
    assert len(desk.read("credits.json")) == 300
    assert len(desk.zip().read("credits.csv").splitlines()[1:]) == 300
    assert isinstance(desk.zip(), ZipFile)
