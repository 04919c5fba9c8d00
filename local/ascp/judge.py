"""Whether ASCP takes a credit, and if not, why. Pure: from a credit and the known participants to a rejection."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from local.ascp.contract import Credit, Reason
from local.ascp.participants import Participant, email_key, may_be_same_name

_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_CUSTOMER_ID = re.compile(r"[0-9]{8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Rejection:
    """Why a credit is not taken: the contract's reason, and a sentence for the person who must fix it."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Known:
    """Everyone known, by `email_key` and by ASCP customer ID."""

    by_email: Mapping[str, Participant]
    by_customer_id: Mapping[str, Participant]

    @classmethod
    def of(cls, participants: Iterable[Participant]) -> Self:
        """These participants, of whom the last with an address or an ID counts."""
        everyone = list(participants)
        return cls(
            {email_key(one.email): one for one in everyone},
            {one.ascp_customer_id: one for one in everyone if one.ascp_customer_id},
        )


def judge(credit: Credit, known: Known) -> Rejection | None:
    """The rejection of a credit, or None when it is acceptable.

    The customer ID names the participant if it is somebody's, else the address does. The name is compared either way,
    so that a wrong ID never gives the credit to another person.
    """
    unusable = _unusable_value(credit)
    if unusable:
        return Rejection("invalid", unusable)
    by_email = known.by_email.get(email_key(credit.participant.email))
    by_id = known.by_customer_id.get(credit.participant.ascp_customer_id.strip())
    participant = by_id or by_email
    if participant is None:
        return Rejection("unknown_email", _unknown(credit))
    if by_id and not _is_surely(by_id, by_email, credit.participant.name):
        return Rejection(
            "customer_id_mismatch",
            "The ASCP customer ID belongs to another participant than the name or the e-mail address. Correct the ID.",
        )
    if not may_be_same_name(credit.participant.name, participant.name):
        return Rejection(
            "name_mismatch",
            "The name is not the one this e-mail address belongs to. Correct the name, or the address.",
        )
    return _outside_cycle(date.fromisoformat(credit.completed_on), participant)


def _unknown(credit: Credit) -> str:
    neither = ", and none has this ASCP customer ID" if credit.participant.ascp_customer_id.strip() else ""
    return (
        f"No participant has this e-mail address{neither}. Use the address of the participant's ASCP account, or their"
        " ASCP customer ID."
    )


def _is_surely(by_id: Participant, by_email: Participant | None, name: str) -> bool:
    """Whether `name` is that of the participant with the ID, and not also that of another one with the address."""
    another = by_email is not None and by_email != by_id and may_be_same_name(name, by_email.name)
    return may_be_same_name(name, by_id.name) and not another


def _unusable_value(credit: Credit) -> str | None:
    texts = {
        "participant.name": credit.participant.name,
        "participant.member_number": credit.participant.member_number,
        "activity.provider": credit.activity.provider,
        "activity.number": credit.activity.number,
        "activity.title": credit.activity.title,
        "statement": credit.statement,
    }
    empty = [place for place, text in texts.items() if not text.strip()]
    if empty:
        return f"{', '.join(empty)} must not be empty."
    mailbox, at, domain = credit.participant.email.strip().rpartition("@")
    if not (mailbox and at and domain):
        return "participant.email must be an e-mail address."
    customer_id = credit.participant.ascp_customer_id.strip()
    if customer_id and not _CUSTOMER_ID.fullmatch(customer_id):
        return 'participant.ascp_customer_id must be eight digits, such as "00412345", or empty.'
    if not _HOURS.fullmatch(credit.contact_hours) or not credit.contact_hours.strip("0."):
        return 'contact_hours must be a number above 0 with at most two decimal places, such as "1.25".'
    if not _is_day(credit.completed_on):
        return 'completed_on must be a day of the calendar, such as "2026-03-31".'
    return None


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _outside_cycle(completed_on: date, participant: Participant) -> Rejection | None:
    if participant.cycle_from and completed_on < participant.cycle_from:
        side = f"before the participant's current cycle, which began on {participant.cycle_from}"
    elif participant.cycle_to and completed_on > participant.cycle_to:
        side = f"after the participant's current cycle, which ends on {participant.cycle_to}"
    else:
        return None
    return Rejection("outside_cycle", f"The activity was completed on {completed_on}, {side}.")
