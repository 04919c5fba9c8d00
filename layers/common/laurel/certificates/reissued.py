"""What a reissued certificate says: name, license and activity as they are now, what was claimed as it was (pure)."""

from dataclasses import dataclass, replace
from datetime import date

from laurel.catalog.activity import Activity
from laurel.certificates.claim_facts import facts_of, with_catalog_titles
from laurel.certificates.content import AreaHours, CertificateContent, SessionLine, certificate_content, day_text
from laurel.certificates.facts import Facts
from laurel.certificates.logo import Logo
from laurel.certificates.wording import WORDING
from laurel.claims.claim import Claim
from laurel.learners.profile import License, Profile

# What is compared, in the words of the person who reads what would change; the particulars have their own labels.
_COMPARED = {
    "learner": "Name",
    "learner_language": "Language of the name",
    "activity": "Title",
    "provider": "Provider",
    "heading": "Heading",
    "kicker": "Line above the heading",
    "deed": "What was done",
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
    """Something that the new certificate says otherwise: what, and how it was and is. Nothing there is empty."""

    what: str
    before: str
    after: str


def reissued_facts(
    old: CertificateContent, claim: Claim, activity: Activity, profile: Profile, logo: Logo | None
) -> Facts:
    """The facts as they are now; what was claimed, and when it was completed and issued, as it was.

    A name or license that the learner has taken out of the profile since stays as it was printed. The claim's number
    is the new certificate's; the address by which it is checked is left to the caller. Raises NotCompleted.
    """
    facts = facts_of(
        with_catalog_titles(claim, activity), activity, profile, issued_on=old.issued_on, verification_url="", logo=logo
    )
    return replace(facts, learner=facts.learner or old.learner, licence=facts.licence or _printed_licence(old))


def reissued_content(old: CertificateContent, facts: Facts, *, verification_url: str, on: date) -> CertificateContent:
    """What the certificate of these `facts` says once it is reissued on the day `on`, in the place of `old`.

    Raises IncompleteFacts.
    """
    content = certificate_content(replace(facts, verification_url=verification_url))
    sessions = content.sessions
    if len(sessions) == len(old.sessions):
        # The days on which they were held belong to what was claimed, also where staff corrected the time zone.
        sessions = tuple(
            line.model_copy(update={"held_on": before.held_on})
            for line, before in zip(sessions, old.sessions, strict=True)
        )
    issued = f"{day_text(old.issued_on)}, reissued on {day_text(on)}"
    return content.model_copy(update={"issued": issued, "sessions": sessions})


def differences(old: CertificateContent, new: CertificateContent) -> tuple[Difference, ...]:
    """What `new` says otherwise than `old`, but for the number and what follows from it, and for the paper's size."""
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


def _printed_licence(old: CertificateContent) -> License | None:
    label = WORDING[old.statement].licence_label
    printed = next((one.value for one in old.details if label and one.label == label), None)
    return License(old.statement.value, printed) if printed else None


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
