"""Lists of credits in the indexes: which ones a search reads, and what their keys tell of each credit.

| search | index | lists | its keys tell |
|---|---|---|---|
| unmatched, rejected | `stuck` | 16 | state, provider, last change, reason |
| earned, reported, sending | `due` | 16 | nothing: the credits are read |
| of a file | `changes` | 4 of its provider, from its arrival | state, file, last change, reason |
| any other of a provider | `changes` | 4 of its feed, 1 of its claims | state, last change, reason |
| any other of all providers | `changes` | 4 of each feed, 16 of claims | state, last change, reason |

A credit that was written before its keys told all this is read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from laurel.ledger.credit import Credit
from laurel.ledger.records import (
    CHANGE_SHARDS,
    CLAIM_SHARDS,
    SHARDS,
    STUCK,
    WORK,
    changed_shard,
    claim_shard_of,
    claimed_shard,
    credit_id_of,
    provider_mark,
    stuck_prefix,
)
from laurel.ledger.states import State
from laurel.ledger.timeline import standing
from laurel.platform.clock import instant
from laurel.platform.table import Item, Table

_READ_AT_FIRST = 100
_READ_LATER = 2000
_LOWEST, _HIGHEST = " ", "\U0010ffff"


@dataclass(frozen=True, slots=True)
class FileOfCredits:
    """A provider's file: its credits have this `file_id` and have changed since `arrived_at` (UTC)."""

    file_id: str
    provider: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFilter:
    """Which credits are wanted: all that fit each part that is not None.

    `provider` is a folder or a name in any letter case. `since` and `until` (UTC, the second one excluded) are about
    the last change: since when the credit has its state and reason.
    """

    state: State | None = None
    provider: str | None = None
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    file: FileOfCredits | None = None

    def takes(self, credit: Credit) -> bool:
        """Whether `credit` is wanted."""
        changed_at = standing(credit.timeline)[0].at
        return (
            self.state in (None, credit.state)
            and self.reason in (None, credit.reason)
            and (self.provider is None or self.provider.casefold() == credit.provider.casefold())
            and (self.since is None or self.since <= changed_at)
            and (self.until is None or changed_at < self.until)
            and (self.file is None or self.file.file_id == credit.file_id)
        )

    def judge(self, known: "KnownFacts") -> bool | None:
        """Whether a credit is wanted of which only the `known` facts are known; None if they do not tell."""
        at = known.changed_at
        asked = (
            (self.state, known.state),
            (self.reason, known.reason),
            (self.provider and provider_mark(self.provider), known.provider_mark),
            (self.file and self.file.file_id, known.file_id),
        )
        if any(wanted is not None and found not in (None, wanted) for wanted, found in asked):
            return False
        if known.is_on_its_way and self.state not in (None, State.REPORTED, State.SENDING):
            return False
        if at and ((self.since and at < instant(self.since)) or (self.until and at >= instant(self.until))):
            return False
        is_open = any(wanted is not None and found is None for wanted, found in asked)
        return None if is_open or (at is None and (self.since or self.until)) else True


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts:
    """What the keys of an index tell of a credit; None: they do not. A credit without a reason has the reason "".

    One that `is_on_its_way` is reported or sending: the keys do not tell which.
    """

    state: State | None = None
    is_on_its_way: bool = False
    provider_mark: str | None = None
    changed_at: str | None = None
    reason: str | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class ListedCredit:
    """A credit in a list: its ID, its place (the range key), and what the keys tell of it."""

    credit_id: str
    order: str
    known: KnownFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditList:
    """One hash key of an index, between two range keys: the highest range key comes first."""

    index: str
    hashed: str
    value: str
    order: str
    low: str = _LOWEST
    high: str = _HIGHEST
    about: KnownFacts = field(default_factory=KnownFacts)

    def entries(self, table: Table, *, upto: str | None = None) -> Iterator[ListedCredit]:
        """Its credits, from the range key `upto` on; a call for each page. Raises TableBusy."""
        condition = f"{self.hashed} = :value AND {self.order} BETWEEN :low AND :high"
        high = self.high if upto is None else min(self.high, upto)
        if high < self.low:
            return
        after: Item | None = None
        size = _READ_AT_FIRST
        while True:
            page = table.page(
                self.index, condition, limit=size, after=after, descending=True,
                value=self.value, low=self.low, high=high,
            )  # fmt: skip
            for item in page.items:
                yield ListedCredit(credit_id_of(item["pk"]), item[self.order], self._known(item))
            after, size = page.last_key, _READ_LATER
            if after is None:
                return

    def _known(self, item: Item) -> KnownFacts:
        match self.index:
            case "stuck":
                return _of_stuck(item[self.order], self.about)
            case "changes":
                return _of_change(item, self.about)
            case _:
                return self.about


def _of_stuck(order: str, about: KnownFacts) -> KnownFacts:
    """The facts in `<provider>#<instant>#<reason>`; older keys end with the instant of the last step."""
    provider, at, reason = ["", *order.rsplit("#", 2)][-3:]
    if reason.endswith("Z"):
        return about
    return KnownFacts(state=about.state, provider_mark=provider_mark(provider), changed_at=at, reason=reason or None)


def _of_change(item: Item, about: KnownFacts) -> KnownFacts:
    """The facts in `<instant>#<state>#<file or mark of the provider>`; older keys end with the state."""
    at, shown, *mark = item["changed_order"].split("#")
    claimed = about.provider_mark is None
    return KnownFacts(
        state=None if shown == State.REPORTED else State(shown),
        is_on_its_way=shown == State.REPORTED,
        changed_at=at,
        reason=item.get("reason") or "",
        provider_mark=mark[0] if claimed and mark else about.provider_mark,
        file_id="" if claimed else (mark[0] if mark else None),
    )


def lists_of(wanted: CreditFilter, providers: Callable[[], Iterable[str]]) -> list[CreditList]:
    """The lists that have all credits that are `wanted`. `providers` gives all that ever sent credits."""
    if wanted.file:
        return _of_feed(wanted.file.provider, _later(wanted.since, wanted.file.arrived_at), wanted.until)
    if wanted.state in STUCK:
        return [_stuck(wanted, shard) for shard in range(SHARDS)]
    if wanted.state in WORK:
        return [_due(wanted, shard) for shard in range(SHARDS)]
    if wanted.provider:
        shards: Iterable[int] = [claim_shard_of(wanted.provider)]
        found = [wanted.provider.casefold()]
    else:
        shards, found = range(CLAIM_SHARDS), sorted({one.casefold() for one in providers()})
    claimed = [_changes(claimed_shard(shard), KnownFacts(), wanted.since, wanted.until) for shard in shards]
    return [one for provider in found for one in _of_feed(provider, wanted.since, wanted.until)] + claimed


def _of_feed(provider: str, since: datetime | None, until: datetime | None) -> list[CreditList]:
    about = KnownFacts(provider_mark=provider_mark(provider))
    return [_changes(changed_shard(provider, part), about, since, until) for part in range(CHANGE_SHARDS)]


def _changes(value: str, about: KnownFacts, since: datetime | None, until: datetime | None) -> CreditList:
    bounds = _between("", since, until)
    return CreditList(
        index="changes", hashed="changed_shard", value=value, order="changed_order", about=about, **bounds
    )


def _stuck(wanted: CreditFilter, shard: int) -> CreditList:
    bounds = _between(stuck_prefix(wanted.provider), wanted.since, wanted.until) if wanted.provider else {}
    about = KnownFacts(state=wanted.state)
    value = f"{wanted.state}#{shard:02d}"
    return CreditList(index="stuck", hashed="stuck_shard", value=value, order="stuck_order", about=about, **bounds)


def _due(wanted: CreditFilter, shard: int) -> CreditList:
    value = f"{WORK[wanted.state or State.EARNED]}#{shard:02d}"
    return CreditList(index="due", hashed="due_shard", value=value, order="due_at")


def _between(prefix: str, since: datetime | None, until: datetime | None) -> Mapping[str, str]:
    """The range keys between two instants: all end after the instant."""
    low = prefix + (instant(since) if since else _LOWEST)
    return {"low": low, "high": prefix + (instant(until) if until else _HIGHEST)}


def _later(one: datetime | None, other: datetime) -> datetime:
    return max(one, other) if one else other
