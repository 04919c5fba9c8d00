"""The files of providers as they go over the wire."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.feed_files.files import FilePage
from laurel.feed_files.undo import FileUndo, RowResult, UndoOutcome, UndoProblem, UndoReason, UndoState
from laurel.intake.feed_cards import FeedCard
from laurel.intake.file_report import FileOutcome
from laurel.platform.provider_names import ProviderNames


class FilesModel(BaseModel):
    """Base of requests and responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class FileView(FilesModel):
    """One file of a provider, and what became of it."""

    file_id: str = Field(examples=["0f343b0931126a20f133d67c2b018a3b"])
    name: str = Field(description="The file's name.", examples=["2026-11-20.csv"])
    provider_id: str = Field(description="The provider's ID, which is the folder of its files.", examples=["labce"])
    provider: str = Field(description="The provider's name.", examples=["LabCE"])
    arrived_at: AwareDatetime
    taken_at: AwareDatetime = Field(description="When it was taken or refused.")
    outcome: FileOutcome = Field(description="`refused`: unusable as a whole. Nothing of it was taken.")
    reason: str | None = Field(description="Why it was refused: a stable code.")
    message: str | None = Field(description="Why it was refused, in words.")
    rows: int
    credits: int = Field(description="Credits that it brought.")
    repeats: int = Field(description="Rows whose credits had come before.")
    rejected: int = Field(description="Rows that were not taken.")
    again_on: date | None = Field(description="When its next row with a date in the future can be taken.")

    @classmethod
    def of(cls, card: FeedCard, names: ProviderNames) -> Self:
        """The file of `card` as the API shows it."""
        same = ("file_id", "name", "arrived_at", "taken_at", "outcome", "reason", "message")
        counts = ("rows", "credits", "repeats", "rejected")
        return cls(
            **{name: getattr(card, name) for name in same + counts},
            provider_id=card.provider,
            provider=names.name(card.provider),
            again_on=date.fromisoformat(card.again_on) if card.again_on else None,
        )


class UndoView(FilesModel):
    """An undo of a file, or a dry run of one: how far it is, and what became of the rows."""

    undo_id: str
    dry_run: bool
    state: UndoState = Field(description="`waiting` for a run to do it, `working`, `done` or `failed`.")
    problem: UndoProblem | None = Field(description="Why it failed. It may be asked for again.")
    why: str = Field(description="The reason that was given.")
    requested_at: AwareDatetime
    finished_at: AwareDatetime | None
    rows: int = Field(description="Rows that are done. The file has `rows` of its own.")
    undone: int = Field(description="In a dry run: rows that an undo would undo.")
    asked: int = Field(
        default=0,
        description="Rows whose credits ASCP has and is asked to withdraw; in a dry run, would be asked to.",
    )
    skipped: int
    failed: int
    reasons: dict[UndoReason, int] = Field(description="Why rows were not undone, with the number of rows.")

    @classmethod
    def of(cls, undo: FileUndo) -> Self:
        """`undo` as the API shows it."""
        same = ("undo_id", "dry_run", "state", "problem", "why", "requested_at", "finished_at", "rows")
        return cls(
            **{name: getattr(undo, name) for name in same},
            undone=undo.count(UndoOutcome.UNDONE),
            asked=undo.count(UndoOutcome.ASKED),
            skipped=undo.count(UndoOutcome.SKIPPED),
            failed=undo.count(UndoOutcome.FAILED),
            reasons={UndoReason(reason): n for reason, n in sorted(undo.reasons.items())},
        )


class FileWithUndo(FileView):
    """One file, with the latest undo and the latest dry run since it was taken."""

    undo: UndoView | None
    dry_run: UndoView | None

    @classmethod
    def with_undo(cls, card: FeedCard, names: ProviderNames, undo: FileUndo | None, dry_run: FileUndo | None) -> Self:
        """The file of `card` as the API shows it. What was asked for before it was taken (again) is not shown."""
        shown = [UndoView.of(one) if one and one.requested_at >= card.taken_at else None for one in (undo, dry_run)]
        return cls(**FileView.of(card, names).model_dump(), undo=shown[0], dry_run=shown[1])


class UndoneRow(FilesModel):
    """What became of one row; in a dry run, what would become of it."""

    line: int = Field(description="The line of the file on which it begins.")
    reference: str = Field(description="As in the file, shortened if it is too long.")
    outcome: UndoOutcome
    reason: UndoReason | None = Field(description="Why it was not undone.")
    credit_id: str | None


class UndoneRows(FilesModel):
    """An undo with rows in the order of the file. A short page need not be the last: `next_cursor` tells."""

    undo: UndoView
    items: tuple[UndoneRow, ...]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")

    @classmethod
    def of(cls, undo: FileUndo, rows: Iterable[RowResult], next_cursor: str | None) -> Self:
        """The rows of `undo` as the API shows them."""
        same = ("line", "reference", "outcome", "reason", "credit_id")
        items = tuple(UndoneRow(**{name: getattr(row, name) for name in same}) for row in rows)
        return cls(undo=UndoView.of(undo), items=items, next_cursor=next_cursor)


class FileList(FilesModel):
    """Files of providers, the latest first. A short page need not be the last: `next_cursor` tells."""

    items: tuple[FileView, ...]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")

    @classmethod
    def of(cls, page: FilePage, names: ProviderNames, next_cursor: str | None) -> Self:
        """`page` as the API shows it."""
        return cls(items=tuple(FileView.of(card, names) for card in page.files), next_cursor=next_cursor)
