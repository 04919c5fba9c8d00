"""The participants ASCP knows, and when two names are clearly not the same person's."""

import csv
import io
import unicodedata
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from local.ascp.wire import errors_in

# Dropped rather than made a space: "O'Brien" and "OBrien" are one part of a name.
_APOSTROPHES = "'\u2019\u2018\u02bc\u02bb`\u00b4"


class ParticipantsRefusedError(ValueError):
    """The list of participants cannot be used; the message says why."""


def _day_or_none(value: object) -> object:
    """Read a day as text; empty is None. Left to pydantic, "20260101" would be seconds since 1970."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value.strip()) if value.strip() else None


OptionalDay = Annotated[date | None, Field(strict=True), BeforeValidator(_day_or_none)]


class Participant(BaseModel):
    """Someone in ASCP's Credential Maintenance Program; an open end of the cycle is None, both days belong to it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    email: Annotated[str, Field(pattern="@")]
    name: Annotated[str, Field(pattern=r"\S")]
    cycle_from: OptionalDay = None
    cycle_to: OptionalDay = None
    ascp_customer_id: Annotated[str, Field(pattern="^([0-9]{8})?$")] = ""

    @model_validator(mode="after")
    def _cycle_runs_forward(self) -> Self:
        if self.cycle_from and self.cycle_to and self.cycle_to < self.cycle_from:
            message = "cycle_to is before cycle_from"
            raise ValueError(message)
        return self


_LIST = TypeAdapter(list[Participant])


def email_key(email: str) -> str:
    """What e-mail addresses are compared by: trimmed, in one case."""
    return email.strip().casefold()


def read_csv(text: str) -> list[Participant]:
    """Read `email,name[,cycle_from,cycle_to,ascp_customer_id]`, columns in any order.

    Raises ParticipantsRefusedError.
    """
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        missing = {"email", "name"} - set(lines.fieldnames or ())
        if missing:
            message = f"The list of participants has no column {' and no column '.join(sorted(missing))}."
            raise ParticipantsRefusedError(message)
        return _known_once(_LIST.validate_python(list(lines)))
    except ValidationError as refusal:
        raise _refused(refusal) from refusal
    except csv.Error as refusal:
        message = f"The list of participants is not CSV: {refusal}."
        raise ParticipantsRefusedError(message) from refusal


def read_json(text: bytes) -> list[Participant]:
    """Read a JSON list of `{"email", "name", "cycle_from", "cycle_to", "ascp_customer_id"}`.

    Raises ParticipantsRefusedError.
    """
    try:
        return _known_once(_LIST.validate_json(text))
    except ValidationError as refusal:
        raise _refused(refusal) from refusal


def _refused(refusal: ValidationError) -> ParticipantsRefusedError:
    places = "; ".join(f"{error['path']}: {error['message']}" for error in errors_in(refusal)[:5])
    return ParticipantsRefusedError(f"The list of participants cannot be used: {places}. Entries count from 0.")


def _known_once(participants: list[Participant]) -> list[Participant]:
    seen: set[str] = set()
    for number, participant in enumerate(participants):
        keys = {email_key(participant.email): "e-mail address", participant.ascp_customer_id: "ASCP customer ID"}
        for key, what in keys.items():
            if key and key in seen:
                message = f"The {what} of entry {number} is in the list twice. Entries count from 0."
                raise ParticipantsRefusedError(message)
        seen |= keys.keys()
    return participants


def may_be_same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: not clearly different.

    Compared NFKC and case-folded, the parts in any order, punctuation aside. A part may be missing on one side
    (a middle name) or be an initial there, as long as two parts are left to compare.
    """
    shorter, longer = sorted((_name_parts(one), _name_parts(other)), key=len)
    if not shorter:
        return False
    if len(shorter) == 1:
        return shorter == longer
    left = list(longer)
    # Whole parts are paired first, so that an initial does not take the part that another one needs.
    for part in sorted(shorter, key=len, reverse=True):
        match = next((candidate for candidate in left if candidate == part), None)
        match = match or next((candidate for candidate in left if _abbreviates(part, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _name_parts(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = (
        character if unicodedata.category(character)[0] in "LMN" else " "
        for character in folded
        if character not in _APOSTROPHES
    )
    return sorted("".join(kept).split())


def _abbreviates(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)
