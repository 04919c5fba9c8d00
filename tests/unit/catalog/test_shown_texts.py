"""Texts in which nothing can be seen, or something is hidden, are refused with their path when staff put them."""

from typing import Any

import pytest

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from laurel.platform.refusal import Problem
from tests.unit.catalog.documents import changed

FIELDS = [
    ("title", "title"),
    ("provider", "provider"),
    ("signatory.name", "signatory.name"),
    ("signatory.title", "signatory.title"),
    ("number", "number"),
    ("location", "location"),
    ("sessions.1.title", "sessions[1].title"),
    ("sessions.0.speakers", "sessions[0].speakers[0]"),
    ("statements.2.approval_number", "statements[2].approval_number"),
    ("disclosures.0.title", "disclosures[0].title"),
    ("evaluation_forms.0.title", "evaluation_forms[0].title"),
]


def faults(path: str, text: str) -> list[tuple[str, str]]:
    value: Any = [text] if path.endswith("speakers") else text
    found = parse_activity(changed(path, value))
    assert not isinstance(found, Activity), "nothing was found wrong"
    assert all(isinstance(one, Problem) for one in found)
    return [(one.path, one.code) for one in found]


@pytest.mark.parametrize(("path", "place"), FIELDS)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\u3164", "invisible_character"),
        ("\u200b", "invisible_character"),
        ("\u2800", "invisible_character"),
        ("\u200d", "nothing_visible"),
        ("\u0301", "nothing_visible"),
        ("ـــ", "nothing_visible"),
        ("—", "nothing_visible"),
        ("Safe \u202egnisrever", "turns_direction"),
        ("Safe \u2068isolate\u2069", "turns_direction"),
        ("Up\u200bdate", "invisible_character"),
        ("Up\u00addate", "invisible_character"),
        ("\u200eUpdate", "invisible_character"),
        ("Dose 1\u200f - 2", "invisible_character"),
        ("Up\u200ddate", "invisible_character"),
        ("Update\ufe0f", "invisible_character"),
        ("Ren\ufffd Roy", "unprintable"),
        ("Update\ufdd0", "unprintable"),
        ("\uf0b7 Update", "unprintable"),
        ("A" + "\u0300" * 9, "too_many_marks"),
        ("<i>Escherichia coli</i>", "markup"),
        ("Blood &amp; Guts", "markup"),
    ],
)
def test_a_text_that_people_see_is_refused_where_it_stands(path: str, place: str, text: str, code: str) -> None:
    assert faults(path, text) == [(place, code)]


@pytest.mark.parametrize(
    ("path", "text", "place", "code"),
    [
        ("provider_statement", "\u200b", "provider_statement", "invisible_character"),
        ("statements.0.wording", "At \u202emost 2.", "statements[0].wording", "turns_direction"),
        ("description", "Two \u2067days.", "description", "turns_direction"),
        ("disclosures.0.text", "\u202e", "disclosures[0].text", "turns_direction"),
        ("disclosures.0.text", "\u200b\n\u200b", "disclosures[0].text", "nothing_visible"),
        ("disclosures.0.text", "", "disclosures[0].text", "nothing_visible"),
        ("disclosures.0.text", "None\U000e0041.", "disclosures[0].text", "invisible_character"),
        ("disclosures.0.text", "Ren\ufffd Roy", "disclosures[0].text", "unprintable"),
        ("description", "\u3164", "description", "invisible_character"),
        ("description", "\u00ad", "description", "nothing_visible"),
        ("objectives", ["\uf0b7 Name them"], "objectives[0]", "unprintable"),
        (
            "evaluation_forms.0.questions.1.choices",
            ["Food", "\u200d"],
            "evaluation_forms[0].questions[1].choices[1]",
            "nothing_visible",
        ),
        (
            "evaluation_forms.0.questions.0.text",
            "\u3164",
            "evaluation_forms[0].questions[0].text",
            "invisible_character",
        ),
    ],
)
def test_the_other_texts(path: str, text: Any, place: str, code: str) -> None:
    found = parse_activity(changed(path, text))
    assert not isinstance(found, Activity)
    assert [(one.path, one.code) for one in found] == [(place, code)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("title", "p < 0.05 and > 3, R&D, Q&A; <LOD>"),
        ("title", "β-lactamase, H₂O₂, 37 °C, “…”, 臨床, می\u200cخواهم"),
        ("evaluation_forms.0.questions.1.choices", ["+", "−", "★"]),
        ("description", "A soft\u00adhyphen and a zero\u200bwidth space."),
        ("number", "7"),
    ],
)
def test_what_may_be_written(path: str, text: Any) -> None:
    assert isinstance(parse_activity(changed(path, text)), Activity)


def test_all_of_them_are_told_at_once() -> None:
    document = changed("title", "\u3164")
    document["sessions"][1]["title"] = "\u202eno"
    document["provider"] = "?"
    found = parse_activity(document)
    assert not isinstance(found, Activity)
    assert [one.path for one in found] == ["title", "provider", "sessions[1].title"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        *((path, place) for path, place in FIELDS if not place.startswith(("sessions[0]", "disclos", "evaluation"))),
        ("provider_statement", "provider_statement"),
        ("statements.0.wording", "statements[0].wording"),
        ("sessions.0.specialty_area", "sessions[0].specialty_area"),
    ],
)
@pytest.mark.parametrize("character", ["\U0001f9a0", "☑", "⚕", "\uf0b7", "\U0001f1fa\U0001f1f8", "❤\ufe0f", "𐤀"])
def test_what_no_font_has_is_named_where_it_would_be_printed(path: str, place: str, character: str) -> None:
    found = parse_activity(changed(path, f"{character} Update 2026"))
    assert not isinstance(found, Activity)
    assert [(one.path, one.code) for one in found] == [(place, "unprintable")]
    assert f"“{character[0]}” (U+{ord(character[0]):04X})" in found[0].message or character == "\uf0b7"


def test_what_is_only_shown_on_pages_may_hold_pictures() -> None:
    document = changed("description", "Two days. \U0001f9a0")
    document["evaluation_forms"][0]["questions"][1]["choices"] = ["\U0001f600", "\U0001f641"]
    assert isinstance(parse_activity(document), Activity)


def test_a_description_may_be_empty_and_a_disclosure_may_not() -> None:
    assert isinstance(parse_activity(changed("description", "")), Activity)
    assert faults("disclosures.0.text", "") == [("disclosures[0].text", "nothing_visible")]
