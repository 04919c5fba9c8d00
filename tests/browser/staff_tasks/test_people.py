"""Staff at the telephone: they find the person, see what the person sees, and help, by each hand in each size."""

import itertools
import secrets

import pytest
from playwright.sync_api import expect

from laurel.ledger.states import UnmatchedReason
from local.sample_catalog import MEETING, ONLINE, WEBINAR, badge_ids
from tests.api_events import learner
from tests.browser.staff_tasks.work import WAYS
from tests.functions.organizer_desk import unmatched

NUMBERS = itertools.count(20)
FIND = "Whom do you look for?"


@pytest.fixture
def who():
    """A learner whom nobody has seen before."""
    return f"l{secrets.token_hex(4)}"


def claim_of(memory, who, activity=MEETING):
    claims = memory.ask("GET", f"/v1/staff/people/{who}")["claims"]
    return next(one for one in claims if one["activity_id"] == activity)


def printed(memory, who, name):
    """The number of a certificate that is printed for `who` under this name."""
    with memory.one_at_a_time:
        path = memory.desk.complete(who)
        memory.ask("PATCH", "/v1/me", learner(who), json_body={"name_as_printed": name})
        return memory.desk.press(path, who).json()["number"]


@pytest.fixture(scope="module")
def certificate(memory):
    """A certificate: its number, and a word of the name on it."""
    word = f"Okonkwo{secrets.token_hex(3)}"
    return printed(memory, f"l{secrets.token_hex(4)}", f"Ngozi {word}"), word


def certificates(memory, who):
    return memory.ask("GET", f"/v1/staff/people/{who}/certificates")["items"]


def use_up(claims, who):
    """All attempts at the post-test of the online course are used up."""
    path = claims.open_course(who)
    test = claims.call("GET", path, learner(who)).json()["assessment"]["test"]
    wrong = {"answers": {one["id"]: one["choices"][0]["id"] for one in test["questions"]}}
    for _ in range(test["attempts"]):
        claims.call("POST", f"{path}/assessment", learner(who), json_body=wrong)


def found(work, text):
    """Staff look for a person from the page of staff, and get to the page of the one."""
    work.begin()
    work.hand.press(work.tile("Learners and claims"))
    work.hand.write(work.field(FIND), text)
    work.hand.press(work.button("Search"))
    expect(work.page.get_by_role("heading", name="Claims", exact=True)).to_be_visible()


@WAYS
def test_a_badge_that_a_colleague_took_is_freed(work, memory, who):
    number = next(NUMBERS)
    memory.desk.claims.open_meeting(who, number)
    found(work, badge_ids(number + 1)[number])
    work.hand.press(work.button("Free the Badge ID or Group ID"))
    work.hand.write(work.field("Reason"), "Her colleague’s badge")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Free the Badge ID or Group ID"))
    work.says("The code is free.")
    assert claim_of(memory, who)["code"] is None
    work.done("Phone call: my badge does not work")


@WAYS
def test_somebody_locked_out_may_try_codes_again(work, memory, who):
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": "CMW-999999"}
    for _ in range(5):
        memory.desk.claims.call("POST", "/v1/claims", learner(who), json_body=wanted)
    found(work, f"{who}@example.org")
    work.says("Locked out of")
    work.hand.press(work.button("Let them try codes again"))
    work.hand.write(work.field("Reason"), "She read the badge to me")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Let them try codes again"))
    work.says("The learner can try codes again.")
    [tries] = memory.ask("GET", f"/v1/staff/people/{who}")["codes"]
    assert (tries["wrong"], tries["locked_until"]) == (0, None)
    work.done("Lift a lock-out")


@WAYS
def test_somebody_gets_another_attempt(work, memory, who):
    use_up(memory.desk.claims, who)
    found(work, f"{who}@example.org")
    work.hand.press(work.button("Give another attempt"))
    work.hand.write(work.field("Reason"), "The page froze in the third")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Give another attempt"))
    work.says("The learner has one more attempt.")
    assert claim_of(memory, who, ONLINE)["attempts"]["left"] == 1
    work.done("Give another attempt at a post-test")


@WAYS
def test_a_certificate_is_found_by_its_holder(work, memory, certificate):
    number, word = certificate
    found(work, word)
    certificates = work.page.locator("section", has=work.page.get_by_role("heading", name="Certificates", exact=True))
    expect(certificates).to_contain_text(number)
    work.done("Phone call: where is my certificate")


@WAYS
def test_it_is_seen_why_a_credit_is_missing(work, memory, certificate, who):
    memory.books.add(unmatched(who, UnmatchedReason.NOT_A_MEMBER, email=f"{who}@example.org"))
    memory.ask("GET", "/v1/me", learner(who))
    found(work, f"{who}@example.org")
    expect(work.page.locator("li.card h3", has_text="Blood smears, read right")).to_be_visible()
    work.hand.press(work.page.get_by_text("Show: Where are the credits?"))
    expect(work.page.locator("li.answer").first).to_be_visible()
    work.done("Phone call: my credit is missing")


@WAYS
def test_a_misspelt_name_is_corrected_and_the_certificate_reissued(work, memory, who):
    number = printed(memory, who, f"Lina Marteniz {who}")
    found(work, who)
    work.hand.press(work.button(f"Reissue: {number}"))
    work.hand.write(work.field("The right name"), f"Lina Martínez {who}")
    work.hand.write(work.field("Reason"), "Misspelled")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Reissue"))
    work.says("Reissued as")
    new, old = sorted(certificates(memory, who), key=lambda one: one["number"] == number)
    assert (new["learner"], new["status"]) == (f"Lina Martínez {who}", "valid")
    assert (old["status"], old["superseded_by"]) == ("superseded", new["number"])
    work.done("Correct a misspelt name")


@WAYS
def test_a_certificate_is_revoked(work, memory, who):
    number = printed(memory, who, "Lina Martínez")
    found(work, number)
    work.hand.press(work.button(f"Revoke: {number}"))
    work.hand.write(work.field("Reason"), "She was not there")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Revoke"))
    work.says("Revoked")
    [one] = certificates(memory, who)
    assert (one["status"], one["reason"]) == ("revoked", "She was not there")
    work.done("Revoke a certificate")


@WAYS
def test_a_claim_is_reopened(work, memory, who):
    number = printed(memory, who, "Lina Martínez")
    found(work, number)
    work.hand.press(work.button(f"Revoke: {number}"))
    work.hand.tick(work.page.get_by_label("Reopen the claim"))
    work.hand.write(work.field("Reason"), "She forgot a session")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Revoke"))
    work.says("The claim is reopened.")
    assert claim_of(memory, who, WEBINAR)["status"] == "draft"
    work.done("Reopen a claim")


@WAYS
def test_two_accounts_of_one_person_are_joined(work, memory, who):
    other = f"{who}b"
    for sub in (who, other):
        memory.ask("PATCH", "/v1/me", learner(sub), json_body={"name_as_printed": "Ada Example"})
    found(work, f"{who}@example.org")
    work.hand.press(work.button("Join another account with this one"))
    work.hand.write(work.field("An address of the other account"), f"{other}@example.org")
    work.hand.write(work.field("Reason"), "She made a second one")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Join another account with this one"))
    work.says("The accounts are joined.")
    assert memory.ask("GET", f"/v1/staff/people/{other}")["joined_into"] == who
    work.done("Join two accounts of one person")


@WAYS
def test_an_address_is_moved_to_whom_it_belongs(work, memory, who):
    other = f"{who}b"
    for sub in (who, other):
        memory.ask("PATCH", "/v1/me", learner(sub), json_body={"name_as_printed": "Ada Example"})
    found(work, f"{who}@example.org")
    work.hand.press(work.button("Move this address"))
    work.hand.write(work.field("An address of the person who gets it"), f"{other}@example.org")
    work.hand.write(work.field("Reason"), "Typed wrong at the desk")
    work.hand.press(work.page.locator("form").get_by_role("button", name="Move this address"))
    work.says("The address was moved.")
    assert memory.ask("GET", f"/v1/staff/addresses?email={who}@example.org")["learner_id"] == other
    work.done("Move an address")
