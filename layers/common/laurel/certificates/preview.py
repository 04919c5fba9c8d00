"""A certificate as an activity would print it, for staff: no claim, no number, nothing stored (pure).

It names no person. It lists the sessions in order, as many as one learner may claim.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from laurel.catalog.activity import Activity, Kind, OfferedStatement
from laurel.certificates.claim_facts import event_of, issuer_of
from laurel.certificates.content import CertificateContent, certificate_content
from laurel.certificates.facts import Attended, Facts, Offer, lacking
from laurel.certificates.logo import Logo
from laurel.learners.profile import License
from laurel.platform.refusal import Problem

PREVIEW = "Preview"
_LEARNER = "Name of the Learner"
_LICENSE_NUMBER = "000000"


def preview_content(
    activity: Activity, offered: OfferedStatement, *, issued_on: date, verification_url: str, logo: Logo | None
) -> CertificateContent | tuple[Problem, ...]:
    """The content of the certificate, or what it lacks. `issued_on` is a date in the activity's zone."""
    state = offered.type.kind.license_state
    facts = Facts(
        statement=offered.type,
        learner=_LEARNER,
        activity=event_of(activity),
        offer=Offer(offered.maximum, offered.wording, offered.approval_number),
        issuer=issuer_of(activity, logo),
        sessions=tuple(_attended(activity, offered)),
        completed_on=activity.ends_on,
        number=PREVIEW,
        issued_on=issued_on,
        verification_url=verification_url,
        license=License(state=state.code, number=_LICENSE_NUMBER) if state else None,
    )
    if problems := lacking(facts):
        return problems
    return marked(certificate_content(facts))


def marked(content: CertificateContent) -> CertificateContent:
    """The content of a preview, whose title says what it is."""
    return content.model_copy(update={"document_title": f"{PREVIEW}: {content.document_title}"})


def _attended(activity: Activity, offered: OfferedStatement) -> Iterator[Attended]:
    left, online = offered.maximum, activity.kind is Kind.ONLINE
    for session in sorted(activity.sessions, key=lambda one: (one.starts_at, one.id)):
        credits = min(activity.maximum(session, offered.type), left)
        if credits > Decimal(0):
            held_on = activity.ends_on if online else activity.day_of(session)
            yield Attended(session.title, held_on, credits, session.specialty_area)
            left -= credits
