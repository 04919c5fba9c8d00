"""A learner changes their ASCP customer ID: their credits that wait take it, and refused ones are sent again.

This runs at once, and again in the next nightly run, which finds credits that an index did not show yet, and those that
ASCP refused since. Each credit is a conditional write.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from laurel.learners.customer_ids import OwnId
from laurel.ledger.credit import Credit
from laurel.ledger.customer_id import CustomerId, choose_customer_id
from laurel.ledger.identify import identified, is_helped, is_on_its_way, sent_again
from laurel.ledger.store import Change, Ledger
from laurel.roster.member import Member
from laurel.roster.store import Roster


def id_for(credit: Credit, members: Sequence[Member], own: OwnId | None) -> CustomerId | None:
    """The ID that goes with `credit` (pure); `members` have the address it is sent under, its learner entered `own`.

    Of an address that several members share, the roster says whose the credit is only once staff matched it, and the
    profile only if it comes from a claim.
    """
    shared = len(members) > 1
    mine = [one for one in members if one.member_number == credit.member_number] if shared else members
    return choose_customer_id(
        profile=own.of_credit(credit.learner_id) if own and not (shared and credit.learner_id is None) else None,
        roster=mine[0].ascp_customer_id if len(mine) == 1 else None,
        provider=credit.provider_customer_id,
    )


def follow_customer_id(
    ledger: Ledger, roster: Roster, email_keys: Collection[str], *, at: datetime
) -> tuple[list[Credit], bool]:
    """Updates the credits with these addresses. Returns those that changed, and whether one is still on its way.

    One call for each address, one for the roster, and one for each hundred changes. The nightly run follows a
    credit that another process changes at the same moment. Raises TableBusy.
    """
    credits = [credit for email_key in email_keys for credit in ledger.of_address(email_key)]
    if not credits:
        return [], False
    members, own = roster.with_customer_ids_of({key for one in credits for key in (one.email_key, one.participant)})
    changes = [
        Change(credit, after) for credit in credits if (after := _followed(credit, members, own, at)) is not credit
    ]
    saved = ledger.save(changes) if changes else []
    on_its_way = any(map(is_on_its_way, credits)) or None in saved
    return [credit for credit in saved if credit], on_its_way


def _followed(
    credit: Credit, members: Mapping[str, Sequence[Member]], own: Mapping[str, OwnId], at: datetime
) -> Credit:
    chosen = id_for(credit, members.get(credit.participant, ()), own.get(credit.email_key))
    return sent_again(credit, chosen, at=at) if is_helped(credit, chosen) else identified(credit, chosen)
