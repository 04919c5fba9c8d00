"""The organizer: stations, what needs its learner, the four questions, retry, by hand, the sheet; the profile."""

import pytest
from playwright.sync_api import expect

from laurel.ledger.states import State
from tests.browser.seeded_credits import seed
from tests.browser.visitor import PHONE


@pytest.fixture
def followed(arrive, learner, ledger):
    """A learner with a credit of each kind, at the organizer."""
    credits = seed(ledger, learner.email)
    visitor = arrive(learner)
    visitor.open("/organizer")
    return visitor, credits


def line(visitor, credit):
    return visitor.page.locator(f"[id='{credit.credit_id}']")


def card(visitor, credit):
    """The line of a credit, opened."""
    place = line(visitor, credit)
    if not place.locator("> details").evaluate("one => one.open"):
        place.locator("> details > summary").click()
    # What is inside is made once the line is open.
    expect(place.locator(".progress-steps")).to_be_visible()
    return place


def test_what_needs_the_learner_comes_first(followed):
    visitor, credits = followed
    titles = visitor.page.locator(".credit-row summary strong").all_inner_texts()
    assert set(titles[:3]) == {"Refused", "Not a member", "Shared address"}
    assert sorted(titles) == sorted(credits)
    expect(visitor.page.locator("h2", has_text="3 credits need you")).to_be_visible()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_each_credits_way_is_a_line_of_stations(arrive, learner, ledger, size):
    credits = seed(ledger, learner.email)
    visitor = arrive(learner, **size)
    visitor.open("/organizer")

    def stations(title):
        place = card(visitor, credits[title]).locator(".progress-steps li")
        return [(one.locator("strong").inner_text(), one.get_attribute("class")) for one in place.all()]

    on_its_way = stations("On its way")
    assert on_its_way[:3] == [("Earned", "is-done"), ("Received", "is-done"), ("With ASCLS", "is-here")]
    assert [kind for _, kind in stations("Accepted")] == ["is-done"] * 5
    assert stations("Refused")[4] == ("Refused by ASCP", "is-stuck")
    assert stations("Not a member")[2] == ("Not matched", "is-stuck")
    expect(card(visitor, credits["Late"])).to_contain_text("It has not failed")
    expect(card(visitor, credits["Accepted"])).to_contain_text("ASCP-000123")
    assert visitor.overflow() == 0


def test_a_reason_comes_with_its_fix(followed):
    visitor, credits = followed
    stuck = card(visitor, credits["Not a member"])
    expect(stuck).to_contain_text("Nobody on the ASCLS roster has the e-mail address")
    expect(stuck.get_by_role("link", name="Go to ASCLS")).to_have_attribute("href", "https://ascls.org/")


def test_another_try_is_asked_for(followed, ledger):
    visitor, credits = followed
    refused = card(visitor, credits["Refused"])
    refused.get_by_role("button", name="Try again").click()
    expect(refused.locator("> details")).to_have_attribute("open", "")
    expect(refused).to_contain_text("It will be tried again within minutes, or in the next nightly run.")
    expect(refused).to_be_focused()
    assert ledger.get(credits["Refused"].credit_id).retries == 1


def test_reported_by_hand_is_asked_once_more_and_then_never_sent(followed, ledger):
    visitor, credits = followed
    stuck = card(visitor, credits["Not a member"])
    stuck.get_by_role("button", name="I reported it by hand").click()
    stuck.get_by_role("button", name="No", exact=True).click()
    assert ledger.get(credits["Not a member"].credit_id).state is State.UNMATCHED
    stuck.get_by_role("button", name="I reported it by hand").click()
    stuck.get_by_role("button", name="Yes, I have entered it").click()
    expect(stuck.locator(".progress-steps")).to_contain_text("Withdrawn")
    expect(stuck).to_contain_text("We will not send it.")
    expect(stuck).to_be_focused()
    visitor.says("2 credits need you")
    assert ledger.get(credits["Not a member"].credit_id).state is State.WITHDRAWN


def test_the_credits_are_narrowed_by_phase_and_can_be_gone_back_from(followed):
    visitor, _ = followed
    visitor.page.locator(".chip", has_text="Done").click()
    expect(visitor.page.locator(".credit-row summary strong")).to_have_text(["Accepted"])
    visitor.page.go_back()
    expect(visitor.page.locator(".credit-row summary strong")).to_have_count(6)


def test_one_sentence_one_picture_and_four_answers_about_the_same_credit(followed):
    visitor, _ = followed
    visitor.follow("Where is my credit?")
    visitor.sees("Where is my credit?")
    verdict = visitor.page.locator(".verdict")
    expect(verdict).to_contain_text("The credit could not be matched: we have no list of the members of ASCLS.")
    assert [one.get_attribute("class") for one in verdict.locator(".way li").all()] == [
        "is-passed",
        "is-passed is-cut",
        "is-broken",
        "is-ahead",
    ]
    expect(verdict.get_by_role("link", name="Write to us")).to_have_count(1)
    assert visitor.page.locator(".questions .answer").count() == 4
    visitor.says("3 more credits are not at ASCP")
    other = visitor.page.locator("details.other", has_text="Refused")
    other.locator("> summary").click()
    expect(other.locator(".way .is-broken")).to_contain_text("Refused")
    other.get_by_role("link", name="See the credit").click()
    visitor.sees("Your credits in Laurel")


def test_another_try_is_asked_for_where_the_remedy_stands(followed, ledger):
    visitor, credits = followed
    visitor.open("/organizer/why")
    other = visitor.page.locator("details.other", has_text="Refused")
    other.locator("> summary").click()
    other.get_by_role("button", name="I have done this. Try again.").click()
    visitor.says("It will be tried again within minutes, or in the next nightly run.")
    assert ledger.get(credits["Refused"].credit_id).retries == 1


def test_the_sheet_for_typing_at_ascp_and_its_file(followed):
    visitor, _ = followed
    visitor.follow("Enter by hand at ASCP")
    visitor.sees("Enter by hand at ASCP")
    expect(visitor.page.locator("tbody tr")).to_have_count(5)
    with visitor.page.expect_download() as downloading:
        visitor.press("Download as CSV")
    text = downloading.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "title,provider,date,contact_hours"
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator("#banner")).to_be_hidden()
    expect(visitor.page.locator("tbody tr").first).to_be_visible()


def test_the_first_page_shows_what_needs_the_learner(followed):
    visitor, credits = followed
    visitor.open("/")
    visitor.says("3 credits need you")
    visitor.page.locator("#main .note a", has_text="Refused").click()
    visitor.sees("Your credits in Laurel")
    expect(line(visitor, credits["Refused"])).to_be_focused()
    expect(line(visitor, credits["Refused"]).locator(".progress-steps")).to_be_visible()


def test_the_profile_is_saved_part_by_part(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/profile")
    visitor.fill("Name as printed", "  Ana   Example ")
    expect(visitor.page.locator(".specimen .name")).to_have_text("Ana Example")
    visitor.press("Save the name")
    visitor.press("It is the same in all three places")
    visitor.says("All three are the same.")
    visitor.fill("At ASCP", "other@example.org")
    visitor.press("Save the addresses")
    visitor.says("They differ.")
    visitor.page.get_by_label("State").select_option("florida")
    visitor.fill("License number", "SU 12345")
    visitor.press("Add the license")
    visitor.says("Florida: SU 12345")
    visitor.choose("Report my credits to ASCLS and ASCP")
    visitor.press("Save this choice")
    visitor.choose("E-mail me about my credits, claims and certificates")
    visitor.choose("A4")
    for part, saved in (("Your credits", 2), ("Paper", 1)):
        place = visitor.page.locator("section", has=visitor.page.get_by_role("heading", name=part, exact=True))
        expect(place.locator("[role=status]", has_text="Saved.")).to_have_count(saved)
    me = visitor.api(learner).call("GET", "/v1/me").json()
    assert me["name_as_printed"] == "Ana Example"
    assert (me["ascls_email"], me["ascp_email"]) == (learner.email, "other@example.org")
    assert me["licences"] == [{"state": "florida", "number": "SU 12345", "profession": None}]
    assert (me["consent_to_report"], me["notices"], me["paper"]) == (True, False, "a4")
    visitor.page.get_by_role("button", name="Remove").click()
    expect(visitor.page.get_by_text("Florida: SU 12345")).to_have_count(0)


def test_a_profile_changed_elsewhere_is_not_overwritten(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/profile")
    api = visitor.api(learner)
    api.call("PATCH", "/v1/me", json={"paper": "a4"})
    visitor.fill("Name as printed", "Ana Example")
    visitor.press("Save the name")  # another field: no harm
    visitor.says("Saved.")
    api.call("PATCH", "/v1/me", json={"name_as_printed": "Ana Other"})
    visitor.fill("Name as printed", "Ana Third")
    visitor.press("Save the name")
    visitor.says("It was changed in another window or on another device.")
    assert api.call("GET", "/v1/me").json()["name_as_printed"] == "Ana Other"
    assert api.call("GET", "/v1/me").json()["paper"] == "a4"
