"""The Credit Summary: printing comes first, with a preview and the steps of it, and the sessions by day below."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured_program import PROGRAM, with_program
from tests.browser.pictures import opened, served
from tests.browser.visitor import AXE, DESK, PHONE, RULES

PDF = b"%PDF-1.7 a preview"
TRACK = PROGRAM[0]["track"]
CLAIMED = [one for one in PROGRAM if one["track"] == TRACK][:12]  # ten on the first day, two on the second


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.fixture
def at_summary(browser, address):
    def come(*answers, **look):
        shown = (*answers, *with_program(*(one["id"] for one in CLAIMED)))
        return opened(browser, address, "/claims/c1/summary", signed_in=True, answers=shown, **look)

    return come


def pressed(page):
    return page.get_by_role("button", name="Print now and make it final")


def agree(page):
    page.locator("label", has_text="Report my credits").first.click()
    page.locator("label", has_text="attended what I claim here").click()


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_total_name_and_print_button_come_before_the_sessions_by_day(at_summary, look):
    with at_summary(**look) as page:
        places = [
            page.locator(".total"),
            page.locator("dd").get_by_text("Nguyễn Thị Thu Trang", exact=True),
            page.get_by_text("You can print the certificate through December 31, 2098 (Eastern Time)."),
            page.get_by_role("button", name="Preview the certificate (PDF)"),
            pressed(page),
            page.get_by_role("heading", name="Your sessions"),
        ]
        heights = [one.bounding_box()["y"] for one in places]
        assert heights == sorted(heights)
        captions = page.locator(".by-day caption").all_inner_texts()
        assert captions == ["Thursday, June 4: 10", "Friday, June 5: 2"]
        assert page.locator(".by-day table").first.locator("tbody tr").count() == 10
        page.evaluate(f"() => {{ {AXE} }}")
        run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        assert page.evaluate(run, RULES)["violations"] == []


def test_what_makes_it_final_does_not_look_like_a_deletion(at_summary):
    with at_summary() as page:
        colors = "(one) => getComputedStyle(one).backgroundColor"
        usual = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--leaf').trim()")
        red, green, blue = (int(usual[at : at + 2], 16) for at in (1, 3, 5))
        assert pressed(page).evaluate(colors) == f"rgb({red}, {green}, {blue})"
        assert page.locator(".button.danger").count() == 0


def test_the_preview_is_fetched_when_it_is_asked_for(at_summary):
    told = {"content": {"document_title": "Preview: Clinical/Week"}, "pdf": base64.b64encode(PDF).decode()}
    with at_summary(("/v1/claims/c1/certificate/preview", told)) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        assert not [url for url in asked if "preview" in url]
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Preview the certificate (PDF)").click()
        assert downloading.value.path().read_bytes() == PDF
        assert downloading.value.suggested_filename == "Preview ClinicalWeek.pdf"
        expect(page.get_by_text("The preview is in your downloads.")).to_be_visible()
        expect(pressed(page)).to_be_visible()


def test_a_preview_that_is_refused_says_why_and_leaves_the_rest(at_summary):
    problem = {"code": "too_many_previews", "status": 429, "title": "", "type": "", "detail": "You can see it at 9:00."}
    with at_summary(("/v1/claims/c1/certificate/preview", problem)) as page:
        agree(page)
        page.get_by_role("button", name="Preview the certificate (PDF)").click()
        box = page.locator("[data-code=too_many_previews]")
        expect(box).to_contain_text("You can see it at 9:00.")
        expect(box).to_be_focused()
        assert page.locator("input:checked").count() == 2


def test_while_it_prints_the_page_says_what_happens(at_summary):
    with at_summary() as page:
        held = []
        page.route(re.compile("/v1/me$"), lambda route: held.append(route))
        page.route(re.compile("/v1/claims/c1/certificate$"), lambda route: held.append(route))
        agree(page)
        pressed(page).click()
        status = page.locator("form [role=status]")
        expect(status).to_have_text("Saving your choice about reporting")
        expect(page.locator(".print-steps li.is-done")).to_have_count(1)
        held.pop().fulfill(json={})
        expect(status).to_have_text("Printing the certificate")
        expect(page.locator(".print-steps [aria-current=step]")).to_have_text("Printing the certificate")
        assert page.locator("form progress").evaluate("(one) => [one.value, one.max]") == [2, 3]
        expect(pressed(page)).to_have_attribute("aria-disabled", "true")
        expect(status).to_have_text(
            "Printing the certificate. This can take up to half a minute. Please leave the page open.", timeout=15_000
        )
        held.pop().fulfill(
            status=409, json={"code": "unprintable", "status": 409, "title": "", "type": "", "detail": "A letter."}
        )
        expect(page.locator("[data-code=unprintable]")).to_contain_text("A letter.")
        expect(page.locator(".print-steps")).to_be_hidden()
        expect(pressed(page)).not_to_have_attribute("aria-disabled", "true")


def test_the_name_is_changed_without_leaving_the_claim(at_summary):
    with at_summary() as page:
        saved = []
        page.get_by_role("button", name="Change the name").click()
        name = page.get_by_label("Name as printed", exact=True)
        expect(name).to_be_focused()
        page.on("request", lambda request: saved.append(request) if request.method == "PATCH" else None)
        name.fill("Trang Nguyen")
        page.get_by_role("button", name="Save the name").click()
        expect(page.locator("#status")).to_have_text("Your name is saved.")
        assert page.url.endswith("/claims/c1/summary")
        assert saved[0].post_data_json["name_as_printed"] == "Trang Nguyen"
        expect(pressed(page)).to_be_visible()
