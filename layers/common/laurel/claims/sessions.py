"""Which sessions may be claimed, and for how many credits: each by itself, and all together (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from laurel.catalog.activity import Activity, Kind, Session
from laurel.claims.refusals import (
    CREDITS_NOT_POSITIVE,
    CREDITS_STEP,
    PACE_DAILY_LIMIT,
    SESSION_GIVES_NO_CREDIT,
    SESSION_MAXIMUM,
    SESSION_NOT_ENDED,
    SESSION_UNKNOWN,
    SESSIONS_OVERLAP,
    TOTAL_EXCEEDED,
)
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words, moment_in_words
from laurel.platform.refusal import Problem
from laurel.statements import Statement

_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """Credits that a learner asks for, for one session of the activity."""

    session: Session
    credits: Decimal


@dataclass(frozen=True, slots=True)
class SessionCheck:
    """The sessions that count, their total, and a problem for each of the others."""

    counted: tuple[Asked, ...]
    total: Decimal
    problems: tuple[Problem, ...]


def check_session(activity: Activity, statement: Statement, asked: Asked, at: datetime) -> Problem | None:
    """The problem with these credits for this session, whatever else is claimed, or None; `at` is now.

    A session must have ended, because credit is for attendance; an online course has no fixed time.
    Amounts are multiples of the statement's step (AMA: 0.25, P.A.C.E.: 0.5), up to the session's maximum.
    """
    session, credits = asked.session, asked.credits
    offered, most = activity.offered(statement), activity.maximum(session, statement)
    path = f"sessions.{session.id}"
    if offered is None or most <= 0:
        return SESSION_GIVES_NO_CREDIT.at(path, session=session.title, statement=statement.kind.in_sentence)
    if activity.kind is not Kind.ONLINE and at < session.ends_at:
        return SESSION_NOT_ENDED.at(path, session=session.title, end=moment_in_words(session.ends_at, activity.zone))
    path += ".credits"
    if credits <= 0:
        return CREDITS_NOT_POSITIVE.at(path, session=session.title)
    if credits > most:
        return SESSION_MAXIMUM.at(path, session=session.title, maximum=amount_text(most))
    if offered.step > 0 and credits % offered.step:
        return CREDITS_STEP.at(
            path,
            statement=statement.kind.in_sentence,
            step=amount_text(offered.step),
            credits=amount_text(credits),
            session=session.title,
        )
    return None


def check_with_others(
    activity: Activity, statement: Statement, others: Sequence[Asked], asked: Asked
) -> Problem | None:
    """The problem with these credits together with `others`, which are valid together, or None.

    Simultaneous sessions count once (AMA); one that ends as another begins does not overlap it. A limit of hours a day
    (P.A.C.E.) applies to the local day on which a session begins. The total stays within the activity's maximum. An
    online course has no fixed times: the rules for overlaps and days do not apply.
    """
    session, path = asked.session, f"sessions.{asked.session.id}"
    timed = activity.kind is not Kind.ONLINE
    for other in (one.session for one in others):
        if timed and other.starts_at < session.ends_at and session.starts_at < other.ends_at:
            return SESSIONS_OVERLAP.at(path, session=session.title, other=other.title)
    most = statement.kind.hours_a_day
    if timed and most is not None:
        day = _day(activity, session)
        hours = sum((one.credits for one in others if _day(activity, one.session) == day), asked.credits)
        if hours > most:
            return PACE_DAILY_LIMIT.at(
                path,
                statement=statement.kind.in_sentence,
                most=amount_text(most),
                session=session.title,
                day=day_in_words(day),
                hours=amount_text(hours),
            )
    offered = activity.offered(statement)
    total = sum((one.credits for one in others), asked.credits)
    if offered is not None and total > offered.maximum:
        return TOTAL_EXCEEDED.at(
            path,
            maximum=amount_text(offered.maximum),
            statement=statement.kind.in_sentence,
            session=session.title,
            total=amount_text(total),
        )
    return None


def check_all(activity: Activity, statement: Statement, credits: Mapping[str, Decimal], at: datetime) -> SessionCheck:
    """Checks all sessions together, in the order in which they were held; `credits` by session id, `at` is now.

    A session counts if it is valid by itself and with the earlier ones that count. So the total never exceeds the
    activity's maximum, and sessions that count never overlap, also after a change of the statement type.
    """
    known = [(activity.session(session_id), session_id) for session_id in credits]
    known.sort(key=lambda one: (one[0].starts_at if one[0] else _FAR, one[1]))
    counted: list[Asked] = []
    problems = []
    for session, session_id in known:
        if session is None:
            problems.append(unknown(session_id))
            continue
        asked = Asked(session, credits[session_id])
        problem = check_session(activity, statement, asked, at) or check_with_others(
            activity, statement, counted, asked
        )
        if problem is None:
            counted.append(asked)
        else:
            problems.append(problem)
    return SessionCheck(tuple(counted), sum((one.credits for one in counted), Decimal(0)), tuple(problems))


def unknown(session_id: str) -> Problem:
    """The problem for a session that the activity does not have, or no longer has."""
    return SESSION_UNKNOWN.at(f"sessions.{session_id}")


def _day(activity: Activity, session: Session) -> date:
    return session.starts_at.astimezone(activity.zone).date()
