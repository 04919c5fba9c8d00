"""Handing credits over to ASCP, and asking after those in doubt: what became of each, as a value.

Nothing is written here; the use case (`forwarding`) writes.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from laurel.delivery.ascp.contract import (
    Accepted,
    Answered,
    AskOutcome,
    Busy,
    CallFailure,
    CreditOutcome,
    Malformed,
    NotAsked,
    NotHeld,
    NotSent,
    Rejected,
    SubmissionOutcome,
    TooLarge,
    Unauthorized,
    Unclear,
    Unknown,
)
from laurel.delivery.ascp.http import PARALLEL_CALLS
from laurel.delivery.batching import REFUSALS_APART, REFUSED_ALONE, Batches, refused_alone_at
from laurel.delivery.circuit_breaker import GuardedAscp
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State
from laurel.platform.log import logger

# So many credits in a row refused on their own, and nothing that got through between: then it is not the credits.
LONE_REFUSALS = 3
# So many submissions in a row that ASCP failed over: then it is not the credits either.
FAILURES = 2


@dataclass(frozen=True, slots=True)
class Deferred:
    """No outcome yet (`why`): tried again in `at_least` seconds or later. In doubt: ASCP may hold it all the same.

    `for_all` is set when no other credit would fare better: ASCP is busy, out of reach or refuses us; `not_asked` when
    no question is asked, since ASCP fails over questions. Not `sent` is what never left us.
    """

    why: str
    in_doubt: bool = False
    at_least: int = 0
    for_all: bool = False
    not_asked: bool = False
    sent: bool = True


type Outcome = Accepted | Rejected | Deferred


def pause_for(setback: CallFailure) -> Deferred:
    """What a call without an outcome means for the credits that went out with it."""
    match setback:
        case Unauthorized():
            return Deferred("ASCP does not accept our credentials", for_all=True)
        case Busy(retry_after):
            return Deferred("ASCP is busy", at_least=retry_after, for_all=True)
        case NotSent(why, retry_after, ours):
            # What is our own and says nothing of a wait is the want of time, which has no bearing on others.
            return Deferred(why, at_least=retry_after, for_all=not ours or retry_after > 0)
        case Unclear(why, retry_after, for_all):
            return Deferred(why, in_doubt=True, at_least=retry_after, for_all=for_all)


def ask_each(ascp: GuardedAscp, credits_: Sequence[Credit], *, until: datetime) -> dict[str, Outcome | NotHeld]:
    """What ASCP holds of `credits_`, by credit id; asked side by side, until `until` (UTC).

    Once ASCP is busy, out of reach or refuses us, or time is up, no more are asked: the others share the pause.
    """
    halted: list[Deferred] = []
    lock = Lock()

    def ask(credit: Credit) -> Outcome | NotHeld:
        with lock:
            if halted:
                return halted[0]
        answer = _held(credit, ascp.ask(credit.credit_id, until=until))
        # A pause not in doubt was not about this credit alone.
        if isinstance(answer, Deferred) and (answer.for_all or not answer.in_doubt):
            with lock:
                halted.append(answer)
        return answer

    if not credits_:
        return {}
    with ThreadPoolExecutor(min(PARALLEL_CALLS, len(credits_)), thread_name_prefix="ask") as pool:
        answers = dict(zip((credit.credit_id for credit in credits_), pool.map(ask, credits_), strict=True))
    _log_questions(answers.values())
    return answers


def _held(credit: Credit, outcome: AskOutcome | NotAsked) -> Outcome | NotHeld:
    match outcome:
        case NotAsked(retry_after):
            return Deferred("ASCP fails over questions at present", at_least=retry_after, not_asked=True)
        case Rejected() if any(step.state is State.REJECTED for step in credit.timeline):
            # That may be the old refusal, from before the mending: only sending it again tells.
            return NotHeld()
        case Accepted() | Rejected() | NotHeld():
            return outcome
        case Unknown(why):
            return Deferred(why, in_doubt=True)
        case _:
            return pause_for(outcome)


@dataclass(slots=True)
class BatchSubmitter:
    """One invocation's submissions: what became of each credit, and how many submissions that took.

    It begins `at` (UTC). `unreadable` counts the credits that are refused for good without ASCP's judgement: it cannot
    read them. `strangers` and `contradictions` add up what is wrong with ASCP's results (`Answered`).
    """

    ascp: GuardedAscp
    new_id: Callable[[], str]
    at: datetime
    until: datetime
    fates: dict[str, Outcome] = field(default_factory=dict)
    submissions: int = 0
    unreadable: int = 0
    strangers: int = 0
    contradictions: int = 0
    _through: bool = False
    _refused_in_a_row: int = 0
    _culprits: dict[str, Rejected] = field(default_factory=dict)
    _left: set[str] = field(default_factory=set)  # credits that went out in some submission of this invocation

    def submit(self, submission_id: str, leased: Sequence[Credit]) -> Mapping[str, Outcome]:
        """Hands `leased` over in portions, the first submission under `submission_id`; a fate for each credit.

        A submission that ASCP cannot take as a whole goes out again in halves, until what is wrong stands alone and
        is refused. Over credits that were tried before ASCP may fail once without ending it, for one of them may be
        why; after two failures in a row the rest does not go out, and is not in doubt.
        """
        portions = Batches(leased)
        failures = 0
        while portion := portions.take():
            setback = self._submit(submission_id, portion, portions)
            submission_id = self.new_id()
            failures = failures + 1 if setback else 0
            if setback is None and self._refused_in_a_row >= LONE_REFUSALS:
                setback = _UNREADABLE
            elif _may_be_a_credits(setback) and portions.with_tried and failures < FAILURES:
                portions.failed()
                continue
            if setback:
                self._put_back(portions.left(), Deferred(setback.why, at_least=setback.at_least))
                break
        self._judge(leased)
        return self.fates

    def _submit(self, submission_id: str, portion: tuple[Credit, ...], portions: Batches) -> Deferred | None:
        """One submission; what it leaves to be sent again goes back to `portions`. A pause if there was no answer."""
        outcome = self.ascp.submit(submission_id, portion, until=self.until)
        if not isinstance(outcome, NotSent):
            self.submissions += 1
            self._left.update(credit.credit_id for credit in portion)
        _log(submission_id, len(portion), outcome)
        match outcome:
            case Answered(results, strangers, contradictions):
                self._through, self._refused_in_a_row = True, 0
                self.strangers += strangers
                self.contradictions += contradictions
                self.fates.update((reference, _fate(result)) for reference, result in results.items())
                portions.answered(portion)
                return None
            case Malformed() | TooLarge() if len(portion) > 1:
                portions.halve(portion)
                return None
            case Malformed() | TooLarge():
                detail = outcome.detail if isinstance(outcome, Malformed) else "too large for ASCP"
                self._culprits[portion[0].credit_id] = Rejected(RejectedReason.INVALID, detail, judged=False)
                self._refused_in_a_row += 1
                return None
            case _:
                pause = pause_for(outcome)
                self._put_back(portion, pause)
                return pause

    def _put_back(self, credits_: Sequence[Credit], pause: Deferred) -> None:
        """These wait, each as what left us or did not: a half may stay behind after the whole was refused."""
        for credit in credits_:
            self.fates[credit.credit_id] = replace(pause, sent=credit.credit_id in self._left)

    def _judge(self, leased: Sequence[Credit]) -> None:
        """Credits refused on their own are at fault the second time, hours later: before, it may be trouble of ASCP's.

        Where others went out with them and none got through, the fault may be ours, unless all were refused so before.
        """
        firsts = {credit.credit_id: refused_alone_at(credit) for credit in leased}
        again = {one for one, first in firsts.items() if first and self.at - first >= REFUSALS_APART}
        told_apart = self._through or len(again) == len(leased)
        if len(self._culprits) > 1 and not self._through:
            logger.error(
                "ASCP could read no submission, not even of one credit",
                refused=len(self._culprits),
                credits=len(leased),
            )
        for credit_id, refusal in self._culprits.items():
            sure = told_apart and credit_id in again
            if sure:
                self.unreadable += 1
                logger.error("a credit is refused without ASCP's judgement", credit_id=credit_id)
            self.fates[credit_id] = refusal if sure else _REFUSED_ALONE


def _may_be_a_credits(setback: Deferred | None) -> bool:
    """Whether what failed may be the doing of a credit that went out with it."""
    return setback is not None and setback.in_doubt and not setback.for_all


_UNREADABLE = Deferred("ASCP can read nothing at present")
_REFUSED_ALONE = Deferred(REFUSED_ALONE)


def _fate(outcome: CreditOutcome) -> Outcome:
    match outcome:
        case Accepted() | Rejected():
            return outcome
        case Unknown(why):
            return Deferred(why, in_doubt=True)


def _log(submission_id: str, credits_: int, outcome: SubmissionOutcome) -> None:
    told: dict[str, object] = {"submission_id": submission_id, "credits": credits_, "outcome": type(outcome).__name__}
    match outcome:
        case Answered(strangers=0, contradictions=0):
            logger.info("submission", extra=told)
            return
        case Answered(strangers=strangers, contradictions=contradictions):
            told["strangers"] = strangers  # results about credits that were not sent
            told["contradictions"] = contradictions
        case NotSent(why) | Unclear(why):
            told["why"] = why
        case _:
            pass
    logger.warning("submission", extra=told)


def _log_questions(answers: Collection[Outcome | NotHeld]) -> None:
    """One line a batch: how many credits were asked for, with which outcomes, and what kept one from being answered."""
    told: dict[str, object] = {"credits": len(answers), "outcomes": Counter(type(one).__name__ for one in answers)}
    why = next((one.why for one in answers if isinstance(one, Deferred)), None)
    if why is None:
        logger.info("questions", extra=told)
    else:
        logger.warning("questions", extra=told | {"why": why})
