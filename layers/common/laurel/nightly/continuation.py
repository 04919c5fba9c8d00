"""The parts of a night: a run that stops early is continued by another invocation of the same function.

It stops when its time runs out, or when the table throttles.

The number of parts is bounded, and the event of each invocation says which part it is. Lambda itself ends a chain of
invocations of one function after sixteen; ours ends long before that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from laurel.ledger.records import SHARDS
from laurel.nightly.run_report import RunReport
from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.clock import instant, read_instant
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

MOST_PARTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPart:
    """Which part of a night an invocation is.

    `continues` is the run before it; `requeue_from` is the shard of due credits at which that run stopped, and
    `oldest_reported_at` when (UTC) the oldest due credit up to there was reported. `messages_pending` says that credits
    may be reported without a message: a run died or was throttled, or SQS refused the messages.
    `accept_roster` is the key of a roster that an operator accepts although it was refused as cut off or damaged.
    `arrival` says that the run is for files that just arrived, and `undo` that it is for undos of files alone.
    """

    number: int = 1
    continues: str | None = None
    messages_pending: bool = False
    requeue_from: int = 0
    oldest_reported_at: datetime | None = None
    accept_roster: str | None = None
    arrival: bool = False
    undo: bool = False

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Self:
        """The part that `event` asks for; values that are missing or invalid are those of a first part."""
        return cls(
            number=_whole(event.get("part"), 1),
            continues=_text(event.get("continues")),
            messages_pending=event.get("owed") is True,
            requeue_from=_shard(event.get("requeue_from")),
            oldest_reported_at=_instant(event.get("oldest_reported_at")),
            accept_roster=_text(event.get("accept_roster")),
            arrival=event.get("arrival") is True,
            undo=event.get("undo") is True,
        )

    @property
    def is_last(self) -> bool:
        """Whether no other part may follow: the next nightly run does the rest."""
        return self.number >= MOST_PARTS

    def event_of_next(self, event: Mapping[str, Any], report: RunReport) -> dict[str, Any]:
        """The event of the next part; this part had `event` and ended with `report`."""
        place = {
            "part": self.number + 1,
            "continues": report.run_id,
            "owed": report.messages_pending,
            "requeue_from": report.requeue_from,
            "oldest_reported_at": report.oldest_reported_at and instant(report.oldest_reported_at),
        }
        return {**event, **place}


def _whole(value: object, least: int) -> int:
    return value if type(value) is int and value >= least else least


def _shard(value: object) -> int:
    shard = _whole(value, 0)
    return shard if shard < SHARDS else 0


def _instant(value: object) -> datetime | None:
    try:
        return read_instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def invoke(function_name: str, event: bytes, client: "LambdaClient | None" = None) -> bool:
    """Starts a function with `event` (JSON), without waiting for its end; returns whether Lambda took the event."""
    try:
        with aws_errors():
            (client or aws.functions()).invoke(FunctionName=function_name, InvocationType="Event", Payload=event)
    except AwsError as error:
        logger.error("could not start the next part of the run", function=function_name, error=error.code)
        return False
    return True
