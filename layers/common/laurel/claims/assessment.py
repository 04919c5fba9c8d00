"""The post-test of an online course: scored here, attempts counted, right answers never told.

It tells those who did not pass which answers were wrong, if the activity says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from laurel.catalog.activity import Assessment
from laurel.claims.claim import Attempt, Claim
from laurel.claims.edit_claim import Draft, EditContext, edit
from laurel.claims.refusals import (
    ALREADY_PASSED,
    ANSWER_KIND,
    ANSWER_MISSING,
    ATTEMPTS_USED_UP,
    NO_ASSESSMENT,
    TEST_QUESTION_UNKNOWN,
)
from laurel.claims.summary import Summary
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.refusals import INVALID


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored attempt, and the claim after it. `wrong` are the ids of its questions; None if that is not told."""

    attempt: Attempt
    attempts_left: int
    wrong: tuple[str, ...] | None
    summary: Summary


def take_assessment(context: EditContext, answers: Mapping[str, str]) -> Scored | Refusal:
    """Scores one attempt: `answers` gives the chosen answer's id by question id. Incomplete ones do not count."""
    summary = edit(context, lambda draft: _attempted(draft, answers), once=True)
    if isinstance(summary, Refusal):
        return summary
    assessment, attempt = summary.activity.assessment, summary.claim.attempts[-1]
    if assessment is None:
        return Scored(attempt, 0, None, summary)
    told = wrong_answers(assessment, answers) if assessment.tells_wrong and not attempt.passed else None
    return Scored(attempt, summary.claim.attempts_left(assessment.attempts), told, summary)


def wrong_answers(assessment: Assessment, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the questions whose answers are not the right ones, in the order of the test."""
    return tuple(one.id for one in assessment.questions if answers.get(one.id) != one.right)


def score(assessment: Assessment, answers: Mapping[str, str]) -> tuple[int, bool]:
    """The score in whole percent, rounded down, and whether the exact score reaches the pass mark."""
    right = sum(answers.get(question.id) == question.right for question in assessment.questions)
    asked = len(assessment.questions)
    return right * 100 // asked, right * 100 >= assessment.pass_mark * asked


def _attempted(draft: Draft, answers: Mapping[str, str]) -> Claim | Refusal:
    claim, assessment = draft.claim, draft.activity.assessment
    if assessment is None:
        return NO_ASSESSMENT.refuse()
    if claim.passed:
        return ALREADY_PASSED.refuse()
    if not claim.attempts_left(assessment.attempts):
        return ATTEMPTS_USED_UP.refuse(attempts=len(claim.attempts), contact=draft.activity.contact)
    wrong = _incomplete(assessment, answers)
    if wrong:
        return INVALID.refuse(errors=wrong)
    reached, passed = score(assessment, answers)
    return replace(claim, attempts=(*claim.attempts, Attempt(reached, passed, draft.at)))


def _incomplete(assessment: Assessment, answers: Mapping[str, str]) -> tuple[Problem, ...]:
    problems = []
    for question in assessment.questions:
        chosen = answers.get(question.id)
        if chosen is None:
            problems.append(ANSWER_MISSING.at(f"answers.{question.id}"))
        elif all(choice.id != chosen for choice in question.choices):
            problems.append(ANSWER_KIND.at(f"answers.{question.id}"))
    asked = {question.id for question in assessment.questions}
    problems += (TEST_QUESTION_UNKNOWN.at(f"answers.{question}") for question in answers if question not in asked)
    return tuple(problems)
