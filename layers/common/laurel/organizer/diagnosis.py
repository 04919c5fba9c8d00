"""The diagnosis: where a credit is, what stops it, and the four questions about it, answered (pure).

`whereabouts` gives the sentence, the picture and the remedy; `findings` the answers. One credit speaks for the account:
the one that the learner asks about, or else the one that most needs somebody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.states import State
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp, cause_of_unreported
from laurel.organizer.diagnosis_texts import Cause
from laurel.organizer.findings import (
    Finding,
    at_ascls,
    at_ascp,
    compared,
    findings_of_account,
    findings_of_credit,
    is_former,
    key_of,
    knows_address,
)
from laurel.organizer.missed import Candidate, MissedSearch, day_of
from laurel.organizer.phases import Phase, phase_of
from laurel.organizer.situation import Situation
from laurel.organizer.unreported import Unreported
from laurel.organizer.whereabouts import Mark, halt_of, halt_of_certificate, marks, stop_of
from laurel.organizer.whereabouts_texts import WHEREABOUTS, Halt, Stop, Whereabouts

_ENDS_BY_NIGHT = (Halt.MATCHING, Halt.MOVES_TONIGHT, Halt.SENT_AGAIN_TONIGHT, Halt.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Where one credit is: the picture with its times, and when it goes on, if that is known."""

    halt: Halt
    marks: Mapping[Stop, Mark]
    times: Mapping[Stop, datetime] = field(default_factory=dict)
    next_at: datetime | None = None

    @property
    def place(self) -> Whereabouts:
        """The sentence and the remedy."""
        return WHEREABOUTS[self.halt]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredCredit:
    """What the answers are about: a credit, or a certificate without one; neither if there is nothing."""

    track: Track
    findings: tuple[Finding, ...]
    credit: Credit | None = None
    certificate: Unreported | None = None


@dataclass(frozen=True, slots=True)
class StuckCredit:
    """A credit that needs its learner to act, is late or is on hold, with its own four answers."""

    credit: Credit
    phase: Phase
    findings: tuple[Finding, ...]
    track: Track


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The learner's address at the three places (None if unknown), and how each compares."""

    portal: str | None
    ascls: str | None
    ascls_is: AtAscls
    ascp: str | None
    ascp_is: AtAscp


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The credit that speaks for the account, and the answers for each credit that is stuck."""

    subject: AnsweredCredit
    emails: SideBySide
    consent_at: datetime | None
    roster_of: datetime | None
    next_night: datetime | None
    stuck: tuple[StuckCredit, ...]
    search: MissedSearch | None = None
    tracks: Mapping[str, Track] = field(default_factory=dict)

    def track_of(self, one: Candidate) -> Track:
        """Where a credit or certificate is."""
        return self.tracks[one.credit_id] if isinstance(one, Credit) else track_at(halt_of_certificate(one))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The answers about the subject."""
        return self.subject.findings


def diagnose(situation: Situation, credits: Sequence[Credit], search: MissedSearch | None = None) -> Diagnosis:
    """The diagnosis of a learner in this `situation` with these `credits`: all with one of the held addresses.

    `search` is what they miss; without it, the credit that most needs somebody speaks.
    """
    phases = {one.credit_id: phase_of(one, situation.at) for one in credits}
    tracks = {one.credit_id: track_of(situation, one, credits) for one in credits}
    stuck = [
        StuckCredit(
            one,
            phases[one.credit_id],
            findings_of_credit(situation, one, phases[one.credit_id], credits),
            tracks[one.credit_id],
        )
        for one in credits
        if phases[one.credit_id] in (Phase.NEEDS_YOU, Phase.LATE, Phase.HELD)
    ]
    return Diagnosis(
        subject=_subject(situation, credits, tracks, search),
        search=search,
        tracks=tracks,
        emails=_side_by_side(situation, credits),
        consent_at=situation.consent_at,
        roster_of=situation.roster_of,
        next_night=situation.next_night,
        stuck=tuple(stuck),
    )


def track_of(situation: Situation, credit: Credit, credits: Sequence[Credit]) -> Track:
    """Where `credit` is; `credits` are all of the learner's."""
    halt = halt_of(
        credit,
        phase_of(credit, situation.at),
        situation.standing(key_of(situation, credit)),
        says_another=situation.says_another,
        is_former=is_former(situation, credit),
        agreed=situation.consent_at is not None,
        is_known=credit.state is State.REJECTED and knows_address(situation, credit, credits),
    )
    stop = stop_of(credit, WHEREABOUTS[halt])
    answered = credit.timeline[-1].at if stop is Stop.ASCP else None
    times = {Stop.LAUREL: credit.timeline[0].at, Stop.ASCLS: reported_at(credit), Stop.ASCP: answered}
    next_at = situation.next_night if halt in _ENDS_BY_NIGHT else None
    if halt in (Halt.WITH_ASCLS, Halt.TO_ASCP):
        next_at = expected_by(credit)
    known = {one: at for one, at in times.items() if at}
    return Track(halt=halt, marks=marks(WHEREABOUTS[halt], stop), times=known, next_at=next_at)


def track_at(halt: Halt) -> Track:
    """Where something is that is no credit."""
    return Track(halt=halt, marks=marks(WHEREABOUTS[halt], WHEREABOUTS[halt].stop))


def _track_of_nothing(halt: Halt) -> Track:
    """The way of an account without any credit: whether one was earned is not known."""
    track = track_at(halt)
    return replace(track, marks={**track.marks, Stop.YOU: Mark.UNKNOWN})


def subject_of_credit(situation: Situation, credit: Credit, credits: Sequence[Credit]) -> AnsweredCredit:
    """The answers about `credit`; `credits` are all of the learner's."""
    findings = findings_of_credit(situation, credit, phase_of(credit, situation.at), credits)
    return AnsweredCredit(track=track_of(situation, credit, credits), findings=findings, credit=credit)


def subject_of_certificate(situation: Situation, one: Unreported) -> AnsweredCredit:
    """The answers about a certificate without a credit."""
    findings = findings_of_account(situation, cause_of_unreported(one))
    return AnsweredCredit(track=track_at(halt_of_certificate(one)), findings=findings, certificate=one)


def subject_not_received(situation: Situation) -> AnsweredCredit:
    """The answers about a credit that never came."""
    findings = findings_of_account(situation, Cause.NOT_RECEIVED)
    return AnsweredCredit(track=track_at(Halt.NOT_RECEIVED), findings=findings)


def _subject(
    situation: Situation, credits: Sequence[Credit], tracks: Mapping[str, Track], search: MissedSearch | None
) -> AnsweredCredit:
    if search and search.is_nowhere:
        return subject_not_received(situation)
    everything: list[Candidate] = [*credits, *situation.unreported]
    candidates = search.candidates if search else everything
    if candidates:
        first = _leading(candidates, tracks)
        if isinstance(first, Credit):
            return subject_of_credit(situation, first, credits)
        return subject_of_certificate(situation, first)
    halt = Halt.NO_CREDITS
    if situation.sign_in_key not in situation.held:
        halt = Halt.ADDRESS_NOT_HELD if situation.sign_in_key else Halt.ADDRESS_NOT_USABLE
    return AnsweredCredit(track=_track_of_nothing(halt), findings=findings_of_account(situation, Cause.NO_CREDITS))


def _leading(candidates: Sequence[Candidate], tracks: Mapping[str, Track]) -> Candidate:
    """The one that most needs somebody; of several alike, the latest."""
    order = list(Halt)

    def urgency(one: Candidate) -> tuple[int, int]:
        halt = tracks[one.credit_id].halt if isinstance(one, Credit) else halt_of_certificate(one)
        return order.index(halt), -day_of(one).toordinal()

    return min(candidates, key=urgency)


def _side_by_side(situation: Situation, credits: Sequence[Credit]) -> SideBySide:
    if not situation.held:
        return SideBySide(None, situation.ascls, AtAscls.UNKNOWN, situation.ascp, AtAscp.UNKNOWN)
    key = situation.held[0]
    ascls, ascp, _ = compared(situation, key, credits)
    return SideBySide(
        portal=key,
        ascls=at_ascls(situation, key, ascls),
        ascls_is=ascls,
        ascp=at_ascp(situation, key, ascp),
        ascp_is=ascp,
    )
