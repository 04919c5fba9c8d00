"""The answers to the four questions about one credit, certificate or account, with their evidence (pure).

`diagnosis_rules` decides, and `diagnosis_texts` holds the texts. This module passes the facts to the rules and adds the
evidence to each answer: dates, and the learner's own addresses to compare with those at ASCLS and ASCP.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.explanations import FixPlace, explain
from laurel.ledger.identify import NOT_FOUND
from laurel.ledger.states import RejectedReason, State
from laurel.organizer import diagnosis_rules as rules
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp, Standing
from laurel.organizer.diagnosis_texts import HAPPENS, VERDICTS, Answer, Cause, Question, Then, Verdict
from laurel.organizer.phases import Phase
from laurel.organizer.situation import Situation
from laurel.platform.clock import instant
from laurel.platform.masking import masked_number

_ABOUT_NAMES = (RejectedReason.NAME_MISMATCH, RejectedReason.CUSTOMER_ID_MISMATCH)


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


def findings_of_account(situation: Situation, cause: Cause) -> tuple[Finding, ...]:
    """The answers without a credit; `cause` answers whether to wait, and if it has reached ASCLS."""
    return (
        _membership(situation),
        _found(situation, Question.TIME, cause, evidence=()),
        _own_addresses(situation),
        _found(situation, Question.ORGANIZER, cause, evidence=()),
    )


def _membership(situation: Situation) -> Finding:
    """The held address with the best roster status decides for the learner."""
    best = situation.best
    if best is None:
        return _found(situation, Question.MEMBER, rules.no_address(situation.sign_in_key), evidence=_sign_in(situation))
    cause = rules.membership(situation.standing(best), says_another=situation.says_another)
    return _found(situation, Question.MEMBER, cause, evidence=_on_roster(situation, best))


def _own_addresses(situation: Situation) -> Finding:
    if situation.sign_in_key not in situation.held:
        return _found(situation, Question.EMAILS, rules.no_address(situation.sign_in_key), evidence=_sign_in(situation))
    return _addresses(situation, situation.held[0], (), is_former=False)


def key_of(situation: Situation, credit: Credit) -> str:
    """The address of `credit` of which the roster is asked. Of an account no longer joined the learner sees nothing."""
    return credit.participant if credit.participant in situation.held else credit.email_key


def is_former(situation: Situation, credit: Credit) -> bool:
    """Whether a nightly run moves `credit` from a former address to the current one."""
    current = situation.held[0]
    moves = rules.moves_in_nightly_run(credit, situation.standing(current))
    return key_of(situation, credit) not in (current, credit.sent_as) and moves


def knows_address(situation: Situation, credit: Credit, credits: Iterable[Credit]) -> bool:
    """Whether ASCP's latest answer shows that it knows the address of `credit`."""
    return compared(situation, key_of(situation, credit), credits)[1] is AtAscp.SAME


def findings_of_credit(
    situation: Situation, credit: Credit, phase: Phase, credits: Iterable[Credit]
) -> tuple[Finding, ...]:
    """The answers about `credit`; `credits` are all of the learner's."""
    key, former = key_of(situation, credit), is_former(situation, credit)
    standing = situation.standing(key)
    waits = former and credit.state in (State.UNMATCHED, State.REJECTED) and _waits(credit, standing)
    dates = _known(
        ("completed_on", credit.completed_on.isoformat()),
        ("reported_at", _text(reported_at(credit))),
        ("expected_by", _text(expected_by(credit))),
    )
    matched = (("member_number", masked_number(credit.member_number)),) if credit.member_number else ()
    asked = situation.held[0] if waits and credit.state is State.UNMATCHED else key
    member = rules.membership_of(credit, situation.standing(asked), says_another=situation.says_another)
    progress = rules.progress_of(credit, standing)
    if waits and progress is Cause.NOT_MATCHED:
        progress = Cause.FORMER_ADDRESS
    return (
        _found(situation, Question.MEMBER, member, evidence=(*_on_roster(situation, asked), *_known(*matched))),
        _time(situation, credit, Cause.FORMER_ADDRESS if waits else rules.time_of(credit, phase, standing), dates),
        _addresses(situation, key, credits, is_former=former, own=credit),
        _found(situation, Question.ORGANIZER, progress, evidence=dates),
    )


def _waits(credit: Credit, standing: Standing) -> bool:
    """Whether `credit` with a former address waits for the night: one that can be matched now is tried at once."""
    if credit.state is State.UNMATCHED:
        return standing is not Standing.ACTIVE and not credit.due_at
    return True


def _time(situation: Situation, credit: Credit, cause: Cause, dates: tuple[Evidence, ...]) -> Finding:
    """Whether only to wait; for a refused credit also why ASCP refused it, and what to do."""
    found = _found(situation, Question.TIME, cause, evidence=dates, expected=expected_by(credit))
    if cause is not Cause.REFUSED or not credit.reason:
        return found
    why = explain(credit.reason)
    sent = _known(("name_sent", credit.name if credit.reason in _ABOUT_NAMES else None), *_id_sent(credit))
    says = f"{found.says} {why.words}"
    return replace(found, says=says, do=why.do, where=why.where, evidence=(*dates, *sent))


def _id_sent(credit: Credit | None) -> list[tuple[str, str | None]]:
    """The ASCP customer ID with which ASCP refused `credit`, and who gave it."""
    if credit is None or credit.customer_id is None or credit.reason not in NOT_FOUND:
        return []
    masked, source = masked_number(credit.customer_id.value), credit.customer_id.source.value
    return [("customer_id_sent", masked), ("customer_id_from", source)]


def _addresses(
    situation: Situation, key: str, credits: Iterable[Credit], *, is_former: bool, own: Credit | None = None
) -> Finding:
    """Whether ASCLS and ASCP find the learner by the held address `key`; for their `own` credit by the answer to it."""
    ascls, ascp, answered_at = compared(situation, key, credits, own=own)
    answered = own if own and own.state in (State.ACCEPTED, State.REJECTED) else _last_answered(key, credits)
    causes = rules.with_customer_id(rules.addresses(ascls, ascp, is_former=is_former), answered)
    evidence = _known(
        ("portal_address", situation.held[0]),
        ("address", key),
        ("ascls_address", at_ascls(situation, key, ascls)),
        ("ascp_address", at_ascp(situation, key, ascp)),
        ("roster_of", _text(situation.roster_of)),
        ("ascp_answered_at", _text(answered_at)),
        *_id_sent(answered),
    )
    return _found(situation, Question.EMAILS, *causes, evidence=evidence)


def _last_answered(key: str, credits: Iterable[Credit]) -> Credit | None:
    """The credit with this address that ASCP answered last."""
    answered = [one for one in credits if one.email_key == key and one.state in (State.ACCEPTED, State.REJECTED)]
    return max(answered, key=lambda one: one.timeline[-1].at, default=None)


def compared(
    situation: Situation, key: str, credits: Iterable[Credit], *, own: Credit | None = None
) -> tuple[AtAscls, AtAscp, datetime | None]:
    """How `key` compares with the addresses at ASCLS and ASCP, and when ASCP last answered about it.

    That ASCP knows the address by its answer to the `own` credit outranks its answers to others.
    """
    answers = [
        (next(step.at for step in reversed(one.timeline) if step.state is one.state), knows)
        for one in ([own] if own and rules.ascp_knows(own) else credits)
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


def at_ascls(situation: Situation, key: str, ascls: AtAscls) -> str | None:
    """The address that ASCLS has, if known: from the roster, or else from the profile."""
    return key if ascls is AtAscls.SAME else situation.ascls


def at_ascp(situation: Situation, key: str, ascp: AtAscp) -> str | None:
    """The address that ASCP has, if known: from its answers, or else from the profile."""
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
    if verdict.then in (Then.SOON, Then.NEXT_NIGHT, Then.ASKED_AGAIN):
        return situation.next_night
    # Nobody knows when ASCLS will have changed its roster.
    return expected if verdict.then is Then.HANDED_ON else None


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, texts)))


def _known(*facts: tuple[str, str | None]) -> tuple[Evidence, ...]:
    return tuple(Evidence(name, value) for name, value in facts if value is not None)


def _text(at: datetime | None) -> str | None:
    return instant(at) if at else None
