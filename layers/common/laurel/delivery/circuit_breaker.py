"""The circuit breakers: while a partner fails, nothing is sent and batches are put back for a growing wait.

Each container of the forwarder keeps its own breakers in memory. There are at most `ForwardConcurrency` containers,
each learns of an outage after a few failures, and no read, write or record is spent on it. A new container starts
closed.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock

from laurel.delivery.outcomes import NotAsked
from laurel.delivery.partner import AskOutcome, Busy, NotSent, Partner, SubmissionOutcome, Unauthorized, Unclear
from laurel.delivery.retry import wait_seconds
from laurel.ledger.credit import Credit
from laurel.platform.clock import Clock
from laurel.platform.log import logger

LAST_CALLS = 8  # that a breaker looks at
LEAST_CALLS = 4  # before a breaker may open


class Breaker:
    """Opens when most of the last calls failed: for `base` seconds, doubled each time, at most `longest`.

    When the partner names a time to wait, it opens at once, for at least that time.

    After the wait, calls go through again. If the first one fails, the breaker opens again; one success closes it.
    `draw` gives a random number from 0 up to 1, which takes off up to half of the wait. `times_opened` counts openings.
    The log names the `partner` and the `effect` of an open breaker. Safe to use from many threads.
    """

    def __init__(
        self,
        clock: Clock,
        draw: Callable[[], float],
        *,
        base: int,
        longest: int,
        partner: str = "the partner",
        effect: str = "nothing is sent",
    ) -> None:
        self._clock = clock
        self._draw = draw
        self._base = base
        self._longest = longest
        self._partner = partner
        self._effect = effect
        self._failed: deque[bool] = deque(maxlen=LAST_CALLS)  # whether each of the last calls did
        self._in_a_row = 0
        self._open_until: datetime | None = None
        self._lock = Lock()
        self.times_opened = 0

    def seconds_open(self) -> int:
        """Seconds until calls may go through; 0 if they may now."""
        until = self._open_until
        return max(0, math.ceil((until - self._clock()).total_seconds())) if until else 0

    def record_success(self) -> None:
        """Records a call that succeeded."""
        with self._lock:
            if not self.seconds_open():
                self._failed.append(False)
                self._in_a_row, self._open_until = 0, None

    def record_failure(self, why: str, *, retry_after: int = 0) -> None:
        """Records a call that failed; `retry_after` is the wait in seconds that the partner asked for, 0 for none."""
        with self._lock:
            if left := self.seconds_open():
                # Calls that started before it opened do not open it again. They may ask for more time.
                if retry_after > left:
                    self._open_until = self._clock() + timedelta(seconds=retry_after)
                return
            self._failed.append(True)
            if retry_after or self._most_failed():
                self._open(why, retry_after)

    def _most_failed(self) -> bool:
        """Whether the partner fails. One failure after a success is not enough: the credit itself may be the cause."""
        enough = 1 if self._open_until else LEAST_CALLS
        last = self._failed
        return len(last) >= enough and 2 * sum(last) > len(last) and all(islice(reversed(last), 2))

    def _open(self, why: str, retry_after: int) -> None:
        self._in_a_row += 1
        self.times_opened += 1
        backoff = wait_seconds(self._in_a_row, base=self._base, longest=self._longest, draw=self._draw())
        seconds = max(backoff, retry_after)
        self._open_until = self._clock() + timedelta(seconds=seconds)
        self._failed.clear()
        logger.warning(
            f"{self._partner} fails; {self._effect} for a while",
            extra={"why": why, "seconds": seconds, "in_a_row": self._in_a_row},
        )


class GuardedPartner:
    """`partner` guarded by two circuit breakers, which `new_breaker` makes, and a pause for trouble of our own.

    An answer that the partner is busy, out of reach or refuses us stops all calls, and so do failing submissions.
    Failing lookups stop lookups only: a few credits that it cannot look up must not keep the others from being sent.
    Lookups that succeed do not reopen submissions.
    """

    def __init__(self, partner: Partner, new_breaker: Callable[..., Breaker], clock: Clock) -> None:
        self._partner = partner
        self._calls = new_breaker(partner=partner.name)
        self._questions = new_breaker(partner=partner.name, effect="nothing is asked")
        self._clock = clock
        self._ours: tuple[NotSent, datetime] | None = None  # trouble of our own that stops all calls, and until when
        self.cut_off = 0  # calls that ended at our own deadline, in total

    @property
    def name(self) -> str:
        """The partner's name."""
        return self._partner.name

    @property
    def most_credits(self) -> int:
        """The most credits that the partner takes in one submission."""
        return self._partner.most_credits

    @property
    def times_opened(self) -> int:
        """How often a breaker opened, in total."""
        return self._calls.times_opened + self._questions.times_opened

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """As Partner.submit."""
        if paused := self.paused():
            return paused
        return self._recorded(self._partner.submit(submission_id, batch, until=until), by=self._calls)

    def ask(self, reference: str, *, until: datetime) -> AskOutcome | NotAsked:
        """As Partner.ask."""
        if paused := self.paused():
            return paused
        if seconds := self._questions.seconds_open():
            return NotAsked(seconds)
        return self._recorded(self._partner.ask(reference, until=until), by=self._questions)

    def paused(self) -> NotSent | None:
        """Why no call may go out now; None if calls may."""
        if self._ours and (seconds := math.ceil((self._ours[1] - self._clock()).total_seconds())) > 0:
            return NotSent(self._ours[0].why, seconds, ours=True)
        seconds = self._calls.seconds_open()
        return NotSent(f"{self.name} does not answer at present", seconds, ours=True) if seconds else None

    def _recorded[Outcome](self, outcome: Outcome, *, by: Breaker) -> Outcome:
        """`outcome`, after it is recorded: in the breaker `by`, or in the breaker of all calls if it concerns all."""
        self.cut_off += isinstance(outcome, NotSent | Unclear) and outcome.cut_off
        match outcome:
            case NotSent(ours=True, retry_after=wait):
                # Says nothing about the partner. If it lasts, no attempts are spent on it.
                self._ours = (outcome, self._clock() + timedelta(seconds=wait)) if wait else self._ours
            case NotSent(why, retry_after):
                self._calls.record_failure(why, retry_after=retry_after)
            case Busy(retry_after):
                self._calls.record_failure("busy", retry_after=retry_after)
            case Unauthorized():
                self._calls.record_failure("unauthorized")
            case Unclear(why, retry_after, for_all):
                (self._calls if for_all else by).record_failure(why, retry_after=retry_after)
            case _:
                by.record_success()
        return outcome
