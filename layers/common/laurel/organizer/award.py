"""Staff award a learner a credit of a provider, without a claim: for who attended and cannot claim any more.

It is a row of the provider that staff write: the checks of a file's row, the same matching, the same place in the
ledger. Its reference is derived from the learner, program, statement, hours and day, so the same award done twice, by
one or by two members of staff, is one credit.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.delivery.queue import DeliveryQueue
from laurel.intake.corrections import AwardRequest
from laurel.intake.row_intake import GoodRow, RowIntake, TakenRow, parse_row
from laurel.learners.profile import Profile
from laurel.ledger.audit_entries import credit_entry
from laurel.ledger.credit import Credit, Step
from laurel.ledger.follow_ups import outgoing
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.organizer.refusals import (
    AWARD_OF_UNUSABLE,
    AWARD_TO_JOINED,
    AWARD_WITHOUT_ADDRESS,
    AWARD_WITHOUT_NAME,
    AWARDED_BEFORE,
)
from laurel.platform.amounts import amount_text
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Record, Rejection
from laurel.platform.identifiers import comparable
from laurel.platform.ids import derived_id
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere

_REFERENCE_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Award:
    """The `credit` after an award, or as it would be; `known` if it was awarded before, and nothing changed."""

    credit: Credit
    known: bool


@dataclass(frozen=True, slots=True)
class AwardCredits:
    """The rows of providers, the queue and the clock. `today` gives the date in the time zone of the schedule."""

    rows: RowIntake
    queue: DeliveryQueue
    clock: Clock
    today: Callable[[], date]

    def award(
        self, learner: Profile, provider: str, facts: AwardRequest, acting: Acting, *, dry_run: bool = False
    ) -> Award | Refusal:
        """Awards the credit of `provider` with these `facts` to the learner; with `dry_run` it would become so.

        One read of the ledger, the reads of matching, one transaction with the entry of the audit log, and one message
        if the credit is reported. Raises TableBusy: then the same may be asked again.
        """
        row = self._row(learner, provider, facts, acting)
        if isinstance(row, Refusal):
            return row
        if dry_run:
            outcome = self.rows.foresee(row)
        else:
            on = AuditSubject.learner(learner.learner_id)

            def record(change: Change) -> list[Elsewhere]:
                return credit_entry(acting, AuditAct.CREDIT_AWARDED, on, change.before, change.after)

            [outcome] = self.rows.take([row], record)
        if not isinstance(outcome, TakenRow):
            return AWARDED_BEFORE.refuse()
        if not dry_run and outgoing(outcome.held).state is State.REPORTED:
            self.queue.send_one(outcome.held.credit_id)
        return Award(outcome.held, known=not outcome.new)

    def _row(self, learner: Profile, provider: str, facts: AwardRequest, acting: Acting) -> GoodRow | Refusal:
        """The row that says the same, with who awards and why in the credit's history."""
        if learner.joined_into:
            return AWARD_TO_JOINED.refuse()
        if not learner.email:
            return AWARD_WITHOUT_ADDRESS.refuse()
        if not learner.name_as_printed:
            return AWARD_WITHOUT_NAME.refuse()
        at, record = self.clock(), Record(1, _cells(learner, learner.email, learner.name_as_printed, facts))
        row = parse_row(record, provider=provider, on=self.today(), at=at)
        if isinstance(row, Rejection):
            return AWARD_OF_UNUSABLE.refuse(why=row.message)
        step = Step(at, State.EARNED, detail=acting.why, by=acting.actor.name)
        return replace(row, credit=replace(row.credit, timeline=(step,)))


def _cells(learner: Profile, email: str, name: str, facts: AwardRequest) -> dict[str, str]:
    hours, day = amount_text(facts.contact_hours), facts.completed_on.isoformat()
    same = derived_id("award", learner.learner_id, comparable(facts.activity_number), facts.statement.value, hours, day)
    return {
        "reference": f"award-{same[:_REFERENCE_LETTERS]}",
        "email": email,
        "name": name,
        "activity_number": facts.activity_number,
        "activity_title": facts.activity_title,
        "statement": facts.statement.value,
        "contact_hours": hours,
        "completed_on": day,
        "ascp_customer_id": "",
    }
