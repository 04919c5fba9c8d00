"""Likely duplicates: when two credits are probably the same one, and the note of the one that goes to ASCP for it.

Two credits are likely the same if person, activity number, day of completion and contact hours are: a reference that a
spreadsheet damaged, a row that a provider exported twice, a claim here and the provider's row for it. Provider, title
and type of statement do not count, since ASCP books one activity once. An activity without a number is never compared.

The note `SAME#<hash>` names the credit that is reported. It is written in the transaction that reports it, so of two
at the same moment only one gets through.
"""

from laurel.ledger.credit import Credit
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform.identifiers import comparable
from laurel.platform.ids import derived_id
from laurel.platform.table import Key, Put


def likely_same(credit: Credit, email_key: str) -> Key | None:
    """Where the note lies of `credit` as one of the person with this address (key); None if it is never compared."""
    number = comparable(credit.activity_number)
    if not number:
        return None
    day, hours = credit.completed_on.isoformat(), f"{credit.contact_hours:.2f}"
    return f"SAME#{derived_id('same', email_key, number, day, hours)}", "REPORTED"


def note_of(key: Key, credit_id: str, *, instead_of: str | None = None) -> Put:
    """The note under `key` for `credit_id`. It goes through unless another but `instead_of` is noted there."""
    condition, values = "attribute_not_exists(pk) OR credit_id = :credit_id", {":credit_id": credit_id}
    if instead_of:
        condition, values = f"{condition} OR credit_id = :instead_of", {**values, ":instead_of": instead_of}
    return Put({"pk": key[0], "sk": key[1], "credit_id": credit_id}, condition, {}, values)


def holds_others_back(credit: Credit | None) -> bool:
    """Whether one like `credit`, which is noted, must wait: ASCP has it, or will have it.

    What ASCP refused, what is not matched any longer, and what staff withdrew give way.
    """
    match credit:
        case Credit(state=State.EARNED | State.REPORTED | State.SENDING | State.ACCEPTED):
            return True
        case Credit(state=State.WITHDRAWN):
            return credit.in_doubt or credit.withdrawn_for is WithdrawnReason.BY_HAND
        case _:
            return False
