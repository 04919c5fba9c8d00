"""A learner enters, changes and deletes credits from elsewhere, with their proofs.

The item of a credit is the truth; a file counts only once the item names it. A deleted credit leaves an empty item,
which DynamoDB removes: so a call that comes late finds nothing to change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.own_credits.own_credit import LARGEST_PROOF, MOST_CREDITS, OwnCredit, OwnFacts, Proof
from laurel.own_credits.proof_content import checked
from laurel.own_credits.proof_files import FORM_SECONDS, ProofFiles
from laurel.own_credits.records import found_in, key_of, own_credits, removal_of, write_of
from laurel.own_credits.refusals import (
    IN_THE_FUTURE,
    NOTHING_EARNED,
    OWN_CREDIT_BUSY,
    OWN_CREDIT_CHANGED,
    OWN_CREDIT_NOT_FOUND,
    OWN_CREDITS_FULL,
    PROOF_EMPTY,
    PROOF_NOT_ARRIVED,
    PROOF_NOT_FOUND,
    PROOF_NOT_TAKEN,
    PROOF_TOO_LARGE,
)
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.refusals import INVALID
from laurel.platform.table import Check, Table

_MOST_UNITS = 500
_FARTHEST_EAST = timedelta(hours=14)  # where the day begins first


@dataclass(frozen=True, slots=True)
class ProofForm:
    """A signed form: POST `fields` and the file to `url` before `expires_at` (UTC)."""

    upload_id: str
    url: str
    fields: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OwnCreditDesk:
    """Keeps credits in `table` (that of the claims) and proofs in `files`; forms are sent to `url`."""

    table: Table
    files: ProofFiles
    url: str
    new_id: Callable[[], str]
    clock: Clock

    def all_of(self, who: Caller) -> Sequence[OwnCredit]:
        """The caller's credits from elsewhere, with those of joined accounts. Two calls, one more for each of these.

        Raises RefusedRequest if the account was erased.
        """
        self._read(who, None)
        return own_credits(self.table, who.learner_ids)

    def add(self, who: Caller, facts: OwnFacts) -> OwnCredit | Refusal:
        """Enters a credit. Two calls."""
        if problems := self._problems(facts):
            return INVALID.refuse(errors=problems)
        if len(own_credits(self.table, who.learner_ids)) >= MOST_CREDITS:
            return OWN_CREDITS_FULL.refuse(most=MOST_CREDITS)
        at = self.clock()
        named = {name: getattr(facts, name) for name in OwnFacts.__dataclass_fields__}
        credit = OwnCredit(credit_id=self.new_id(), learner_id=who.learner_id, created_at=at, changed_at=at, **named)
        # An erasure that starts at the same moment comes first or finds the credit.
        alive = Check(profile_key(who.learner_id), "attribute_not_exists(#erased_at)", {"#erased_at": "erased_at"}, {})
        if all(self.table.write_all([write_of(None, credit), alive])):
            return credit
        self._read(who, None)  # raises if the account was erased
        return OWN_CREDIT_BUSY.refuse()

    def change(self, who: Caller, credit_id: str, facts: OwnFacts, seen: int | None) -> OwnCredit | Refusal:
        """Changes what the learner entered. Two calls."""
        if problems := self._problems(facts):
            return INVALID.refuse(errors=problems)
        return self._change(who, credit_id, seen, lambda before: before.with_facts(facts, self.clock()))

    def remove(self, who: Caller, credit_id: str) -> OwnCredit | Refusal:
        """Deletes a credit and its proof: first the proof, so that a call that dies half-way can be repeated."""
        found = self._read(who, credit_id)
        if found is None:
            return OWN_CREDIT_NOT_FOUND.refuse()
        self.files.tidy(found.with_proof(None, found.changed_at))
        # Without a condition on the version: the learner wants it away, whatever it says by now.
        self.table.put(removal_of(found, self.clock()))
        return found

    def form(self, who: Caller, credit_id: str, size: int | None) -> ProofForm | Refusal:
        """A form for the proof of a credit; `size` is what the caller says of the file. One call."""
        if size == 0:
            return PROOF_EMPTY.refuse()
        if size is not None and size > LARGEST_PROOF:
            return PROOF_TOO_LARGE.refuse(size=f"{size:,}", largest=f"{LARGEST_PROOF:,}")
        found = self._read(who, credit_id)
        if found is None:
            return OWN_CREDIT_NOT_FOUND.refuse()
        upload_id = self.new_id()
        until = self.clock() + timedelta(seconds=FORM_SECONDS)
        return ProofForm(upload_id, self.url, self.files.form(found, upload_id), until)

    def take_proof(self, who: Caller, credit_id: str, upload_id: str) -> OwnCredit | Refusal:
        """Checks the file that a form brought, and keeps it as the proof of the credit. May be repeated."""
        found = self._read(who, credit_id)
        if found is None:
            return OWN_CREDIT_NOT_FOUND.refuse()
        if found.proof and found.proof.upload_id == upload_id:
            return found
        data = self.files.arrived(found, upload_id)
        if data is None:
            return PROOF_NOT_ARRIVED.refuse()
        good = checked(data) if len(data) <= LARGEST_PROOF else None
        if good is None:
            self.files.discard(found, upload_id)
            return PROOF_NOT_TAKEN.refuse()
        proof = Proof(upload_id, good.type, len(good.data), self.clock())
        self.files.keep(found, upload_id, good.type, good.data)
        outcome = self._change(who, credit_id, None, lambda before: before.with_proof(proof, proof.added_at))
        if isinstance(outcome, OwnCredit):
            self.files.tidy(outcome)
            self.files.discard(outcome, upload_id)
        elif self._read(who, credit_id) is None:  # deleted meanwhile
            self.files.tidy(found.with_proof(None, proof.added_at))
        return outcome

    def remove_proof(self, who: Caller, credit_id: str) -> OwnCredit | Refusal:
        """Deletes the proof of a credit. May be repeated."""
        outcome = self._change(who, credit_id, None, lambda before: before.with_proof(None, self.clock()))
        if isinstance(outcome, OwnCredit):
            self.files.tidy(outcome)
        return outcome

    def proof_of(self, who: Caller, credit_id: str) -> tuple[OwnCredit, Proof] | Refusal:
        """A credit of the caller and its proof. One call."""
        found = self._read(who, credit_id)
        if found is None:
            return OWN_CREDIT_NOT_FOUND.refuse()
        return (found, found.proof) if found.proof else PROOF_NOT_FOUND.refuse()

    def _change(
        self, who: Caller, credit_id: str, seen: int | None, changed: Callable[[OwnCredit], OwnCredit]
    ) -> OwnCredit | Refusal:
        def attempt() -> OwnCredit | Refusal | None:
            before = self._read(who, credit_id)
            if before is None:
                return OWN_CREDIT_NOT_FOUND.refuse()
            if seen is not None and seen != before.version:
                return OWN_CREDIT_CHANGED.refuse(version=before.version)
            after = changed(before)
            return after if self.table.put(write_of(before, after)) else None

        return retry_on_conflict(attempt) or OWN_CREDIT_BUSY.refuse()

    def _read(self, who: Caller, credit_id: str | None) -> OwnCredit | None:
        """The caller's credit, from whichever of their joined accounts. One call. Raises RefusedRequest if erased."""
        profile = profile_key(who.learner_id)
        keys = [key_of(one, credit_id) for one in who.learner_ids] if credit_id else []
        items = self.table.get_many([profile, *keys])
        expect_not_erased(profile_from_item(who.learner_id, items.get(profile)))
        return next(iter(found_in(items[key] for key in keys if key in items)), None)

    def _problems(self, facts: OwnFacts) -> list[Problem]:
        problems = []
        if facts.completed_on > (self.clock() + _FARTHEST_EAST).date():
            problems.append(IN_THE_FUTURE.at("completed_on"))
        if not 0 < facts.amount <= _MOST_UNITS:
            problems.append(NOTHING_EARNED.at("amount", most=_MOST_UNITS))
        return problems
