"""A refusal: an outcome that is expected, said to the person who asked (pure).

Use cases return it as a value; the doors translate it into `application/problem+json`.
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

    `status` is the HTTP status a door answers with, `code` is stable, `message` is for the person who asked.
    `errors` are the single problems, `retry_after` is in seconds, `version` is the version that is stored now.
    """

    status: int
    code: str
    message: str
    errors: tuple[Problem, ...] = ()
    retry_after: int | None = None
    version: int | None = None
