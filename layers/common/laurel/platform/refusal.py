"""A refusal: an expected outcome, with a message for the person who asked (pure).

Use cases return it as a value; the handlers translate it into `application/problem+json`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or missing. `path` (`sessions.s1.credits`) says where, `message` what to do."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done.

    `status` is the HTTP status of the response, `code` is stable, `message` is for the person who asked.
    `errors` are the individual problems, `retry_after` is in seconds, `version` is the currently stored version.
    """

    status: int
    code: str
    message: str
    errors: tuple[Problem, ...] = ()
    retry_after: int | None = None
    version: int | None = None
