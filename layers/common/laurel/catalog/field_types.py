"""The types of text, amounts and times in a document: normalized, without characters that no page can show (pure)."""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from laurel.platform.amounts import amount_text
from laurel.platform.visible import hidden_characters, lost_characters, named, shows_something

LONGEST_LINE = 300
LONGEST_PROSE = 20_000
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_AMOUNT = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[^\s]*")
# A date outside these years is a typing error; the first certificates on paper are from the 1960s.
_YEARS = range(1960, 2200)


def _clean(text: str) -> str:
    if _UNSHOWABLE.search(text):
        raise PydanticCustomError("control_character", "Text must not contain control characters or broken Unicode.")
    return unicodedata.normalize("NFC", text).strip()


def _line(text: str) -> str:
    line = " ".join(_clean(text).split())
    if not line:
        raise PydanticCustomError("empty", "This must not be empty.")
    return _short(line, LONGEST_LINE)


def _seen(line: str) -> str:
    if not shows_something(line):
        raise PydanticCustomError("nothing_visible", "Write a text with at least one visible character.")
    if hidden := (*hidden_characters(line), *lost_characters(line)):
        raise PydanticCustomError(
            "invisible_character", "Remove the invisible characters: {hidden}.", {"hidden": named(hidden)}
        )
    return line


def _prose(text: str) -> str:
    return _short(_clean(text), LONGEST_PROSE)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        counts = {"longest": longest, "length": len(text)}
        raise PydanticCustomError("too_long", "At most {longest} characters are allowed; this has {length}.", counts)
    return text


def _amount(value: Any) -> Decimal:
    if isinstance(value, str | Decimal) and _AMOUNT.fullmatch(str(value)):
        return Decimal(value)
    if isinstance(value, int | float):
        # A float may already have lost the exact amount. Only programs send one: people type text.
        raise PydanticCustomError("amount", 'Put the amount of credit in quotation marks: "1.25", not 1.25.')
    raise PydanticCustomError("amount", "Write the amount of credit with at most two decimal places, such as 1.25.")


def _day(value: Any) -> Any:
    # pydantic would also accept a number, as seconds since 1970.
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date", "Write dates as year-month-day, such as 2026-06-04.")


def _instant(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.fullmatch(value)):
        return value
    raise PydanticCustomError("instant", "Write times as 2026-06-04T13:00:00Z, or with an offset from UTC.")


def _known_year[D: (date, datetime)](value: D) -> D:
    if value.year not in _YEARS:
        raise PydanticCustomError("year", "The year must be between {first} and {last}.", _YEAR_BOUNDS)
    return value


_YEAR_BOUNDS = {"first": _YEARS[0], "last": _YEARS[-1]}

type LineText = Annotated[
    str,
    AfterValidator(_line),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_LINE}),
]
# For texts of a request. Documents are checked when they are saved, so that stored ones stay readable.
type SeenLine = Annotated[LineText, AfterValidator(_seen)]
type Prose = Annotated[str, AfterValidator(_prose), WithJsonSchema({"type": "string", "maxLength": LONGEST_PROSE})]
type Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    Field(ge=0, le=1000),
    PlainSerializer(amount_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": rf"^{_AMOUNT.pattern}$", "examples": ["1.25"]}),
]
type Day = Annotated[date, BeforeValidator(_day), AfterValidator(_known_year)]
# The year is checked before the conversion to UTC, which would overflow at the ends of the calendar.
type Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_instant),
    AfterValidator(_known_year),
    AfterValidator(lambda at: at.astimezone(UTC)),
]
