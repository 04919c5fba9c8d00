"""Texts that the certificate of a claim will print, and their characters that cannot be printed (pure).

Names and activities are checked when they are saved. Those saved before that check existed are caught here, in the
summary, and not when the learner prints.
"""

from collections.abc import Iterator

from laurel.catalog.activity import Activity, Kind
from laurel.claims.claim import Claim
from laurel.claims.refusals import ACTIVITY_UNPRINTABLE, LICENSE_UNPRINTABLE, NAME_UNPRINTABLE
from laurel.learners.profile import Profile
from laurel.platform.printable import unprintable
from laurel.platform.refusal import Problem
from laurel.platform.visible import named


def unprintable_texts(claim: Claim, activity: Activity, profile: Profile) -> tuple[Problem, ...]:
    """A problem for each text with characters that no font has, addressed to whoever can change the text."""
    return (*_of_learner(claim, profile), *_of_staff(claim, activity))


def _of_learner(claim: Claim, profile: Profile) -> Iterator[Problem]:
    if lacking := unprintable(profile.name_as_printed or ""):
        yield NAME_UNPRINTABLE.at("me.name_as_printed", characters=named(lacking))
    state = claim.statement.kind.license_state
    license = profile.license(state.code) if state else None
    if license and (lacking := unprintable(license.number, license.profession or "")):
        yield LICENSE_UNPRINTABLE.at("me.licences", characters=named(lacking))


def _of_staff(claim: Claim, activity: Activity) -> Iterator[Problem]:
    for path, text in _texts(claim, activity):
        if lacking := unprintable(text):
            yield ACTIVITY_UNPRINTABLE.at(f"activity.{path}", characters=named(lacking), contact=activity.contact)


def _texts(claim: Claim, activity: Activity) -> Iterator[tuple[str, str]]:
    laboratory = claim.statement.kind.for_laboratory
    yield "title", activity.title
    yield "provider", activity.provider
    yield "number", activity.number
    if activity.signatory:
        yield "signatory.name", activity.signatory.name
        yield "signatory.title", activity.signatory.title
    if activity.location and activity.kind is not Kind.ONLINE:
        yield "location", activity.location
    if laboratory:
        yield "provider_statement", activity.provider_statement
    for n, one in enumerate(activity.statements):
        if one.type is claim.statement:
            yield f"statements[{n}].wording", one.wording
            if laboratory and one.approval_number:
                yield f"statements[{n}].approval_number", one.approval_number
    for n, session in enumerate(activity.sessions):
        if claim.session(session.id):
            yield f"sessions[{n}].title", session.title
            if claim.statement.kind.hours_by_area and session.specialty_area:
                yield f"sessions[{n}].specialty_area", session.specialty_area
