"""The table of credits: what was typed stays in the address, many are changed at once, and the file has them all."""

import csv
import io
import secrets

from playwright.sync_api import expect

from laurel.ledger.states import State
from tests.browser.seeded_credits import seed


def test_many_credits_are_found_tried_and_withdrawn_by_keyboard(arrive, staff, ledger):
    provider = f"t{secrets.token_hex(4)}"
    credits = seed(ledger, f"{provider}@example.org", provider=provider)
    visitor = arrive(staff)
    page = visitor.page
    visitor.open(f"/staff/credits?provider={provider}")
    visitor.says("6 credits found")
    expect(page.locator("tbody tr")).to_have_count(6)
    assert visitor.violations() == []
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download as CSV").press("Enter")
    lines = io.StringIO(downloading.value.path().read_text(encoding="utf-8-sig"))
    assert {row["credit_id"] for row in csv.DictReader(lines)} == {one.credit_id for one in credits.values()}

    page.get_by_label("State").select_option("Not matched")
    visitor.press("Search")
    visitor.says("2 credits found")
    page.go_back()
    visitor.says("6 credits found")
    expect(page.get_by_label("Provider")).to_have_value(provider)
    for title in ("Refused", "Accepted", "On its way"):
        page.get_by_role("checkbox", name=f": {title}").press("Space")
    page.get_by_label("What to do").select_option("Mark as entered at ASCP by hand")
    visitor.press("Try it first")
    expect(page.get_by_text("Fill this in.")).to_be_visible()
    page.get_by_label("Reason", exact=True).last.fill("They entered them at the meeting")
    page.get_by_role("button", name="Try it first").press("Enter")
    visitor.says("2 would be done, 1 would stay as they are, 0 cannot be done.")
    assert ledger.get(credits["Refused"].credit_id).state is State.REJECTED
    page.evaluate("scrollTo(0, 0)")  # the head of the page covers no box
    assert visitor.violations() == []
    page.get_by_role("button", name="Do it for 2 credits").press("Enter")
    visitor.says("2 done, 0 stayed as they are, 0 failed.")
    for title in ("Refused", "On its way"):
        assert ledger.get(credits[title].credit_id).withdrawn_for == "by_hand"

    page.get_by_label("What to do").select_option("Withdraw")
    page.get_by_label("All 6 credits that the filter shows").press("Space")
    visitor.press("Try it first")
    visitor.says("4 would be done, 2 would stay as they are, 0 cannot be done.")
    page.get_by_role("link", name="Ada Example").first.click()
    visitor.says("1 credit found")
