"""The page of progress: rings with their words, reasons, and forms that say what is wrong at their fields."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from laurel.progress.choices import Followed
from laurel.progress.cycles import LicenseFacts
from tests.browser.pictures import opened, served
from tests.browser.progress_world import NOTHING, PROGRESS, world
from tests.browser.visitor import AXE, DESK, PHONE, RULES

FORCED = {**DESK, "forced_colors": "active"}
LOOKS = {"desk": DESK, "phone-dark": {**PHONE, "color_scheme": "dark"}, "forced colors": FORCED}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.fixture
def page(browser, address):
    with opened(browser, address, "/progress", signed_in=True, **DESK) as page:
        yield page


def card(page, name):
    return page.locator("section.card", has=page.get_by_role("heading", name=name))


def violations(page):
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [one["id"] for one in found["violations"]]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_with_everything_open(browser, address, look):
    with opened(browser, address, "/progress", signed_in=True, **LOOKS[look]) as page:
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_ring_has_its_words_and_every_page_says_that_it_is_an_estimate(page):
    expect(page.locator("#main")).to_contain_text("This is an estimate; the board decides.")
    assert page.locator("svg.ring").count() == page.locator("section.card svg.ring").count() == 4
    florida = card(page, "Florida license")
    expect(florida).to_contain_text("9.5 of 24 hours")
    expect(florida).to_contain_text("Still needed: 14.5 hours.")
    expect(florida).to_contain_text("642 days are left, through August 31, 2028.")
    expect(florida.locator("svg text")).to_have_text(["9.5", "of 24"])
    expect(florida).to_contain_text("The cycle is the same for everyone.")
    expect(card(page, "California license")).to_contain_text("You have what this cycle needs.")
    expect(card(page, "Nevada license")).to_contain_text("The cycle ends on the day on which your license expires.")


@pytest.mark.parametrize(
    ("expires", "cycle", "after"),
    [
        (date(2027, 5, 31), "1 de enero de 2025 – 31 de diciembre de 2026", False),
        (date(2028, 5, 31), "1 de enero de 2026 – 31 de diciembre de 2027", False),
        (date(2026, 12, 31), "1 de enero de 2026 – 31 de diciembre de 2027", True),
    ],
)
def test_the_day_of_a_tennessee_license_chooses_its_two_calendar_years(browser, address, expires, cycle, after):
    """In Spanish, which has words for all that a rule says."""
    answers = [("/v1/me/progress", world(Followed("tennessee", LicenseFacts(expires_on=expires))))]
    with opened(browser, address, "/progress", signed_in=True, answers=answers, locale="es-MX") as page:
        tennessee = card(page, "Licencia de Tennessee")
        expect(tennessee).to_contain_text(re.compile(r"Ciclo: ?" + cycle.replace(" – ", r"\s*[–-]\s*")))
        expect(tennessee).to_contain_text("El ciclo son los 2 años calendario anteriores al año en que vence")
        renewal = tennessee.get_by_text(re.compile(r"Para la renovación de \d+ solo cuentan los años"))
        expect(renewal).to_have_count(int(after))
        expect(tennessee).to_contain_text("La junta no audita la primera renovación.")
        english = tennessee.locator("[lang=en-US]").all_text_contents()
        assert english[-2:] == [
            "Tennessee Medical Laboratory Board",
            "Rules of the Medical Laboratory Board 1200-06-01-.12",
        ]
        options = page.get_by_label("Licencia o certificación", exact=True).locator("option")
        expect(options.filter(has_text="Licencia de Montana")).to_have_count(1)


def test_topics_and_credits_say_what_counts_and_why_not(page):
    florida = card(page, "Florida license")
    expect(florida).to_contain_text("HIV/AIDS: 1 of 1 hour done")
    expect(florida).to_contain_text("Prevention of medical errors: 0 of 2 hours 2 hours missing")
    florida.get_by_text("4 credits do not count").click()
    line = florida.locator("li", has_text="Safety at the bench")
    expect(line).to_contain_text("It was completed before this cycle.")
    florida.get_by_text("2 credits count").click()
    expect(florida.locator("li", has_text="HIV/AIDS: an update")).to_contain_text("It counts, also for HIV/AIDS.")


def test_the_rule_says_where_it_is_written_and_how_sure_we_are(page):
    nevada = card(page, "Nevada license")
    nevada.locator("summary", has_text="The rule").click()
    expect(nevada).to_contain_text(
        "Source: Nevada Administrative Code, chapter 652. We compared it on November 29, 2026."
    )
    expect(nevada).to_contain_text("Others describe the rule so; we did not see all of its text.")


def answers_to_put(page, answer, status=200):
    """What the page sends, and `answer` for it."""
    sent = []

    def take(route):
        if route.request.method != "PUT":
            return route.fallback()
        sent.append(json.loads(route.request.post_data))
        return route.fulfill(json=answer, status=status, headers={"ETag": '"4"'})

    page.route("**/v1/me/progress", take)
    return sent


def test_a_license_without_its_date_asks_for_it_and_is_followed_once_it_is_saved(page):
    nevada = card(page, "Nevada license")
    expect(nevada).to_contain_text("Enter its last day. Without it we do not know your cycle.")
    sent = answers_to_put(page, PROGRESS)
    nevada.get_by_role("button", name="Follow this license").click()
    expiry = nevada.get_by_label("Its last day, as printed on it")
    expect(expiry).to_be_focused()
    expect(expiry).to_have_attribute("aria-invalid", "true")
    assert sent == []
    expiry.fill("2027-06-30")
    nevada.get_by_role("button", name="Follow this license").click()
    expect(page.get_by_role("heading", name="Nevada license")).to_be_focused()
    (body,) = sent
    assert [one["rule"] for one in body["followed"]] == ["florida", "california", "ascp-cmp", "nevada"]
    assert body["followed"][-1] == {"rule": "nevada", "issued_on": None, "expires_on": "2027-06-30"}
    assert body["reminders"] == "missing"


def test_a_wrong_date_is_said_at_its_field(page):
    wrong = {"path": "followed.1.expires_on", "code": "expires_before_issue", "message": "Check the two dates."}
    refused = {"code": "invalid", "title": "Wrong", "detail": "", "status": 422, "errors": [wrong]}
    answers_to_put(page, refused, status=422)
    california = card(page, "California license")
    california.get_by_text("Dates of California license").click()
    california.get_by_role("button", name="Save the dates").click()
    expiry = california.get_by_label("Its last day, as printed on it")
    expect(expiry).to_have_attribute("aria-invalid", "true")
    expect(california.locator(".field .error:not([hidden])")).to_have_text("Check the two dates.")


def test_a_learner_stops_following_and_switches_reminders_off(page):
    sent = answers_to_put(page, world(Followed("florida")))
    california = card(page, "California license")
    california.get_by_text("Dates of California license").click()
    california.get_by_role("button", name="Stop following: California license").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(card(page, "California license")).to_have_count(0)
    page.get_by_label("Never").check()
    page.get_by_role("button", name="Save the choice").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert [one["rule"] for one in sent[0]["followed"]] == ["florida", "ascp-cmp"]
    assert sent[1]["reminders"] == "never"


def test_who_follows_nothing_chooses_from_a_list(browser, address):
    answers = [("/v1/me/progress", NOTHING)]
    with opened(browser, address, "/progress", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("You follow no license yet. Choose one below.")
        sent = answers_to_put(page, world(Followed("louisiana")))
        page.get_by_label("License or certification", exact=True).select_option("louisiana")
        page.get_by_role("button", name="Follow it").click()
        expect(page.get_by_role("heading", name="Louisiana license")).to_be_focused()
        assert sent == [{"followed": [{"rule": "louisiana"}], "reminders": "missing"}]
    with opened(browser, address, "/", signed_in=True, answers=answers) as page:
        assert page.locator("svg.ring").count() == 0


def test_the_first_page_of_a_learner_has_the_rings_and_that_of_a_stranger_loads_none(browser, address):
    with opened(browser, address, "/", signed_in=True) as page:
        expect(page.locator("svg.ring")).to_have_count(4)
        expect(page.locator("#main")).to_contain_text("This is an estimate; the board decides.")
        page.get_by_role("link", name="California license").click()
        expect(page.get_by_role("heading", name="California license")).to_be_focused()
    with opened(browser, address, "/", signed_in=False) as page:
        assert page.locator("svg.ring").count() == 0
        files = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
        assert not [one for one in files if "progress" in one]


def test_a_ring_shows_in_forced_colors(browser, address):
    with opened(browser, address, "/progress", signed_in=True, **FORCED) as page:
        drawn, ground = page.evaluate(
            """() => {
                const circle = document.querySelectorAll('svg.ring circle')[1];
                return [getComputedStyle(circle).stroke, getComputedStyle(document.body).backgroundColor];
            }"""
        )
    assert drawn not in (ground, "none")
