"""Staff find and make activities, by mouse and by keyboard alone, at a desk and on a phone."""

import itertools
import json
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.staff_tasks.work import WAYS
from tests.unit.catalog.documents import online

MONTHS = itertools.count(1)


@pytest.fixture(scope="module")
def word(memory):
    """A word in the title of a published activity of this file."""
    word = f"w{secrets.token_hex(4)}"
    memory.ask("PUT", f"/v1/staff/activities/{word}", json_body=online(id=word, title=f"Ferritin {word}"))
    return word


@WAYS
def test_the_last_activity_is_found_with_its_numbers(work, word):
    work.begin()
    work.hand.press(work.tile("Activities"))
    work.sees("Activities")
    work.hand.write(work.page.get_by_role("searchbox"), word)
    work.hand.press(work.button("Find"))
    row = work.page.locator("tbody tr", has_text=word)
    expect(row.locator(".number")).to_have_text(["0", "0", "0", "–"])
    work.done("Find an activity, and see how many have claimed")


@WAYS
def test_next_months_is_copied_from_the_last_one_changed_and_published(work, word):
    work.begin(f"/staff/library?q={word}")
    work.hand.press(work.link(f"Copy “Ferritin {word}”").last)
    work.sees("Copy")
    work.hand.day(work.field("First day"), 2027, next(MONTHS), 20)
    work.hand.press(work.button("Begin the draft"))
    work.hand.write(work.field("Program number"), "900-777-27")
    work.done("Begin next month’s with a copy")
    work.hand.press(work.button("Save the draft"))
    work.says("The draft is saved.")
    work.done("Save a change as a draft")
    work.hand.press(work.button("Publish…"))
    work.hand.press(work.button("Publish now"))
    work.says("Published. Learners see it now.")
    work.done("Check and publish")


@WAYS
def test_a_mistake_leads_from_the_list_of_problems_to_its_field(work, word):
    work.begin(f"/staff/library/{word}")
    work.hand.write(work.field("E-mail address for questions"), "no address")
    work.hand.press(work.button("Save the draft"))
    work.hand.press(work.page.get_by_role("link", name="E-mail address for questions:"))
    contact = work.field("E-mail address for questions")
    expect(contact).to_be_focused()
    work.hand.write(contact, "education@example.org")
    work.hand.press(work.button("Discard the draft"))
    work.hand.press(work.button("Discard it"))
    work.says("The draft is discarded.")
    work.done("Find a mistake by its line, and discard the draft")


@WAYS
def test_the_document_of_the_last_one_is_fetched(work, word):
    work.begin(f"/staff/library?q={word}")
    with work.page.expect_download() as downloading:
        work.hand.press(work.button(f"Download the document of “Ferritin {word}”").last)
    assert json.loads(downloading.value.path().read_text(encoding="utf-8"))["title"] == f"Ferritin {word}"
    work.done("Get the document of an activity as an example")


@WAYS
def test_an_earlier_revision_is_restored_and_the_activity_archived(work, memory):
    title = f"Retics {secrets.token_hex(4)}"
    path = f"/v1/staff/activities/{title.replace(' ', '-').lower()}"
    first = online(id=path.rpartition("/")[2], title=title)
    for document in (first, first | {"title": f"{title} changed"}):
        memory.ask("PUT", path, json_body=document, headers={"If-Match": "*"})
    work.begin(f"/staff/library/{first['id']}/history")
    work.hand.press(work.button("Restore revision 1 as a draft"))
    work.hand.press(work.button("Restore it"))
    expect(work.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
    assert memory.ask("GET", f"/v1/staff/drafts/{first['id']}")["document"]["title"] == title
    work.done("Restore an earlier revision as a draft")
    work.begin(f"/staff/library/{first['id']}/history")
    work.hand.press(work.button("Archive"))
    work.says("The activity is archived.")
    work.done("Archive an activity")
