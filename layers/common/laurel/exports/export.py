"""An export that a learner asked for: its states, and how it may change (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from laurel.platform.retention import EXPORTS

LEASE = timedelta(seconds=50)
"""Shorter than a minute, after which Lambda tries again what failed."""
STALLED_AFTER = timedelta(minutes=15)
"""Without a sign of life for so long, nobody makes it any more, and it can be asked for again."""
PAUSE = timedelta(hours=1)
"""How long after a request the next one is taken, if the copy of the data is ready."""
DAY = timedelta(days=1)
MOST_A_DAY = 5
"""How many files with all certificates a learner may ask for in any 24 hours."""


class ExportState(StrEnum):
    """Where an export is. A ready one can be downloaded until its time is over."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class ExportPart(StrEnum):
    """The parts of an export, in the order in which they are made."""

    PROFILE = "profile"
    CLAIMS = "claims"
    CERTIFICATES = "certificates"
    CREDITS = "credits"
    AUDIT = "audit"


class ExportKind(StrEnum):
    """What a learner can ask for: a copy of all their data, or the documents of all their valid certificates."""

    DATA = "data"
    CERTIFICATES = "certificates"

    @property
    def parts(self) -> tuple[ExportPart, ...]:
        """The parts of an export of this kind, in the order in which they are made."""
        return (ExportPart.CERTIFICATES,) if self is ExportKind.CERTIFICATES else tuple(ExportPart)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a part is made; `total` is None while that is not known."""

    part: ExportPart
    done: int = 0
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export. A learner has at most one of each kind: the latest.

    `attempt` counts the runs that took it; a run that finds another number lost its lease to a later one. `lease_until`
    is the end of the present run's lease. `key` is the object of the file and `size` its bytes, once it is ready.
    `notified` says whether the learner was sent an e-mail about it. `asked` is when the last day's exports of
    certificates were asked for, this one last. `version` counts the writes.
    """

    learner_id: str
    export_id: str
    requested_at: datetime
    kind: ExportKind = ExportKind.DATA
    state: ExportState = ExportState.WAITING
    attempt: int = 0
    lease_until: datetime | None = None
    progress: Progress = Progress(ExportPart.PROFILE)
    ready_at: datetime | None = None
    key: str | None = None
    size: int = 0
    notified: bool = False
    asked: tuple[datetime, ...] = ()
    version: int = 1

    @property
    def available_until(self) -> datetime:
        """When the file is removed; for one that is not ready, when it is forgotten."""
        return EXPORTS.until(self.ready_at or self.requested_at)

    def state_at(self, at: datetime) -> ExportState:
        """The state at the instant `at`: `failed` if a run stopped for good, or none ever started."""
        if self.state in (ExportState.WAITING, ExportState.MAKING):
            last_sign = self.lease_until or self.requested_at
            return ExportState.FAILED if at > last_sign + STALLED_AFTER else self.state
        return self.state

    def is_over(self, at: datetime) -> bool:
        """Whether its time is over."""
        return at >= self.available_until

    def may_be_taken(self, at: datetime) -> bool:
        """Whether a run may start with it: it is not ready, and no other run has it."""
        return self.state is not ExportState.READY and (self.lease_until is None or self.lease_until <= at)


def taken(export: Export, at: datetime) -> Export:
    """The export as a run takes it."""
    return replace(
        export,
        state=ExportState.MAKING,
        attempt=export.attempt + 1,
        lease_until=at + LEASE,
        progress=Progress(export.kind.parts[0]),
        version=export.version + 1,
    )


def continued(export: Export, progress: Progress, at: datetime) -> Export:
    """The export with more of it made, and a new lease."""
    return replace(export, progress=progress, lease_until=at + LEASE, version=export.version + 1)


def finished(export: Export, key: str, size: int, at: datetime) -> Export:
    """The export with its file, of `size` bytes under `key`."""
    return replace(
        export,
        state=ExportState.READY,
        ready_at=at,
        key=key,
        size=size,
        lease_until=None,
        version=export.version + 1,
    )


def with_notified(export: Export, *, notified: bool = True) -> Export:
    """The export, its learner told; with `notified` False, not told after all."""
    return replace(export, notified=notified, version=export.version + 1)


def asked_lately(before: Export | None, at: datetime) -> tuple[datetime, ...]:
    """When the last day's exports of certificates were asked for, the latest last."""
    return tuple(one for one in (before.asked if before else ()) if at < one + DAY)
