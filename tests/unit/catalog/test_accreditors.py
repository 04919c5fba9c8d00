"""What AMA, P.A.C.E., California and Florida ask of the statements that are offered."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.accreditors import check_statements, most_credit
from laurel.catalog.activity import Activity
from laurel.statements import Statement
from tests.unit.catalog.documents import changed, meeting, parsed


def problems(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in check_statements(Activity.model_validate(data))]


@pytest.mark.parametrize(
    ("statement", "minutes", "most"),
    [
        ("ama_pra_1", 60, "1"),
        ("ama_pra_1", 52, "0.75"),
        ("ama_pra_1", 53, "1"),
        ("attendance", 45, "0.75"),
        ("pace", 50, "1"),
        ("pace", 75, "1.5"),
        ("florida", 100, "2"),
    ],
)
def test_how_much_credit_minutes_give(statement: str, minutes: int, most: str) -> None:
    assert most_credit(Statement(statement), Fraction(minutes)) == Decimal(most)


def test_no_minutes_are_known_for_california() -> None:
    assert most_credit(Statement.CALIFORNIA, Fraction(1)) is None


@given(st.sampled_from(["ama_pra_1", "pace", "florida"]), st.integers(1, 600), st.integers(1, 600))
def test_longer_never_gives_less(statement: str, one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    amounts = [most_credit(Statement(statement), Fraction(minutes)) for minutes in (shorter, longer)]
    assert amounts[0] is not None
    assert amounts[1] is not None
    assert amounts[0] <= amounts[1]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("statements.0.step", "0", ("statements[0].step", "not_positive")),
        ("statements.0.step", "0.2", ("statements[0].step", "not_in_quarters")),
        ("statements.0.maximum", "0", ("statements[0].maximum", "not_positive")),
        ("statements.0.maximum", "2.1", ("statements[0].maximum", "not_in_step")),
        ("statements.2.approval_number", None, ("statements[2].approval_number", "approval_number_missing")),
        ("statements.2.type", "florida", ("statements[2]", "no_session_gives_credit")),
        ("statements.2.type", "florida", ("sessions[0].maximum.california", "not_offered")),
        ("statements.2.type", "pace", ("statements[2].type", "repeated")),
        ("sessions.0.maximum.florida", "1", ("sessions[0].specialty_area", "specialty_area_missing")),
        ("provider_statement", "", ("provider_statement", "provider_statement_missing")),
        ("statements.1.maximum", "14.5", ("statements[1].maximum", "over_hours_a_day")),
        ("sessions.0.maximum.pace", "0", ("sessions[0].maximum.pace", "not_positive")),
        ("sessions.0.maximum.pace", "0.75", ("sessions[0].maximum.pace", "not_in_step")),
        ("sessions.0.maximum.pace", "1.5", ("sessions[0].maximum.pace", "over_length")),
        ("sessions.0.ends_at", "2026-06-04T13:49:59.999999Z", ("sessions[0].maximum.pace", "over_length")),
        ("sessions.0.ends_at", "2026-06-04T13:01:00Z", ("sessions[0].maximum.pace", "over_length")),
        ("sessions.0.maximum.ama_pra_1", "1.25", ("sessions[0].maximum.ama_pra_1", "over_length")),
        ("sessions.0.maximum.california", "2.5", ("sessions[0].maximum.california", "over_activity_maximum")),
    ],
)
def test_each_fault(path: str, value: Any, problem: tuple[str, str]) -> None:
    assert problem in problems(changed(path, value))


def test_seven_hours_a_day_are_allowed_and_maxima_differ_by_type() -> None:
    data = changed("statements.1.maximum", "14")
    assert problems(data) == []
    assert [str(one.maximum) for one in parsed(data).statements] == ["2", "14", "2"]


def test_another_step_for_pace_is_configuration() -> None:
    data = changed("statements.1.step", "0.25")
    assert problems(changed("sessions.1.maximum.pace", "0.75", data)) == []


def test_a_pace_program_lasts_fifty_minutes() -> None:
    def program(minutes: int) -> dict[str, Any]:
        data = meeting()
        data["sessions"] = [
            data["sessions"][0] | {"ends_at": f"2026-06-04T13:{minutes}:00Z", "maximum": {"pace": "0.5"}}
        ]
        data["statements"] = [data["statements"][1]]
        return data

    assert problems(program(49)) == [("statements[0]", "program_too_short")]
    assert problems(program(50)) == []


def test_pace_gives_no_credit_without_an_evaluation() -> None:
    silent = changed("evaluation_forms.0.questions.0.required", False)
    assert problems(silent) == [("evaluation_forms[0].questions", "nothing_required")]
    # AMA asks for none.
    ama = silent | {"statements": silent["statements"][:1]}
    for session in ama["sessions"]:
        session["maximum"] = {"ama_pra_1": session["maximum"]["ama_pra_1"]}
    assert problems(ama) == []
