"""A night whose time runs out: the door starts a further invocation of itself, a bounded number of times."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from laurel.intake import feed as feed_intake
from laurel.intake.checkpoints import TakenFiles
from laurel.ledger.store import Ledger
from laurel.nightly.continuation import MOST_PARTS
from laurel.platform import aws as aws_clients
from laurel.platform.table import TableBusy
from tests.functions.test_report_nightly import Context, night, put, roster_rows
from tests.unit.nightly.nights import OTHERS, feed, roster

__all__ = ["night"]  # a fixture


class Lambda:
    """Keeps the events of invocations; refuses them while `broken`."""

    def __init__(self):
        self.events = []
        self.broken = False

    def invoke(self, **request):
        if self.broken:
            raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "Invoke")
        self.events.append((request["FunctionName"], request["InvocationType"], json.loads(request["Payload"])))


class Hasty(Context):
    """An invocation with time for so many steps."""

    def __init__(self, steps):
        self._left = steps

    def get_remaining_time_in_millis(self):
        self._left -= 1
        return 900_000 if self._left >= 0 else 1_000


@pytest.fixture
def functions(monkeypatch):
    functions = Lambda()
    monkeypatch.setattr(aws_clients, "functions", lambda: functions)
    return functions


@pytest.fixture
def parts(night, intake_bucket, monkeypatch):
    """The night's door, with a feed of nine rows that is taken two by two."""
    monkeypatch.setattr(feed_intake, "WINDOW", 2)
    rows = feed(*((f"p{n}", "ana@example.org") for n in range(9)))
    boto3.client("s3").put_object(Bucket=intake_bucket, Key="feed/labce/2.csv", Body=rows.encode())
    return night


def published(capsys):
    """Of each run: whether it ended, was left unfinished, or is continued."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    return [tuple(int(one[name][0]) for name in ("NightlyRuns", "RunsUnfinished", "RunsGoneOnWith")) for one in lines]


def test_each_part_goes_on_where_the_one_before_stopped(parts, functions, capsys):
    report = parts({"time": "2026-11-20T07:00:00Z"}, Hasty(5))
    rows = report["rows"]
    assert (report["complete"], report["part"]) == (False, 1)
    ((name, kind, event),) = functions.events
    assert (name, kind) == ("arn:aws:lambda:us-east-1:123456789012:function:report-nightly:live", "Event")
    assert (event["time"][:10], event["part"], event["continues"]) == ("2026-11-20", 2, report["run_id"])
    while functions.events:
        _, _, event = functions.events.pop()
        report = parts(event, Hasty(3))
        assert report["continues"] == event["continues"]
        rows += report["rows"]
    assert report["complete"]
    assert report["part"] > 2
    assert rows == 11
    assert published(capsys) == [(0, 0, 1)] * (report["part"] - 1) + [(1, 0, 0)]


def test_the_last_part_starts_none_and_is_told_as_unfinished(parts, functions, capsys):
    assert parts({"part": MOST_PARTS}, Hasty(0))["complete"] is False
    assert functions.events == []
    assert published(capsys) == [(0, 1, 0)]


def test_a_part_that_lambda_does_not_take_is_told_as_unfinished(parts, functions, capsys):
    functions.broken = True
    report = parts({}, Hasty(0))
    assert report["complete"] is False
    assert "was requested" in report["note"]  # the report is kept before Lambda is asked
    assert published(capsys) == [(0, 1, 0)]


@pytest.mark.slow
def test_a_part_goes_on_after_a_busy_table_too(parts, functions, monkeypatch, capsys):
    save, calls = Ledger.save_with, []

    def busy_once(self, changes):
        calls.append(changes)
        if len(calls) == 3:
            raise TableBusy("DynamoDB throttles: ThrottlingException")
        return save(self, changes)

    monkeypatch.setattr(Ledger, "save_with", busy_once)
    report = parts({"time": "2026-11-20T07:00:00Z"}, Context())
    assert "DynamoDB was too busy" in report["note"]
    ((_, _, event),) = functions.events
    assert (event["part"], event["owed"]) == (2, True)
    assert parts(event, Context())["complete"]
    assert published(capsys) == [(0, 0, 1), (1, 0, 0)]


@pytest.mark.slow
def test_a_roster_that_takes_several_parts_is_counted_once(parts, functions, intake_bucket, capsys):
    put(
        intake_bucket,
        "roster/ascls/2.csv",
        roster(("M1", "ana@example.org"), ("M2", "nobody"), *OTHERS),
    )
    begun = parts({}, Hasty(2))
    assert [(file["outcome"], file["rows"], file["rejected"]) for file in begun["files"]] == [("begun", 22, 1)]
    while functions.events:
        parts(functions.events.pop()[2], Hasty(6))
    rows = roster_rows(capsys)
    assert rows[0] == (0, 0, 0)
    assert [sum(column) for column in zip(*rows, strict=True)] == [22, 1, 0]


@pytest.mark.slow
def test_a_roster_in_force_counts_even_if_the_table_is_too_busy_to_record_it(
    parts, functions, intake_bucket, monkeypatch, capsys
):
    put(intake_bucket, "roster/ascls/2.csv", roster(("M1", "ana@example.org"), ("M2", "nobody"), *OTHERS))
    record, calls = TakenFiles.record, []

    def busy_once(self, *file, **more):
        calls.append(file)
        if len(calls) == 1:
            raise TableBusy("DynamoDB throttles: ThrottlingException")
        record(self, *file, **more)

    monkeypatch.setattr(TakenFiles, "record", busy_once)
    (file,) = parts({}, Context())["files"]
    assert (file["key"], file["outcome"]) == ("roster/ascls/2.csv", "taken")
    assert parts(functions.events.pop()[2], Context())["complete"]
    assert roster_rows(capsys) == [(22, 1, 0), (0, 0, 0)]


def test_what_an_operator_accepts_is_handed_on(parts, functions):
    parts({"accept_roster": "roster/ascls/1.csv"}, Hasty(0))
    assert functions.events[0][2]["accept_roster"] == "roster/ascls/1.csv"


def test_a_run_beside_another_starts_none(parts, functions, ledger_table):
    from laurel.nightly.lease import Runs
    from laurel.platform.clock import utc_now

    with Runs(ledger_table, utc_now).lease("other"):
        report = parts({}, Hasty(0))
        assert (report["skipped"], report["complete"]) == (True, False)
    assert functions.events == []
