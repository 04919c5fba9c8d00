"""Rematch: finds each credit's owner by its e-mail address, or by its learner's present address.

The credit's own address comes first. If it belongs to no member and its learner has changed address since, the credit
moves to the present address and is matched there. Otherwise it is sent under the present address of an account that is
joined with its learner's, and stays where it is: the join can be undone. Only verified addresses are used. The credit
of a claim is matched only if its learner agrees to reporting; otherwise it is withheld. A credit that is matched takes
the ASCP customer ID that goes with it, and one that ASCP refused without finding its learner is sent again with another
ID.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from laurel.learners.aliases import Alias, Aliases
from laurel.learners.consent import Consents
from laurel.learners.customer_ids import OwnId
from laurel.learners.joined_addresses import JoinedAddresses, JoinedPerson
from laurel.ledger.consent import learners_of, without_consent
from laurel.ledger.credit import JOINED, MOVED, Credit
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.identify import NOT_FOUND, identified, is_helped, sent_again
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.platform.clock import Clock
from laurel.roster import matching
from laurel.roster.follow_customer_id import id_for
from laurel.roster.matching import Matched
from laurel.roster.member import Member
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known about the learner of one credit: `members` by address, and what has its own address as key."""

    members: Mapping[str, Sequence[Member]]
    alias: Alias | None
    joined: JoinedPerson | None
    own: OwnId | None


class Rematcher:
    """Matches credits by `roster`, `aliases`, `consents` and `joined`, on the day `on` (a calendar date)."""

    def __init__(
        self,
        roster: Roster,
        aliases: Aliases,
        consents: Consents,
        clock: Clock,
        on: date,
        joined: JoinedAddresses | None = None,
    ) -> None:
        self._joined = joined
        self._roster = roster
        self._aliases = aliases
        self._consents = consents
        self._clock = clock
        self._on = on

    def rematch(self, credits: Sequence[Credit]) -> list[Credit]:
        """`credits` (earned, unmatched, or refused as unknown) after matching; the same object if nothing changes.

        One or two calls for each hundred credits; three more if some are unmatched, and one if some of those have
        moved, or are of joined accounts, which are two calls more. One more if credits of claims are among them.
        """
        withheld = without_consent(credits, self._consents.missing_among(learners_of(credits).values()))
        found, own = self._roster.with_customer_ids_of({credit.email_key for credit in credits})
        members: dict[str, Sequence[Member]] = dict(found)
        outcomes = [matching.match(one.statement, members.get(one.email_key, ()), on=self._on) for one in credits]
        unmatched = [c.email_key for c, outcome in zip(credits, outcomes, strict=True) if may_move(c, outcome)]
        moved = {key: alias for key, alias in self._aliases_of(unmatched).items() if not alias.is_current}
        joined = self._joined.of(unmatched) if self._joined and unmatched else {}
        other_keys = {alias.to_key for alias in moved.values()} | {
            key for one in joined.values() for key in one.current
        }
        other_keys -= members.keys()
        if other_keys:
            members |= self._roster.members_of(other_keys)
        return [
            self._withheld(credit)
            if credit.credit_id in withheld
            else self._rematched(
                credit,
                _Around(members, moved.get(credit.email_key), joined.get(credit.email_key), own.get(credit.email_key)),
            )
            for credit in credits
        ]

    def _withheld(self, credit: Credit) -> Credit:
        if credit.can_be_withheld:
            return credit.withhold(at=self._clock())
        return credit.look_again(None) if credit.waits_for_consent and credit.due_at else credit

    def _aliases_of(self, email_keys: Sequence[str]) -> dict[str, Alias]:
        return self._aliases.of(email_keys) if email_keys else {}

    def _rematched(self, credit: Credit, around: _Around) -> Credit:
        if credit.state is State.REJECTED:
            chosen = id_for(credit, around.members.get(credit.participant, ()), around.own)
            if is_helped(credit, chosen):
                again = self._matched(sent_again(credit, chosen, at=self._clock()), around)
                if again.state is State.REPORTED and again.ascp_customer_id != credit.ascp_customer_id:
                    return again
            if credit.reason != RejectedReason.UNKNOWN_EMAIL:
                return credit  # another address does not help a credit whose ID is wrong
        return self._matched(credit, around)

    def _matched(self, credit: Credit, around: _Around) -> Credit:
        at, members, alias, joined = self._clock(), around.members, around.alias, around.joined
        if alias and self._belongs_there(credit, alias, members):
            if credit.state is State.REJECTED:
                credit = credit.earn_again(why=MOVED, at=at)
            credit = credit.move(alias.to_email, alias.to_key, at=at)
        if joined and (other := self._of_other_account(credit, joined, members)):
            if credit.state is State.REJECTED:
                credit = credit.earn_again(why=JOINED, at=at)
            sent_as, number = other
            credit = identified(credit, id_for(credit, members.get(sent_as, ()), around.own))
            return credit.report(
                member_number=number, at=at, look_again_at=at + LOST_AFTER, why=JOINED, sent_as=sent_as
            )
        if credit.state is State.REJECTED:
            return credit
        known = members.get(credit.email_key, ())
        credit = identified(credit, id_for(credit, known, around.own))
        return matching.apply_match(credit, known, on=self._on, at=at, look_again_at=at + LOST_AFTER)

    def _of_other_account(
        self, credit: Credit, joined: JoinedPerson, members: Mapping[str, Sequence[Member]]
    ) -> tuple[str, str] | None:
        """The address of a joined account under which the credit has a member, and the member's number.

        None if the credit is matched by its own address, or if ASCP refused it under such an address too.
        """
        here = matching.match(credit.statement, members.get(credit.email_key, ()), on=self._on)
        if not may_move(credit, here) or (credit.state is State.REJECTED and credit.sent_as):
            return None
        for key in joined.current:
            there = matching.match(credit.statement, members.get(key, ()), on=self._on)
            if key != credit.email_key and isinstance(there, Matched):
                return key, there.member_number
        return None

    def _belongs_there(self, credit: Credit, alias: Alias, members: Mapping[str, Sequence[Member]]) -> bool:
        here, there = (
            matching.match(credit.statement, members.get(key, ()), on=self._on)
            for key in (credit.email_key, alias.to_key)
        )
        return may_move(credit, here) and not keeps_better(credit, here, there)


def may_move(credit: Credit, outcome: Matched | UnmatchedReason) -> bool:
    """Whether `credit`, with this match by its own address, may move to its learner's present address (pure).

    An address shared by several members belongs to none of them: its credits are left to staff. A credit that ASCP
    refused under one address gains nothing from being sent under that address again.
    """
    match outcome:
        case UnmatchedReason.AMBIGUOUS_EMAIL | UnmatchedReason.NOT_REPORTABLE:
            return False
        case Matched():
            return credit.refused_as(RejectedReason.UNKNOWN_EMAIL)
        case _:
            return True


def keeps_better(credit: Credit, here: Matched | UnmatchedReason, there: Matched | UnmatchedReason) -> bool:
    """Whether a credit should keep its address: its member need only renew, and the present address has no member."""
    return (
        here is UnmatchedReason.MEMBERSHIP_LAPSED
        and there is UnmatchedReason.NOT_A_MEMBER
        and not credit.refused_as(RejectedReason.UNKNOWN_EMAIL)
    )


def waits_for_a_match(credit: Credit) -> bool:
    """Whether matching may change `credit` (pure): credits on their way or in a final state do not change."""
    match credit.state:
        case State.EARNED | State.UNMATCHED:
            return not credit.is_likely_duplicate
        case State.REJECTED:
            return credit.reason in NOT_FOUND
        case _:
            return False


def is_open(credit: Credit) -> bool:
    """Whether a change of its learner's address may still affect `credit`, now or later (pure)."""
    if credit.state is State.UNMATCHED:
        return credit.reason not in (
            UnmatchedReason.AMBIGUOUS_EMAIL,
            UnmatchedReason.NOT_REPORTABLE,
            UnmatchedReason.LIKELY_DUPLICATE,
            UnmatchedReason.NO_CONSENT,
        )
    if credit.state is State.REJECTED:
        return credit.reason == RejectedReason.UNKNOWN_EMAIL
    return waits_for_a_match(credit) or credit.state in (State.REPORTED, State.SENDING)
