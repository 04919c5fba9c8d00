"""Whether ASCP takes a credit, and if not, why. Pure: from a credit and the known participants to a rejection."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from local.ascp.contract import Credit, Reason
from local.ascp.participants import Participant, email_key, may_be_same_name

_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Rejection:
    """Why a credit is not taken: the contract's reason, and a sentence for the person who must fix it."""

    reason: Reason
    detail: str


def judge(credit: Credit, participants: Mapping[str, Participant]) -> Rejection | None:
    """The rejection of a credit, or None when it is acceptable. `participants` are keyed by `email_key`."""
    unusable = _unusable_value(credit)
    if unusable:
        return Rejection("invalid", unusable)
    participant = participants.get(email_key(credit.participant.email))
    if participant is None:
        return Rejection(
            "unknown_email",
            "No participant has this e-mail address. Use the address of the participant's ASCP account.",
        )
    if not may_be_same_name(credit.participant.name, participant.name):
        return Rejection(
            "name_mismatch",
            "The name is not the one this e-mail address belongs to. Correct the name, or the address.",
        )
    return _outside_cycle(date.fromisoformat(credit.completed_on), participant)


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
