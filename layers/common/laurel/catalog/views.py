"""What learners and the public see of an activity: never a code, never a right answer (pure).

These models are the API's responses and its documentation. Only the fields listed here are shown.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.activity import (
    Activity,
    AnswerChoice,
    ClaimWindow,
    ContentLink,
    Disclosure,
    EvaluationForm,
    Id,
    Kind,
    Level,
    OfferedStatement,
    Session,
)
from laurel.catalog.field_types import Amount, Instant
from laurel.statements import Statement


class CatalogModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class AssessmentOutline(CatalogModel):
    """The facts of a post-test that anyone may see."""

    question_count: int = Field(examples=[8])
    pass_mark: int = Field(description="Percent of the questions that must be right.", examples=[70])
    attempts: int = Field(description="Attempts per learner.", examples=[3])


class PublicActivity(CatalogModel):
    """An activity as anyone may see it; its sessions are a separate list."""

    id: Id = Field(examples=["micro-2026"])
    kind: Kind
    title: str = Field(examples=["Clinical Microbiology 2026"])
    description: str
    provider: str = Field(examples=["Example Society for Microbiology"])
    provider_statement: str
    number: str = Field(examples=["148-012-26"])
    level: Level
    objectives: tuple[str, ...]
    canceled: bool = Field(description="Announced, but not held: nobody can claim credit for it.")
    starts_on: date = Field(description="Calendar date in `time_zone`.")
    ends_on: date
    time_zone: str = Field(examples=["America/New_York"])
    location: str | None
    contact: str = Field(description="Whom to write to.", examples=["education@example.org"])
    claim_window: ClaimWindow
    access: Literal["badge", "group", "session_code", "none"] = Field(description="What opens a claim.")
    statements: tuple[OfferedStatement, ...]
    disclosures: tuple[Disclosure, ...]
    evaluation_forms: tuple[EvaluationForm, ...]
    overall_evaluation: Id | None = Field(
        description="The form about the whole activity, answered once before printing; null if there is none."
    )
    session_count: int = Field(examples=[300])
    content: tuple[ContentLink, ...]
    assessment: AssessmentOutline | None = Field(description="The post-test of an online activity.")


class PublicSession(CatalogModel):
    """A session as anyone may see it."""

    id: Id = Field(examples=["sym-014"])
    title: str = Field(examples=["Carbapenemases at the bench: what the panel does not tell you"])
    speakers: tuple[str, ...] = Field(examples=[["Inés Quintero Vidal"]])
    track: str | None = Field(examples=["Antimicrobial resistance"])
    day: date = Field(description="Calendar date in the activity's time zone.")
    starts_at: Instant
    ends_at: Instant
    maximum: dict[Statement, Amount] = Field(
        description="The most that can be claimed, by type; a missing type gives no credit.",
        examples=[{"ama_pra_1": "1.5", "pace": "1.5"}],
    )
    evaluation_form: Id = Field(examples=["session-form"])


class LearnerQuestion(CatalogModel):
    """A question of the post-test, as a learner sees it."""

    id: Id
    text: str
    choices: tuple[AnswerChoice, ...]


class LearnerAssessment(CatalogModel):
    """The post-test as a learner with a claim sees it."""

    pass_mark: int = Field(description="Percent of the questions that must be right.", examples=[70])
    attempts: int = Field(description="Attempts per learner.", examples=[3])
    questions: tuple[LearnerQuestion, ...]


def public_activity(activity: Activity) -> PublicActivity:
    """`activity` as anyone may see it."""
    test = activity.assessment
    outline = test and AssessmentOutline(
        question_count=len(test.questions), pass_mark=test.pass_mark, attempts=test.attempts
    )
    shown = {name: getattr(activity, name) for name in PublicActivity.model_fields if name in Activity.model_fields}
    return PublicActivity.model_construct(
        **shown | {"access": activity.access.type, "assessment": outline, "session_count": len(activity.sessions)}
    )


def public_session(activity: Activity, session: Session) -> PublicSession:
    """One session of `activity` as anyone may see it."""
    shown = {name: getattr(session, name) for name in PublicSession.model_fields if name != "day"}
    return PublicSession.model_construct(**shown, day=activity.day_of(session))


def learner_assessment(activity: Activity) -> LearnerAssessment | None:
    """The post-test without its right answers; None if the activity has none."""
    test = activity.assessment
    if test is None:
        return None
    questions = tuple(LearnerQuestion(id=one.id, text=one.text, choices=one.choices) for one in test.questions)
    return LearnerAssessment(pass_mark=test.pass_mark, attempts=test.attempts, questions=questions)
