"""What the routes of drafts answer."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.activity import Activity, Id
from laurel.catalog.field_types import Day
from laurel.catalog.views import (
    LearnerAssessment,
    PublicActivity,
    PublicSession,
    learner_assessment,
    public_activity,
    public_session,
)
from laurel.claims.views import ProblemView, problem_views
from laurel.workbench.draft_desk import CheckedDraft, PresentDocument
from laurel.workbench.drafts import DraftLine
from laurel.workbench.session_files import TakenSessions
from laurel.workbench.session_rows import SessionRowOutcome


class DraftModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class DraftView(DraftModel):
    """A draft of an activity, as it was saved."""

    id: str = Field(description="The activity's id.", examples=["webinar-2026-12"])
    document: dict[str, Any] = Field(description="The document as it was saved, complete or not.")
    base: int = Field(
        description="The published revision that the draft changes; 0 for an activity that is not published.",
        examples=[3],
    )
    saved_at: str = Field(examples=["2026-11-20T15:04:05.000000Z"])
    problems: tuple[ProblemView, ...] = Field(
        description="All that must be fixed before it can be published, by the path of each field."
    )

    @classmethod
    def of(cls, found: CheckedDraft) -> Self:
        """`found` as it is sent."""
        draft = found.draft
        return cls(
            id=draft.activity_id,
            document=dict(draft.document),
            base=draft.base,
            saved_at=draft.saved_at,
            problems=problem_views(found.problems),
        )


class RevisionDocumentView(DraftModel):
    """A revision of an activity with its document."""

    revision: int = Field(examples=[2])
    document: dict[str, Any] = Field(description="The document as it was public.")


class DraftSummary(DraftModel):
    """A draft as the list shows it; what the draft leaves out is null."""

    id: str = Field(description="The activity's id.", examples=["webinar-2026-12"])
    title: str | None = Field(default=None, examples=["Platelet function in practice"])
    kind: str | None = None
    provider: str | None = None
    provider_id: str | None = None
    number: str | None = None
    starts_on: str | None = Field(default=None, description="As it was typed.", examples=["2026-12-16"])
    ends_on: str | None = None
    location: str | None = None
    session_count: int
    base: int = Field(
        description="The published revision that the draft changes; 0 for an activity that is not published."
    )
    saved_at: str = Field(examples=["2026-11-20T15:04:05.000000Z"])

    @classmethod
    def of(cls, line: DraftLine) -> Self:
        """`line` as it is sent."""
        return cls.model_validate(line.as_attribute())


class PreviewView(DraftModel):
    """A draft as learners would see it."""

    activity: PublicActivity
    sessions: tuple[PublicSession, ...] = Field(description="In order of time.")
    assessment: LearnerAssessment | None = Field(
        description="The post-test as a learner with a claim sees it; null if there is none."
    )

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """What learners would see of `activity`."""
        sessions = sorted(activity.sessions, key=lambda one: (one.starts_at, one.id))
        shown = tuple(public_session(activity, one) for one in sessions)
        test = learner_assessment(activity)
        return cls.model_construct(activity=public_activity(activity), sessions=shown, assessment=test)


class DraftSessionsView(DraftModel):
    """The sessions of a draft."""

    items: tuple[Any, ...] = Field(description="The sessions as they were saved, complete or not.")

    @classmethod
    def of(cls, present: PresentDocument) -> Self:
        """The sessions of this document."""
        listed = present.document.get("sessions")
        return cls(items=tuple(listed) if isinstance(listed, list) else ())


class SessionRowView(DraftModel):
    """A row of a file of sessions, and what became of it."""

    line: int = Field(description="The line of the file that the row begins on.", examples=[2])
    title: str = Field(examples=["Gram stains"])
    outcome: SessionRowOutcome = Field(
        description="`new`, `changed` or `same`; `left_out` if a cell cannot be read: then the row changed nothing."
    )
    session_id: str | None = Field(description="Null for a row that was left out.", examples=["s-9f86d081"])
    problems: tuple[ProblemView, ...] = Field(
        description="What is wrong with its cells, or keeps its session from being published; paths are columns."
    )


class SessionsTakenView(DraftModel):
    """What became of a file of sessions. With a dry run nothing was saved, and it says what would."""

    rows: tuple[SessionRowView, ...]
    missing: tuple[str, ...] = Field(description="The titles of the sessions that no row is about.")
    removed: bool = Field(description="Whether those were removed.")
    sessions: int = Field(description="How many sessions the draft has now.")
    saved: bool = Field(description="False after a dry run, and where the file changes nothing.")
    dry_run: bool

    @classmethod
    def of(cls, taken: TakenSessions, *, removed: bool, dry_run: bool) -> Self:
        """`taken` as it is sent."""
        rows = (
            SessionRowView(
                line=one.line,
                title=one.title,
                outcome=one.outcome,
                session_id=one.session_id,
                problems=problem_views(one.problems),
            )
            for one in taken.rows
        )
        return cls(
            rows=tuple(rows),
            missing=taken.merged.missing,
            removed=removed,
            sessions=len(taken.merged.sessions),
            saved=taken.is_saved,
            dry_run=dry_run,
        )


class CopyRequest(BaseModel):
    """What a copy of an activity is to be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id = Field(description="The ID of the new activity.", examples=["webinar-2027-01"])
    starts_on: Day = Field(
        description="Its first day; all other dates and times move with it.", examples=["2027-01-20"]
    )


class DraftPage(DraftModel):
    """A page of drafts."""

    items: tuple[DraftSummary, ...]
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")
