"""Intake of a provider's feed: reads rows, matches their credits, and writes them to the ledger.

Rows are taken in windows, each in batches that run in parallel (`laurel.intake.row_intake`).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import batched, islice
from pathlib import Path

from laurel.intake.feed_rows import FEED_COLUMNS, FEED_OPTIONAL, IN_FUTURE, can_be_taken_on
from laurel.intake.file_report import Tally
from laurel.intake.rejected_rows import FIRST_ROWS, Rejections, none_is_good
from laurel.intake.report_once import ReportOnce
from laurel.intake.row_intake import BATCH, GoodRow, MatchCredits, RowIntake, TakenRow, parse_row
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import outgoing
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.csv_records import ByteSource, Record, Rejection, expect_clear_rows, read_records

WINDOW = 8 * BATCH


@dataclass(frozen=True, slots=True)
class Window:
    """The result of some rows: counts, the credits to send, and the line on which the last of these rows starts.

    `again_on` is the first day on which a row with a date in the future can be taken; None if there is no such row.
    """

    tally: Tally
    reported: list[Credit]
    line: int
    again_on: date | None


class FeedIntake:
    """Takes feeds into `ledger` through `once`. `match` matches credits to the roster; batches run in `executor`."""

    def __init__(self, ledger: Ledger, once: ReportOnce, match: MatchCredits, executor: Executor) -> None:
        self._rows = RowIntake(ledger, once, match, executor)

    def take(
        self,
        path: Path,
        rejections: Rejections,
        *,
        provider: str,
        on: date,
        at: datetime,
        file_id: str,
        after_line: int = 0,
    ) -> Iterator[Window]:
        """Takes the feed at `path`, window by window, from the row after the one on line `after_line`.

        Its credits keep `file_id`. `on` is the run's date, which decides whether a completion is in the future. Raises
        UnusableFile before any row is taken, and TableBusy. May stop after any window and start again: rows taken
        before are then repeats.
        """
        self._expect_rows(path, rejections, provider=provider, on=on, at=at)
        parse = partial(parse_row, provider=provider, on=on, at=at, file_id=file_id)
        with path.open("rb") as stream:
            for records in batched(read_feed(stream, after_line=after_line), WINDOW):
                rows = [parse(record) for record in records]
                tally, reported = self._take_window(rows, rejections)
                days = [day for row in rows if isinstance(row, Rejection) and (day := can_be_taken_on(row))]
                yield Window(tally, reported, records[-1].line, min(days, default=None))

    def _expect_rows(self, path: Path, rejections: Rejections, *, provider: str, on: date, at: datetime) -> None:
        """Raises UnusableFile if all of the first rows are bad, or if it is unclear where rows begin and end.

        The bad rows go into `rejections` then.
        """
        bad: list[Rejection] = []
        with path.open("rb") as stream:
            for record in islice(read_feed(stream), FIRST_ROWS):
                row = parse_row(record, provider=provider, on=on, at=at)
                bad += [row] if isinstance(row, Rejection) and row.reason != IN_FUTURE else []
        if len(bad) == FIRST_ROWS:
            for rejection in bad:
                rejections.add(rejection)
            raise none_is_good(bad)
        with path.open("rb") as stream:
            expect_clear_rows(stream, FEED_COLUMNS)

    def _take_window(self, rows: Sequence[GoodRow | Rejection], rejections: Rejections) -> tuple[Tally, list[Credit]]:
        outcomes = self._rows.take(rows)
        rejected = [one for one in outcomes if isinstance(one, Rejection)]
        new = [one.held for one in outcomes if isinstance(one, TakenRow) and one.new]
        for rejection in rejected:
            rejections.add(rejection)
        repeats = len(rows) - len(rejected) - len(new)
        tally = Tally(rows=len(rows), credits=len(new), repeats=repeats, rejected=len(rejected))
        tally.count_matched(new)
        again = [one.held for one in outcomes if isinstance(one, TakenRow) and one.brought_id]
        return tally, [credit for credit in (*new, *again) if outgoing(credit).state is State.REPORTED]


def read_feed(stream: ByteSource, *, after_line: int = 0) -> Iterator[Record | Rejection]:
    """The rows of a feed after the one that begins on `after_line`. Raises UnusableFile, also while they are read."""
    return read_records(stream, FEED_COLUMNS, optional=FEED_OPTIONAL, ends_with_line_end=True, behind=after_line)
