"""What a new document would take away from claims made under the old one (pure).

Adding a session, raising a maximum or correcting a title harms no claim. This module finds the changes that can;
`laurel.claims.staff_catalog` checks each claim of the activity and shows staff which claims are affected. A new
question, disclosure or post-test takes nothing away: the summary of a draft asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from laurel.catalog.activity import Activity, Session
from laurel.catalog.refusals import (
    NO_LONGER_OFFERED,
    NO_MULTIPLE,
    OVER_NEW_MAXIMUM,
    OVER_SESSION_MAXIMUM,
    SESSION_MOVED,
    SESSION_REMOVED,
    VERSION_NOT_RAISED,
)
from laurel.platform.amounts import amount_text
from laurel.platform.refusal import Problem
from laurel.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """All that a change takes away. False if it can harm no claim; `conflicts` checks one claim."""

    withdrawn: frozenset[Statement]
    """Statements no longer offered."""
    maximum: Mapping[Statement, Decimal]
    """New maxima of the whole activity, where lowered."""
    step: Mapping[Statement, Decimal]
    """New steps, where they exclude amounts that the old step allowed."""
    removed_sessions: frozenset[str]
    moved_sessions: frozenset[str]
    """Sessions with other times, or whose day has changed with the time zone."""
    session_maximum: Mapping[str, Mapping[Statement, Decimal]]
    """New maxima by session, where lowered; 0 where the session no longer gives credit."""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def narrowing(old: Activity, new: Activity) -> Narrowing:
    """The changes in `new` that can harm claims made under `old`."""
    both = [(one, new.offered(one.type)) for one in old.statements]
    now = {session.id: session for session in new.sessions}
    kept = [(was, now[was.id]) for was in old.sessions if was.id in now]
    lowered = {was.id: _lowered(was, is_) for was, is_ in kept}
    return Narrowing(
        withdrawn=frozenset(was.type for was, is_ in both if is_ is None),
        maximum={was.type: is_.maximum for was, is_ in both if is_ and is_.maximum < was.maximum},
        step={was.type: is_.step for was, is_ in both if is_ and was.step % is_.step},
        removed_sessions=frozenset(was.id for was in old.sessions if was.id not in now),
        moved_sessions=frozenset(was.id for was, is_ in kept if _moved(old, was, new, is_)),
        session_maximum={session: maxima for session, maxima in lowered.items() if maxima},
    )


def conflicts(change: Narrowing, statement: Statement, credits: Mapping[str, Decimal]) -> list[Problem]:
    """The problems of a claim with this statement and these credits by session id."""
    if statement in change.withdrawn:
        return [NO_LONGER_OFFERED.at("statement", statement=statement)]
    found: list[Problem] = []
    total = sum(credits.values(), Decimal(0))
    most = change.maximum.get(statement, total)
    if total > most:
        found.append(OVER_NEW_MAXIMUM.at("credits", total=amount_text(total), most=amount_text(most)))
    step = change.step.get(statement)
    for session, amount in credits.items():
        path = f"sessions.{session}"
        limit = change.session_maximum.get(session, {}).get(statement, amount)
        if session in change.removed_sessions:
            found.append(SESSION_REMOVED.at(path))
        elif session in change.moved_sessions:
            found.append(SESSION_MOVED.at(path))
        elif amount > limit:
            found.append(OVER_SESSION_MAXIMUM.at(path, credits=amount_text(amount), most=amount_text(limit)))
        elif step and amount % step:
            found.append(NO_MULTIPLE.at(path, credits=amount_text(amount), step=amount_text(step)))
    return found


def unversioned(old: Activity, new: Activity) -> list[Problem]:
    """Disclosures with a changed text under a version that learners may have acknowledged."""
    both = [(n, one, old.disclosure(one.id)) for n, one in enumerate(new.disclosures)]
    return [
        VERSION_NOT_RAISED.at(f"disclosures[{n}].version", disclosure=is_.title, version=was.version)
        for n, is_, was in both
        if was and was != is_ and is_.version <= was.version
    ]


def _lowered(was: Session, is_: Session) -> dict[Statement, Decimal]:
    now = {statement: is_.maximum.get(statement, Decimal(0)) for statement in was.maximum}
    return {statement: now[statement] for statement, maximum in was.maximum.items() if now[statement] < maximum}


def _moved(old: Activity, was: Session, new: Activity, is_: Session) -> bool:
    same = (was.starts_at, was.ends_at) == (is_.starts_at, is_.ends_at)
    return not same or (old.time_zone != new.time_zone and old.day_of(was) != new.day_of(is_))
