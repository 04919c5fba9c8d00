"""Staff make and upload codes, by mouse and by keyboard alone, at a desk and on a phone."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.staff_tasks.work import WAYS
from tests.unit.catalog.documents import meeting


@pytest.fixture(scope="module")
def activities(memory):
    """A teleconference and a meeting of this file, by how learners prove that they attended."""

    def put(**changes):
        activity = f"codes-{secrets.token_hex(4)}"
        memory.ask("PUT", f"/v1/staff/activities/{activity}", json_body={**meeting(), **changes, "id": activity})
        return activity

    return {
        "badge": put(access={"type": "badge"}),
        "group": put(access={"type": "group"}, kind="teleconference"),
    }


@WAYS
def test_group_ids_are_made_for_a_site(work, activities):
    work.begin()
    work.hand.press(work.tile("Codes"))
    work.hand.write(work.field("Activity ID"), activities["group"])
    work.hand.press(work.button("Show the codes"))
    work.hand.write(work.field("Site"), "Lakeside Hospital")
    work.hand.write(work.field("How many"), "2")
    work.hand.press(work.button("Make them"))
    work.says("2 new Group IDs are in the list.")
    work.done("Make Group IDs for a site")


@WAYS
def test_the_badges_of_a_registration_system_are_checked_and_uploaded(work, activities, tmp_path):
    file = tmp_path / "attendees.csv"
    file.write_text("Badge Number;Name\nAB-0001;Ana\nAB-0002;Bea\n", encoding="utf-8")
    work.begin()
    work.hand.press(work.tile("Upload activities and lists"))
    card = work.card("Badge IDs of a live meeting")
    work.hand.write(work.field("Activity ID", card), activities["badge"])
    work.hand.give(card.locator("input[type=file]"), file)
    work.hand.press(work.button("Check only", card))
    expect(card).to_contain_text("Checked. Nothing was saved. 2 would be in the list")
    work.hand.press(work.button("Upload", card))
    expect(card).to_contain_text("2 in the list")
    work.done("Upload the badges of a registration system")
