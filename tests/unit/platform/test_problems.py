"""Errors about bodies of the wrong shape have Laurel's own wording, also if a library found them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError

from laurel.platform.problems import problems_of


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
