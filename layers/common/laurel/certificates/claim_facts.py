"""The facts of a certificate, from a final claim, its activity and its learner (pure)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from laurel.catalog.activity import Activity, Kind
from laurel.certificates.facts import Attended, Event, Facts, Issuer, Offer
from laurel.certificates.logo import Logo
from laurel.claims.claim import Claim, ClaimedSession, Heading
from laurel.learners.profile import License, Profile
from laurel.statements import LicenseState


class NotCompleted(Exception):
    """A bug: the claim has nothing to certify."""


def with_catalog_titles(claim: Claim, activity: Activity) -> Claim:
    """The claim with the current titles of the catalog, so that typos corrected by staff are not printed."""
    return replace(claim, activity=Heading.of(activity), sessions=tuple(_entitled(claim, activity)))


def facts_of(
    claim: Claim, activity: Activity, profile: Profile, *, issued_on: date, verification_url: str, logo: Logo | None
) -> Facts:
    """The facts of the certificate of a final claim.

    `issued_on` is a date in the activity's zone. Raises NotCompleted.
    """
    offered = activity.offered(claim.statement)
    if offered is None or claim.completed_on is None or claim.certificate_number is None:
        raise NotCompleted(claim.claim_id)
    return Facts(
        statement=claim.statement,
        learner=profile.name_as_printed or "",
        learner_language=profile.name_language.value if profile.name_language else None,
        activity=event_of(activity),
        offer=Offer(offered.maximum, offered.wording, offered.approval_number),
        issuer=issuer_of(activity, logo),
        sessions=tuple(_attended(one, activity, claim.completed_on) for one in claim.sessions),
        completed_on=claim.completed_on,
        number=claim.certificate_number,
        issued_on=issued_on,
        verification_url=verification_url,
        license=_license(profile, claim.statement.kind.license_state),
        paper=profile.paper,
    )


def event_of(activity: Activity) -> Event:
    """What a certificate says of the activity."""
    return Event(
        title=activity.title,
        number=activity.number,
        kind=activity.kind,
        level=activity.level,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        location=activity.location,
    )


def issuer_of(activity: Activity, logo: Logo | None) -> Issuer:
    """What a certificate says of who gives the credit, and who signs."""
    signatory = activity.signatory
    return Issuer(
        name=activity.provider,
        statement=activity.provider_statement,
        signatory=signatory.name if signatory else "",
        signatory_title=signatory.title if signatory else "",
        logo=logo,
    )


def _entitled(claim: Claim, activity: Activity) -> Iterator[ClaimedSession]:
    for one in claim.sessions:
        session = activity.session(one.session_id)
        yield replace(one, title=session.title) if session else one


def _attended(one: ClaimedSession, activity: Activity, completed_on: date) -> Attended:
    session = activity.session(one.session_id)
    # An online course has no fixed time: the times of its sessions only say when they were released.
    online = activity.kind is Kind.ONLINE
    held_on = completed_on if online else one.starts_at.astimezone(activity.zone).date()
    return Attended(one.title, held_on, one.credits, session.specialty_area if session else None)


def _license(profile: Profile, state: LicenseState | None) -> License | None:
    return profile.license(state.code) if state else None
