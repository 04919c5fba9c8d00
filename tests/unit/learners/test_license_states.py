"""The names of states with licenses: two in words, the others by postal code."""

import pytest

from laurel.learners.license_states import POSTAL_CODES, outside_name, postal_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Florida", "FL"),
        ("california", "CA"),
        (" ny ", "NY"),
        ("FL", "FL"),
        ("New York", None),
        ("XX", None),
        ("", None),
    ],
)
def test_a_state_is_known_by_its_postal_code_or_its_name_outside(text, code):
    assert postal_code(text) == code


def test_each_state_is_found_again_by_its_name_outside():
    assert (outside_name("FL"), outside_name("CA"), outside_name("NY")) == ("florida", "california", "NY")
    assert {postal_code(outside_name(code)) for code in POSTAL_CODES} == POSTAL_CODES
    assert len(POSTAL_CODES) == 55
