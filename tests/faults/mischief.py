"""What goes wrong, at random but the same for the same seed."""

import random
from collections import Counter
from collections.abc import Callable, Iterable

from local.ascp.faults import Rule, Tally

SUBMISSIONS = "/v1/submissions"

# What can go wrong with a call, besides the loss of the request or of the answer.
_ALSO = {
    "dynamodb.TransactWriteItems": ["conflict", "throttled", "error"],
    "dynamodb.PutItem": ["conflict", "throttled", "error"],
    "dynamodb.UpdateItem": ["conflict", "throttled", "error"],
    "dynamodb.DeleteItem": ["conflict", "throttled", "error"],
    "dynamodb.BatchGetItem": ["in part", "throttled", "error"],
    "dynamodb.BatchWriteItem": ["in part", "throttled", "error"],
    "sqs.SendMessageBatch": ["in part", "throttled", "error"],
    "s3.GET": ["broken off", "throttled"],
}
_ANY = ["throttled", "error"]
# What a night calls so seldom that each of its first calls must go wrong, that each way comes.
AT_ONCE = dict.fromkeys(("s3.GET", "s3.LIST", "s3.PUT", "dynamodb.DeleteItem"), 1.0)
NIGHTLY = 0.02


def kinds_of(name: str) -> list[str]:
    """What can go wrong with a call to AWS."""
    return ["lost before", "lost after", *_ALSO.get(name, _ANY)]


class Mischief:
    """Of all calls to AWS so large a share goes wrong, and at so large a share the process is killed.

    The first calls of each operation fail once in each possible way, so every way occurs. Now and then trouble lasts:
    ten calls in a row fail, more than boto3 retries.
    """

    def __init__(
        self, draw: random.Random, at_night: Callable[[], bool], *, wrong: float = 0.0, killed: float = 0.0
    ) -> None:
        self._draw = draw
        self._at_night = at_night
        self._wrong = wrong
        self._killed = killed
        self._lasts = 0
        self._owed: dict[str, list[str]] = {}

    def __call__(self, name: str) -> str | None:
        # A night makes hundreds of calls and a delivery a handful: both are killed now and then, neither always.
        if self._draw.random() < self._killed * (NIGHTLY if self._at_night() else 1):
            return "killed"
        if not self._wrong:
            return None
        if name not in self._owed:
            self._owed[name] = self._draw.sample(kinds_of(name), len(kinds_of(name)))
        if self._owed[name] and self._draw.random() < AT_ONCE.get(name, 0.6):
            return self._owed[name].pop()
        if self._draw.random() < self._wrong / 20:
            self._lasts = 10
        self._lasts = max(0, self._lasts - 1)
        if not self._lasts and self._draw.random() >= self._wrong:
            return None
        return self._draw.choice(kinds_of(name))


class Lasting:
    """From one call to AWS on, counted by `number`, so many in a row go wrong in one way, as far as they can."""

    def __init__(self, number: Callable[[], int], first: int, kind: str, *, lasts: int) -> None:
        self._number = number
        self._numbers = range(first, first + lasts)
        self._kind = kind

    def __call__(self, name: str) -> str | None:
        return self._kind if self._number() in self._numbers and self._kind in kinds_of(name) else None


# Each way in which the stand-in can fail.
WAYS: list[dict] = [
    {"kind": "status", "status": 400, "path": SUBMISSIONS},
    {"kind": "status", "status": 413, "path": SUBMISSIONS},
    {"kind": "missing_results", "fraction": 0.3},
    {"kind": "missing_results", "fraction": 0.3, "taken": False},
    {"kind": "slow", "seconds": 5},
    {"kind": "timeout_before"},
    {"kind": "timeout_after"},
    {"kind": "reset_before"},
    {"kind": "reset_after"},
    {"kind": "garbage"},
    {"kind": "garbage", "taken": True},
    {"kind": "status", "status": 429, "retry_after": 90},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 500, "taken": True},
    {"kind": "status", "status": 503, "retry_after": 120},
    {"kind": "status", "status": 503, "retry_after": 120, "taken": True},
    {"kind": "status", "status": 401, "path": "/v1"},
    {"kind": "expired_token", "path": "/v1"},
]


def bad_days_of_ascp(seed: int, share: float) -> list[Rule]:
    """Rules by which the stand-in fails in each way that it knows, in all for about `share` of the requests.

    And once in each way for one of the first submissions, so every way occurs.
    """
    draw = random.Random(seed)
    each = share / len(WAYS)
    once = [Rule(**{**way, "path": SUBMISSIONS}, after=draw.randrange(40), times=1) for way in WAYS]
    return once + [Rule(**way, probability=each, seed=seed * 100 + n) for n, way in enumerate(WAYS)]


def fired(tallies: Iterable[Tally]) -> Counter:
    """How often the stand-in failed, by way: kind, status, and whether it took the request."""
    found: Counter = Counter()
    for one in tallies:
        found[one.rule.kind, one.rule.status, one.rule.takes()] += one.fired
    return found
