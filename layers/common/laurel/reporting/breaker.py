"""The circuit breaker: while most calls to ASCP fail, batches are put back for a growing while and nothing is sent.

Each container of the forwarder has its own, in memory: there are only as many as `ForwardConcurrency`, a handful of
failures teaches each of them, and no write, read or record is spent on it. A new container begins closed and finds out.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
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
    """Opens when most of the last calls failed: for `base` seconds, doubled each time, at most `longest`.

    Once that is over calls go through again: if the first of them fails, the breaker opens again at once. `draw` gives
    a number at random from 0 up to 1, which takes off up to half of the wait. Safe to use from many threads.
    """

    def __init__(self, clock: Clock, draw: Callable[[], float], *, base: int, longest: int) -> None:
        self._clock = clock
        self._draw = draw
        self._base = base
        self._longest = longest
        self._failed: deque[bool] = deque(maxlen=LOOKS_AT)
        self._openings = 0
        self._open_until: datetime | None = None
        self._lock = Lock()

    def seconds_closed_off(self) -> int:
        """For how many seconds nothing is to be sent; 0 if something may be."""
        until = self._open_until
        return max(0, math.ceil((until - self._clock()).total_seconds())) if until else 0

    def saw(self, *, failed: bool) -> None:
        """Takes note of how a call ended."""
        with self._lock:
            if not failed:
                self._failed.append(False)
                self._openings, self._open_until = 0, None
            elif self._open_until is not None:
                # Those on their way when it opened do not open it anew; the first one afterwards does.
                if not self.seconds_closed_off():
                    self._open()
            else:
                self._failed.append(True)
                if len(self._failed) >= ENOUGH and 2 * sum(self._failed) > len(self._failed):
                    self._open()

    def _open(self) -> None:
        self._openings += 1
        seconds = wait_seconds(self._openings, base=self._base, longest=self._longest, draw=self._draw())
        self._open_until = self._clock() + timedelta(seconds=seconds)
        self._failed.clear()
        logger.warning("most calls to ASCP fail; nothing is sent for a while", seconds=seconds, openings=self._openings)


class GuardedAscp:
    """`ascp` as long as `breaker` lets calls through, and NotSent else."""

    def __init__(self, ascp: Ascp, breaker: Breaker) -> None:
        self._ascp = ascp
        self._breaker = breaker

    def submit(self, submission_id: str, leased: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """As Ascp.submit."""
        return self.closed_off() or self._seen(self._ascp.submit(submission_id, leased, until=until))

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        """As Ascp.ask."""
        return self.closed_off() or self._seen(self._ascp.ask(reference, until=until))

    def closed_off(self) -> NotSent | None:
        """Why nothing is sent at present; None if something may be."""
        seconds = self._breaker.seconds_closed_off()
        return NotSent("ASCP does not answer at present", seconds, ours=True) if seconds else None

    def _seen[Outcome](self, outcome: Outcome) -> Outcome:
        match outcome:
            case NotSent(ours=True):
                pass
            case Busy() | NotSent() | Unauthorized() | Unclear():
                self._breaker.saw(failed=True)
            case _:
                self._breaker.saw(failed=False)
        return outcome
