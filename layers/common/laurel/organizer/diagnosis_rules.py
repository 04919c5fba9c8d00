"""Which cause answers which question: the decision table of the diagnosis (pure)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.organizer.diagnosis_texts import Cause
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import Unreported, UnreportedReason
from laurel.roster.member import Member


class Standing(StrEnum):
    """What the roster says about an address, the best first."""

    ACTIVE = "active"
    SHARED = "shared"
    LAPSED = "lapsed"
    NOT_THERE = "not_there"
    NO_ROSTER = "no_roster"


class AtAscls(StrEnum):
    """How an address compares with the one that ASCLS has."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"
    UNKNOWN = "unknown"


class AtAscp(StrEnum):
    """How an address compares with the one that ASCP has."""

    SAME = "same"
    DIFFERENT = "different"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_OF_STANDING = {
    Standing.ACTIVE: Cause.ACTIVE,
    Standing.SHARED: Cause.SHARED,
    Standing.LAPSED: Cause.LAPSED,
    Standing.NO_ROSTER: Cause.NO_ROSTER,
}
_AT_ASCLS = {
    AtAscls.DIFFERENT: Cause.ASCLS_DIFFERENT,
    AtAscls.MISSING: Cause.ASCLS_MISSING,
    AtAscls.UNKNOWN: Cause.ASCLS_UNKNOWN,
}
_AT_ASCP = {
    AtAscp.DIFFERENT: Cause.ASCP_DIFFERENT,
    AtAscp.REFUSED: Cause.ASCP_REFUSED,
    AtAscp.UNKNOWN: Cause.ASCP_UNKNOWN,
}
_DIFFER = (Cause.ASCLS_DIFFERENT, Cause.ASCLS_MISSING, Cause.ASCP_DIFFERENT)
_UNCERTAIN = {Cause.ASCLS_UNKNOWN, Cause.ASCP_UNKNOWN}


def standing_of(members: Sequence[Member], *, on: date, has_roster: bool) -> Standing:
    """The standing of the members with one address on the day `on`."""
    if not has_roster:
        return Standing.NO_ROSTER
    if not members:
        return Standing.NOT_THERE
    if len(members) > 1:
        return Standing.SHARED
    return Standing.ACTIVE if members[0].is_active(on) else Standing.LAPSED


def membership(standing: Standing, *, says_another: bool) -> Cause:
    """Am I a member? `says_another`: the profile names an address at ASCLS that the learner has not verified."""
    if standing is Standing.NOT_THERE:
        return Cause.UNPROVEN_ADDRESS if says_another else Cause.NOT_THERE
    return _OF_STANDING[standing]


def membership_of(credit: Credit, standing: Standing, *, says_another: bool) -> Cause:
    """Was I a member, for this credit? Yes once it is matched."""
    if credit.member_number and credit.state in (State.REPORTED, State.SENDING, State.ACCEPTED, State.REJECTED):
        return Cause.MATCHED
    return membership(standing, says_another=says_another)


def at_ascls(standing: Standing, *, says_same: bool | None) -> AtAscls:
    """How an address compares with ASCLS's; `says_same` is what the learner says, None if they say nothing.

    The roster takes precedence over the learner.
    """
    match standing:
        case Standing.ACTIVE | Standing.LAPSED | Standing.SHARED:
            return AtAscls.SAME
        case Standing.NOT_THERE | Standing.NO_ROSTER if says_same is False:
            return AtAscls.DIFFERENT
        case Standing.NOT_THERE:
            return AtAscls.MISSING
        case Standing.NO_ROSTER:
            return AtAscls.UNKNOWN


def at_ascp(ascp_knows: bool | None, *, says_same: bool | None) -> AtAscp:
    """How an address compares with ASCP's; `ascp_knows` is what ASCP's last answer showed, None for no answer.

    ASCP takes precedence over the learner.
    """
    if ascp_knows is not None:
        return AtAscp.SAME if ascp_knows else AtAscp.REFUSED
    if says_same is None:
        return AtAscp.UNKNOWN
    return AtAscp.SAME if says_same else AtAscp.DIFFERENT


def ascp_knows(credit: Credit) -> bool | None:
    """Whether ASCP's current answer about `credit` shows that it knows the address; None if it shows nothing.

    Earlier answers are ignored: they may have been about another address.
    """
    if credit.state is State.ACCEPTED:
        return True
    if credit.state is State.REJECTED:
        return {
            RejectedReason.UNKNOWN_EMAIL.value: False,
            RejectedReason.NAME_MISMATCH.value: True,
            RejectedReason.OUTSIDE_CYCLE.value: True,
        }.get(credit.reason or "")
    return None


def addresses(ascls: AtAscls, ascp: AtAscp, *, is_former: bool) -> tuple[Cause, ...]:
    """Do my addresses match? All causes that say no; else all that leave it open; else ALL_SAME."""
    if is_former:
        return (Cause.FORMER_ADDRESS,)
    causes = [cause for cause in (_AT_ASCLS.get(ascls), _AT_ASCP.get(ascp)) if cause]
    certain = tuple(cause for cause in causes if cause not in _UNCERTAIN)
    return certain or tuple(causes) or (Cause.ALL_SAME,)


def with_customer_id(causes: tuple[Cause, ...], answered: Credit | None) -> tuple[Cause, ...]:
    """`causes` with what ASCP's latest answer shows of the customer ID; `answered` is the credit it was about."""
    if answered is None or answered.state is not State.REJECTED or Cause.FORMER_ADDRESS in causes:
        return causes
    if answered.reason == RejectedReason.CUSTOMER_ID_MISMATCH:
        return (*(cause for cause in causes if cause in _DIFFER), Cause.ASCP_OTHER_ID)
    known = answered.reason == RejectedReason.UNKNOWN_EMAIL and answered.ascp_customer_id
    return tuple(Cause.ASCP_ID_UNKNOWN if known and one is Cause.ASCP_REFUSED else one for one in causes)


def moves_in_nightly_run(credit: Credit, current: Standing) -> bool:
    """Whether a nightly run moves a credit from a former address to the learner's current one.

    `current` is the standing of the current address on the roster. A credit with an address that several members share
    is not moved, and neither is one that is never reported. A credit of a lapsed member is not moved to an address that
    is not on the roster, where it could not be matched either.
    """
    match credit.state:
        case State.EARNED:
            return True
        case State.UNMATCHED if credit.reason == UnmatchedReason.MEMBERSHIP_LAPSED:
            return current is not Standing.NOT_THERE
        case State.UNMATCHED:
            return credit.reason == UnmatchedReason.NOT_A_MEMBER
        case State.REJECTED:
            return credit.reason == RejectedReason.UNKNOWN_EMAIL
        case _:
            return False


def time_of(credit: Credit, phase: Phase, standing: Standing) -> Cause:
    """Do I only have to wait, for this credit? `standing` is that of its address."""
    match credit.state:
        case State.EARNED:
            return Cause.WAITS_FOR_NIGHT
        case State.UNMATCHED if credit.is_likely_duplicate:
            return Cause.LIKELY_DUPLICATE
        case State.UNMATCHED if credit.waits_for_consent:
            return Cause.NO_CONSENT
        case State.UNMATCHED if credit.reason == UnmatchedReason.NOT_REPORTABLE:
            return Cause.NEVER_REPORTED
        case State.UNMATCHED:
            waits = progress_of(credit, standing) is Cause.WAITS_FOR_NIGHT
            return Cause.WAITS_FOR_NIGHT if waits else Cause.NOT_MATCHED
        case State.REPORTED | State.SENDING:
            return Cause.LATE if phase is Phase.LATE else Cause.CLOCK_RUNS
        case State.ACCEPTED:
            return Cause.ANSWERED
        case State.REJECTED:
            return Cause.UNREADABLE if credit.unjudged else Cause.REFUSED
        case State.WITHDRAWN:
            return Cause.WITHDRAWN


def progress_of(credit: Credit, standing: Standing) -> Cause:
    """Has this credit reached the CE Organizer of ASCLS?"""
    match credit.state:
        case State.EARNED:
            return Cause.WAITS_FOR_NIGHT
        case State.UNMATCHED if credit.reason == UnmatchedReason.NOT_REPORTABLE:
            return Cause.NEVER_REPORTED
        case State.UNMATCHED if credit.is_likely_duplicate:
            return Cause.LIKELY_DUPLICATE
        case State.UNMATCHED if credit.waits_for_consent:
            return Cause.NO_CONSENT
        case State.UNMATCHED if credit.due_at:
            return Cause.WAITS_FOR_NIGHT
        case State.UNMATCHED if standing is Standing.ACTIVE:
            # The learner cannot ask for another try of one with a shared address; a nightly run matches it.
            shared = credit.reason == UnmatchedReason.AMBIGUOUS_EMAIL
            return Cause.WAITS_FOR_NIGHT if shared else Cause.CAN_BE_MATCHED
        case State.UNMATCHED:
            return Cause.NOT_MATCHED
        case State.WITHDRAWN if not any(step.state is State.REPORTED for step in credit.timeline):
            return Cause.WITHDRAWN
        case _:
            return Cause.REACHED


def cause_of_unreported(unreported: Unreported) -> Cause:
    """Why a certificate gave no credit: the cause for both questions, time and organizer."""
    match unreported.reason:
        case UnreportedReason.NO_CONSENT:
            return Cause.NO_CONSENT
        case UnreportedReason.NO_ADDRESS:
            return Cause.NO_ADDRESS
        case UnreportedReason.NOT_REPORTABLE:
            return Cause.NEVER_REPORTED


def no_address(sign_in_key: str | None) -> Cause:
    """Why the sign-in address is not the learner's: it is another account's, or (no key) it cannot be matched."""
    return Cause.NOT_HELD if sign_in_key else Cause.NOT_USABLE
