"""Spans of time: united, clipped to a session, and counted (pure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

type Span = tuple[datetime, datetime]
"""From, until (UTC)."""


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in spans that neither touch nor overlap, in order. Empty and reversed spans are left out."""
    found: list[Span] = []
    for start, end in sorted(one for one in spans if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def clipped(spans: Iterable[Span], start: datetime, end: datetime) -> tuple[Span, ...]:
    """What of `spans` lies between `start` and `end`."""
    return united((max(one[0], start), min(one[1], end)) for one in spans)


def whole_minutes(spans: Iterable[Span]) -> int:
    """The length of `spans` in minutes, rounded down."""
    return sum((end - start for start, end in spans), timedelta()) // timedelta(minutes=1)
