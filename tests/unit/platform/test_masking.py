"""What is shown of a number."""

from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.amounts import amount_text
from laurel.platform.masking import masked_number


@given(st.text("0123456789", max_size=12))
def test_of_a_number_at_most_the_last_three_and_never_all(number):
    shown = masked_number(number).removeprefix("•••")
    assert shown in ("", number[-3:])
    assert not number or shown != number


@given(st.decimals(0, 9999, places=2))
def test_an_amount_has_no_zeros_at_its_end(value):
    text = amount_text(value)
    assert value == type(value)(text)
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))
