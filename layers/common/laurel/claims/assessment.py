"""The post-test of an online course: scored here, attempts counted, right answers never revealed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from laurel.catalog.activity import Assessment
from laurel.claims.claim import Attempt, Claim
from laurel.claims.edit_claim import Draft, EditContext, edit
from laurel.claims.rules import invalid, refused
from laurel.claims.summary import Summary, another_attempt
from laurel.platform.refusal import Problem, Refusal


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored attempt, and the claim after it."""

    attempt: Attempt
    attempts_left: int
    summary: Summary


def take_assessment(context: EditContext, answers: Mapping[str, str]) -> Scored | Refusal:
    """Scores one attempt: `answers` gives the chosen answer's id by question id. Incomplete ones do not count."""
    summary = edit(context, lambda draft: _attempted(draft, answers), once=True)
    if isinstance(summary, Refusal):
        return summary
    assessment = summary.activity.assessment
    left = summary.claim.attempts_left(assessment.attempts) if assessment else 0
    return Scored(summary.claim.attempts[-1], left, summary)


def score(assessment: Assessment, answers: Mapping[str, str]) -> tuple[int, bool]:
    """The score in whole percent, rounded down, and whether the exact score reaches the pass mark."""
    right = sum(answers.get(question.id) == question.right for question in assessment.questions)
    asked = len(assessment.questions)
    return right * 100 // asked, right * 100 >= assessment.pass_mark * asked


def _attempted(draft: Draft, answers: Mapping[str, str]) -> Claim | Refusal:
    claim, assessment = draft.claim, draft.activity.assessment
    if assessment is None:
        return refused(Problem("", "no_assessment", "This activity has no post-test. Claim its sessions directly."))
    if claim.passed:
        return refused(Problem("", "already_passed", "You passed the post-test. Now claim the sessions."))
    if not claim.attempts_left(assessment.attempts):
        said = f"All {len(claim.attempts)} attempts are used up. {another_attempt(draft.activity)}"
        return refused(Problem("", "attempts_used_up", said))
    wrong = _incomplete(assessment, answers)
    if wrong:
        return invalid(wrong)
    reached, passed = score(assessment, answers)
    return replace(claim, attempts=(*claim.attempts, Attempt(reached, passed, draft.at)))


def _incomplete(assessment: Assessment, answers: Mapping[str, str]) -> tuple[Problem, ...]:
    problems = []
    for question in assessment.questions:
        chosen = answers.get(question.id)
        if chosen is None:
            problems.append(Problem(f"answers.{question.id}", "answer_missing", "Answer this question."))
        elif all(choice.id != chosen for choice in question.choices):
            problems.append(Problem(f"answers.{question.id}", "answer_kind", "Choose one of the answers given."))
    asked = {question.id for question in assessment.questions}
    problems += (
        Problem(f"answers.{question}", "question_unknown", "The post-test has no such question. Reload the page.")
        for question in answers
        if question not in asked
    )
    return tuple(problems)
