"""Matches the rows of a report to the sessions of an activity, and judges each row (pure).

The stays of one person, told apart by their e-mail address, are united and clipped to each session. So reconnecting, or
two devices at once, counts no minute twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from laurel.attendance.layouts import AttendanceRow
from laurel.attendance.presence import Presence, PresenceBySession, all_together, length, needed, within
from laurel.attendance.refusals import (
    ONLINE_SESSION_NEEDED,
    PARALLEL_SESSION_NEEDED,
    SESSION_NEEDED,
    SESSION_UNKNOWN,
)
from laurel.attendance.spans import Span, united, whole_minutes
from laurel.catalog.activity import Activity, Kind, Session
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.platform.refusal import Refusal


class RowStatus(StrEnum):
    """What became of a row. `too_short` is recorded too: a second report may add the minutes that are missing."""

    TAKEN = "taken"
    KNOWN = "known"
    NO_EMAIL = "no_email"
    TOO_SHORT = "too_short"
    NOT_IN_SESSION = "not_in_session"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How a report is to be understood: its times are in `zone`, and with `session_id` it is about one session."""

    zone: ZoneInfo
    share: int
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """The session that a row is about, the minutes of its person there, and those that are needed."""

    session_id: str
    minutes: int
    needed: int


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row, and what became of it; `why` says what is unreadable."""

    line: int
    name: str
    email: str
    status: RowStatus
    stays: tuple[Stay, ...] = ()
    why: str | None = None


@dataclass(slots=True)
class _Person:
    """What the report says of one address."""

    spans: list[Span] = field(default_factory=list)
    broken: list[tuple[Span, int]] = field(default_factory=list)  # spans with breaks, and the minutes in each
    minutes: Decimal = Decimal(0)
    completed: bool = False


@dataclass(frozen=True, slots=True)
class MatchedReport:
    """The presence of each address by session, and the rows with their address; None for rows without one."""

    people: Mapping[str, PresenceBySession]
    rows: tuple[tuple[AttendanceRow, str | None], ...]


def match_report(
    seen: Sequence[AttendanceRow], activity: Activity, settings: ReportSettings
) -> MatchedReport | Refusal:
    """Who was in which session, and how long; a refusal if the report does not say in which."""
    sessions = _sessions(activity, settings)
    if isinstance(sessions, Refusal):
        return sessions
    if len(sessions) > 1 and any(one.joined is None and (one.minutes or 0) > 0 for one in seen):
        return SESSION_NEEDED.refuse("session")
    if len(sessions) > 1 and activity.kind is Kind.ONLINE and any(one.joined for one in seen):
        return ONLINE_SESSION_NEEDED.refuse("session")
    people: dict[str, _Person] = defaultdict(_Person)
    rows = tuple((one, _key(one)) for one in seen)
    for one, key in rows:
        if key is not None and one.unreadable is None:
            _add(people[key], one, settings.zone)
    found = {key: _presence(person, activity, sessions) for key, person in people.items()}
    if both := _parallel(sessions, activity, [there for key, there in found.items() if not people[key].completed]):
        return PARALLEL_SESSION_NEEDED.refuse("session", one=both[0].title, other=both[1].title)
    return MatchedReport(found, rows)


def _parallel(
    sessions: Sequence[Session], activity: Activity, found: Sequence[PresenceBySession]
) -> tuple[Session, Session] | None:
    """Two sessions that are held at the same time, and somebody was there in each of them."""
    if activity.kind is Kind.ONLINE:
        return None
    in_order = sorted(sessions, key=lambda one: one.starts_at)
    for there in found:
        for one, later in pairwise(session for session in in_order if session.id in there):
            if later.starts_at < one.ends_at:
                return one, later
    return None


def judge(
    matched: MatchedReport, before: Mapping[str, PresenceBySession], activity: Activity, settings: ReportSettings
) -> tuple[JudgedRow, ...]:
    """Every row of the report with what becomes of it; `before` is what is on record for each address."""
    after = {key: all_together([before.get(key, {}), found]) for key, found in matched.people.items()}
    stays = {key: _stays(matched.people[key], after[key], activity, settings) for key in after}
    return tuple(_judged(one, key, before, after, stays) for one, key in matched.rows)


def _judged(
    one: AttendanceRow,
    key: str | None,
    before: Mapping[str, PresenceBySession],
    after: Mapping[str, PresenceBySession],
    stays: Mapping[str, tuple[Stay, ...]],
) -> JudgedRow:
    def row(status: RowStatus, found: tuple[Stay, ...] = (), why: str | None = None) -> JudgedRow:
        return JudgedRow(one.line, one.name, one.email, status, found, why)

    if one.unreadable:
        return row(RowStatus.UNREADABLE, why=one.unreadable)
    if not one.email:
        return row(RowStatus.NO_EMAIL)
    if key is None:
        return row(RowStatus.UNREADABLE, why=f"“{one.email}” is no e-mail address")
    found = stays[key]
    if not found:
        return row(RowStatus.NOT_IN_SESSION if one.joined else RowStatus.TOO_SHORT)
    if not any(stay.minutes >= stay.needed for stay in found):
        return row(RowStatus.TOO_SHORT, found)
    return row(RowStatus.KNOWN if after[key] == dict(before.get(key, {})) else RowStatus.TAKEN, found)


def _sessions(activity: Activity, settings: ReportSettings) -> Sequence[Session] | Refusal:
    if settings.session_id is None:
        return activity.sessions
    session = activity.session(settings.session_id)
    return [session] if session else SESSION_UNKNOWN.refuse("session", session=settings.session_id)


def _key(one: AttendanceRow) -> str | None:
    try:
        return address_key(one.email) if one.email else None
    except InvalidAddress:
        return None


def _add(person: _Person, one: AttendanceRow, zone: ZoneInfo) -> None:
    if one.joined and one.left:
        start, end = (
            stamp.local.replace(tzinfo=UTC if stamp.is_utc else zone).astimezone(UTC)
            for stamp in (one.joined, one.left)
        )
        if one.minutes is not None and one.minutes + 1 < whole_minutes([(start, end)]):
            person.broken.append(((start, end), int(one.minutes)))
        else:
            person.spans.append((start, end))
    elif one.minutes is not None:
        person.minutes += one.minutes
    person.completed |= one.completed


def _presence(person: _Person, activity: Activity, sessions: Sequence[Session]) -> dict[str, Presence]:
    """The person's presence in `sessions`; those where they were not are missing."""
    found: dict[str, Presence] = {}
    for session in sessions:
        presence = within(person.spans, session)
        minutes = int(person.minutes) + sum(min(most, within([span], session).minutes) for span, most in person.broken)
        if activity.kind is Kind.ONLINE:  # its sessions have no fixed time
            presence = Presence()
            minutes = int(person.minutes) + whole_minutes(united(person.spans)) + sum(most for _, most in person.broken)
        stated = length(session) if person.completed else min(minutes, length(session))
        presence = presence.joined_with(Presence(stated=stated))
        if presence.minutes > 0:
            found[session.id] = presence
    return found


def _stays(
    reported: PresenceBySession, after: PresenceBySession, activity: Activity, settings: ReportSettings
) -> tuple[Stay, ...]:
    sessions = (session for session in activity.sessions if session.id in reported)
    return tuple(Stay(one.id, after[one.id].minutes, needed(one, settings.share)) for one in sessions)
