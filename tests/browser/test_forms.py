"""Forms: browsers and password managers can fill them in, and an error is at its field, which has the focus."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import served
from tests.browser.tour import LEARNERS, tour

_SECRETS = {"current-password", "new-password", "one-time-code"}
# Of each field: its type, what it may be filled with, its name, and the username field of its form, if it has one.
_FIELDS = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  const tokens = (one) => (one.autocomplete ?? '').split(' ');
  return [...document.querySelectorAll('input')]
    .filter((one) => ['text', 'email', 'password', 'tel'].includes(one.type))
    .map((one) => ({type: one.type, tokens: tokens(one), name: one.name,
      whose: [...(one.form?.elements ?? [])].some((each) => tokens(each).includes('username'))}));
}"""


@pytest.fixture(scope="module")
def reader(browser):
    with served() as address, tour(browser, address) as walk:
        yield walk


def open_every_form(page):
    """The forms of the profile that are made when they are asked for."""
    for name in ("Add an address", "Take over the address", "Join another account"):
        button = page.get_by_role("button", name=re.compile(name))
        if button.count():
            button.first.click()


@pytest.mark.parametrize("path", LEARNERS)
def test_what_is_known_can_be_filled_in(reader, path):
    page = reader.at(path)
    open_every_form(page)
    for field in page.evaluate(_FIELDS):
        if field["type"] in ("email", "password"):
            assert set(field["tokens"]) & {"username", "email", *_SECRETS}, field
        if set(field["tokens"]) & _SECRETS:
            assert field["whose"], field
        if field["tokens"] not in ([""], ["off"]):
            assert field["name"] == field["tokens"][-1], field


# A page, what is pressed on it with nothing filled in, and the field or group that then complains.
EMPTY = [
    ("/sign-in", "Log in", "E-mail"),
    ("/sign-up", "Create the account", "E-mail"),
    ("/confirm", "Confirm", "E-mail"),
    ("/reset-password", "E-mail me a code", "E-mail"),
    ("/claims/c1/access", "Continue", "Badge ID"),
    ("/own-credits/new", "Save", "Title"),
    ("/profile/sign-in", "Change the password", "Current password"),
    ("/verify", "Check", "Certificate number"),
]


@pytest.mark.parametrize(("path", "button", "label"), EMPTY)
def test_a_field_that_is_needed_says_so_and_has_the_focus(reader, path, button, label):
    page = reader.at(path)
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True)).first
    form.get_by_role("button", name=button, exact=True).click()
    field = form.get_by_label(label, exact=True).first
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(r"Fill this in"))


# Where the API refuses a field: the page, what is filled in, what is pressed, and the path of the problem.
REFUSED = [
    ("/claims/c1/access", {"Badge ID": "CMW-1"}, "Continue", "access_code", "Badge ID"),
    ("/profile", {"At ASCP": "ana@example"}, "Save the addresses", "ascp_email", "At ASCP"),
    ("/profile", {"ASCP customer ID": "12"}, "Save the ID", "ascp_customer_id", "ASCP customer ID"),
    (
        "/own-credits/new",
        {"Title": "T", "Provider": "P", "Day of completion": "2026-01-02", "Amount": "99"},
        "Save",
        "amount",
        "Amount",
    ),
]


@pytest.mark.parametrize(("path", "filled", "button", "place", "label"), REFUSED)
def test_what_the_api_refuses_is_marked_at_its_field(reader, path, filled, button, place, label):
    page = reader.at(path)
    for name, value in filled.items():
        page.get_by_label(name, exact=True).fill(value)
    told = {"path": place, "code": "invalid", "message": "This cannot be taken."}
    refusal = {"code": "invalid", "status": 422, "detail": "See the field.", "errors": [told]}
    page.route("**/v1/**", lambda route: route.fulfill(status=422, body=json.dumps(refusal)), times=1)
    page.get_by_role("button", name=button, exact=True).click()
    field = page.get_by_label(label, exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("This cannot be taken"))
    expect(page.locator(".field [lang=en-US]")).to_have_text("This cannot be taken.")
    box = page.locator("[data-code]")
    expect(box).to_be_focused()
    box.get_by_role("link", name="This cannot be taken.").click()
    expect(field).to_be_focused()
    field.fill("1")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_choice_and_a_box_that_are_needed_say_so(reader):
    page = reader.at("/claims/c2/summary")
    page.get_by_role("button", name="Print now and make it final").click()
    choice = page.get_by_role("radiogroup", name=re.compile("Are your credits reported"))
    expect(choice).to_have_attribute("aria-invalid", "true")
    expect(choice).to_have_accessible_description(re.compile("Choose whether your credits are reported"))
    expect(choice.get_by_role("radio").first).to_be_focused()
    choice.get_by_role("radio").first.check()
    expect(choice).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Print now and make it final").click()
    box = page.get_by_role("checkbox", name=re.compile("^I, Nguyễn"))
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("Check the box"))
    box.check()
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_an_evaluation_that_is_not_whole_says_where(reader):
    page = reader.at("/claims/c1/sessions")
    page.get_by_role("button", name=re.compile("^Claim")).first.click()
    page.locator(".session.is-open").get_by_role("button", name="Claim 1", exact=True).click()
    question = page.locator(".session.is-open [role=radiogroup]").first
    expect(question).to_have_attribute("aria-invalid", "true")
    expect(question.get_by_role("radio").first).to_be_focused()
