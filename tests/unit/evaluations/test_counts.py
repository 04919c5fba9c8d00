"""The counts of one question: which answers it takes, how each is named, and the mean."""

from decimal import Decimal

import pytest

from laurel.catalog.activity import EvaluationQuestion, QuestionKind
from laurel.claims.claim import EvaluationAnswer
from laurel.evaluations.counts import AnswerCounts, mean_of


def counted(kind: QuestionKind, *answers: EvaluationAnswer) -> AnswerCounts:
    choices = ("Yes", "Not yet") if kind is QuestionKind.CHOICE else ()
    counts = AnswerCounts(EvaluationQuestion(id="q", kind=kind, text="How was it?", choices=choices))
    for one in answers:
        counts.add(one)
    return counts


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        (QuestionKind.LIKERT, ("1", "2", "3", "4", "5")),
        (QuestionKind.YES_NO, ("true", "false")),
        (QuestionKind.CHOICE, ("Yes", "Not yet")),
        (QuestionKind.TEXT, ()),
    ],
)
def test_each_kind_has_its_choices(kind: QuestionKind, choices: tuple[str, ...]) -> None:
    assert counted(kind).choices == choices


@pytest.mark.parametrize(
    ("kind", "answers", "by_answer", "answered", "unlike"),
    [
        (QuestionKind.LIKERT, (1, 5, 5, 6, "5"), {"1": 1, "5": 2}, 3, 2),
        (QuestionKind.YES_NO, (True, False, True, "true"), {"true": 2, "false": 1}, 3, 1),
        (QuestionKind.CHOICE, ("Yes", "Not yet", "Yes", "Never"), {"Yes": 2, "Not yet": 1}, 3, 1),
        (QuestionKind.TEXT, ("It was good.", "Hm", 3), {}, 2, 1),
    ],
)
def test_an_answer_is_counted_under_its_name_or_as_unlike(
    kind: QuestionKind, answers: tuple[EvaluationAnswer, ...], by_answer: dict[str, int], answered: int, unlike: int
) -> None:
    found = counted(kind, *answers)
    assert (dict(found.by_answer), found.answered, found.unlike) == (by_answer, answered, unlike)
    assert counted(kind).add(answers[0]) is True
    assert counted(kind).add(answers[-1]) is False


def test_counts_of_two_sessions_are_added() -> None:
    one, other = counted(QuestionKind.LIKERT, 1, 5, 9), counted(QuestionKind.LIKERT, 5, 4, "x", "y")
    one.add_all(other)
    assert (dict(one.by_answer), one.answered, one.unlike) == ({"1": 1, "5": 2, "4": 1}, 4, 3)


def test_the_mean_is_that_of_all_answers_from_1_to_5_to_two_places() -> None:
    assert counted(QuestionKind.LIKERT, 1, 2, 2).mean == Decimal("1.67")
    assert counted(QuestionKind.LIKERT, *[1] * 7, 2).mean == Decimal("1.13"), "half up"
    assert counted(QuestionKind.LIKERT).mean is None
    assert counted(QuestionKind.YES_NO, True).mean is None
    several = [counted(QuestionKind.LIKERT, 1, 9), counted(QuestionKind.TEXT, "5"), counted(QuestionKind.LIKERT, 4, 5)]
    assert str(mean_of(several)) == "3.33"
    assert mean_of([]) is None
