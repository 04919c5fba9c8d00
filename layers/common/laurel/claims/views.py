"""Response bodies of the claim routes."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from laurel.catalog.activity import Kind
from laurel.catalog.views import LearnerAssessment, learner_assessment
from laurel.claims.assessment import Scored
from laurel.claims.claim import Claim, EvaluationAnswer, Status
from laurel.claims.staff_catalog import ActivityPut
from laurel.claims.summary import Summary, SummaryLine
from laurel.claims.transcript import Transcript
from laurel.platform.amounts import amount_text
from laurel.platform.refusal import Problem
from laurel.statements import Statement

type Credits = Annotated[
    Decimal,
    PlainSerializer(amount_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$", "examples": ["4.25"]}),
]


class ClaimModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ProblemView(ClaimModel):
    """One thing that is wrong or missing."""

    path: str = Field(
        description="The path of the field; empty for the whole claim.", examples=["sessions.sym-014.credits"]
    )
    code: str = Field(description="Stable, for programs.", examples=["no_session_claimed"])
    message: str = Field(
        description="What to do, for people.", examples=["Claim at least one session that you attended."]
    )


class ClaimedSessionView(ClaimModel):
    """A claimed session."""

    session_id: str = Field(examples=["sym-014"])
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    credits: Credits
    maximum: Credits = Field(description="The most that the session gives for the claim's statement.")
    counts: bool = Field(description="False if the session does not count: its credits are not in the total.")


class EvaluatedSessionView(ClaimedSessionView):
    """A claimed session with the answers to its evaluation."""

    evaluation: dict[str, EvaluationAnswer]


class SummaryView(ClaimModel):
    """The Credit Summary. The certificate can be printed when nothing is missing."""

    claim_id: str
    statement: Statement
    status: Status
    sessions: tuple[ClaimedSessionView, ...]
    total: Credits
    maximum: Credits = Field(description="The most that the activity gives for the claim's statement.")
    missing: tuple[ProblemView, ...] = Field(
        description="What the claim still needs before its certificate can be printed."
    )

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """`summary` as it is sent."""
        return cls(
            claim_id=summary.claim.claim_id,
            statement=summary.claim.statement,
            status=summary.claim.status,
            sessions=tuple(ClaimedSessionView.model_construct(**_line(line)) for line in summary.lines),
            total=summary.total,
            maximum=summary.maximum,
            missing=problem_views(summary.missing),
        )


class ReopenedView(ClaimModel):
    """Staff reopened the claim: when, and the certificate that they had revoked."""

    at: AwareDatetime
    certificate_number: str


class ClaimLine(ClaimModel):
    """A claim as lists show it."""

    claim_id: str
    activity_id: str = Field(examples=["micro-2026"])
    title: str = Field(examples=["Clinical Microbiology 2026"])
    kind: Kind
    provider: str
    number: str
    statement: Statement
    status: Status
    session_count: int
    total: Credits = Field(description="The credits that counted when the claim was last changed.")
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    completed_on: date | None = Field(description="Calendar date in the activity's time zone; null for a draft.")
    finalised_at: AwareDatetime | None
    certificate_number: str | None
    certificate_status: Literal["valid", "revoked"] | None = Field(
        description="Status of the certificate with this number; revoked credits are in no total."
    )
    reopened: ReopenedView | None = Field(description="Set for a draft whose certificate staff revoked.")
    open_until: AwareDatetime | None = Field(
        description="Until when it can be changed and printed, if staff gave more time than the activity's window."
    )

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """`claim` as a line."""
        return cls(**claim_fields(claim))


class AcknowledgementView(ClaimModel):
    """A disclosure that was read, its version, and when."""

    disclosure_id: str
    version: int
    at: AwareDatetime


class AttemptView(ClaimModel):
    """An attempt at the post-test."""

    score: int = Field(description="Percent of the questions that were right, rounded down.", examples=[80])
    passed: bool
    at: AwareDatetime


class AssessmentView(ClaimModel):
    """The post-test of the claim's online course, and the attempts so far."""

    test: LearnerAssessment
    attempts: tuple[AttemptView, ...]
    attempts_left: int
    passed: bool


class ClaimView(ClaimLine):
    """A claim with its sessions and its summary. The ETag is the version."""

    version: int
    acknowledged: tuple[AcknowledgementView, ...]
    sessions: tuple[EvaluatedSessionView, ...]
    evaluation: dict[str, EvaluationAnswer] = Field(description="The answers about the whole activity so far.")
    assessment: AssessmentView | None = Field(description="Only for online courses.")
    summary: SummaryView

    @classmethod
    def of_summary(cls, summary: Summary) -> Self:
        """The claim of `summary` as it is sent."""
        claim = summary.claim
        return cls(
            **claim_fields(claim),
            version=claim.version,
            acknowledged=tuple(
                AcknowledgementView(disclosure_id=one.disclosure_id, version=one.version, at=one.at)
                for one in claim.acknowledgements
            ),
            sessions=tuple(
                EvaluatedSessionView.model_construct(**_line(line), evaluation=dict(line.session.evaluation))
                for line in summary.lines
            ),
            evaluation=dict(claim.evaluation),
            assessment=_assessment(summary),
            summary=SummaryView.of(summary),
        )


class ClaimListView(ClaimModel):
    """All of a learner's claims, latest opened first. There is never more than one page."""

    items: tuple[ClaimLine, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> Self:
        """`claims` as they are sent."""
        return cls(items=tuple(map(ClaimLine.of, claims)))


class AssessmentResult(ClaimModel):
    """A scored attempt. It never says which answers would be right."""

    score: int = Field(description="Percent of the questions that were right, rounded down.", examples=[80])
    passed: bool
    attempts_left: int
    wrong: tuple[str, ...] | None = Field(
        description="The questions that were answered wrong; null after passing, and where the activity does not tell."
    )
    claim: ClaimView

    @classmethod
    def of(cls, scored: Scored) -> Self:
        """`scored` as it is sent."""
        return cls(
            score=scored.attempt.score,
            passed=scored.attempt.passed,
            attempts_left=scored.attempts_left,
            wrong=scored.wrong,
            claim=ClaimView.of_summary(scored.summary),
        )


class TotalView(ClaimModel):
    """Credits of one statement type; types are never added up."""

    statement: Statement
    credits: Credits


class TranscriptView(ClaimModel):
    """Completed credits, the latest first, their totals by type, and the drafts separately."""

    items: tuple[ClaimLine, ...]
    totals: tuple[TotalView, ...]
    drafts: tuple[ClaimLine, ...]
    uncounted: tuple[str, ...] = Field(
        description="IDs of claims whose activity counts with the claim of an account that you joined with this one."
        " They are in no total."
    )
    next_cursor: str | None = None

    @classmethod
    def of(cls, transcript: Transcript) -> Self:
        """`transcript` as it is sent."""
        return cls(
            items=tuple(map(ClaimLine.of, transcript.completed)),
            totals=tuple(
                TotalView(statement=statement, credits=credits) for statement, credits in transcript.totals.items()
            ),
            drafts=tuple(map(ClaimLine.of, transcript.drafts)),
            uncounted=tuple(one.claim_id for one in transcript.completed if one.claim_id in transcript.uncounted),
        )


class ActivityPutView(ClaimModel):
    """A saved activity. After a dry run nothing was written, and `revision` is what it would be."""

    id: str
    revision: int = Field(description="Counts the saved documents; the ETag.")
    created: bool
    dry_run: bool

    @classmethod
    def of(cls, put: ActivityPut) -> Self:
        """`put` as it is sent."""
        return cls(id=put.stored.activity.id, revision=put.stored.revision, created=put.created, dry_run=put.dry_run)


def claim_fields(claim: Claim) -> dict[str, Any]:
    """The fields of a ClaimLine."""
    heading = claim.activity
    same = ("claim_id", "activity_id", "statement", "status", "total", "opened_at", "updated_at")
    printed = ("completed_on", "finalised_at", "certificate_number")
    standing = "revoked" if claim.certificate_revoked_at else "valid"
    return {name: getattr(claim, name) for name in same + printed} | {
        "certificate_status": standing if claim.certificate_number else None,
        "reopened": _reopened(claim),
        "open_until": claim.open_until,
        "title": heading.title,
        "kind": heading.kind,
        "provider": heading.provider,
        "number": heading.number,
        "session_count": len(claim.sessions),
    }


def _reopened(claim: Claim) -> ReopenedView | None:
    if claim.status is Status.FINAL or claim.reopened is None:
        return None
    return ReopenedView(at=claim.reopened.at, certificate_number=claim.reopened.certificate_number)


def _line(line: SummaryLine) -> dict[str, Any]:
    same = ("session_id", "title", "starts_at", "ends_at", "credits")
    return {name: getattr(line.session, name) for name in same} | {"maximum": line.maximum, "counts": line.counts}


def _assessment(summary: Summary) -> AssessmentView | None:
    test = learner_assessment(summary.activity)
    if test is None:
        return None
    claim = summary.claim
    return AssessmentView(
        test=test,
        attempts=tuple(AttemptView(score=one.score, passed=one.passed, at=one.at) for one in claim.attempts),
        attempts_left=0 if claim.passed else claim.attempts_left(test.attempts),
        passed=claim.passed,
    )


def problem_views(problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    """`problems` as they are sent."""
    return tuple(ProblemView(path=one.path, code=one.code, message=one.message) for one in problems)
