"""Staff look after credits: those that several may have, one that is wrong, many at once, one that is lacking."""

import secrets

import pytest
from playwright.sync_api import expect

from laurel.ledger.states import State, UnmatchedReason
from tests.api_events import learner
from tests.browser.staff_tasks.work import WAYS
from tests.functions.organizer_desk import an_id, rejected, unmatched, withdrawn
from tests.functions.provider_rows import LABCE

FIND = "Whom do you look for?"


@pytest.fixture
def who():
    """A learner whom nobody has seen before."""
    return f"l{secrets.token_hex(4)}"


def of(who):
    return {"email": f"{who}@example.org", "email_key": f"{who}@example.org"}


@WAYS
def test_a_credit_of_a_shared_address_is_matched(work, memory, who):
    first, second = (str(secrets.randbelow(900_000) + 100_000) for _ in range(2))
    memory.books.members(f"{who}@example.org", first, second)
    memory.books.add(unmatched(who, UnmatchedReason.AMBIGUOUS_EMAIL, **of(who)))
    work.begin()
    work.hand.press(work.tile("Credits"))
    work.hand.press(work.link("Credits that wait for you to choose the member"))
    work.hand.press(work.button(f"Match to {second}"))
    work.hand.write(work.field("Reason"), "They share a mailbox")
    work.hand.press(work.page.locator("form").get_by_role("button", name=f"Match to {second}"))
    work.says(f"Matched to Ana Diaz, member {second}.")
    found = memory.books.get(who)
    assert (found.state, found.member_number) == (State.REPORTED, second)
    work.done("Match a credit of a shared address")


@WAYS
def test_a_refused_credit_is_corrected_and_sent_again(work, memory, who):
    memory.books.members(f"{who}@example.org", "004512")
    memory.books.add(rejected(who, **of(who)))
    work.begin()
    work.hand.press(work.tile("Credits"))
    work.hand.write(work.field("E-mail"), f"{who}@example.org")
    work.hand.press(work.button("Search"))
    card = work.page.locator("li.card")
    work.hand.press(work.button("Correct", card))
    work.hand.write(work.field("Name", card), "Ana Sörensen")
    work.hand.write(work.field("Reason", card), "Her name at ASCP")
    work.hand.press(card.locator("form").get_by_role("button", name="Correct"))
    work.says("It is corrected.")
    assert memory.books.get(who).name == "Ana Sörensen"
    work.done("Correct a refused credit")


@WAYS
def test_many_are_withdrawn_after_a_dry_run(work, memory, who):
    provider = f"p{secrets.token_hex(3)}"
    memory.ask("PUT", f"/v1/staff/providers/{provider}", json_body={**LABCE, "display_name": provider})
    memory.books.add(*(unmatched(f"{who}{n}", provider=provider, **of(who)) for n in range(3)))
    work.begin()
    work.hand.press(work.tile("Credits"))
    work.hand.choose(work.field("Provider"), provider)
    work.hand.press(work.button("Search"))
    work.says("3 credits found")
    work.hand.choose(work.field("What to do"), "withdraw")
    work.hand.tick(work.page.get_by_label("All 3 credits that the filter shows"))
    work.hand.write(work.page.get_by_label("Reason", exact=True).last, "Sent by mistake")
    work.hand.press(work.button("Try it first"))
    work.hand.press(work.button("Do it for 3 credits"))
    expect(work.page.locator("#main .note.ok")).to_be_focused()
    work.says("3 done, 0 stayed as they are, 0 failed.")
    assert {memory.books.get(f"{who}{n}").state for n in range(3)} == {State.WITHDRAWN}
    work.done("Withdraw many credits, after a dry run")
    work.hand.choose(work.field("What to do"), "undo_withdrawal")
    work.hand.press(work.button("Try it first"))
    expect(work.button("Do it for 3 credits")).to_be_visible()
    # It would be done with the reason that was tried: whoever gives another one tries again.
    work.hand.write(work.page.get_by_label("Reason", exact=True).last, "Sent right after all")
    expect(work.button("Do it for 3 credits")).to_have_count(0)


@WAYS
def test_a_withdrawal_is_undone(work, memory, who):
    memory.books.add(withdrawn(who, **of(who)))
    work.begin(f"/staff/credits?credit_id={an_id(who)}")
    work.hand.press(work.button("Undo the withdrawal"))
    work.hand.write(work.field("Reason", work.page.locator("li.card")), "The wrong one")
    work.hand.press(work.page.locator("li.card form").get_by_role("button", name="Undo the withdrawal"))
    work.says("The withdrawal is undone.")
    assert memory.books.get(who).state is not State.WITHDRAWN
    work.done("Undo a withdrawal")


@WAYS
def test_a_credit_is_awarded(work, memory, who):
    memory.ask("PATCH", "/v1/me", learner(who), json_body={"name_as_printed": "Ada Example"})
    work.begin()
    work.hand.press(work.tile("Learners and claims"))
    work.hand.write(work.field(FIND), f"{who}@example.org")
    work.hand.press(work.button("Search"))
    work.hand.press(work.button("Award a credit"))
    work.hand.choose(work.field("Provider"), "labce")
    work.hand.choose(work.field("Statement of credit"), "pace")
    work.hand.write(work.field("Title"), "Malaria smears")
    work.hand.write(work.field("Program number"), "571-021-26")
    work.hand.write(work.field("Contact hours"), "1.5")
    work.hand.day(work.field("Completed on"), 2026, 6, 4)
    work.hand.write(work.field("Reason"), "Her badge was not read")
    work.hand.press(work.button("See what would become of it"))
    work.hand.press(work.button("Award this credit"))
    expect(work.page.locator("#main .note.ok")).to_contain_text("The credit is awarded")
    [made] = memory.books.ledger.of_address(f"{who}@example.org")
    assert (made.activity_title, str(made.contact_hours), made.provider) == ("Malaria smears", "1.5", "labce")
    work.done("Award a credit")
