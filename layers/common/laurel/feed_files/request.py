"""Staff ask for the undo of a file, or for a dry run of it. A run does it in the background."""

from collections.abc import Callable
from dataclasses import dataclass

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.feed_files.refusals import FILE_NOT_FOUND, FILE_NOT_TAKEN, UNDO_BUSY
from laurel.feed_files.undo import FileUndo
from laurel.feed_files.undo_records import pending_write, undo_from_item, undo_key, write_of
from laurel.intake.feed_cards import card_key
from laurel.intake.feed_cards import from_item as card_from_item
from laurel.intake.file_report import FileOutcome
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Table, Write


@dataclass(frozen=True, slots=True)
class UndoDesk:
    """Takes requests; `table` is the ledger's. `ask_run` asks for a run that does what is pending."""

    table: Table
    ask_run: Callable[[], None]
    new_id: Callable[[], str]
    clock: Clock

    def ask(self, file_id: str, acting: Acting, *, dry_run: bool) -> FileUndo | Refusal:
        """The undo that a run does next: the one that was asked for already, or else a new one.

        The request, its place on the list and its audit entry are one transaction. Then a run is asked for; if that
        fails, asking again asks for a run again, and the next nightly run does the undo at the latest. Two calls.
        Raises TableBusy, AwsError.
        """

        def attempt() -> FileUndo | Refusal | None:
            found = self.table.get_many([card_key(file_id), key := undo_key(file_id, dry_run=dry_run)])
            if (card := found.get(card_key(file_id))) is None:
                return FILE_NOT_FOUND.refuse()
            if card["outcome"] != FileOutcome.TAKEN:
                return FILE_NOT_TAKEN.refuse()
            before = undo_from_item(found[key]) if key in found else None
            if before and before.is_open:
                return before
            return self._request(before, file_id, card_from_item(card).provider, acting, dry_run=dry_run)

        outcome: FileUndo | Refusal = retry_on_conflict(attempt) or UNDO_BUSY.refuse()
        if isinstance(outcome, FileUndo):
            self.ask_run()
        return outcome

    def _request(
        self, before: FileUndo | None, file_id: str, provider: str, acting: Acting, *, dry_run: bool
    ) -> FileUndo | None:
        at = self.clock()
        undo = FileUndo(
            file_id=file_id,
            undo_id=self.new_id(),
            dry_run=dry_run,
            by=acting.actor.name,
            why=acting.why or "",
            requested_at=at,
            version=before.version + 1 if before else 1,
        )
        writes: list[Write | Elsewhere] = [write_of(before, undo), pending_write(undo)]
        if not dry_run:
            on = AuditSubject.provider(provider)
            writes += acting.record(AuditAct.FILE_UNDO_ASKED, on=on, at=at, about={"file_id": file_id})
        return undo if all(self.table.write_all(writes)) else None
