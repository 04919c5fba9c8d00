"""The store of undos, in the ledger's table with the cards of files.

`FEED#<file id>` has the latest `UNDO` and the latest `DRYRUN`, and the rows of each under `ROWS#<undo id>#<line>`, many
to an item. `UNDOS` lists what a run has still to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import AuditLog
from laurel.feed_files.undo import FileUndo, RowResult, UndoOutcome, UndoProblem, UndoReason, UndoState
from laurel.intake.feed_cards import FeedCard, card_key
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import EXPIRES_AT, UNDOS
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Write, create

PENDING = "UNDOS"
ROWS_IN_ITEM = 200  # an item takes 400 KB, a reference up to half a kilobyte


@dataclass(frozen=True, slots=True)
class PendingUndo:
    """An undo on the list of work for a run; `place` is its sort key there."""

    file_id: str
    dry_run: bool
    undo_id: str
    place: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """Results of rows in the order of the file, and the position of the next page; None at the end."""

    rows: list[RowResult]
    position: list[str] | None


@dataclass(frozen=True, slots=True)
class FileUndos:
    """The undos in the ledger's `table`. Without an audit log, as in a test of something else, none is written."""

    table: Table
    audit: AuditLog | None = None

    def pending(self) -> list[PendingUndo]:
        """What a run has to do, in the order in which it was asked for. One call."""
        items = self.table.query(None, "pk = :pk", pk=PENDING)
        return [PendingUndo(one["file_id"], one["dry_run"], one["undo_id"], one["sk"]) for one in items]

    def conclude(self, pending: PendingUndo) -> None:
        """Takes an undo off the list. May be repeated."""
        self.table.delete((PENDING, pending.place), where="undo_id", equals=pending.undo_id)

    def get(self, file_id: str, *, dry_run: bool) -> FileUndo | None:
        """The latest undo, or dry run, of a file. One call."""
        item = self.table.get(undo_key(file_id, dry_run=dry_run))
        return undo_from_item(item) if item else None

    def replace(self, before: FileUndo, after: FileUndo, rows: Sequence[RowResult] = ()) -> bool:
        """Writes `after` with the results of `rows`, if the stored undo is still `before`. One call."""
        writes: list[Write | Elsewhere] = [write_of(before, after)]
        for some in batched(rows, ROWS_IN_ITEM):
            writes.append(Put(_rows_item(after, some), "", {}, {}))
        return all(self.table.write_all(writes))

    def finish(self, before: FileUndo, after: FileUndo, card: FeedCard) -> bool:
        """As `replace`, with the counts in the audit log unless it was a dry run."""
        entries: list[Write | Elsewhere] = []
        if self.audit and not after.dry_run:
            entries = [
                self.audit.record(
                    actor=Actor.named(after.by),
                    act=AuditAct.FILE_UNDONE,
                    on=AuditSubject.provider(card.provider),
                    at=after.finished_at or after.requested_at,
                    after={"state": after.state.value, **{one.value: after.count(one) for one in UndoOutcome}},
                    why=after.why,
                    about={"file_id": after.file_id},
                )
            ]
        return all(self.table.write_all([write_of(before, after), *entries]))

    def rows(self, undo: FileUndo, *, outcome: UndoOutcome | None, limit: int, after: list[str] | None) -> RowPage:
        """At most `limit` rows with this `outcome` (None: any) after the position `after`.

        One call for each ten items of up to 200 rows that are read on the way.
        """
        place, passed = (after[0], int(after[1])) if after else ("", 0)
        found: list[RowResult] = []
        for item in self._items(undo, place):
            for number, row in enumerate(map(_row, item["rows"][passed:]), passed + 1):
                if outcome in (None, row.outcome):
                    if len(found) == limit:
                        return RowPage(found, [place, str(number - 1)])
                    found.append(row)
            place, passed = item["sk"], 0
        return RowPage(found, None)

    def _items(self, undo: FileUndo, place: str) -> Iterator[Item]:
        """The items with the rows of `undo` after the sort key `place`; all of them for an empty one."""
        pk, prefix = card_key(undo.file_id)[0], f"ROWS#{undo.undo_id}#"
        condition = "pk = :pk AND begins_with(sk, :prefix)"
        after: Item | None = {"pk": pk, "sk": place} if place else None
        while True:
            page = self.table.page(None, condition, pk=pk, prefix=prefix, limit=10, after=after)
            yield from page.items
            after = page.last_key
            if after is None:
                return


def undo_key(file_id: str, *, dry_run: bool) -> Key:
    """The table key of the latest undo of a file, or of its latest dry run."""
    return card_key(file_id)[0], "DRYRUN" if dry_run else "UNDO"


def write_of(before: FileUndo | None, after: FileUndo) -> Put:
    """The write of `after`, which succeeds only if the stored undo is still `before`."""
    item = _to_item(after)
    if before is None:
        return create(item)
    return Put(
        item,
        "#undo_id = :undo_id AND #version = :version",
        {"#undo_id": "undo_id", "#version": "version"},
        {":undo_id": before.undo_id, ":version": before.version},
    )


def pending_write(undo: FileUndo) -> Put:
    """The write that puts `undo` on the list of work for a run."""
    place = f"{instant(undo.requested_at)}#{undo.undo_id}"
    item = {"pk": PENDING, "sk": place, "file_id": undo.file_id, "dry_run": undo.dry_run, "undo_id": undo.undo_id}
    return create(item)


def _to_item(undo: FileUndo) -> Item:
    pk, sk = undo_key(undo.file_id, dry_run=undo.dry_run)
    return {
        "pk": pk,
        "sk": sk,
        "undo_id": undo.undo_id,
        "by": undo.by,
        "why": undo.why,
        "requested_at": instant(undo.requested_at),
        "state": undo.state.value,
        "line": undo.line,
        "outcomes": dict(undo.outcomes),
        "reasons": dict(undo.reasons),
        "finished_at": undo.finished_at and instant(undo.finished_at),
        "problem": undo.problem and undo.problem.value,
        "version": undo.version,
        EXPIRES_AT: UNDOS.expires_at(undo.requested_at),
    }


def undo_from_item(item: Item) -> FileUndo:
    """The undo in `item`."""
    finished_at, problem = item.get("finished_at"), item.get("problem")
    return FileUndo(
        file_id=item["pk"].removeprefix("FEED#"),
        undo_id=item["undo_id"],
        dry_run=item["sk"] == "DRYRUN",
        by=item["by"],
        why=item["why"],
        requested_at=read_instant(item["requested_at"]),
        state=UndoState(item["state"]),
        line=int(item["line"]),
        outcomes={name: int(n) for name, n in item["outcomes"].items()},
        reasons={name: int(n) for name, n in item["reasons"].items()},
        finished_at=read_instant(finished_at) if finished_at else None,
        problem=UndoProblem(problem) if problem else None,
        version=int(item["version"]),
    )


def _rows_item(undo: FileUndo, rows: Sequence[RowResult]) -> Item:
    return {
        "pk": card_key(undo.file_id)[0],
        "sk": f"ROWS#{undo.undo_id}#{rows[0].line:010d}",
        "rows": [[one.line, one.reference, one.outcome.value, one.reason, one.credit_id] for one in rows],
        EXPIRES_AT: UNDOS.expires_at(undo.requested_at),
    }


def _row(stored: Sequence[object]) -> RowResult:
    line, reference, outcome, reason, credit_id = stored
    return RowResult(
        int(str(line)),
        str(reference),
        UndoOutcome(str(outcome)),
        UndoReason(str(reason)) if reason else None,
        str(credit_id) if credit_id else None,
    )
