"""Checks the answers of an evaluation: complete, and of the right kind (pure).

P.A.C.E. requires an evaluation before credit is given (ASCLS); the form says which questions are required.
"""

import unicodedata
from collections.abc import Mapping

from laurel.catalog.activity import EvaluationForm, EvaluationQuestion, QuestionKind
from laurel.claims.claim import EvaluationAnswer
from laurel.platform.refusal import Problem

LONGEST_TEXT = 1000

_HOW = {
    QuestionKind.LIKERT: "Answer “{question}” with a whole number from 1 to 5.",
    QuestionKind.CHOICE: "Answer “{question}” with one of its choices.",
    QuestionKind.YES_NO: "Answer “{question}” with yes or no.",
    QuestionKind.TEXT: "Answer “{question}” in at most 1000 characters.",
}


def tidied(answers: Mapping[str, EvaluationAnswer]) -> dict[str, EvaluationAnswer]:
    """The answers as they are stored: texts in NFC and trimmed, empty ones dropped."""
    kept = {
        question: unicodedata.normalize("NFC", answer).strip() if isinstance(answer, str) else answer
        for question, answer in answers.items()
    }
    return {question: answer for question, answer in kept.items() if answer != ""}


def unanswered(form: EvaluationForm, answers: Mapping[str, EvaluationAnswer], path: str) -> tuple[Problem, ...]:
    """Problems of tidied `answers`: missing required ones, and ones of the wrong kind.

    A problem's path is `path` and the id of the question.
    """
    problems = []
    for question in form.questions:
        answer = answers.get(question.id)
        if answer is None:
            if question.required:
                problems.append(_problem(path, question, "answer_missing"))
        elif not _fits(question, answer):
            problems.append(_problem(path, question, "answer_kind"))
    return tuple(problems)


def unasked(form: EvaluationForm, answers: Mapping[str, EvaluationAnswer], path: str) -> tuple[Problem, ...]:
    """Answers to questions that the form does not ask."""
    asked = {question.id for question in form.questions}
    return tuple(
        Problem(f"{path}.{question}", "question_unknown", "The evaluation has no such question. Leave the answer out.")
        for question in answers
        if question not in asked
    )


def _fits(question: EvaluationQuestion, answer: EvaluationAnswer) -> bool:
    match question.kind:
        case QuestionKind.LIKERT:
            # In Python True is the number 1; on the wire they are different answers.
            return isinstance(answer, int) and not isinstance(answer, bool) and 1 <= answer <= 5
        case QuestionKind.CHOICE:
            return isinstance(answer, str) and answer in question.choices
        case QuestionKind.YES_NO:
            return isinstance(answer, bool)
        case QuestionKind.TEXT:
            return isinstance(answer, str) and len(answer) <= LONGEST_TEXT


def _problem(path: str, question: EvaluationQuestion, code: str) -> Problem:
    return Problem(f"{path}.{question.id}", code, _HOW[question.kind].format(question=question.text))
