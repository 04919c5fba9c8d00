"""Where a credit is on its way You, Laurel, ASCLS, ASCP, and what stops it there (pure).

The picture, the sentence and the remedy of a credit all come from its `Halt`, and so do not contradict each other;
`tests/unit/organizer/test_whereabouts.py` compares them with the answers to the four questions.
"""

from collections.abc import Mapping
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.organizer.diagnosis_rules import Standing
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import Unreported, UnreportedReason
from laurel.organizer.whereabouts_texts import Course, Halt, Stop, Whereabouts


class Mark(StrEnum):
    """How the picture shows a stop: `here` is where it goes on from, `broken` where it does not.

    `unknown` stands where no credit is known that could have been earned.
    """

    PASSED = "passed"
    HERE = "here"
    BROKEN = "broken"
    ENDS = "ends"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


_AT_STOP = {
    Course.STUCK: Mark.BROKEN,
    Course.MOVING: Mark.HERE,
    Course.ARRIVED: Mark.PASSED,
    Course.ENDED: Mark.ENDS,
}
_OF_STANDING = {
    Standing.ACTIVE: Halt.CAN_BE_MATCHED,
    Standing.SHARED: Halt.SHARED,
    Standing.LAPSED: Halt.LAPSED,
    Standing.NOT_THERE: Halt.NOT_LISTED,
    Standing.NO_ROSTER: Halt.NO_ROSTER,
}
_REFUSED = {
    RejectedReason.NAME_MISMATCH.value: Halt.REFUSED_NAME,
    RejectedReason.OUTSIDE_CYCLE.value: Halt.REFUSED_CYCLE,
    RejectedReason.CUSTOMER_ID_MISMATCH.value: Halt.REFUSED_ID,
}
_WITHDRAWN = {
    WithdrawnReason.CERTIFICATE_REVOKED: Halt.WITHDRAWN_REVOKED,
    WithdrawnReason.BY_PROVIDER: Halt.WITHDRAWN_BY_PROVIDER,
    WithdrawnReason.FILE_UNDONE: Halt.WITHDRAWN_WITH_FILE,
    WithdrawnReason.BY_HAND: Halt.WITHDRAWN_BY_HAND,
}
_OF_CERTIFICATE = {
    UnreportedReason.NO_CONSENT: Halt.NOT_AGREED,
    UnreportedReason.NO_ADDRESS: Halt.NO_ADDRESS,
    UnreportedReason.NOT_REPORTABLE: Halt.NEVER_REPORTED,
}


def marks(place: Whereabouts, stop: Stop) -> Mapping[Stop, Mark]:
    """The picture of a credit at `place`: a mark for each stop. `stop` is the last one it got to or broke at."""
    order = list(Stop)
    at = order.index(stop)
    return {
        one: Mark.PASSED if n < at else Mark.AHEAD if n > at else _AT_STOP[place.course] for n, one in enumerate(order)
    }


def stop_of(credit: Credit, place: Whereabouts) -> Stop:
    """The last stop of `credit`: for a withdrawn one, that from which it was withdrawn."""
    if credit.state is not State.WITHDRAWN:
        return place.stop
    if credit.receipt:
        return Stop.ASCP
    was_reported = any(step.state is State.REPORTED for step in credit.timeline)
    return Stop.ASCLS if was_reported else place.stop


def halt_of(
    credit: Credit,
    phase: Phase,
    standing: Standing,
    *,
    says_another: bool,
    is_former: bool,
    agreed: bool,
    is_known: bool,
) -> Halt:
    """Why `credit` is where it is; `standing` is that of its address on the current roster.

    `says_another`: the profile names an address at ASCLS that the learner has not verified. `is_former`: a nightly run
    moves the credit to the current address. `agreed`: the learner agrees to reporting. `is_known`: ASCP's latest answer
    shows that it knows the address.
    """
    match credit.state:
        case State.EARNED:
            return Halt.MATCHING
        case State.UNMATCHED:
            return _halt_of_unmatched(credit, standing, says_another=says_another, is_former=is_former, agreed=agreed)
        case State.REPORTED | State.SENDING if phase is Phase.LATE:
            return Halt.LATE
        case State.REPORTED:
            return Halt.WITH_ASCLS
        case State.SENDING:
            return Halt.TO_ASCP
        case State.ACCEPTED:
            return Halt.ACCEPTED
        case State.REJECTED:
            return Halt.SENT_AGAIN_TONIGHT if is_former else _halt_of_refused(credit, is_known=is_known)
        case State.WITHDRAWN:
            reason = credit.withdrawn_for
            return _WITHDRAWN.get(reason, Halt.WITHDRAWN) if reason else Halt.WITHDRAWN


def _halt_of_unmatched(
    credit: Credit, standing: Standing, *, says_another: bool, is_former: bool, agreed: bool
) -> Halt:
    if credit.reason == UnmatchedReason.NOT_REPORTABLE:
        return Halt.NEVER_REPORTED
    if credit.is_likely_duplicate:
        return Halt.LIKELY_DUPLICATE
    if credit.waits_for_consent:
        return Halt.AGREED_ELSEWHERE if agreed else Halt.NOT_AGREED
    shared = credit.reason == UnmatchedReason.AMBIGUOUS_EMAIL
    if credit.due_at or (shared and standing is Standing.ACTIVE):
        return Halt.MATCHING
    if standing is not Standing.ACTIVE and is_former:
        return Halt.MOVES_TONIGHT
    if standing is Standing.NOT_THERE and says_another:
        return Halt.OTHER_ADDRESS
    return _OF_STANDING[standing]


def _halt_of_refused(credit: Credit, *, is_known: bool) -> Halt:
    if credit.unjudged:
        return Halt.UNREADABLE
    if credit.reason == RejectedReason.UNKNOWN_EMAIL:
        if is_known:
            return Halt.KNOWN_SINCE
        return Halt.REFUSED_EMAIL_AND_ID if credit.ascp_customer_id else Halt.REFUSED_EMAIL
    return _REFUSED.get(str(credit.reason), Halt.REFUSED_AS_SENT)


def halt_of_certificate(unreported: Unreported) -> Halt:
    """Why the certificate gave no credit."""
    return _OF_CERTIFICATE[unreported.reason]
