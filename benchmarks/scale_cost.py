"""What a million credits cost on AWS by list price, worked out from the items as they are really written.

    make scale

Request units follow DynamoDB's rules for the table and each of its indexes in template.yaml; calls are those that the
tests count. Prices: us-east-1, November 2026, without free tiers. Nothing here talks to AWS.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from benchmarks.scale import NOW, a_credit
from laurel.ledger.credit import Credit
from laurel.ledger.notifications import mark_notified, pending_notice
from laurel.ledger.records import to_item
from laurel.platform.attributes import write_value
from laurel.roster.store import MOST_MEMBERS
from tests.stores import properties

MILLION = 1_000_000
WRITE, READ = 0.625, 0.125  # dollars a million request units, on demand
SQS_CALL, LAMBDA_CALL = 0.40, 0.20  # dollars a million
GB_SECOND = 0.0000133334  # arm64
# Dollars a gigabyte and month. Recovery to a point in time is charged on the table and its local indexes, of which
# there are none; not on global ones: docs.aws.amazon.com/amazondynamodb, PointInTimeRecovery_Howitworks.
STORED_GB, RECOVERY_GB = 0.25, 0.20
LOG_GB = 0.50
MAIL = 0.10 / 1000
# Seconds of a whole invocation: a batch of a hundred with an ASCP that takes half a second, and the night's share of a
# credit, both as `benchmarks.scale --latency` measures them.
FORWARD_SECONDS, NIGHT_SECONDS = 0.75, 0.00045
FORWARD_GB, NIGHT_GB = 0.5, 1.728

TELLING = "notified by e-mail"

type Line = tuple[str, float, float]  # what, how much of it, dollars
type Attributes = Mapping[str, dict[str, Any]]


def size(attribute: Any) -> int:
    """Bytes that DynamoDB counts for one attribute's value."""
    ((kind, value),) = attribute.items()
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return 1 + math.ceil(len(value.lstrip("-").replace(".", "")) / 2)
        case "L":
            return 3 + sum(1 + size(one) for one in value)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size(one) for name, one in value.items())
    return 1


def bytes_of(item: Attributes) -> int:
    """Bytes of an item: its names and values."""
    return sum(len(name.encode()) + size(value) for name, value in item.items())


def units(number: int) -> int:
    """Write units of so many bytes."""
    return math.ceil(number / 1024)


@dataclass(frozen=True)
class Index:
    """An index: its keys, and its other attributes (None: all)."""

    name: str
    keys: tuple[str, ...]
    holds: frozenset[str] | None

    def entry(self, item: Attributes | None) -> Attributes | None:
        """What the index holds of an item; None if the item is not in it."""
        if item is None or not all(key in item for key in self.keys):
            return None
        wanted = self.holds
        return item if wanted is None else {name: value for name, value in item.items() if name in wanted}

    def write_units(self, before: Attributes | None, after: Attributes | None) -> int:
        """What a write of the table costs in this index."""
        old, new = self.entry(before), self.entry(after)
        if old is not None and new is not None and all(old[key] == new[key] for key in self.keys):
            return 0 if old == new else units(max(bytes_of(old), bytes_of(new)))
        return sum(units(bytes_of(one)) for one in (old, new) if one is not None)


def indexes(table: str = "LedgerTable") -> list[Index]:
    """The indexes of a table as the template defines them."""
    found = []
    for one in properties(table).get("GlobalSecondaryIndexes", ()):
        keys = tuple(key["AttributeName"] for key in one["KeySchema"])
        projection = one["Projection"]
        beside = frozenset(projection.get("NonKeyAttributes", ()))
        holds = None if projection["ProjectionType"] == "ALL" else frozenset({"pk", "sk", *keys}) | beside
        found.append(Index(one["IndexName"], keys, holds))
    return found


def written(credit: Credit | None) -> Attributes | None:
    """The credit as an item."""
    if credit is None:
        return None
    return {name: write_value(value) for name, value in to_item(credit).items() if value is not None}


@dataclass(frozen=True)
class Life:
    """What happens to a credit: each write, and the credit after it."""

    name: str
    stages: tuple[tuple[str, Credit], ...]

    @property
    def last(self) -> Credit:
        """The credit as it is kept."""
        return self.stages[-1][1]

    @property
    def delivery(self) -> int:
        """Write units until ASCP has accepted it."""
        return sum(sum(units_) for what, units_ in self.writes() if what != TELLING)

    @property
    def telling(self) -> int:
        """Write units of noting that its learner was notified."""
        return sum(sum(units_) for what, units_ in self.writes() if what == TELLING)

    def writes(self) -> list[tuple[str, list[int]]]:
        """The write units of each write: of the table, then of each index."""
        found, before = [], None
        for what, credit in self.stages:
            old, new = written(before), written(credit)
            assert new is not None
            table = 2 * units(max(bytes_of(new), bytes_of(old) if old else 0))  # a transaction costs twice
            found.append((what, [table, *(one.write_units(old, new) for one in indexes())]))
            before = credit
        return found


def life(name: str, *, title: str, second_try: bool = False) -> Life:
    """The life of a credit for an activity with this title; with `second_try`, ASCP was busy at first."""
    earned = replace(a_credit(), activity_title=title)
    credit = replace(earned.report(member_number="M0000001", at=NOW, look_again_at=NOW), version=1)
    stages = [("taken, matched and reported", credit)]
    for last in (False, True) if second_try else (True,):
        credit = replace(credit.lease("0" * 32, at=NOW, until=NOW + timedelta(minutes=2)), version=credit.version + 1)
        stages.append(("leased", credit))
        if not last:
            credit = credit.put_back(why="ASCP is busy", in_doubt=False, at=NOW, look_again_at=NOW)
            credit = replace(credit, version=credit.version + 1)
            stages.append(("put back", credit))
    credit = replace(credit.accept("ASCP-000000001", at=NOW), version=credit.version + 1)
    news = pending_notice(credit)
    assert news
    told = replace(mark_notified(credit, news), version=credit.version + 1)
    return Life(name, (*stages, ("accepted", credit), (TELLING, told)))


def lives() -> list[Life]:
    """What most credits go through, and what costs more: a title of 180 letters, a second try."""
    usual = "Laboratory update for the clinical microbiologist"
    return [
        life("as most are", title=usual),
        life("a title of 180 letters", title=(usual + ", ") * 4),
        life("a second try", title=usual, second_try=True),
    ]


def show_writes(one: Life) -> None:
    """Prints the write units of each write of a life."""
    print(
        f"\n{'write units: ' + one.name:<38}{'table':>7}" + "".join(f"{i.name:>10}" for i in indexes()) + f"{'sum':>7}"
    )
    for what, each in one.writes():
        print(f"{what:<38}{each[0]:>7}" + "".join(f"{u:>10}" for u in each[1:]) + f"{sum(each):>7}")
    last = written(one.last)
    assert last is not None
    print(f"until it is accepted {one.delivery}; kept: {bytes_of(last):,} bytes, with indexes {stored_bytes(last):,}")


def stored_bytes(item: Attributes) -> int:
    """Bytes that an item takes in the table and in every index, with what DynamoDB adds for each."""
    entries = [entry for one in indexes() if (entry := one.entry(item)) is not None]
    return sum(map(_kept, (item, *entries)))


def _kept(entry: Attributes) -> int:
    return 100 + bytes_of(entry)


def delivery_lines(one: Life) -> list[Line]:
    """What it costs to take and deliver a million credits."""
    night, forward = NIGHT_SECONDS * MILLION, MILLION / 100
    log = MILLION / 100 * 2_500 / 2**30
    # Read consistently: what the ledger holds under the id (nothing yet), members with the e-mail, and the credit when
    # it is forwarded.
    reads = 3 * MILLION
    return [
        ("DynamoDB: write units", one.delivery * MILLION, one.delivery * WRITE),
        ("DynamoDB: read units", reads, reads / MILLION * READ),
        ("DynamoDB: calls of the night", 3 * MILLION / 100, 0.0),
        ("DynamoDB: calls of the forwarder", 3 * MILLION / 100, 0.0),
        ("SQS: calls (sent, received, deleted)", 3 * MILLION / 10, 0.3 * SQS_CALL),
        ("Lambda: seconds of the night", night, night * NIGHT_GB * GB_SECOND),
        (
            "Lambda: invocations of the forwarder",
            forward,
            forward * (FORWARD_SECONDS * FORWARD_GB * GB_SECOND + LAMBDA_CALL / MILLION),
        ),
        ("Logs: GB", log, log * LOG_GB),
    ]


def telling_lines(one: Life, credits_a_mail: int) -> list[Line]:
    """What it costs to tell the learners of a million credits, all of whom have an account."""
    mails = MILLION / credits_a_mail
    # For each credit, that its notice was sent; for each e-mail, that the learner got one tonight.
    writes = one.telling * MILLION + mails
    # For each credit the credit itself and its line in the index; for each mail holder, profile and the last night.
    reads = 1.1 * MILLION + 3 * mails
    return [
        ("DynamoDB: write units", writes, writes / MILLION * WRITE),
        ("DynamoDB: read units", reads, reads / MILLION * READ),
        ("SES: mails", mails, mails * MAIL),
    ]


def show(what: str, lines: list[Line]) -> None:
    """Prints what a million credits cost, line by line, and together."""
    print(f"\n{what:<48}{'':>16}{'dollars':>10}")
    for name, amount, dollars in lines:
        print(f"{name:<48}{amount:>16,.2f}{dollars:>10.2f}")
    print(f"{'together':<64}{sum(line[2] for line in lines):>10.2f}")


def main() -> None:
    """Prints the units of a credit's life, then dollars a million."""
    found = lives()
    for one in found:
        show_writes(one)
    for one in found:
        show(f"a million credits delivered: {one.name}", delivery_lines(one))
    for credits_a_mail in (1, 10):
        show(f"their learners told, credits a mail: {credits_a_mail}", telling_lines(found[0], credits_a_mail))
    last = written(found[0].last)
    assert last is not None
    kept, recoverable = (each * MILLION / 2**30 for each in (stored_bytes(last), _kept(last)))
    monthly = kept * STORED_GB + recoverable * RECOVERY_GB
    print(f"\nkept: {kept:.1f} GB, {recoverable:.1f} of them in the table and recoverable to a point in time:")
    print(f"{monthly:.2f} dollars a month for each million credits ever taken")
    print(f"a first roster of a million: {MILLION:,} write units, {WRITE:.2f} dollars (items of 1 KB at most")
    print(f"for {MOST_MEMBERS} members of one address: more)")


if __name__ == "__main__":
    main()
