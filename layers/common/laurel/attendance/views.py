"""Attendance as the API answers it."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from laurel.attendance.match_report import JudgedRow, RowStatus
from laurel.attendance.presence import PresenceBySession, needed, proposed_credits
from laurel.attendance.take_report import TakenReport
from laurel.catalog.activity import Activity
from laurel.platform.amounts import amount_text
from laurel.statements import Statement

_FULL_SHARE = 80


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class StayView(_View):
    """The time of a row's person in a session, and the minutes that are needed to claim it."""

    session_id: str
    minutes: int
    needed_minutes: int


class AttendanceRowView(_View):
    """A row of the report. A person may have several rows; the minutes are those of all of them."""

    line: int = Field(description="The line in the file.")
    name: str
    email: str
    status: RowStatus = Field(
        description="`too_short` is recorded too: another report may add the missing minutes. `known`: recorded before."
    )
    sessions: tuple[StayView, ...]
    why: str | None = Field(description="What cannot be read in an `unreadable` row.")

    @classmethod
    def of(cls, row: JudgedRow) -> "AttendanceRowView":
        """The view of one row."""
        stays = tuple(
            StayView(session_id=one.session_id, minutes=one.minutes, needed_minutes=one.needed) for one in row.stays
        )
        return cls(line=row.line, name=row.name, email=row.email, status=row.status, sessions=stays, why=row.why)


class AttendanceReportView(_View):
    """A report of attendance that was taken. With a dry run nothing was written, and it says what would be."""

    people: int = Field(description="How many people the report shows in a session.")
    counts: dict[RowStatus, int] = Field(description="The rows by status.")
    rows: tuple[AttendanceRowView, ...]
    sha256: str = Field(description="The SHA-256 of the file.")
    dry_run: bool

    @classmethod
    def of(cls, taken: TakenReport) -> "AttendanceReportView":
        """The view of a report."""
        rows = tuple(map(AttendanceRowView.of, taken.rows))
        return cls(people=taken.people, counts=taken.counts, rows=rows, sha256=taken.sha256, dry_run=taken.dry_run)


class AttendedView(_View):
    """Your time in a session, and the credit that it is worth."""

    session_id: str
    minutes: int
    needed_minutes: int
    enough: bool = Field(description="Whether you can claim the session, where attendance is required.")
    proposed_credits: str = Field(description="The minutes as credit, rounded down; at most the session's maximum.")


class OwnAttendanceView(_View):
    """What the organizer's reports say of your attendance. You still claim and evaluate each session yourself."""

    required: bool = Field(description="Whether a session can be claimed only with enough minutes.")
    sessions: tuple[AttendedView, ...]

    @classmethod
    def of(cls, activity: Activity, statement: Statement, found: PresenceBySession) -> "OwnAttendanceView":
        """The view for a claim of this statement."""
        share = activity.attendance.share if activity.attendance else _FULL_SHARE
        sessions = []
        for session in activity.sessions:
            if session.id not in found:
                continue
            minutes, least = found[session.id].minutes, needed(session, share)
            credits: Decimal = proposed_credits(activity, session, statement, minutes)
            sessions.append(
                AttendedView(
                    session_id=session.id,
                    minutes=minutes,
                    needed_minutes=least,
                    enough=minutes >= least,
                    proposed_credits=amount_text(credits),
                )
            )
        return cls(required=activity.attendance is not None, sessions=tuple(sessions))
