"""The diagnosis: the four questions about a missing credit, answered for the account and each stuck credit (pure).

`diagnosis_rules` decides, and `diagnosis_texts` holds the texts. This module passes the facts to the rules and adds the
evidence to each answer: dates, and the learner's own addresses to compare with those at ASCLS and ASCP.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.explanations import FixPlace, explain
from laurel.ledger.identify import NOT_FOUND
from laurel.ledger.states import RejectedReason, State
from laurel.organizer import diagnosis_rules as rules
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp, Standing
from laurel.organizer.diagnosis_texts import HAPPENS, VERDICTS, Answer, Cause, Question, Then, Verdict
from laurel.organizer.phases import Phase, phase_of
from laurel.organizer.unreported import Unreported
from laurel.platform.clock import instant
from laurel.platform.masking import masked_number
from laurel.roster.member import Member

_ABOUT_NAMES = (RejectedReason.NAME_MISMATCH, RejectedReason.CUSTOMER_ID_MISMATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known about a learner at the instant `at` (UTC).

    `on` is the date at that instant in the nightly run's time zone, which decides if a membership is active.
    `sign_in` is the sign-in address; `held` are the keys of the learner's addresses, the current one first. `ascls` and
    `ascp` are the addresses that the learner says those two have, `ascls_key` and `ascp_key` their keys. `roster_of` is
    when the current roster was written, None without one. `members` are its members by address, for the held addresses
    only: what the roster says about other addresses is private.
    `unreported` are the learner's certificates without a credit in the ledger.
    """

    at: datetime
    on: date
    sign_in: str
    sign_in_key: str | None
    held: tuple[str, ...]
    ascls: str | None
    ascls_key: str | None
    ascp: str | None
    ascp_key: str | None
    consent_at: datetime | None
    roster_of: datetime | None
    members: Mapping[str, Sequence[Member]]
    next_night: datetime | None
    unreported: tuple[Unreported, ...] = ()

    def standing(self, key: str) -> Standing:
        """What the roster says about the held address `key`."""
        return rules.standing_of(self.members.get(key, ()), on=self.on, has_roster=self.roster_of is not None)

    @property
    def says_another(self) -> bool:
        """Whether the learner's profile names an address at ASCLS that they have not verified."""
        return self.ascls_key is not None and self.ascls_key not in self.held


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that supports an answer: its name (stable, for programs), and the date, count, name or address."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one question. `next_at` is when something happens next automatically, if that is known."""

    question: Question
    answer: Answer
    causes: tuple[Cause, ...]
    says: str
    do: str
    where: FixPlace
    next: str
    next_at: datetime | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StuckCredit:
    """A credit that needs its learner to act, is late or is on hold, with its own four answers."""

    credit: Credit
    phase: Phase
    findings: tuple[Finding, ...]


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
    """The answers for the account, and for each credit that is stuck."""

    findings: tuple[Finding, ...]
    emails: SideBySide
    consent_at: datetime | None
    roster_of: datetime | None
    next_night: datetime | None
    stuck: tuple[StuckCredit, ...]


def diagnose(situation: Situation, credits: Sequence[Credit]) -> Diagnosis:
    """The diagnosis of a learner in this `situation` with these `credits`: all with one of the held addresses."""
    return Diagnosis(
        findings=_of_account(situation, credits),
        emails=_side_by_side(situation, credits),
        consent_at=situation.consent_at,
        roster_of=situation.roster_of,
        next_night=situation.next_night,
        stuck=tuple(
            StuckCredit(credit, phase, _of_credit(situation, credit, phase, credits))
            for credit in credits
            if (phase := phase_of(credit, situation.at)) in (Phase.NEEDS_YOU, Phase.LATE, Phase.HELD)
        ),
    )


def _of_account(situation: Situation, credits: Sequence[Credit]) -> tuple[Finding, ...]:
    phases = {one.credit_id: phase_of(one, situation.at) for one in credits}
    printed = {rules.cause_of_unreported(one) for one in situation.unreported}
    time = rules.time_of_all(printed | {rules.time_of(one, phases[one.credit_id]) for one in credits})
    progress = rules.progress_of_all(
        printed | {rules.progress_of(one, situation.standing(one.email_key)) for one in credits}
    )
    counts = Counter(phases.values())
    counted = _known(
        ("credits", str(len(credits))),
        *((phase.value, str(counts[phase])) for phase in counts),
        ("certificates_not_reported", str(len(situation.unreported)) if situation.unreported else None),
    )
    expected = [due for one in credits if phases[one.credit_id] is Phase.ON_ITS_WAY and (due := expected_by(one))]
    return (
        _account_membership(situation),
        _found(situation, Question.TIME, time, evidence=counted, expected=max(expected, default=None)),
        _account_addresses(situation, credits),
        _found(situation, Question.ORGANIZER, progress, evidence=counted),
    )


def _account_membership(situation: Situation) -> Finding:
    """The held address with the best roster status decides for the learner."""
    if not situation.held:
        return _found(situation, Question.MEMBER, rules.no_address(situation.sign_in_key), evidence=_sign_in(situation))
    order = list(Standing)
    best = min(situation.held, key=lambda key: order.index(situation.standing(key)))
    cause = rules.membership(situation.standing(best), says_another=situation.says_another)
    return _found(situation, Question.MEMBER, cause, evidence=_on_roster(situation, best))


def _account_addresses(situation: Situation, credits: Sequence[Credit]) -> Finding:
    if situation.sign_in_key not in situation.held:
        return _found(situation, Question.EMAILS, rules.no_address(situation.sign_in_key), evidence=_sign_in(situation))
    return _addresses(situation, situation.held[0], credits, is_former=False)


def _of_credit(situation: Situation, credit: Credit, phase: Phase, credits: Sequence[Credit]) -> tuple[Finding, ...]:
    # Of another account that is no longer joined the learner is shown nothing.
    key = credit.participant if credit.participant in situation.held else credit.email_key
    standing = situation.standing(key)
    dates = _known(
        ("completed_on", credit.completed_on.isoformat()),
        ("reported_at", _text(reported_at(credit))),
        ("expected_by", _text(expected_by(credit))),
    )
    matched = (("member_number", masked_number(credit.member_number)),) if credit.member_number else ()
    current = situation.held[0]
    is_former = key not in (current, credit.sent_as) and rules.moves_in_nightly_run(credit, situation.standing(current))
    member = rules.membership_of(credit, standing, says_another=situation.says_another)
    return (
        _found(situation, Question.MEMBER, member, evidence=(*_on_roster(situation, key), *_known(*matched))),
        _time(situation, credit, phase, dates),
        _addresses(situation, key, credits, is_former=is_former, refused=credit),
        _found(situation, Question.ORGANIZER, rules.progress_of(credit, standing), evidence=dates),
    )


def _time(situation: Situation, credit: Credit, phase: Phase, dates: tuple[Evidence, ...]) -> Finding:
    """Whether enough time has passed; for a refused credit also why ASCP refused it, and what to do."""
    cause = rules.time_of(credit, phase)
    found = _found(situation, Question.TIME, cause, evidence=dates, expected=expected_by(credit))
    if cause is not Cause.REFUSED or not credit.reason:
        return found
    why = explain(credit.reason)
    sent = _known(("name_sent", credit.name if credit.reason in _ABOUT_NAMES else None), *_id_sent(credit))
    says = f"ASCP has answered and refused the credit. {why.words} Waiting does not help."
    return replace(found, says=says, do=why.do, where=why.where, evidence=(*dates, *sent))


def _id_sent(credit: Credit | None) -> list[tuple[str, str | None]]:
    """The ASCP customer ID with which ASCP refused `credit`, and who gave it."""
    if credit is None or credit.customer_id is None or credit.reason not in NOT_FOUND:
        return []
    masked, source = masked_number(credit.customer_id.value), credit.customer_id.source.value
    return [("customer_id_sent", masked), ("customer_id_from", source)]


def _addresses(
    situation: Situation, key: str, credits: Iterable[Credit], *, is_former: bool, refused: Credit | None = None
) -> Finding:
    """Whether the held address `key` is the same at all three places; for a `refused` credit by ASCP's answer to it."""
    ascls, ascp, answered_at = _compared(situation, key, credits)
    answered = refused if refused and refused.state is State.REJECTED else _last_answered(key, credits)
    causes = rules.with_customer_id(rules.addresses(ascls, ascp, is_former=is_former), answered)
    evidence = _known(
        ("portal_address", situation.held[0]),
        ("address", key),
        ("ascls_address", _at_ascls(situation, key, ascls)),
        ("ascp_address", _at_ascp(situation, key, ascp)),
        ("roster_of", _text(situation.roster_of)),
        ("ascp_answered_at", _text(answered_at)),
        *_id_sent(answered),
    )
    return _found(situation, Question.EMAILS, *causes, evidence=evidence)


def _last_answered(key: str, credits: Iterable[Credit]) -> Credit | None:
    """The credit with this address that ASCP answered last."""
    answered = [one for one in credits if one.email_key == key and one.state in (State.ACCEPTED, State.REJECTED)]
    return max(answered, key=lambda one: one.timeline[-1].at, default=None)


def _compared(situation: Situation, key: str, credits: Iterable[Credit]) -> tuple[AtAscls, AtAscp, datetime | None]:
    """How `key` compares with the addresses at ASCLS and ASCP, and when ASCP last answered about it."""
    answers = [
        (next(step.at for step in reversed(one.timeline) if step.state is one.state), knows)
        for one in credits
        if one.participant == key and (knows := rules.ascp_knows(one)) is not None
    ]
    answered_at, knows = max(answers, default=(None, None), key=lambda one: one[0])
    return (
        rules.at_ascls(situation.standing(key), says_same=_same(situation.ascls_key, key)),
        rules.at_ascp(knows, says_same=_same(situation.ascp_key, key)),
        answered_at,
    )


def _same(said: str | None, key: str) -> bool | None:
    return None if said is None else said == key


def _side_by_side(situation: Situation, credits: Sequence[Credit]) -> SideBySide:
    if not situation.held:
        return SideBySide(None, situation.ascls, AtAscls.UNKNOWN, situation.ascp, AtAscp.UNKNOWN)
    key = situation.held[0]
    ascls, ascp, _ = _compared(situation, key, credits)
    return SideBySide(
        portal=key,
        ascls=_at_ascls(situation, key, ascls),
        ascls_is=ascls,
        ascp=_at_ascp(situation, key, ascp),
        ascp_is=ascp,
    )


def _at_ascls(situation: Situation, key: str, ascls: AtAscls) -> str | None:
    """The address that ASCLS has, if known: from the roster, or else from the profile."""
    return key if ascls is AtAscls.SAME else situation.ascls


def _at_ascp(situation: Situation, key: str, ascp: AtAscp) -> str | None:
    return key if ascp is AtAscp.SAME else situation.ascp


def _on_roster(situation: Situation, key: str) -> tuple[Evidence, ...]:
    members = situation.members.get(key, ())
    only = members[0] if len(members) == 1 else None
    return _known(
        ("address", key),
        ("roster_of", _text(situation.roster_of)),
        ("members_with_address", str(len(members)) if situation.roster_of else None),
        ("membership_number", masked_number(only.member_number) if only else None),
        ("membership_expires_on", only.expires_on.isoformat() if only and only.expires_on else None),
    )


def _sign_in(situation: Situation) -> tuple[Evidence, ...]:
    return (Evidence("sign_in_address", situation.sign_in),)


def _found(
    situation: Situation,
    question: Question,
    *causes: Cause,
    evidence: tuple[Evidence, ...],
    expected: datetime | None = None,
) -> Finding:
    """The finding for `causes`, which all give the same answer; the first one gives the place."""
    verdicts = [VERDICTS[question, cause] for cause in causes]
    first = verdicts[0]
    return Finding(
        question=question,
        answer=first.answer,
        causes=causes,
        says=_joined(verdict.says for verdict in verdicts),
        do=_joined(verdict.do for verdict in verdicts),
        where=first.where,
        next=HAPPENS[first.then],
        next_at=_next_at(situation, first, expected),
        evidence=evidence,
    )


def _next_at(situation: Situation, verdict: Verdict, expected: datetime | None) -> datetime | None:
    match verdict.then:
        case Then.SOON | Then.NEXT_NIGHT | Then.ASKED_AGAIN:
            return situation.next_night
        case Then.HANDED_ON:
            return expected
        case Then.ROSTER_CHANGE | Then.NOTHING:  # nobody knows when ASCLS will have changed its roster
            return None


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, texts)))


def _known(*facts: tuple[str, str | None]) -> tuple[Evidence, ...]:
    return tuple(Evidence(name, value) for name, value in facts if value is not None)


def _text(at: datetime | None) -> str | None:
    return instant(at) if at else None
