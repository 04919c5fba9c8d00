"""Request bodies of the claim routes."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator
from pydantic_core import PydanticCustomError

from laurel.catalog.activity import Id
from laurel.catalog.field_types import LONGEST_PROSE, Amount, Prose, SeenLine
from laurel.claims.claim import EvaluationAnswer
from laurel.learners.views import Address
from laurel.statements import Statement


def _answer(value: Any, text: ValidatorFunctionWrapHandler) -> EvaluationAnswer:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        kept: str = text(value)
        return kept
    raise PydanticCustomError("answer_kind", "Answer with a number from 1 to 5, with true or false, or with text.")


_ANSWER_SCHEMA = {
    "anyOf": [{"type": "boolean"}, {"type": "integer"}, {"type": "string", "maxLength": LONGEST_PROSE}],
}
# With a union, the message for a text that is too long would also say that it is no number and no boolean.
type AnswerGiven = Annotated[Prose, WrapValidator(_answer), WithJsonSchema(_ANSWER_SCHEMA)]


class Request(BaseModel):
    """Base of the request bodies: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OpenClaim(Request):
    """Opens the claim for an activity, or returns the one that is open."""

    activity_id: Id = Field(examples=["micro-2026"])
    statement: Statement
    access_code: str | None = Field(
        default=None,
        max_length=200,
        description="The Badge ID, Group ID or session code, if the activity asks for one. Case, spaces and dashes"
        " do not matter. Input that cannot be a code does not count as an attempt. At most five wrong codes an hour.",
        examples=["MB26-004711"],
    )


class ChangeStatement(Request):
    """Another type of statement. Sessions that are no longer valid are listed as missing."""

    statement: Statement


class Acknowledge(Request):
    """The disclosures that the learner has read, in their current version."""

    acknowledged: tuple[Id, ...] = Field(min_length=1, max_length=20, examples=[["faculty", "support"]])


class ClaimSession(Request):
    """Credits for an attended session, and its evaluation."""

    credits: Amount = Field(description="A multiple of the statement's step, at most the session's maximum.")
    evaluation: dict[Id, AnswerGiven] = Field(
        default_factory=dict,
        max_length=100,
        description="The answer to each question by its id: 1 to 5, one of the choices, true or false, or text of at"
        " most 1000 characters.",
        examples=[{"objectives-met": 5, "free-of-bias": True, "change": "I will change a procedure", "remarks": ""}],
    )


class EvaluateActivity(Request):
    """The evaluation of the whole activity."""

    evaluation: dict[Id, AnswerGiven] = Field(
        max_length=100,
        description="The answer to each question of the activity's `overall_evaluation` by its id, as for a session.",
        examples=[{"overall": 5, "facilities": 4, "remarks": "The lunch was cold"}],
    )


class TakeAssessment(Request):
    """An attempt at the post-test: for every question, its id and the id of the chosen answer."""

    answers: dict[Id, Id] = Field(max_length=100, examples=[{"q1": "b", "q2": "a"}])


class ChangeCode(Request):
    """Another Badge ID or Group ID for a draft."""

    access_code: str = Field(
        max_length=200,
        description="The learner's own code. Case, spaces and dashes do not matter. At most five wrong codes an hour.",
        examples=["MB26-004711"],
    )


class Help(Request):
    """Why staff help a learner. It is stored with who did it."""

    reason: SeenLine = Field(examples=["She typed her colleague's badge."])


class MoveAddress(Help):
    """Gives an address to another learner, or frees it."""

    email: Address = Field(examples=["ana@example.org"])
    to_email: Address | None = Field(
        default=None,
        description="An address of the learner who gets it. null: it belongs to the next person who signs in with it,"
        " but not to the one who loses it.",
        examples=["ana.new@example.org"],
    )


class JoinOther(Help):
    """Joins the account that has this address with that of a learner, who stays."""

    learner_id: Id
    email: Address = Field(examples=["ana.old@example.org"])


class UndoJoin(Help):
    """Separates two joined accounts; the learner is the one who stays."""

    learner_id: Id
    join_id: Id


class UndoMove(Help):
    """Undoes a move of an address."""

    email: Address = Field(examples=["ana@example.org"])
    move_id: Id
