"""The reports of past nightly runs, for staff."""

from collections.abc import Iterator
from datetime import date, datetime

from laurel.platform.table import Item, Table

# The first year with nightly runs: lists that go back in time end here.
FIRST_YEAR = 2026


class RunRecords:
    """The reports in `table`, by the instant (UTC) at which their run started."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, *, now: datetime, limit: int, after: list[str] | None) -> tuple[list[Item], list[str] | None]:
        """At most `limit` reports after the position `after`, the latest first, and the start of the next page.

        One call for each year that is read.
        """
        year, key = (int(after[0]), after[1]) if after else (now.year, "")
        found: list[Item] = []
        while year >= FIRST_YEAR:
            pk = f"RUNS#{year}"
            page = self._table.page(
                None,
                "pk = :pk",
                limit=limit - len(found),
                after={"pk": pk, "sk": key} if key else None,
                descending=True,
                pk=pk,
            )
            found += page.items
            if page.last_key:
                return found, [str(year), page.last_key["sk"]]
            year, key = year - 1, ""
            if len(found) >= limit and year >= FIRST_YEAR:
                return found, [str(year), ""]
        return found, None

    def since(self, first: date, *, now: datetime) -> Iterator[Item]:
        """The reports of the runs that started on `first` (UTC) or later. A call for each year and each megabyte."""
        for year in range(first.year, now.year + 1):
            yield from self._table.query(None, "pk = :pk AND sk >= :first", pk=f"RUNS#{year}", first=first.isoformat())

    def of_day(self, day: date) -> list[Item]:
        """The reports of the runs that started on `day` (UTC), the earliest first. One call."""
        condition = "pk = :pk AND begins_with(sk, :day)"
        return list(self._table.query(None, condition, pk=f"RUNS#{day.year}", day=day.isoformat()))
