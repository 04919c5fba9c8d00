"""What the plugin `tests.refusals_made` says of refusals."""

import pytest

from laurel.platform.refusal import Problem, ProblemType, RefusalKind, RefusalType
from local.places import ROOT
from local.problem_places import groups, places
from local.refusals import answers
from tests.refusals_made import fault_of_problem, fault_of_refusal

MAXIMUM = ProblemType("session_maximum", "“{session}” gives at most {maximum}.")
FINAL = RefusalType("claim_final", RefusalKind.CONFLICT, "The claim is final.", "Write to {contact}.")
CHANGED = RefusalType("changed_elsewhere", RefusalKind.OUTDATED, "It was changed.", "Reload it.")
WAIT = RefusalType("too_many_attempts", RefusalKind.TOO_MANY, "Too many.", "Wait until {until}.")
LISTS = RefusalType("invalid", RefusalKind.INVALID, "Not valid.", "Each problem is listed.")
CREDITS = Problem("credits", "credits_step", "Write a multiple of 0.5.")
VALUES = {"session": "Sepsis", "maximum": "1.5"}


@pytest.mark.parametrize("path", ["sessions.opening-1.credits", "sessions.2.credits"])
def test_a_problem_at_a_place_of_its_code_is_as_it_should_be(path):
    assert fault_of_problem(MAXIMUM, path, VALUES) == ""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "credits",
        "Sessions.a.credits",
        "sessions.credits",
        "sessions..credits",
        "sessions.a.b.credits",
        "sessions[1].credits",
    ],
)
def test_another_place_is_a_fault(path):
    assert fault_of_problem(MAXIMUM, path, VALUES) == f"problem_places.toml does not have its place {path!r}"


def test_a_place_is_a_text():
    assert fault_of_problem(MAXIMUM, None, VALUES) == "its path is None"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"session": "Sepsis"}, "its sentence needs ['maximum', 'session'] and gets ['session']"),
        (VALUES | {"step": "0.5"}, "its sentence needs ['maximum', 'session'] and gets ['maximum', 'session', 'step']"),
        (VALUES | {"maximum": None}, "empty in its sentence: maximum"),
        (VALUES | {"maximum": "None", "session": ""}, "empty in its sentence: maximum, session"),
    ],
)
def test_a_sentence_needs_each_of_its_values_and_no_other(values, fault):
    assert fault_of_problem(MAXIMUM, "sessions.a.credits", values) == fault


@pytest.mark.parametrize(
    ("kind", "path", "errors", "retry_after", "version", "values", "fault"),
    [
        (FINAL, None, (), None, None, {"contact": "a@example.org"}, ""),
        (FINAL, "", (), None, None, {"contact": "a@example.org"}, ""),
        (FINAL, None, (), None, None, {"contact": None}, "empty in its sentence: contact"),
        (FINAL, "id", (), None, None, {"contact": "-"}, "problem_places.toml does not have its place 'id'"),
        (FINAL, None, (CREDITS,), None, None, {}, "it lists problems; problem_places.toml does not say so"),
        (CHANGED, None, (), None, 3, {}, ""),
        (CHANGED, None, (), None, None, {}, "its version is None"),
        (WAIT, None, (), 60, None, {"until": "June 4"}, ""),
        (WAIT, None, (), None, None, {"until": "June 4"}, "its retry_after is None"),
        (LISTS, None, (CREDITS,), None, None, {}, ""),
        (LISTS, None, (), None, None, {}, "it lists no problem; problem_places.toml gives it places"),
    ],
)
def test_a_refusal_has_what_its_kind_and_code_promise(kind, path, errors, retry_after, version, values, fault):
    assert fault_of_refusal(kind, path, errors, retry_after, version, values) == fault


def test_every_refusal_of_a_test_is_watched():
    assert {one.__module__ for one in (ProblemType.at, RefusalType.at, RefusalType.refuse)} == {
        "laurel.platform.refusal"
    }
    assert all(hasattr(one, "__wrapped__") for one in (ProblemType.at, RefusalType.at, RefusalType.refuse))


def test_a_function_that_names_another_place_fails_its_test():
    code = compile("def made(kind):\n    return kind.refuse('id', contact='-')", f"{ROOT}/layers/made.py", "exec")
    names = {}
    exec(code, names)
    with pytest.raises(pytest.fail.Exception, match=r"layers/made\.py:2 makes claim_final, but .* place 'id'"):
        names["made"](FINAL)


@pytest.mark.parametrize("problem", [(None, "Fill this in."), ("id", ""), ("id", " Fill this in.")])
def test_a_problem_has_a_path_and_a_message(problem):
    path, message = problem
    with pytest.raises(pytest.fail.Exception, match="A problem 'missing' at"):
        Problem(path, "missing", message)


def test_the_table_of_places_is_about_codes_and_groups_that_there_are():
    listed = [place for of_code in places().values() for place in of_code]
    assert set(places()) - set(answers()) == set()
    assert {one for one in listed if one.startswith("<")} == set(groups())
