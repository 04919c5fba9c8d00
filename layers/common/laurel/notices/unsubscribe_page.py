"""The pages of the unsubscribe link: plain HTML, for phones and screen readers (pure)."""

from html import escape
from urllib.parse import quote

from laurel.platform.plain_page import PlainPages
from laurel.platform.refusal import Refusal

_PAGES = PlainPages(
    """
body { max-width: 36rem }
button { font: inherit; padding: .75rem 1.25rem; min-height: 2.75rem }
""",
    forms="'self'",
)
HEADERS = _PAGES.headers


def confirm_page(token: str) -> str:
    """The page that asks for confirmation; `token` is from the link."""
    return _page(
        "Stop these e-mails?",
        "<p>Laurel writes to you when one of your credits is stuck, late or accepted, before the time to finish a claim"
        " ends, and when a certificate is ready, corrected or revoked. Stopping these e-mails does not affect your"
        " credits, claims or certificates.</p>"
        f'<form method="post" action="?token={escape(quote(token, safe=""))}">'
        '<button type="submit">Stop these e-mails</button></form>',
    )


def stopped_page() -> str:
    """The page that confirms it."""
    return _page(
        "You will get no more of these e-mails",
        '<p role="status">You are unsubscribed. To get them again, sign in and turn them on in your profile.</p>',
    )


def refusal_page(refusal: Refusal) -> str:
    """The page for an invalid link."""
    return _page("This link does not work", f'<p role="status">{escape(refusal.message)}</p>')


def _page(title: str, body: str) -> str:
    return _PAGES.page(title, title, body)
