"""A form has all its problems at once: those of fields, and those between the fields that can be read."""

import pytest

from laurel.catalog.activity import Activity
from laurel.catalog.all_problems import parse_form
from laurel.catalog.checks import CHECKS, parse_activity
from tests.unit.catalog.documents import meeting, online


def problems(document):
    found = parse_form(document)
    assert not isinstance(found, Activity)
    return {(one.path, one.code) for one in found}


def without(document, *names):
    return {name: one for name, one in document.items() if name not in names}


def test_a_whole_document_is_an_activity_as_before():
    assert parse_form(meeting()) == parse_activity(meeting())
    assert parse_form("no object") == parse_activity("no object")
    wrong = meeting(ends_on="2026-06-01")
    assert parse_form(wrong) == parse_activity(wrong)


def test_problems_of_both_rounds_come_together():
    first, second = meeting()["sessions"]
    document = without(meeting(signatory=None, location=None, title=" "), "number") | {
        "claim_window": {"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2026-06-01T12:00:00Z"},
        "sessions": [first | {"title": ""}, second | {"ends_at": second["starts_at"], "evaluation_form": "none"}],
    }
    assert problems(document) == {
        ("title", "empty"),
        ("number", "missing"),
        ("sessions[0].title", "empty"),
        # Between fields.
        ("signatory", "signatory_missing"),
        ("location", "location_missing"),
        ("claim_window.closes_at", "closes_before_opening"),
        ("sessions[1].evaluation_form", "unknown_form"),
        ("sessions[1].ends_at", "ends_before_start"),
    }


@pytest.mark.parametrize("field", sorted(Activity.model_fields))
@pytest.mark.parametrize("make", [meeting, online])
def test_a_field_that_is_missing_or_wrong_brings_no_problem_of_another_one(make, field):
    # Each problem would be there too if that field were good: nothing is made up.
    for document in (without(make(), field), make() | {field: 7}, make() | {field: []}):
        tops = (
            {path.partition(".")[0].partition("[")[0] for path, _ in problems(document)}
            if (not isinstance(parse_form(document), Activity))
            else set()
        )
        known = (
            {one.path.partition(".")[0].partition("[")[0] for one in parse_activity(document)}
            if (not isinstance(parse_activity(document), Activity))
            else set()
        )
        assert tops <= known | {field}


def test_each_check_names_the_fields_of_an_activity():
    assert all(fields <= Activity.model_fields.keys() for _, fields in CHECKS)


# The check of the claim window looks at these.
LOOKED_AT = {"claim_window", "starts_on", "ends_on", "time_zone"}


@pytest.mark.parametrize("field", sorted(set(Activity.model_fields) - LOOKED_AT))
def test_a_field_that_is_missing_hides_no_problem_between_others(field):
    window = {"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2026-06-01T12:00:00Z"}
    assert ("claim_window.closes_at", "closes_before_opening") in problems(without(meeting(claim_window=window), field))


@pytest.mark.parametrize("field", sorted(LOOKED_AT))
def test_not_even_one_that_other_checks_look_at(field):
    assert ("signatory", "signatory_missing") in problems(without(meeting(signatory=None), field))
