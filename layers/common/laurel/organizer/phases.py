"""How far along a credit is, as its learner sees it (pure)."""

from datetime import datetime
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by
from laurel.ledger.states import State, UnmatchedReason


class Phase(StrEnum):
    """A credit's phase. `late` is on its way after the expected time; `held` is on hold by its learner's choice."""

    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    NEEDS_YOU = "needs_you"
    HELD = "held"
    DONE = "done"


def phase_of(credit: Credit, at: datetime) -> Phase:
    """The phase of `credit` at the instant `at`."""
    match credit.state:
        case State.ACCEPTED | State.WITHDRAWN:
            return Phase.DONE
        case State.UNMATCHED if credit.reason == UnmatchedReason.NOT_REPORTABLE:
            return Phase.DONE
        case State.UNMATCHED if credit.waits_for_consent:
            return Phase.HELD
        case State.UNMATCHED | State.REJECTED:
            return Phase.NEEDS_YOU
        case State.EARNED | State.REPORTED | State.SENDING:
            due = expected_by(credit)
            return Phase.LATE if due and at > due else Phase.ON_ITS_WAY
