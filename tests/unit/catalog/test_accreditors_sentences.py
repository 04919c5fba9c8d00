"""What staff read about each fault of the statements that an activity offers."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from laurel.catalog.accreditors import check_statements, most_credit
from laurel.catalog.activity import Activity
from laurel.statements import Statement
from tests.unit.catalog.documents import changed, meeting


def sentences(data: dict[str, Any]) -> list[str]:
    return [f"{one.path}: {one.message}" for one in check_statements(Activity.model_validate(data))]


NO_CALIFORNIA = "sessions[0].maximum.california: The activity does not offer california. Add it to statements."


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "statements.0.step",
            "0.2",
            [
                "statements[0].step: AMA PRA Category 1 Credit™ is counted in steps of 0.25. Use a multiple of it.",
                "sessions[1].maximum.ama_pra_1: The maximum must be a multiple of the step, 0.2.",
            ],
        ),
        (
            "statements.0.maximum",
            "0",
            [
                "statements[0].maximum: The maximum must be more than 0. Remove the entry if it gives no credit.",
                "sessions[0].maximum.ama_pra_1: The session gives more than the whole activity, 0.",
                "sessions[1].maximum.ama_pra_1: The session gives more than the whole activity, 0.",
            ],
        ),
        (
            "statements.2.approval_number",
            None,
            ["statements[2].approval_number: The california certificate must show an approval number."],
        ),
        (
            "statements.2.type",
            "florida",
            [
                "statements[2]: No session gives credit for this statement."
                " Give sessions a maximum for it, or do not offer it.",
                NO_CALIFORNIA,
            ],
        ),
        ("statements.2.type", "pace", ["statements[2].type: pace is offered twice.", NO_CALIFORNIA]),
        (
            "sessions.0.maximum.florida",
            "1",
            [
                "sessions[0].maximum.florida: The activity does not offer florida. Add it to statements.",
                "sessions[0].specialty_area: The Florida certificate lists hours by specialty area."
                " Give this session its specialty area.",
            ],
        ),
        (
            "provider_statement",
            "",
            ["provider_statement: P.A.C.E. requires the sentence that names the approved provider on the certificate."],
        ),
        (
            "statements.1.maximum",
            "14.5",
            ["statements[1].maximum: P.A.C.E. gives at most 7 hours a day: 14 on 2 days."],
        ),
        (
            "sessions.0.maximum.pace",
            "1.5",
            ["sessions[0].maximum.pace: 60 minutes give at most 1.2 for pace: 50 minutes make 1."],
        ),
        (
            "evaluation_forms.0.questions.0.required",
            False,
            [
                "evaluation_forms[0].questions: P.A.C.E. requires an evaluation before credit:"
                " make at least one question required."
            ],
        ),
    ],
)
def test_each_fault_is_said_in_full_and_nothing_else_is(path: str, value: Any, said: list[str]) -> None:
    assert sentences(changed(path, value)) == said


def test_a_program_that_is_too_short_is_said_with_its_minutes() -> None:
    data = meeting()
    data["sessions"] = [data["sessions"][0] | {"ends_at": "2026-06-04T13:49:00Z", "maximum": {"pace": "0.5"}}]
    data["statements"] = [data["statements"][1]]
    said = "A P.A.C.E. program lasts at least 50 minutes; this one has 49."
    assert sentences(data) == [f"statements[0]: {said}"]


def test_half_of_a_step_is_rounded_up() -> None:
    assert most_credit(Statement.AMA_PRA_1, Fraction(75, 2)) == Decimal("0.75")
    assert most_credit(Statement.AMA_PRA_1, Fraction(45, 2)) == Decimal("0.5")


def test_after_a_statement_that_is_not_offered_the_others_are_checked_too() -> None:
    data = changed("statements.2.type", "pace", changed("sessions.0.maximum.pace", "1.5"))
    session = data["sessions"][0]
    session["maximum"] = {"california": session["maximum"].pop("california"), **session["maximum"]}
    said = sentences(data)
    assert NO_CALIFORNIA in said
    assert "sessions[0].maximum.pace: 60 minutes give at most 1.2 for pace: 50 minutes make 1." in said


def test_a_session_without_length_is_not_said_to_give_too_much() -> None:
    data = changed("sessions.0.ends_at", meeting()["sessions"][0]["starts_at"])
    assert [one for one in sentences(data) if "minutes give at most" in one] == []
