"""The watch over the sources of files and rows: who is on record, who is expected, and who is late.

It is looked at once a night: one query for the providers, and one for when each source last sent something.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from laurel.intake.freshness import NEVER, ROSTER_SOURCE, Freshness, LastSent, freshness
from laurel.intake.sources import ProviderOnRecord, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWatch:
    """`providers` gives the providers on record, by one call; `sources` when each source last sent something.

    The roster is expected every `roster_every_days` days (None: it is not expected); days are those of `zone`.
    """

    providers: Callable[[], Sequence[ProviderOnRecord]]
    sources: Sources
    roster_every_days: int | None
    zone: tzinfo

    def look(
        self, providers: Sequence[ProviderOnRecord], *, roster_at: datetime | None, on: date, at: datetime
    ) -> tuple[Freshness, ...]:
        """Each expected source on the day `on`; `roster_at` is when (UTC) the roster in force was written.

        A source of which nothing came so far is awaited from `at` (UTC). One call, and one more for such a source.
        Raises TableBusy.
        """
        expected = {one.provider_id: one.every_days for one in providers if one.every_days}
        if self.roster_every_days:
            expected[ROSTER_SOURCE] = self.roster_every_days
        if not expected:
            return ()
        known = self.sources.all()
        if roster_at:
            known[ROSTER_SOURCE] = LastSent(file_at=roster_at)
        if new := [source for source in expected if source not in known]:
            self.sources.await_from(at, new)
            known |= dict.fromkeys(new, LastSent(awaited_at=at))
        return tuple(
            freshness(source, every, known.get(source, NEVER), on=on, zone=self.zone)
            for source, every in sorted(expected.items())
        )
