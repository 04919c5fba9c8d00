"""Staff help somebody on the phone, by mouse and by keyboard alone, at a desk and on a phone."""

import secrets

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests.browser.seeded_credits import seed
from tests.browser.tasks import WAYS


@pytest.fixture(scope="module")
def caller(stack, new_learner, new_badge, ledger):
    """A learner with credits from a provider; `word` of the name finds them."""
    user, word = new_learner(), f"w{secrets.token_hex(4)}"
    api = stack.api(user)
    assert api.call("PATCH", "/v1/me", json={"name_as_printed": f"Ana Lima {word}"}).status == 200
    seed(ledger, user.email)
    return api, word


@WAYS
def test_where_is_my_credit(work, caller):
    _, word = caller
    work.begin()
    work.hand.press(work.tile("Learners and claims"))
    work.hand.write(work.field("Name"), f"lima {word}")
    work.hand.press(work.button("Search"))
    work.hand.press(work.link(f"Ana Lima {word}"))
    work.sees(f"Ana Lima {word}")
    expect(work.page.locator("li.card h3", has_text="Not a member")).to_be_visible()
    work.hand.press(work.page.get_by_text("Show: Where are the credits?"))
    expect(work.page.locator("section", has_text="Where are the credits?").locator("li.answer").first).to_be_visible()
    work.done("A call: my credit is missing")


@WAYS
def test_my_badge_does_not_work(work, caller, new_badge):
    api, word = caller
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": new_badge()}
    claim = api.call("POST", "/v1/claims", json=wanted)
    if claim.status != 201:
        claim = api.call("PUT", f"/v1/claims/{claim_of(api)}/access", json={"access_code": new_badge()})
    assert claim.status in {200, 201}, claim
    work.begin()
    work.hand.press(work.tile("Learners and claims"))
    work.hand.write(work.field("Name"), f"lima {word}")
    work.hand.press(work.button("Search"))
    work.hand.press(work.link(f"Ana Lima {word}"))
    work.hand.press(work.button("Free the Badge ID or Group ID"))
    work.hand.write(work.field("Reason"), "A colleague’s badge")
    form = work.page.locator("form", has=work.field("Reason"))
    work.hand.press(work.button("Free the Badge ID or Group ID", form))
    work.says("The code is free.")
    work.done("A call: my badge does not work")


def claim_of(api):
    [claim] = api.call("GET", "/v1/claims").json()["items"]
    return claim["claim_id"]
