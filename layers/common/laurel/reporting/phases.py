"""How far a credit is, for the person whose it is: its phase, and by when it is expected at ASCP (pure).

ASCLS passes credits on to ASCP, which may take a week (ASCLS, LabCE): the seven days run from the first time that the
credit was reported. A credit that was refused and goes out again gets seven new days.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.states import State, UnmatchedReason

EXPECTED_WITHIN = timedelta(days=7)


class Phase(StrEnum):
    """What a credit is to its owner. `late` is on its way too, after the time it should have taken."""

    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    NEEDS_YOU = "needs_you"
    DONE = "done"


def reported_at(credit: Credit) -> datetime | None:
    """When the credit was first with ASCLS on its present way (UTC); None if it is not."""
    if credit.state in (State.EARNED, State.UNMATCHED):
        return None
    first = None
    for step in credit.timeline:
        if step.state is State.EARNED:
            first = None
        elif step.state is State.REPORTED and first is None:
            first = step.at
    return first


def expected_by(credit: Credit) -> datetime | None:
    """By when ASCP should have answered (UTC): seven days after it was reported."""
    first = reported_at(credit)
    return first + EXPECTED_WITHIN if first else None


def phase_of(credit: Credit, at: datetime) -> Phase:
    """The phase of `credit` at the instant `at`."""
    match credit.state:
        case State.ACCEPTED | State.WITHDRAWN:
            return Phase.DONE
        case State.UNMATCHED if credit.reason == UnmatchedReason.NOT_REPORTABLE:
            return Phase.DONE
        case State.UNMATCHED | State.REJECTED:
            return Phase.NEEDS_YOU
        case State.EARNED | State.REPORTED | State.SENDING:
            due = expected_by(credit)
            return Phase.LATE if due and at > due else Phase.ON_ITS_WAY
