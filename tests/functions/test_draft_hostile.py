"""Hostile texts in each text of a draft: saved as typed, each problem at its field, and never a server error."""

import copy

import pytest

from laurel.platform.problems import path_of
from tests.api_events import staff
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.unit.catalog.documents import online

DRAFT = "/v1/staff/drafts/new"
# Neither texts for people nor anything that they can choose freely.
NO_TEXTS = {
    "id",
    "kind",
    "level",
    "type",
    "part",
    "right",
    "evaluation_form",
    "overall_evaluation",
    "provider_id",
    "number",
}
NO_TEXTS |= {"starts_on", "ends_on", "starts_at", "ends_at", "opens_at", "closes_at", "maximum", "step", "time_zone"}
NO_TEXTS |= {"contact", "url", "code", "approval_number"}
PROSE = {
    "description",
    "disclosures[0].text",
    "assessment.questions[0].text",
    "statements[0].wording",
    "provider_statement",
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk.claims


def texts_of(value, place=()):
    """The places of all free texts in a document."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_TEXTS:
                yield from texts_of(one, (*place, name))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from texts_of(one, (*place, n))
    elif isinstance(value, str):
        yield place


def filled(document, text):
    made = copy.deepcopy(document)
    for place in texts_of(document):
        *above, last = place
        holder = made
        for step in above:
            holder = holder[step]
        holder[last] = text
    return made


WHOLE = {
    **online(location="Online"),
    "faculty": [{"name": "Ana Lima", "credentials": "PhD"}],
}
PLACES = {path_of(place) for place in texts_of(WHOLE)}

REFUSED = {
    "a NUL": "Blood\x00 days",
    "an override of direction": "Blood \u202esyad\u202c",
    "a control character": "Blood \x9b31m days",
    "too long": "B" * 20_001,
}
TAKEN = {
    "quotes and signs": 'Blood & "days" #1 $x$ \\n {{x}} %s \';--',
    "Arabic": "أيام المختبر",
    "Thai": "วันห้องปฏิบัติการ",
    "Chinese": "实验室日",
    "a combining accent": "Journe\u0301es",
}


def save(desk, text):
    document = filled(WHOLE, text) | {"id": "new"}
    answer = desk.call("PUT", DRAFT, staff(), json_body=document, headers={"If-Match": "*"})
    assert answer.status in {200, 201}, answer
    # What was typed is there as it was typed, in the draft and in its list.
    assert desk.call("GET", DRAFT, staff()).json()["document"] == document
    assert desk.call("GET", "/v1/staff/drafts", staff()).status == 200
    return {one["path"] for one in answer.json()["problems"]}


def test_each_text_of_an_activity_is_tried():
    assert {"title", "sessions[0].speakers[0]", "evaluation_forms[0].questions[0].text", "signatory.name"} <= PLACES
    assert PROSE <= PLACES


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_text_that_no_page_can_show_is_a_problem_at_each_field(desk, name):
    assert save(desk, REFUSED[name]) >= PLACES


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_text_in_any_script_is_no_problem_in_any_field(desk, name):
    repeated = {f"evaluation_forms[0].questions[1].choices[{n}]" for n in (0, 1)}  # all choices are the same here
    assert save(desk, TAKEN[name]) <= repeated


def test_markup_and_pictures_are_told_where_they_would_be_printed_and_nothing_fails(desk):
    for text in (
        "<script>alert(1)</script>",
        "Blood 🩸 days 🧪",
        "x\u200b\u200c\u200dy",
        "\u0301" * 40,
        "=HYPERLINK(1)",
    ):
        save(desk, text)
    assert "title" in save(desk, "Blood <b>days</b>")


def test_broken_unicode_is_refused_before_it_is_a_draft(desk):
    body = b'{"title": "\\ud800"}'
    answer = desk.call("PUT", DRAFT, staff(), body=body, headers={"If-Match": "*", "Content-Type": "application/json"})
    assert (answer.status, answer.code) == (400, "not_json")
