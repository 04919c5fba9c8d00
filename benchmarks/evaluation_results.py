"""How long the results of evaluations take: `python -m benchmarks.evaluation_results`.

2,000 learners have claimed and evaluated 30 sessions each. Their claims are in a table as DynamoDB returns them, and
are read a hundred at a time, decompressed and counted, as for a request. What the network takes is not measured: 20
reads and the pages of one index. The most memory in use must not grow with the learners.
"""

import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random, SystemRandom
from typing import Any

from laurel.catalog.activity import Activity
from laurel.claims.claim import AccessUsed, Claim, ClaimedSession, opened
from laurel.claims.records import to_item
from laurel.claims.store import Claims
from laurel.evaluations.results import Results, results_of
from laurel.evaluations.views import EvaluationResultsView
from laurel.platform.attributes import read_value, write_value
from laurel.platform.table import Item, Table
from laurel.statements import Statement
from tests.unit.claims.samples import AFTER, activity, session

LEARNERS, SESSIONS = (500, 1000, 2000), 30
LONGEST = 2.0  # seconds for the most learners
MOST_GROWTH = 1.2  # of memory, from the fewest learners to the most


class Stored(Table):
    """A table whose items are in memory, in the form in which DynamoDB sends them."""

    def __init__(self, claims: list[Claim]) -> None:
        self._items = {(item["pk"], item["sk"]): _sent(item) for item in map(to_item, claims)}

    def query(self, index: str | None, condition: str, **values: str) -> Iterator[Item]:
        """The keys of all claims."""
        yield from ({"pk": pk, "sk": sk} for pk, sk in self._items)

    def get_many(self, keys: Any, *, consistent: bool = True) -> dict[Any, Item]:
        """The items under `keys`."""
        return {key: {name: read_value(value) for name, value in self._items[key].items()} for key in keys}


def _sent(item: Item) -> dict[str, Any]:
    return {name: write_value(value) for name, value in item.items() if value is not None}


def claims_of(meeting: Activity, learners: int) -> list[Claim]:
    """Claims of that many learners for every session, each with its answers and a comment."""
    chance, found = Random(7), []
    for n in range(learners):
        sessions = tuple(
            ClaimedSession(one.id, one.title, one.starts_at, one.ends_at, Decimal(1), _answers(chance))
            for one in meeting.sessions
        )
        empty = opened(f"learner-{n}", meeting, Statement.PACE, AccessUsed("none"), AFTER + timedelta(seconds=n))
        found.append(replace(empty, sessions=sessions))
    return found


def _answers(chance: Random) -> dict[str, Any]:
    words = " ".join(chance.choices(("clear", "slides", "case", "too fast", "thanks", "culture"), k=8))
    return {"objectives": chance.randint(1, 5), "change": "Yes", "bias": False, "remarks": words}


def counted(meeting: Activity, table: Table) -> Results:
    """The results as the API counts them, with the comments of one session."""
    claims = Claims(table).each_at_activity(meeting.id)
    results = results_of(meeting, claims, comments_of="s0", comments_from=5, random=SystemRandom())
    EvaluationResultsView.of(results, 5).model_dump_json()
    return results


def main() -> int:
    """Measures each number of learners; 1 if the last took too long or memory grew."""
    meeting = activity(sessions=[session(f"s{n}", "09:00", "10:00") for n in range(SESSIONS)])
    peaks, took = [], 0.0
    for learners in LEARNERS:
        table = Stored(claims_of(meeting, learners))
        start = time.perf_counter()
        results = counted(meeting, table)
        took = time.perf_counter() - start
        assert results.people.claimed == learners  # every claim was counted
        tracemalloc.start()
        counted(meeting, table)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        print(f"{learners:5} learners x {SESSIONS} sessions: {took:.2f} s, at most {peaks[-1] / 1e6:.2f} MB")
    return int(took > LONGEST or peaks[-1] > MOST_GROWTH * peaks[0])


if __name__ == "__main__":
    raise SystemExit(main())
