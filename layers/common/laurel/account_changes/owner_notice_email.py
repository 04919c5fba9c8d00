"""The text and HTML of an e-mail about an address that moved, or accounts that were joined.

The mailbox may be read by another person than the account's owner: the e-mail names nobody, and masks addresses.
"""

from html import escape

from laurel.learners.address_moves import UNDO_WITHIN
from laurel.learners.owner_notices import OwnerNotice, OwnerNoticeKind
from laurel.notices.email_layout import NoticeEmail
from laurel.platform.masking import masked_email

_WHO_WRITES = (
    "This e-mail is from Laurel, which keeps your continuing-education credits and sends them through ASCLS to ASCP."
)
_SUBJECTS = {
    OwnerNoticeKind.ADDRESS_MOVED: "Your e-mail address belongs to another account at Laurel",
    OwnerNoticeKind.ADDRESS_REMOVED: "Your e-mail address was removed from an account at Laurel",
    OwnerNoticeKind.ACCOUNTS_JOINED: "Two accounts at Laurel were joined",
}
_WAS_YOU = "It was you, or you asked for it? You need to do nothing."
_DAYS = UNDO_WITHIN.days


def compose_notice(notice: OwnerNotice, portal_url: str, contact: str) -> NoticeEmail:
    """The e-mail of `notice`."""
    subject, happened = _SUBJECTS[notice.kind], _happened(notice)
    page = f"{portal_url}/profile"
    undo = (
        f"It was not you? Then somebody else may know your password. For {_DAYS} days you can undo it: set a new"
        f" password and log in, then open your profile, {_place(notice)}. If you cannot log in, or staff did it, write"
        " to us."
    )
    text = [
        "Hello,",
        _WHO_WRITES,
        happened,
        undo,
        f"Your profile: {page}",
        _WAS_YOU,
        f"Questions? Write to {contact}.",
        "",
    ]
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>Hello,</p><p>{escape(_WHO_WRITES)}</p><p><strong><bdi>{escape(happened)}</bdi></strong></p>"
        f'<p>{escape(undo)}</p><p><a href="{escape(page)}">Your profile</a></p><p>{escape(_WAS_YOU)}</p>'
        f'<p>Questions? Write to <a href="mailto:{escape(contact)}">{escape(contact)}</a>.</p></body></html>\n'
    )
    return NoticeEmail(subject, "\n\n".join(text), html)


def _happened(notice: OwnerNotice) -> str:
    who = "The staff of Laurel" if notice.by_staff else "Somebody who was logged in"
    match notice.kind:
        case OwnerNoticeKind.ADDRESS_MOVED:
            return f"{who} gave this e-mail address to another account. Credits under it belong to that account now."
        case OwnerNoticeKind.ADDRESS_REMOVED:
            return f"{who} took this e-mail address off an account. Credits under it belong to whoever proves it next."
        case OwnerNoticeKind.ACCOUNTS_JOINED:
            other = f" {masked_email(notice.other)}" if notice.other else ""
            return (
                f"{who} joined your account with another one{other}. The log-ins of both lead to one account, with the"
                " claims, certificates, credits and addresses of both."
            )


def _place(notice: OwnerNotice) -> str:
    return "Your other accounts" if notice.kind is OwnerNoticeKind.ACCOUNTS_JOINED else "Your addresses"
