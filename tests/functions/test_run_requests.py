"""The nightly run's door for requests: files that arrived, and a night that found such a run under way."""

import json
from functools import cache, partial

import boto3
import pytest
from night_dependencies import build

from functions.report_nightly import app
from laurel.nightly.lease import Runs
from laurel.platform.clock import utc_now
from laurel.platform.runtime import Runtime
from tests import stores
from tests.functions.test_report_nightly import Context
from tests.permitted import permitted
from tests.unit.nightly.nights import feed

ARRIVED = {"detail-type": "Object Created", "detail": {"object": {"key": "feed/labce/1.csv"}}}
NIGHT = {"time": "2026-11-28T07:00:00.000000Z", "accept_roster": "roster/ascls/1.csv"}


@pytest.fixture
def requests(ledger_table, delivery_queue_url, intake_bucket, monkeypatch):
    """`requests(*bodies)` puts them on the queue and hands over what the queue has, as Lambda does."""
    url = stores.make_queue("RunRequestQueue")
    for name, value in {
        "LEDGER_TABLE_NAME": ledger_table.name,
        "INTAKE_BUCKET_NAME": intake_bucket,
        "DELIVERY_QUEUE_URL": delivery_queue_url,
        "RUN_REQUEST_QUEUE_URL": url,
        "CLAIMS_TABLE_NAME": stores.make_table("ClaimsTable"),
        "AUDIT_TABLE_NAME": "AuditTable",
        "SIGNING_SECRET_ID": "signing",
        "MAIL_FROM": "ce@example.org",
        "MAIL_CONFIGURATION_SET": "laurel-notices",
        "API_URL": "https://api.example.org",
        "PORTAL_URL": "https://ce.example.org",
        "CONTACT_EMAIL": "education@example.org",
    }.items():
        monkeypatch.setenv(name, value)
    here = cache(partial(build, Runtime(parallel_calls=1)))
    sqs = boto3.client("sqs")

    def hand_over(*bodies):
        for body in bodies:
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ())
        hand_over.records = [
            {"messageId": one["MessageId"], "receiptHandle": one["ReceiptHandle"], "body": one["Body"]} for one in found
        ]
        with permitted("ReportNightlyRole"):
            return app.run_on_request(here(), hand_over.records, Context())

    def schedule(event):
        with permitted("ReportNightlyRole"):
            return app.run_on_schedule(here(), event, Context())

    def left():
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        return {
            name.removeprefix("ApproximateNumberOf"): int(count)
            for name, count in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names))["Attributes"].items()
        }

    hand_over.schedule, hand_over.left = schedule, left
    boto3.client("s3").put_object(
        Bucket=intake_bucket, Key="feed/labce/1.csv", Body=feed(("r1", "ana@example.org")).encode()
    )
    return hand_over


@pytest.fixture
def runs(ledger_table):
    return Runs(ledger_table, utc_now)


def figures(capsys):
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    return {name: value[0] for line in lines for name, value in line.items() if isinstance(value, list)}


def test_one_run_takes_all_files_that_arrived_and_sends_no_mail(requests, capsys):
    assert requests(ARRIVED, ARRIVED) == {"batchItemFailures": []}
    counted = figures(capsys)
    assert (counted["ArrivalRuns"], counted["NightlyRuns"], counted["CreditsTaken"]) == (1, 0, 1)
    assert "NoticesSent" not in counted


def test_while_another_run_is_under_way_requests_come_back_soon(requests, runs, capsys, monkeypatch):
    # Not after the time for which the queue hides a message that Lambda is at work on.
    monkeypatch.setattr("laurel.nightly.run_requests.WAIT", 0)
    with runs.lease("another"):
        answer = requests(ARRIVED, ARRIVED)
    assert requests.left() == {"Messages": 2, "MessagesNotVisible": 0}
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == [
        record["messageId"] for record in requests.records
    ]
    assert len(requests.records) == 2
    assert figures(capsys) == {}


def test_a_night_behind_a_run_for_arrived_files_waits_among_the_requests(requests, runs, capsys):
    with runs.lease("another", arrival=True):
        report = requests.schedule(NIGHT)
    assert (report["skipped"], report["behind_arrival"]) == (True, True)
    assert requests() == {"batchItemFailures": []}
    assert json.loads(requests.records[0]["body"]) == {"night": NIGHT}
    assert figures(capsys)["NightlyRuns"] == 1


def test_a_night_among_announced_files_is_the_run(requests, capsys):
    requests(ARRIVED, {"night": NIGHT}, ARRIVED)
    assert figures(capsys)["NightlyRuns"] == 1


def test_a_night_behind_a_night_is_skipped_for_good(requests, runs):
    with runs.lease("another"):
        report = requests.schedule(NIGHT)
    assert (report["skipped"], report["behind_arrival"]) == (True, False)
    assert requests.left() == {"Messages": 0, "MessagesNotVisible": 0}


def test_the_parts_of_a_run_for_arrived_files_are_runs_for_arrived_files():
    assert app.RunPart.of({"arrival": True, "part": 2}).arrival
    assert not app.RunPart.of({"arrival": "yes"}).arrival
