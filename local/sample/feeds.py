"""The feeds of the sample: good rows, rows that come twice, rows that contradict, and bad rows among them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from local.sample.cast import Role
from local.sample.credits import Earning
from local.sample.faults import faults, unclosed_quote
from local.sample.files import FORMATS
from local.sample.model import ASM, PROVIDERS, Credit, Person, Row

_REPEAT_SHARE = 1 / 60
_CONFLICT_SHARE = 1 / 200
_FEWEST = 3  # repeats, and conflicts


@dataclass(frozen=True)
class Feeds:
    """The lines of each provider's file, and what they hold."""

    lines: dict[str, list[bytes]]
    credits: list[Credit]
    repeats: int
    rejected: Counter[str]


class _Places:
    """Lines with the places at which they belong in each file."""

    def __init__(self) -> None:
        self._lines: dict[str, list[tuple[float, bytes]]] = {provider: [] for provider in PROVIDERS}

    def put(self, provider: str, place: float, line: bytes) -> None:
        """Puts a line at a place; lines at equal places keep the order in which they came."""
        self._lines[provider].append((place, line))

    def in_order(self) -> dict[str, list[bytes]]:
        """The lines of each file, first to last."""
        return {
            provider: [line for _, line in sorted(placed, key=lambda entry: entry[0])]
            for provider, placed in self._lines.items()
        }


def feeds(random: Random, people: Sequence[Person], roles: Sequence[Role], rows: int, today: date) -> Feeds:
    """Feeds with `rows` rows in all: what `people` earned, and one credit for each of the `roles`."""
    earning = Earning(random, people, today)
    places = _Places()
    rejected = _put_faults(random, places, earning, rows, today)
    repeats = max(_FEWEST, round(rows * _REPEAT_SHARE))
    conflicts = max(_FEWEST, round(rows * _CONFLICT_SHARE))
    credits = earning.credits(rows - rejected.total() - repeats - conflicts, roles)
    for place, credit in enumerate(credits):
        places.put(credit.provider, place, FORMATS[credit.provider].line(credit.row))
    _put_seconds(random, places, credits, repeats, conflicts)
    rejected["conflicting_reference"] = conflicts
    return Feeds(places.in_order(), credits, repeats, rejected)


def _put_faults(random: Random, places: _Places, earning: Earning, rows: int, today: date) -> Counter[str]:
    """Strews the bad rows over the files by turns; the unclosed quote is the last line of all."""
    rejected: Counter[str] = Counter()
    for turn, fault in enumerate(faults(today)):
        provider = PROVIDERS[turn % len(PROVIDERS)]
        line = fault.line(earning.plain_row(provider), FORMATS[provider])
        places.put(provider, random.uniform(0, rows), line)
        rejected[fault.code] += 1
    places.put(ASM, float("inf"), unclosed_quote(earning.plain_row(ASM), FORMATS[ASM]))
    rejected["malformed_quotes"] += 1
    return rejected


def _put_seconds(random: Random, places: _Places, credits: Sequence[Credit], repeats: int, conflicts: int) -> None:
    """Puts second rows with the same reference after the first ones: the same row again, or another."""
    firsts = random.sample(list(enumerate(credits)), repeats + conflicts)
    for turn, (place, credit) in enumerate(firsts):
        row = credit.row if turn < repeats else _contradicted(credit.row, turn)
        behind = random.uniform(place + 0.5, len(credits))
        places.put(credit.provider, behind, FORMATS[credit.provider].line(row))


def _contradicted(row: Row, turn: int) -> Row:
    """A row with the reference of `row` and other content, good in itself."""
    match turn % 3:
        case 0:
            return replace(row, contact_hours=str(Decimal(row.contact_hours) + 1))
        case 1:
            earlier = date.fromisoformat(row.completed_on) - timedelta(days=1)
            return replace(row, completed_on=earlier.isoformat())
        case _:
            return replace(row, email="front.desk@example.net")
