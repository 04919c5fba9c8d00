"""The facts of a certificate, and what is missing for a licensing board to accept it (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.catalog.activity import Kind, Level
from laurel.certificates.logo import Logo
from laurel.certificates.refusals import (
    NO_APPROVAL_NUMBER,
    NO_LICENSE,
    NO_LOCATION,
    NO_PROVIDER_STATEMENT,
    NO_SIGNATORY,
    NO_SPECIALTY_AREA,
    PROVIDER_MISSING,
)
from laurel.claims.refusals import NAME_MISSING, NO_SESSION_CLAIMED
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
    license: License | None = None
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
        yield PROVIDER_MISSING.at("activity.provider")
    if not issuer.signatory or not issuer.signatory_title:
        yield NO_SIGNATORY.at("activity.signatory")
    if facts.activity.kind is Kind.LIVE_MEETING and not facts.activity.location:
        yield NO_LOCATION.at("activity.location")
    if kind.approved_by and not issuer.statement:
        yield NO_PROVIDER_STATEMENT.at("activity.provider_statement", approved_by=kind.approved_by)
    if kind.needs_approval_number and not facts.offer.approval_number:
        yield NO_APPROVAL_NUMBER.at("activity.statements")
    if kind.hours_by_area:
        for one in facts.sessions:
            if not one.area:
                yield NO_SPECIALTY_AREA.at("activity.sessions", session=one.title, statement=kind.short_name)


def _from_learner(facts: Facts) -> Iterator[Problem]:
    if not facts.learner:
        yield NAME_MISSING.at("me.name_as_printed")
    state = facts.statement.kind.license_state
    if state and facts.statement.kind.needs_license_number and facts.license is None:
        yield NO_LICENSE.at("me.licences", state=state.name)
    if not facts.total > 0:
        yield NO_SESSION_CLAIMED.at("sessions")
