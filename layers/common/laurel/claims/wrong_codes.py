"""Wrong access codes: at most five an hour for a learner and activity (pure).

Every code that opens nothing is counted, also one that is taken, full or not valid now: each is an answer that tells
something about the code. The count that was seen goes into the one write that answers, whether the code was right or
wrong, so that guesses made side by side get no more answers than guesses made one by one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from laurel.platform.clock import instant, read_instant
from laurel.platform.refusal import Refusal
from laurel.platform.table import Check, Item, Key, Put

MOST = 5
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WrongCodes:
    """How many codes were wrong since `window_started_at`."""

    window_started_at: datetime
    count: int


def key_of(learner_id: str, activity_id: str) -> Key:
    """Where the wrong codes of this learner for this activity are counted."""
    return f"LEARNER#{learner_id}", f"ATTEMPTS#{activity_id}"


def from_item(item: Item | None) -> WrongCodes | None:
    """What `item` counts; None if there never was a wrong code."""
    return WrongCodes(read_instant(item["window_started_at"]), int(item["count"])) if item else None


def blocked(seen: WrongCodes | None, at: datetime) -> Refusal | None:
    """Refuses any further code while the hour of the fifth wrong one runs."""
    if seen is None or seen.count < MOST or at >= seen.window_started_at + WINDOW:
        return None
    wait = ceil((seen.window_started_at + WINDOW - at).total_seconds())
    message = f"Too many codes were wrong. Try again in {ceil(wait / 60)} minutes, with the code in front of you."
    return Refusal(429, "too_many_attempts", message, retry_after=wait)


def one_more(seen: WrongCodes | None, at: datetime) -> WrongCodes:
    """The count after another wrong code at the instant `at`; an hour after the first one it begins anew."""
    if seen is None or at >= seen.window_started_at + WINDOW:
        return WrongCodes(at, 1)
    return WrongCodes(seen.window_started_at, seen.count + 1)


def left_in_words(now: WrongCodes) -> str:
    """How many more codes may be tried, for the learner."""
    left = MOST - now.count
    if left == 0:
        return "That was the last try for this hour."
    return f"You can try {left} more time{'s' if left > 1 else ''} within the hour."


def counted(key: Key, seen: WrongCodes | None, now: WrongCodes) -> Put:
    """The write of the new count, if the stored one is still the one that was seen."""
    pk, sk = key
    item = {"pk": pk, "sk": sk, "window_started_at": instant(now.window_started_at), "count": now.count}
    condition, names, values = _unchanged(seen)
    return Put(item, condition, names, values)


def unchanged(key: Key, seen: WrongCodes | None) -> Check:
    """The part of a transaction that lets a right code through only if the stored count is the one that was seen."""
    return Check(key, *_unchanged(seen))


def _unchanged(seen: WrongCodes | None) -> tuple[str, dict[str, str], dict[str, Any]]:
    if seen is None:
        return "attribute_not_exists(pk)", {}, {}
    return (
        "#count = :seen AND #started = :started",
        {"#count": "count", "#started": "window_started_at"},
        {":seen": seen.count, ":started": instant(seen.window_started_at)},
    )
