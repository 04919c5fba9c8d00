"""The pages of the unsubscribe link: plain HTML, for phones and screen readers (pure).

They have no script and load nothing. The only style is inline, and the content security policy names its digest.
"""

import base64
import hashlib
from html import escape
from urllib.parse import quote

from laurel.platform.refusal import Refusal

HTML = "text/html"

_STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 36rem; padding: 1.5rem }
h1 { font-size: 1.375rem; line-height: 1.3 }
button { font: inherit; padding: .75rem 1.25rem; min-height: 2.75rem }
""".strip()
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def confirm_page(token: str) -> str:
    """The page that asks for confirmation; `token` is from the link."""
    return _page(
        "Stop these e-mails?",
        "<p>Laurel writes to you when one of your credits is stuck, late or accepted. Stopping these e-mails does not"
        " affect your credits.</p>"
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
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
