"""The circuit breakers: while ASCP fails, batches are put back for a growing while and nothing is sent.

Each container of the forwarder has its own, in memory: there are only as many as `ForwardConcurrency`, a handful of
failures teaches each of them, and no write, read or record is spent on it. A new container begins closed and finds out.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.contract import AskOutcome, Busy, NotAsked, NotSent, SubmissionOutcome, Unauthorized, Unclear
from laurel.delivery.retry import wait_seconds
from laurel.ledger.credit import Credit
from laurel.platform.clock import Clock
from laurel.platform.log import logger

LOOKS_AT = 8  # of the last calls
ENOUGH = 4  # calls, before it is judged at all


class Breaker:
    """Opens when most of the last calls failed: for `base` seconds, doubled each time, at most `longest`.

    When ASCP says how long not to come again it opens at once, for that long at least.

    Once the wait is over calls go through again; if the first of them fails it opens anew, and one success closes it.
    `draw` gives a number at random from 0 up to 1, which takes off up to half of the wait. `times_opened` counts.
    Safe to use from many threads. `shuts` says in the log what it keeps back.
    """

    def __init__(
        self, clock: Clock, draw: Callable[[], float], *, base: int, longest: int, shuts: str = "nothing is sent"
    ) -> None:
        self._clock = clock
        self._draw = draw
        self._base = base
        self._longest = longest
        self._shuts = shuts
        self._failed: deque[bool] = deque(maxlen=LOOKS_AT)  # whether each of the last calls did
        self._in_a_row = 0
        self._open_until: datetime | None = None
        self._lock = Lock()
        self.times_opened = 0

    def seconds_closed_off(self) -> int:
        """For how many seconds nothing is to be sent; 0 if something may be."""
        until = self._open_until
        return max(0, math.ceil((until - self._clock()).total_seconds())) if until else 0

    def saw_success(self) -> None:
        """Takes note of a call that got through."""
        with self._lock:
            if not self.seconds_closed_off():
                self._failed.append(False)
                self._in_a_row, self._open_until = 0, None

    def saw_failure(self, why: str, *, retry_after: int = 0) -> None:
        """Takes note of a call that failed; after `retry_after` seconds, if more than 0, ASCP wants the next one."""
        with self._lock:
            if closed_off := self.seconds_closed_off():
                # Those on their way when it opened do not open it anew. They may ask for more time.
                if retry_after > closed_off:
                    self._open_until = self._clock() + timedelta(seconds=retry_after)
                return
            self._failed.append(True)
            if retry_after or self._most_failed():
                self._open(why, retry_after)

    def _most_failed(self) -> bool:
        """Whether it is ASCP that fails. One failure after a success is not enough: that may be the credit's doing."""
        enough = 1 if self._open_until else ENOUGH
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
            f"ASCP fails; {self._shuts} for a while", extra={"why": why, "seconds": seconds, "in_a_row": self._in_a_row}
        )


class GuardedAscp:
    """`ascp` as long as its breakers let calls through and nothing of our own keeps all of them back.

    What says that ASCP is busy, out of reach or refuses us closes off all calls, and so do submissions that fail.
    Questions that it fails over close off questions alone: a few credits that it cannot look up must not keep all the
    others from being sent. That questions are answered opens nothing for submissions. `new_breaker` makes the two.
    """

    def __init__(self, ascp: Ascp, new_breaker: Callable[..., Breaker], clock: Clock) -> None:
        self._ascp = ascp
        self._calls = new_breaker()
        self._questions = new_breaker(shuts="nothing is asked")
        self._clock = clock
        self._ours: tuple[NotSent, datetime] | None = None  # what keeps us from calling, and until when
        self.cut_off = 0  # calls that ended at our own deadline, ever

    @property
    def times_opened(self) -> int:
        """How often a breaker opened, ever."""
        return self._calls.times_opened + self._questions.times_opened

    def submit(self, submission_id: str, leased: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """As Ascp.submit."""
        if closed_off := self.closed_off():
            return closed_off
        return self._seen(self._ascp.submit(submission_id, leased, until=until), by=self._calls)

    def ask(self, reference: str, *, until: datetime) -> AskOutcome | NotAsked:
        """As Ascp.ask."""
        if closed_off := self.closed_off():
            return closed_off
        if seconds := self._questions.seconds_closed_off():
            return NotAsked(seconds)
        return self._seen(self._ascp.ask(reference, until=until), by=self._questions)

    def closed_off(self) -> NotSent | None:
        """Why nothing is sent at present; None if something may be."""
        if self._ours and (seconds := math.ceil((self._ours[1] - self._clock()).total_seconds())) > 0:
            return NotSent(self._ours[0].why, seconds, ours=True)
        seconds = self._calls.seconds_closed_off()
        return NotSent("ASCP does not answer at present", seconds, ours=True) if seconds else None

    def _seen[Outcome](self, outcome: Outcome, *, by: Breaker) -> Outcome:
        """`outcome`, noted: `by` the breaker of such calls, or by that of all where it concerns all."""
        self.cut_off += isinstance(outcome, NotSent | Unclear) and outcome.cut_off
        match outcome:
            case NotSent(ours=True, retry_after=wait):
                # Says nothing of ASCP. If it is to last, no attempts are spent on it.
                self._ours = (outcome, self._clock() + timedelta(seconds=wait)) if wait else self._ours
            case NotSent(why, retry_after):
                self._calls.saw_failure(why, retry_after=retry_after)
            case Busy(retry_after):
                self._calls.saw_failure("busy", retry_after=retry_after)
            case Unauthorized():
                self._calls.saw_failure("unauthorized")
            case Unclear(why, retry_after, for_all):
                (self._calls if for_all else by).saw_failure(why, retry_after=retry_after)
            case _:
                by.saw_success()
        return outcome
