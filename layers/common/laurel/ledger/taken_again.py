"""A credit that was withdrawn because its provider's file was undone, and that its provider reports again (pure)."""

from dataclasses import replace
from datetime import datetime

from laurel.ledger.credit import Credit, IllegalTransition
from laurel.ledger.earned_facts import with_facts_of
from laurel.ledger.states import WithdrawnReason

# Details of timeline steps.
UNDONE = "the file with which its provider reported it was undone: {reason}"
SENT_AGAIN = "its provider reported it again"


def may_be_taken_again(credit: Credit) -> bool:
    """Whether a row with its reference makes `credit` count again: it was withdrawn because its file was undone.

    It is not if ASCP ever had it: then only a follow-up changes it.
    """
    never_sent = not credit.in_doubt and credit.receipt is None
    return credit.withdrawn_for is WithdrawnReason.FILE_UNDONE and never_sent


def take_again(credit: Credit, row: Credit, *, at: datetime) -> Credit:
    """The undone `credit`, reported again by `row`: it keeps its ID and its history, and takes the facts of `row`."""
    if not may_be_taken_again(credit):
        raise IllegalTransition(f"credit {credit.credit_id}: {credit.state} was not undone with its file")
    # A run takes all its rows as of its start, which may be before the undo.
    again = credit.undo_withdrawal(why=SENT_AGAIN, at=max(at, credit.timeline[-1].at))
    return replace(
        with_facts_of(row, again),
        reference=row.reference,
        file_id=row.file_id,
        customer_id=row.customer_id,
        provider_customer_id=row.provider_customer_id,
        resembles=None,
        distinct=False,
    )
