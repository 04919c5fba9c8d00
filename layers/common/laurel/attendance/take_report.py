"""Staff hand in a report of attendance: each row is judged, and the time in each session goes on record."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from laurel.attendance.layouts import Columns
from laurel.attendance.match_report import JudgedRow, MatchedReport, ReportSettings, RowStatus, judge
from laurel.attendance.presence import PresenceBySession, all_together
from laurel.attendance.read_dates import matched_report
from laurel.attendance.refusals import ATTENDANCE_BUSY
from laurel.attendance.store import NOTHING, Attendance, Recorded
from laurel.attendance.tables import read_rows
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.activity import Activity
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere


@dataclass(frozen=True, slots=True)
class TakenReport:
    """A report was taken: its rows in order, how many people were recorded, and the SHA-256 of the file.

    With `dry_run` nothing was written.
    """

    rows: tuple[JudgedRow, ...]
    people: int
    sha256: str
    dry_run: bool

    @property
    def counts(self) -> dict[RowStatus, int]:
        """The number of rows by what became of them."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in RowStatus}


@dataclass(frozen=True, slots=True)
class ReportFile:
    """The report as it was sent: its bytes, its name, and how it is to be read."""

    data: bytes
    name: str
    columns: Columns
    settings: ReportSettings


class TakeReport:
    """Takes reports into `attendance`."""

    def __init__(self, attendance: Attendance, clock: Clock) -> None:
        self._attendance = attendance
        self._clock = clock

    def take(self, activity: Activity, file: ReportFile, acting: Acting, *, dry_run: bool) -> TakenReport | Refusal:
        """Records the attendance in `file`, or only says what would be. Taking a report twice changes nothing.

        One read and one write for each hundred people, and one write for the audit log. Raises TableBusy.
        """
        rows = read_rows(file.data)
        if isinstance(rows, Refusal):
            return rows
        matched = matched_report(rows, file.columns, activity, file.settings)
        if isinstance(matched, Refusal):
            return matched
        before = self._attendance.of(matched.people, activity.id)
        taken = _taken(matched, before, activity, file, dry_run=dry_run)
        if dry_run:
            return taken
        # First the entry of the audit log: a run that stops half-way has changed records.
        self._attendance.note(self._entry(activity, file, taken, acting))
        if self._record(activity.id, matched, before) is None:
            return ATTENDANCE_BUSY.refuse(retry_after=1)
        return taken

    def _record(self, activity_id: str, matched: MatchedReport, before: dict[str, Recorded]) -> bool | None:
        """Writes the changes; None if others kept changing the same people."""
        open_ = dict(before)
        left = list(matched.people)

        def attempt() -> bool | None:
            nonlocal left
            changes = _changes(matched, open_, left)
            left = self._attendance.save(activity_id, changes, open_, self._clock())
            if not left:
                return True
            open_.update(self._attendance.of(left, activity_id))
            return None

        return retry_on_conflict(attempt)

    def _entry(self, activity: Activity, file: ReportFile, taken: TakenReport, acting: Acting) -> list[Elsewhere]:
        """The entry of the audit log: how many rows there were, and no name."""
        counts = {str(status): number for status, number in taken.counts.items()}
        return acting.record(
            AuditAct.ATTENDANCE_TAKEN,
            on=AuditSubject.activity(activity.id),
            at=self._clock(),
            after={"file": file.name, "sha256": taken.sha256, "people": taken.people, **counts},
        )


def _taken(
    matched: MatchedReport, before: dict[str, Recorded], activity: Activity, file: ReportFile, *, dry_run: bool
) -> TakenReport:
    known = {key: one.presence for key, one in before.items()}
    rows = judge(matched, known, activity, file.settings)
    people = sum(1 for presence in matched.people.values() if presence)
    return TakenReport(rows, people, hashlib.sha256(file.data).hexdigest(), dry_run)


def _changes(matched: MatchedReport, before: dict[str, Recorded], keys: list[str]) -> dict[str, PresenceBySession]:
    """The records of `keys` that the report changes, with their new presence."""
    changes: dict[str, PresenceBySession] = {}
    for key in keys:
        known = before.get(key, NOTHING).presence
        after = all_together([known, matched.people[key]])
        if after != dict(known):
            changes[key] = after
    return changes
