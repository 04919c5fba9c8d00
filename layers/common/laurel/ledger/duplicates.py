"""Likely duplicates: when two credits are probably the same, and the note that names the one reported to ASCP.

Two credits are likely the same if person, activity number, completion date and contact hours are equal. Typical causes:
a spreadsheet damaged the reference, a provider exported a row twice, or a claim here and the provider's row for it.
Provider, title and statement type do not count, because ASCP records one activity once. An activity without a number
is never compared.

The note `SAME#<hash>` names the reported credit. It is written in the transaction that reports the credit, so of two at
the same moment only one succeeds.
"""

from laurel.ledger.credit import Credit
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform.identifiers import comparable
from laurel.platform.ids import derived_id
from laurel.platform.table import Key, Put


def likely_same(credit: Credit, email_key: str) -> Key | None:
    """The key of the note for `credit` of the person with this address key; None if it is never compared."""
    number = comparable(credit.activity_number)
    if not number:
        return None
    day, hours = credit.completed_on.isoformat(), f"{credit.contact_hours:.2f}"
    return f"SAME#{derived_id('same', email_key, number, day, hours)}", "REPORTED"


def note_of(key: Key, credit_id: str, *, replacing: str | None = None) -> Put:
    """The note under `key` for `credit_id`. The write fails if the note names a credit other than it or `replacing`."""
    condition, values = "attribute_not_exists(pk) OR credit_id = :credit_id", {":credit_id": credit_id}
    if replacing:
        condition, values = f"{condition} OR credit_id = :replacing", {**values, ":replacing": replacing}
    return Put({"pk": key[0], "sk": key[1], "credit_id": credit_id}, condition, {}, values)


def holds_others_back(credit: Credit | None) -> bool:
    """Whether `credit`, the noted one, holds back others like it: ASCP has it, or will have it.

    It does not if ASCP refused it, it is no longer matched, or staff withdrew it.
    """
    match credit:
        case Credit(state=State.EARNED | State.REPORTED | State.SENDING | State.ACCEPTED):
            return True
        case Credit(state=State.WITHDRAWN):
            return credit.in_doubt or credit.withdrawn_for is WithdrawnReason.BY_HAND
        case _:
            return False
