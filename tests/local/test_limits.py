"""The stand-in for AWS WAF: the limits of limits.yaml, for each address on its own."""

import json

import pytest

from local.limits import PORTAL, SIGN_IN, Limits
from tests import stores

DEFAULTS = {name: one.get("Default") for name, one in stores.template("limits.yaml")["Parameters"].items()}
COGNITO = "AWSCognitoIdentityProviderService."
MAILING = [
    "SignUp",
    "ResendConfirmationCode",
    "ForgotPassword",
    "UpdateUserAttributes",
    "GetUserAttributeVerificationCode",
]


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


def last_of(limits, times, path="/", address="198.51.100.7", **headers):
    """The answer to the last of so many requests at once; None when it may pass."""
    answers = [limits.refusal(address, path, headers) for _ in range(times)]
    assert set(answers[:-1]) == {None}
    return answers[-1]


def rule_of(answer):
    return answer and answer.rule


@pytest.mark.parametrize(
    ("path", "rule", "limit"),
    [
        ("/v1/verify/7XKDA-9GQMT-C4WHE", "verify-per-address", "VerifyPerAddress"),
        ("/v1/%76erify/7XKDA-9GQMT-C4WHE", "verify-per-address", "VerifyPerAddress"),
        ("/v1/me/addresses/code", "mailed-codes-per-address", "CodesPerAddress"),
        ("/v1/activities", "api-per-address", "ApiPerAddress"),
        ("/sign-in", "pages-per-address", "PagesPerAddress"),
        ("/sign-up", "pages-per-address", "PagesPerAddress"),
        ("/reset-password", "pages-per-address", "PagesPerAddress"),
        ("/confirm", "pages-per-address", "PagesPerAddress"),
    ],
)
def test_the_portal_takes_as_many_requests_as_the_template_says(clock, path, rule, limit):
    limits = Limits(PORTAL, clock)
    assert last_of(limits, DEFAULTS[limit], path) is None
    assert rule_of(limits.refusal("198.51.100.7", path, {})) == rule


@pytest.mark.parametrize("path", ["/", "/app/main.js", "/verify/7XKDA", "/transcript"])
def test_files_and_other_pages_have_no_limit(clock, path):
    assert last_of(Limits(PORTAL, clock), 12_000, path) is None


def test_each_address_has_its_own_count(clock):
    limits = Limits(PORTAL, clock)
    last_of(limits, DEFAULTS["VerifyPerAddress"], "/v1/verify/A")
    assert limits.refusal("198.51.100.7", "/v1/verify/A", {})
    assert limits.refusal("198.51.100.8", "/v1/verify/A", {}) is None


def test_who_waits_as_long_as_the_answer_says_may_ask_again(clock):
    limits = Limits(PORTAL, clock)
    last_of(limits, DEFAULTS["VerifyPerAddress"], "/v1/verify/A")
    refused = limits.refusal("198.51.100.7", "/v1/verify/A", {})
    assert refused.headers == {"Retry-After": "300"}
    clock.seconds = 299
    assert limits.refusal("198.51.100.7", "/v1/verify/A", {})
    clock.seconds = 299 + float(refused.headers["Retry-After"])
    assert limits.refusal("198.51.100.7", "/v1/verify/A", {}) is None


def test_the_api_answers_with_a_problem_document_and_a_page_with_a_page(clock):
    limits = Limits(PORTAL, clock)
    last_of(limits, DEFAULTS["VerifyPerAddress"], "/v1/verify/A")
    last_of(limits, DEFAULTS["PagesPerAddress"], "/sign-in")
    api, page = limits.refusal("198.51.100.7", "/v1/verify/A", {}), limits.refusal("198.51.100.7", "/sign-in", {})
    told = json.loads(api.body)
    assert (api.status, api.content_type, told["status"], told["code"]) == (
        429,
        "application/json",
        429,
        "too_many_requests",
    )
    assert (page.status, page.content_type) == (429, "text/html")
    assert "Wait five minutes" in page.body.decode()


@pytest.mark.parametrize("action", MAILING)
def test_calls_that_send_a_code_have_the_stricter_limit(clock, action):
    limits = Limits(SIGN_IN, clock)
    assert last_of(limits, DEFAULTS["CodesPerAddress"], **{"x-amz-target": COGNITO + action}) is None
    assert rule_of(limits.refusal("198.51.100.7", "/", {"x-amz-target": COGNITO + action})) == "codes-per-address"


@pytest.mark.parametrize("action", ["InitiateAuth", "ConfirmSignUp", "ConfirmForgotPassword", "GetUser"])
def test_all_other_calls_have_the_wider_one(clock, action):
    limits = Limits(SIGN_IN, clock)
    assert last_of(limits, DEFAULTS["SignInPerAddress"], **{"x-amz-target": COGNITO + action}) is None
    assert rule_of(limits.refusal("198.51.100.7", "/", {"x-amz-target": COGNITO + action})) == "sign-in-per-address"


def test_a_sign_in_that_asks_for_a_code_by_mail_has_the_stricter_limit(clock):
    limits, headers = Limits(SIGN_IN, clock), {"x-amz-target": COGNITO + "InitiateAuth"}
    mailed, password = b'{"AuthFlow": "USER_AUTH"}', b'{"AuthFlow": "USER_PASSWORD_AUTH"}'
    told = [limits.refusal("198.51.100.7", "/", headers, mailed) for _ in range(DEFAULTS["CodesPerAddress"] + 1)]
    assert [rule_of(one) for one in told if one] == ["sign-in-codes-per-address"]
    for body in (password, b"", b"[]", b"no JSON"):
        assert limits.refusal("198.51.100.7", "/", headers, body) is None
    # Written otherwise, or after more than WAF looks at: Cognito reads the same.
    after = b'{"ClientMetadata": {"x": "%s"}, "AuthFlow": "USER_AUTH"}' % (b"x" * 17_000)
    for body in (b'{"AuthFlow": "U\\u0053ER_AUTH"}', after):
        assert rule_of(limits.refusal("198.51.100.7", "/", headers, body)) == "sign-in-codes-per-address"


def test_other_letters_of_a_call_are_the_same_call(clock):
    limits = Limits(SIGN_IN, clock)
    last_of(limits, DEFAULTS["CodesPerAddress"], **{"x-amz-target": COGNITO + "SignUp"})
    told = limits.refusal("198.51.100.7", "/", {"x-amz-target": COGNITO.lower() + "signup"})
    assert rule_of(told) == "codes-per-address"


def test_the_calls_that_send_a_code_count_together(clock):
    limits = Limits(SIGN_IN, clock)
    for action in MAILING:
        last_of(limits, DEFAULTS["CodesPerAddress"] // len(MAILING), **{"x-amz-target": COGNITO + action})
    assert limits.refusal("198.51.100.7", "/", {"x-amz-target": COGNITO + "SignUp"})
