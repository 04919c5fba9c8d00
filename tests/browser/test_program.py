"""A program of 300 sessions: low rows by day, a timetable, and the summary is near from everywhere."""

import re

import pytest
from playwright.sync_api import expect

from local.places import ROOT
from tests.browser.pictured_program import PROGRAM, with_program
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE

STOPS = 12
HEIGHT = 64
MIDDLE = {"viewport": {"width": 820, "height": 900}}
FIRST = [one for one in PROGRAM if one["starts_at"] == PROGRAM[0]["starts_at"]]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.fixture
def at_program(browser, address):
    """Opens the sessions of a claim with these sessions."""

    def come(*claimed, started=None, questions=2, **look):
        answers = with_program(*claimed, questions=questions)
        return opened(started or browser, address, "/claims/c1/sessions", signed_in=True, answers=answers, **look)

    return come


def row_of(page, session):
    return page.locator(f"#session-{session['id']}")


def test_only_the_open_day_is_built(at_program):
    with at_program() as page:
        assert page.locator(".session").count() == 60
        page.get_by_label("Search sessions").fill("a")
        expect(page.locator(".is-many")).to_have_count(1)
        page.wait_for_function("document.querySelectorAll('.session').length > 200")


def test_of_many_rows_the_first_are_there_at_once_and_a_session_is_gone_to_at_once(at_program):
    """What is folded is no row before it is unfolded."""
    with at_program(FIRST[0]["id"]) as page:
        page.get_by_label("Search sessions").focus()
        assert page.locator(".slot").first.locator(".session").count() == 1
        at_once, at_last = page.evaluate(
            """async () => {
                const search = document.querySelector('input[type=search]');
                search.value = 'a';
                search.dispatchEvent(new Event('input'));
                const shown = () => document.querySelectorAll('.session').length;
                const atOnce = shown();
                const found = () => Number(document.querySelector('[role=search] .meta').textContent.match(/\\d+/)[0]);
                while (shown() < found() - 5) await new Promise((settle) => setTimeout(settle, 20));
                return [atOnce, shown()];
            }"""
        )
        assert at_once == 72
        assert at_last > 200
        ids = page.locator(".session").evaluate_all("(all) => all.map((one) => one.id.replace('session-', ''))")
        assert ids == [one["id"] for one in PROGRAM if one["id"] in ids]
    last = PROGRAM[-1]
    there = f"history.replaceState(null, '', '?q=a&at={last['id']}')"
    with at_program(script=f"if (location.protocol !== 'about:') {there}") as page:
        expect(row_of(page, last).locator(".panel :focus")).to_have_count(1)


def test_what_was_held_at_the_same_time_is_folded_and_each_day_says_what_is_claimed(at_program):
    with at_program(FIRST[0]["id"]) as page:
        slot = page.locator(".slot").first
        expect(slot.locator(".session:visible")).to_have_count(1)
        fold = slot.get_by_role("button", name="5 more at the same time")
        expect(fold).to_have_attribute("aria-expanded", "false")
        fold.click()
        expect(slot.locator(".session:visible")).to_have_count(6)
        slot.get_by_role("button", name="Show only what you claimed").click()
        expect(slot.locator(".session:visible")).to_have_count(1)
        expect(page.locator(".slot").nth(1).locator(".session:visible")).to_have_count(6)
        for place in (page.get_by_role("tab"), page.locator(".strip button")):
            expect(place.first).to_contain_text("1 of 7")
            expect(place.nth(1)).to_contain_text("0 of 7")
        share = page.locator(".strip progress").first
        assert share.evaluate("(one) => [one.value, one.max]") == [100, 700]


def test_a_full_day_is_marked_in_the_strip(at_program):
    of_one_track = [one["id"] for one in PROGRAM if one["track"] == FIRST[0]["track"]][:7]
    with at_program(*of_one_track) as page:
        expect(page.locator(".strip button").first).to_have_class("is-full")
        expect(page.locator(".strip .is-full")).to_have_count(1)
        page.locator(".strip button").nth(2).click()
        expect(page.get_by_role("tab").nth(2)).to_have_attribute("aria-selected", "true")
        expect(page.locator(".strip [aria-current]")).to_contain_text("0 of 7")


def test_arrow_keys_go_through_the_days(at_program):
    with at_program() as page:
        tabs = page.get_by_role("tab")
        tabs.first.focus()
        for key, here in (("ArrowRight", 1), ("End", 4), ("ArrowRight", 0), ("ArrowLeft", 4), ("Home", 0)):
            page.keyboard.press(key)
            expect(tabs.nth(here)).to_be_focused()
            expect(tabs.nth(here)).to_have_attribute("aria-selected", "true")
            expect(page.get_by_role("tabpanel")).to_have_attribute(
                "aria-labelledby", tabs.nth(here).get_attribute("id")
            )
        assert page.locator("[role=tab][tabindex='0']").count() == 1


@pytest.mark.parametrize("look", [DESK, PHONE, MIDDLE], ids=["desk", "phone", "middle"])
@pytest.mark.parametrize("is_marking", [False, True])
def test_rows_are_low(at_program, look, is_marking, record_property):
    with at_program(**look) as page:
        if is_marking:
            page.get_by_role("button", name="Mark several sessions").click()
        heights = page.locator(".session").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
        record_property("height of the highest row", max(heights))
        assert len(heights) == 60
        assert max(heights) <= HEIGHT


def test_a_wide_screen_shows_hours_and_tracks_with_the_same_rows(at_program):
    with at_program(**DESK) as page:
        expect(page.locator(".tracks span")).to_have_count(6)
        boxes = [row_of(page, one).bounding_box() for one in FIRST]
        assert len({round(box["y"]) for box in boxes}) == 1
        assert len({round(box["x"]) for box in boxes}) == 6
        for one, box in zip(FIRST, boxes, strict=True):
            head = page.locator(".tracks span", has_text=one["track"]).bounding_box()
            assert abs(head["x"] - box["x"]) < 12, one["track"]
        session = row_of(page, FIRST[3])
        session.get_by_role("button", name=re.compile("^Claim")).click()
        assert session.bounding_box()["width"] > 900
        page.set_viewport_size(PHONE["viewport"])
        assert len({round(row_of(page, one).bounding_box()["x"]) for one in FIRST}) == 1


# The number of the marked control that has the focus, if one has, and the element's name.
_FOCUSED = "(([one]) => [one.dataset.from ?? '', one.id || one.className])([document.activeElement])"


def most_stops(page, controls):
    """How often Tab is pressed at most from one of these controls, in their order, until the link to the summary has
    the focus. One walk meets all of them."""
    controls.evaluate_all("(all) => all.forEach((one, number) => { one.dataset.from = number; })")
    last = str(controls.count() - 1)
    controls.first.focus()
    met, waiting, most = ["0"], [0], 0
    while waiting or met[-1] != last:
        page.keyboard.press("Tab")
        start, name = page.evaluate(_FOCUSED)
        waiting = [stops + 1 for stops in waiting]
        assert max(waiting, default=0) < 400, "the summary is never reached"
        if name in ("past", "to-summary"):
            most, waiting = max(most, *waiting, 0), []
        if name == "past":
            leads_to_the_summary(page)
        elif start:
            met.append(start)
            waiting.append(0)
    controls.evaluate_all("(all) => all.forEach((one) => { delete one.dataset.from; })")
    assert met == [str(number) for number in range(int(last) + 1)]
    return most


def leads_to_the_summary(page):
    """The link that has the focus goes there; the focus is then back at the link."""
    link = page.evaluate_handle("document.activeElement")
    page.keyboard.press("Enter")
    expect(page.locator("#to-summary")).to_be_focused()
    link.evaluate("(one) => one.focus()")


@pytest.mark.parametrize("questions", [2, 5])
@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_the_summary_is_near_from_every_session(at_program, look, questions, record_property):
    with at_program(FIRST[0]["id"], questions=questions, **look) as page:
        controls = page.locator(".session-head > .button:visible")
        assert controls.count() == 55
        most = most_stops(page, controls)
        page.get_by_role("button", name="Mark several sessions").click()
        most = max(most, most_stops(page, page.locator(".mark input:visible")))
        page.get_by_role("button", name="Stop marking").click()
        # Also past the questions of a session that is open.
        slot = page.locator(".slot").nth(1).locator(".session-head > .button")
        for n in range(slot.count()):
            slot.nth(n).click()
            expect(page.locator(".panel:visible fieldset")).to_have_count(questions)
            most = max(most, most_stops(page, slot.filter(visible=True)))
            slot.nth(n).click()
        record_property("most stops to the summary", most)
        assert most <= STOPS


def stays_in_sight(page):
    for at in (0, 1500):
        page.evaluate(f"scrollTo(0, {at})")
        expect(page.get_by_role("link", name="Go to the summary")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(320, 256), (740, 360), (360, 740), (1280, 800)])
def test_the_bar_is_always_in_sight(at_program, size):
    with at_program(viewport={"width": size[0], "height": size[1]}) as page:
        stays_in_sight(page)
        assert page.locator(".totals").bounding_box()["height"] <= size[1] / 3


@pytest.mark.parametrize("letters", [32, 64])
def test_the_bar_is_always_in_sight_with_large_letters(at_program, chromium, letters):
    started = chromium(f"--blink-settings=defaultFontSize={letters}")
    with at_program(started=started, **PHONE) as page:
        stays_in_sight(page)
        assert page.locator(".totals").bounding_box()["height"] <= 740 / 3
        # Each row has its whole title.
        assert page.locator(".session .title").evaluate_all(
            "(all) => all.every((e) => e.scrollHeight <= e.offsetHeight + 2)"
        )
    with at_program(started=started, **DESK) as page:
        stays_in_sight(page)
    started.close()


def test_the_first_page_does_not_wait_for_the_styles_of_sessions():
    index = (ROOT / "portal/index.html").read_text(encoding="utf-8")
    assert "sessions.css" not in index
    assert "timetable.css" not in index
