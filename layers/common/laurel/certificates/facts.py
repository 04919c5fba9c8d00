"""The facts of a certificate, and what is missing for a licensing board to accept it (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.catalog.activity import Kind, Level
from laurel.certificates.logo import Logo
from laurel.learners.profile import License, Paper
from laurel.platform.refusal import Problem
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives the credit, and who signs for it.

    `statement` is the accreditor's sentence about the provider, such as the P.A.C.E. approval.
    """

    name: str
    statement: str
    signatory: str
    signatory_title: str
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The activity; its dates are local calendar dates."""

    title: str
    number: str
    kind: Kind
    level: Level
    starts_on: date
    ends_on: date
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the activity was designated for: the most credit, the accreditor's wording, its approval number."""

    maximum: Decimal
    wording: str = ""
    approval_number: str | None = None


@dataclass(frozen=True, slots=True)
class Attended:
    """A session that counts: the local day on which it was held, the credits claimed, the specialty area (Florida)."""

    title: str
    held_on: date
    credits: Decimal
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of a certificate. `completed_on` is the activity's local calendar date, never an instant.

    `learner_language` is the language that the learner chose for their name (BCP 47); None: detected from the letters.
    """

    statement: Statement
    learner: str
    activity: Event
    offer: Offer
    issuer: Issuer
    sessions: tuple[Attended, ...]
    completed_on: date
    number: str
    issued_on: date
    verification_url: str
    licence: License | None = None
    paper: Paper = Paper.LETTER
    learner_language: str | None = None

    @property
    def total(self) -> Decimal:
        """The credits that were claimed."""
        return sum((one.credits for one in self.sessions), Decimal(0))


def lacking(facts: Facts) -> tuple[Problem, ...]:
    """What must be added before this certificate may be printed; empty if it is complete.

    Sources: AMA (location where live); 64B3-11.002 (signature); the records of `laurel.statements`.
    """
    return (*_from_staff(facts), *_from_learner(facts))


def _from_staff(facts: Facts) -> Iterator[Problem]:
    issuer, kind = facts.issuer, facts.statement.kind
    if not issuer.name:
        yield Problem("activity.provider", "provider_missing", "Staff: enter the provider's name.")
    if not issuer.signatory or not issuer.signatory_title:
        message = "Staff: enter who signs the certificates of this activity, with their title."
        yield Problem("activity.signatory", "signatory_missing", message)
    if facts.activity.kind is Kind.LIVE_MEETING and not facts.activity.location:
        message = "Staff: enter where the meeting took place; the certificate of a live meeting must state it."
        yield Problem("activity.location", "location_missing", message)
    if kind.approved_by and not issuer.statement:
        message = f"Staff: enter the sentence that names the provider as approved by {kind.approved_by}."
        yield Problem("activity.provider_statement", "provider_statement_missing", message)
    if kind.needs_approval_number and not facts.offer.approval_number:
        message = "Staff: enter the approval number of this statement; the state's board requires it."
        yield Problem("activity.statements", "approval_number_missing", message)
    if kind.hours_by_area:
        for one in facts.sessions:
            if not one.area:
                message = f"Staff: enter the specialty area of “{one.title}”; {kind.short_name} counts hours by area."
                yield Problem("activity.sessions", "specialty_area_missing", message)


def _from_learner(facts: Facts) -> Iterator[Problem]:
    if not facts.learner:
        message = "Enter your name in your profile, as it should be printed on the certificate."
        yield Problem("me.name_as_printed", "name_missing", message)
    state = facts.statement.kind.license_state
    if state and facts.statement.kind.needs_license_number and facts.licence is None:
        message = f"Add your {state.name} license to your profile; it is printed on the certificate."
        yield Problem("me.licences", "licence_missing", message)
    if not facts.total > 0:
        yield Problem("sessions", "no_session_claimed", "Claim at least one session that you attended.")
