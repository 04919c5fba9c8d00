"""What the routes of claims take and give."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from laurel.claims.requests import Acknowledge, ClaimSession, OpenClaim, TakeAssessment
from laurel.claims.summary import summarize
from laurel.claims.views import ClaimView, SummaryView
from tests.unit.claims.samples import AFTER, ANSWERS, PHYSICIAN, claim, online


def wrong(model: type[BaseModel], **body: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    return [("/".join(map(str, one["loc"])), one["type"]) for one in caught.value.errors()]


@pytest.mark.parametrize(
    "credits", [1, 1.5, True, None, "", "1,5", "1.255", "-1", "1e2", "NaN", "99999", "१", [], "1\n"]
)
def test_credits_are_text_with_at_most_two_places(credits: Any) -> None:
    [(path, _)] = wrong(ClaimSession, credits=credits)
    assert path == "credits"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (1.5, "answer_kind"),
        (None, "answer_kind"),
        ([], "answer_kind"),
        ({}, "answer_kind"),
        ("a\x00b", "control_character"),
        ("\ud800", "control_character"),
        ("x" * 20_001, "too_long"),
    ],
)
def test_an_answer_is_a_whole_number_yes_or_no_or_text(answer: Any, kind: str) -> None:
    assert wrong(ClaimSession, credits="1", evaluation={"q": answer}) == [("evaluation/q", kind)]


def test_answers_keep_their_kind() -> None:
    answers = {"a": True, "b": 1, "c": "1", "d": 0, "e": False}
    kept = ClaimSession.model_validate({"credits": "1.50", "evaluation": answers})
    assert [(type(one), one) for one in kept.evaluation.values()] == [(type(one), one) for one in answers.values()]
    assert kept.credits == Decimal("1.5")


@pytest.mark.parametrize(
    ("model", "body", "paths"),
    [
        (OpenClaim, {"activity_id": "../x", "statement": "gold", "access_code": "x" * 201, "role": "staff"}, 4),
        (OpenClaim, {"activity_id": "x" * 65, "statement": "pace"}, 1),
        (Acknowledge, {"acknowledged": []}, 1),
        (Acknowledge, {"acknowledged": ["ok", "not ok", 7]}, 2),
        (ClaimSession, {"credits": "1", "evaluation": {f"q{n}": 1 for n in range(101)}}, 1),
        (TakeAssessment, {"answers": {"q1": 3, "q 2": "x"}}, 2),
    ],
)
def test_every_wrong_field_is_told(model: type[BaseModel], body: dict[str, Any], paths: int) -> None:
    assert len(wrong(model, **body)) == paths


def test_a_claim_is_shown_with_exact_amounts_and_instants_in_utc() -> None:
    course = online()
    shown = ClaimView.of_summary(summarize(claim(course, a="1.00", c="3.50"), course, PHYSICIAN, AFTER))
    plain = shown.model_dump(mode="json")
    assert (plain["total"], plain["summary"]["total"], plain["summary"]["maximum"]) == ("4.5", "4.5", "12")
    assert plain["opened_at"] == "2026-06-20T12:00:00Z"
    assert plain["acknowledged"] == [{"disclosure_id": "faculty", "version": 1, "at": "2026-06-20T12:00:00Z"}]
    assert plain["sessions"][0] == {
        "session_id": "a",
        "title": "Session a",
        "starts_at": "2026-06-04T13:00:00Z",
        "ends_at": "2026-06-04T14:00:00Z",
        "credits": "1",
        "maximum": "1",
        "counts": True,
        "evaluation": ANSWERS,
    }
    assert plain["assessment"]["attempts_left"] == 2
    [missing] = plain["summary"]["missing"]
    assert missing["code"] == "assessment_not_passed"
    # What is answered can be read back by its own model, which is what the document of the API promises.
    assert ClaimView.model_validate_json(shown.model_dump_json()) == shown


def test_nobody_is_named_in_a_claim() -> None:
    shown = SummaryView.of(summarize(claim(a="1"), online(), PHYSICIAN, AFTER)).model_dump_json()
    assert "Ana" not in shown
    assert '"ana"' not in shown
