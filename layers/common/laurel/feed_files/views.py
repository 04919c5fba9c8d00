"""The files of providers as they go over the wire."""

from datetime import date
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.feed_files.files import FilePage
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


class FileList(FilesModel):
    """Files of providers, the latest first. A short page need not be the last: `next_cursor` tells."""

    items: tuple[FileView, ...]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")

    @classmethod
    def of(cls, page: FilePage, names: ProviderNames, next_cursor: str | None) -> Self:
        """`page` as the API shows it."""
        return cls(items=tuple(FileView.of(card, names) for card in page.files), next_cursor=next_cursor)
