"""Rows of a provider become credits: the same way from a file and from a program that pushes them.

Within one call the first row with a reference wins. The rest is split into batches that run in parallel, each with one
read of the ledger, one of the roster and one write for a hundred credits.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import batched

from laurel.intake.feed_rows import FeedRow, fingerprint, parse_feed_row
from laurel.intake.report_once import Recording, ReportOnce
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.customer_id import choose_customer_id
from laurel.ledger.follow_ups import as_corrected
from laurel.ledger.identify import with_providers_id
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.ledger.taken_again import may_be_taken_again, needs_new_reference, take_again
from laurel.platform.csv_records import Record, Rejection
from laurel.platform.identifiers import comparable, formerly_comparable, unwrapped
from laurel.platform.ids import derived_id

BATCH = 100  # credits in one read and one transaction of DynamoDB

type MatchCredits = Callable[[Sequence[Credit]], list[Credit]]


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A good row, its record for the provider, and the credit it earns.

    `former_ids` are the ids under which earlier versions of Laurel took a row with this reference.
    """

    record: Record
    credit: Credit
    former_ids: tuple[str, ...]

    def held_among(self, credits: Mapping[str, Credit]) -> Credit | None:
        """The credit among `credits` that was taken under this row's reference."""
        return credit_among(credits, (self.credit.credit_id, *self.former_ids))


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row whose credit is in the ledger as `held`; `new` if this row created it, and else a repeat.

    `brought_id` says of a repeat that it brought another ASCP customer ID to a credit that ASCP had refused.
    """

    held: Credit
    new: bool
    brought_id: bool = False


type RowOutcome = TakenRow | Rejection


def parse_row(
    record: Record | Rejection, *, provider: str, on: date, at: datetime, file_id: str | None = None
) -> GoodRow | Rejection:
    """The row in `record`. `on` decides whether its completion is in the future; it arrived `at` (UTC).

    `file_id` is the file that has the row; None for a row that a program pushed.
    """
    if isinstance(record, Rejection):
        return record
    row = parse_feed_row(record, on=on)
    if isinstance(row, Rejection):
        return row
    now, *former = credit_ids(row.reference, provider)
    return GoodRow(record, _earned(row, now, provider=provider, at=at, file_id=file_id), tuple(former))


def credit_ids(reference: str, provider: str) -> tuple[str, ...]:
    """The ID of the credit under `reference`, and those that earlier versions gave it.

    They used the reference as written, without a spreadsheet's additions, in capitals, and with its own dashes.
    """
    now, before = comparable(reference), formerly_comparable(reference)
    every = dict.fromkeys((now, before, reference, unwrapped(reference), before.upper()))
    return tuple(derived_id("feed", provider.casefold(), one) for one in every)


def credit_among(credits: Mapping[str, Credit], ids: Sequence[str]) -> Credit | None:
    """The credit among `credits` with the first of `ids` that one has."""
    return next((credits[one] for one in ids if one in credits), None)


class RowIntake:
    """Takes rows into `ledger` through `once`. `match` matches credits to the roster; batches run in `executor`."""

    def __init__(self, ledger: Ledger, once: ReportOnce, match: MatchCredits, executor: Executor) -> None:
        self._ledger = ledger
        self._once = once
        self._match = match
        self._executor = executor

    def take(self, rows: Sequence[GoodRow | Rejection], record: Recording = lambda _change: ()) -> list[RowOutcome]:
        """What becomes of each row, in order. Raises TableBusy; rows that were taken before it are then repeats.

        The writes of `record` happen only together with their change; a repeat has none.
        """
        first: dict[str, GoodRow] = {}
        for row in rows:
            if isinstance(row, GoodRow):
                first.setdefault(row.credit.credit_id, row)
        batches = self._executor.map(partial(self._take_batch, record), batched(first.values(), BATCH))
        taken = {credit_id: one for batch in batches for credit_id, one in batch.items()}
        return [row if isinstance(row, Rejection) else self._outcome(row, first, taken) for row in rows]

    def foresee(self, row: GoodRow) -> RowOutcome:
        """What `take` would make of the row as things are now. Writes nothing."""
        held = row.held_among(self._ledger.get_many((row.credit.credit_id, *row.former_ids)))
        starts = [start] if (start := _start(row, held)) else []
        found = [*self._once.foresee(self._changes(starts)), *([held] if held else [])]
        new, credit_id = any(not one.is_repeat for one in starts), row.credit.credit_id
        return self._outcome(row, {credit_id: row}, {credit_id: TakenRow(found[0], new)})

    def _outcome(self, row: GoodRow, first: Mapping[str, GoodRow], taken: Mapping[str, TakenRow]) -> RowOutcome:
        one = taken[row.credit.credit_id]
        if row.credit.fingerprint != one.held.fingerprint and not as_corrected(one.held, row.credit):
            return _conflict(row.record, _NEW_REFERENCE if needs_new_reference(one.held, row.credit) else _CONFLICT)
        return TakenRow(one.held, new=one.new and first[row.credit.credit_id] is row, brought_id=one.brought_id)

    def _take_batch(self, record: Recording, rows: Sequence[GoodRow]) -> dict[str, TakenRow]:
        held = self._ledger.get_many(one for row in rows for one in (row.credit.credit_id, *row.former_ids))
        known = {row.credit.credit_id: credit for row in rows if (credit := row.held_among(held))}
        starts = [start for row in rows if (start := _start(row, known.get(row.credit.credit_id)))]
        saved = self._once.save(self._changes(starts), record)
        new = {start.row_id: credit for start, credit in zip(starts, saved, strict=True) if credit}
        # Credits that another writer saved between our read and our write are read again.
        missed = {start.row_id: start.credit.credit_id for start in starts if start.row_id not in new}
        now = self._ledger.get_many(missed.values())
        known |= new | {row_id: now[credit_id] for row_id, credit_id in missed.items()}
        repeats = {start.row_id for start in starts if start.is_repeat and start.row_id in new}
        ids = [row.credit.credit_id for row in rows]
        return {one: TakenRow(known[one], one in new and one not in repeats, one in repeats) for one in ids}

    def _changes(self, starts: Sequence["_Start"]) -> list[Change]:
        """The changes that `starts` make: credits that are earned or refused are matched, the others are at ASCP."""
        matched = iter(self._match([one.credit for one in starts if one.is_matched]))
        return [Change(one.before, next(matched) if one.is_matched else one.credit) for one in starts]


@dataclass(frozen=True, slots=True)
class _Start:
    """A credit that a row begins: a new one, or `before`, whose file was undone. `row_id` is the ID the row gives.

    One that ASCP has, or had, has a correction to send. The row `is_repeat` if it only brings an ASCP customer ID to
    `before`, which ASCP refused.
    """

    row_id: str
    before: Credit | None
    credit: Credit
    is_repeat: bool = False

    @property
    def is_matched(self) -> bool:
        """Whether it is compared with the roster."""
        return self.credit.state in (State.EARNED, State.REJECTED)


def _start(row: GoodRow, held: Credit | None) -> _Start | None:
    """What the row begins; None if its credit is in the ledger as `held`, and stays as it is."""
    if held is None:
        return _Start(row.credit.credit_id, None, row.credit)
    if not may_be_taken_again(held, row.credit):
        known = with_providers_id(held, row.credit)
        return None if known is held else _Start(row.credit.credit_id, held, known, is_repeat=True)
    return _Start(row.credit.credit_id, held, take_again(held, row.credit, at=row.credit.timeline[0].at))


def _earned(row: FeedRow, credit_id: str, *, provider: str, at: datetime, file_id: str | None) -> Credit:
    return Credit(
        # A spreadsheet may have changed the spelling of the reference; it is still the same reference.
        credit_id=credit_id,
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
        file_id=file_id,
        customer_id=choose_customer_id(profile=None, roster=None, provider=row.ascp_customer_id),
        provider_customer_id=row.ascp_customer_id,
    )


_CONFLICT = (
    "This reference was taken before with other content. The first stays. Correct or withdraw it by the API, or ask "
    "staff to."
)
_NEW_REFERENCE = (
    "ASCP had the credit under this reference for another person or type of statement, before its file was undone. "
    "Once that credit is withdrawn, send this row under a new reference."
)


def _conflict(record: Record, message: str) -> Rejection:
    return Rejection(record.line, "reference", "conflicting_reference", message, record.values)
