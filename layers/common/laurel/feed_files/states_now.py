"""Where the credits of some files are now, counted from the keys of the lists of changes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched

from laurel.ledger.find_credits import MOST_KEYS, MOST_READ
from laurel.ledger.listing import CreditFilter, FileOfCredits, ListedCredit, lists_of
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import READ_BATCH, Table


def states_now(
    table: Table, ledger: Ledger, files: Iterable[tuple[str, str]], *, since: datetime
) -> Counter[State] | None:
    """How many credits of `files` (file ID and provider) are in each state; sending counts as reported.

    `since` (UTC) is before the first of them was taken. None if there are too many to count. Four queries for each
    provider, and reads for credits whose keys do not tell.
    """
    by_provider: dict[str, set[str]] = {}
    for file_id, provider in files:
        by_provider.setdefault(provider, set()).add(file_id)
    found, unclear = Counter[State](), list[str]()
    wanted = {one for ids in by_provider.values() for one in ids}
    for looked_at, entry in enumerate(_entries(table, by_provider, since)):
        known = entry.known
        if looked_at >= MOST_KEYS or len(unclear) > MOST_READ:
            return None
        if known.file_id is None:
            unclear.append(entry.credit_id)
        elif known.file_id in wanted:
            found[known.state or State.REPORTED] += 1
    for some in batched(unclear, READ_BATCH):
        read = ledger.get_many(some).values()
        found.update(_settled(one.state) for one in read if one.file_id in wanted)
    return found


def _entries(table: Table, by_provider: dict[str, set[str]], since: datetime) -> Iterator[ListedCredit]:
    for provider, ids in by_provider.items():
        file = FileOfCredits(min(ids), provider, since)
        for one in lists_of(CreditFilter(file=file), lambda: ()):
            yield from one.entries(table)


def _settled(state: State) -> State:
    return State.REPORTED if state is State.SENDING else state
