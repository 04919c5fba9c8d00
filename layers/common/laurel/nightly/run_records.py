"""The reports of past nights, as staff read them."""

from datetime import date, datetime

from laurel.platform.table import Item, Table

# Laurel ran no night before: a list that goes back in time ends here.
FIRST_YEAR = 2026


class RunRecords:
    """The reports in `table`, by the instant (UTC) at which their run began."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, *, now: datetime, limit: int, after: list[str] | None) -> tuple[list[Item], list[str] | None]:
        """At most `limit` reports from behind the position `after`, the latest first, and where the next page begins.

        One call for each year that is looked into.
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

    def of_day(self, day: date) -> list[Item]:
        """The reports of the runs that began on `day` (UTC), the first one first. One call."""
        condition = "pk = :pk AND begins_with(sk, :day)"
        return list(self._table.query(None, condition, pk=f"RUNS#{day.year}", day=day.isoformat()))
