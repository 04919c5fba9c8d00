"""What a document leaves out is its provider's."""

from typing import Any

import pytest

from laurel.catalog.provider import Provider
from laurel.catalog.provider_defaults import provider_wanted, with_texts_of
from laurel.claims.staff_catalog import Owners

LABCE = Provider(
    display_name="LabCE",
    provider_statement="LabCE is approved by the P.A.C.E. Program.",
    contact_email="labce@example.org",
    time_zone="America/Chicago",
)


def completed(document: Any) -> Any:
    asked: list[str] = []

    def record_of(named: str) -> Provider | None:
        asked.append(named)
        return LABCE if named == "labce" else None

    return Owners(None, record_of).completed(document), asked


def test_a_name_and_a_statement_that_are_left_out_are_the_providers() -> None:
    found, asked = completed({"id": "a", "provider_id": "labce"})
    assert found == {
        "id": "a",
        "provider_id": "labce",
        "provider": "LabCE",
        "provider_statement": "LabCE is approved by the P.A.C.E. Program.",
    }
    assert asked == ["labce"]


def test_what_the_document_says_stays() -> None:
    said = {"provider_id": "labce", "provider": "LabCE of MediaLab", "provider_statement": "Approved."}
    assert completed(said) == (said, [])
    assert completed({**said, "provider_statement": ""})[0]["provider"] == "LabCE of MediaLab"
    assert completed({**said, "provider": None})[0]["provider"] == "LabCE"
    assert completed({**said, "provider": ""})[0]["provider"] == "LabCE"
    # Of a wrong kind: the check of the document says so.
    assert completed({**said, "provider": [], "provider_statement": 7})[0]["provider"] == []


@pytest.mark.parametrize(
    "document", [None, [], "labce", {"provider_id": None}, {"provider_id": 7}, {"provider_id": "A B"}]
)
def test_a_document_without_a_provider_stays_as_it_is(document: Any) -> None:
    assert completed(document) == (document, [])
    assert provider_wanted(document) is None


def test_a_provider_without_a_record_gives_nothing() -> None:
    assert completed({"provider_id": "asm"}) == ({"provider_id": "asm"}, ["asm"])
    bare = LABCE.model_copy(update={"provider_statement": ""})
    assert with_texts_of({"provider_id": "labce"}, bare) == {"provider_id": "labce", "provider": "LabCE"}
