"""The search of staff for credits: one credit, those of an address, or all that fit a filter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from laurel.ledger.credit import Credit
from laurel.ledger.find_credits import find_credits
from laurel.ledger.listing import CreditFilter, lists_of
from laurel.ledger.store import Ledger
from laurel.organizer.refusals import TOO_WIDE
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What staff search for: one credit, or all that `wanted` takes, of one address or of everybody.

    `email_key` is the normalized address.
    """

    credit_id: str | None = None
    email_key: str | None = None
    wanted: CreditFilter = field(default_factory=CreditFilter)

    @property
    def is_everything(self) -> bool:
        """Whether it leaves out no credit."""
        return not self.credit_id and not self.email_key and self.wanted == CreditFilter()


@dataclass(frozen=True, slots=True)
class Found:
    """Credits, and the position of the next page (None at the end).

    `total` is the number of all; None if it was not counted, or if counting stopped at `more_than`.
    """

    credits: list[Credit]
    position: list[str] | None
    total: int | None
    more_than: int | None = None


@dataclass(frozen=True, slots=True)
class StaffSearch:
    """The ledger in `table`; `providers` gives the folders of all providers that ever sent credits."""

    table: Table
    ledger: Ledger
    providers: Callable[[], Iterable[str]]

    def find(
        self, search: Search, *, limit: int, after: list[str] | None, mine: Callable[[Credit], bool] | None = None
    ) -> Found | Refusal:
        """The credits that match `search`. Costs one call by ID or by address; else see `ledger.find_credits`.

        The position of a later page ends with the number that was counted for the first one. By ID or by address, only
        those for which `mine` is true are found, and not counted: neither a total nor a page may tell of the others.
        """
        if search.is_everything:
            return TOO_WIDE.refuse("state")
        if search.credit_id:
            credit = self.ledger.get(search.credit_id)
            found = [credit] if credit and (mine is None or mine(credit)) else []
            return Found(found, None, len(found) if mine is None else None)
        if search.email_key:
            return self._of_address(search.email_key, search.wanted, mine, limit=limit, after=after)
        return self._in_lists(search.wanted, limit=limit, after=after)

    def _in_lists(self, wanted: CreditFilter, *, limit: int, after: list[str] | None) -> Found:
        lists = lists_of(wanted, self.providers)
        begins = after[:2] if after else None
        page = find_credits(self.ledger, self.table, lists, wanted, limit=limit, after=begins)
        total, more_than = _counted(after[2]) if after else (page.total, page.more_than)
        counted = f"{more_than}+" if total is None else str(total)
        position = [*page.position, counted] if page.position else None
        return Found(page.credits, position, total, more_than)

    def _of_address(
        self,
        email_key: str,
        wanted: CreditFilter,
        mine: Callable[[Credit], bool] | None,
        *,
        limit: int,
        after: list[str] | None,
    ) -> Found:
        fitting = [
            one for one in self.ledger.of_address(email_key) if wanted.takes(one) and (mine is None or mine(one))
        ]
        credits = sorted(((_position(one), one) for one in fitting), key=lambda one: one[0], reverse=True)
        left = [one for one in credits if after is None or one[0] < after]
        page = left[:limit]
        total = len(credits) if mine is None else None
        return Found([credit for _, credit in page], page[-1][0] if len(left) > limit else None, total)


def _counted(written: str) -> tuple[int | None, int | None]:
    """The total in a cursor, or what there is more than: `412` or `60000+`."""
    return (None, int(written[:-1])) if written.endswith("+") else (int(written), None)


def _position(credit: Credit) -> list[str]:
    return [credit.completed_on.isoformat(), credit.credit_id]
