"""The e-mails about an account: each says who writes, why, what to do, and what to do if it was not the reader.

After a change that was meant: `python -m tests.unit.learners.test_account_mail`, and read the difference.
"""

import re
from pathlib import Path

import pytest

from laurel.learners.account_mail import compose

CODES = [
    "CustomMessage_SignUp",
    "CustomMessage_ResendCode",
    "CustomMessage_ForgotPassword",
    "CustomMessage_UpdateUserAttribute",
    "CustomMessage_VerifyUserAttribute",
    "CustomMessage_Authentication",
]
NEW_ACCOUNT = "CustomMessage_AdminCreateUser"


def written(source, contact="help@example.org"):
    request = {"codeParameter": "{####}", "usernameParameter": "{username}"}
    return compose(source, request, portal_url="https://ce.example.org", contact=contact)


@pytest.mark.parametrize("source", [*CODES, NEW_ACCOUNT])
def test_each_says_who_writes_and_what_to_do_if_it_was_not_you(source):
    mail = written(source)
    text = re.sub("<[^>]+>", " ", mail.html)
    assert "Laurel sends this e-mail." in text
    assert 'href="https://ce.example.org"' in mail.html
    assert "Then do nothing:" in text
    assert "to nobody." in text
    assert 'href="mailto:help@example.org"' in mail.html


@pytest.mark.parametrize("source", [*CODES, NEW_ACCOUNT])
def test_each_is_one_that_cognito_takes(source):
    mail = written(source)
    assert mail.html.count("{####}") == 1
    assert mail.html.count("{username}") == (1 if source == NEW_ACCOUNT else 0)
    assert len(mail.html) < 20_000
    assert 0 < len(mail.subject) < 140
    assert "{" not in mail.subject


WHY = {
    "CustomMessage_SignUp": "Somebody is creating an account at Laurel with this e-mail address.",
    "CustomMessage_ResendCode": (
        "Somebody asked for another code for the new account at Laurel with this e-mail address."
    ),
    "CustomMessage_ForgotPassword": "A new password was requested for the account at Laurel with this e-mail address.",
    "CustomMessage_UpdateUserAttribute": "Somebody wants to use this e-mail address for an account at Laurel.",
    "CustomMessage_VerifyUserAttribute": "Somebody wants to use this e-mail address for an account at Laurel.",
    "CustomMessage_Authentication": "Somebody is logging in to the account at Laurel with this e-mail address.",
    NEW_ACCOUNT: "The staff of Laurel created an account for you.",
}


@pytest.mark.parametrize("source", WHY)
def test_each_says_why_it_came(source):
    assert f"<p>Hello,</p><p>{WHY[source]}</p>" in written(source).html


@pytest.mark.parametrize(
    ("source", "works"),
    [
        ("CustomMessage_SignUp", "It works for up to 24 hours."),
        ("CustomMessage_ForgotPassword", "It works for an hour. A new password logs you out everywhere."),
        ("CustomMessage_VerifyUserAttribute", "It works for up to 24 hours."),
        ("CustomMessage_Authentication", "It works for 15 minutes."),
        (NEW_ACCOUNT, "Log in with it within 3 days. Then you choose a password of your own."),
    ],
)
def test_each_says_how_long_its_code_works(source, works):
    assert works in written(source).html


def test_each_purpose_has_its_own_reason_and_subject():
    mails = [written(source) for source in (*CODES, NEW_ACCOUNT)]
    # The two of a changed address are one.
    assert len({mail.subject for mail in mails}) == len({mail.html for mail in mails}) == len(mails) - 1


def test_a_code_for_a_new_account_says_where_to_enter_it_without_naming_the_reader():
    assert 'href="https://ce.example.org/confirm"' in written("CustomMessage_SignUp").html
    assert 'href="https://ce.example.org/sign-in"' in written(NEW_ACCOUNT).html


def test_a_contact_address_cannot_become_markup():
    assert "<b>" not in written(NEW_ACCOUNT, contact="a<b>@example.org").html


def test_there_are_no_words_for_an_unknown_purpose():
    assert written("CustomMessage_SomethingNew") is None


APPROVED = Path(__file__).with_name("approved") / "account_mails.txt"


def told() -> str:
    """Each e-mail, a paragraph of it on each line."""
    mails = [(source, written(source)) for source in (*CODES, NEW_ACCOUNT)]
    return "\n".join(f"{source}: {one.subject}\n{one.html.replace('</p>', '</p>\n')}\n" for source, one in mails)


def test_each_has_the_words_that_were_approved() -> None:
    assert told() == APPROVED.read_text(encoding="utf-8")
    assert compose("CustomMessage_Other", {}, portal_url="https://ce.example.org", contact="x") is None


if __name__ == "__main__":
    APPROVED.write_text(told(), encoding="utf-8")
