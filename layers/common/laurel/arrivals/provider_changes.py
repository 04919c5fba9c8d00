"""A provider corrects or withdraws its own credits, by their references.

The rules are those of staff (`ledger.requested`). A call that is repeated changes nothing, and queues a follow-up again
whose message may be missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from laurel.arrivals.push import PushCredits
from laurel.arrivals.refusals import CREDIT_BUSY, REFERENCE_NOT_FOUND
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.intake.report_once import ReportOnce
from laurel.learners.address_registry import AddressRegistry
from laurel.ledger import requested
from laurel.ledger.audit_entries import credit_entry
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import CreditCorrection, is_under_way
from laurel.ledger.requested import AskedChange
from laurel.ledger.states import WithdrawnReason
from laurel.ledger.store import Change
from laurel.platform.refusal import Refusal

type ProviderChange = Callable[[Credit, AskedChange], Credit | Refusal]


@dataclass(frozen=True, slots=True)
class ProviderChanges:
    """The provider's credits, what writes them, and the registry that names their learners, for the audit log."""

    push: PushCredits
    once: ReportOnce
    registry: AddressRegistry

    def withdraw(self, provider: str, reference: str, acting: Acting) -> Credit | Refusal:
        """Withdraws the credit that the provider reported under `reference`."""

        def change(credit: Credit, request: AskedChange) -> Credit | Refusal:
            return requested.withdraw(credit, request, WithdrawnReason.BY_PROVIDER)

        return self._change(provider, reference, acting, AuditAct.CREDIT_WITHDRAWN, change)

    def correct(self, provider: str, reference: str, correction: CreditCorrection, acting: Acting) -> Credit | Refusal:
        """Corrects facts of the credit that the provider reported under `reference`."""

        def change(credit: Credit, request: AskedChange) -> Credit | Refusal:
            return requested.correct(credit, correction.of(credit), request)

        return self._change(provider, reference, acting, AuditAct.CREDIT_CORRECTED, change)

    def _change(
        self, provider: str, reference: str, acting: Acting, act: AuditAct, change: ProviderChange
    ) -> Credit | Refusal:
        """The credit after the `change`: two reads, one transaction, and one message if ASCP has the credit."""
        credit = self.push.find(provider, reference)
        if credit is None:
            return REFERENCE_NOT_FOUND.refuse()
        after = change(credit, AskedChange(why=acting.why or "", at=self.push.clock(), by=acting.actor.name))
        if isinstance(after, Refusal):
            return after
        stored: Credit | None = credit
        if after is not credit:
            on = self._subject(acting, credit)
            (stored,) = self.once.save(
                [Change(credit, after)], lambda change: credit_entry(acting, act, on, credit, change.after)
            )
        if stored is None:
            return CREDIT_BUSY.refuse()
        if is_under_way(stored):
            self.push.queue.send_one(stored.credit_id)
        return stored

    def _subject(self, acting: Acting, credit: Credit) -> AuditSubject:
        learner_id = self.registry.holders_of([credit.email_key]).get(credit.email_key)
        return AuditSubject.learner(learner_id) if learner_id else AuditSubject.many(acting.actor)
