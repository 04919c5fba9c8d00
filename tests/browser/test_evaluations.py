"""Learners evaluate a whole activity; staff read the results of evaluations."""

import secrets

import pytest

from local.sample_catalog import MEETING, WEBINAR, WEBINAR_CODE
from tests.browser.claiming import put_session


@pytest.fixture
def at_staff(arrive, staff):
    return arrive(staff)


def test_staff_read_evaluations_by_activity_and_by_session(at_staff):
    at_staff.open("/staff/evaluations")
    at_staff.page.get_by_label("Activity ID").fill(MEETING)
    at_staff.page.get_by_role("button", name="Show the results").click()
    at_staff.page.get_by_role("heading", name="Answers to each question").wait_for()
    at_staff.page.get_by_role("table", name="Sessions").get_by_role("link").first.click()
    at_staff.page.get_by_text("Comments are shown when 5 learners or more have evaluated.").wait_for()


def test_a_learner_evaluates_the_whole_activity_before_printing(arrive, learner, at_staff, stack):
    desk, activity = stack.api("staff@example.org"), f"whole-{secrets.token_hex(3)}"
    document = desk.call("GET", f"/v1/staff/activities/{WEBINAR}").json()
    whole = {**document["evaluation_forms"][0], "id": "whole", "title": "The webinar as a whole"}
    changed = {
        "id": activity,
        "title": "A webinar that asks about itself",
        "evaluation_forms": [*document["evaluation_forms"], whole],
        "overall_evaluation": "whole",
    }
    assert desk.call("PUT", f"/v1/staff/activities/{activity}", json=document | changed).status == 201
    visitor = arrive(learner)
    api = visitor.api(learner)
    shown = api.call("GET", f"/v1/activities/{activity}").json()
    wanted = {"activity_id": activity, "statement": "pace", "access_code": WEBINAR_CODE}
    claim_id = api.call("POST", "/v1/claims", json=wanted).json()["claim_id"]
    read = {"acknowledged": [one["id"] for one in shown["disclosures"]]}
    api.call("PUT", f"/v1/claims/{claim_id}/disclosures", json=read)
    put_session(api, shown, claim_id, api.call("GET", f"/v1/activities/{activity}/sessions").json()["items"][0])
    visitor.open(f"/claims/{claim_id}")
    visitor.sees("Evaluate the whole activity")
    visitor.press("Save and continue")
    visitor.says("Choose an answer.")
    for question in visitor.page.locator("#main fieldset").all():
        visitor.click(question.locator("label").last)
    visitor.page.reload()
    visitor.settle()
    assert visitor.page.locator("#main fieldset input:checked").count() == 4
    assert visitor.violations() == []
    visitor.press("Save and continue")
    visitor.sees("Credit Summary")
    at_staff.open(f"/staff/evaluations?activity={activity}")
    at_staff.page.get_by_role("heading", name="The whole activity: The webinar as a whole").wait_for()
    at_staff.says("Comments are shown when 5 learners or more have evaluated.")
    # Other tests look for the one webinar of the library.
    ended = desk.call("GET", f"/v1/staff/activities/{activity}").json() | {"canceled": True}
    assert desk.call("PUT", f"/v1/staff/activities/{activity}", json=ended).status == 200
