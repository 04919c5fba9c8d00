"""The nightly run's door, with the events that really come."""

import json
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from night_dependencies import build

from functions.report_nightly import app
from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.learners.address_registry import AddressRegistry
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.clock import instant, utc_now
from laurel.platform.ids import derived_id
from laurel.platform.runtime import Runtime
from laurel.platform.signing_key import held_secret
from laurel.platform.table import Table
from laurel.progress.choices import Followed, ReminderChoice
from laurel.progress.save_choices import save_choices
from tests import stores
from tests.permitted import permitted
from tests.unit.nightly.nights import OTHERS, feed, roster

EVENTS = Path(__file__).parents[2] / "events"


class Context:
    """What Lambda tells a function of itself."""

    function_name = "report-nightly"
    memory_limit_in_mb = 1769
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:report-nightly:live"
    aws_request_id = "9f2c"

    def get_remaining_time_in_millis(self):
        return 900_000


@pytest.fixture
def night(ledger_table, delivery_queue_url, intake_bucket, monkeypatch):
    monkeypatch.setenv("LEDGER_TABLE_NAME", ledger_table.name)
    monkeypatch.setenv("INTAKE_BUCKET_NAME", intake_bucket)
    monkeypatch.setenv("DELIVERY_QUEUE_URL", delivery_queue_url)
    monkeypatch.setenv("RUN_REQUEST_QUEUE_URL", stores.make_queue("RunRequestQueue"))
    monkeypatch.setenv("CLAIMS_TABLE_NAME", stores.make_table("ClaimsTable"))
    monkeypatch.setenv("AUDIT_TABLE_NAME", "AuditTable")
    monkeypatch.setenv("SIGNING_SECRET_ID", "signing")
    monkeypatch.setenv("MAIL_CONFIGURATION_SET", "laurel-notices")
    monkeypatch.setenv("API_URL", "https://api.example.org")
    monkeypatch.setenv("PORTAL_URL", "https://ce.example.org")
    monkeypatch.setenv("CONTACT_EMAIL", "education@example.org")
    # moto's transactions stumble over a second thread. What a test still sets is read at its first night.
    here = cache(partial(build, Runtime(parallel_calls=1)))
    aws_clients.sesv2.cache_clear()

    def put(key, text):
        boto3.client("s3").put_object(Bucket=intake_bucket, Key=key, Body=text.encode())

    put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    put("feed/labce/1.csv", feed(("r1", "ana@example.org"), ("r2", "stranger@example.org")))

    def run(event, context):
        with permitted("ReportNightlyRole"):
            return app.run_night(here(), event, context)

    yield run
    aws_clients.sesv2.cache_clear()


ZERO_IN_A_GOOD_NIGHT = {
    "RunsNotReconciled",
    "RunsUnfinished",
    "RowsRepeated",
    "RowsRejected",
    "RosterRowsRejected",
    "CreditsUnmatchedMembershipLapsed",
    "CreditsUnmatchedAmbiguousEmail",
    "CreditsUnmatchedNotReportable",
    "CreditsUnmatchedLikelyDuplicate",
    "CreditsUnmatchedNoConsent",
    "CreditsResumed",
    "CreditsRequeued",
    "MessagesRefused",
    "FilesNotTaken",
    "RostersLate",
    "ProvidersLate",
    "RunsGoneOnWith",
    "ArrivalRuns",
    "OldestUndeliveredAge",
}


def test_the_event_of_the_scheduler_runs_the_night_and_answers_its_report(night, capsys):
    event = json.loads((EVENTS / "report_nightly.json").read_text())
    report = night(event, Context())
    assert (report["rows"], report["credits"], report["reported"]) == (2, 2, 1)
    assert report["unmatched"] == {"not_a_member": 1}
    assert report["reconciles"] is True
    json.dumps(report)  # Lambda sends it as JSON
    (published,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    numbers = {name: value[0] for name, value in published.items() if isinstance(value, list)}
    durations = {name: numbers.pop(name) for name in list(numbers) if name.endswith("Duration")}
    assert {name: count for name, count in numbers.items() if count} == {
        "NightlyRuns": 1,
        "RowsRead": 2,
        "RosterRowsRead": 1,
        "CreditsTaken": 2,
        "CreditsReported": 1,
        "CreditsUnmatched": 1,
        "CreditsUnmatchedNotAMember": 1,
        "FilesTaken": 2,
        "ProvidersWithoutRecord": 1,
    }
    # Metrics of alarms and graphs exist also when they are zero.
    assert {name for name, count in numbers.items() if not count} == ZERO_IN_A_GOOD_NIGHT
    assert durations.pop("RunDuration") == sum(durations.values())
    stages = ("Undos", "Roster", "Consents", "CustomerIds", "Moves", "Feeds", "Due", "Requeue")
    assert set(durations) == {f"{stage}Duration" for stage in stages}


@pytest.mark.parametrize(
    "event", [{}, {"time": "<aws.scheduler.scheduled-time>"}, {"time": None}, {"time": "2026-11-20"}]
)
def test_an_event_without_a_usable_time_is_for_now(night, event):
    assert night(event, Context())["rows"] == 2


def test_the_date_of_the_event_decides_what_lies_in_the_future(night):
    report = night({"time": "2026-10-30T07:00:00Z"}, Context())  # two days before the credits' completion
    assert (report["credits"], report["rejected"]) == (0, 2)


@pytest.mark.parametrize(
    ("time", "zone", "taken"),
    [
        ("2026-10-31T01:00:00Z", "America/New_York", False),  # 21:00 on the 30th there
        ("2026-10-31T04:00:00Z", "America/New_York", True),  # midnight: the 31st
        ("2026-10-30T16:00:00Z", "Asia/Tokyo", True),  # 01:00 on the 31st there
        ("2026-10-30T23:59:00Z", "UTC", False),
        ("2026-10-30T09:59:00Z", "Pacific/Kiritimati", False),
        ("2026-10-30T10:00:00Z", "Pacific/Kiritimati", True),
        ("2026-10-31T10:59:00Z", "Pacific/Niue", False),
        ("2026-10-31T11:00:00+00:00", "Pacific/Niue", True),
        ("2026-10-30T23:00:00Z", "Europe/London", False),  # summer time ended there five days before
        ("2026-10-30T13:00:00Z", "Australia/Lord_Howe", True),  # eleven hours ahead in summer
        ("2026-10-30T12:59:59Z", "Australia/Lord_Howe", False),
    ],
)
def test_the_nights_date_is_the_date_in_the_time_zone_of_the_schedule(night, monkeypatch, time, zone, taken):
    """Credits of November 1: the day after the night's date may have begun further east."""
    monkeypatch.setenv("NIGHT_TIME_ZONE", zone)
    assert night({"time": time}, Context())["credits"] == (2 if taken else 0)


@pytest.mark.parametrize(("time", "reported"), [("2026-12-01T01:00:00Z", 1), ("2026-12-01T05:00:00Z", 0)])
def test_a_membership_holds_through_its_last_day_in_that_zone(night, monkeypatch, intake_bucket, time, reported):
    monkeypatch.setenv("NIGHT_TIME_ZONE", "America/New_York")
    last_day = "member_number,email,name,status,expires_on\nM1,ana@example.org,Ana,active,2026-11-30\n"
    put(intake_bucket, "roster/ascls/2.csv", last_day)
    assert night({"time": time}, Context())["reported"] == reported


def test_each_expected_source_has_a_figure_of_its_own(night, monkeypatch, capsys):
    monkeypatch.setenv("ROSTER_EXPECTED_DAYS", "7")
    record = Provider(
        display_name="LabCE", contact_email="a@example.org", time_zone="America/Chicago", expected_every_days=2
    )
    Providers(Table("ClaimsTable")).save("labce", record, seen=None)
    report = night({"time": instant(utc_now() + timedelta(days=3))}, Context())
    assert [one["source"] for one in report["late_sources"]] == ["labce"]
    published = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    found = {one["source"]: one["DaysSinceSent"] for one in published if "DaysSinceSent" in one}
    assert found == {"labce": [3.0], "roster/ascls": [3.0]}
    (run,) = [one for one in published if "NightlyRuns" in one]
    assert (run["ProvidersLate"], run["RostersLate"], "source" in run) == ([1.0], [0.0], False)
    for one in published:
        (declared,) = one["_aws"]["CloudWatchMetrics"]
        assert [sorted(names) for names in declared["Dimensions"]] == [
            ["service", *(["source"] if "source" in one else [])]
        ]


def test_a_run_beside_another_counts_for_nothing(night, ledger_table, capsys):
    from laurel.nightly.lease import Runs
    from laurel.platform.clock import utc_now

    with Runs(ledger_table, utc_now).lease("other"):
        assert night({}, Context())["skipped"] is True
    assert '"NightlyRuns"' not in capsys.readouterr().out


def put(bucket, key, text):
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=text.encode())


def roster_rows(capsys):
    """Of each run: rows read and rejected of rosters, and rows rejected of feeds."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    names = ("RosterRowsRead", "RosterRowsRejected", "RowsRejected")
    return [tuple(int(one[name][0]) for name in names) for one in lines if "RosterRowsRead" in one]


@pytest.mark.slow
def test_members_that_a_roster_loses_by_bad_rows_are_counted_until_the_next_one_puts_it_right(
    night, intake_bucket, ledger, capsys
):
    """Each roster is complete: a person with only a bad row is no member."""

    def states():
        ids = {name: derived_id("feed", "labce", name) for name in ("r1", "new")}
        held = ledger.get_many(ids.values())
        return {name: str(held[id_].reason or held[id_].state) for name, id_ in ids.items() if id_ in held}

    night({"time": "2026-11-20T07:00:00Z"}, Context())
    put(intake_bucket, "roster/ascls/2.csv", roster(("M1", "ana at example.org"), *OTHERS))
    put(intake_bucket, "feed/labce/2.csv", feed(("new", "ana@example.org")))
    report = night({"time": "2026-11-21T07:00:00Z"}, Context())
    assert [file["outcome"] for file in report["files"]] == ["taken", "taken"]
    assert report["reconciles"] is True
    assert states() == {"r1": "reported", "new": "not_a_member"}
    put(intake_bucket, "roster/ascls/3.csv", roster(("M1", "ana@example.org"), *OTHERS))
    night({"time": "2026-11-22T07:00:00Z"}, Context())
    assert states() == {"r1": "reported", "new": "reported"}
    night({"time": "2026-11-23T07:00:00Z"}, Context())
    assert roster_rows(capsys) == [(1, 0, 0), (21, 1, 0), (21, 0, 0), (0, 0, 0)]


def test_only_a_roster_that_came_into_force_counts(night, intake_bucket, capsys):
    put(intake_bucket, "roster/ascls/2.csv", roster(("M1", "nobody"), ("M2", "nobody")))
    report = night({}, Context())
    assert [file["outcome"] for file in report["files"]] == ["refused", "taken", "taken"]
    assert roster_rows(capsys) == [(1, 0, 0)]


def test_a_stack_without_a_sender_sends_nothing(night):
    assert "notices" not in night({}, Context())


@pytest.mark.slow
def test_learners_are_told_after_the_run_and_that_is_counted(night, monkeypatch, capsys):
    monkeypatch.setenv("MAIL_FROM", "ce@example.org")
    held_secret.cache_clear()
    boto3.client("secretsmanager").create_secret(Name="signing", SecretString="k" * 64)
    boto3.client("sesv2").create_email_identity(EmailIdentity="ce@example.org")
    registry = AddressRegistry(Table("ClaimsTable"), "LedgerTable", utc_now)
    registry.recognize(Caller("stranger", "stranger@example.org", is_staff=False))
    report = night({}, Context())
    assert report["notices"] == {
        "news": 1,
        "sent": 1,
        "refused": 0,
        "failed": 0,
        "held_back": 0,
        "unasked": 0,
        "causes": {"unmatched": 1},
        "complete": True,
    }
    json.dumps(report)
    (mail,) = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    assert mail.destinations == {"ToAddresses": ["stranger@example.org"]}
    assert "https://api.example.org/v1/notices/stop?token=" in mail.body
    published = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"NoticesSent"' in line]
    assert [(one["NoticesSent"], one["NoticesFailed"]) for one in published] == [([1.0], [0.0])]
    assert night({}, Context())["notices"]["sent"] == 0


@pytest.mark.slow
def test_who_follows_a_license_is_reminded_after_the_run_with_the_rights_of_the_night(night, monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "ce@example.org")
    held_secret.cache_clear()
    boto3.client("secretsmanager").create_secret(Name="signing", SecretString="k" * 64)
    boto3.client("sesv2").create_email_identity(EmailIdentity="ce@example.org")
    table = Table("ClaimsTable")
    registry = AddressRegistry(table, "LedgerTable", utc_now)
    registry.recognize(Caller("cai", "cai@example.org", is_staff=False))
    followed = [Followed("louisiana")]
    save_choices(table, "cai", followed, ReminderChoice.MISSING, today=date(2026, 10, 1))
    assert night({"time": "2026-10-02T07:00:00Z"}, Context())["reminders"]["sent"] == 1
    (mail,) = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    assert "12 hours still needed" in mail.body
    assert night({"time": "2026-10-02T07:00:00Z"}, Context())["reminders"]["news"] == 0
