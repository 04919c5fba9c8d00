"""What the routes of revisions and of the archive answer."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from laurel.catalog.activity import Id
from laurel.catalog.records import StoredActivity
from laurel.workbench.revisions import RevisionLine, RevisionPage


class ActivityStateModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ActivityStateView(ActivityStateModel):
    """An activity, and whether it is in the library."""

    id: Id = Field(examples=["webinar-2026-12"])
    title: str = Field(examples=["Platelet function in practice"])
    revision: int = Field(examples=[3])
    archived_at: str | None = Field(description="Since when it is archived; null for one of the library.")

    @classmethod
    def of(cls, stored: StoredActivity) -> Self:
        """`stored` as it is sent."""
        activity = stored.activity
        return cls(id=activity.id, title=activity.title, revision=stored.revision, archived_at=stored.archived_at)


class RevisionView(ActivityStateModel):
    """A revision of an activity that is or was public."""

    revision: int = Field(examples=[2])
    saved_at: str | None = Field(description="When it became public; null for one of an earlier release.")
    saved_by: str | None = Field(
        description="Who published it: `staff:` and their learner ID; null for one of an earlier release.",
        examples=["staff:7f6e5d4c"],
    )
    saved_by_name: str | None = Field(
        description="Their name, if they gave one; for operators else their e-mail address. Null if neither is known.",
        examples=["Inés Quintero Vidal"],
    )
    title: str = Field(examples=["Platelet function in practice"])
    session_count: int = Field(examples=[12])

    @classmethod
    def of(cls, line: RevisionLine, names: Mapping[str, str]) -> Self:
        """`line` as it is sent, with the name of who published it among `names`."""
        return cls(
            revision=line.revision,
            saved_at=line.saved_at,
            saved_by=line.saved_by,
            saved_by_name=names.get(line.saved_by or ""),
            title=line.title,
            session_count=line.session_count,
        )


class RevisionPageView(ActivityStateModel):
    """The present revision of an activity, and a page of the earlier ones, the latest first."""

    present: RevisionView
    archived_at: str | None = Field(description="Since when it is archived; null for one of the library.")
    items: tuple[RevisionView, ...]
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")

    @classmethod
    def of(cls, page: RevisionPage, names: Mapping[str, str]) -> Self:
        """`page` as it is sent, with the names of those who published, by `saved_by`."""
        return cls(
            present=RevisionView.of(page.present, names),
            archived_at=page.archived_at,
            items=tuple(RevisionView.of(line, names) for line in page.items),
            next_cursor=page.next_cursor,
        )


class RestoreRequest(BaseModel):
    """Which revision is to be a draft again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: StrictInt = Field(ge=1, le=999_999, examples=[2])
