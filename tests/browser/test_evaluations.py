"""Staff read the results of evaluations."""

import pytest

from local.sample_catalog import MEETING


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
