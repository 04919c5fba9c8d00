"""Likely duplicates: when two credits are probably the same, and the note that names the one reported to ASCP.

Two credits are likely the same if person, activity number, completion date and contact hours are equal. Typical causes:
a spreadsheet damaged the reference, a provider exported a row twice, or a claim here and the provider's row for it.
Provider, title and statement type do not count, because ASCP records one activity once. An activity without a number
is never compared.

The note `SAME#<hash>` names the reported credit. It is written in the transaction that reports the credit, so of two at
the same moment only one succeeds. A correction writes one for its new facts.
"""

import re
from dataclasses import dataclass
from typing import Any

from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import is_under_way, outgoing
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform.identifiers import comparable
from laurel.platform.ids import derived_id
from laurel.platform.table import Item, Key, Put

# A number loses leading zeros in a spreadsheet, and gets decimals from a program that reads it as a number.
_WHOLE = re.compile(r"0*([0-9]+?)(?:[.,]0*)?")


@dataclass(frozen=True, slots=True)
class Note:
    """Which credit is noted as reported, and in which `version` it was when it was last reported."""

    credit_id: str
    version: int

    @classmethod
    def of(cls, item: Item) -> "Note":
        """The note that is stored as `item`."""
        return cls(item["credit_id"], int(item["version"]))


def likely_same(credit: Credit, email_key: str) -> Key | None:
    """The key of the note for `credit` of the person with this address key; None if it is never compared."""
    number, day, hours = _compared(credit)
    if not number:
        return None
    return f"SAME#{derived_id('same', email_key, number, day, hours)}", "REPORTED"


def _compared(credit: Credit) -> tuple[str, str, str]:
    """The facts of `credit` that are compared: activity number, day and hours."""
    number = comparable(credit.activity_number)
    if whole := _WHOLE.fullmatch(number):
        number = whole[1]
    return number, credit.completed_on.isoformat(), f"{credit.contact_hours:.2f}"


def note_of(key: Key, note: Note, *, replacing: Note | None = None) -> Put:
    """The write of `note` under `key`. It fails if a credit is noted there other than its own or the one `replacing`.

    A note to be replaced must be as it was seen: its credit may have been reported once more since.
    """
    condition, names = "attribute_not_exists(pk) OR credit_id = :credit_id", dict[str, str]()
    values: dict[str, Any] = {":credit_id": note.credit_id}
    if replacing:
        condition += " OR (credit_id = :replacing AND #version = :seen)"
        names["#version"] = "version"
        values |= {":replacing": replacing.credit_id, ":seen": replacing.version}
    item = {"pk": key[0], "sk": key[1], "credit_id": note.credit_id, "version": note.version}
    return Put(item, condition, names, values)


def holds_back(credit: Credit | None, other: Credit) -> bool:
    """Whether `credit`, the noted one, holds back an `other` with the same note: ASCP has it, or will have it.

    It does not if ASCP refused it, it is no longer matched, staff withdrew it, or it was corrected since and is no
    longer like the other, unless ASCP may have it all the same.
    """
    if credit and _compared(other) not in (_compared(credit), _compared(outgoing(credit))):
        return False
    match credit:
        case Credit(state=State.EARNED | State.REPORTED | State.SENDING | State.ACCEPTED):
            return True
        case Credit(state=State.WITHDRAWN):
            # ASCP may be asked to count it again.
            return credit.in_doubt or is_under_way(credit) or credit.withdrawn_for is WithdrawnReason.BY_HAND
        case Credit():
            return credit.in_doubt
        case None:
            return False
