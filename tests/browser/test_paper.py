"""Pages that learners print: each names its reader and the day, and has nothing that only a screen can use."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured_program import with_program
from tests.browser.pictures import served
from tests.browser.tour import LEARNERS, SIGNED_OUT, tour

PRINTED = sorted({*LEARNERS} - {*SIGNED_OUT})
# Those that know the learner's name, besides the address.
NAMED = (
    "/claims/c1/sessions",
    "/claims/c1/statement",
    "/claims/c2/summary",
    "/claims/c3/certificate",
    "/transcript",
    "/own-credits",
    "/organizer",
    "/organizer/why",
    "/organizer/manual-entry",
    "/profile",
    "/progress",
)
NAME = "Nguyễn Thị Thu Trang"
# A sheet of Letter paper without its margins, in CSS pixels.
SHEET = {"width": 720, "height": 940}


@pytest.fixture(scope="module")
def reader(browser):
    with served() as address, tour(browser, address, answers=with_program()) as walk:
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


# What is in sight and only a screen can use, or what covers what is below it.
_OF_A_SCREEN = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const { position, visibility } = getComputedStyle(one);
  if (!one.getClientRects().length || visibility === 'hidden') return false;
  const isPressed = one.matches('button, .button, input, select, textarea, form, [role=search], [role=tablist]');
  return isPressed || ['sticky', 'fixed'].includes(position) || one.matches('.banner, .foot, .steps');
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", PRINTED)
def test_paper_says_whose_it_is_and_of_which_day_has_nothing_to_press_and_loses_nothing(on_paper, path):
    page = on_paper(path)
    (head,) = page.locator("main > .paper-only").all()
    expect(head).to_be_visible()
    whose = "ana@example.org · Printed on "
    expect(head).to_have_text(re.compile(rf"^{NAME} · {whose}" if path in NAMED else whose))
    expect(head).to_have_text(re.compile(r"Printed on \w+ \d+, \d{4}$"))
    assert page.evaluate(_OF_A_SCREEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]


def test_the_total_of_the_sessions_is_printed_below_them(on_paper):
    page = on_paper("/claims/c1/sessions")
    total = page.locator(".totals .sum")
    expect(total).to_contain_text("of 32.5")
    assert total.bounding_box()["y"] > page.locator(".session").last.bounding_box()["y"]


def test_on_a_screen_nothing_says_that_it_was_printed(reader):
    expect(reader.at("/transcript").locator(".paper-only")).to_be_hidden()


def test_a_table_stays_a_table_on_paper(on_paper):
    expect(on_paper("/transcript").locator("thead th").first).to_be_visible()


def test_the_credits_of_a_license_are_printed(on_paper):
    expect(on_paper("/progress").get_by_text("HIV/AIDS: an update").first).to_be_visible()
