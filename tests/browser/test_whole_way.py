"""The whole way, from no account to a certificate that anyone can check: each kind of activity, on desk and phone."""

import re
import secrets
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, WEBINAR, WEBINAR_CODE
from local.sample_catalog.remote import _QUESTIONS as QUESTIONS
from local.users import User, new_password
from tests.browser.claiming import PACE, begin, claim, claim_the_only_session, five_in_a_row, print_certificate
from tests.browser.visitor import SIZES

NAME = "Nguyễn Thị Thu Trang"


@dataclass(frozen=True)
class Way:
    """A kind of activity: how it is found, and what opens it."""

    kind: str
    activity: str
    code: tuple[str, str] | None
    credits: str


WAYS = [
    Way("Live Meetings", MEETING, ("Badge ID", ""), "3.5"),
    Way("Teleconferences", TELECONFERENCE, ("Group ID", "lakeside 24"), "1"),
    Way("Webinars", WEBINAR, ("Session code", WEBINAR_CODE), "1.5"),
    Way("Online Courses", ONLINE, None, "3"),
]
CASES = [pytest.param(size, way, id=f"{way.kind}-{size}") for size in SIZES for way in WAYS]


def make_account(visitor, user):
    visitor.open("/")
    visitor.follow("Create an account")
    visitor.sees("Create an account")
    visitor.fill("E-mail", user.email)
    visitor.fill("Password", user.password)
    visitor.press("Create the account")
    visitor.sees("Confirm your e-mail")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(user.email))
    visitor.fill("Password", user.password)
    visitor.press("Confirm")


def find_activity(visitor, way):
    visitor.click(visitor.page.locator(".tile", has_text=way.kind))
    visitor.sees(f"Claim Credits: {way.kind}")
    visitor.click(visitor.page.locator("tbody th a").first)
    expect(visitor.page).to_have_url(re.compile(f"/activities/{way.activity}$"))


def pass_the_test(visitor):
    for question, right, _, _ in QUESTIONS:
        asked = visitor.page.locator("fieldset", has_text=question)
        visitor.click(asked.locator("label").filter(has=visitor.page.get_by_text(right, exact=True)))
    visitor.press("Submit answers")
    visitor.says("Passed with 100 percent")
    visitor.follow("Claim the credit")


def claim_what_there_is(visitor, way):
    visitor.sees("Claim the sessions you attended")
    if way.activity == MEETING:
        for title in five_in_a_row(visitor):
            claim(visitor, title)
        visitor.follow("Go to the summary")
    elif way.activity == ONLINE:
        for part in ("Collecting and staining", "Species by their shapes", "Counting and reporting"):
            claim(visitor, part)
        visitor.follow("Go to the summary")
    else:
        claim_the_only_session(visitor)


@pytest.mark.parametrize(("size", "way"), CASES)
def test_from_no_account_to_a_certificate(arrive, new_badge, size, way, record_property):
    visitor = arrive(**SIZES[size])
    user = User(f"{way.activity}.{secrets.token_hex(3)}@example.org", new_password())
    make_account(visitor, user)
    begun, began = visitor.clicks, time.monotonic()
    # Confirmed, signed in and led on by one button: several calls.
    expect(visitor.page.locator("#main").get_by_text("Your account is ready.")).to_be_visible(timeout=30_000)
    visitor.sees("Your continuing education")
    find_activity(visitor, way)
    visitor.follow("Claim credit")
    visitor.sees("Choose your statement of credit")
    visitor.choose(PACE)
    if way.code:
        label, code = way.code
        visitor.fill(label, code or new_badge().lower().replace("-", " "))
    visitor.press("Continue")
    visitor.sees("Read the disclosures")
    visitor.press("I have read the disclosures")
    if way.activity == ONLINE:
        visitor.sees("Course and post-test")
        pass_the_test(visitor)
    claim_what_there_is(visitor, way)
    print_certificate(visitor, NAME)
    # From the log-in to the certificate; noted, not judged.
    record_property("clicks", visitor.clicks - begun)
    record_property("seconds", round(time.monotonic() - began, 1))
    visitor.says(f"{way.credits} P.A.C.E.® contact hour")

    with visitor.page.expect_download() as downloading:
        visitor.follow("Download the certificate (PDF)")
    assert downloading.value.path().read_bytes().startswith(b"%PDF-")
    number = visitor.page.locator(".facts code").inner_text()
    visitor.open(f"/verify/{number}")
    expect(visitor.page.get_by_role("heading", name="Valid", exact=True)).to_be_visible()
    visitor.says(NAME)

    visitor.open("/transcript")
    expect(visitor.page.get_by_role("link", name=number)).to_be_visible()
    assert visitor.overflow() == 0


def test_what_is_printed_cannot_be_changed(arrive, learner):
    visitor = arrive(learner)
    begin(visitor, WEBINAR, code=("Session code", WEBINAR_CODE))
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    sessions = visitor.page.url.removeprefix(visitor.stack.portal_url)
    claim_the_only_session(visitor)
    visitor.fill("Name as printed", NAME)
    visitor.press("Save the name")
    expect(visitor.page.locator("input[type=radio]:checked")).to_have_count(0)
    visitor.press("Print now and make it final")
    visitor.says("Choose whether your credits are reported.")
    visitor.choose("Report my credits to ASCLS and ASCP")
    visitor.press("Print now and make it final")
    visitor.says("Check the box to confirm that you attended what you claim.")
    visitor.choose(f"I, {NAME}")
    visitor.press("Print now and make it final")
    visitor.sees("Your certificate")
    visitor.follow("Follow it under “Your credits”")
    visitor.sees("Your credits in Laurel")
    line = visitor.page.locator(".credit-row")
    # Where another test brought a roster, this learner is not on it.
    expect(line.locator(".badge")).to_have_text(re.compile("On its way|Needs you"))
    # The link opened it.
    expect(line.locator(".progress-steps")).to_contain_text("Earned")
    for step in (sessions, sessions.replace("/sessions", "/summary"), sessions.replace("/sessions", "/statement")):
        visitor.open(step)
        visitor.sees("Your certificate")
        visitor.says("the claim is final")
    visitor.open("/transcript")
    expect(visitor.page.locator(".total")).to_have_text("1.5")
    with visitor.page.expect_download() as downloading:
        visitor.press("Download as CSV")
    lines = downloading.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    visitor.fill("To", "2020-01-01")
    visitor.press("Show")
    visitor.says("Nothing was completed between these dates.")
    visitor.open(f"/activities/{WEBINAR}")
    visitor.follow("View the certificate")
    visitor.sees("Your certificate")
