"""What the routes of claims take."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator
from pydantic_core import PydanticCustomError

from laurel.catalog.activity import Id
from laurel.catalog.field_types import LONGEST_PROSE, Amount, Prose, SeenLine
from laurel.claims.claim import EvaluationAnswer
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
# A union would tell of a text that is too long that it is no number and no boolean either.
type AnswerGiven = Annotated[Prose, WrapValidator(_answer), WithJsonSchema(_ANSWER_SCHEMA)]


class Request(BaseModel):
    """Base of what is sent: frozen, and strict about names that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OpenClaim(Request):
    """Opens the claim for an activity, or answers the one that is open."""

    activity_id: Id = Field(examples=["micro-2026"])
    statement: Statement
    access_code: str | None = Field(
        default=None,
        max_length=200,
        description="The Badge ID, Group ID or session code, if the activity asks for one. Case, spaces and dashes"
        " make no difference, and what cannot be a code is no try. Five wrong ones an hour.",
        examples=["MB26-004711"],
    )


class ChangeStatement(Request):
    """Another type of statement. Sessions that no longer fit are listed as missing."""

    statement: Statement


class Acknowledge(Request):
    """The disclosures that the learner has read, in their present version."""

    acknowledged: tuple[Id, ...] = Field(min_length=1, max_length=20, examples=[["faculty", "support"]])


class ClaimSession(Request):
    """Credits for a session attended, and the evaluation of it."""

    credits: Amount = Field(description="In the steps of the statement, at most what the session gives.")
    evaluation: dict[Id, AnswerGiven] = Field(
        default_factory=dict,
        max_length=100,
        description="The answer to each question by its id: 1 to 5, one of the choices, true or false, or text of at"
        " most 1000 characters.",
        examples=[{"objectives-met": 5, "free-of-bias": True, "change": "I will change a procedure", "remarks": ""}],
    )


class TakeAssessment(Request):
    """An attempt at the post-test: the id of the chosen answer by the id of its question, all of them."""

    answers: dict[Id, Id] = Field(max_length=100, examples=[{"q1": "b", "q2": "a"}])


class ChangeCode(Request):
    """Another Badge ID or Group ID for a draft."""

    access_code: str = Field(
        max_length=200,
        description="The learner's own. Case, spaces and dashes make no difference. Five wrong ones an hour.",
        examples=["MB26-004711"],
    )


class Help(Request):
    """Why staff do something for a learner. It is kept with who did it."""

    reason: SeenLine = Field(examples=["She typed her colleague's badge."])
