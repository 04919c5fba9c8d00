"""Credits follow a change of the ASCP customer ID that goes with them (pure).

Credits that wait take the new ID. Credits that ASCP refused because it did not find their learner are sent again if the
ID is another one than they were sent with. Credits that ASCP has, or may have, stay as they are.
"""

from dataclasses import replace
from datetime import datetime

from laurel.ledger.credit import Credit
from laurel.ledger.customer_id import CustomerId
from laurel.ledger.follow_ups import as_corrected
from laurel.ledger.states import RejectedReason, State

IDENTIFIED = "another ASCP customer ID goes with it"  # the detail of a timeline step; the ID is not in it

NOT_FOUND = frozenset({RejectedReason.UNKNOWN_EMAIL, RejectedReason.CUSTOMER_ID_MISMATCH})
"""The refusals of credits whose learner ASCP did not find."""


def identified(credit: Credit, chosen: CustomerId | None) -> Credit:
    """`credit` with the ID `chosen`; the same object if that changes nothing, or if it was sent with another one."""
    if credit.customer_id == chosen or not takes_another_id(credit):
        return credit
    return replace(credit, customer_id=chosen)


def takes_another_id(credit: Credit) -> bool:
    """Whether the ID may still change: it waits, and ASCP surely does not have it."""
    return credit.state in (State.EARNED, State.UNMATCHED, State.REPORTED) and not credit.in_doubt


def is_helped(credit: Credit, chosen: CustomerId | None) -> bool:
    """Whether ASCP may find its learner with the ID `chosen`: it was refused with another one, or with none."""
    if credit.state is not State.REJECTED or credit.reason not in NOT_FOUND:
        return False
    value = chosen.value if chosen else None
    if credit.reason == RejectedReason.UNKNOWN_EMAIL and value is None:
        return False
    return value != credit.ascp_customer_id


def with_providers_id(credit: Credit, row: Credit) -> Credit:
    """`credit` with the ID in its provider's `row`, which came later and has the same content.

    Only if ASCP refused it because it did not find its learner; otherwise the ID that came first stays. The same object
    if the row gives no other ID.
    """
    if credit.state is not State.REJECTED or credit.reason not in NOT_FOUND:
        return credit
    given = row.provider_customer_id
    if given is None or given == credit.provider_customer_id:
        return credit
    is_same_row = row.fingerprint == credit.fingerprint or as_corrected(credit, row)
    return replace(credit, provider_customer_id=given) if is_same_row else credit


def sent_again(credit: Credit, chosen: CustomerId | None, *, at: datetime) -> Credit:
    """`credit`, which `chosen` helps, to be matched and sent again with it."""
    return identified(credit.earn_again(why=IDENTIFIED, at=at), chosen)


def is_on_its_way(credit: Credit) -> bool:
    """Whether ASCP may still refuse it with the ID that it was sent with."""
    return credit.state is State.SENDING or (credit.state is State.REPORTED and credit.in_doubt)
