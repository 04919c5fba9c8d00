"""The e-mails about a change of the account: what happened, what undoes it, what confirms it."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from laurel.account_changes.change_email import ChangeMailLinks, compose_change
from laurel.account_changes.changes import AccountChange, ChangeKind, SignInAccount

LINKS = ChangeMailLinks("https://ce.example.org/undo", "https://ce.example.org/confirm", "help@example.org")
AT = datetime(2026, 12, 1, tzinfo=UTC)
SAID = {
    ChangeKind.EMAIL: (
        "Your sign-in address at Laurel was changed",
        "The address with which you sign in was changed from this one to a•••@example.org.",
        "It was not you? Undo it within 7 days. Your account goes back to this address, everybody is logged out, and"
        " you set a new password with a code that comes to this mailbox.",
        "No, undo it",
        "It was you? You need to do nothing. Your credits are matched by this address for 7 more days, then by the new"
        " one. If you confirm the change, they follow with the next night.",
    ),
    ChangeKind.PASSWORD: (
        "Your password at Laurel was changed",
        "The password of your account was changed.",
        "It was not you? Undo it within 7 days. Everybody is logged out, the new password stops working, and you set"
        " another one with a code that comes to this mailbox.",
        "No, lock the account and let me set a password",
        "It was you? You need to do nothing. If you confirm it, the link above stops working.",
    ),
    ChangeKind.SECOND_FACTOR_ON: (
        "An authenticator app was set up for your account at Laurel",
        "From now on a log-in to your account needs a code of an authenticator app, besides the password.",
        "It was not you? Then somebody else knows your password. Undo it within 7 days. Everybody is logged out, the"
        " app is taken off your account, and you set a new password with a code that comes to this mailbox. If you are"
        " staff, the app stays until an operator has helped you: write to us.",
        "No, lock the account and let me set a password",
        "It was you? You need to do nothing. If you confirm it, the link above stops working.",
    ),
    ChangeKind.SECOND_FACTOR_OFF: (
        "The authenticator app of your account at Laurel was turned off",
        "From now on a log-in to your account needs the password alone, without a code of an authenticator app.",
        "It was not you? Undo it within 7 days. Everybody is logged out, and you set a new password with a code that"
        " comes to this mailbox. Then set up the app once more.",
        "No, lock the account and let me set a password",
        "It was you? You need to do nothing. If you confirm it, the link above stops working.",
    ),
}


def change_of(kind: ChangeKind) -> AccountChange:
    return AccountChange(
        change_id="c1",
        learner_id="ana",
        kind=kind,
        account=SignInAccount("pool", "ana"),
        former_email="ana@example.org",
        email="ana.new@example.org" if kind is ChangeKind.EMAIL else "ana@example.org",
        at=AT,
        until=AT + timedelta(days=7),
    )


@pytest.mark.parametrize("kind", ChangeKind)
def test_each_change_is_told_with_what_undoes_and_what_confirms_it(kind: ChangeKind) -> None:
    subject, happened, not_you, undo, was_you = SAID[kind]
    email = compose_change(change_of(kind), LINKS)
    assert email.subject == subject
    assert email.text == (
        "Hello,\n\nThis e-mail is from Laurel, which keeps your continuing-education credits and sends them through"
        f" ASCLS to ASCP.\n\n{happened}\n\n{not_you}\n{undo}: https://ce.example.org/undo\n\n{was_you}\n"
        "Yes, it was me: https://ce.example.org/confirm\n\n"
        "Each link opens a page that asks you first. Questions? Write to help@example.org.\n"
    )
    assert unescape(email.html) == (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        "<p>Hello,</p><p>This e-mail is from Laurel, which keeps your continuing-education credits and sends them"
        f" through ASCLS to ASCP.</p><p><strong><bdi>{happened}</bdi></strong></p>"
        f'<p>{not_you}</p><p><a href="https://ce.example.org/undo">{undo}</a></p>'
        f'<p>{was_you}</p><p><a href="https://ce.example.org/confirm">Yes, it was me</a></p>'
        '<p>Each link opens a page that asks you first. Questions? Write to <a href="mailto:help@example.org">'
        "help@example.org</a>.</p></body></html>\n"
    )
