"""What a change of the profile may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from laurel.learners.views import LicenseModel, ProfileChange


def problems(**fields: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        ProfileChange.model_validate(fields)
    return {"/".join(map(str, error["loc"])): error["type"] for error in caught.value.errors()}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("CA", "california"), ("Florida", "florida"), ("fl", "florida"), ("ny", "NY"), (" WA ", "WA")],
)
def test_a_state_is_known_by_name_or_postal_code(given: str, kept: str) -> None:
    assert LicenseModel(state=given, number="1").state == kept


def test_every_wrong_field_is_told_at_once() -> None:
    assert problems(
        name_as_printed="\u202eana",
        name_language="tlh",
        physician="yes",
        ascls_email="not an address",
        ascp_email="a@b",
        licences=[{"state": "Atlantis", "number": "<1>"}],
        paper="a5",
        favourite_colour="green",
    ) == {
        "name_as_printed": "name",
        "name_language": "enum",
        "physician": "bool_type",
        "ascls_email": "address",
        "ascp_email": "address",
        "licences/0/state": "state",
        "licences/0/number": "licence_number",
        "paper": "enum",
        "favourite_colour": "extra_forbidden",
    }


def test_the_message_is_what_the_check_said() -> None:
    with pytest.raises(ValidationError, match="An e-mail address must have an @-sign"):
        ProfileChange(ascls_email="{nobody}")


def test_an_address_keeps_its_spelling() -> None:
    assert ProfileChange(ascp_email=" Ana.Lima+ce@Example.org ").ascp_email == "Ana.Lima+ce@Example.org"


@pytest.mark.parametrize("text", ["x" * 1001, "\ud800", "\x00"])
def test_unusable_text_is_refused_in_every_field(text: str) -> None:
    found = problems(name_as_printed=text, ascls_email=text, professions=[text])
    assert set(found) == {"name_as_printed", "ascls_email", "professions/0"}
