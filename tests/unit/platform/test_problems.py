"""Errors about bodies of the wrong shape have Laurel's own wording, also if a library found them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError

from laurel.platform.problems import MEDIA_TYPE, RefusedRequest, document, granted, path_of, problems_of, status_of
from laurel.platform.refusal import Problem, Refusal, RefusalKind


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


def test_a_problem_document_lists_the_first_200_errors() -> None:
    errors = tuple(Problem(f"title{n}", "missing", "This is needed.", RefusalKind.CONFLICT) for n in range(201))
    found = document(Refusal(RefusalKind.INVALID, "invalid", "Correct it.", errors))["errors"]
    assert len(found) == 200
    assert found[199] == {"path": "title199", "code": "missing", "message": "This is needed."}


# RFC 9110, and RFC 6585 for 428 and 429.
STATUSES = {
    "malformed": 400,
    "not_signed_in": 401,
    "forbidden": 403,
    "not_found": 404,
    "other_method": 405,
    "conflict": 409,
    "outdated": 412,
    "too_large": 413,
    "other_media_type": 415,
    "invalid": 422,
    "version_needed": 428,
    "too_many": 429,
    "failed": 500,
    "busy": 503,
}


def test_each_kind_of_refusal_has_its_status() -> None:
    assert {kind.value: status_of(Refusal(kind, "x", "X.")) for kind in RefusalKind} == STATUSES
    assert MEDIA_TYPE == "application/problem+json"


def test_what_is_granted_comes_back_and_a_refusal_is_raised_with_its_code() -> None:
    assert granted("done") == "done"
    refusal = Refusal(RefusalKind.BUSY, "busy", "Try again.")
    with pytest.raises(RefusedRequest, match=r"^busy$") as raised:
        granted(refusal)
    assert raised.value.refusal is refusal


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ((), ""),
        (("title",), "title"),
        (("sessions", 3, "maximum", "pace"), "sessions[3].maximum.pace"),
        ((0, "credits", 12), "[0].credits[12]"),
        (("maximum", "pace", "[key]"), "maximum.pace"),
        (("a\nb\u202e",), "a\ufffdb\ufffd"),
        (("x" * 80, "y" * 81), f"{'x' * 80}.{'y' * 80}…"),
    ],
)
def test_a_path_is_written_as_people_write_it(location: tuple[int | str, ...], path: str) -> None:
    assert path_of(location) == path


def test_the_kind_of_a_problem_does_not_count_when_problems_are_compared() -> None:
    problem, other = Problem("a", "b", "c"), Problem("a", "b", "c", RefusalKind.CONFLICT)
    assert (problem, problem.kind) == (other, RefusalKind.INVALID)
    assert repr(problem) == repr(other) == "Problem(path='a', code='b', message='c')"
