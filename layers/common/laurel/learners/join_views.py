"""Joins of accounts, as the API shows them to learners and staff, and what they send."""

from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.learners.address_proofs import LONGEST_PROOF
from laurel.learners.joins import Join
from laurel.learners.move_views import UndoneView


class JoinView(BaseModel):
    """A join: the account `other_learner_id` was joined with `learner_id`, which stays."""

    model_config = ConfigDict(frozen=True)

    join_id: str
    learner_id: str
    other_learner_id: str
    other_email: str | None = Field(description="The current address of the other account at that time.")
    by: str = Field(description="`staff:` or `learner:` and their learner ID.")
    at: AwareDatetime
    reason: str
    undo_until: AwareDatetime
    undone: UndoneView | None

    @classmethod
    def of(cls, join: Join) -> Self:
        """`join` as staff see it."""
        return cls(
            join_id=join.join_id,
            learner_id=join.learner_id,
            other_learner_id=join.other,
            other_email=join.email,
            by=join.by,
            at=join.at,
            reason=join.reason,
            undo_until=join.undo_until,
            undone=UndoneView.of(join.undone) if join.undone else None,
        )


class OwnJoinView(BaseModel):
    """An account that is joined with the caller's."""

    model_config = ConfigDict(frozen=True)

    join_id: str
    email: str | None = Field(description="The current address of the other account at that time.")
    by_staff: bool
    at: AwareDatetime
    undo_until: AwareDatetime | None = Field(description="null when it can no longer be undone.")

    @classmethod
    def of(cls, join: Join, *, undoable: bool) -> Self:
        """`join` as its learner sees it."""
        return cls(
            join_id=join.join_id,
            email=join.email,
            by_staff=join.by.startswith("staff:"),
            at=join.at,
            undo_until=join.undo_until if undoable else None,
        )


class OwnJoinsView(BaseModel):
    """The accounts that are joined with the caller's, latest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[OwnJoinView, ...]


class JoinProofView(BaseModel):
    """A proof that the caller is signed in to their account, for another account of theirs."""

    model_config = ConfigDict(frozen=True)

    proof: Annotated[str, Field(description="Keep it secret: whoever shows it within ten minutes gets the account.")]


class JoinAccount(BaseModel):
    """Joins the account that gave this proof with the caller's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proof: str = Field(min_length=1, max_length=LONGEST_PROOF)
