"""Who has an address and how it moved, as the API shows it to staff; and what learners send about theirs."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.learners.address_moves import AddressMove, Undone
from laurel.learners.address_proofs import LONGEST_PROOF
from laurel.learners.move_address import AddressOwner
from laurel.learners.views import Address


class UndoneView(BaseModel):
    """By whom it was undone, when and why."""

    model_config = ConfigDict(frozen=True)

    by: str
    at: AwareDatetime
    reason: str

    @classmethod
    def of(cls, undone: Undone) -> Self:
        """`undone` as it is sent."""
        return cls(by=undone.by, at=undone.at, reason=undone.reason)


class AddressMoveView(BaseModel):
    """A move of an address from one learner to another."""

    model_config = ConfigDict(frozen=True)

    move_id: str
    from_learner_id: str | None = Field(description="null if nobody had it: it was freed before.")
    to_learner_id: str | None = Field(description="null if it was freed for the next person who signs in with it.")
    by: str = Field(description="`staff:` or `learner:` and their learner ID.")
    at: AwareDatetime
    reason: str
    undo_until: AwareDatetime
    undone: UndoneView | None

    @classmethod
    def of(cls, move: AddressMove) -> Self:
        """`move` as it is sent."""
        return cls(
            move_id=move.move_id,
            from_learner_id=move.from_learner,
            to_learner_id=move.to_learner,
            by=move.by,
            at=move.at,
            reason=move.reason,
            undo_until=move.undo_until,
            undone=UndoneView.of(move.undone) if move.undone else None,
        )


class AddressView(BaseModel):
    """An address: who has it, and how it moved."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(description="In its comparable form.")
    learner_id: str | None = Field(description="null if nobody has it now.")
    name: str | None = Field(description="The learner's name as certificates print it.")
    current: bool = Field(description="Whether it is the learner's current address.")
    undoable: str | None = Field(description="The move that can be undone now.")
    moves: tuple[AddressMoveView, ...] = Field(description="Latest first.")

    @classmethod
    def of(cls, found: AddressOwner) -> Self:
        """`found` as it is sent."""
        return cls(
            email=found.email_key,
            learner_id=found.owner.learner_id if found.owner else None,
            name=found.owner.name_as_printed if found.owner else None,
            current=found.is_current,
            undoable=found.undoable,
            moves=tuple(map(AddressMoveView.of, found.moves)),
        )


class AddressProofView(BaseModel):
    """A proof that the caller is signed in with their address, for another account of theirs."""

    model_config = ConfigDict(frozen=True)

    email: str
    proof: str = Field(description="Keep it secret: whoever shows it within ten minutes gets the address.")


class TakeAddress(BaseModel):
    """Takes the address over from another account, which gave this proof."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proof: str = Field(min_length=1, max_length=LONGEST_PROOF)


class RemoveAddress(BaseModel):
    """Removes an address from one's profile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Address = Field(examples=["ana@example.org"])
