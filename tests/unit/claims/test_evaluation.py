"""Whether an evaluation is answered in full and in kind."""

from typing import Any

import pytest

from laurel.claims.evaluation import tidied, unanswered, unasked
from tests.unit.claims.samples import ANSWERS, activity

FORM = activity().evaluation_forms[0]


def codes(**answers: Any) -> dict[str, str]:
    return {one.path: one.code for one in unanswered(FORM, tidied(ANSWERS | answers), "evaluation")}


def test_a_complete_evaluation_is_good_without_its_voluntary_answers() -> None:
    assert codes() == {}
    assert codes(remarks="All good") == {}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("objectives", 0),
        ("objectives", 6),
        ("objectives", True),
        ("objectives", "5"),
        ("objectives", 10**400),
        ("change", "Perhaps"),
        ("change", 1),
        ("bias", "no"),
        ("bias", 0),
        ("remarks", "x" * 1001),
        ("remarks", 3),
        ("remarks", False),
    ],
)
def test_an_answer_of_another_kind_is_refused(question: str, answer: Any) -> None:
    assert codes(**{question: answer}) == {f"evaluation.{question}": "answer_kind"}


def test_every_missing_answer_is_told_at_once_with_its_question() -> None:
    problems = unanswered(FORM, {}, "evaluation")
    assert [(one.path, one.code) for one in problems] == [
        ("evaluation.objectives", "answer_missing"),
        ("evaluation.change", "answer_missing"),
        ("evaluation.bias", "answer_missing"),
    ]
    assert problems[0].message == "Answer “Were the objectives met?” with a whole number from 1 to 5."


def test_a_text_of_nothing_but_spaces_is_no_answer() -> None:
    assert tidied({"change": "  ", "remarks": " Zoe\u0308 ", "bias": False}) == {"remarks": "Zoë", "bias": False}
    assert codes(change=" ") == {"evaluation.change": "answer_missing"}


@pytest.mark.parametrize("answer", ["\u3164", "\u2800\u200b", "\u0301", "\u202e", "\U000e0041"])
def test_a_text_in_which_nothing_can_be_seen_is_no_answer(answer: str) -> None:
    assert tidied({"remarks": answer, "change": "👍"}) == {"change": "👍"}
    assert codes(change=answer) == {"evaluation.change": "answer_missing"}


def test_the_longest_text_is_a_thousand_characters() -> None:
    assert codes(remarks="x" * 1000) == {}


def test_answers_to_what_was_not_asked_are_refused() -> None:
    [problem] = unasked(FORM, ANSWERS | {"shoe-size": 43}, "evaluation")
    assert (problem.path, problem.code) == ("evaluation.shoe-size", "question_unknown")
    assert unasked(FORM, ANSWERS, "evaluation") == ()
