"""Requests to award, correct or withdraw a credit: what may be in them, by the rules of the rows of feeds."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from laurel.intake.cell_validation import Cells
from laurel.intake.feed_rows import read_day, read_hours
from laurel.ledger.follow_ups import CreditCorrection
from laurel.platform.clock import utc_now
from laurel.platform.csv_records import Record, fault_of
from laurel.platform.visible import hidden_characters, lost_characters, shows_something
from laurel.statements import Statement


def _line(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not shows_something(line) or hidden_characters(line) or lost_characters(line):
        raise PydanticCustomError("reason", "Give the reason in one line of up to 200 characters.")
    return line


type Reason = Annotated[
    str,
    StringConstraints(max_length=200),
    AfterValidator(_line),
    Field(description="Why. It appears in the credit's timeline, which the learner can read too."),
]


def _cell(column: str, read: Callable[[Cells], object]) -> BeforeValidator:
    """The value as a row of a feed would give it in `column`, refused for the same reasons; None stays None."""

    def checked(given: Any) -> Any:
        if given is None:
            return None
        if not isinstance(given, str):
            raise PydanticCustomError("not_text", "Write this as text, in quotation marks.")
        if fault := fault_of(column, given):
            raise PydanticCustomError(fault[0], "{message}", {"message": fault[1]})
        cells = Cells(Record(1, {column: given}))
        value = read(cells)
        if rejection := cells.rejection():
            # The place of the problem names the field already.
            words = rejection.message.replace(f"{column} ", "")
            raise PydanticCustomError(rejection.reason, "{message}", {"message": f"{words[:1].upper()}{words[1:]}"})
        return value

    return BeforeValidator(checked)


_EASTERNMOST = timezone(timedelta(hours=14))  # where each day begins first


def _begun(cells: Cells) -> date:
    """A day that has begun somewhere: a correction does not say in which zone the activity was."""
    return read_day(cells, utc_now().astimezone(_EASTERNMOST).date(), grace=timedelta())


_HOURS = {"type": "string", "examples": ["1.5"]}
_number = _cell("activity_number", lambda cells: cells.key("activity_number", 64))
_title = _cell("activity_title", lambda cells: cells.shown("activity_title", 300))
_hours = _cell("contact_hours", read_hours)
_completed = _cell("completed_on", _begun)
type _Name = Annotated[str | None, _cell("name", lambda cells: cells.shown("name", 200))]
type _Number = Annotated[str | None, _number]
type _Title = Annotated[str | None, _title]
type _Hours = Annotated[Decimal | None, _hours, WithJsonSchema({"anyOf": [_HOURS, {"type": "null"}]})]
type _Completed = Annotated[date | None, _completed]


class ChangeRequest(BaseModel):
    """A change of a credit, with its reason."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        json_schema_extra={"examples": [{"reason": "Our export had the wrong person."}]},
    )

    reason: Reason


class CreditCorrectionRequest(ChangeRequest):
    """The facts of a credit that were wrong. A field that is missing or null stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"contact_hours": "1", "reason": "She left at noon."}]})

    name: _Name = Field(default=None, description="The learner's name.")
    activity_number: _Number = None
    activity_title: _Title = None
    contact_hours: _Hours = Field(default=None, description="Hours of the statement's own type.")
    completed_on: _Completed = Field(default=None, description="Calendar date in the activity's time zone.")

    def correction(self) -> CreditCorrection:
        """The facts that are to change."""
        return CreditCorrection(**{name: value for name, value in self if name != "reason"})


class AwardRequest(ChangeRequest):
    """A credit that a learner earned with a provider and cannot claim, with the reason for the award."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "provider": "labce",
                    "statement": "pace",
                    "activity_number": "571-021-26",
                    "activity_title": "Malaria smears",
                    "contact_hours": "1.5",
                    "completed_on": "2026-11-20",
                    "reason": "Her badge was not read at the door.",
                }
            ]
        }
    )

    provider: Annotated[str, StringConstraints(max_length=300)] | None = Field(
        default=None,
        description="The provider's ID. Staff of one provider may leave it out.",
    )
    statement: Statement
    activity_number: Annotated[str, _number] = Field(description="The number of the program.")
    activity_title: Annotated[str, _title]
    contact_hours: Annotated[Decimal, _hours, WithJsonSchema(_HOURS)] = Field(
        description="Hours of the statement's own type."
    )
    completed_on: Annotated[date, _completed] = Field(description="Calendar date in the activity's time zone.")
