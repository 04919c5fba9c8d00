"""Applies the difference of a new roster to the ledger's table, and puts the roster in force.

Each step gives what the next one needs, so no step can be skipped or come too early: `RosterUpdate.apply` gives an
`AppliedRoster`, its `follow_up` a `FollowedRoster`, and only that one can `put_in_force`. If a step fails, the whole
begins again with the file, or with a newer one.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from laurel.intake.bucket import IntakeBucket
from laurel.intake.errors import LeaseLost
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.platform.deadline import Deadline
from laurel.platform.table import TableBusy
from laurel.roster.diff import SNAPSHOT_KEY, RosterDiff
from laurel.roster.member import Member
from laurel.roster.store import Roster

_CHUNK = 500  # e-mails looked up together
_WINDOW = 16  # chunks written in parallel


@dataclass(frozen=True, slots=True)
class RosterUpdate:
    """Brings `diff` into `roster` and `bucket`.

    The `deadline` is checked before each write, also by other threads; writes done when it has passed are not repeated.
    """

    diff: RosterDiff
    roster: Roster
    bucket: IntakeBucket
    deadline: Deadline

    def apply(self, executor: Executor) -> "AppliedRoster":
        """Writes the members with the changed e-mails, in order, many in parallel; records the progress.

        Raises LeaseLost, FileUnavailable, TableBusy and OutOfTime; after each it may run again.
        """
        if not self.diff.unconfirmed.record(self.diff.changed_emails):
            raise LeaseLost(self.diff.new.file.key)
        if self.diff.changed_emails:
            self._write(executor)
        return AppliedRoster(self)

    def _write(self, executor: Executor) -> None:
        file, snapshot = self.diff.new.file, self.diff.new.snapshot
        chunks = batched(self.diff.changed_emails.after(self.roster.begin(file)), _CHUNK)
        try:
            for window in batched(chunks, _WINDOW):
                under_way = [executor.submit(self._apply, keys, snapshot.members_of(keys)) for keys in window]
                wait(under_way)  # also if one failed: no write may still run after this method ends
                for chunk in under_way:
                    chunk.result()
                if not self.roster.note_progress(file, window[-1][-1]):
                    raise LeaseLost(file.key)
        except (LeaseLost, TableBusy):
            self.diff.unconfirmed.record_again(self.diff.changed_emails)
            raise

    def _apply(self, email_keys: Sequence[str], members: dict[str, list[Member]]) -> None:
        self.deadline.check()
        self.roster.apply(email_keys, members)


@dataclass(frozen=True, slots=True)
class AppliedRoster:
    """A roster whose members are in the table. Credits may depend on the roster before."""

    update: RosterUpdate

    def follow_up(self, follow: Callable[[Collection[str]], object]) -> "FollowedRoster":
        """Gives `follow` the changed e-mails; when it returns, nothing may depend on the roster before any more."""
        follow(self.update.diff.changed_emails)
        return FollowedRoster(self.update)


@dataclass(frozen=True, slots=True)
class FollowedRoster:
    """A roster that is in the table, and on whose difference to the one before nothing depends any more."""

    update: RosterUpdate

    def put_in_force(self, at: datetime) -> FileReport:
        """Puts the roster in force at `at` (UTC), and returns the file's report.

        Raises LeaseLost if another run came first, and then replaces nothing of its work; also FileUnavailable,
        TableBusy and OutOfTime.
        """
        diff, roster = self.update.diff, self.update.roster
        new, path = diff.new, diff.new.snapshot.path
        self.update.deadline.check()
        snapshot = self.update.bucket.replace_state(
            SNAPSHOT_KEY, path, "application/vnd.sqlite3", seen=diff.snapshot_seen
        )
        if not snapshot:
            raise LeaseLost(new.file.key)
        roster.forget_progress(new.file)
        if not roster.put_in_force(new.file, members=new.members, at=at):
            raise LeaseLost(new.file.key)
        diff.unconfirmed.confirm(at)
        return new.report(FileOutcome.TAKEN, changed=len(diff.changed_emails))
