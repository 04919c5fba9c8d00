"""The ledger's store: credits by ID, by learner, by due date, and by the e-mail they wait for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.duplicates import Note
from laurel.ledger.records import SHARDS, Work, credit_id_of, from_item, key_of, reported_shard, to_item
from laurel.ledger.states import State
from laurel.platform.clock import instant, read_instant
from laurel.platform.ids import shard_of
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Write, create

# Above this many e-mails, reading the whole sparse index is cheaper than one query for each e-mail.
POINT_LOOKUPS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A credit before and after: `before` is None for a credit that is new to the ledger."""

    before: Credit | None
    after: Credit


@dataclass(frozen=True, slots=True)
class Saved:
    """The credit as stored by a change, or None; `was_current` says whether the ledger still held its `before`."""

    credit: Credit | None
    was_current: bool


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A pending notice in the index: its credit, due since `at` (UTC), with the credit's e-mail and state."""

    credit_id: str
    email_key: str
    state: State
    at: datetime


class Ledger:
    """The credits in `table`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, credit_id: str) -> Credit | None:
        """The credit under `credit_id`, read consistently, or None. One call."""
        item = self._table.get(key_of(credit_id))
        return from_item(item) if item else None

    def get_many(self, credit_ids: Iterable[str]) -> dict[str, Credit]:
        """The credits that exist among `credit_ids`, by ID, read consistently."""
        items = self._table.get_many(key_of(credit_id) for credit_id in credit_ids)
        return {credit.credit_id: credit for credit in map(from_item, items.values())}

    def save(self, changes: Sequence[Change]) -> list[Credit | None]:
        """Writes each change if the ledger still holds its `before`. Returns in order the stored credit, or None.

        None means that another process changed the credit first: nothing of that change was written.
        """
        return [saved.credit for saved in self.save_with([(change, ()) for change in changes])]

    def save_with(self, changes: Sequence[tuple[Change, Sequence[Put | Elsewhere]]]) -> list[Saved]:
        """Like `save`, but each change succeeds only together with its extra writes. No two may name the same item."""
        written = [_counted(change) for change, _ in changes]
        groups = [
            [_put(change.before, to_item(after)), *extra]
            for (change, extra), after in zip(changes, written, strict=True)
        ]
        held = self._table.put_groups(groups)
        return [Saved(after if all(one) else None, one[0]) for after, one in zip(written, held, strict=True)]

    def noted_under(self, keys: Iterable[Key]) -> dict[Key, Note]:
        """Which credits are noted as reported (`ledger.duplicates`), by the key of the note."""
        return {key: Note.of(item) for key, item in self._table.get_many(keys).items()}

    def write_of(self, change: Change) -> Elsewhere:
        """The write of one change, for a transaction that starts in another table."""
        return Elsewhere(self._table.name, _put(change.before, to_item(_counted(change))))

    def elsewhere(self, write: Write) -> Elsewhere:
        """`write` to the ledger's table, for a transaction that starts in another table."""
        return Elsewhere(self._table.name, write)

    def change(self, before: Credit, after: Credit, entries: Sequence[Elsewhere] = ()) -> Credit | None:
        """Writes `after` if the ledger still holds `before`. Returns the stored credit, or None. One call.

        `entries` are writes to another table that happen only together with the change.
        """
        written = replace(after, version=before.version + 1)
        write = _put(before, to_item(written))
        done = all(self._table.write_all([write, *entries])) if entries else self._table.put(write)
        return written if done else None

    def of_address(self, email_key: str) -> list[Credit]:
        """Every credit with this e-mail, by completion date. One call for each megabyte, which is hundreds of credits.

        Writes of the last second may not show yet.
        """
        return list(self.each_of_address(email_key))

    def each_of_address(self, email_key: str) -> Iterator[Credit]:
        """As `of_address`, without holding more than a megabyte of them."""
        return map(from_item, self._table.query("learner", "learner_key = :email", email=email_key))

    def due(self, work: Work, *, until: datetime, shards: Iterable[int] = range(SHARDS)) -> Iterator[str]:
        """IDs of the credits that are due for `work` at `until` (UTC). The cost grows only with their number."""
        for shard in shards:
            for item in self._table.query(
                "due",
                "due_shard = :shard AND due_at <= :until",
                shard=f"{work}#{shard:02d}",
                until=instant(until),
            ):
                yield credit_id_of(item["pk"])

    def reported_on(self, day: date, shards: Iterable[int] = range(SHARDS)) -> Iterator[str]:
        """IDs of the credits that were reported on `day` (UTC), in any state now. One call for each shard."""
        for shard in shards:
            key = reported_shard(day, f"{shard:02d}")
            for item in self._table.query("reported", "reported_shard = :shard", shard=key):
                yield credit_id_of(item["pk"])

    def pending_notices(self, *, since: datetime, until: datetime) -> Iterator[NoticeEntry]:
        """The pending notices that became due between `since` and `until` (UTC).

        The cost grows only with their number. Writes of the last second may not show yet.
        """
        for shard in range(SHARDS):
            for item in self._table.query(
                "untold",
                "untold_shard = :shard AND untold_at BETWEEN :since AND :until",
                shard=f"{shard:02d}",
                since=instant(since),
                until=instant(until),
            ):
                at = read_instant(item["untold_at"])
                yield NoticeEntry(credit_id_of(item["pk"]), item["email_key"], State(item["state"]), at)

    def waiting_for(self, email_keys: Collection[str]) -> Iterator[str]:
        """IDs of the credits that wait for a change of one of `email_keys` on the roster: unmatched, or not found by
        ASCP.

        Costs one query for each e-mail. With more than POINT_LOOKUPS e-mails it costs one pass over all waiting
        credits instead: then each is looked up in `email_keys`.
        """
        if len(email_keys) <= POINT_LOOKUPS:
            found: Iterable[Item] = (
                item
                for email_key in email_keys
                for item in self._table.query(
                    "waiting",
                    "waiting_shard = :shard AND waiting_email = :email",
                    shard=shard_of(email_key, SHARDS),
                    email=email_key,
                )
            )
        else:
            found = (
                item
                for shard in range(SHARDS)
                for item in self._table.query("waiting", "waiting_shard = :shard", shard=f"{shard:02d}")
                if item["waiting_email"] in email_keys
            )
        for item in found:
            yield credit_id_of(item["pk"])


def _counted(change: Change) -> Credit:
    return replace(change.after, version=change.before.version + 1 if change.before else 1)


def _put(before: Credit | None, item: Item) -> Put:
    """The write of `item`, on condition of the old state and version: a credit can be in one state twice."""
    if before is None:
        return create(item)
    return Put(
        item,
        "#state = :state AND #version = :version",
        {"#state": "state", "#version": "version"},
        {":state": before.state.value, ":version": before.version},
    )
