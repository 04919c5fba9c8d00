"""WCAG 2.2 AA by axe on every page and in its states, light and dark; nothing moves by itself or is cut off.

Each page is loaded once, on a phone, and looked at in every look: its styles alone know the size and the colors.
"""

import re

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING, ONLINE, WEBINAR, WEBINAR_CODE
from tests.browser.claiming import (
    begin,
    claim,
    claim_the_only_session,
    draft_of_meeting,
    program,
    put_session,
    row,
)
from tests.browser.seeded_credits import seed
from tests.browser.stillness import wait_for_stillness
from tests.browser.visitor import DESK, PHONE, Visitor

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
ENLARGED = {"width": 320, "height": 225}
# Size, and media features. The first is the one in which pages are loaded.
LOOKS = (
    (PHONE["viewport"], {"color_scheme": "dark", "reduced_motion": "no-preference"}),
    (DESK["viewport"], {"color_scheme": "light", "reduced_motion": "no-preference"}),
    # 1280 pixels at 400 percent. What axe finds does not depend on it.
    (ENLARGED, {"color_scheme": "light", "reduced_motion": "reduce"}),
)
PUBLIC = (
    "/",
    "/activities",
    "/activities?q=nothing+like+this",
    f"/activities/{MEETING}",
    "/help",
    "/sign-in?next=/profile",
    "/sign-up",
    "/confirm",
    "/reset-password",
    "/verify",
    "/verify/AAAAA-AAAAA-AAAAA",
    "/no/such/page",
)
LEARNERS = (
    "/",
    f"/activities/{WEBINAR}",
    f"/activities/{WEBINAR}/claim",
    "/transcript",
    "/progress",
    "/own-credits/new",
    "/organizer",
    "/organizer/why",
    "/organizer/manual-entry",
    "/profile",
    "/profile/sign-in",
    "/profile/data",
)
STAFFS = (
    "/staff",
    "/staff/activities",
    "/staff/library",
    "/staff/library/new",
    f"/staff/library/{WEBINAR}",
    "/staff/uploads",
    "/staff/evaluations",
    "/staff/attendance_reports",
    "/staff/codes",
    "/staff/quarterly?provider=example-society&year=2026&quarter=4",
    f"/staff/participants?activity={WEBINAR}",
    f"/staff/request?activity={WEBINAR}",
    "/staff/learners",
    "/staff/credits",
    "/staff/ambiguous",
    "/staff/certificates",
    "/staff/files",
    "/staff/clients",
    "/staff/runs",
    "/staff/audit",
)


def takes(visitor, look):
    size, media = look
    visitor.page.set_viewport_size(size)
    visitor.page.emulate_media(**media)


@pytest.fixture(scope="module")
def come(browser, stack):
    """Lets somebody arrive in the first look; `user` is signed in."""
    here = []

    def arrive(user=None):
        visitor = Visitor(browser, stack)
        here.append(visitor)
        takes(visitor, LOOKS[0])
        if user:
            visitor.sign_in(user)
        return visitor

    yield arrive
    troubles = [trouble for visitor in here for trouble in visitor.troubles]
    for visitor in here:
        visitor.close()
    assert troubles == []


@pytest.fixture(scope="module")
def place(come):
    """A browser which nobody has signed in at."""
    return come()


@pytest.fixture(scope="module")
def followed(come, new_learner, ledger):
    """A learner who has credits of all kinds."""
    user = new_learner()
    seed(ledger, user.email)
    return come(user)


@pytest.fixture(scope="module")
def at_staff(come, staff):
    return come(staff)


def good(visitor):
    """The page as it is now is good in every look."""
    for look in LOOKS:
        takes(visitor, look)
        if look[0] != ENLARGED:
            assert visitor.violations() == [], look
        assert visitor.overflow() == 0, look
    takes(visitor, LOOKS[0])


def opens_well(visitor, address):
    visitor.open(address)
    assert visitor.page.evaluate("window.shifted") < 0.01
    good(visitor)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page(place, address):
    opens_well(place, address)


@pytest.mark.parametrize("address", LEARNERS)
def test_a_learners_page(followed, address):
    opens_well(followed, address)


@pytest.mark.parametrize("address", STAFFS)
def test_a_page_of_staff(at_staff, address):
    opens_well(at_staff, address)


def test_axe_finds_what_is_wrong(place):
    place.open("/help")
    place.page.evaluate("document.querySelector('#main').append(new Image())")
    assert any(found.startswith("image-alt") for found in place.violations())


def test_a_page_that_moves_by_itself_is_noticed(place):
    place.open("/help")
    place.page.evaluate(
        """() => {
            let by = 0;
            const move = () => {
                document.querySelector('h1').style.marginTop = `${++by}px`;
                requestAnimationFrame(move);
            };
            move();
        }"""
    )
    with pytest.raises(AssertionError, match="does not come to rest"):
        wait_for_stillness(place.page, give_up_ms=500)


def test_the_states_of_accounts(place):
    place.open("/sign-in")
    place.press("Log in")
    good(place)
    place.fill("E-mail", "nobody@example.org")
    place.fill("Password", "Nothing-12345")
    place.press("Log in")
    expect(place.page.locator("[data-code]")).to_be_visible()
    good(place)


def test_the_states_of_the_organizer(followed):
    followed.open("/organizer")
    followed.page.evaluate(OPEN_ALL)
    expect(followed.page.locator(".credit-row .progress-steps").first).to_be_visible()
    followed.page.get_by_role("button", name="I reported it by hand").first.click()
    followed.page.evaluate(OPEN_ALL)
    good(followed)
    followed.open("/organizer/why")
    followed.page.evaluate(OPEN_ALL)
    expect(followed.page.locator("details.other .way").first).to_be_visible()
    followed.page.evaluate(OPEN_ALL)
    good(followed)


def test_the_states_of_staffs_work(at_staff):
    at_staff.open("/staff/activities")
    group = at_staff.page.locator("section", has_text="Group IDs of a teleconference")
    group.get_by_label("Activity ID").fill("blood-culture-teleconference")
    wrong = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"group_id,site,capacity\nTC-1,Here,many\n"}
    group.locator("input[type=file]").set_input_files(wrong)
    group.get_by_role("button", name="Check only").click()
    expect(group.locator("[data-code]")).to_be_visible()
    good(at_staff)


def test_the_steps_of_a_claim(come, learner):
    visitor = come(learner)
    visitor.open(f"/activities/{WEBINAR}/claim")
    visitor.choose("Florida credit")
    good(visitor)
    begin(visitor, WEBINAR, code=("Session code", WEBINAR_CODE))
    good(visitor)
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    visitor.press("Claim 1.5")
    good(visitor)
    claim_the_only_session(visitor)
    good(visitor)
    visitor.page.go_back()
    visitor.sees("Claim the sessions you attended")
    expect(visitor.page.locator(".session .badge")).to_contain_text("✓")
    good(visitor)
    visitor.follow("Go to the summary")
    visitor.sees("Credit Summary")
    visitor.fill("Name as printed", "Ana Example")
    visitor.press("Save the name")
    visitor.press("Print now and make it final")
    good(visitor)
    visitor.choose("Report my credits to ASCLS and ASCP")
    visitor.choose("I, Ana Example")
    visitor.press("Print now and make it final")
    visitor.sees("Your certificate")
    good(visitor)
    visitor.open("/transcript")
    good(visitor)
    visitor.open("/")
    good(visitor)


def test_an_online_course_and_a_window_that_asks_to_sign_in(come, learner):
    visitor = come(learner)
    begin(visitor, ONLINE)
    visitor.press("I have read the disclosures")
    visitor.sees("Course and post-test")
    visitor.press("Submit answers")
    good(visitor)
    visitor.page.evaluate(
        """() => {
            const held = JSON.parse(sessionStorage.getItem('laurel.session'));
            sessionStorage.setItem('laurel.session', JSON.stringify({...held, until: 0, refresh: 'gone'}));
        }"""
    )
    visitor.page.reload()
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    good(visitor)


def test_three_hundred_sessions(come, learner, new_badge):
    visitor = come(learner)
    sessions = program(visitor)
    claim_id = draft_of_meeting(visitor, learner, new_badge())
    visitor.open(f"/claims/{claim_id}/sessions")
    assert visitor.page.evaluate("window.shifted") < 0.01
    visitor.page.get_by_label("Search sessions").fill("malaria smears")
    first, beside = sessions[0], sessions[1]
    good(visitor)
    visitor.page.get_by_label("Search sessions").fill("")
    claim(visitor, first["title"])
    visitor.press("Mark several sessions")
    good(visitor)
    visitor.press("Stop marking")
    visitor.press("5 more at the same time")
    row(visitor, beside["title"]).get_by_role("button", name=re.compile("^Claim this one instead")).click()
    visitor.page.evaluate("scrollTo(0, 0)")  # what is half under the banner would count as too small
    good(visitor)
    api = visitor.api(learner)
    meeting = api.call("GET", f"/v1/activities/{MEETING}").json()
    put_session(api, meeting, claim_id, next(one for one in sessions if one["starts_at"] >= first["ends_at"]))
    visitor.open(f"/claims/{claim_id}/summary")
    good(visitor)


def test_motion_stops_for_those_who_ask(arrive):
    visitor = arrive(reduced_motion="reduce")
    visitor.open("/")
    moving = """() => [...document.querySelectorAll('*')].filter((one) => {
        const style = getComputedStyle(one);
        return style.transitionDuration !== '0s' || style.animationName !== 'none';
    }).length"""
    assert visitor.page.evaluate(moving) == 0


def test_what_has_the_focus_can_be_seen_and_is_not_covered(arrive, learner, new_badge):
    visitor = arrive(learner, **PHONE)
    claim_id = draft_of_meeting(visitor, learner, new_badge())
    visitor.open(f"/claims/{claim_id}/sessions")
    covered = """() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const inLabel = one.closest('label')?.matches(':has(:focus-visible)');
        const outlined = inLabel || getComputedStyle(one).outlineStyle !== 'none';
        return one === document.body || (outlined && (one.contains(seen) || Boolean(seen?.closest('label'))));
    }"""
    for _ in range(90):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(covered), visitor.page.evaluate("document.activeElement.outerHTML")
