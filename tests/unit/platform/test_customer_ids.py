"""ASCP customer IDs: eight digits, however they were typed, and the words for anything else."""

import pytest

from laurel.platform.customer_ids import DIGITS, InvalidCustomerId, customer_id_of

NOTHING_ELSE = "An ASCP customer ID has 8 digits and nothing else."
ZEROS = "A spreadsheet may have removed zeros at the beginning."


@pytest.mark.parametrize("text", ["00412345", " 00412345 ", '="00412345"', "'00412345", "\uff10\uff10412345"])
def test_eight_digits_are_one_however_they_are_written(text: str) -> None:
    assert customer_id_of(text) == "00412345"
    assert DIGITS == 8


@pytest.mark.parametrize("text", ["", "  ", "null", "N/A", "#REF!"])
def test_what_an_export_writes_for_nothing_is_none(text: str) -> None:
    assert customer_id_of(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("412345", f"An ASCP customer ID has 8 digits; this has 6. {ZEROS}"),
        ("0412345", f"An ASCP customer ID has 8 digits; this has 7. {ZEROS}"),
        ("004123456", NOTHING_ELSE),
        ("0041234x", NOTHING_ELSE),
        ("x", NOTHING_ELSE),
        ("\u0661\u0662", NOTHING_ELSE),
    ],
)
def test_anything_else_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InvalidCustomerId) as found:
        customer_id_of(text)
    assert str(found.value) == words
