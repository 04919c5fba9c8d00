"""Intake of a provider's feed: reads rows, matches their credits, and writes them to the ledger.

Rows are taken in windows. Within a window the first row with a reference wins. The rest is split into batches that run
in parallel, each with one read of the ledger, one of the roster and one write for a hundred credits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched, islice
from pathlib import Path

from laurel.intake.feed_rows import FEED_COLUMNS, IN_FUTURE, FeedRow, can_be_taken_on, fingerprint, parse_feed_row
from laurel.intake.file_report import Tally
from laurel.intake.rejected_rows import FIRST_ROWS, Rejections, none_is_good
from laurel.intake.report_once import ReportOnce
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.csv_records import ByteSource, Record, Rejection, expect_clear_rows, read_records
from laurel.platform.identifiers import comparable, unwrapped
from laurel.platform.ids import derived_id

BATCH = 100  # credits in one read and one transaction of DynamoDB
WINDOW = 8 * BATCH

type MatchCredits = Callable[[Sequence[Credit]], list[Credit]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A good row, the values of its line for the partner, and the credit it earns.

    `former_ids` are the ids under which earlier versions of Laurel took a row with this reference.
    """

    record: Record
    credit: Credit
    former_ids: tuple[str, ...]

    def held_among(self, credits: Mapping[str, Credit]) -> Credit | None:
        """The credit among `credits` that was taken under this row's reference."""
        ids = (self.credit.credit_id, *self.former_ids)
        return next((credits[one] for one in ids if one in credits), None)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A good row, and the credit that the ledger now holds under its reference; `new` if this row created it."""

    row: _Row
    held: Credit
    new: bool

    @property
    def is_conflict(self) -> bool:
        """Whether the reference was taken before with other content."""
        return self.row.credit.fingerprint != self.held.fingerprint


@dataclass(frozen=True, slots=True)
class Window:
    """The result of some rows: counts, the credits reported, and the line on which the last of these rows starts.

    `again_on` is the first day on which a row with a date in the future can be taken; None if there is no such row.
    """

    tally: Tally
    reported: list[Credit]
    line: int
    again_on: date | None


class FeedIntake:
    """Takes feeds into `ledger` through `once`. `match` matches credits to the roster; batches run in `executor`."""

    def __init__(self, ledger: Ledger, once: ReportOnce, match: MatchCredits, executor: Executor) -> None:
        self._ledger = ledger
        self._once = once
        self._match = match
        self._executor = executor

    def take(
        self, path: Path, rejections: Rejections, *, provider: str, on: date, at: datetime, after_line: int = 0
    ) -> Iterator[Window]:
        """Takes the feed at `path`, window by window, from the row after the one on line `after_line`.

        `on` is the run's date, which decides whether a completion is in the future. Raises UnusableFile before any row
        is taken, and TableBusy. May stop after any window and start again: rows taken before are then repeats.
        """
        self._expect_rows(path, rejections, provider=provider, on=on, at=at)
        with path.open("rb") as stream:
            for records in batched(_read(stream, after_line=after_line), WINDOW):
                rows = [_parse(record, provider=provider, on=on, at=at) for record in records]
                tally, reported = self._take_window(rows, rejections)
                days = [day for row in rows if isinstance(row, Rejection) and (day := can_be_taken_on(row))]
                yield Window(tally, reported, records[-1].line, min(days, default=None))

    def _expect_rows(self, path: Path, rejections: Rejections, *, provider: str, on: date, at: datetime) -> None:
        """Raises UnusableFile if all of the first rows are bad, or if it is unclear where rows begin and end.

        The bad rows go into `rejections` then.
        """
        bad: list[Rejection] = []
        with path.open("rb") as stream:
            for record in islice(_read(stream), FIRST_ROWS):
                row = _parse(record, provider=provider, on=on, at=at)
                bad += [row] if isinstance(row, Rejection) and row.reason != IN_FUTURE else []
        if len(bad) == FIRST_ROWS:
            for rejection in bad:
                rejections.add(rejection)
            raise none_is_good(bad)
        with path.open("rb") as stream:
            expect_clear_rows(stream, FEED_COLUMNS)

    def _take_window(self, rows: Sequence[_Row | Rejection], rejections: Rejections) -> tuple[Tally, list[Credit]]:
        first: dict[str, _Row] = {}
        again: list[_Row] = []
        for row in rows:
            if isinstance(row, _Row) and first.setdefault(row.credit.credit_id, row) is not row:
                again.append(row)
        batches = self._executor.map(self._take_batch, batched(first.values(), BATCH))
        taken = [one for batch in batches for one in batch]
        held = {one.row.credit.credit_id: one.held for one in taken}
        taken += [_Taken(row, held[row.credit.credit_id], new=False) for row in again]
        new = [one.held for one in taken if one.new]
        rejected = [row for row in rows if isinstance(row, Rejection)]
        rejected += [_conflict(one.row.record) for one in taken if one.is_conflict]
        for rejection in sorted(rejected, key=lambda rejection: rejection.line):
            rejections.add(rejection)
        tally = Tally(
            rows=len(rows),
            credits=len(new),
            repeats=sum(not one.new and not one.is_conflict for one in taken),
            rejected=len(rejected),
        )
        tally.count_matched(new)
        return tally, [credit for credit in new if credit.state is State.REPORTED]

    def _take_batch(self, rows: Sequence[_Row]) -> list[_Taken]:
        held = self._ledger.get_many(one for row in rows for one in (row.credit.credit_id, *row.former_ids))
        known = {row.credit.credit_id: credit for row in rows if (credit := row.held_among(held))}
        fresh = [row for row in rows if row.credit.credit_id not in known]
        matched = self._match([row.credit for row in fresh])
        saved = self._once.save([Change(None, credit) for credit in matched])
        new = {credit.credit_id: credit for credit in saved if credit}
        # Credits that another writer saved between our read and our write are read again.
        known |= new | self._ledger.get_many(c.credit_id for c in matched if c.credit_id not in new)
        return [_Taken(row, known[row.credit.credit_id], row.credit.credit_id in new) for row in rows]


def _read(stream: ByteSource, *, after_line: int = 0) -> Iterator[Record | Rejection]:
    return read_records(stream, FEED_COLUMNS, ends_with_line_end=True, behind=after_line)


def _parse(record: Record | Rejection, *, provider: str, on: date, at: datetime) -> _Row | Rejection:
    if isinstance(record, Rejection):
        return record
    row = parse_feed_row(record, on=on)
    if isinstance(row, Rejection):
        return row
    return _Row(record, _earned(row, provider=provider, at=at), _former_ids(row.reference, provider))


def _id_of(reference: str, provider: str) -> str:
    return derived_id("feed", provider.casefold(), reference)


def _former_ids(reference: str, provider: str) -> tuple[str, ...]:
    """The ids of earlier versions: from the reference as written, without a spreadsheet's additions, in capitals."""
    now = comparable(reference)
    former = dict.fromkeys((reference, unwrapped(reference), now.upper()))
    return tuple(_id_of(one, provider) for one in former if one != now)


def _earned(row: FeedRow, *, provider: str, at: datetime) -> Credit:
    return Credit(
        # A spreadsheet may have changed the spelling of the reference; it is still the same reference.
        credit_id=_id_of(comparable(row.reference), provider),
        reference=row.reference,
        fingerprint=fingerprint(row),
        source=Source.FEED,
        email=row.email,
        email_key=row.email_key,
        name=row.name,
        provider=provider,
        activity_number=row.activity_number,
        activity_title=row.activity_title,
        statement=row.statement.value,
        contact_hours=row.contact_hours,
        completed_on=row.completed_on,
        timeline=(Step(at, State.EARNED),),
        due_at=at,
    )


def _conflict(record: Record) -> Rejection:
    message = (
        "This reference was taken before with other content. The first stays; send the correction under a new "
        "reference, or ask staff to withdraw the first."
    )
    return Rejection(record.line, "reference", "conflicting_reference", message, record.values)
