"""One night from rows to receipts: what became of the rows, and where the credits that they brought are now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laurel.intake.feed_cards import file_id_for
from laurel.intake.places import feed_folder
from laurel.ledger.states import State


@dataclass(frozen=True, slots=True)
class NightFlow:
    """`rows = credits + repeats + rejected`. `now` divides the `credits`, and `elsewhere` are those of them that are
    not found: `credits = sum(now) + elsewhere`. None if that cannot be said: the files also brought credits in another
    night, or there are too many to count.
    """

    rows: int
    credits: int
    repeats: int
    rejected: int
    now: Mapping[State, int] | None
    elsewhere: int | None


def files_of(records: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The provider's files that runs read, each once: ID and folder. Runs of earlier releases do not tell."""
    keys = ((file["key"], file.get("etag")) for record in records for file in record["files"])
    found = ((file_id_for(key, etag), feed_folder(key)) for key, etag in keys if etag)
    return list(dict.fromkeys((file_id, folder) for file_id, folder in found if folder))


def flow_of(records: Iterable[Mapping[str, Any]], now: Counter[State] | None) -> NightFlow:
    """The flow of the stored reports of one night; `now` are the credits of its files by state (pure)."""
    sums = Counter[str]()
    for record in records:
        sums.update({name: int(record[name]) for name in ("rows", "credits", "repeats", "rejected")})
    elsewhere = None if now is None else sums["credits"] - now.total()
    if elsewhere is None or elsewhere < 0:
        now, elsewhere = None, None
    return NightFlow(sums["rows"], sums["credits"], sums["repeats"], sums["rejected"], now, elsewhere)
