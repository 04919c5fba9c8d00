"""The e-mails about an account: each says who writes, why, what to do, and what to do if it was not the reader."""

import re

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
