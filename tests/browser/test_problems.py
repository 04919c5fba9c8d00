"""Every refusal that the API documents, and every one that Cognito has for the portal's calls, said in words."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.sample_catalog import WEBINAR
from tests.browser.claiming import PACE
from tests.browser.visitor import Visitor

DOCUMENT = json.loads(Path(__file__).parents[2].joinpath("docs", "openapi.json").read_text(encoding="utf-8"))
EXAMPLES = {code: one["value"] for code, one in DOCUMENT["components"]["examples"].items() if one["value"].get("code")}
# A session that has ended or is too old is asked for the password, a busy API is asked again: tests of their own.
APART = {"not_signed_in", "not_an_id_token", "sign_in_again", "busy"}
COGNITO = [
    "AliasExists",
    "CodeDeliveryFailure",
    "CodeMismatch",
    "EnableSoftwareTokenMFA",
    "ExpiredCode",
    "Forbidden",
    "InvalidParameter",
    "InvalidPassword",
    "LimitExceeded",
    "NotAuthorized",
    "PasswordHistoryPolicyViolation",
    "PasswordResetRequired",
    "TooManyFailedAttempts",
    "TooManyRequests",
    "UserNotFound",
    "UsernameExists",
]


@pytest.fixture(scope="module")
def at_the_code(browser, stack, new_learner):
    """A learner at the page that asks for the session code, and the texts of the portal."""
    visitor = Visitor(browser, stack)
    visitor.sign_in(new_learner())
    visitor.open(f"/activities/{WEBINAR}/claim")
    visitor.choose(PACE)
    # Refusals that only staff get have words that come with the pages of staff.
    texts = visitor.page.evaluate(
        """async () => {
            const words = await import('/app/elements/words.js');
            await words.fetchWords('staff_codes');
            const codes = {...words.textsUnder('problems.codes'), ...words.textsUnder('staff_codes')};
            return {...words.textsUnder('problems'), codes};
        }"""
    )
    yield visitor, texts
    visitor.close()
    assert visitor.troubles == []


@pytest.mark.parametrize("code", sorted(set(EXAMPLES) - APART))
def test_a_refusal_of_the_api_is_said_in_words(at_the_code, code):
    visitor, texts = at_the_code
    told = EXAMPLES[code]
    headers = {"Access-Control-Allow-Origin": visitor.stack.portal_url}
    visitor.page.route(
        re.compile("/v1/claims$"), lambda route: route.fulfill(status=told["status"], json=told, headers=headers)
    )
    visitor.fill("Session code", "ANY")
    visitor.press("Continue")
    box = visitor.page.locator(f"#main [data-code={code}]")
    expect(box.locator("h2")).to_have_text(texts["codes"][code])
    expect(box).to_be_focused()
    if told["detail"] != texts["codes"][code]:
        expect(box).to_contain_text(told["detail"])
    visitor.page.unroute_all()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_the_gateway_itself_answers_is_said_in_words_too(at_the_code, status):
    visitor, texts = at_the_code
    headers = {"Access-Control-Allow-Origin": visitor.stack.portal_url}
    visitor.page.route(
        re.compile("/v1/claims$"), lambda route: route.fulfill(status=status, json={"message": "x"}, headers=headers)
    )
    visitor.fill("Session code", "ANY")
    visitor.press("Continue")
    wanted = texts["codes"]["too_many_requests"] if status == 429 else texts["unknown"]
    expect(visitor.page.locator("#main [data-code] h2")).to_have_text(wanted)
    visitor.page.unroute_all()


def test_a_busy_api_is_asked_again(at_the_code):
    visitor, _ = at_the_code
    asked = []

    def answer(route):
        asked.append(route.request.url)
        headers = {
            "Access-Control-Allow-Origin": visitor.stack.portal_url,
            "Access-Control-Expose-Headers": "retry-after",
            "Retry-After": "1",
        }
        told = EXAMPLES["busy"] if len(asked) == 1 else EXAMPLES["wrong_code"]
        route.fulfill(status=told["status"], json=told, headers=headers)

    visitor.page.route(re.compile("/v1/claims$"), answer)
    visitor.fill("Session code", "ANY")
    visitor.press("Continue")
    expect(visitor.page.locator("#main [data-code=wrong_code]")).to_be_visible()
    assert len(asked) == 2
    visitor.page.unroute_all()


def test_the_wait_that_the_api_asks_for_is_said(at_the_code):
    visitor, _ = at_the_code
    headers = {
        "Access-Control-Allow-Origin": visitor.stack.portal_url,
        "Access-Control-Expose-Headers": "retry-after",
        "Retry-After": "1800",
    }
    visitor.page.route(
        re.compile("/v1/claims$"),
        lambda route: route.fulfill(status=429, json=EXAMPLES["too_many_attempts"], headers=headers),
    )
    asked = datetime.now()
    visitor.fill("Session code", "ANY")
    visitor.press("Continue")
    box = visitor.page.locator("#main [data-code=too_many_attempts]")
    expect(box).to_contain_text("with the code in front of you")
    times = {f"{at + timedelta(minutes=30):%-I:%M %p}" for at in (asked, datetime.now())}
    said = " ".join(box.inner_text().split())
    # Half an hour before midnight, the time has its date in front.
    assert re.search(rf"You can try again at ([^.]+, )?({'|'.join(times)})", said), said
    visitor.page.unroute_all()


@pytest.fixture(scope="module")
def at_the_sign_in(browser, stack):
    """A visitor at the log-in."""
    visitor = Visitor(browser, stack)
    visitor.open("/sign-in")
    visitor.fill("E-mail", "someone@example.org")
    visitor.fill("Password", "Something-12345")
    texts = visitor.page.evaluate("async () => (await import('/texts/en.js')).default")
    yield visitor, texts["problems"]["codes"]
    visitor.close()
    assert visitor.troubles == []


@pytest.mark.parametrize("name", COGNITO)
def test_a_refusal_of_cognito_is_said_in_words(at_the_sign_in, name):
    visitor, texts = at_the_sign_in
    told = json.dumps({"__type": f"com.amazonaws.cognito#{name}Exception", "message": "x"})
    visitor.page.route(
        re.compile(r"127\.0\.0\.1:\d+/$"),
        lambda route: (
            route.fulfill(status=400, body=told, headers={"Access-Control-Allow-Origin": "*"})
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    visitor.press("Log in")
    expect(visitor.page.locator(f"#main [data-code=cognito_{name}] h2")).to_have_text(texts[f"cognito_{name}"])
    visitor.page.unroute_all()


def test_single_problems_stand_at_their_fields(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/profile")
    visitor.fill("At ASCLS", "not an address")
    visitor.press("Save the addresses")
    field = visitor.page.get_by_label("At ASCLS")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby")
    said = visitor.page.locator(f"#{described.split()[-1]}")
    expect(said).not_to_be_empty()
    visitor.page.locator("[data-code=invalid] a").click()
    expect(field).to_be_focused()
