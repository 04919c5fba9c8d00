"""The circuit breaker: while submissions to ASCP fail, batches are put back for a growing while and nothing is sent.

Each container of the forwarder has its own, in memory: there are only as many as `ForwardConcurrency`, a handful of
failures teaches each of them, and no write, read or record is spent on it. A new container begins closed and finds out.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock

from laurel.ledger.credit import Credit
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.reporting.ascp import Ascp
from laurel.reporting.backoff import wait_seconds
from laurel.reporting.submission import AskOutcome, Busy, NotSent, SubmissionOutcome, Unauthorized, Unclear

LOOKS_AT = 8  # of the last calls
ENOUGH = 4  # calls, before it is judged at all


class Breaker:
    """Opens when most of the last submissions failed, or of the last questions: for `base` seconds, doubled each time,
    at most `longest`. When ASCP says how long not to come again it opens at once, for that long at least.

    Submissions and questions are judged apart: that ASCP answers questions must not hide that it takes nothing. Once
    the wait is over calls go through again, and as soon as most of those fail, be it the first alone, it opens anew.
    Only a submission that gets through closes it; where there are but questions to ask, they go out all the same.
    `draw` gives a number at random from 0 up to 1, which takes off up to half of the wait. `times_opened` counts.
    Safe to use from many threads.
    """

    def __init__(self, clock: Clock, draw: Callable[[], float], *, base: int, longest: int) -> None:
        self._clock = clock
        self._draw = draw
        self._base = base
        self._longest = longest
        self._submissions: deque[bool] = deque(maxlen=LOOKS_AT)  # whether each of the last ones failed
        self._questions: deque[bool] = deque(maxlen=LOOKS_AT)
        self._in_a_row = 0
        self._open_until: datetime | None = None
        self._lock = Lock()
        self.times_opened = 0

    def seconds_closed_off(self) -> int:
        """For how many seconds nothing is to be sent; 0 if something may be."""
        until = self._open_until
        return max(0, math.ceil((until - self._clock()).total_seconds())) if until else 0

    def saw(self, *, failed: bool, question: bool = False, retry_after: int = 0) -> None:
        """Takes note of how a call ended; after `retry_after` seconds, if more than 0, ASCP wants the next one."""
        with self._lock:
            window = self._questions if question else self._submissions
            if closed_off := self.seconds_closed_off():
                # Those on their way when it opened do not open it anew. They may ask for more time.
                if failed and retry_after > closed_off:
                    self._open_until = self._clock() + timedelta(seconds=retry_after)
                return
            window.append(failed)
            if failed and (retry_after or self._most_failed(window)):
                self._open(retry_after)
            elif not failed and not question:
                self._in_a_row, self._open_until = 0, None

    def _most_failed(self, window: deque[bool]) -> bool:
        """Whether it is ASCP that fails. One failure after a success is not enough: that may be the credit's doing."""
        enough = 1 if self._open_until else ENOUGH
        return len(window) >= enough and 2 * sum(window) > len(window) and all(islice(reversed(window), 2))

    def _open(self, retry_after: int) -> None:
        self._in_a_row += 1
        self.times_opened += 1
        backoff = wait_seconds(self._in_a_row, base=self._base, longest=self._longest, draw=self._draw())
        seconds = max(backoff, retry_after)
        self._open_until = self._clock() + timedelta(seconds=seconds)
        self._submissions.clear()
        self._questions.clear()
        logger.warning("ASCP fails; nothing is sent for a while", seconds=seconds, in_a_row=self._in_a_row)


class GuardedAscp:
    """`ascp` as long as `breaker` lets calls through and nothing of our own keeps all of them back; NotSent else."""

    def __init__(self, ascp: Ascp, breaker: Breaker, clock: Clock) -> None:
        self._ascp = ascp
        self._breaker = breaker
        self._clock = clock
        self._ours: tuple[NotSent, datetime] | None = None  # what keeps us from calling, and until when

    def submit(self, submission_id: str, leased: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """As Ascp.submit."""
        return self.closed_off() or self._seen(self._ascp.submit(submission_id, leased, until=until), question=False)

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        """As Ascp.ask."""
        return self.closed_off() or self._seen(self._ascp.ask(reference, until=until), question=True)

    def closed_off(self) -> NotSent | None:
        """Why nothing is sent at present; None if something may be."""
        if self._ours and (seconds := math.ceil((self._ours[1] - self._clock()).total_seconds())) > 0:
            return NotSent(self._ours[0].why, seconds, ours=True)
        seconds = self._breaker.seconds_closed_off()
        return NotSent("ASCP does not answer at present", seconds, ours=True) if seconds else None

    def _seen[Outcome](self, outcome: Outcome, *, question: bool) -> Outcome:
        match outcome:
            case NotSent(ours=True, retry_after=wait):
                # Says nothing of ASCP. If it is to last, no attempts are spent on it.
                self._ours = (outcome, self._clock() + timedelta(seconds=wait)) if wait else self._ours
            case Busy(retry_after=wait) | NotSent(retry_after=wait) | Unclear(retry_after=wait):
                self._breaker.saw(failed=True, question=question, retry_after=wait)
            case Unauthorized():
                self._breaker.saw(failed=True, question=question)
            case _:
                self._breaker.saw(failed=False, question=question)
        return outcome
