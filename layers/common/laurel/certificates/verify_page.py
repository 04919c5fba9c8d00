"""The page that opens when somebody scans the code on a certificate: plain HTML, for phones and screen readers (pure).

Every text from people is escaped and has its own direction and language.
"""

from html import escape

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND
from laurel.certificates.scripts import setting_of
from laurel.certificates.verified import VerifiedView
from laurel.platform.dates import day_in_words
from laurel.platform.plain_page import PlainPages
from laurel.platform.refusal import Refusal

_PAGES = PlainPages("""
body { max-width: 40rem }
.status { border-left: .5rem solid; padding: .5rem 1rem; font-size: 1.25rem; font-weight: 600 }
.valid { border-color: #1a7f37 } .superseded { border-color: #9a6700 } .revoked, .unknown { border-color: #b42318 }
dt { font-size: .9375rem; margin-top: 1rem } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
""")
HEADERS = _PAGES.headers

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
        ("Completed on", day_in_words(view.completed_on)),
        ("Issued on", day_in_words(view.issued_on)),
    ]
    if view.reissued_on:
        lines.append(("Reissued on", day_in_words(view.reissued_on)))
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
    return _PAGES.page(f"{title} – Certificate check", "Certificate check", body)


def _from_people(text: str, chosen: str | None = None) -> str:
    setting = setting_of(text)
    language = chosen or (f"{setting.language}-{setting.region}" if setting.region else setting.language)
    return f'<bdi lang="{language}" dir="{setting.direction}">{escape(text)}</bdi>'
