"""New Group IDs and the sheets for the sites: what is asked for is made once, and each sheet leads to the claim."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served
from tests.browser.visitor import violations_of

AT = "2026-06-04T16:00:00Z"
_NONE = dict.fromkeys(("site", "capacity", "used", "learner_id", "session_id", "session", "session_starts_at"))


def _code(code):
    return {**_NONE, "code": code}


CODES = [
    {**_code(code), "site": site, "capacity": 25, "used": 0}
    for code, site in (("CDFH3479", "<b>Example</b> Hospital"), ("TC4411", "مستشفى"))
]
WORLD = [
    ("/v1/staff/activities/t1/codes", {"access": "group", "items": CODES}),
    ("/v1/staff/activities/t1", {"id": "t1", "title": "Blood cultures"}),
]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_a_request_without_an_answer_is_sent_again_under_its_own_name(browser, address):
    asked = []

    def answer(route):
        if route.request.method != "POST":
            return route.fallback()
        asked.append(route.request.post_data_json)
        return route.abort() if len(asked) == 1 else route.fulfill(status=201, json={"access": "group", "items": CODES})

    with opened(browser, address, "/staff/codes?activity=t1", signed_in=True, staff=True, answers=WORLD) as page:
        page.route("**/codes", answer)
        page.get_by_label("Site", exact=True).fill("Example Hospital")
        page.get_by_label("How many").fill("2")
        make = page.get_by_role("button", name="Make them")
        make.press("Enter")
        expect(page.locator("#main .note.bad")).to_be_visible()
        make.press("Enter")
        expect(page.locator("#main")).to_contain_text("2 new Group IDs are in the list.")
        assert asked[0] == asked[1]
        assert {name: asked[0][name] for name in ("site", "capacity", "count")} == {
            "site": "Example Hospital", "capacity": 30, "count": 2
        }  # fmt: skip
        make.press("Enter")
        expect(page.locator("#main")).to_contain_text("2 new Group IDs are in the list.")
        assert asked[2]["request_id"] != asked[0]["request_id"]


SESSION_CODES = [
    {**_code("CDFH-3479"), "session_id": "s1", "session": "<i>Smears</i> at night", "site": "Lakeside"},
    {**_code("KMNP-7794"), "session_id": "s2", "session": "Cultures", "site": "Lakeside"},
    {**_code("PLATE-2026"), "session_starts_at": "2026-06-04T16:00:00Z", "session_id": "s2", "session": "Cultures"},
]
WEBINAR = {
    "id": "w2",
    "title": "Two evenings",
    "sessions": [{"id": "s1", "title": "<i>Smears</i> at night"}, {"id": "s2", "title": "Cultures"}],
}
OF_WEBINAR = [
    ("/v1/staff/activities/w2/codes/uses", {"items": [
        {"code": "CDFH-3479", "learner_id": "ana", "name": "<b>Ana</b> Lima", "opened_at": AT, "status": "draft"},
        {"code": None, "learner_id": "bo", "name": None, "opened_at": AT, "status": "final"},
    ]}),
    ("/v1/staff/activities/w2/codes", {"access": "session_code", "items": SESSION_CODES}),
    ("/v1/staff/activities/w2", WEBINAR),
]  # fmt: skip


@contextmanager
def webinar(browser, address, query="", **look):
    path = f"/staff/codes?activity=w2{query}"
    with opened(browser, address, path, signed_in=True, staff=True, answers=OF_WEBINAR, **look) as page:
        yield page


def test_session_codes_are_made_by_keyboard_and_asked_about_before_any_goes(browser, address):
    asked = []

    def answer(route):
        asked.append((route.request.url.partition("?")[2], route.request.post_data_json))
        replaced = [SESSION_CODES[1]] if asked[-1][1]["replace"] else []
        made = {"items": SESSION_CODES[:1], "replaced": replaced, "opened": 7, "dry_run": False}
        return route.fulfill(status=201, json=made)

    with webinar(browser, address) as page:
        page.route("**/codes/sessions*", answer)
        page.get_by_label("Cultures").press("Space")
        page.get_by_label("Site, if the codes are for one site only").fill("Lakeside")
        page.get_by_label("In place of the present codes").press("Space")
        page.get_by_role("button", name="Make session codes").press("Enter")
        question = page.get_by_role("region", name="Replace this code?")
        expect(question).to_be_focused()
        expect(question).to_contain_text("7 learners have opened a claim with them, and keep it.")
        expect(question).to_contain_text("KMNP-7794 · Cultures · Lakeside")
        assert violations_of(page) == []
        question.get_by_role("button", name="Keep the present codes").press("Enter")
        expect(question).to_have_count(0)
        assert [query for query, _ in asked] == ["dry_run=true"]
        page.get_by_role("button", name="Make session codes").press("Enter")
        question.get_by_role("button", name="Replace now").press("Enter")
        expect(page.locator("#main")).to_contain_text("One new session code is in the list.")
        wanted = {"session_ids": ["s2"], "site": "Lakeside", "replace": True}
        assert asked[1:] == [("dry_run=true", wanted), ("", wanted)]


def test_new_codes_beside_the_present_ones_need_no_question(browser, address):
    asked = []

    def answer(route):
        asked.append(route.request.post_data_json)
        return route.fulfill(
            status=201, json={"items": SESSION_CODES, "replaced": [], "opened": None, "dry_run": False}
        )

    with webinar(browser, address) as page:
        page.route("**/codes/sessions*", answer)
        page.get_by_role("button", name="Make session codes").press("Enter")
        expect(page.locator("#main")).to_contain_text("3 new session codes are in the list.")
        assert asked == [{"session_ids": [], "site": None, "replace": False}]


def test_who_used_which_is_read_by_a_button_and_saved_as_a_file(browser, address):
    with webinar(browser, address, viewport={"width": 360, "height": 740}) as page:
        page.get_by_role("button", name="Show the names").press("Enter")
        rows = page.get_by_role("region", name="Who used which").get_by_role("row")
        expect(rows.nth(1)).to_contain_text("CDFH-3479")
        expect(rows.nth(1).get_by_role("link", name="<b>Ana</b> Lima")).to_have_attribute("href", "/staff/people/ana")
        expect(rows.nth(2)).to_contain_text("Not recorded, or freed by staff")
        expect(rows.nth(2)).to_contain_text("No name given")
        assert violations_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_sheet_has_the_codes_of_a_site_each_with_its_session(browser, address):
    with webinar(browser, address, "&sheets=yes") as page:
        sheets = page.locator(".sheet")
        expect(sheets).to_have_count(2)
        lakeside = sheets.first
        expect(lakeside).to_contain_text("Lakeside")
        expect(lakeside.get_by_role("heading", level=3)).to_have_text(["<i>Smears</i> at night", "Cultures"])
        expect(lakeside.locator("code")).to_have_text(["CDFH-3479", "KMNP-7794"])
        expect(sheets.nth(1).get_by_role("heading", level=3)).to_have_text("Cultures")
        expect(sheets.nth(1)).to_contain_text("June 4, 2026")
        expect(sheets.nth(1).locator("code")).to_have_text("PLATE-2026")
        assert violations_of(page) == []


def test_each_site_has_a_sheet_of_its_own(browser, address):
    path = "/staff/codes?activity=t1&sheets=yes"
    with opened(browser, address, path, signed_in=True, staff=True, answers=WORLD) as page:
        sheets = page.locator(".sheet")
        expect(sheets).to_have_count(2)
        expect(sheets.first).to_contain_text("<b>Example</b> Hospital")
        expect(sheets.first.locator("code")).to_have_text("CDFH-3479")
        expect(sheets.first.get_by_role("img")).to_have_accessible_name("The page where the claim begins")
        expect(sheets.first).to_contain_text(f"{address}/activities/t1/claim")
        page.emulate_media(media="print")
        assert sheets.nth(1).evaluate("one => getComputedStyle(one).breakBefore") == "page"


DRAFT = {**WEBINAR, "access": {"type": "session_code"}}
OF_DRAFT = [
    ("/v1/staff/drafts/w2/codes", {"access": "session_code", "items": SESSION_CODES}),
    ("/v1/staff/drafts/w2", {"document": DRAFT, "etag": '"4"'}),
    ("/v1/staff/activities/w2", {"code": "activity_not_found", "status": 404, "detail": "", "errors": []}),
]


@pytest.mark.parametrize("query", ["&draft=yes", ""])
def test_session_codes_of_a_draft_are_made_and_printed_before_it_is_published(browser, address, query):
    asked = []

    def answer(route):
        if route.request.method != "POST":
            return route.fallback()
        asked.append((route.request.headers.get("if-match"), route.request.post_data_json))
        made = {"items": SESSION_CODES[:1], "replaced": [], "opened": None, "dry_run": False}
        return route.fulfill(status=201, json=made)

    path = f"/staff/codes?activity=w2{query}"
    with opened(browser, address, path, signed_in=True, staff=True, answers=OF_DRAFT) as page:
        main = page.locator("#main")
        expect(main).to_contain_text("They open nothing yet. Once you publish the draft, they open claims")
        expect(main).to_contain_text("If you discard the draft, its codes are gone")
        expect(main.get_by_role("region", name="Who used which")).to_have_count(0)
        page.route("**/drafts/w2/codes*", answer)
        page.get_by_label("Cultures").press("Space")
        page.get_by_label("Site, if the codes are for one site only").fill("Lakeside")
        page.get_by_role("button", name="Make session codes").press("Enter")
        expect(main).to_contain_text("One new session code is in the list.")
        assert asked == [('"4"', {"session_ids": ["s2"], "site": "Lakeside", "replace": False})]
        assert violations_of(page) == []
        main.get_by_role("link", name="Sheets to print").press("Enter")
        expect(page.locator(".sheet")).to_have_count(2)
        expect(page.locator(".sheet").first).to_contain_text(f"{address}/activities/w2/claim")
        page.get_by_role("link", name="Back to the list").press("Enter")
        expect(page).to_have_url(f"{address}/staff/codes?activity=w2&draft=yes")


def test_codes_of_a_draft_that_would_go_were_used_by_nobody(browser, address):
    dry = {"items": [], "replaced": SESSION_CODES[:1], "opened": None, "dry_run": True}
    path = "/staff/codes?activity=w2&draft=yes"
    with opened(browser, address, path, signed_in=True, staff=True, answers=OF_DRAFT) as page:
        page.route("**/drafts/w2/codes?dry_run=true", lambda route: route.fulfill(json=dry))
        page.get_by_label("In place of the present codes").press("Space")
        page.get_by_role("button", name="Make session codes").press("Enter")
        question = page.get_by_role("region", name="Replace this code?")
        expect(question).to_contain_text("Whoever begins later needs a new code")
        expect(question).not_to_contain_text("have opened a claim")
        expect(question).to_contain_text("CDFH-3479 · <i>Smears</i> at night · Lakeside")


def test_a_draft_with_badges_says_when_they_can_be_uploaded(browser, address):
    answers = [("/v1/staff/drafts/w2/codes", {"access": "badge", "items": []}), *OF_DRAFT]
    path = "/staff/codes?activity=w2&draft=yes"
    with opened(browser, address, path, signed_in=True, staff=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("Badge IDs and Group IDs are uploaded or made once")
        expect(page.get_by_role("button", name="Make session codes")).to_have_count(0)
