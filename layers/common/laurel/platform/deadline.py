"""The end of the time that an invocation has for its work."""

from collections.abc import Callable
from dataclasses import dataclass


class OutOfTime(Exception):
    """The function's time is nearly over: completed work is stored, and a later invocation does the rest."""


@dataclass(frozen=True)
class Deadline:
    """`seconds_left` gives the rest of the function's time; the last `reserve` seconds are kept for a clean end."""

    seconds_left: Callable[[], float]
    reserve: float

    @property
    def has_passed(self) -> bool:
        """Whether only the reserve is left."""
        return self.seconds_left() < self.reserve

    def check(self) -> None:
        """Raises OutOfTime when only the reserve is left."""
        if self.has_passed:
            raise OutOfTime
