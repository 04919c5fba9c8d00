"""Everything that a certificate says, word for word (pure).

A `CertificateContent` is stored: a document rendered from it again says the same, even if the activity, the profile or
the wording has changed. `TEMPLATE_VERSION` names the layouts for it.

Sources: AMA PRA booklet (wording of certificates for physicians and of attendance for others), ASCLS P.A.C.E.,
17 CCR 1038.3 (California), 64B3-11.002 (Florida).
"""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from laurel.catalog.activity import Kind
from laurel.certificates.facts import Attended, Facts, lacking
from laurel.certificates.scripts import guessed_language
from laurel.certificates.wording import AMA_CREDIT, WORDING, Wording
from laurel.learners.profile import Paper
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words, days_in_words
from laurel.platform.refusal import Problem
from laurel.statements import Statement

# Increment it for every visible change of a layout. Never edit the layouts of a version that was used: reprinted
# certificates of that version must be identical.
TEMPLATE_VERSION = "2"

_FORMATS = {
    Kind.LIVE_MEETING: ("Live meeting", "live activity"),
    Kind.TELECONFERENCE: ("Live teleconference", "live teleconference"),
    Kind.WEBINAR: ("Live webinar", "live internet activity"),
    Kind.ONLINE: ("Enduring material (online)", "enduring material"),
}

type Printed = Annotated[str, AfterValidator(lambda text: unicodedata.normalize("NFC", text))]


class IncompleteFacts(Exception):
    """A bug: required facts are missing; `problems` lists them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class Part(BaseModel):
    """Base of the parts of a certificate."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Detail(Part):
    """One of the details, such as “Activity number” and “578-104-26”."""

    label: Printed
    value: Printed


class AreaHours(Part):
    """The hours of one specialty area."""

    area: Printed
    hours: Printed


class SessionLine(Part):
    """A line of the list of sessions."""

    held_on: Printed
    title: Printed
    credits: Printed
    area: Printed | None = None


class CertificateContent(Part):
    """The content of a certificate, from top to bottom. Dates and amounts are already formatted in English.

    `award_lead` and `award` form one phrase. `logo_sha256` is the digest of the printed logo. `learner_language` is the
    language of the name; None if its script determines it.
    """

    template_version: str
    statement: Statement
    paper: Paper
    document_title: Printed
    heading: Printed
    kicker: Printed
    provider: Printed
    opening: Printed
    learner: Printed
    deed: Printed
    activity: Printed
    occasion: Printed
    award_lead: Printed
    award: Printed
    details: tuple[Detail, ...]
    areas: tuple[AreaHours, ...] = ()
    paragraphs: tuple[Printed, ...]
    signatory: Printed
    signatory_title: Printed
    number: Printed
    issued_on: date
    issued: Printed
    verification_url: Printed
    annexe_heading: Printed = ""
    credits_label: Printed
    sessions: tuple[SessionLine, ...] = ()
    total: Printed
    logo_sha256: str | None = None
    learner_language: str | None = None


def certificate_content(facts: Facts) -> CertificateContent:
    """The content of the certificate of these facts.

    Raises IncompleteFacts if `lacking(facts)` is not empty.
    """
    if problems := lacking(facts):
        raise IncompleteFacts(problems)
    words = WORDING[facts.statement]
    total = amount_text(facts.total)
    return CertificateContent(
        template_version=TEMPLATE_VERSION,
        statement=facts.statement,
        paper=facts.paper,
        document_title=f"{words.heading}: {facts.learner}, {facts.activity.title}",
        heading=words.heading,
        kicker=words.kicker,
        provider=facts.issuer.name,
        opening="certifies that",
        learner=facts.learner,
        deed=words.deed.format(format=_FORMATS[facts.activity.kind][1]),
        activity=facts.activity.title,
        occasion=_occasion(facts),
        award_lead=words.award_lead.format(format=_FORMATS[facts.activity.kind][1]),
        award=_award(facts, words),
        details=tuple(_details(facts, words)),
        areas=_areas(facts) if facts.statement.kind.hours_by_area else (),
        paragraphs=_paragraphs(facts, words),
        signatory=facts.issuer.signatory,
        signatory_title=facts.issuer.signatory_title,
        number=facts.number,
        issued_on=facts.issued_on,
        issued=day_in_words(facts.issued_on),
        verification_url=facts.verification_url,
        annexe_heading="Sessions attended",
        credits_label=words.credits_label,
        sessions=_annexe(facts),
        total=total,
        logo_sha256=facts.issuer.logo.sha256 if facts.issuer.logo else None,
        learner_language=facts.learner_language or guessed_language(facts.learner),
    )


def _is_live(facts: Facts) -> bool:
    return facts.activity.kind is not Kind.ONLINE


def _occasion(facts: Facts) -> str:
    """The location of a live activity, and the date of completion."""
    when = f"completed on {day_in_words(facts.completed_on)}"
    if _is_live(facts) and facts.activity.location:
        return f"{facts.activity.location} · {when}"
    return when[0].upper() + when[1:]


def _award(facts: Facts, words: Wording) -> str:
    amount = facts.total if facts.statement.kind.awards_credit else facts.offer.maximum
    unit = words.unit if amount == 1 else words.units
    return f"{amount_text(amount)} {unit}"


def _details(facts: Facts, words: Wording) -> list[Detail]:
    """The details in printed order; only those that this statement needs."""
    activity, kind = facts.activity, facts.statement.kind
    pairs: list[tuple[str, str | None]] = [
        (words.number_label, activity.number),
        (words.approval_label, facts.offer.approval_number),
        (license_label(facts.statement), _license(facts)),
        ("Level of instruction", activity.level.value.capitalize() if kind.for_laboratory else None),
        ("Format", _FORMATS[activity.kind][0]),
        ("Location", activity.location if _is_live(facts) else None),
        ("Activity dates" if _is_live(facts) else "Available", days_in_words(activity.starts_on, activity.ends_on)),
        ("Date of completion", day_in_words(facts.completed_on)),
        (words.credits_label, amount_text(facts.total)),
    ]
    return [Detail(label=label, value=value) for label, value in pairs if label and value]


def license_label(statement: Statement) -> str:
    """The label of the detail with the license; empty for statements that print none."""
    state = statement.kind.license_state
    return f"{state.name} license number" if state else ""


def _license(facts: Facts) -> str:
    license = facts.license
    if license is None:
        return ""
    return f"{license.number} ({license.profession})" if license.profession else license.number


def _areas(facts: Facts) -> tuple[AreaHours, ...]:
    """The hours by specialty area, in the order of their first session."""
    hours: dict[str, Decimal] = {}
    for one in facts.sessions:
        area = one.area or ""
        hours[area] = hours.get(area, Decimal(0)) + one.credits
    return tuple(AreaHours(area=area, hours=amount_text(sum_)) for area, sum_ in hours.items())


def _paragraphs(facts: Facts, words: Wording) -> tuple[str, ...]:
    """The accreditor's wording, the provider's sentence and the statement's own note, as separate paragraphs."""
    designation = (
        ""
        if _is_repeated(facts)
        else facts.offer.wording
        or words.designation.format(
            provider=facts.issuer.name,
            format=_FORMATS[facts.activity.kind][1],
            maximum=amount_text(facts.offer.maximum),
            credit=AMA_CREDIT,
        )
    )
    texts = (designation, facts.issuer.statement if facts.statement.kind.for_laboratory else "", words.note)
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _is_repeated(facts: Facts) -> bool:
    """Whether the staff's wording repeats the designation that this type of certificate already states."""
    said = facts.offer.wording.casefold()
    return not facts.statement.kind.awards_credit and "designat" in said and "ama pra category 1 credit" in said


def _annexe(facts: Facts) -> tuple[SessionLine, ...]:
    """A line for each session; none if the only session is the activity itself."""
    if len(facts.sessions) == 1 and facts.sessions[0].title == facts.activity.title:
        return ()
    return tuple(_session_line(one, facts.statement) for one in facts.sessions)


def _session_line(one: Attended, statement: Statement) -> SessionLine:
    return SessionLine(
        held_on=day_in_words(one.held_on),
        title=one.title,
        credits=amount_text(one.credits),
        area=one.area if statement.kind.hours_by_area else None,
    )
