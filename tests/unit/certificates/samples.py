"""Facts of certificates for the tests: invented people, an invented society."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from laurel.catalog.activity import Kind, Level
from laurel.certificates.content import CertificateContent, certificate_content
from laurel.certificates.facts import Attended, Event, Facts, Issuer, Offer
from laurel.certificates.logo import Logo, check_logo
from laurel.certificates.rendering import PdfRenderer
from laurel.learners.profile import License
from laurel.statements import Statement

FONTS = Path(__file__).parents[3] / "functions" / "certificate_pdf" / "fonts"
NUMBER = "7XKDA-9GQMT-C4WHE"
ADDRESS = f"https://ce.example.org/v1/verify/{NUMBER}"
PACE_SENTENCE = (
    "The Example Society for Microbiology is approved as a provider of continuing education programs in the clinical"
    " laboratory sciences by the ASCLS P.A.C.E.® Program."
)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60">
<linearGradient id="dawn"><stop offset="0" stop-color="#0b5"/><stop offset="1" stop-color="#05b"/></linearGradient>
<circle cx="30" cy="30" r="26" fill="url(#dawn)"/><path d="M20 40 L30 14 L40 40 Z" fill="#fff"/>
<rect x="70" y="22" width="160" height="16" fill="#15233b"/></svg>"""

ACTIVITY = Event(
    title="Clinical Microbiology Today: From Blood Culture to Genome",
    number="578-104-26",
    kind=Kind.LIVE_MEETING,
    level=Level.INTERMEDIATE,
    starts_on=date(2026, 6, 4),
    ends_on=date(2026, 6, 8),
    location="Example Convention Center, Atlanta, Georgia",
)
ISSUER = Issuer(
    name="Example Society for Microbiology",
    statement=PACE_SENTENCE,
    signatory="Grace Okonkwo, PhD",
    signatory_title="Director of Education",
)
LICENSES = {
    Statement.FLORIDA: License("FL", "SU 12345", "Technologist"),
    Statement.CALIFORNIA: License("CA", "MTA 00067890"),
}
APPROVALS = {Statement.CALIFORNIA: "CA 0001", Statement.FLORIDA: "20-123456"}
AREAS = ("Microbiology", "Serology/Immunology", "Microbiology")


def sessions(count: int) -> tuple[Attended, ...]:
    """So many sessions of half an hour, over the five days of the meeting."""
    return tuple(
        Attended(
            f"Session {n + 1}: Resistance, and how it is found", date(2026, 6, 4 + n % 5), Decimal("0.5"), AREAS[n % 3]
        )
        for n in range(count)
    )


def facts(statement: Statement = Statement.PACE, **changes: Any) -> Facts:
    """A whole set of facts for this type of statement, with changes."""
    whole = Facts(
        statement=statement,
        learner="Ada Marie Łukasiewicz",
        activity=ACTIVITY,
        offer=Offer(Decimal("31.25"), approval_number=_approval(statement)),
        issuer=ISSUER,
        sessions=sessions(13),
        completed_on=date(2026, 6, 8),
        number=NUMBER,
        issued_on=date(2026, 6, 20),
        verification_url=ADDRESS,
        license=_license(statement),
    )
    return replace(whole, **changes)


def _license(statement: Statement) -> License | None:
    state = statement.kind.license_state
    return LICENSES.get(statement, License(state.code, f"{state.code} 00012345")) if state else None


def _approval(statement: Statement) -> str | None:
    return APPROVALS.get(statement, "0001") if statement.kind.needs_approval_number else None


def content(statement: Statement = Statement.PACE, **changes: Any) -> CertificateContent:
    """What the certificate of these facts says."""
    return certificate_content(facts(statement, **changes))


def logo() -> Logo:
    """A checked logo."""
    return check_logo(SVG)


def with_logo() -> Issuer:
    """The issuer with its logo."""
    return replace(ISSUER, logo=logo())


@cache
def renderer() -> PdfRenderer:
    """One renderer for all tests, as in a warm function."""
    return PdfRenderer(FONTS)
