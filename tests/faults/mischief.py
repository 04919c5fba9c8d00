"""What goes wrong, at random but the same for the same seed."""

import random
from collections.abc import Callable

from local.ascp.faults import Rule

SUBMISSIONS = "/v1/submissions"

# What can go wrong with a call, beside its being lost on the way there or back.
_ALSO = {
    "dynamodb.TransactWriteItems": ["conflict", "throttled", "error"],
    "dynamodb.BatchGetItem": ["in part", "throttled", "error"],
    "dynamodb.BatchWriteItem": ["in part", "throttled", "error"],
    "sqs.SendMessageBatch": ["in part", "throttled", "error"],
    "s3.GET": ["broken off", "throttled"],
    "s3.PUT": ["throttled"],
}
_ANY = ["throttled", "error"]
NIGHTLY = 0.02


class Mischief:
    """Of all calls to AWS so large a share goes wrong, and at so large a share the process is killed.

    Now and then trouble lasts: ten calls in a row go wrong, which is more than boto3 puts up with.
    """

    def __init__(
        self, draw: random.Random, at_night: Callable[[], bool], *, wrong: float = 0.0, killed: float = 0.0
    ) -> None:
        self._draw = draw
        self._at_night = at_night
        self._wrong = wrong
        self._killed = killed
        self._lasts = 0

    def __call__(self, name: str) -> str | None:
        # A night makes hundreds of calls and a delivery a handful: both are killed now and then, neither always.
        if self._draw.random() < self._killed * (NIGHTLY if self._at_night() else 1):
            return "killed"
        if self._draw.random() < self._wrong / 20:
            self._lasts = 10
        self._lasts = max(0, self._lasts - 1)
        if not self._lasts and self._draw.random() >= self._wrong:
            return None
        return self._draw.choice(["lost before", "lost after", *_ALSO.get(name, _ANY)])


def bad_days_of_ascp(seed: int, share: float) -> list[Rule]:
    """Rules by which the stand-in fails in each way that it knows, in all for about `share` of the requests."""
    ways = [
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
        {"kind": "status", "status": 400, "path": SUBMISSIONS},
        {"kind": "status", "status": 413, "path": SUBMISSIONS},
        {"kind": "expired_token", "path": "/v1"},
        {"kind": "missing_results", "fraction": 0.3},
        {"kind": "missing_results", "fraction": 0.3, "taken": False},
    ]
    each = share / len(ways)
    return [Rule(**way, probability=each, seed=seed * 100 + n) for n, way in enumerate(ways)]
