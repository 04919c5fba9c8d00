"""The evaluation of the whole activity: answered once, before printing, besides those of the sessions."""

from dataclasses import replace
from typing import Any

import pytest

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from laurel.claims.edit_claim import evaluate_activity
from laurel.claims.summary import Summary, summarize
from laurel.platform.refusal import Refusal
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import AFTER, ANSWERS, PHYSICIAN, activity, claim, document

FORM = document()["evaluation_forms"][0]
WHOLE = activity(evaluation_forms=[FORM, FORM | {"id": "whole", "title": "The meeting"}], overall_evaluation="whole")


@pytest.fixture
def draft(room: Room) -> Room:
    """The stores with an open claim of an activity that asks about the whole."""
    room.has(PHYSICIAN, WHOLE)
    room.claims.add(claim(WHOLE))
    return room


def missing(of: Activity, evaluation: dict[str, Any]) -> list[tuple[str, str]]:
    found = summarize(replace(claim(of), evaluation=evaluation), of, PHYSICIAN, AFTER).missing
    return [(one.path, one.code) for one in found if one.path.startswith("evaluation")]


def test_it_is_missing_until_each_required_question_is_answered() -> None:
    assert missing(WHOLE, {}) == [("evaluation", "overall_evaluation_missing")]
    assert missing(WHOLE, ANSWERS | {"bias": 1}) == [("evaluation", "overall_evaluation_missing")]
    assert missing(WHOLE, ANSWERS) == []
    assert missing(activity(), {}) == []


def test_answers_are_saved_and_replaced(draft: Room) -> None:
    for remarks in ("  cold ", ""):
        saved = evaluate_activity(draft.context(), ANSWERS | {"remarks": remarks})
        assert isinstance(saved, Summary)
        expected = ANSWERS | ({"remarks": "cold"} if remarks.strip() else {})
        assert saved.claim.evaluation == expected
        assert draft.claims.read("ana", WHOLE.id).claim == saved.claim


@pytest.mark.parametrize(
    ("answers", "paths"),
    [
        ({}, ["evaluation.objectives", "evaluation.change", "evaluation.bias"]),
        (ANSWERS | {"objectives": 6}, ["evaluation.objectives"]),
        (ANSWERS | {"gone": 1}, ["evaluation.gone"]),
    ],
    ids=["empty", "wrong", "unasked"],
)
def test_wrong_answers_are_refused_at_their_questions(draft: Room, answers: dict[str, Any], paths: list[str]) -> None:
    refused = evaluate_activity(draft.context(), answers)
    assert isinstance(refused, Refusal)
    assert [one.path for one in refused.errors] == paths


def test_an_activity_without_one_refuses_it(room: Room) -> None:
    room.has(PHYSICIAN, activity())
    room.claims.add(claim())
    refused = evaluate_activity(room.context(), ANSWERS)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_overall_evaluation"


def test_answers_count_towards_the_largest_claim(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laurel.claims.records.LARGEST_DETAIL", 60)
    refused = evaluate_activity(draft.context(), ANSWERS | {"remarks": "Ünïcödé"})
    assert isinstance(refused, Refusal)
    assert refused.code == "claim_too_large"


def test_its_form_has_to_be_among_the_forms() -> None:
    found = parse_activity(document(overall_evaluation="none"))
    assert isinstance(found, tuple)
    assert [(one.path, one.code) for one in found] == [("overall_evaluation", "unknown_form")]
