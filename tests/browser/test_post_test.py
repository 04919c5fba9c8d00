"""The post-test of a course: what is missing is said at each question, and nothing chosen is lost by failing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served

WORLD = dict(ANSWERS)
QUESTIONS = [
    {"id": name, "text": f"Question {name}", "choices": [{"id": "x", "text": "Left"}, {"id": "y", "text": "Right"}]}
    for name in ("q1", "q2", "q3")
]
TEST = {"pass_mark": 70, "attempts": 3, "questions": QUESTIONS}
FAILED = {"score": 33, "passed": False, "at": "2026-06-09T15:20:00Z"}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def course(attempts):
    assessment = {"test": TEST, "attempts": attempts, "attempts_left": 3 - len(attempts), "passed": False}
    return {**WORLD["/v1/claims/c1"], "assessment": assessment}


def at_test(browser, address, wrong):
    result = {"score": 33, "passed": False, "attempts_left": 2, "wrong": wrong, "claim": course([FAILED])}
    answers = [("/v1/claims/c1/assessment", result), ("/v1/claims/c1", course([]))]
    return opened(browser, address, "/claims/c1/course", signed_in=True, answers=answers)


def choose(page, question, answer):
    page.get_by_role("radiogroup", name=f"Question {question}").get_by_text(answer, exact=True).click()


def test_what_is_not_answered_is_said_at_each_question(browser, address):
    with at_test(browser, address, None) as page:
        choose(page, "q2", "Left")
        page.get_by_role("button", name="Submit answers").click()
        expect(page.get_by_text("Choose an answer.").locator("visible=true")).to_have_count(2)
        first = page.get_by_role("radiogroup", name="Question q1")
        expect(first.locator("input").first).to_be_focused()
        expect(first).to_have_accessible_description(re.compile("Choose an answer"))
        expect(page.locator("#alert")).to_contain_text("2 answers are needed.")
        choose(page, "q1", "Left")
        expect(page.get_by_text("Choose an answer.").locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize("wrong", [["q1", "q3"], None])
def test_who_fails_keeps_the_answers_and_reads_what_was_wrong_if_the_activity_tells(browser, address, wrong):
    with at_test(browser, address, wrong) as page:
        for question in ("q1", "q2", "q3"):
            choose(page, question, "Left")
        page.get_by_role("button", name="Submit answers").click()
        expect(page.locator("#main")).to_contain_text("33 percent, not passed")
        expect(page.locator("#main")).to_contain_text("Your answers are still here")
        expect(page.locator("#main input:checked")).to_have_count(3)
        told = page.get_by_text("This answer was wrong in your last attempt.")
        expect(told).to_have_count(len(wrong or []))
        if wrong:
            choose(page, "q1", "Right")
            expect(told).to_have_count(1)


def test_answers_before_the_first_attempt_stay_and_nothing_is_said_of_them(browser, address):
    with at_test(browser, address, None) as page:
        choose(page, "q1", "Left")
        page.reload()
        expect(page.locator("#main input:checked")).to_have_count(1)
        assert page.locator("#main form").evaluate("form => [...form.childNodes].map((one) => one.nodeType)") == [1] * 6
