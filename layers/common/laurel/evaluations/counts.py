"""Counts of the answers to one question of an evaluation (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from laurel.catalog.activity import EvaluationQuestion, QuestionKind
from laurel.claims.claim import EvaluationAnswer
from laurel.claims.evaluation import LIKERT, fits

_PLACES = Decimal("0.01")


@dataclass(slots=True)
class AnswerCounts:
    """How often each answer was given: `1` to `5`, `true` and `false`, or a choice; of a text, only how many.

    `unlike` are answers that the question does not take now: it was another one when they were given.
    """

    question: EvaluationQuestion
    by_answer: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    unlike: int = 0

    def add(self, answer: EvaluationAnswer) -> bool:
        """Counts one answer. Returns whether the question takes it."""
        if not fits(self.question, answer):
            self.unlike += 1
            return False
        self.answered += 1
        if self.question.kind is not QuestionKind.TEXT:
            self.by_answer[_name(answer)] += 1
        return True

    def add_all(self, other: Self) -> None:
        """Adds the counts of the same question elsewhere."""
        self.by_answer.update(other.by_answer)
        self.answered += other.answered
        self.unlike += other.unlike

    @property
    def choices(self) -> tuple[str, ...]:
        """Every answer that the question takes, in its order; none for a text."""
        match self.question.kind:
            case QuestionKind.LIKERT:
                return tuple(map(str, LIKERT))
            case QuestionKind.YES_NO:
                return ("true", "false")
            case QuestionKind.CHOICE:
                return self.question.choices
            case QuestionKind.TEXT:
                return ()

    @property
    def mean(self) -> Decimal | None:
        """The mean of the answers 1 to 5; None for other questions, and without an answer."""
        return mean_of([self])


def mean_of(counts: Iterable[AnswerCounts]) -> Decimal | None:
    """The mean of all answers 1 to 5 among `counts`, to two places; None if there is none."""
    total = number = 0
    for one in counts:
        if one.question.kind is QuestionKind.LIKERT:
            total += sum(int(answer) * times for answer, times in one.by_answer.items())
            number += one.answered
    return (Decimal(total) / number).quantize(_PLACES, ROUND_HALF_UP) if number else None


def _name(answer: EvaluationAnswer) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
