"""Refusals on the wire: `application/problem+json` (RFC 9457), with a `code` that programs can rely on (pure).

An invalid body gets Laurel's own messages too, each error with its path.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from laurel.platform.problem_words import words_for
from laurel.platform.refusal import Problem, Refusal, RefusalKind

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:laurel:problem:"
MOST_ERRORS = 200
_LONGEST_STEP = 80

# The one place where a kind of refusal becomes an HTTP status.
STATUS: Mapping[RefusalKind, int] = {
    RefusalKind.MALFORMED: 400,
    RefusalKind.NOT_SIGNED_IN: 401,
    RefusalKind.FORBIDDEN: 403,
    RefusalKind.NOT_FOUND: 404,
    RefusalKind.OTHER_METHOD: 405,
    RefusalKind.CONFLICT: 409,
    RefusalKind.OUTDATED: 412,
    RefusalKind.TOO_LARGE: 413,
    RefusalKind.OTHER_MEDIA_TYPE: 415,
    RefusalKind.INVALID: 422,
    RefusalKind.VERSION_NEEDED: 428,
    RefusalKind.TOO_MANY: 429,
    RefusalKind.FAILED: 500,
    RefusalKind.BUSY: 503,
}


class RefusedRequest(Exception):
    """Carries a refusal from a route to the exception handler that answers it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def granted[T](outcome: T | Refusal) -> T:
    """The outcome of a use case that did not refuse. Raises RefusedRequest if it did."""
    if isinstance(outcome, Refusal):
        raise RefusedRequest(outcome)
    return outcome


def document(refusal: Refusal, request_id: str | None = None) -> dict[str, Any]:
    """`refusal` as a problem document, with at most the first 200 errors."""
    found: dict[str, Any] = {
        "type": TYPE_PREFIX + refusal.code,
        "title": title_of(refusal.code),
        "status": status_of(refusal),
        "code": refusal.code,
        "detail": refusal.message,
    }
    if refusal.errors:
        found["errors"] = [
            {"path": one.path, "code": one.code, "message": one.message} for one in refusal.errors[:MOST_ERRORS]
        ]
    if request_id:
        found["request_id"] = request_id
    return found


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUS[refusal.kind]


def title_of(code: str) -> str:
    """The kind of problem in a few words: `claim_final` is "Claim final"."""
    return code.replace("_", " ").capitalize()


def problems_of(errors: Iterable[Mapping[str, Any]], *, skip: int = 0) -> tuple[Problem, ...]:
    """Pydantic's `errors`, in the shape and words of Laurel; the first `skip` steps of each path are left out."""
    return tuple(_problem(one["loc"][skip:], one["type"], one["msg"]) for one in errors)


def _problem(location: Sequence[int | str], kind: str, message: str) -> Problem:
    code, words = words_for(kind, message)
    return Problem(path_of(location), code, words)


def path_of(location: Sequence[int | str]) -> str:
    """A path as people write it: `sessions[3].maximum.pace`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":  # pydantic's mark for an object's key; the previous step names it
            path += f".{_shown(step)}" if path else _shown(step)
    return path


def _shown(step: str) -> str:
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in step)
    return plain if len(plain) <= _LONGEST_STEP else f"{plain[:_LONGEST_STEP]}…"
