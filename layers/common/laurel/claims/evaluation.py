"""Checks the answers of an evaluation: complete, and of the right kind (pure).

P.A.C.E. requires an evaluation before credit is given (ASCLS); the form says which questions are required.
"""

import unicodedata
from collections.abc import Mapping

from laurel.catalog.activity import EvaluationForm, EvaluationQuestion, QuestionKind
from laurel.claims.claim import EvaluationAnswer
from laurel.claims.refusals import ANSWER_KIND_TO, ANSWER_MISSING_TO, QUESTION_UNKNOWN
from laurel.platform.refusal import Problem
from laurel.platform.visible import shows_something

LONGEST_TEXT = 1000
LIKERT = range(1, 6)


def tidied(answers: Mapping[str, EvaluationAnswer]) -> dict[str, EvaluationAnswer]:
    """The answers as they are stored: texts in NFC and trimmed, without those in which nothing is visible."""
    kept = {
        question: unicodedata.normalize("NFC", answer).strip() if isinstance(answer, str) else answer
        for question, answer in answers.items()
    }
    return {
        question: answer for question, answer in kept.items() if not isinstance(answer, str) or shows_something(answer)
    }


def unanswered(form: EvaluationForm, answers: Mapping[str, EvaluationAnswer], path: str) -> tuple[Problem, ...]:
    """Problems of tidied `answers`: missing required ones, and ones of the wrong kind.

    A problem's path is `path` and the id of the question.
    """
    problems = []
    for question in form.questions:
        answer, here = answers.get(question.id), f"{path}.{question.id}"
        if answer is None:
            if question.required:
                problems.append(ANSWER_MISSING_TO[question.kind].at(here, question=question.text))
        elif not fits(question, answer):
            problems.append(ANSWER_KIND_TO[question.kind].at(here, question=question.text))
    return tuple(problems)


def unasked(form: EvaluationForm, answers: Mapping[str, EvaluationAnswer], path: str) -> tuple[Problem, ...]:
    """Answers to questions that the form does not ask."""
    asked = {question.id for question in form.questions}
    return tuple(QUESTION_UNKNOWN.at(f"{path}.{question}") for question in answers if question not in asked)


def fits(question: EvaluationQuestion, answer: EvaluationAnswer) -> bool:
    """Whether the question takes this answer."""
    match question.kind:
        case QuestionKind.LIKERT:
            # In Python True is the number 1; on the wire they are different answers.
            return isinstance(answer, int) and not isinstance(answer, bool) and answer in LIKERT
        case QuestionKind.CHOICE:
            return isinstance(answer, str) and answer in question.choices
        case QuestionKind.YES_NO:
            return isinstance(answer, bool)
        case QuestionKind.TEXT:
            return isinstance(answer, str) and len(answer) <= LONGEST_TEXT
