"""What operators record of a provider is checked as a whole, together with the other providers."""

from typing import Any

import pytest

from laurel.catalog.provider import Provider, StoredProvider, check_provider

LABCE = {
    "display_name": "LabCE",
    "contact_email": "labce@example.org",
    "time_zone": "America/Chicago",
}


def provider(**changes: Any) -> Provider:
    return Provider(**LABCE | changes)


def stored(provider_id: str, display_name: str) -> StoredProvider:
    return StoredProvider(provider_id, provider(display_name=display_name), 1)


OTHERS = [stored("asm", "American Society"), stored("days", "Clinical Days")]


def problems(provider_id: str, one: Provider, *others: StoredProvider) -> list[tuple[str, str, str]]:
    return [(each.path, each.code, each.message) for each in check_provider(provider_id, one, others)]


def test_a_provider_of_its_own_has_no_problem() -> None:
    assert problems("labce", provider(), *OTHERS) == []
    assert problems("labce", provider(provider_statement="Approved by P.A.C.E."), *OTHERS) == []


@pytest.mark.parametrize("name", ["American Society", "AMERICAN SOCIETY", "ASM", "asm"])
def test_no_two_providers_share_a_name_nor_the_name_of_one_and_the_id_of_another(name: str) -> None:
    (found,) = problems("labce", provider(display_name=name), *OTHERS)
    assert found[:2] == ("display_name", "display_name_taken")
    assert "asm" in found[2]


def test_a_provider_may_keep_its_own_name_and_be_called_by_its_id() -> None:
    mine = stored("labce", "LabCE")
    assert problems("labce", provider(), mine, *OTHERS) == []
    assert problems("labce", provider(display_name="LABCE"), mine, *OTHERS) == []


def test_the_id_of_a_new_provider_is_no_other_ones_name_and_not_that_of_ascls() -> None:
    other = stored("day-two", "Clinical")
    (found,) = problems("clinical", provider(), other)
    assert found[:2] == ("provider_id", "provider_id_taken")
    assert "clinical" in found[2]
    assert "day-two" in found[2]
    assert problems("clinical", provider(), other, stored("clinical", "Before")) == [], "it is there already"
    (found,) = problems("ascls", provider(), *OTHERS)
    assert found[0] == "provider_id"
    assert "ascls" in found[2]


def test_its_name_is_checked_as_a_text_that_people_read() -> None:
    assert [(path, code) for path, code, _ in problems("labce", provider(display_name="<b>LabCE</b>"))] == [
        ("display_name", "markup")
    ]


def test_all_its_problems_are_told_at_once_its_texts_first() -> None:
    wrong = provider(display_name="American Society", time_zone="America/Baltimore", provider_statement="<b>x</b>")
    found = problems("labce", wrong, *OTHERS)
    assert [(path, code) for path, code, _ in found] == [
        ("provider_statement", "markup"),
        ("display_name", "display_name_taken"),
        ("time_zone", "unknown_zone"),
    ]
