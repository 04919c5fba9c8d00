"""Where is my credit? The sentence first, one remedy, the picture for every eye, and nothing told twice."""

import copy

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE

WHY = dict(ANSWERS)["/v1/organizer/diagnosis"]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def why(**track):
    """The diagnosis with another track of its subject."""
    data = copy.deepcopy(WHY)
    data["subject"]["track"] |= track
    return data


@pytest.fixture
def shown(browser, address):
    def show(data, **look):
        path = "/organizer/why"
        return opened(browser, address, path, signed_in=True, answers=[("/v1/organizer/diagnosis", data)], **look)

    return show


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sentence_the_picture_and_the_remedy_are_on_the_first_screen(shown, look):
    with shown(WHY, **look) as page:
        sentence = page.get_by_role("heading", name="ASCP refused the credit: it has a different name")
        for part in (sentence, page.locator(".way"), page.get_by_role("link", name="Go to ASCP")):
            box = part.bounding_box()
            assert box["y"] + box["height"] <= look["viewport"]["height"], part


def test_a_screen_reader_hears_the_way_and_where_it_stops(shown):
    with shown(WHY) as page:
        way = page.get_by_role("list", name="The way of this credit")
        heard = [" ".join(one.inner_text().split()) for one in way.get_by_role("listitem").all()]
        assert heard == [
            "✓ You Earned Jun 4, 2026",
            "✓ Laurel Received Jun 10, 2026",
            "✓ ASCLS Received Jun 11, 2026",
            "✗ ASCP Refused (it stops here) Jun 13, 2026",
        ]
        expect(way.locator("[aria-current=step]")).to_have_count(1)
        expect(way.locator("[aria-current=step] strong")).to_have_text("ASCP")


def test_nothing_is_told_twice(shown):
    """The remedy stands once; an answer says what to do only if it is done at another place."""
    with shown(WHY) as page:
        main = page.locator("#main")
        expect(main.get_by_text("Correct your name in your ASCP account.")).to_have_count(1)
        expect(main.get_by_role("link", name="Go to ASCP")).to_have_count(1)
        expect(main.get_by_text("Add your address to your ASCP account.")).to_have_count(0)
    elsewhere = why(remedy="profile", where="profile", again=False, do="Open your profile.")
    with shown(elsewhere) as page:
        expect(page.locator("[data-question=emails]")).to_contain_text("Add your address to your ASCP account.")
        expect(page.locator("[data-question=emails]").get_by_role("link", name="Go to ASCP")).to_have_count(1)


BUTTONS = {
    "retry": ("button", "Try again", None),
    "agree": ("link", "Agree in your profile", "/profile"),
    "profile": ("link", "Open your profile", "/profile"),
    "ascls": ("link", "Go to ASCLS", "https://ascls.org/"),
    "ascp": ("link", "Go to ASCP", "https://www.ascp.org/"),
    "by_hand": ("link", "Enter by hand at ASCP", "/organizer/manual-entry"),
    "write": ("link", "Write to us", "mailto:education@example.org"),
    "print": ("link", "See your claims", "/transcript"),
}


@pytest.mark.parametrize("remedy", BUTTONS)
def test_each_remedy_has_its_one_button(shown, remedy):
    role, name, href = BUTTONS[remedy]
    with shown(why(remedy=remedy, again=False)) as page:
        expect(page.locator(".verdict .button")).to_have_count(1)
        found = page.locator(".verdict").get_by_role(role, name=name)
        expect(found).to_be_visible()
        if href:
            expect(found).to_have_attribute("href", href)


def test_with_nothing_to_do_there_is_no_button(shown):
    with shown(why(remedy="nothing", do="", again=False, course="moving", code="matching")) as page:
        expect(page.locator(".verdict .button")).to_have_count(0)


def test_the_break_shows_without_colors(shown):
    with shown(WHY, forced_colors="active") as page:
        look = """(selector) => {
            const one = getComputedStyle(document.querySelector(selector));
            return [one.borderRadius, one.backgroundColor];
        }"""
        broken, passed = (page.evaluate(look, f".way .is-{mark} .sign") for mark in ("broken", "passed"))
        assert broken[0] != passed[0]
        assert broken[1] != passed[1]
    with shown(WHY) as page:
        expect(page.locator(".way .is-broken .sign")).to_have_text("✗")
        expect(page.locator(".way .is-passed .sign").first).to_have_text("✓")


def test_other_stuck_credits_are_built_when_they_are_opened(shown):
    many = why()
    many["stuck"] = [{**WHY["stuck"][1], "credit_id": f"m{n}"} for n in range(200)]
    with shown(many) as page:
        expect(page.locator("details.other")).to_have_count(200)
        expect(page.locator(".way")).to_have_count(1)
        page.locator("details.other > summary").nth(150).click()
        expect(page.locator(".way")).to_have_count(2)


def test_the_question_which_credit_asks_the_api_for_provider_and_month(browser, address):
    asked = []
    with opened(browser, address, "/organizer/why", signed_in=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.locator("summary", has_text="Which credit do you miss?").click()
        page.get_by_label("Provider").select_option("LabCE")
        page.get_by_label("Month in which you completed it").select_option(index=1)
        page.get_by_role("button", name="Find it").click()
        page.wait_for_url("**/organizer/why?provider=LabCE&month=*")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#main[aria-busy=false]")).to_be_visible()
    (found,) = [url for url in asked if "/v1/organizer/diagnosis" in url]
    assert "provider=LabCE" in found
    assert "from=" in found
    assert "to=" in found


SEARCH = {
    "provider": "LabCE",
    "since": "2026-10-01",
    "until": "2026-10-31",
    "found": True,
    "candidates": [],
    "contact": None,
    "last_sent_at": None,
}


def test_what_never_came_says_when_the_provider_last_sent_and_whom_to_ask(shown):
    never = why(
        code="not_received",
        says="Laurel has not received this credit from LabCE.",
        do="Ask LabCE if it has sent the credit, and with which e-mail address of yours.",
        remedy="provider",
        where="provider",
        again=False,
    )
    never["subject"] |= {"credit": None, "certificate": None}
    sent = {"found": False, "contact": "support@labce.example.org", "last_sent_at": "2026-11-12T06:00:00Z"}
    never["asked"] = {**SEARCH, **sent}
    with shown(never) as page:
        verdict = page.locator(".verdict")
        expect(verdict.get_by_role("heading", name="Laurel has not received this credit from LabCE.")).to_be_visible()
        expect(verdict).to_contain_text("The latest file of LabCE came on November 12, 2026, 1:00 AM EST.")
        expect(verdict).to_contain_text("Ask it to send the credit with this address: ana@example.org.")
        write = verdict.get_by_role("link", name="Write to LabCE")
        expect(write).to_have_attribute("href", "mailto:support@labce.example.org")
        expect(page.locator("details.other")).to_have_count(0)
    never["asked"] |= {"contact": None, "last_sent_at": None}
    with shown(never) as page:
        expect(page.locator(".verdict")).to_contain_text("We have no file of LabCE.")
        expect(page.locator(".verdict .button")).to_have_count(0)


def test_several_candidates_are_chosen_from_and_none_of_them_may_be_it(shown):
    several = why()
    one = {"credit_id": "k2", "title": "Blood smears", "completed_on": "2026-10-18", "says": "ASCP has the credit."}
    several["asked"] = {**SEARCH, "candidates": [one, {**one, "credit_id": "k3", "title": "Urine sediment"}]}
    with shown(several) as page:
        expect(page.get_by_role("heading", name="Which of these is it?")).to_be_visible()
        expect(page.locator(".verdict")).to_have_count(0)
        expect(page.get_by_role("link", name="Urine sediment")).to_have_attribute("href", "/organizer/why?credit=k3")
        none = page.get_by_role("link", name="None of these")
        expect(none).to_have_attribute("href", "/organizer/why?missing=yes")
