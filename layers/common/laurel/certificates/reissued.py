"""The content of a reissued certificate: current name, license and activity, with the original claim (pure)."""

from dataclasses import dataclass, replace
from datetime import date

from laurel.catalog.activity import Activity
from laurel.certificates.claim_facts import facts_of, with_catalog_titles
from laurel.certificates.content import (
    AreaHours,
    CertificateContent,
    SessionLine,
    certificate_content,
    license_label,
)
from laurel.certificates.facts import Facts
from laurel.certificates.logo import Logo
from laurel.claims.claim import Claim
from laurel.learners.profile import License, Profile
from laurel.platform.dates import day_in_words

# The compared fields by the names that staff see; the details have their own labels.
_COMPARED = {
    "learner": "Name",
    "learner_language": "Language of the name",
    "activity": "Title",
    "provider": "Provider",
    "heading": "Heading",
    "kicker": "Line above the heading",
    "deed": "Completion",
    "occasion": "Place and day",
    "award_lead": "Award",
    "award": "Award",
    "areas": "Hours by specialty area",
    "paragraphs": "Wording",
    "sessions": "Sessions",
    "signatory": "Signatory",
    "signatory_title": "Title of the signatory",
    "logo_sha256": "Logo",
}
WHAT_IS_COMPARED = (
    "the name, its language and the license in the profile, and of the activity the title, number, level, format,"
    " location, dates, provider and its statement, approval number, wording and maximum, the titles and specialty areas"
    " of the sessions, the signatory and the logo"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of the new certificate: which part, and its text before and after. A missing part is empty."""

    what: str
    before: str
    after: str


def reissued_facts(
    old: CertificateContent, claim: Claim, activity: Activity, profile: Profile, logo: Logo | None
) -> Facts:
    """The current facts, with the original claim and dates of completion and issue.

    A name or license that the learner has since removed from the profile stays as printed. The claim's number is the
    new certificate's; the caller sets the verification URL. Raises NotCompleted.
    """
    facts = facts_of(
        with_catalog_titles(claim, activity), activity, profile, issued_on=old.issued_on, verification_url="", logo=logo
    )
    return replace(facts, learner=facts.learner or old.learner, license=facts.license or _printed_license(old))


def reissued_content(old: CertificateContent, facts: Facts, *, verification_url: str, on: date) -> CertificateContent:
    """The content of the certificate of these `facts`, reissued on the day `on` to replace `old`.

    Raises IncompleteFacts.
    """
    content = certificate_content(replace(facts, verification_url=verification_url))
    sessions = content.sessions
    if len(sessions) == len(old.sessions):
        # The days of the sessions belong to the claim, also if staff corrected the time zone.
        sessions = tuple(
            line.model_copy(update={"held_on": before.held_on})
            for line, before in zip(sessions, old.sessions, strict=True)
        )
    issued = f"{day_in_words(old.issued_on)}, reissued on {day_in_words(on)}"
    return content.model_copy(update={"issued": issued, "sessions": sessions})


def differences(old: CertificateContent, new: CertificateContent) -> tuple[Difference, ...]:
    """The differences between `old` and `new`, except the number, what depends on it, and the paper size."""
    found = []
    for field, what in _COMPARED.items():
        before, after = _parts(getattr(old, field)), _parts(getattr(new, field))
        if before != after:
            gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
            found.append(Difference(what, "\n".join(gone), "\n".join(come)))
    before_by_label = {one.label: one.value for one in old.details}
    after_by_label = {one.label: one.value for one in new.details}
    for label in dict.fromkeys([*before_by_label, *after_by_label]):
        before_value, after_value = before_by_label.get(label, ""), after_by_label.get(label, "")
        if before_value != after_value:
            found.append(Difference(label, before_value, after_value))
    return tuple(found)


def _printed_license(old: CertificateContent) -> License | None:
    label, state = license_label(old.statement), old.statement.kind.license_state
    printed = next((one.value for one in old.details if label and one.label == label), None)
    return License(state.code, printed) if state and printed else None


def _parts(value: object) -> list[str]:
    """`value` as lines that can be compared and shown."""
    if isinstance(value, tuple):
        return [_line(one) for one in value]
    return [str(value)] if value else []


def _line(one: object) -> str:
    match one:
        case SessionLine():
            return ", ".join(filter(None, [one.held_on, one.title, one.area, one.credits]))
        case AreaHours():
            return f"{one.area}: {one.hours}"
    return str(one)
