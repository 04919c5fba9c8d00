"""Pages that people print: each names its reader and the day, and has nothing that only a screen can use."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import served
from tests.browser.tour import tour

PRINTED = (
    "/claims/c2/summary",
    "/claims/c3/certificate",
    "/transcript",
    "/organizer",
    "/organizer/why",
    "/organizer/manual-entry",
    "/progress",
)
# A sheet of Letter paper without its margins, in CSS pixels.
SHEET = {"width": 720, "height": 940}


@pytest.fixture(scope="module")
def reader(browser):
    with served() as address, tour(browser, address) as walk:
        yield walk


@pytest.fixture
def on_paper(reader):
    """A page as it is printed."""
    page = reader.at("/help")
    before = page.viewport_size

    def printed(path):
        reader.at(path)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size(SHEET)
        return page

    yield printed
    page.emulate_media(media="screen")
    page.set_viewport_size(before)


@pytest.mark.parametrize("path", PRINTED)
def test_a_printed_page_says_whose_it_is_and_of_which_day(on_paper, path):
    page = on_paper(path)
    head = page.locator("main > .paper-only")
    expect(head).to_be_visible()
    expect(head).to_have_text(re.compile(r"^Nguyễn Thị Thu Trang · ana@example\.org · Printed on \w+ \d+, \d{4}$"))


@pytest.mark.parametrize("path", PRINTED)
def test_paper_has_nothing_to_press_and_loses_nothing(on_paper, path):
    page = on_paper(path)
    assert page.locator("button:visible, input:visible, select:visible, textarea:visible").count() == 0
    assert page.locator(".banner:visible, .foot:visible, .steps:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]


def test_on_a_screen_nothing_says_that_it_was_printed(reader):
    expect(reader.at("/transcript").locator(".paper-only")).to_be_hidden()


def test_a_table_stays_a_table_on_paper(on_paper):
    expect(on_paper("/transcript").locator("thead th").first).to_be_visible()


def test_the_credits_of_a_license_are_printed(on_paper):
    expect(on_paper("/progress").get_by_text("HIV/AIDS: an update").first).to_be_visible()
