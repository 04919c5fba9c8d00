"""The diagnosis in the API."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field

from laurel.learners.views import NewEmailView
from laurel.ledger.credit import Credit
from laurel.ledger.explanations import FixPlace
from laurel.organizer.diagnosis import AnsweredCredit, Diagnosis, SideBySide, StuckCredit, Track
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp
from laurel.organizer.diagnosis_texts import ASKED, Answer, Cause, Question
from laurel.organizer.entries import PHASE_WORDS
from laurel.organizer.findings import Finding
from laurel.organizer.missed import Candidate, MissedSearch, day_of, id_of
from laurel.organizer.phases import Phase
from laurel.organizer.views import CreditLine, OrganizerModel, UnreportedView, line_of
from laurel.organizer.whereabouts import Mark
from laurel.organizer.whereabouts_texts import Course, Halt, Remedy, Stop

MOST_CANDIDATES = 50
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
    asks: str = Field(examples=["Does ASCLS list me as a member?"])
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


_STOPS = {Stop.YOU: "Earned", Stop.LAUREL: "Received", Stop.ASCLS: "Received", Stop.ASCP: "Accepted"}
_AHEAD = {Course.ENDED: "Not sent"}
_UNKNOWN = "Not known"


class StopView(OrganizerModel):
    """A stop on the way of a credit."""

    stop: Stop
    mark: Mark = Field(
        description="`here`: it goes on from here. `broken`: it does not. `ends`: it goes no further. `unknown`: there"
        " is no credit here, so nobody knows whether one was earned."
    )
    says: str = Field(description="What happened there, in a word.", examples=["Not matched"])
    at: AwareDatetime | None = Field(description="When; null if not known.")
    on: date | None = Field(description="For `you`: the day when it was earned.")


class TrackView(OrganizerModel):
    """Where a credit is, in one sentence and one picture, and the one thing to do."""

    code: Halt = Field(description="Stable, for programs.", examples=["lapsed"])
    course: Course
    says: str = Field(examples=["Your ASCLS membership has lapsed, so the credit stops before ASCLS."])
    do: str = Field(description="What to do; empty if there is nothing to do.")
    remedy: Remedy = Field(description="Which button does it.")
    where: FixPlace = Field(description="Where to do it.")
    again: bool = Field(description="Whether you then ask for another try.")
    next_at: AwareDatetime | None = Field(description="When it goes on automatically; null if not known.")
    stops: tuple[StopView, ...] = Field(description="You, Laurel, ASCLS and ASCP, in this order.")

    @classmethod
    def of(cls, track: Track, *, on: date | None = None, provider: str = "") -> Self:
        """`track` of a credit that was earned `on`, from `provider`."""
        place = track.place
        stops = [
            StopView(
                stop=stop,
                mark=mark,
                says=_word(track, stop, mark),
                at=track.times.get(stop) if mark is not Mark.AHEAD else None,
                on=on if stop is Stop.YOU else None,
            )
            for stop, mark in track.marks.items()
        ]
        return cls(
            code=track.halt,
            course=place.course,
            says=place.says.format(provider=provider),
            do=place.do.format(provider=provider),
            remedy=place.remedy,
            where=place.where,
            again=place.again,
            next_at=track.next_at,
            stops=tuple(stops),
        )


def _word(track: Track, stop: Stop, mark: Mark) -> str:
    if mark is Mark.PASSED:
        return _STOPS[stop]
    if mark is Mark.UNKNOWN:
        return _UNKNOWN
    return _AHEAD.get(track.place.course, "Not yet") if mark is Mark.AHEAD else track.place.there


class SubjectView(OrganizerModel):
    """What the answers are about: a credit, or a certificate without one; both null if there is neither."""

    credit: CreditLine | None
    certificate: UnreportedView | None
    track: TrackView
    findings: tuple[FindingView, ...]

    @classmethod
    def of(cls, subject: AnsweredCredit, *, provider: str = "") -> Self:
        """`subject` as the API shows it; `provider` is the one from which nothing came."""
        credit, certificate = subject.credit, subject.certificate
        on = credit.completed_on if credit else certificate.printed.completed_on if certificate else None
        return cls(
            credit=CreditLine(**line_of(credit)) if credit else None,
            certificate=UnreportedView.of(certificate) if certificate else None,
            track=TrackView.of(subject.track, on=on, provider=provider),
            findings=tuple(map(FindingView.of, subject.findings)),
        )


class CandidateView(OrganizerModel):
    """A credit or certificate that could be the one that is missed."""

    credit_id: str = Field(description="Its ID, or the one that the credit of the certificate would have.")
    title: str
    completed_on: date
    says: str = Field(description="Where it is.")

    @classmethod
    def of(cls, one: Candidate, track: Track) -> Self:
        """`one` as the API shows it."""
        title = one.activity_title if isinstance(one, Credit) else one.printed.title
        return cls(credit_id=id_of(one), title=title, completed_on=day_of(one), says=track.place.says)


class SearchView(OrganizerModel):
    """What was asked for, and what could be it."""

    provider: str | None
    since: date | None
    until: date | None
    found: bool = Field(description="Whether anything came that could be it. If not, `subject` says what to do.")
    candidates: tuple[CandidateView, ...] = Field(description="The latest completed first; at most 50.")
    contact: str | None = Field(description="Whom to ask at the provider, if nothing was found and that is known.")
    last_sent_at: AwareDatetime | None = Field(
        description="When the provider's latest file or rows came, if nothing was found and that is known."
    )

    @classmethod
    def of(cls, search: MissedSearch, diagnosis: Diagnosis) -> Self:
        """`search` as the API shows it."""
        return cls(
            provider=search.missed.provider,
            since=search.missed.starting,
            until=search.missed.ending,
            found=not search.is_nowhere,
            candidates=tuple(
                CandidateView.of(one, diagnosis.track_of(one)) for one in search.candidates[:MOST_CANDIDATES]
            ),
            contact=search.sender.contact,
            last_sent_at=search.sender.last_sent_at,
        )


class StuckCreditView(CreditLine):
    """A credit that needs its learner to act, is late or is on hold, with its own answers."""

    phase: Phase
    phase_says: str
    findings: tuple[FindingView, ...]
    track: TrackView

    @classmethod
    def of_stuck(cls, stuck: StuckCredit) -> Self:
        """`stuck` as the API shows it."""
        return cls(
            **line_of(stuck.credit),
            phase=stuck.phase,
            phase_says=PHASE_WORDS[stuck.phase],
            findings=tuple(map(FindingView.of, stuck.findings)),
            track=TrackView.of(stuck.track, on=stuck.credit.completed_on),
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
    """Where a credit is, and the four questions about it: for one that speaks for the account, and each stuck one."""

    subject: SubjectView = Field(
        description="The credit or certificate that was asked for; or else the one that most needs somebody."
    )
    asked: SearchView | None = Field(default=None, description="If something was asked for.")
    providers: tuple[str, ...] = Field(default=(), description="The names of providers that may have sent a credit.")
    findings: tuple[FindingView, ...] = Field(description="The answers about the subject.")
    emails: EmailsView
    consent: ConsentView
    roster_of: AwareDatetime | None = Field(description="When the current ASCLS roster was written.")
    next_night: AwareDatetime | None = Field(description="When the next nightly run starts, if it runs every day.")
    stuck: tuple[StuckCreditView, ...]
    new_email: NewEmailView | None = Field(
        default=None, description="While a change of your address waits: all answers are about `matched_by`."
    )

    @classmethod
    def of(cls, diagnosis: Diagnosis, new_email: NewEmailView | None = None, providers: Iterable[str] = ()) -> Self:
        """`diagnosis` as the API shows it, with a new address that waits, and the names of `providers`."""
        given_at, search = diagnosis.consent_at, diagnosis.search
        sender = (search.missed.provider if search else None) or "its provider"
        return cls(
            subject=SubjectView.of(diagnosis.subject, provider=sender),
            asked=SearchView.of(search, diagnosis) if search else None,
            providers=tuple(providers),
            findings=tuple(map(FindingView.of, diagnosis.findings)),
            emails=EmailsView.of(diagnosis.emails),
            consent=ConsentView(given=given_at is not None, given_at=given_at, do="" if given_at else NO_CONSENT),
            roster_of=diagnosis.roster_of,
            next_night=diagnosis.next_night,
            stuck=tuple(map(StuckCreditView.of_stuck, diagnosis.stuck)),
            new_email=new_email,
        )
