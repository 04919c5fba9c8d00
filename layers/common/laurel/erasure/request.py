"""A learner has their account erased: what would be erased and kept, and the start of it.

The start is one transaction: the profile is emptied, consent is taken back, and the erasure is listed. From then on
every request with the old sign-in is refused. The account guard does the rest within the hour (`erasure.steps`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import AuditLog
from laurel.certificates.claim_credit import claim_credit_id
from laurel.claims.claim import Claim, Status
from laurel.claims.store import Claims
from laurel.erasure.records import Erasure, listing
from laurel.exports.records import Exports
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.consent import consent_record
from laurel.learners.held_addresses import held_addresses
from laurel.learners.name_index import name_writes
from laurel.learners.profile import Profile
from laurel.learners.records import erased, profile_write
from laurel.learners.refusals import PROFILE_BUSY, PROFILE_CHANGED
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.own_credits.own_credit import OwnCredit
from laurel.own_credits.records import own_credits
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Table, Write

_SETTLED = frozenset({State.ACCEPTED, State.REJECTED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is of a learner: their profile, their claims, the credits of these claims, whether an export, and
    their credits from elsewhere.

    `joined` are the profiles of joined accounts; their claims and credits are among these.
    """

    profile: Profile
    claims: tuple[Claim, ...]
    credits: tuple[Credit, ...]
    joined: tuple[Profile, ...] = ()
    has_export: bool = False
    own_credits: tuple[OwnCredit, ...] = ()

    @property
    def drafts(self) -> list[Claim]:
        """The claims without a certificate."""
        return [one for one in self.claims if one.status is Status.DRAFT]

    @property
    def final(self) -> list[Claim]:
        """The claims with a certificate."""
        return [one for one in self.claims if one.status is Status.FINAL]

    @property
    def unsent(self) -> list[Credit]:
        """The credits that ASCP does not have and is not about to receive."""
        return [one for one in self.credits if is_unsent(one)]

    @property
    def on_their_way(self) -> list[Credit]:
        """The credits about which ASCP may still answer: the erasure waits for them."""
        return [one for one in self.credits if is_on_its_way(one)]

    @property
    def certified(self) -> list[Claim]:
        """The claims with a certificate, also those that staff reopened: the revoked one stays."""
        return [one for one in self.claims if one.status is Status.FINAL or one.reopened]


@dataclass(frozen=True, slots=True)
class Eraser:
    """The stores that an erasure starts in; `table` is the claims table."""

    table: Table
    registry: AddressRegistry
    claims: Claims
    ledger: Ledger
    exports: Exports
    audit: AuditLog
    clock: Clock

    def look(self, who: Caller) -> Holdings:
        """What an erasure would reach now. Five calls, one more for each hundred claims; for joined accounts one more,
        and two for each.
        """
        profile = self.registry.recognize(who)
        joined = self.registry.profiles_of(profile.joined).values() if profile.joined else ()
        ids = (profile.learner_id, *profile.joined)
        claims = [claim for learner_id in ids for claim in self.claims.of_learner(learner_id)]
        credits = self.ledger.get_many(claim_credit_id(one.claim_id) for one in claims) if claims else {}
        has_export = self.exports.has_any(who.learner_id)
        own = tuple(own_credits(self.table, ids))
        return Holdings(profile, tuple(claims), tuple(credits.values()), tuple(joined), has_export, own)

    def start(self, who: Caller, if_match: int | None = None) -> Holdings | Refusal:
        """Starts the erasure and returns what it reaches: the calls of `look`, and one transaction.

        `if_match` is the version of the profile that the learner saw, if the request names one. Raises TableBusy.
        """

        def attempt() -> Holdings | Refusal | None:
            found = self.look(who)
            # A token from before the join shows one of the accounts alone; an erasure ends all or none.
            if found.profile.joined_into or (if_match is not None and if_match != found.profile.version):
                return PROFILE_CHANGED.refuse(version=found.profile.version)
            return found if self._begin([found.profile, *found.joined], self.clock()) else None

        return retry_on_conflict(attempt) or PROFILE_BUSY.refuse()

    def _begin(self, profiles: Sequence[Profile], at: datetime) -> bool:
        """Starts the erasure of the learner and of joined accounts, all or none. One call."""
        writes: list[Write | Elsewhere] = []
        actor = Actor.learner(profiles[0].learner_id)
        for profile in profiles:
            learner_id, emptied = profile.learner_id, erased(profile, at)
            writes += [
                profile_write(profile, emptied),
                *name_writes(profile, emptied),
                listing(Erasure(learner_id, held_addresses(profile), at)),
                # The forwarder and the night read this before they send a credit.
                self.ledger.elsewhere(consent_record(learner_id, None)),
                self.audit.record(actor=actor, act=AuditAct.ACCOUNT_ERASED, on=learner_id, at=at),
            ]
        return all(self.table.write_all(writes))


def is_on_its_way(credit: Credit) -> bool:
    """Whether ASCP may still be receiving the credit, a correction of it or its withdrawal.

    It cannot be changed until that is known.
    """
    return is_under_way(credit) or (credit.state not in _SETTLED and not is_unsent(credit))


def is_unsent(credit: Credit) -> bool:
    """Whether ASCP neither has the credit nor may have it: an erasure withdraws it."""
    waits = credit.state in (State.EARNED, State.UNMATCHED, State.REPORTED)
    return waits and not credit.in_doubt
