"""What staff see of a learner who is stuck: who they are, their claims, what is missing, and what staff did before."""

from collections.abc import Iterable
from typing import Self

from pydantic import AwareDatetime, Field

from laurel.claims.claim import StaffAct
from laurel.claims.find_learner import CodeTries, FoundClaim, FoundLearner
from laurel.claims.staff_help import LockoutLifted
from laurel.claims.summary import Summary
from laurel.claims.views import ClaimLine, ClaimModel, ProblemView, claim_fields, problem_views
from laurel.learners.join_views import JoinView
from laurel.learners.views import NewEmailView, new_email_view


class StaffActView(ClaimModel):
    """Something that staff did."""

    by: str = Field(description="`staff:` and their `sub` in Cognito.")
    at: AwareDatetime
    what: str = Field(examples=["freed the code"])
    reason: str = Field(examples=["She typed her colleague's badge."])

    @classmethod
    def of(cls, act: StaffAct) -> Self:
        """`act` as it is sent."""
        return cls(by=act.by, at=act.at, what=act.what, reason=act.reason)


class AttemptsView(ClaimModel):
    """Attempts at the post-test."""

    used: int
    left: int
    passed: bool


class StaffClaimView(ClaimLine):
    """A claim as staff see it."""

    access: str = Field(description="What opened it: `badge`, `group`, `session_code` or `none`.")
    code: str | None = Field(description="The Badge ID or Group ID; null if it has none, or staff freed it.")
    attempts: AttemptsView | None = Field(description="Only for the draft of an online course.")
    missing: tuple[ProblemView, ...] = Field(
        description="What a draft still needs before its certificate can be printed."
    )
    acts: tuple[StaffActView, ...] = Field(description="What staff did for it, latest last.")

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
    """A learner's wrong codes for an activity that still count: five in an hour lock them out."""

    activity_id: str
    wrong: int = Field(description="In the last hour.")
    locked_until: AwareDatetime | None = Field(
        description="Until when the learner is locked out; null if they are not."
    )
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
        """The state after a lockout was lifted: no wrong codes count."""
        return cls(activity_id=lifted.activity_id, wrong=0, locked_until=None, acts=(StaffActView.of(lifted.act),))


class StaffLearnerView(ClaimModel):
    """A learner, as staff see them."""

    learner_id: str
    name: str | None = Field(description="As certificates print it.")
    email: str | None = Field(description="The learner's current address.")
    new_email: NewEmailView | None = Field(
        default=None, description="The address with which they sign in, while it does not count yet; null otherwise."
    )
    former_emails: tuple[str, ...]
    ascp_customer_id: str | None = Field(default=None, description="As the learner entered it in the profile.")
    claims: tuple[StaffClaimView, ...] = Field(description="All claims, latest opened first.")
    codes: tuple[CodeTriesView, ...] = Field(description="Activities for which wrong codes count.")
    joined_into: str | None = Field(description="The learner with whom this account was joined, who stays.")
    joins: tuple[JoinView, ...] = Field(description="Accounts that were joined with this one, latest first.")

    @classmethod
    def of(cls, found: FoundLearner) -> Self:
        """`found` as it goes over the wire."""
        profile = found.profile
        return cls(
            learner_id=profile.learner_id,
            name=profile.name_as_printed,
            email=profile.email,
            new_email=new_email_view(profile),
            former_emails=profile.former_emails,
            ascp_customer_id=profile.ascp_customer_id,
            claims=tuple(map(StaffClaimView.of_found, found.claims)),
            codes=tuple(map(CodeTriesView.of, found.tries)),
            joined_into=profile.joined_into,
            joins=tuple(JoinView.of(one) for one in sorted(found.joins, key=lambda one: one.join_id, reverse=True)),
        )


class StaffLearnerList(ClaimModel):
    """The learner who was found, then joined accounts; or nobody."""

    items: tuple[StaffLearnerView, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, found: Iterable[FoundLearner]) -> Self:
        """`found` as it goes over the wire."""
        return cls(items=tuple(map(StaffLearnerView.of, found)))
