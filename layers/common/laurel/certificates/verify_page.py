"""The page that opens when somebody scans the code on a certificate: plain HTML, for phones and screen readers (pure).

No script, no requests; the only style is in the page, and the policy has its digest. Every text from people is escaped
and has its own direction and language.
"""

import base64
import hashlib
from html import escape

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.content import day_text
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND
from laurel.certificates.scripts import setting_of
from laurel.certificates.verified import VerifiedView
from laurel.platform.refusal import Refusal

HTML = "text/html"

_STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1.5rem }
h1 { font-size: 1.375rem; line-height: 1.3 }
.status { border-left: .5rem solid; padding: .5rem 1rem; font-size: 1.25rem; font-weight: 600 }
.valid { border-color: #1a7f37 } .superseded { border-color: #9a6700 } .revoked, .unknown { border-color: #b42318 }
dt { font-size: .9375rem; margin-top: 1rem } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
""".strip()
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

_SAID = {
    CertificateStatus.VALID: "This certificate is valid.",
    CertificateStatus.SUPERSEDED: "This certificate is no longer valid: it was replaced.",
    CertificateStatus.REVOKED: "This certificate is no longer valid: it was revoked.",
}


def certificate_page(view: VerifiedView) -> str:
    """The page about a certificate."""
    lines = [
        ("Issued to", _from_people(view.learner, view.learner_language)),
        ("Activity", _from_people(view.activity)),
        ("Provider", _from_people(view.provider)),
        ("Statement", escape(view.statement_name)),
        ("Credit" if view.statement.kind.awards_credit else "Attendance", escape(view.award)),
        ("Completed on", day_text(view.completed_on)),
        ("Issued on", day_text(view.issued_on)),
    ]
    if view.reissued_on:
        lines.append(("Reissued on", day_text(view.reissued_on)))
    lines.append(("Certificate number", escape(view.number)))
    if view.superseded_by:
        number = escape(view.superseded_by)
        lines.append(("Replaced by", f'<a href="{number}">{number}</a>'))
    listed = "\n".join(f"<dt>{label}</dt>\n<dd>{value}</dd>" for label, value in lines)
    said = _SAID[view.status]
    return _page(said, f'<p class="status {view.status}" role="status">{said}</p>\n<dl>\n{listed}\n</dl>')


def refusal_page(refusal: Refusal) -> str:
    """The page for a number without a certificate."""
    said = "No such certificate" if refusal.code == CERTIFICATE_NOT_FOUND.code else "This is not a certificate number"
    return _page(said, f'<p class="status unknown" role="status">{said}</p>\n<p>{escape(refusal.message)}</p>')


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Certificate check</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Certificate check</h1>
{body}
</main>
</body>
</html>
"""


def _from_people(text: str, chosen: str | None = None) -> str:
    setting = setting_of(text)
    language = chosen or (f"{setting.language}-{setting.region}" if setting.region else setting.language)
    return f'<bdi lang="{language}" dir="{setting.direction}">{escape(text)}</bdi>'
