"""Time (pure but for the wall clock). Instants are UTC and written with `Z`; dates of completion never pass here."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def instant(at: datetime) -> str:
    """`at` as it is written everywhere: `2026-11-20T07:00:00.000000Z`.

    The microseconds are always there, so that texts sort as the instants do.
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """The instant that `text` (ISO 8601 with `Z` or an offset) names, in UTC.

    Raises ValueError when it is no instant, or one without a zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: end it with Z")
    return at.astimezone(UTC)
