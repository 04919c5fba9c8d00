"""A credit that was withdrawn because its provider's file was undone, and that its provider reports again (pure).

One that ASCP never had is matched and sent like a new one. One that ASCP withdrew, or is asked to, counts again
by a correction (`ledger.follow_ups`) with the facts of the new row. A correction never moves a credit to another person
or another type of statement: such a row needs a new reference.
"""

from dataclasses import replace
from datetime import datetime

from laurel.ledger.credit import Credit, IllegalTransition
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.earned_facts import with_facts_of
from laurel.ledger.follow_ups import SentFacts, correct_after, follow_up, is_under_way
from laurel.ledger.states import Action, State, WithdrawnReason

# Details of timeline steps.
UNDONE = "the file with which its provider reported it was undone: {reason}"
SENT_AGAIN = "its provider reported it again"


def is_being_undone(credit: Credit) -> bool:
    """Whether ASCP has still to answer to its withdrawal, for the undo of its file, and nothing comes after that."""
    one = credit.follow_up if is_under_way(credit) else None
    return one is not None and one.follow_up is None and is_of_undo(one)


def is_of_undo(follow_up: Credit) -> bool:
    """Whether the follow-up is a withdrawal for the undo of a file."""
    return follow_up.action is Action.WITHDRAW and follow_up.timeline[0].reason == WithdrawnReason.FILE_UNDONE


def is_undone(credit: Credit) -> bool:
    """Whether it is withdrawn, or is about to be, because its file was undone, and nobody has reported it since."""
    if is_under_way(credit):
        return is_being_undone(credit)
    return credit.withdrawn_for is WithdrawnReason.FILE_UNDONE and not credit.in_doubt


def may_be_taken_again(credit: Credit, row: Credit) -> bool:
    """Whether `row`, which has its reference, makes the undone `credit` count again.

    If ASCP has ever had the credit, the row must be of the same person and type of statement. What ASCP refused to
    count again is not sent a second time unless the row differs.
    """
    if not is_undone(credit):
        return False
    if credit.receipt is None:
        return True
    last = credit.follow_up
    # Of an undone credit, only a correction can be refused: had ASCP refused the withdrawal, it would count.
    is_refused = last is not None and last.state is State.REJECTED and SentFacts.of(last) == SentFacts.of(row)
    return _is_same_person(credit, row) and not is_refused


def needs_new_reference(credit: Credit, row: Credit) -> bool:
    """Whether the undone `credit` cannot become `row`, because ASCP has had it for another person or statement."""
    return credit.receipt is not None and is_undone(credit) and not _is_same_person(credit, row)


def take_again(credit: Credit, row: Credit, *, at: datetime) -> Credit:
    """The undone `credit`, reported again by `row`: it keeps its ID and history.

    It takes the facts of `row` at once if ASCP never had it, else when ASCP has accepted the correction.
    """
    if not may_be_taken_again(credit, row):
        raise IllegalTransition(f"credit {credit.credit_id}: {credit.state} was not undone with its file")
    # A run takes all its rows as of its start, which may be before the undo.
    at = max(at, credit.timeline[-1].at)
    if credit.receipt is not None:
        return _correct(credit, row, at)
    again = credit.undo_withdrawal(why=SENT_AGAIN, at=at)
    return replace(
        with_facts_of(row, again),
        reference=row.reference,
        file_id=row.file_id,
        customer_id=row.customer_id,
        provider_customer_id=row.provider_customer_id,
        resembles=None,
        distinct=False,
    )


def _correct(credit: Credit, row: Credit, at: datetime) -> Credit:
    facts = SentFacts.of(row)
    taken = replace(credit, fingerprint=row.fingerprint, reference=row.reference, file_id=row.file_id)
    if is_under_way(credit):
        return correct_after(taken, facts, why=SENT_AGAIN, at=at)
    look_again_at = at + LOST_AFTER
    return follow_up(taken, Action.CORRECT, facts, why=SENT_AGAIN, at=at, by=None, look_again_at=look_again_at)


def _is_same_person(credit: Credit, row: Credit) -> bool:
    # The address of a credit may have moved since its row.
    same = (credit.email_key, credit.statement) == (row.email_key, row.statement)
    return same or credit.fingerprint == row.fingerprint
