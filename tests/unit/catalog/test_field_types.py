"""What each type of a document takes, and what it says of everything else."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from laurel.catalog.field_types import LONGEST_LINE, LONGEST_PROSE, Amount, Day, Instant, LineText, Prose, SeenLine

CONTROLS = "Text must not contain control characters or broken Unicode."
AMOUNT = "Write the amount of credit with at most two decimal places, such as 1.25."
BARE_AMOUNT = 'Put the amount of credit in quotation marks: "1.25", not 1.25.'
DAY = "Write dates as year-month-day, such as 2026-06-04."
INSTANT = "Write times as 2026-06-04T13:00:00Z, or with an offset from UTC."
YEAR = "The year must be between 1960 and 2199."


@pytest.mark.parametrize(
    ("kind", "given", "code", "said"),
    [
        (LineText, "a\x07b", "control_character", CONTROLS),
        (LineText, "a\ud800", "control_character", CONTROLS),
        (LineText, " \n ", "empty", "This must not be empty."),
        (
            LineText,
            "x" * (LONGEST_LINE + 1),
            "too_long",
            "At most 300 characters are allowed; this has 301.",
        ),
        (Prose, "x" * (LONGEST_PROSE + 1), "too_long", "At most 20000 characters are allowed; this has 20001."),
        (Prose, "a\x00", "control_character", CONTROLS),
        (SeenLine, "\u0301", "nothing_visible", "Write a text with at least one visible character."),
        (SeenLine, "Up\u200bdate", "invisible_character", "Remove the invisible characters: U+200B."),
        (SeenLine, "Up\ufffddate", "invisible_character", "Remove the invisible characters: “\ufffd” (U+FFFD)."),
        (Amount, 1.5, "amount", BARE_AMOUNT),
        (Amount, 1, "amount", BARE_AMOUNT),
        (Amount, "", "amount", AMOUNT),
        (Amount, None, "amount", AMOUNT),
        (Amount, "1e3", "amount", AMOUNT),
        (Amount, "1.255", "amount", AMOUNT),
        (Day, "2026-6-4", "date", DAY),
        (Day, 1780531200, "date", DAY),
        (Day, "1959-12-31", "year", YEAR),
        (Day, "2200-01-01", "year", YEAR),
        (Instant, "2026-06-04", "instant", INSTANT),
        (Instant, 1780531200, "instant", INSTANT),
        (Instant, "9999-12-31T23:59:59-12:00", "year", YEAR),
    ],
)
def test_what_a_type_does_not_take_has_a_code_and_a_sentence(kind: Any, given: object, code: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(given)
    (error,) = refused.value.errors()
    assert (error["type"], error["msg"]) == (code, said)


@pytest.mark.parametrize(
    ("kind", "given", "taken"),
    [
        (LineText, "  a\n b ", '"a b"'),
        (Prose, " a\n b ", '"a\\n b"'),
        (Prose, "", '""'),
        (SeenLine, "Zoë", '"Zoë"'),
        (Amount, "1.50", '"1.5"'),
        (Day, "1960-01-01", '"1960-01-01"'),
        (Day, "2199-12-31", '"2199-12-31"'),
        (Instant, "2026-06-04T09:00:00-04:00", '"2026-06-04T13:00:00Z"'),
    ],
)
def test_what_a_type_takes_is_normalized(kind: Any, given: str, taken: str) -> None:
    adapter = TypeAdapter(kind)
    assert adapter.dump_json(adapter.validate_python(given)).decode() == taken
