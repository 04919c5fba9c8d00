"""The ways in which the stand-in can fail, and which request fails how.

A rule applies to the requests that match its kind and its `path`. It lets the first `after` of them pass, then fires
with its `probability`, at most `times` times. Rules are tried in order, and the first that fires wins. Whether a rule
fires at its n-th request depends only on its seed and n: the same requests in the same order always fail the same way.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from local.ascp.wire import Request

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
SUBMISSIONS_PATH = "/v1/submissions"

type Kind = Literal[
    "slow",
    "timeout_before",
    "timeout_after",
    "reset_before",
    "reset_after",
    "garbage",
    "status",
    "missing_results",
    "expired_token",
]
type FailingStatus = Literal[400, 401, 413, 429, 500, 502, 503, 504]

# The fields of each kind of rule, in addition to path, probability, seed, times and after.
_OWN_FIELDS: dict[Kind, frozenset[str]] = {
    "slow": frozenset({"seconds"}),
    "timeout_before": frozenset({"seconds"}),
    "timeout_after": frozenset({"seconds"}),
    "reset_before": frozenset(),
    "reset_after": frozenset(),
    "garbage": frozenset({"taken"}),
    "status": frozenset({"status", "retry_after", "taken"}),
    "missing_results": frozenset({"fraction", "count", "taken"}),
    "expired_token": frozenset(),
}


class Rule(BaseModel):
    """One way to fail, and when.

    slow              answers `seconds` (2) late; takes the request at once.
    timeout_before    does not answer for `seconds` (30), then hangs up; the request is not taken.
    timeout_after     the same, but the request is taken: accept and lose the answer.
    reset_before      resets the connection; the request is not taken.
    reset_after       resets the connection after taking the request: accept and lose the answer.
    garbage           answers 200 with a page of HTML; `taken` (false) says whether the request was taken.
    status            answers `status`, with `retry_after` as Retry-After; with a 5xx, `taken` (false) may be true.
    missing_results   leaves out the results of a `fraction` or a `count` of the credits; with `taken` (true) they were
                      judged and booked nevertheless, else they were not looked at. Submissions only.
    expired_token     takes the token of the request back and answers 401. Not for /oauth/token.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    path: str = ""
    probability: Annotated[float, Field(ge=0, le=1)] = 1
    seed: int = 0
    times: Annotated[int, Field(ge=1)] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    seconds: Annotated[float, Field(ge=0, le=600)] | None = None
    status: FailingStatus | None = None
    retry_after: Annotated[int, Field(ge=0)] | Annotated[str, Field(pattern=r"^[ -~]+$")] | None = None
    taken: bool | None = None
    fraction: Annotated[float, Field(gt=0, le=1)] | None = None
    count: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_can_do(self) -> Self:
        said = {name for name in self.model_fields_set if getattr(self, name) is not None}
        idle = (said & frozenset().union(*_OWN_FIELDS.values())) - _OWN_FIELDS[self.kind]
        if idle:
            message = f"{', '.join(sorted(idle))} is not for a rule of kind {self.kind}"
            raise ValueError(message)
        if self.kind == "status" and self.status is None:
            message = "a rule of kind status needs a status"
            raise ValueError(message)
        if self.kind == "status" and self.taken and (self.status or 0) < 500:
            message = "only a 5xx can have taken the request"
            raise ValueError(message)
        if self.kind == "missing_results" and (self.fraction is None) == (self.count is None):
            message = "a rule of kind missing_results needs either a fraction or a count"
            raise ValueError(message)
        return self

    def fits(self, request: Request) -> bool:
        """Whether the rule applies to this request."""
        if self.kind == "missing_results" and (request.method, request.path) != ("POST", SUBMISSIONS_PATH):
            return False
        if self.kind == "expired_token" and request.path == TOKEN_PATH:
            return False
        return request.path.startswith(self.path)

    def fires_at(self, number: int) -> bool:
        """Whether the rule fires at its `number`-th fitting request, counted from 0."""
        if number < self.after:
            return False
        return random.Random(f"{self.seed}/{number}").random() < self.probability  # noqa: S311 - repeatable on purpose

    def wait(self) -> float:
        """How long the client is kept waiting, in seconds."""
        if self.seconds is not None:
            return self.seconds
        return 2.0 if self.kind == "slow" else 30.0 if self.kind.startswith("timeout") else 0.0

    def takes(self) -> bool:
        """Whether the request is taken although the client does not hear of it."""
        if self.taken is not None:
            return self.taken
        return self.kind in {"slow", "timeout_after", "reset_after", "missing_results"}

    def left_out(self, references: Sequence[str]) -> frozenset[str]:
        """The references whose results are missing from the answer; always the same ones for the same submission."""
        count = self.count if self.count is not None else math.ceil((self.fraction or 0) * len(references))
        draw = random.Random(f"{self.seed}/{'/'.join(references)}")  # noqa: S311 - repeatable on purpose
        return frozenset(draw.sample(list(references), min(count, len(references))))


RULES = TypeAdapter(list[Rule])


@dataclass
class Tally:
    """A rule and how often it was asked and won."""

    rule: Rule
    seen: int = 0
    fired: int = 0


class Faults:
    """The rules in force. They live in memory: a stand-in that is started again is healthy."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tallies: list[Tally] = []

    def put(self, rules: Sequence[Rule]) -> None:
        """Replace all rules by these, their counts at zero; an empty list heals the stand-in."""
        with self._lock:
            self._tallies = [Tally(rule) for rule in rules]

    def tallies(self) -> list[Tally]:
        """The rules in force with their counts."""
        with self._lock:
            return [Tally(tally.rule, tally.seen, tally.fired) for tally in self._tallies]

    def pick(self, request: Request) -> Rule | None:
        """The rule that makes this request fail, if any; counts the request for every rule it fits."""
        winner: Rule | None = None
        with self._lock:
            for tally in self._tallies:
                if not tally.rule.fits(request):
                    continue
                number, tally.seen = tally.seen, tally.seen + 1
                spent = tally.rule.times is not None and tally.fired >= tally.rule.times
                if winner is None and not spent and tally.rule.fires_at(number):
                    tally.fired += 1
                    winner = tally.rule
        return winner
