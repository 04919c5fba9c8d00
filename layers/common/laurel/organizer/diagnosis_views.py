"""The diagnosis in the API."""

from typing import Self

from pydantic import AwareDatetime, Field

from laurel.learners.views import NewEmailView
from laurel.ledger.explanations import FixPlace
from laurel.organizer.diagnosis import Diagnosis, Finding, SideBySide, StuckCredit
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp
from laurel.organizer.diagnosis_texts import ASKED, Answer, Cause, Question
from laurel.organizer.entries import PHASE_WORDS
from laurel.organizer.phases import Phase
from laurel.organizer.views import CreditLine, OrganizerModel, line_of

NO_CONSENT = (
    "You have not agreed to have your credits reported. Once you agree in your profile, the waiting credits of your"
    " claims, and those of later claims, are reported to ASCLS and ASCP. Credits that providers send us are reported"
    " either way."
)


class EvidenceView(OrganizerModel):
    """A fact that supports an answer."""

    name: str = Field(description="The name of the fact: stable, for programs.", examples=["roster_of"])
    value: str = Field(description="An instant, a date, a count, a name, an address of yours, or a masked number.")


class FindingView(OrganizerModel):
    """The answer to one of the four questions."""

    question: Question
    asks: str = Field(examples=["Am I a member of ASCLS?"])
    answer: Answer
    causes: tuple[Cause, ...] = Field(description="The causes of the answer: stable, for programs.")
    says: str = Field(description="The situation.")
    do: str = Field(description="What to do; empty if there is nothing to do.")
    where: FixPlace = Field(description="Where to do it.")
    next: str = Field(description="What happens next automatically.")
    next_at: AwareDatetime | None = Field(description="When that happens; null if not known.")
    evidence: tuple[EvidenceView, ...]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """`finding` as the API shows it."""
        same = ("question", "answer", "causes", "says", "do", "where", "next", "next_at")
        return cls(
            **{name: getattr(finding, name) for name in same},
            asks=ASKED[finding.question],
            evidence=tuple(EvidenceView(name=one.name, value=one.value) for one in finding.evidence),
        )


class StuckCreditView(CreditLine):
    """A credit that needs its learner to act, is late or is on hold, with its own answers."""

    phase: Phase
    phase_says: str
    findings: tuple[FindingView, ...]

    @classmethod
    def of_stuck(cls, stuck: StuckCredit) -> Self:
        """`stuck` as the API shows it."""
        return cls(
            **line_of(stuck.credit),
            phase=stuck.phase,
            phase_says=PHASE_WORDS[stuck.phase],
            findings=tuple(map(FindingView.of, stuck.findings)),
        )


class EmailsView(OrganizerModel):
    """Your address at the three places; null if not known."""

    portal: str | None = Field(description="Your verified address here.", examples=["ada@example.org"])
    ascls: str | None
    ascls_is: AtAscls = Field(description="How it compares with yours; the roster takes precedence over your profile.")
    ascp: str | None
    ascp_is: AtAscp = Field(description="How it compares with yours; ASCP's answers take precedence over your profile.")

    @classmethod
    def of(cls, emails: SideBySide) -> Self:
        """`emails` as the API shows them."""
        return cls(**{name: getattr(emails, name) for name in cls.model_fields})


class ConsentView(OrganizerModel):
    """Whether you agreed to have your credits reported."""

    given: bool
    given_at: AwareDatetime | None
    do: str = Field(description="What to do; empty if there is nothing to do.")


class DiagnosisView(OrganizerModel):
    """The four questions, answered for the account and for each stuck credit."""

    findings: tuple[FindingView, ...]
    emails: EmailsView
    consent: ConsentView
    roster_of: AwareDatetime | None = Field(description="When the current ASCLS roster was written.")
    next_night: AwareDatetime | None = Field(description="When the next nightly run starts, if it runs every day.")
    stuck: tuple[StuckCreditView, ...]
    new_email: NewEmailView | None = Field(
        default=None, description="While a change of your address waits: all answers are about `matched_by`."
    )

    @classmethod
    def of(cls, diagnosis: Diagnosis, new_email: NewEmailView | None = None) -> Self:
        """`diagnosis` as the API shows it, with a new address that waits."""
        given_at = diagnosis.consent_at
        return cls(
            findings=tuple(map(FindingView.of, diagnosis.findings)),
            emails=EmailsView.of(diagnosis.emails),
            consent=ConsentView(given=given_at is not None, given_at=given_at, do="" if given_at else NO_CONSENT),
            roster_of=diagnosis.roster_of,
            next_night=diagnosis.next_night,
            stuck=tuple(map(StuckCreditView.of_stuck, diagnosis.stuck)),
            new_email=new_email,
        )
