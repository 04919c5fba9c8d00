"""The credits that wait for a member to be chosen, and acts on more credits than were counted."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served
from tests.browser.staff_tasks.memory import token

MEMBERS = [
    {"member_number": number, "name": name, "status": "active", "expires_on": None}
    for number, name in (("1001", "Ada Example"), ("1002", "Ben Example"))
]


def credit(name):
    return {
        "credit_id": name.lower(),
        "name": name,
        "email": "family@example.org",
        "provider": "labce",
        "title": "Blood cultures",
        "activity_number": "900-001-26",
        "completed_on": "2026-06-04",
        "contact_hours": "1.0",
        "state": "unmatched",
        "since": "2026-06-05T12:00:00Z",
        "reason": None,
        "follow_up": None,
        "bearers": MEMBERS,
    }


def found(**more):
    return {"items": [credit("Ada"), credit("Ben")], "next_cursor": None, "total": 2, "more_than": None, **more}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at(browser, address, path, answers):
    return opened(browser, address, path, signed_in=True, staff=True, answers=answers)


def test_a_matched_credit_waits_no_more_and_its_reason_is_there_for_the_next(browser, address):
    answers = [("/v1/staff/credits/ada/match", {}), ("/v1/staff/credits", found())]
    with at(browser, address, "/staff/ambiguous", answers) as page:
        expect(page.get_by_text("2 credits wait", exact=True)).to_be_visible()
        page.get_by_role("button", name="Match to 1001").first.press("Enter")
        page.get_by_label("Reason").fill("They share a mailbox")
        page.get_by_label("Reason").press("Enter")
        expect(page.locator(".note.ok")).to_contain_text("Matched to Ada Example, member 1001.")
        expect(page.locator(".note.ok")).to_be_focused()
        expect(page.get_by_text("1 credit waits", exact=True)).to_be_visible()
        page.get_by_role("button", name="Match to 1002").press("Enter")
        expect(page.get_by_label("Reason")).to_have_value("They share a mailbox")


def test_more_credits_than_were_counted_are_not_those_of_one_page(browser, address):
    row = {"credit_id": "ada", "outcome": "done", "state": "withdrawn", "message": None, "reason": None}
    tried = {"items": [row]}
    answers = [("/v1/staff/credits/bulk", tried), ("/v1/staff/credits", found(total=None, more_than=1000))]
    with at(browser, address, "/staff/credits?state=unmatched", answers) as page:
        expect(page.get_by_label("All credits that the filter shows, on all pages: more than 1000")).to_be_visible()
        page.get_by_role("checkbox", name="Ada").check()
        page.get_by_label("Reason", exact=True).last.fill("By mistake")
        page.get_by_role("button", name="Try it first").press("Enter")
        do_it = page.get_by_role("button", name="Do it for 1 credit")
        expect(do_it).to_be_visible()
        # What was tried is not what would be done now.
        page.get_by_label("What to do").select_option("Withdraw")
        expect(do_it).to_have_count(0)


@pytest.mark.parametrize(
    ("groups", "address_of", "offered"),
    [
        (["staff"], "/staff/credits", ["", "asm", "labce"]),
        (["staff"], "/staff/credits?provider=gone", ["", "asm", "labce", "gone"]),
        (["provider:asm", "provider:labce"], "/staff/credits", ["asm", "labce"]),
        (["provider:labce"], "/staff/credits", None),
    ],
)
def test_the_provider_is_chosen_among_those_of_the_staff(browser, address, groups, address_of, offered):
    records = {one: {"id": one, "display_name": f"The {one}", "active": one == "asm"} for one in ("asm", "labce")}
    answers = [
        *((f"/v1/providers/{one}", record) for one, record in records.items()),
        ("/v1/staff/providers", {"items": list(records.values())}),
        ("/v1/staff/credits", found(items=[], total=0)),
    ]
    claims = {"sub": "pat", "email": "pat@example.org", "cognito:groups": groups}
    kept = json.dumps(json.dumps({"id": token(claims), "access": "a", "refresh": "r", "until": 4102444800000}))
    signed_in = f"sessionStorage.setItem('laurel.session', {kept})"
    with opened(browser, address, address_of, signed_in=False, script=signed_in, answers=answers) as page:
        choice = page.get_by_label("Provider")
        if offered is None:
            expect(choice).to_have_count(0)
            return
        assert choice.locator("option").evaluate_all("all => all.map((one) => one.value)") == offered
        if "=" not in address_of:
            choice.select_option("labce")
            page.get_by_role("button", name="Search").press("Enter")
            page.wait_for_url("**provider=labce")
