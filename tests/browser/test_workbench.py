"""Staff make an activity in the browser: a draft with all its parts, its problems, publishing, two at the same time."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.staff_tasks.counts import TaskCounts
from tests.browser.visitor import PHONE
from tests.unit.catalog.documents import meeting, online

HOSTILE = "<img src=x onerror=alert(1)> & “Ω”"


@pytest.fixture
def put(stack):
    """Publishes an activity of operators; gives its ID."""

    def publish(document):
        activity = f"bench-{secrets.token_hex(4)}"
        answer = stack.api("staff@example.org").call(
            "PUT", f"/v1/staff/activities/{activity}", json={**document, "id": activity}
        )
        assert answer.status == 201, answer
        return activity

    return publish


def section(visitor, title):
    return visitor.page.locator("section.card", has=visitor.page.get_by_role("heading", name=title, exact=True))


def box(visitor):
    return visitor.page.locator("form > div > [tabindex='-1']")


def test_a_webinar_is_made_from_nothing_by_keyboard_and_published(arrive, staff, stack, record_property):
    at = arrive(staff)
    counts = TaskCounts(at.page)
    at.open("/staff/library")
    counts.taken()
    page = at.page
    page.get_by_role("link", name="New activity").press("Enter")
    expect(page.get_by_role("heading", name="New activity")).to_be_visible()
    title = f"Reticulocytes {secrets.token_hex(3)}"
    page.get_by_label("Title").fill(title)
    page.get_by_label("First day").fill("2026-12-16")
    proposed = f"{title.lower().replace(' ', '-')}-2026-12"
    expect(page.get_by_label("ID of the activity")).to_have_value(proposed)
    page.get_by_role("button", name="Begin the draft").press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    # Nothing is missing silently: each problem leads to its field.
    page.get_by_role("button", name="Save the draft").press("Enter")
    expect(box(at)).to_contain_text("It cannot be published yet")
    expect(box(at)).not_to_contain_text("claim_window")
    box(at).get_by_role("link", name="Level: Fill this in.").press("Enter")
    level = page.get_by_label("Level")
    expect(level).to_be_focused()
    expect(level).to_have_attribute("aria-invalid", "true")
    level.select_option("basic")
    assert at.violations() == []
    fill_in(at)
    page.get_by_role("button", name="Publish…").press("Enter")
    expect(box(at)).to_contain_text("will be in the library at once")
    assert stack.api().call("GET", f"/v1/activities/{proposed}").status == 404
    page.get_by_role("button", name="Publish now").press("Enter")
    at.says("Published. Learners see it now.")
    record_property("a webinar from nothing", str(counts.taken()))
    shown = stack.api().call("GET", f"/v1/activities/{proposed}").json()
    assert (shown["title"], shown["claim_window"]["opens_at"]) == (title, "2026-12-16T17:00:00Z")
    [session] = stack.api().call("GET", f"/v1/activities/{proposed}/sessions").json()["items"]
    assert (session["starts_at"], session["speakers"]) == ("2026-12-16T17:00:00Z", [HOSTILE, "Søren Lindqvist"])
    # Next month's begins with a copy.
    at.open(f"/staff/library?q={title.split()[1]}")
    counts.taken()
    page.get_by_role("link", name=f"Copy “{title}”").press("Enter")
    page.get_by_label("First day").fill("2027-07-21")
    page.get_by_role("button", name="Begin the draft").press("Enter")
    expect(page.get_by_label("Program number")).to_be_visible()
    record_property("a copy for another date", str(counts.taken()))
    page.locator("summary", has_text="Session 1: Reticulocytes in practice").press("Enter")
    expect(section(at, "Sessions").get_by_label("Begins")).to_have_value("2027-07-21T12:00")
    expect(page.get_by_label("Program number")).to_have_value("")


def fill_in(at):
    """All that a webinar needs besides what it began with."""
    page = at.page
    page.get_by_label("E-mail address for questions").fill("education@example.org")
    section(at, "Provider and certificate").get_by_label("Name of the provider").fill("Example Society")
    page.get_by_label("Statement of approval").fill("Approved by the ASCLS P.A.C.E.® Program.")
    page.get_by_label("Program number").fill("900-777-26")
    page.get_by_label("Name, with degrees").fill("Inés Quintero Vidal, PhD")
    page.get_by_label("Position").fill("Chair")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("From", exact=True).fill("2026-12-16T12:00")
    page.get_by_label("Until", exact=True).fill("2027-01-31T23:59")
    page.get_by_role("button", name="Add a statement").press("Enter")
    statements = section(at, "Statements of credit")
    statements.get_by_label("Statement", exact=True).select_option("pace")
    statements.get_by_label("Most that one learner may claim").fill("1")
    statements.get_by_label("Wording of the statement").fill("At most 1 contact hour.")
    page.get_by_role("button", name="Add a code").press("Enter")
    section(at, "How learners prove that they attended").get_by_label("Code", exact=True).fill("PLATE-2026")
    page.get_by_role("button", name="Add a session").press("Enter")
    session = section(at, "Sessions")
    expect(session.get_by_label("Title")).to_be_focused()
    session.get_by_label("Title").fill("Reticulocytes in practice")
    session.get_by_label("Speakers").fill(f"{HOSTILE}\nSøren Lindqvist")
    session.get_by_label("Begins").fill("2026-12-16T12:00")
    session.get_by_label("Ends").fill("2026-12-16T13:00")
    session.get_by_label("P.A.C.E.").fill("1")
    expect(session.get_by_label("Evaluation form")).to_have_value("session")


def test_two_who_change_one_activity_see_what_differs(arrive, staff, stack, put):
    activity = put(meeting(title="Laboratory Days"))
    first, second = arrive(staff), arrive(staff)
    for one in (first, second):
        one.open(f"/staff/library/{activity}")
    first.page.get_by_label("Title", exact=True).first.fill(f"Theirs {HOSTILE}")
    first.page.get_by_role("button", name="Save the draft").click()
    expect(box(first)).to_contain_text("The draft is saved.")
    second.page.get_by_label("Title", exact=True).first.fill("Mine")
    second.page.get_by_role("button", name="Save the draft").click()
    expect(box(second)).to_contain_text("Nothing was overwritten.")
    row = box(second).locator("tbody tr")
    expect(row.locator("th, td")).to_have_text(["Title", f"Theirs {HOSTILE}", "Mine"])
    second.page.get_by_role("button", name="Save mine over theirs").click()
    expect(box(second)).to_contain_text("The draft is saved.")
    second.page.get_by_role("button", name="Publish…").click()
    expect(box(second).locator("tbody tr").locator("th, td")).to_have_text(["Title", "Laboratory Days", "Mine"])
    second.page.get_by_role("button", name="Publish now").click()
    second.says("Published. Learners see it now.")
    # The first one still has the draft on the screen.
    first.page.get_by_role("button", name="Publish…").click()
    expect(box(first)).to_contain_text("Somebody else changed this activity")
    first.page.get_by_role("button", name="Take theirs").click()
    expect(first.page.get_by_role("heading", name="Mine")).to_be_visible()


def test_what_was_typed_stays_in_the_tab_on_a_phone_and_a_draft_is_discarded(arrive, staff, put):
    activity = put(online(title="A course"))
    at = arrive(staff, **PHONE)
    at.open(f"/staff/library/{activity}")
    at.page.get_by_label("Title", exact=True).first.fill("A better course")
    at.page.locator("summary", has_text="Question 1: ?").click()
    expect(at.page.get_by_role("textbox", name="Answer 2")).to_have_value("B")
    expect(at.page.get_by_role("radio").nth(1)).to_be_checked()
    assert at.violations() == []
    assert at.overflow() == 0
    at.open("/staff")
    at.open(f"/staff/library/{activity}")
    expect(at.page.get_by_text("This is what you typed before in this tab.")).to_be_visible()
    expect(at.page.get_by_label("Title", exact=True).first).to_have_value("A better course")
    at.page.get_by_role("button", name="Save the draft").click()
    expect(box(at)).to_contain_text("The draft is saved.")
    at.open("/staff/library?state=draft")
    expect(at.page.locator("tbody tr", has_text=activity)).to_contain_text("Changes revision 1")
    at.open(f"/staff/library/{activity}")
    at.page.get_by_role("button", name="Discard the draft").click()
    at.page.get_by_role("button", name="Discard it").click()
    at.says("The draft is discarded.")
    expect(at.page.get_by_label("Title", exact=True).first).to_have_value("A course")


def test_a_preview_and_sessions_from_a_file_by_keyboard_on_a_phone(arrive, staff, put):
    activity = put(meeting(title="Laboratory Days"))
    at = arrive(staff, **PHONE)
    page = at.page
    at.open(f"/staff/library/{activity}")
    page.get_by_label("Title", exact=True).first.fill("Laboratory Days 2")
    page.get_by_role("link", name="Preview").press("Enter")
    expect(page.get_by_role("heading", name="Preview of “Laboratory Days 2”")).to_be_visible()
    page.locator("summary", has_text="2 sessions").press("Enter")
    at.says("Malaria at night")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Certificate for P.A.C.E.").press("Enter")
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    assert at.violations() == []
    assert at.overflow() == 0
    page.get_by_role("link", name="Back to the form").press("Enter")
    page.get_by_role("link", name="Sessions from a file").press("Enter")
    # What was typed is saved before the page is left.
    expect(page.get_by_role("heading", name="Sessions of “Laboratory Days 2” from a file")).to_be_visible()
    at.says("The draft has 2 sessions.")
    assert at.violations() == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the present sessions as CSV").press("Enter")
    present = saved.value.path().read_text(encoding="utf-8-sig")
    rows = f"\n,{HOSTILE},,,2026-06-04 15:00,2026-06-04 16:00,,,1\n,No time,,,noon,,,,\n"
    file = {"name": "sessions.csv", "mimeType": "", "buffer": (present.rstrip() + rows).encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check only").press("Enter")
    at.says("Checked. Nothing was saved. 1 new, 0 changed, 2 as before, 1 left out.")
    first = page.locator("table", has_text="Left out").locator("tbody tr").first
    expect(first.locator("td")).to_contain_text(["5", "No time", "Left out", "Start: “noon” is no time of a day"])
    assert at.violations() == []
    assert at.overflow() == 0
    page.get_by_role("button", name="Take into the draft").press("Enter")
    at.says("Taken into the draft. Learners see nothing of it until you publish it.")
    page.get_by_role("link", name="Back to the form").press("Enter")
    expect(page.locator("summary", has_text=f"Session 3: {HOSTILE}")).to_be_visible()
    # It is another draft than the one that was open before, and nothing is asked.
    page.get_by_role("button", name="Save the draft").press("Enter")
    expect(box(at)).to_contain_text("The draft is saved.")


def test_a_revision_is_restored_and_an_activity_archived_put_back_and_deleted_by_keyboard(arrive, staff, stack, put):
    activity = put(meeting(title="Old & “Ω”"))
    document = {**meeting(title="New"), "id": activity}
    assert stack.api("staff@example.org").call("PUT", f"/v1/staff/activities/{activity}", json=document).status == 200
    at = arrive(staff, **PHONE)
    page = at.page
    at.open(f"/staff/library/{activity}")
    page.get_by_role("link", name="Revisions and archive").press("Enter")
    at.says("Revision 2 is in the library.")
    page.get_by_role("button", name="Compare revision 1 with the present one").press("Enter")
    differs = page.locator("section.note tbody tr")
    expect(differs.locator("th, td")).to_have_text(["Title", "Old & “Ω”", "New"])
    assert at.violations() == []
    assert at.overflow() == 0
    page.get_by_role("button", name="Restore revision 1 as a draft").press("Enter")
    page.get_by_role("button", name="Restore it").press("Enter")
    at.says("This is a draft of the earlier revision now.")
    expect(page.get_by_label("Title", exact=True).first).to_have_value("Old & “Ω”")
    page.get_by_role("button", name="Discard the draft").press("Enter")
    page.get_by_role("button", name="Discard it").press("Enter")
    at.says("The draft is discarded.")
    page.get_by_role("link", name="Revisions and archive").press("Enter")
    page.get_by_role("button", name="Archive", exact=True).press("Enter")
    at.says("The activity is archived.")
    at.open("/staff/library?state=archived&q=new")
    expect(page.locator("tbody tr", has_text=activity)).to_have_count(1)
    at.open(f"/staff/library/{activity}/history")
    page.get_by_role("button", name="Put it back into the library").press("Enter")
    at.says("The activity is in the library again.")
    page.get_by_role("button", name="Delete…").press("Enter")
    page.get_by_role("button", name="Delete it").press("Enter")
    at.says("The activity is deleted.")
    assert stack.api().call("GET", f"/v1/activities/{activity}").status == 404
