"""The steps of an erasure, in an order that harms nobody when it stops half-way.

Each step is conditional and may be repeated; the next hour starts again at the first. The account goes last, so that
its mailbox signs up only when nothing of the old learner answers to it. A credit that is on its way to ASCP is waited
for: the erasure then stays listed, although all else is gone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from laurel.attendance.store import PREFIX as ATTENDED_PREFIX
from laurel.catalog.access import freed
from laurel.certificates.claim_credit import claim_credit_id
from laurel.certificates.pending_notices import notice_key
from laurel.claims.claim import AccessUsed, Claim, Status
from laurel.claims.records import CLAIM_PREFIX
from laurel.claims.records import key_of as claim_key
from laurel.claims.store import Claims, replacement
from laurel.erasure.records import Erasure, conclude
from laurel.erasure.request import is_on_its_way, is_unsent
from laurel.exports.records import Exports
from laurel.learners.address_moves import MOVE_PREFIX, OWN_PREFIX
from laurel.learners.address_registry import LEFT_PREFIX, holder_key
from laurel.learners.aliases import key_of_join, keys_of_address
from laurel.learners.consent import keys_of_consent
from laurel.learners.customer_ids import customer_id_key, key_of_customer_id_change
from laurel.learners.identities import accounts_of, keys_of_account, learners_of, second_factor_key
from laurel.learners.records import key_of as profile_key
from laurel.ledger.credit import Credit
from laurel.ledger.states import WithdrawnReason
from laurel.ledger.store import Ledger
from laurel.notices.send_log import send_record_key
from laurel.platform.clock import Clock
from laurel.platform.table import Item, Key, Table
from laurel.progress.records import forget_reminder

WITHDRAWN = "its learner had their account erased"


class RemovableAccounts(Protocol):
    """The accounts of the user pool."""

    def remove(self, user_name: str) -> None:
        """Ends the sessions of the account and removes it, if there is one."""


class RemovableFiles(Protocol):
    """The files of exports, or those of proofs."""

    def remove(self, learner_id: str) -> None:
        """Removes all files of the learner."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Erases in both tables, in the user pool, and in the bucket of exports and proofs."""

    claims_table: Table
    ledger_table: Table
    accounts: RemovableAccounts
    export_files: RemovableFiles
    proof_files: RemovableFiles
    clock: Clock

    def finish(self, erasure: Erasure) -> bool:
        """Does all steps; returns whether it ended, or still waits for a credit. Raises TableBusy."""
        at, learner_id = self.clock(), erasure.learner_id
        self._remove_exports(learner_id)
        self.proof_files.remove(learner_id)
        user_names = accounts_of(self.claims_table, learner_id)
        claims = Claims(self.claims_table).of_learner(learner_id)
        self._remove_notices(claims)  # before the drafts, which name them, go
        waits = self._leave_credits(learner_id, claims, at)
        # A draft whose credit ASCP may have must stay until that is known: it names the credit.
        stripped = self._leave_claims([one for one in claims if claim_credit_id(one.claim_id) not in waits], at)
        self._remove_addresses(learner_id, erasure.email_keys)
        forget_reminder(self.claims_table, learner_id)
        self._remove_rest(learner_id)
        self._remove(self.ledger_table, [send_record_key(learner_id)])
        self._remove_owned(self.ledger_table, [key_of_join(learner_id)], learner_id)
        choices = (*keys_of_consent(learner_id), key_of_customer_id_change(learner_id))
        self._remove(self.ledger_table, choices if not waits else [])
        for user_name in sorted(user_names):
            self._remove_account(user_name, learner_id)
        if waits or not stripped:
            return False
        conclude(self.claims_table, erasure)
        return True

    def _leave_credits(self, learner_id: str, claims: Iterable[Claim], at: datetime) -> set[str]:
        """Withdraws unsent credits, and takes the address off; returns the credits that have to be waited for."""
        ledger, waits = Ledger(self.ledger_table), set[str]()
        for credit_id, credit in ledger.get_many(claim_credit_id(one.claim_id) for one in claims).items():
            after = _left(credit, learner_id, at)
            if after is None or (after is not credit and ledger.change(credit, after) is None):
                waits.add(credit_id)
        return waits

    def _leave_claims(self, claims: Iterable[Claim], at: datetime) -> bool:
        """Removes drafts, their codes freed, and the evaluations of final claims; False if another call interfered."""
        done = True
        for claim in claims:
            kind, code = claim.access.kind, claim.access.key
            bare = replace(
                claim,
                version=claim.version + 1,
                access=AccessUsed(kind),
                sessions=tuple(replace(one, evaluation={}) for one in claim.sessions),
                evaluation={},
            )
            if claim.status is Status.FINAL:
                # Also without answers: a claim from before there was a time for it gets one.
                done &= self.claims_table.put(replacement(claim, replace(bare, access=claim.access)))
                continue
            if code is not None and not claim.access.is_freed and kind in ("badge", "group"):
                freeing = freed(claim.activity_id, kind, code, learner_id=claim.learner_id, at=at)
                self.claims_table.write_all([replacement(claim, bare), freeing])
            key = claim_key(claim.learner_id, claim.activity_id)
            done &= self.claims_table.delete(key, where="status", equals=Status.DRAFT.value)
        return done

    def _remove_exports(self, learner_id: str) -> None:
        """Removes the files with the learner's data. First the item: without it, a run leaves no file."""
        Exports(self.claims_table).remove(learner_id)
        self.export_files.remove(learner_id)

    def _remove_addresses(self, learner_id: str, held: Iterable[str]) -> None:
        """Removes all about the addresses that the learner held, and about those that they gave up, to nobody."""
        own = profile_key(learner_id)[0]
        moved = [item["email_key"] for prefix in (LEFT_PREFIX, OWN_PREFIX) for item in self._under(own, prefix)]
        for email_key in dict.fromkeys([*held, *moved]):
            holder, of_ledger = holder_key(email_key), (*keys_of_address(email_key), customer_id_key(email_key))
            self._remove_owned(self.ledger_table, of_ledger, learner_id)
            attended = self.claims_table.query(None, "pk = :pk", pk=f"{ATTENDED_PREFIX}{email_key}")
            self._remove(self.claims_table, [(one["pk"], one["sk"]) for one in attended])
            self._remove_owned(self.claims_table, [holder], learner_id)
            # A move to another learner is theirs: their list has it, and they may undo it.
            moves = [one for one in self._under(holder[0], MOVE_PREFIX) if _is_of(one, learner_id)]
            self._remove(self.claims_table, [(one["pk"], one["sk"]) for one in moves])
            found = self.claims_table.get(holder) or {}
            if email_key in moved and found.get("freed_from", learner_id) == learner_id:
                self.ledger_table.delete(of_ledger[0], where="learner_id", equals=None)
                self.ledger_table.delete(customer_id_key(email_key), where="learner_id", equals="")  # of nobody
                self.claims_table.delete(holder, where="learner_id", equals=None)

    def _remove_notices(self, claims: Iterable[Claim]) -> None:
        """Removes what a night would tell the learner of their certificates."""
        self._remove(self.claims_table, [notice_key(one.claim_id) for one in claims])

    def _under(self, pk: str, prefix: str) -> Iterator[Item]:
        return self.claims_table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=prefix)

    def _remove_account(self, user_name: str, learner_id: str) -> None:
        """Removes the account and its mapping, unless it belongs to another learner by now."""
        mapped = learners_of(self.claims_table, [user_name]).get(user_name, learner_id)
        if mapped == learner_id:
            self.accounts.remove(user_name)
        keys = (*keys_of_account(user_name, learner_id), second_factor_key(user_name))
        self._remove_owned(self.claims_table, keys, learner_id)

    def _remove_rest(self, learner_id: str) -> None:
        """Removes what else is stored under the learner; the emptied profile stays for a while and refuses them."""
        pk, profile = profile_key(learner_id)
        keys = [(pk, item["sk"]) for item in self.claims_table.query(None, "pk = :pk", pk=pk)]
        self._remove(
            self.claims_table, [key for key in keys if key[1] != profile and not key[1].startswith(CLAIM_PREFIX)]
        )

    def _remove(self, table: Table, keys: Iterable[Key]) -> None:
        for key in keys:
            table.delete(key, where="pk", equals=key[0])

    def _remove_owned(self, table: Table, keys: Iterable[Key], learner_id: str) -> None:
        """Removes what is still this learner's: an address may have passed to another person."""
        for key in keys:
            table.delete(key, where="learner_id", equals=learner_id)


def _is_of(move: Item, learner_id: str) -> bool:
    """Whether the learner got the address by this move, or gave it up to nobody."""
    giver, taker = move.get("from_learner"), move.get("to_learner")
    return taker == learner_id or (taker is None and giver == learner_id)


def _left(credit: Credit, learner_id: str, at: datetime) -> Credit | None:
    """The credit of a learner who left: withdrawn unless it was sent, and without their address (pure).

    None while ASCP may still be receiving it.
    """
    address = f"{learner_id}@erased.invalid"
    if credit.email_key == address:
        return credit
    if is_unsent(credit):
        by = f"learner:{learner_id}"
        credit = credit.withdraw(why=WITHDRAWN, at=at, by=by, reason=WithdrawnReason.ERASED)
    if is_on_its_way(credit):
        return None
    follow_up = credit.follow_up and replace(credit.follow_up, email=address, email_key=address, sent_as=None)
    return replace(credit, email=address, email_key=address, follow_up=follow_up, sent_as=None)
