"""Staff log in with the code of their authenticator app, and find where activities are made."""

from tests.browser.staff_tasks.conftest import STAFF
from tests.browser.staff_tasks.memory import token
from tests.browser.staff_tasks.work import WAYS


def answer(route):
    """What Cognito answers: it asks for the code first."""
    is_first = route.request.headers["x-amz-target"].endswith("InitiateAuth")
    tokens = {"IdToken": token(STAFF), "AccessToken": "a", "RefreshToken": "r", "ExpiresIn": 900}
    asks = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {}}
    route.fulfill(
        json=asks if is_first else {"AuthenticationResult": tokens}, headers={"Access-Control-Allow-Origin": "*"}
    )


def chosen(work, link):
    """A link of the head of the page, which a phone has in a menu."""
    if work.size == "phone":
        work.hand.press(work.button("Menu"))
    work.hand.press(work.page.get_by_role("navigation", name="Main").get_by_role("link", name=link, exact=True))


@WAYS
def test_staff_log_in_and_find_where_activities_are_made(work):
    work.page.route("http://127.0.0.1:9/", answer)
    work.page.goto(f"{work.visitor.stack.portal_url}/robots.txt")
    work.page.evaluate("sessionStorage.clear()")
    work.begin("/")
    chosen(work, "Log in")
    work.hand.write(work.field("E-mail"), STAFF["email"])
    work.hand.write(work.field("Password"), "correct horse battery staple")
    work.hand.press(work.button("Log in", work.page.locator("#main")))
    work.hand.write(work.field("Code from your authenticator app"), "123456")
    work.hand.press(work.button("Log in", work.page.locator("#main")))
    work.sees("Your continuing education")
    chosen(work, "Staff")
    work.hand.press(work.tile("Activities"))
    work.hand.press(work.link("New activity"))
    work.sees("New activity")
    work.done("Log in, and find where activities are made")
