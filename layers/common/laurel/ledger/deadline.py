"""When ASCP should have a credit (pure).

ASCLS passes credits on to ASCP, which may take a week (ASCLS, LabCE). The seven days start when the credit was first
reported. A credit that was refused and is sent again gets seven new days.
"""

from datetime import datetime, timedelta

from laurel.ledger.credit import Credit
from laurel.ledger.states import State

EXPECTED_WITHIN = timedelta(days=7)


def reported_at(credit: Credit) -> datetime | None:
    """When the credit was first reported since it was last earned (UTC); None if it is not reported."""
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
    """When ASCP should have answered (UTC): seven days after the credit was reported."""
    first = reported_at(credit)
    return first + EXPECTED_WITHIN if first else None


# A queued credit without any result this long after its wait has lost its message: the next nightly run queues it.
LOST_AFTER = timedelta(hours=6)
