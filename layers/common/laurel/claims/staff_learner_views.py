"""What staff see of a learner who is stuck: who it is, their claims, how each stands, and what staff did before."""

from typing import Self

from pydantic import AwareDatetime, Field

from laurel.claims.claim import StaffAct
from laurel.claims.find_learner import CodeTries, FoundClaim, FoundLearner
from laurel.claims.staff_help import LockoutLifted
from laurel.claims.summary import Summary
from laurel.claims.views import ClaimLine, ClaimModel, ProblemView, claim_fields, problem_views


class StaffActView(ClaimModel):
    """Something that staff did."""

    by: str = Field(description="`staff:` and the `sub` of their sign-in.")
    at: AwareDatetime
    what: str = Field(examples=["freed the code"])
    reason: str = Field(examples=["She typed her colleague's badge."])

    @classmethod
    def of(cls, act: StaffAct) -> Self:
        """`act` as it goes over the wire."""
        return cls(by=act.by, at=act.at, what=act.what, reason=act.reason)


class AttemptsView(ClaimModel):
    """The attempts at the post-test of a draft."""

    used: int
    left: int
    passed: bool


class StaffClaimView(ClaimLine):
    """A claim as staff see it."""

    access: str = Field(description="What opened it: `badge`, `group`, `session_code` or `none`.")
    code: str | None = Field(description="The Badge ID or Group ID; null where it has none, or staff freed it.")
    attempts: AttemptsView | None = Field(description="Of a draft of an online course.")
    missing: tuple[ProblemView, ...] = Field(description="What stands between a draft and its certificate.")
    acts: tuple[StaffActView, ...] = Field(description="What staff did for it, the latest last.")

    @classmethod
    def of_found(cls, found: FoundClaim) -> Self:
        """`found` as it goes over the wire."""
        claim, summary = found.claim, found.summary
        test = summary.activity.assessment if summary else None
        left = claim.attempts_left(test.attempts) if test and not claim.passed else 0
        return cls(
            **claim_fields(claim),
            access=claim.access.kind,
            code=claim.access.key,
            attempts=AttemptsView(used=len(claim.attempts), left=left, passed=claim.passed) if test else None,
            missing=problem_views(summary.missing) if summary else (),
            acts=tuple(map(StaffActView.of, claim.staff_acts)),
        )

    @classmethod
    def of_summary(cls, summary: Summary) -> Self:
        """The claim of `summary` as it goes over the wire."""
        return cls.of_found(FoundClaim(summary.claim, summary))


class CodeTriesView(ClaimModel):
    """Wrong codes of a learner for an activity that count now: five in an hour lock them out."""

    activity_id: str
    wrong: int = Field(description="Of the last hour.")
    locked_until: AwareDatetime | None = Field(description="Until when no code is taken; null if one is.")
    acts: tuple[StaffActView, ...]

    @classmethod
    def of(cls, tries: CodeTries) -> Self:
        """`tries` as they go over the wire."""
        return cls(
            activity_id=tries.activity_id,
            wrong=tries.wrong,
            locked_until=tries.locked_until,
            acts=tuple(map(StaffActView.of, tries.acts)),
        )

    @classmethod
    def of_lifted(cls, lifted: LockoutLifted) -> Self:
        """What counts after a lock-out was lifted: nothing."""
        return cls(activity_id=lifted.activity_id, wrong=0, locked_until=None, acts=(StaffActView.of(lifted.act),))


class StaffLearnerView(ClaimModel):
    """A learner, for the staff member who helps them."""

    learner_id: str
    name: str | None = Field(description="As certificates print it.")
    email: str | None = Field(description="The address that they hold.")
    former_emails: tuple[str, ...]
    claims: tuple[StaffClaimView, ...] = Field(description="All of them, the one opened last first.")
    codes: tuple[CodeTriesView, ...] = Field(description="Activities with wrong codes that count.")

    @classmethod
    def of(cls, found: FoundLearner) -> Self:
        """`found` as it goes over the wire."""
        profile = found.profile
        return cls(
            learner_id=profile.learner_id,
            name=profile.name_as_printed,
            email=profile.email,
            former_emails=profile.former_emails,
            claims=tuple(map(StaffClaimView.of_found, found.claims)),
            codes=tuple(map(CodeTriesView.of, found.tries)),
        )


class StaffLearnerList(ClaimModel):
    """Whoever was found: one learner, or nobody."""

    items: tuple[StaffLearnerView, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, found: FoundLearner | None) -> Self:
        """`found` as it goes over the wire."""
        return cls(items=(StaffLearnerView.of(found),) if found else ())
