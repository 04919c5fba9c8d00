"""Errors about bodies of the wrong shape have Laurel's own wording, also if a library found them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError

from laurel.platform.problems import document, problems_of
from laurel.platform.refusal import Refusal, RefusalKind


class _Kind(StrEnum):
    WEBINAR = "webinar"
    ONLINE = "online"


class _Body(BaseModel):
    kind: _Kind = _Kind.ONLINE
    day: date = date(2026, 6, 4)
    at: AwareDatetime | None = None
    name: Annotated[str, StringConstraints(pattern="^[a-z]+$")] = "a"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"kind": "party"}, "enum", "Choose one of 'webinar' or 'online'."),
        ({"name": "A"}, "string_pattern_mismatch", "This is not written as it should be."),
        ({"day": "2026-02-30"}, "date", "There is no such date."),
        ({"day": "soon"}, "date", "There is no such date."),
        ({"at": "2026-06-04T25:00:00Z"}, "instant", "There is no such time."),
        ({"at": "2026-06-04T10:00:00"}, "instant", "or with an offset from UTC."),
    ],
)
def test_what_is_wrong_is_said_to_people(body: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        _Body.model_validate(body)
    (problem,) = problems_of([dict(one) for one in raised.value.errors()])
    assert (problem.path, problem.code) == (next(iter(body)), code)
    assert words in problem.message
    assert "Input" not in problem.message


def test_a_problem_document_has_every_member() -> None:
    refusal = Refusal(RefusalKind.NOT_FOUND, "claim_not_found", "There is no such claim.", retry_after=5)
    assert document(refusal, "r-1") == {
        "type": "urn:laurel:problem:claim_not_found",
        "title": "Claim not found",
        "status": 404,
        "code": "claim_not_found",
        "detail": "There is no such claim.",
        "request_id": "r-1",
    }
    assert "request_id" not in document(refusal)
