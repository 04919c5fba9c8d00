"""`make status`: what a stack's alarms, queues, triggers and last nights say, on a terminal.

make status STACK=laurel-prod        # of a stack in the cloud
make status                          # of the one of `make up`

It ends with 1 when something needs a person, so that a script can call it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from laurel.nightly.nights import UNDELIVERED_DAYS
from laurel.nightly.run_records import RunRecords
from laurel.platform.table import Table
from local.deployed import Deployed, deployed
from local.troubles import told

_NIGHTS = 3
_LATE = timedelta(hours=26)
_QUEUES = (
    ("DeliveryQueueUrl", "for ASCP", False),
    ("DeliveryDeadLetterQueueUrl", "dead letters of the delivery", True),
    ("ScheduleDeadLetterQueueUrl", "dead letters of the schedule", True),
)
_TRIGGERS = (
    ("ForwardAscpFunctionName", "the queue starts the forwarder"),
    ("MatchArrivalsFunctionName", "the ledger starts the matching"),
)


@dataclass
class Status:
    """Lines to print, and whether one of them needs a person."""

    lines: list[str] = field(default_factory=list)
    is_well: bool = True

    def say(self, subject: str, text: str, *, well: bool = True) -> None:
        """Add a line; one that needs a person begins with an exclamation mark."""
        self.lines.append(f"{' ' if well else '!'} {subject:<32}{text}")
        self.is_well = self.is_well and well


def main() -> None:
    """Print what the stack says; end with 1 when something needs a person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    name = parser.parse_args().stack or None
    found = status(deployed(name), datetime.now(UTC), name)
    print("\n".join(found.lines))
    if not found.is_well:
        sys.exit(1)


def status(stack: Deployed, now: datetime, name: str | None = None) -> Status:
    """What the services answer about `stack`; a part that does not answer is named and stops nothing."""
    found = Status()
    parts: dict[str, Callable[[], None]] = {
        "alarms": partial(_alarms, stack, name, found),
        "nights": partial(_nights, stack, now, found),
        "queues": partial(_queues, stack, found),
        "triggers": partial(_triggers, stack, found),
    }
    for subject, part in parts.items():
        try:
            part()
        except (ClientError, BotoCoreError) as error:
            found.say(subject, f"not answered: {error}", well=False)
    return found


def _alarms(stack: Deployed, name: str | None, found: Status) -> None:
    prefix = f"{name}-" if name else ""
    asked = {"AlarmNamePrefix": prefix} if prefix else {}
    pages = stack.client("cloudwatch").get_paginator("describe_alarms").paginate(**asked)
    alarms = [one for page in pages for one in page.get("MetricAlarms", [])]
    on = [one for one in alarms if one["StateValue"] == "ALARM"]
    found.say("alarms", f"{len(on)} on, {len(alarms)} in all", well=not on)
    for one in on:
        since = one.get("StateUpdatedTimestamp")
        when = f"since {since.astimezone(UTC):%B %-d, %H:%M} UTC: " if since else ""
        found.say(f"  {_short(one['AlarmName'], prefix)}", when + one.get("AlarmDescription", ""), well=False)


def _short(alarm: str, prefix: str) -> str:
    """The logical name, without the names of the stacks and the random end that CloudFormation adds."""
    parts = [one for one in alarm.removeprefix(prefix).split("-") if one.endswith("Alarm")]
    return (parts[-1] if parts else alarm).removesuffix("Alarm")


def _nights(stack: Deployed, now: datetime, found: Status) -> None:
    records = RunRecords(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    page, _ = records.page(now=now, limit=20, after=None)
    nights = [one for one in page if not one.get("arrival") and not one.get("skipped")][:_NIGHTS]
    last = next((_started(one) for one in nights if one.get("complete")), None)
    if last is None:
        found.say("last complete night", "none yet", well=not nights)
    else:
        hours = int((now - last).total_seconds() // 3600)
        found.say("last complete night", f"{last:%B %-d, %H:%M} UTC, {hours} hours ago", well=now - last < _LATE)
    if nights:
        _sources_and_age(nights[0], now, found)
    for one in nights:
        is_whole = bool(one.get("complete")) and one.get("reconciles", True) is True
        found.say(f"  {_started(one):%B %-d, %H:%M} UTC", " ".join(_figures(one)), well=is_whole)


def _sources_and_age(report: Mapping[str, Any], now: datetime, found: Status) -> None:
    late = [str(one.get("source", "")) for one in report.get("late_sources", ())]
    found.say("sources that are late", ", ".join(late) or "none", well=not late)
    oldest = report.get("oldest_reported_at")
    days = (now - datetime.fromisoformat(oldest)).days if oldest else 0
    found.say("oldest undelivered credit", f"{days} days" if oldest else "none", well=days < UNDELIVERED_DAYS[0])


def _started(report: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(report["started_at"])


def _figures(report: Mapping[str, Any]) -> Iterator[str]:
    yield "complete," if report.get("complete") else "unfinished,"
    if report.get("reconciles", True) is not True:
        yield "numbers do not add up,"
    yield ", ".join(f"{int(report.get(one, 0)):,} {word}" for one, word in _COUNTED)


_COUNTED = (
    ("rows", "rows"),
    ("credits", "new credits"),
    ("rejected", "rejected rows"),
    ("reported", "reported"),
)


def _queues(stack: Deployed, found: Status) -> None:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    for output, subject, is_dead in _QUEUES:
        told_ = stack.client("sqs").get_queue_attributes(QueueUrl=stack.outputs[output], AttributeNames=names)
        waiting, under_way = (int(told_["Attributes"][one]) for one in names)
        text = f"{waiting:,}" if is_dead else f"{waiting:,} wait, {under_way:,} under way or postponed"
        found.say(subject, text, well=not (is_dead and waiting + under_way))


def _triggers(stack: Deployed, found: Status) -> None:
    for output, subject in _TRIGGERS:
        asked = {"FunctionName": stack.outputs[output]}
        mappings = stack.client("lambda").list_event_source_mappings(**asked)["EventSourceMappings"]
        states = {one["State"] for one in mappings}
        text = ", ".join(sorted(states)).lower() if states else "not there"
        found.say(subject, text, well=states == {"Enabled"})


if __name__ == "__main__":
    sys.exit(told(main))
