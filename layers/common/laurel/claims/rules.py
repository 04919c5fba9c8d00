"""Who may claim what, and when (pure). Each rule returns None or the problem, in words that the learner can act on."""

from datetime import date, datetime

from laurel.catalog.activity import Activity
from laurel.claims.claim import Claim, Status
from laurel.claims.refusals import (
    ACTIVITY_CANCELED,
    BEFORE_2010,
    CLAIM_FINAL,
    DISCLOSURE_CHANGED,
    DISCLOSURE_UNREAD,
    DISCLOSURES_UNREAD,
    LICENSE_MISSING,
    PHYSICIANS_ONLY,
    STATEMENT_NOT_OFFERED,
    WINDOW_CLOSED,
    WINDOW_NOT_OPEN_YET,
)
from laurel.learners.profile import Profile
from laurel.platform.dates import deadline_in_words, moment_in_words
from laurel.platform.refusal import Problem, Refusal
from laurel.statements import Statement

FIRST_DAY = date(2010, 1, 1)


def too_early(activity: Activity) -> Problem | None:
    """Activities before 2010 are not in Laurel: learners write to the provider (ASM CE Portal)."""
    if activity.ends_on >= FIRST_DAY:
        return None
    return BEFORE_2010.at("activity_id", contact=activity.contact)


def window(activity: Activity, at: datetime, open_until: datetime | None = None) -> Problem | None:
    """Claims are opened and changed within the activity's claim window (ASM CE Portal).

    `open_until` is set where staff gave the learner more time.
    """
    if activity.is_open(at) or (open_until and at < open_until):
        return None
    if activity.canceled:
        return ACTIVITY_CANCELED.at("activity_id", contact=activity.contact)
    times = activity.claim_window
    if at < times.opens_at:
        opens = moment_in_words(times.opens_at, activity.zone)
        return WINDOW_NOT_OPEN_YET.at("activity_id", opens=opens, contact=activity.contact)
    until = deadline_in_words(max(times.closes_at, open_until or times.closes_at), activity.zone)
    return WINDOW_CLOSED.at("activity_id", until=until, contact=activity.contact)


def entitlement(activity: Activity, statement: Statement, profile: Profile) -> Problem | None:
    """The activity offers the statement, and the learner is entitled to it.

    AMA PRA Category 1 Credit is for physicians (AMA); California and Florida require the license number on the
    certificate (17 CCR 1038.3; 64B3-11.002).
    """
    kind = statement.kind
    if activity.offered(statement) is None:
        offered = ", ".join(one.type.kind.in_sentence for one in activity.statements)
        return STATEMENT_NOT_OFFERED.at("statement", statement=kind.in_sentence, offered=offered)
    if kind.physicians_only and profile.physician is not True:
        return PHYSICIANS_ONLY.at("statement", statement=kind.name)
    state = kind.license_state
    if state and profile.license(state.code) is None:
        return LICENSE_MISSING.at("statement", state=state.name)
    return None


def unread_disclosures(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    """Every disclosure is acknowledged, in its current version, before credit is claimed (ASM CE Portal)."""
    problems = []
    for disclosure in activity.disclosures:
        seen = claim.acknowledged(disclosure.id)
        if seen and seen.version == disclosure.version:
            continue
        unread = DISCLOSURE_CHANGED if seen else DISCLOSURE_UNREAD
        problems.append(unread.at(f"disclosures.{disclosure.id}", disclosure=disclosure.title))
    return tuple(problems)


def disclosures_first(activity: Activity, claim: Claim) -> Refusal | None:
    """Refuses to claim a session while a disclosure is unread."""
    unread = unread_disclosures(activity, claim)
    return DISCLOSURES_UNREAD.refuse(errors=unread) if unread else None


def unlocked(activity: Activity, claim: Claim, at: datetime) -> Problem | None:
    """A final claim never changes (ASM CE Portal: printing is final), a draft only within the claim window."""
    if claim.status is Status.FINAL:
        return CLAIM_FINAL.at("", contact=activity.contact)
    return window(activity, at, claim.open_until)
