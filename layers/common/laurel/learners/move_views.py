"""Who has an address and how it moved, as the API shows it to staff; and what learners send about theirs."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from laurel.learners.address_codes import DIGITS
from laurel.learners.address_moves import AddressMove, Undone
from laurel.learners.address_proofs import LONGEST_PROOF
from laurel.learners.move_address import AddressOwner
from laurel.learners.profile import Profile
from laurel.learners.views import Address
from laurel.platform.problem_words import ID


def _code(text: str) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(f"[0-9]{{{DIGITS}}}", digits):
        raise PydanticCustomError("address_code", "Enter the eight digits from the e-mail.")
    return digits


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


class OwnAddressView(BaseModel):
    """An address of the caller."""

    model_config = ConfigDict(frozen=True)

    email: str
    current: bool = Field(description="Whether it is the address of an account, to which its e-mails go.")


class OwnMoveView(BaseModel):
    """A move of an address that the caller can undo."""

    model_config = ConfigDict(frozen=True)

    move_id: str
    email: str
    kind: Literal["taken", "given", "removed"] = Field(
        description="`taken` over from another account, `given` to one, or `removed`."
    )
    at: AwareDatetime
    undo_until: AwareDatetime

    @classmethod
    def of(cls, move: AddressMove, learner_id: str) -> Self:
        """`move` as the learner `learner_id` sees it."""
        kind: Literal["taken", "given", "removed"] = "taken" if move.to_learner == learner_id else "given"
        return cls(
            move_id=move.move_id,
            email=move.email,
            kind=kind if move.to_learner else "removed",
            at=move.at,
            undo_until=move.undo_until,
        )


class OwnAddressesView(BaseModel):
    """The caller's addresses, the current one first, and the moves that they can undo, latest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[OwnAddressView, ...]
    moves: tuple[OwnMoveView, ...]

    @classmethod
    def of(cls, profile: Profile, joined: Iterable[Profile], moves: Iterable[tuple[str, AddressMove]]) -> Self:
        """The addresses of `profile` and of `joined` accounts, and the moves, each with the learner who can undo it."""
        items: list[OwnAddressView] = []
        for one in (profile, *joined):
            current = [OwnAddressView(email=one.email, current=True)] if one.email else []
            items += [*current, *(OwnAddressView(email=each, current=False) for each in reversed(one.former_emails))]
        shown = {move.move_id: OwnMoveView.of(move, learner_id) for learner_id, move in moves}
        return cls(items=tuple(items), moves=tuple(shown.values()))


class NewAddress(BaseModel):
    """Asks for a code for an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Address = Field(examples=["ana@example.org"])


class AddressCode(NewAddress):
    """The code that was sent to the address."""

    code: Annotated[str, StringConstraints(max_length=100), AfterValidator(_code)] = Field(
        description="Eight digits. Spaces and hyphens make no difference.", examples=["1234 5678"]
    )


class SentCodeView(BaseModel):
    """A code is on its way to the address. It says nothing about who has the address."""

    model_config = ConfigDict(frozen=True)

    email: str
    valid_until: AwareDatetime


class UndoOwnMove(NewAddress):
    """Undoes a move of an address of the caller."""

    move_id: Annotated[str, StringConstraints(pattern=ID)]


class TakeAddress(BaseModel):
    """Takes the address over from another account, which gave this proof."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proof: str = Field(min_length=1, max_length=LONGEST_PROOF)


class RemoveAddress(BaseModel):
    """Removes an address from one's profile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Address = Field(examples=["ana@example.org"])
