"""Everything that is wrong with a document is found, at once and with its path; a correct one passes unchanged."""

import copy
import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from tests.examples import examples
from tests.unit.catalog.documents import changed, meeting, online, parsed


def problems(data: object) -> list[tuple[str, str]]:
    found = parse_activity(data)
    assert not isinstance(found, Activity), "nothing was found wrong"
    assert all(one.message for one in found)
    return [(one.path, one.code) for one in found]


@pytest.mark.parametrize("data", [meeting(), online(), meeting(kind="webinar", location=None)])
def test_a_correct_document_passes(data: dict[str, Any]) -> None:
    assert parsed(data).title == "Laboratory Days"


SECOND_FORM = {"id": "form", "title": "Again", "questions": [{"id": "x", "kind": "yes_no", "text": "?"}]}
CODES = {"type": "session_code", "codes": [{"code": "AB-12"}]}


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("time_zone", "America/Baltimore", ("time_zone", "unknown_zone")),
        ("time_zone", "America", ("time_zone", "unknown_zone")),
        ("time_zone", "../etc", ("time_zone", "string_pattern_mismatch")),
        ("ends_on", "2026-06-03", ("ends_on", "ends_before_start")),
        ("claim_window.closes_at", "2026-06-04T12:00:00Z", ("claim_window.closes_at", "closes_before_opening")),
        ("location", None, ("location", "location_missing")),
        ("location", ..., ("location", "location_missing")),
        ("signatory", ..., ("signatory", "signatory_missing")),
        ("signatory", {"name": "", "title": "Chair"}, ("signatory.name", "empty")),
        ("content", [{"title": "x", "url": "https://example.org/"}], ("content", "online_only")),
        ("access", {"type": "session_code"}, ("access.codes", "codes_missing")),
        ("access", {"type": "badge", "codes": [{"code": "AB12"}]}, ("access.codes", "codes_unused")),
        ("access", {"type": "session_code", "codes": [{"code": "----"}]}, ("access.codes[0].code", "no_code")),
        (
            "access",
            {"type": "session_code", "codes": [{"code": "ab-12"}, {"code": "AB12"}]},
            ("access.codes[1].code", "repeated"),
        ),
        (
            "access",
            {
                "type": "session_code",
                "codes": [
                    {"code": "AB12", "valid_from": "2026-06-05T00:00:00Z", "valid_until": "2026-06-05T00:00:00Z"}
                ],
            },
            ("access.codes[0].valid_until", "ends_before_start"),
        ),
        ("disclosures.+", {"id": "money", "version": 1, "title": "x", "text": "y"}, ("disclosures[1].id", "repeated")),
        ("evaluation_forms.+", SECOND_FORM, ("evaluation_forms[1].id", "repeated")),
        (
            "evaluation_forms.0.questions.+",
            {"id": "good", "kind": "text", "text": "?"},
            ("evaluation_forms[0].questions[3].id", "repeated"),
        ),
        (
            "evaluation_forms.0.questions.1.choices",
            ["Food"],
            ("evaluation_forms[0].questions[1].choices", "choices_missing"),
        ),
        (
            "evaluation_forms.0.questions.1.choices",
            ["Food", "Talk", " Food "],
            ("evaluation_forms[0].questions[1].choices[2]", "repeated"),
        ),
        (
            "evaluation_forms.0.questions.0.choices",
            ["1", "2"],
            ("evaluation_forms[0].questions[0].choices", "choices_unused"),
        ),
        ("sessions.1.id", "s1", ("sessions[1].id", "repeated")),
        ("sessions.1.evaluation_form", "none", ("sessions[1].evaluation_form", "unknown_form")),
        ("sessions.0.ends_at", "2026-06-04T13:00:00Z", ("sessions[0].ends_at", "ends_before_start")),
        # The evening of 3 June in New York, although it is the fourth in UTC.
        ("sessions.0.starts_at", "2026-06-04T03:59:00Z", ("sessions[0].starts_at", "outside_activity")),
        ("sessions.1.ends_at", "2026-06-06T04:00:01Z", ("sessions[1].ends_at", "outside_activity")),
        ("number", ..., ("number", "missing")),
        ("colour", "red", ("colour", "unknown_field")),
        ("starts_on", 1780531200, ("starts_on", "date")),
        ("starts_on", "1780531200", ("starts_on", "date")),
        ("starts_on", "2026-02-30", ("starts_on", "date")),
        ("starts_on", "0001-01-01", ("starts_on", "year")),
        ("sessions.0.starts_at", "2026-06-04T13:00:00", ("sessions[0].starts_at", "instant")),
        ("sessions.0.starts_at", "0001-01-01T00:00:00+12:00", ("sessions[0].starts_at", "year")),
        ("sessions.0.starts_at", "9999-12-31T23:59:59-12:00", ("sessions[0].starts_at", "year")),
        ("sessions.0.starts_at", 1780531200, ("sessions[0].starts_at", "instant")),
        ("sessions.0.maximum.pace", 1.5, ("sessions[0].maximum.pace", "amount")),
        ("sessions.0.maximum.pace", "1e3", ("sessions[0].maximum.pace", "amount")),
        ("sessions.0.maximum.pace", "NaN", ("sessions[0].maximum.pace", "amount")),
        ("sessions.0.maximum.pace", "1.255", ("sessions[0].maximum.pace", "amount")),
        ("sessions.0.maximum.nurses", "1", ("sessions[0].maximum.nurses", "enum")),
        ("disclosures.0.version", True, ("disclosures[0].version", "not_whole_number")),
        ("disclosures.0.version", "1", ("disclosures[0].version", "not_whole_number")),
        (
            "evaluation_forms.0.questions.0.required",
            "yes",
            ("evaluation_forms[0].questions[0].required", "not_yes_or_no"),
        ),
        ("title", "a\0b", ("title", "control_character")),
        ("title", "\ud800", ("title", "control_character")),
        ("title", " ", ("title", "empty")),
        ("title", "x" * 301, ("title", "too_long")),
        ("description", "x" * 20_001, ("description", "too_long")),
        ("title", 5, ("title", "not_text")),
        ("title\ud800", 5, ("", "broken_unicode")),
        ("\0" + "x" * 200, 5, ("\N{REPLACEMENT CHARACTER}" + "x" * 79 + "…", "unknown_field")),
        ("sessions", {}, ("sessions", "not_a_list")),
        ("sessions", [], ("sessions", "too_short")),
        ("access", "badge", ("access", "not_an_object")),
    ],
)
def test_each_fault_is_found_where_it_is(path: str, value: Any, problem: tuple[str, str]) -> None:
    assert problem in problems(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("assessment", None, ("assessment", "assessment_missing")),
        ("content", [], ("content", "content_missing")),
        ("assessment.questions.0.right", "c", ("assessment.questions[0].right", "unknown_choice")),
        ("assessment.questions.0.choices.1.id", "a", ("assessment.questions[0].choices[1].id", "repeated")),
        (
            "assessment.questions.+",
            {"id": "q1", "text": "?", "choices": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}], "right": "a"},
            ("assessment.questions[1].id", "repeated"),
        ),
        ("content.0.url", "javascript:alert(1)", ("content[0].url", "string_pattern_mismatch")),
    ],
)
def test_each_fault_of_an_online_course(path: str, value: Any, problem: tuple[str, str]) -> None:
    assert problem in problems(changed(path, value, online()))


def test_a_post_test_belongs_to_online_courses() -> None:
    assert problems(meeting(assessment=online()["assessment"])) == [("assessment", "online_only")]


def test_all_faults_are_found_at_once() -> None:
    data = changed("sessions.0.evaluation_form", "none")
    changed("sessions.1.id", "s1", data)
    changed("ends_on", "2026-06-04", data)
    changed("access", CODES | {"type": "none"}, data)
    assert problems(data) == [
        ("access.codes", "codes_unused"),
        ("sessions[1].id", "repeated"),
        ("sessions[0].evaluation_form", "unknown_form"),
        ("sessions[1].starts_at", "outside_activity"),
        ("sessions[1].ends_at", "outside_activity"),
    ]


def test_all_faults_of_single_fields_are_found_at_once() -> None:
    data = changed("sessions.0.title", "")
    changed("sessions.1.maximum.pace", 1, data)
    changed("number", ..., data)
    assert sorted(problems(data)) == [
        ("number", "missing"),
        ("sessions[0].title", "empty"),
        ("sessions[1].maximum.pace", "amount"),
    ]


@pytest.mark.parametrize("data", [None, [], "x", 5, {}, {"sessions": None}])
def test_what_is_no_document_at_all(data: object) -> None:
    assert problems(data)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just("0"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([meeting(), online()]), st.data())
@examples(300)
def test_whatever_stands_in_a_document_it_is_answered(document: dict[str, Any], data: st.DataObject) -> None:
    document = copy.deepcopy(document)
    *way, last = data.draw(st.sampled_from(_places(document)[1:]))
    place: Any = document
    for step in way:
        place = place[step]
    place[last] = data.draw(JSON)
    outcome = parse_activity(document)
    assert isinstance(outcome, Activity) or (outcome and all(one.message for one in outcome))


ID = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
# Most lines are words that print; some are whatever there is.
WORDS = st.from_regex(r"[A-Za-zÀ-ÿ0-9Α-ωА-я][A-Za-zÀ-ÿ0-9Α-ωА-я ,.:;’–-]{0,39}", fullmatch=True)
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), min_size=1, max_size=40).filter(
    str.strip
)
OF_TEXTS = {"turns_direction", "invisible_character", "nothing_visible", "too_many_marks", "markup", "unprintable"}
LINE = st.integers(0, 19).flatmap(lambda n: WORDS if n else ANYTHING)
# A few zones had offsets with seconds until 1972; ISO 8601 cannot write them.
INSTANT = st.datetimes(datetime(1973, 1, 1), datetime(2189, 12, 31), timezones=st.timezones()).map(datetime.isoformat)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    data = draw(st.sampled_from([meeting(), online()]))
    data = copy.deepcopy(data) | {"id": draw(ID), "title": draw(LINE), "description": draw(LINE), "number": draw(LINE)}
    template = data["sessions"][0]
    ids = draw(st.lists(ID, min_size=1, max_size=5, unique=True))
    data["sessions"] = [
        copy.deepcopy(template) | {"id": one, "title": draw(LINE), "speakers": draw(st.lists(LINE, max_size=3))}
        for one in ids
    ]
    window = draw(st.tuples(INSTANT, INSTANT))
    data["claim_window"] = dict(zip(("opens_at", "closes_at"), window, strict=True))
    return data


@given(documents())
def test_an_activity_comes_back_as_it_was_written(data: dict[str, Any]) -> None:
    activity = parse_activity(data)
    if isinstance(activity, Activity):
        assert parse_activity(json.loads(activity.model_dump_json())) == activity
        assert Activity.model_validate_json(activity.model_dump_json()) == activity
    else:
        assert {one.code for one in activity} <= {"closes_before_opening"} | OF_TEXTS


def test_the_schema_says_that_amounts_are_text() -> None:
    schema = Activity.model_json_schema()
    amount = schema["$defs"]["Amount"]
    assert amount == {"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$", "examples": ["1.25"]}


def test_a_session_that_ends_at_midnight_of_the_last_day_is_inside() -> None:
    assert isinstance(parse_activity(changed("sessions.1.ends_at", "2026-06-06T04:00:00Z")), Activity)
    later = changed("sessions.1.ends_at", "2026-06-06T04:00:00.000001Z")
    assert problems(later) == [("sessions[1].ends_at", "outside_activity")]


def test_of_many_faults_as_many_are_listed_as_an_answer_has_space_for() -> None:
    assert len(problems(meeting(**{f"unknown{n}": 1 for n in range(300)}))) == 200
