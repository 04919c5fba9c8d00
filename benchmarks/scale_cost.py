"""What a million credits cost on AWS by list price, worked out from the items as they are really written.

    python -m benchmarks.scale_cost

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
from laurel.ledger.records import to_item
from laurel.ledger.untold import tell, untold
from laurel.platform.attributes import write_value
from laurel.reporting.roster import MOST_BEARERS
from tests.stores import properties

MILLION = 1_000_000
WRITE, READ = 0.625, 0.125  # dollars a million request units, on demand
SQS_CALL, LAMBDA_CALL = 0.40, 0.20  # dollars a million
GB_SECOND = 0.0000133334  # arm64
STORED_GB, RECOVERY_GB = 0.25, 0.20  # dollars a gigabyte and month
LOG_GB = 0.50
# Seconds of a whole invocation: a batch of a hundred with an ASCP that takes half a second, and the night's share of a
# credit, both as `benchmarks.scale --latency` measures them.
FORWARD_SECONDS, NIGHT_SECONDS = 0.75, 0.00045
FORWARD_GB, NIGHT_GB = 0.5, 1.728

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
    """An index: its keys, and what it holds beside them (None: everything)."""

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


def indexes() -> list[Index]:
    """The ledger's indexes as the template defines them."""
    found = []
    for one in properties("LedgerTable")["GlobalSecondaryIndexes"]:
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


def life() -> list[tuple[str, Credit]]:
    """A credit's life as most have it: each write, and the credit after it."""
    reported = replace(a_credit().report(member_number="M0000001", at=NOW, look_again_at=NOW), version=1)
    leased = replace(reported.lease("0" * 32, at=NOW, until=NOW + timedelta(minutes=2)), version=2)
    accepted = replace(leased.accept("ASCP-000000001", at=NOW), version=3)
    news = untold(accepted)
    stages = [("taken, matched and reported", reported), ("leased", leased), ("accepted", accepted)]
    return [*stages, ("told by mail", replace(tell(accepted, news), version=4))] if news else stages


def show_writes() -> float:
    """Prints the write units of each write; gives their sum."""
    parts = indexes()
    names = [one.name for one in parts]
    print(f"{'write units':<30}{'table':>7}" + "".join(f"{name:>10}" for name in names) + f"{'sum':>7}")
    before: Credit | None = None
    total = 0
    for what, credit in life():
        old, new = written(before), written(credit)
        assert new is not None
        table = 2 * units(max(bytes_of(new), bytes_of(old) if old else 0))  # a transaction costs twice
        each = [one.write_units(old, new) for one in parts]
        total += table + sum(each)
        print(f"{what:<30}{table:>7}" + "".join(f"{one:>10}" for one in each) + f"{table + sum(each):>7}")
        before = credit
    last = written(before)
    assert last is not None
    print(f"\nAn accepted credit has {bytes_of(last):,} bytes; with its indexes {stored_bytes(last):,}.")
    return total


def stored_bytes(item: Attributes) -> int:
    """Bytes that an item takes in the table and in every index, with what DynamoDB adds for each."""
    entries = [entry for one in indexes() if (entry := one.entry(item)) is not None]
    return sum(100 + bytes_of(one) for one in (item, *entries))


def main() -> None:
    """Prints the units of a credit's life, then dollars a million."""
    write_units = show_writes()
    # Read consistently: what the ledger holds under the id (nothing yet), who bears the e-mail, and the credit when it
    # is forwarded; read as it may be: the address that the mail goes to.
    read_units = 1 + 1 + 1 + 0.5
    last = written(life()[-1][1])
    assert last is not None
    gigabytes = stored_bytes(last) * MILLION / 2**30
    lines = [
        ("DynamoDB writes", write_units * MILLION, "units", write_units * WRITE),
        ("DynamoDB reads", read_units * MILLION, "units", read_units * READ),
        ("SQS: sent, received, deleted", 3 * MILLION / 10, "calls", 0.3 * SQS_CALL),
        (
            "Lambda: the night",
            NIGHT_SECONDS * MILLION,
            "seconds",
            NIGHT_SECONDS * MILLION * NIGHT_GB * GB_SECOND,
        ),
        (
            "Lambda: the forwarder",
            MILLION / 100,
            "calls",
            MILLION / 100 * FORWARD_SECONDS * FORWARD_GB * GB_SECOND + 0.01 * LAMBDA_CALL,
        ),
        ("Logs", MILLION / 100 * 2_500 / 2**30, "GB", MILLION / 100 * 2_500 / 2**30 * LOG_GB),
    ]
    print(f"\n{'a million credits':<34}{'':>14}{'':>10}{'dollars':>10}")
    for what, amount, unit, dollars in lines:
        print(f"{what:<34}{amount:>14,.2f} {unit:<9}{dollars:>10.2f}")
    print(f"{'together':<34}{'':>14}{'':>10}{sum(line[3] for line in lines):>10.2f}")
    monthly = gigabytes * (STORED_GB + RECOVERY_GB)
    print(f"\nkept: {gigabytes:.1f} GB, {monthly:.2f} dollars a month for each million credits ever taken")
    print(f"a first roster of a million: {MILLION:,} write units, {WRITE:.2f} dollars (items of 1 KB at most")
    print(f"for {MOST_BEARERS} members of one address: more)")


if __name__ == "__main__":
    main()
