"""The rate of our requests to a partner: a token bucket, so the backlog after an outage does not overload it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic, sleep


class Pace:
    """At most `per_second` requests a second; a burst may hold one second's worth of requests (at least one).

    `now` gives seconds on a monotonic clock, `wait` sleeps for so many seconds. Safe to use from many threads.
    """

    def __init__(
        self, per_second: float, now: Callable[[], float] = monotonic, wait: Callable[[float], None] = sleep
    ) -> None:
        self._per_second = per_second
        self._most = max(1.0, per_second)
        self._tokens = self._most
        self._now = now
        self._wait = wait
        self._filled_at = now()
        self._lock = Lock()

    def take_turn(self, *, within: float) -> bool:
        """Waits for the next turn; False, without waiting, if the turn is more than `within` seconds away."""
        with self._lock:
            at = self._now()
            self._tokens = min(self._most, self._tokens + (at - self._filled_at) * self._per_second)
            self._filled_at = at
            # Waiting callers have reserved their turns already, so the bucket may be overdrawn.
            seconds = max(0.0, (1 - self._tokens) / self._per_second)
            if seconds > within:
                return False
            self._tokens -= 1
        if seconds:
            self._wait(seconds)
        return True
