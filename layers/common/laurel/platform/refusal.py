"""Refusals: expected outcomes, with a message for the person who asked (pure).

The `refusals.py` of each package defines its types, each code once: what kind of refusal it is, when it happens, and
its sentence. Rules and use cases return refusals made from these types. Which HTTP status a kind has is the business of
`problems.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self


class RefusalKind(StrEnum):
    """What is wrong in general: with the request, with who asks, with the state of things, or with us."""

    MALFORMED = "malformed"
    NOT_SIGNED_IN = "not_signed_in"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    OTHER_METHOD = "other_method"
    CONFLICT = "conflict"
    OUTDATED = "outdated"
    TOO_LARGE = "too_large"
    OTHER_MEDIA_TYPE = "other_media_type"
    INVALID = "invalid"
    VERSION_NEEDED = "version_needed"
    TOO_MANY = "too_many"
    FAILED = "failed"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or missing. `path` (`sessions.s1.credits`) says where, `message` what to do.

    `kind` is the kind of refusal if this is the only problem.
    """

    path: str
    code: str
    message: str
    kind: RefusalKind = field(default=RefusalKind.INVALID, compare=False, repr=False)


class ProblemFound(ValueError):
    """A value cannot be used. `problem` says why, for the person who sent it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done.

    `code` is stable, `message` is for the person who asked. `errors` are the individual problems, `retry_after` is in
    seconds, `version` is the currently stored version.
    """

    kind: RefusalKind
    code: str
    message: str
    errors: tuple[Problem, ...] = ()
    retry_after: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A problem that is only listed among the `errors` of a refusal.

    `sentence` has {names} for what `at` puts in. Without a sentence the type is there for its variants.
    """

    code: str
    sentence: str = ""

    def at(self, path: str, **values: object) -> Problem:
        """The problem at `path`."""
        return Problem(path, self.code, self.sentence.format(**values))

    def saying(self, sentence: str) -> Self:
        """The same type with another sentence, for another situation."""
        return replace(self, sentence=sentence)


@dataclass(frozen=True, slots=True)
class RefusalType:
    """A reason to refuse. `when` says when it happens, for programmers; `sentence` is for the person who asked.

    `sentence` has {names} for what `refuse` puts in. Without a sentence the type is there for its variants.
    """

    code: str
    kind: RefusalKind
    when: str
    sentence: str = ""

    def refuse(
        self,
        path: str | None = None,
        *,
        errors: Iterable[Problem] = (),
        retry_after: int | None = None,
        version: int | None = None,
        **values: object,
    ) -> Refusal:
        """The refusal, with `values` in its sentence. With a `path` it also lists the problem there."""
        listed = tuple(errors) if path is None else (self.at(path, **values),)
        return Refusal(self.kind, self.code, self.sentence.format(**values), listed, retry_after, version)

    def at(self, path: str, **values: object) -> Problem:
        """The refusal as one problem among others."""
        return Problem(path, self.code, self.sentence.format(**values), self.kind)

    def saying(self, sentence: str) -> Self:
        """The same type with another sentence, for another situation."""
        return replace(self, sentence=sentence)


def refused(problem: Problem) -> Refusal:
    """The refusal for this one problem. It names the place only if the request itself is wrong."""
    listed = (problem,) if problem.kind is RefusalKind.INVALID else ()
    return Refusal(problem.kind, problem.code, problem.message, listed)
