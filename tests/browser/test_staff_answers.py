"""What pages of staff say after an answer that is not the usual one."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served

DRAFT = {
    "id": "a1",
    "document": {"id": "a1", "title": "Blood cultures", "time_zone": "America/New_York", "sessions": []},
    "base": 1,
    "saved_at": "2026-06-05T12:00:00Z",
    "problems": [],
}
PUBLISHED = {"id": "a1", "title": "Blood cultures", "time_zone": "America/New_York", "sessions": []}
LEFT_OUT = {
    "line": 2,
    "title": "Stains",
    "outcome": "left_out",
    "session_id": None,
    "problems": [{"path": "starts_at", "code": "session_time_missing", "message": "Write the time here."}],
}
NEW = {"line": 2, "title": "Stains", "outcome": "new", "session_id": "s-1", "problems": []}
PERSON = {
    "learner_id": "l1",
    "name": "Ada Example",
    "email": "ada@example.org",
    "former_emails": [],
    "ascp_customer_id": None,
    "licences": [],
    "profile": None,
    "new_email": None,
    "joined_into": None,
    "joins": [],
    "codes": [],
    "claims": [],
}
NO_DRAFT = {"code": "draft_not_found", "detail": "The activity has no draft.", "status": 404}
EDITED = [("/v1/staff/drafts/a1", DRAFT), ("/v1/staff/activities/a1", PUBLISHED)]
REVISION = {
    "revision": 1,
    "saved_at": "2026-06-01T12:00:00Z",
    "saved_by": "staff:s-2",
    "saved_by_name": None,
    "title": "Blood cultures",
    "session_count": 0,
}
PREVIEW = {
    "activity": {**dict(ANSWERS)["/v1/activities/m1"], "overall_evaluation": "f1"},
    "sessions": dict(ANSWERS)["/v1/activities/m1/sessions"]["items"][:1],
    "assessment": {
        "pass_mark": 70,
        "attempts": 3,
        "questions": [{"id": "q1", "text": "?", "choices": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]}],
    },
}


def history(draft):
    present = {**REVISION, "revision": 3, "saved_at": "2026-06-02T12:00:00Z", "saved_by": "staff:someone"}
    named = {**REVISION, "revision": 2, "saved_by_name": "Sam Roe"}
    revisions = {"present": present, "archived_at": None, "items": [REVISION, named], "next_cursor": None}
    return [
        ("/v1/staff/activities/a1/revisions", revisions),
        ("/v1/staff/activities/a1/numbers", {"claimed": 0}),
        ("/v1/staff/drafts/a1", draft),
        ("/v1/staff/activities/a1", PUBLISHED),
    ]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at(browser, address, path, answers):
    return opened(browser, address, path, signed_in=True, staff=True, answers=answers)


def taken(row, *, saved):
    return {"rows": [row], "missing": [], "removed": False, "sessions": int(saved), "saved": saved, "dry_run": False}


@pytest.mark.parametrize(
    ("row", "saved", "said", "count"),
    [
        (
            LEFT_OUT,
            False,
            "No line that can be read changes the draft. Nothing was saved.",
            "The draft has 0 sessions.",
        ),
        (NEW, True, "Taken into the draft.", "The draft has one session."),
    ],
    ids=["left out", "new"],
)
def test_a_file_of_sessions_says_what_became_of_the_draft(browser, address, row, saved, said, count):
    answers = [
        ("/v1/staff/drafts/a1/sessions", taken(row, saved=saved)),
        ("/v1/staff/drafts/a1", DRAFT),
        ("/v1/staff/activities/a1", PUBLISHED),
    ]
    with at(browser, address, "/staff/library/a1/sessions", answers) as page:
        file = {"name": "sessions.csv", "mimeType": "text/csv", "buffer": b"title,start\nStains,\n"}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Take into the draft").press("Enter")
        report = page.get_by_role("region", name="The lines of the file")
        expect(report).to_contain_text(said)
        expect(report).to_be_focused()
        expect(page.locator("#main")).to_contain_text(count)


def test_a_part_that_failed_is_asked_for_again_when_it_is_opened_again(browser, address):
    refused = {"code": "learner_not_found", "detail": "There is no learner with this ID.", "status": 404}
    answers = [
        ("/v1/staff/people/l1/diagnosis", refused),
        ("/v1/staff/people/l1/c", {"items": []}),
        ("/v1/staff/people/l1", PERSON),
    ]
    with at(browser, address, "/staff/people/l1", answers) as page:
        summary = page.get_by_text("Show: Where are the credits?")
        for _ in range(2):
            with page.expect_response("**/diagnosis"):
                summary.click()
            expect(page.locator("details .note.bad")).to_be_visible()
            summary.click()
            expect(page.locator("details .note.bad")).to_be_hidden()


def test_a_question_that_is_put_off_leads_back_to_its_button(browser, address):
    with at(browser, address, "/staff/library/a1/history", history(draft=NO_DRAFT)) as page:
        for name in ("Restore revision 1 as a draft", "Delete…"):
            page.get_by_role("button", name=name).press("Enter")
            page.get_by_role("button", name="Not now").press("Enter")
            expect(page.get_by_role("button", name=name)).to_be_focused()


def test_revisions_say_by_whom_and_nothing_offers_a_deletion_while_a_draft_is_in_the_way(browser, address):
    with at(browser, address, "/staff/library/a1/history", history(draft={**DRAFT, "etag": '"7"'})) as page:
        expect(page.locator("#main")).to_contain_text("Published June 2, 2026, 8:00 AM EDT by you")
        for name in ("staff s-2", "Sam Roe"):
            link = page.get_by_role("table").get_by_role("link", name=name, exact=True)
            assert link.get_attribute("href") == "/staff/audit?actor=s-2"
        expect(page.locator("#main")).to_contain_text("It has a draft. Publish or discard the draft first")
        expect(page.get_by_text("Nobody has opened a claim, so it can be deleted")).to_have_count(0)
        expect(page.get_by_role("button", name="Delete…")).to_have_count(0)


def test_an_id_that_cannot_be_part_of_an_address_is_told_at_its_field(browser, address):
    with at(browser, address, "/staff/library/new", [("/v1/staff/drafts/dec-web", DRAFT), *EDITED]) as page:
        page.get_by_label("Title").fill("December")
        name = page.get_by_label("ID of the activity")
        for wrong in ("dec web!", "-dec", "dec/web", "d\u00e9c"):
            name.fill(wrong)
            name.press("Enter")
            expect(name).to_be_focused()
            expect(name).to_have_attribute("aria-invalid", "true")
            expect(page.locator(".note.bad")).to_have_count(0)
        name.fill("dec-web")
        name.press("Enter")
        page.wait_for_url("**/staff/library/dec-web")


def test_a_preview_has_each_step_of_the_claim_to_try(browser, address):
    with at(browser, address, "/staff/library/a1/preview", [("/v1/staff/drafts/a1/preview", PREVIEW), *EDITED]) as page:
        steps = page.get_by_role("region", name="The steps of a claim")
        names = ["Statement", "Badge ID", "Disclosures", "Course and test", "Sessions", "Evaluation"]
        expect(steps.locator("summary")).to_have_text(names)
        for name in names:
            steps.locator("summary", has_text=re.compile(f"^{name}$")).press("Enter")
        expect(steps.get_by_label("Badge ID", exact=True)).to_be_visible()
        for said in ("None.", "The evaluation of 1 session", "You need 70 percent to pass. You have 3 attempts left."):
            expect(steps.get_by_text(said)).to_be_visible()
        steps.get_by_label("B", exact=True).check()
        expect(steps.get_by_text("Was it free of commercial bias?")).to_have_count(2)


def test_a_list_that_would_lose_codes_is_asked_about_and_replaced_as_it_was_seen(browser, address):
    counts = {"rows": 3, "added": 1, "changed": 1, "dry_run": True, "etag": '"4"'}
    path = "/v1/staff/activities/m1/badges"
    answers = [(f"{path}?dry_run", counts | {"removed": 1}), (path, counts | {"removed": 1, "dry_run": False})]
    with at(browser, address, "/staff/activities", answers) as page:
        card = page.get_by_role("region", name="Badge IDs of a live meeting")
        card.get_by_label("Activity ID").fill("m1")
        file = {"name": "badges.csv", "mimeType": "text/csv", "buffer": b"badge_id\nA\n"}
        card.locator("input[type=file]").set_input_files(file)
        upload = card.get_by_role("button", name="Upload")
        upload.press("Enter")
        question = page.get_by_role("region", name="Change the list that is there?")
        expect(question).to_be_focused()
        expect(question).to_contain_text("2 codes of the list are not in the file, or differ there.")
        question.get_by_role("button", name="Not now").press("Enter")
        expect(upload).to_be_focused()
        upload.press("Enter")
        with page.expect_request(lambda one: one.url.endswith("/badges")) as asked:
            question.get_by_role("button", name="Replace it").press("Enter")
        assert asked.value.headers["if-match"] == '"4"'
        expect(card.get_by_text("Uploaded. 3 in the list")).to_be_focused()


def test_a_document_that_would_replace_another_is_shown_with_what_differs(browser, address):
    path = "/v1/staff/activities/a1"
    put = {"id": "a1", "revision": 3, "created": False, "dry_run": True}
    answers = [(f"{path}?dry_run", put), (path, PUBLISHED | {"etag": '"2"'})]
    with at(browser, address, "/staff/activities", answers) as page:
        card = page.get_by_role("region", name="An activity", exact=True)
        text = json.dumps(PUBLISHED | {"title": "Blood cultures & more"}).encode()
        card.locator("input[type=file]").set_input_files(
            {"name": "a.json", "mimeType": "application/json", "buffer": text}
        )
        card.get_by_role("button", name="Upload").press("Enter")
        question = page.get_by_role("region", name="Replace revision 2 of “Blood cultures”?")
        expect(question).to_be_focused()
        row = question.locator("tbody tr")
        expect(row.locator("th, td")).to_have_text(["Title", "Blood cultures", "Blood cultures & more"])
        with page.expect_request(lambda one: one.method == "PUT") as asked:
            question.get_by_role("button", name="Replace it").press("Enter")
        assert asked.value.headers["if-match"] == '"2"'


def test_after_an_act_on_a_credit_the_reader_is_at_what_was_done(browser, address):
    released = dict(ANSWERS)["/v1/staff/credits"]["items"][0]
    answers = [(f"/v1/staff/credits/{released['credit_id']}/release", released)]
    with at(browser, address, "/staff/credits?email=ana@example.org", answers) as page:
        page.get_by_role("button", name="Send again").press("Enter")
        page.get_by_label("Reason", exact=True).last.fill("The name is corrected")
        page.get_by_label("Reason", exact=True).last.press("Enter")
        expect(page.locator("li.card .note.ok")).to_be_focused()
