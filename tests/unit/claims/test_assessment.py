"""The post-test."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.claims.assessment import Scored, score, take_assessment
from laurel.claims.claim import finalize
from laurel.claims.edit_claim import claim_session
from laurel.claims.summary import Summary
from laurel.claims.views import AssessmentResult
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import ANSWERS, PHYSICIAN, activity, claim, online

RIGHT = {"q1": "y", "q2": "y", "q3": "y"}
WRONG = {"q1": "x", "q2": "y", "q3": "z"}


@pytest.fixture
def course(room: Room) -> Room:
    room.has(PHYSICIAN, online())
    room.claims.add(claim(online()))
    room.calls.clear()
    return room


def take(room: Room, answers: dict[str, str], if_match: int | None = None) -> Scored | Refusal:
    return take_assessment(room.context(activity_id="course", if_match=if_match), answers)


def scored(answer: object) -> Scored:
    assert isinstance(answer, Scored), answer
    return answer


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def test_who_passes_can_claim(course: Room) -> None:
    answer = scored(take(course, RIGHT | {"q3": "x"}))
    assert (answer.attempt.score, answer.attempt.passed, answer.attempts_left) == (66, True, 1)
    assert course.calls == ["batch_get_item", "transact_write_items"]
    summary = claim_session(course.context(activity_id="course"), "a", Decimal(1), ANSWERS)
    assert isinstance(summary, Summary)
    assert summary.missing == ()


def test_attempts_run_out(course: Room) -> None:
    assert [scored(take(course, WRONG)).attempts_left for _ in range(2)] == [1, 0]
    answer = refusal(take(course, RIGHT))
    assert (status_of(answer), answer.code) == (409, "attempts_used_up")
    assert "education@example.org" in answer.message


def test_who_has_passed_needs_no_more(course: Room) -> None:
    scored(take(course, RIGHT))
    assert refusal(take(course, RIGHT)).code == "already_passed"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"answers.q1": "answer_missing", "answers.q2": "answer_missing", "answers.q3": "answer_missing"}),
        (RIGHT | {"q2": "w"}, {"answers.q2": "answer_kind"}),
        (RIGHT | {"q9": "x"}, {"answers.q9": "question_unknown"}),
    ],
)
def test_an_incomplete_attempt_is_refused_and_not_counted(
    course: Room, answers: dict[str, str], expected: dict[str, str]
) -> None:
    answer = refusal(take(course, answers))
    assert status_of(answer) == 422
    assert {one.path: one.code for one in answer.errors} == expected
    assert course.calls == ["batch_get_item"]
    assert scored(take(course, WRONG)).attempts_left == 1


def test_attempts_side_by_side_are_each_counted(course: Room) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: take(course, WRONG), range(8)))
    assert sum(isinstance(one, Scored) for one in answers) == 2
    assert {one.code for one in answers if isinstance(one, Refusal)} <= {"attempts_used_up", "try_again"}


def test_a_final_claim_and_a_meeting_take_no_test(course: Room) -> None:
    course.has(activity())
    course.claims.add(claim())
    assert refusal(take_assessment(course.context(), RIGHT)).code == "no_assessment"
    before = claim(online())
    assert course.claims.replace(before, finalize(before, "LRL-1", course.now))
    assert refusal(take(course, RIGHT)).code == "claim_final"


def test_an_old_version_is_told_and_not_counted(course: Room) -> None:
    scored(take(course, WRONG, if_match=1))
    assert refusal(take(course, RIGHT, if_match=1)).code == "changed_elsewhere"


@pytest.mark.parametrize(("tells", "told"), [(True, ("q1", "q3")), (False, None)])
def test_which_answers_were_wrong_is_told_where_the_activity_says_so(
    room: Room, tells: bool, told: tuple[str, ...] | None
) -> None:
    asked = online().assessment
    assert asked
    changed = online().model_copy(update={"assessment": asked.model_copy(update={"tells_wrong": tells})})
    room.has(PHYSICIAN, changed)
    room.claims.add(claim(changed))
    failed = scored(take(room, WRONG))
    assert (failed.wrong, AssessmentResult.of(failed).wrong) == (told, told)
    assert scored(take(room, RIGHT)).wrong is None


def test_right_answers_are_never_told(course: Room) -> None:
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    shown = AssessmentResult.of(scored(take(course, WRONG))).model_dump(mode="json")
    assert (shown["score"], shown["passed"], shown["attempts_left"]) == (33, False, 1)
    assert shown["claim"]["assessment"]["test"]["questions"][0]["choices"]
    assert "right" not in keys(shown)


@given(st.integers(1, 40), st.integers(1, 100), st.data())
def test_a_score_reaches_the_mark_exactly_when_the_fraction_does(
    questions: int, mark: int, data: st.DataObject
) -> None:
    assessment = online().assessment
    assert assessment
    many = tuple(assessment.questions[0].model_copy(update={"id": f"q{n}"}) for n in range(questions))
    test = assessment.model_copy(update={"questions": many, "pass_mark": mark})
    right = data.draw(st.integers(0, questions))
    reached, passed = score(test, {f"q{n}": "y" if n < right else "x" for n in range(questions)})
    assert passed == (Decimal(right) / questions * 100 >= mark)
    assert reached == right * 100 // questions


@pytest.mark.parametrize(("mark", "passed"), [(66, True), (67, False), (100, False)])
def test_the_mark_itself_is_enough_and_nothing_is_rounded_up(mark: int, passed: bool) -> None:
    assessment = online().assessment
    assert assessment
    of_three = assessment.model_copy(update={"pass_mark": mark})
    assert score(of_three, RIGHT | {"q3": "x"}) == (66, passed)
    of_two = assessment.model_copy(update={"pass_mark": 50, "questions": assessment.questions[:2]})
    assert score(of_two, {"q1": "y", "q2": "x"}) == (50, True)


def test_staff_may_allow_fewer_attempts_than_were_made(course: Room) -> None:
    scored(take(course, WRONG))
    whole = online()
    assert whole.assessment
    course.has(whole.model_copy(update={"assessment": whole.assessment.model_copy(update={"attempts": 1})}))
    assert refusal(take(course, RIGHT)).code == "attempts_used_up"
