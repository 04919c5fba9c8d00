"""When an authority may be asked again (pure)."""

from datetime import datetime, timedelta

_REST = timedelta(minutes=5)


class NextTime:
    """The time of the next question. An authority that gave trouble rests: who waits for a document waits once."""

    def __init__(self) -> None:
        self._when: datetime | None = None

    def has_come(self, at: datetime) -> bool:
        """Whether the authority may be asked at `at`."""
        return self._when is None or at >= self._when

    def is_at(self, when: datetime | None) -> None:
        """Sets it; None: the authority may be asked at once."""
        self._when = when

    def is_after_rest(self, at: datetime) -> None:
        """There was trouble at `at`."""
        self._when = at + _REST
