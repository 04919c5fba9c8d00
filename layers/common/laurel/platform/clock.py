"""Time (pure except for the wall clock). Instants are UTC and written with `Z`. Completion dates do not come here."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The current instant, in UTC."""
    return datetime.now(UTC)


def instant(at: datetime) -> str:
    """`at` as text: `2026-11-20T07:00:00.000000Z`.

    It always has microseconds, so that the texts sort like the instants.
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant_in_seconds(at: datetime) -> str:
    """`at` as text without fractions of a second: `2026-11-20T07:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(text: str) -> datetime:
    """The instant in `text` (ISO 8601 with `Z` or an offset), in UTC.

    Raises ValueError if it is not an instant or has no time zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: end it with Z")
    return at.astimezone(UTC)
