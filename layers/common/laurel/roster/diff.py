"""Compares a new roster with the one before: whose members change.

The roster applied last is kept as a snapshot in the intake bucket; only the difference to it is written.
"""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.intake.bucket import IntakeBucket
from laurel.roster.changed_emails import ChangedEmails
from laurel.roster.reader import NewRoster
from laurel.roster.snapshot import origin_of
from laurel.roster.store import InForce, Roster
from laurel.roster.unconfirmed import UnconfirmedChanges

SNAPSHOT_KEY = "state/roster/ascls.sqlite"


class SnapshotLost(Exception):
    """The bucket does not hold the snapshot of the roster in force; the runbook says how to restore it."""


@dataclass(frozen=True, slots=True)
class RosterDiff:
    """The difference of `new` to the roster before: the members with `changed_emails` may be others.

    `unconfirmed` and `snapshot_seen` are the versions of Laurel's note and snapshot that it was made from (the
    snapshot's as an ETag; None if there was none): only these may be replaced.
    """

    new: NewRoster
    changed_emails: ChangedEmails
    unconfirmed: UnconfirmedChanges
    snapshot_seen: str | None


class RosterComparison:
    """Compares a new roster with the one before. Works in `folder` (on disk); as a context it closes its files."""

    def __init__(self, bucket: IntakeBucket, roster: Roster, folder: Path, in_force: InForce | None) -> None:
        self._bucket = bucket
        self._roster = roster
        self._folder = folder
        self._in_force = in_force
        self._changed_emails = ChangedEmails(folder / "changed_emails.sqlite")

    @property
    def changed(self) -> int:
        """How many addresses with changes were found so far."""
        return len(self._changed_emails)

    def diff(self, new: NewRoster) -> RosterDiff:
        """The difference, and what a roster that never came into force may have left in the table.

        Progress that is true no more is deleted. Raises SnapshotLost, FileUnavailable and TableBusy.
        """
        unconfirmed = UnconfirmedChanges(self._bucket, new.file, self._folder)
        wrote_last = unconfirmed.add_to(self._changed_emails)
        if wrote_last not in (None, new.file.etag):
            # That run may have overwritten what was applied of this file before.
            self._roster.restart(new.file)
        previous, seen = self._previous(confirmed=wrote_last is None)
        new.snapshot.note_changed(self._changed_emails, since=previous)
        if self._in_force and not self._in_force.by_number:
            # Once: a roster from before members were found by number is written whole.
            new.snapshot.note_changed(self._changed_emails, since=None)
        return RosterDiff(new, self._changed_emails, unconfirmed, seen)

    def _previous(self, *, confirmed: bool) -> tuple[Path | None, str | None]:
        """The snapshot of the roster before, and its ETag."""
        path = self._folder / "previous.sqlite"
        found = self._bucket.fetch_state(SNAPSHOT_KEY, path)
        if found is None:
            if self._in_force:
                raise SnapshotLost(f"{SNAPSHOT_KEY} is gone.")
            return None, None
        origin = origin_of(path)
        in_force = self._in_force and (self._in_force.key, self._in_force.etag)
        # A run that died may have left a snapshot newer than the roster in force: their difference is unconfirmed.
        if origin is None or (confirmed and in_force and origin != in_force):
            raise SnapshotLost(f"{SNAPSHOT_KEY} is not the snapshot of the roster in force.")
        return path, found.etag

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changed_emails.close()
