"""The ledger's store: credits by id, by learner, by what is due, and by the e-mail they wait for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.records import SHARDS, Work, credit_id_of, from_item, key_of, reported_shard, to_item
from laurel.ledger.states import State
from laurel.platform.clock import instant, read_instant
from laurel.platform.ids import shard_of
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Write, create

# Above this many e-mails, reading the whole sparse index is cheaper than asking it e-mail by e-mail.
POINT_LOOKUPS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A credit before and after: `before` is None for a credit that is new to the ledger."""

    before: Credit | None
    after: Credit


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored of a change, or None; `was_current` says whether the ledger still held its `before`."""

    credit: Credit | None
    was_current: bool


@dataclass(frozen=True, slots=True)
class News:
    """A credit of which something is to be told since `at` (UTC), by its e-mail and the state that it is in."""

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
        """The credits that exist among `credit_ids`, by id, read consistently."""
        items = self._table.get_many(key_of(credit_id) for credit_id in credit_ids)
        return {credit.credit_id: credit for credit in map(from_item, items.values())}

    def save(self, changes: Sequence[Change]) -> list[Credit | None]:
        """Writes each change if the ledger still holds its `before`; in order, what is now stored or None.

        None means that somebody else changed the credit first: nothing of that change was written.
        """
        return [saved.credit for saved in self.save_with([(change, ()) for change in changes])]

    def save_with(self, changes: Sequence[tuple[Change, Sequence[Put]]]) -> list[Saved]:
        """As `save`, where each change goes through only with the writes beside it; no two may name the same item."""
        written = [_counted(change) for change, _ in changes]
        groups = [
            [_put(change.before, to_item(after)), *beside]
            for (change, beside), after in zip(changes, written, strict=True)
        ]
        held = self._table.put_groups(groups)
        return [Saved(after if all(one) else None, one[0]) for after, one in zip(written, held, strict=True)]

    def noted_under(self, keys: Iterable[Key]) -> dict[Key, str]:
        """The credits that are noted as reported (`ledger.duplicates`), by the key of the note."""
        return {key: item["credit_id"] for key, item in self._table.get_many(keys).items()}

    def write_of(self, change: Change) -> Elsewhere:
        """The write of one change, as part of a transaction that begins in another table."""
        return Elsewhere(self._table.name, _put(change.before, to_item(_counted(change))))

    def beside(self, write: Write) -> Elsewhere:
        """`write` to the ledger's table, as part of a transaction that begins in another one."""
        return Elsewhere(self._table.name, write)

    def change(self, before: Credit, after: Credit) -> Credit | None:
        """Writes `after` if the ledger still holds `before`: what is now stored, or None. One call."""
        written = replace(after, version=before.version + 1)
        return written if self._table.put(_put(before, to_item(written))) else None

    def of_address(self, email_key: str) -> list[Credit]:
        """Every credit that bears this e-mail, by day of completion. One call for each megabyte: hundreds of credits.

        What was written within the last second may be missing or old.
        """
        return [from_item(item) for item in self._table.query("learner", "learner_key = :email", email=email_key)]

    def due(self, work: Work, *, until: datetime, shards: Iterable[int] = range(SHARDS)) -> Iterator[str]:
        """Ids of the credits that were due for `work` at `until` (UTC). Cost grows with those alone."""
        for shard in shards:
            for item in self._table.query(
                "due",
                "due_shard = :shard AND due_at <= :until",
                shard=f"{work}#{shard:02d}",
                until=instant(until),
            ):
                yield credit_id_of(item["pk"])

    def reported_on(self, day: date, shards: Iterable[int] = range(SHARDS)) -> Iterator[str]:
        """Ids of the credits that were reported on `day` (UTC), whatever became of them. One call for each shard."""
        for shard in shards:
            key = reported_shard(day, f"{shard:02d}")
            for item in self._table.query("reported", "reported_shard = :shard", shard=key):
                yield credit_id_of(item["pk"])

    def untold(self, *, since: datetime, until: datetime) -> Iterator[News]:
        """The credits of which something is to be told, from an instant between `since` and `until` (UTC) on.

        Cost grows with those alone. What was written within the last second may be missing or old.
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
                yield News(credit_id_of(item["pk"]), item["email_key"], State(item["state"]), at)

    def waiting_for(self, email_keys: Collection[str]) -> Iterator[str]:
        """Ids of the unmatched credits that wait for one of `email_keys` to appear on the roster.

        Costs one query for each e-mail, or one pass over what waits where the e-mails are very many: then `email_keys`
        is asked of each whether it is among them.
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
    """The write of `item` that names the state it leaves, and the version, since a state can come twice."""
    if before is None:
        return create(item)
    return Put(
        item,
        "#state = :state AND #version = :version",
        {"#state": "state", "#version": "version"},
        {":state": before.state.value, ":version": before.version},
    )
