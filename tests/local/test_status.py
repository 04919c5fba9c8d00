"""What `make status` says about a stack, and when it ends with 1."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from laurel.platform.clock import instant
from laurel.platform.table import Table
from local import status as status_module
from local.deployed import Deployed
from local.status import status
from tests import stores

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


class World:
    """A stack on moto; the triggers of its functions are as given."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.states = ["Enabled"]
        self.sqs = boto3.client("sqs")
        urls = ("DeliveryQueue", "DeliveryDeadLetterQueue", "ScheduleDeadLetterQueue")
        stores.make_queue("DeliveryQueue")
        stores.make_queue("ScheduleDeadLetterQueue")
        self.outputs = {f"{name}Url": stores.queue_url(name) for name in urls} | {"LedgerTableName": table.name}
        self.outputs |= dict.fromkeys(("ForwardAscpFunctionName", "MatchArrivalsFunctionName"), "any")
        self.refused: set[str] = set()

    def client(self, service: str) -> Any:
        if service in self.refused:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Any")
        if service == "lambda":
            found = {"EventSourceMappings": [{"State": state} for state in self.states]}
            return SimpleNamespace(list_event_source_mappings=lambda **_: found)
        return boto3.client(service)

    def night(self, at: datetime, **more: Any) -> None:
        report = {"started_at": instant(at), "complete": True, "reconciles": True, "rows": 1_200, "credits": 900}
        self.table.put_many([{"pk": f"RUNS#{at.year}", "sk": f"{instant(at)}#run", **report, **more}])

    def said(self) -> tuple[dict[str, str], bool]:
        found = status(Deployed(self.outputs, self.client, ""), NOW, "laurel-prod")
        return {line[2:34].strip(): line[0] + line[34:] for line in found.lines}, found.is_well


@pytest.fixture
def world(ledger_table: Table) -> World:
    return World(ledger_table)


def test_a_stack_that_is_well(world: World) -> None:
    world.night(NOW - timedelta(hours=5))
    said, is_well = world.said()
    assert is_well
    assert said == {
        "alarms": " 0 on, 0 in all",
        "last complete night": " December 1, 07:00 UTC, 5 hours ago",
        "sources that are late": " none",
        "oldest undelivered credit": " none",
        "December 1, 07:00 UTC": " complete, 1,200 rows, 900 new credits, 0 rejected rows, 0 reported",
        "for ASCP": " 0 wait, 0 under way or postponed",
        "dead letters of the delivery": " 0",
        "dead letters of the schedule": " 0",
        "the queue starts the forwarder": " enabled",
        "the ledger starts the matching": " enabled",
    }


def test_an_alarm_is_named_with_what_to_do(world: World) -> None:
    cloudwatch = boto3.client("cloudwatch")
    for stack in ("laurel-prod-Monitoring-1AB", "laurel-dev-Monitoring-1AB"):
        name = f"{stack}-FileNotTakenAlarm-XYZ"
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            AlarmDescription="A file was refused. See docs/runbook.md#file-not-taken",
            Namespace="Laurel",
            MetricName="FilesNotTaken",
            Period=60,
            EvaluationPeriods=1,
            Threshold=0,
            Statistic="Sum",
            ComparisonOperator="GreaterThanThreshold",
        )
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    said, is_well = world.said()
    assert not is_well
    assert said["alarms"] == "!1 on, 1 in all"
    assert said["FileNotTaken"].endswith("UTC: A file was refused. See docs/runbook.md#file-not-taken")


@pytest.mark.parametrize(
    ("hours", "more", "line", "text"),
    [
        (27, {}, "last complete night", "27 hours ago"),
        (5, {"complete": False}, "last complete night", "none yet"),
        (5, {"reconciles": False}, "December 1, 07:00 UTC", "numbers do not add up"),
        (5, {"late_sources": [{"source": "labce"}]}, "sources that are late", "labce"),
        (5, {"oldest_reported_at": instant(NOW - timedelta(days=3))}, "oldest undelivered credit", "3 days"),
    ],
)
def test_a_night_that_needs_a_person(world: World, hours: int, more: dict[str, Any], line: str, text: str) -> None:
    world.night(NOW - timedelta(hours=hours), **more)
    said, is_well = world.said()
    assert not is_well
    assert said[line].startswith("!")
    assert text in said[line]


def test_runs_for_arrived_files_are_no_nights(world: World) -> None:
    world.night(NOW - timedelta(hours=5))
    world.night(NOW - timedelta(hours=1), arrival=True, complete=False)
    world.night(NOW - timedelta(hours=2), skipped=True, complete=False)
    assert world.said()[1]


def test_dead_letters_and_a_trigger_that_is_off(world: World) -> None:
    world.night(NOW - timedelta(hours=5))
    world.sqs.send_message(QueueUrl=world.outputs["DeliveryDeadLetterQueueUrl"], MessageBody="x")
    world.sqs.send_message(QueueUrl=world.outputs["DeliveryQueueUrl"], MessageBody="x")
    world.states = ["Enabled", "Disabled"]
    said, is_well = world.said()
    assert not is_well
    assert said["dead letters of the delivery"] == "!1"
    assert said["for ASCP"] == " 1 wait, 0 under way or postponed"
    assert said["the queue starts the forwarder"] == "!disabled, enabled"
    world.states = []
    assert world.said()[0]["the queue starts the forwarder"] == "!not there"


def test_a_service_that_does_not_answer_hides_no_other(world: World) -> None:
    world.night(NOW - timedelta(hours=5))
    world.refused = {"cloudwatch"}
    said, is_well = world.said()
    assert not is_well
    assert said["alarms"].startswith("!not answered: ")
    assert said["the queue starts the forwarder"] == " enabled"


def test_the_command_ends_with_1_when_something_needs_a_person(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(status_module, "deployed", lambda _name: Deployed(world.outputs, world.client, ""))
    monkeypatch.setattr("sys.argv", ["status"])
    world.night(datetime.now(UTC) - timedelta(hours=1))
    status_module.main()
    world.states = ["Disabled"]
    with pytest.raises(SystemExit) as ended:
        status_module.main()
    assert ended.value.code == 1
    assert "! the queue starts the forwarder" in capsys.readouterr().out
