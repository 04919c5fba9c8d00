"""What the diagnosis answers."""

from typing import Self

from pydantic import AwareDatetime, Field

from laurel.ledger.explanations import FixPlace
from laurel.organizer.diagnosis import Diagnosis, Finding, SideBySide, StuckCredit
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp
from laurel.organizer.diagnosis_texts import ASKED, Answer, Cause, Question
from laurel.organizer.entries import PHASE_WORDS
from laurel.organizer.phases import Phase
from laurel.organizer.views import CreditLine, OrganizerModel, line_of

NO_CONSENT = (
    "You have not agreed to have your credits reported. Agree in your profile; then the credits of your claims that"
    " wait here, and those of claims that you print later, are reported to ASCLS and ASCP. What providers send us does"
    " not depend on it."
)


class EvidenceView(OrganizerModel):
    """A fact that an answer rests on."""

    name: str = Field(description="What it is: stable, for programs.", examples=["roster_of"])
    value: str = Field(description="An instant, a date, a count, a name, an address of yours, or a masked number.")


class FindingView(OrganizerModel):
    """The answer to one of the four questions."""

    question: Question
    asks: str = Field(examples=["Am I a member of ASCLS?"])
    answer: Answer
    causes: tuple[Cause, ...] = Field(description="What the answer rests on: stable, for programs.")
    says: str = Field(description="What is so.")
    do: str = Field(description="What to do; empty when nothing is to be done.")
    where: FixPlace = Field(description="At whom it is done.")
    next: str = Field(description="What happens next by itself.")
    next_at: AwareDatetime | None = Field(description="When; null where that is not known.")
    evidence: tuple[EvidenceView, ...]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """`finding` as it goes over the wire."""
        same = ("question", "answer", "causes", "says", "do", "where", "next", "next_at")
        return cls(
            **{name: getattr(finding, name) for name in same},
            asks=ASKED[finding.question],
            evidence=tuple(EvidenceView(name=one.name, value=one.value) for one in finding.evidence),
        )


class StuckCreditView(CreditLine):
    """A credit that needs its learner, is late or is held back, with its own answers."""

    phase: Phase
    phase_says: str
    findings: tuple[FindingView, ...]

    @classmethod
    def of_stuck(cls, stuck: StuckCredit) -> Self:
        """`stuck` as it goes over the wire."""
        return cls(
            **line_of(stuck.credit),
            phase=stuck.phase,
            phase_says=PHASE_WORDS[stuck.phase],
            findings=tuple(map(FindingView.of, stuck.findings)),
        )


class EmailsView(OrganizerModel):
    """Your address at the three places: null where it is not known."""

    portal: str | None = Field(description="The verified address that you hold here.", examples=["ada@example.org"])
    ascls: str | None
    ascls_is: AtAscls = Field(description="How it stands to yours; the roster is believed before your profile.")
    ascp: str | None
    ascp_is: AtAscp = Field(description="How it stands to yours; ASCP's answers are believed before your profile.")

    @classmethod
    def of(cls, emails: SideBySide) -> Self:
        """`emails` as they go over the wire."""
        return cls(**{name: getattr(emails, name) for name in cls.model_fields})


class ConsentView(OrganizerModel):
    """Whether you agreed to have your credits reported."""

    given: bool
    given_at: AwareDatetime | None
    do: str = Field(description="What to do; empty when nothing is to be done.")


class DiagnosisView(OrganizerModel):
    """The four questions answered for the account, and for each credit that is stuck."""

    findings: tuple[FindingView, ...]
    emails: EmailsView
    consent: ConsentView
    roster_of: AwareDatetime | None = Field(description="When the ASCLS roster in force was written.")
    next_night: AwareDatetime | None = Field(description="When the next nightly run begins, if it runs every day.")
    stuck: tuple[StuckCreditView, ...]

    @classmethod
    def of(cls, diagnosis: Diagnosis) -> Self:
        """`diagnosis` as it goes over the wire."""
        given_at = diagnosis.consent_at
        return cls(
            findings=tuple(map(FindingView.of, diagnosis.findings)),
            emails=EmailsView.of(diagnosis.emails),
            consent=ConsentView(given=given_at is not None, given_at=given_at, do="" if given_at else NO_CONSENT),
            roster_of=diagnosis.roster_of,
            next_night=diagnosis.next_night,
            stuck=tuple(map(StuckCreditView.of_stuck, diagnosis.stuck)),
        )
