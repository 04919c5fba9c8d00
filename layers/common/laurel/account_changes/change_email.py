"""The text and HTML of the e-mail about a change (pure).

It goes to the former address. It names neither the new address in full nor the learner: a mailbox may be read by
others.
"""

from dataclasses import dataclass
from html import escape

from laurel.account_changes.changes import UNDO_WITHIN, AccountChange, ChangeKind
from laurel.notices.email_layout import NoticeEmail
from laurel.platform.masking import masked_email

_WHO_WRITES = (
    "This e-mail is from Laurel, which keeps your continuing-education credits and sends them through ASCLS to ASCP."
)
_DAYS = UNDO_WITHIN.days


@dataclass(frozen=True, slots=True)
class ChangeMailLinks:
    """The links that undo and confirm the change, and the contact address."""

    undo: str
    confirm: str
    contact: str


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    happened: str
    not_you: str
    undo: str
    was_you: str
    confirm: str


def compose_change(change: AccountChange, links: ChangeMailLinks) -> NoticeEmail:
    """The e-mail about `change`."""
    words = _of_email(change) if change.kind is ChangeKind.EMAIL else _OF_OTHERS[change.kind]
    lines = ["Hello,", "", _WHO_WRITES, "", words.happened, ""]
    lines += [words.not_you, f"{words.undo}: {links.undo}", ""]
    lines += [words.was_you, f"{words.confirm}: {links.confirm}", ""]
    lines += [f"Each link opens a page that asks you first. Questions? Write to {links.contact}.", ""]
    return NoticeEmail(words.subject, "\n".join(lines), _html(words, links))


def _of_email(change: AccountChange) -> _Words:
    return _Words(
        subject="Your sign-in address at Laurel was changed",
        happened=f"The address with which you sign in was changed from this one to {masked_email(change.email)}.",
        not_you=(
            f"It was not you? Undo it within {_DAYS} days. Your account goes back to this address, everybody is logged"
            " out, and you set a new password with a code that comes to this mailbox."
        ),
        undo="No, undo it",
        was_you=(
            f"It was you? You need to do nothing. Your credits are matched by this address for {_DAYS} more days, then"
            " by the new one. If you confirm the change, they follow with the next night."
        ),
        confirm="Yes, it was me",
    )


_OF_PASSWORD = _Words(
    subject="Your password at Laurel was changed",
    happened="The password of your account was changed.",
    not_you=(
        f"It was not you? Undo it within {_DAYS} days. Everybody is logged out, the new password stops working, and you"
        " set another one with a code that comes to this mailbox."
    ),
    undo="No, lock the account and let me set a password",
    was_you="It was you? You need to do nothing. If you confirm it, the link above stops working.",
    confirm="Yes, it was me",
)


_OF_FACTOR_ON = _Words(
    subject="An authenticator app was set up for your account at Laurel",
    happened="From now on a log-in to your account needs a code of an authenticator app, besides the password.",
    not_you=(
        f"It was not you? Then somebody else knows your password. Undo it within {_DAYS} days. Everybody is logged out,"
        " the app is taken off your account, and you set a new password with a code that comes to this mailbox. If you"
        " are staff, the app stays until an operator has helped you: write to us."
    ),
    undo="No, lock the account and let me set a password",
    was_you="It was you? You need to do nothing. If you confirm it, the link above stops working.",
    confirm="Yes, it was me",
)
_OF_FACTOR_OFF = _Words(
    subject="The authenticator app of your account at Laurel was turned off",
    happened="From now on a log-in to your account needs the password alone, without a code of an authenticator app.",
    not_you=(
        f"It was not you? Undo it within {_DAYS} days. Everybody is logged out, and you set a new password with a code"
        " that comes to this mailbox. Then set up the app once more."
    ),
    undo="No, lock the account and let me set a password",
    was_you="It was you? You need to do nothing. If you confirm it, the link above stops working.",
    confirm="Yes, it was me",
)
_OF_OTHERS = {
    ChangeKind.PASSWORD: _OF_PASSWORD,
    ChangeKind.SECOND_FACTOR_ON: _OF_FACTOR_ON,
    ChangeKind.SECOND_FACTOR_OFF: _OF_FACTOR_OFF,
}


def _html(words: _Words, links: ChangeMailLinks) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(words.subject)}</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>Hello,</p><p>{escape(_WHO_WRITES)}</p><p><strong><bdi>{escape(words.happened)}</bdi></strong></p>"
        f'<p>{escape(words.not_you)}</p><p><a href="{escape(links.undo)}">{escape(words.undo)}</a></p>'
        f'<p>{escape(words.was_you)}</p><p><a href="{escape(links.confirm)}">{escape(words.confirm)}</a></p>'
        "<p>Each link opens a page that asks you first. Questions? Write to"
        f' <a href="mailto:{escape(links.contact)}">{escape(links.contact)}</a>.</p></body></html>\n'
    )
