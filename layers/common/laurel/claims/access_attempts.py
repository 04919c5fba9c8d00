"""Wrong access codes: at most five in any hour for a learner and activity.

Every code that opens nothing counts, also one that is taken, full or not valid now: each answer reveals something
about the code. The write after a guess, right or wrong, is conditional on the wrong codes that were read. So parallel
guesses get no more answers than sequential ones.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from laurel.catalog.activity import Activity
from laurel.claims.refusals import TOO_MANY_ATTEMPTS
from laurel.platform.clock import instant, read_instant
from laurel.platform.dates import moment_in_words
from laurel.platform.refusal import Refusal
from laurel.platform.retention import EXPIRES_AT, WRONG_CODES
from laurel.platform.table import Check, Item, Key, Put

MOST = 5
WINDOW = timedelta(hours=1)

type WrongCodes = tuple[datetime, ...]
"""The times of the last wrong codes, oldest first: at most five, because more never matter."""


def key_of(learner_id: str, activity_id: str) -> Key:
    """The key of this learner's wrong codes for this activity."""
    return f"LEARNER#{learner_id}", f"ATTEMPTS#{activity_id}"


def from_item(item: Item | None) -> WrongCodes:
    """The wrong codes in `item`; none if there is no item."""
    return tuple(map(read_instant, item["wrong_at"])) if item else ()


def blocked(seen: WrongCodes, at: datetime, activity: Activity) -> Refusal | None:
    """Refuses any further code until fewer than five were wrong within the last hour."""
    until = locked_until(seen, at)
    if until is None:
        return None
    return TOO_MANY_ATTEMPTS.refuse(
        until=moment_in_words(until, activity.zone),
        contact=activity.contact,
        retry_after=ceil((until - at).total_seconds()),
    )


def within_the_hour(seen: WrongCodes, at: datetime) -> WrongCodes:
    """The wrong codes that still count at the instant `at`."""
    return tuple(one for one in seen if at < one + WINDOW)


def locked_until(seen: WrongCodes, at: datetime) -> datetime | None:
    """Until when the learner is locked out; None if they may try a code."""
    if len(seen) < MOST or at >= seen[-MOST] + WINDOW:
        return None
    return seen[-MOST] + WINDOW


def one_more(seen: WrongCodes, at: datetime) -> WrongCodes:
    """The wrong codes of the last hour, with one more at the instant `at`."""
    return (*within_the_hour(seen, at), at)


def left_in_words(now: WrongCodes) -> str:
    """How many attempts are left, as a sentence for the learner."""
    left = MOST - len(now)
    if left == 0:
        return "That was your last try for this hour."
    return f"You can try {left} more time{'s' if left > 1 else ''} within the hour."


def counted(key: Key, seen: WrongCodes, now: WrongCodes) -> Put:
    """The write of `now`, on the condition that the stored item is still `seen`."""
    pk, sk = key
    item: Item = {"pk": pk, "sk": sk, "wrong_at": [instant(one) for one in now]}
    if now:
        item[EXPIRES_AT] = WRONG_CODES.expires_at(now[-1])
    condition, names, values = _unchanged(seen)
    return Put(item, condition, names, values)


def unchanged(key: Key, seen: WrongCodes) -> Check:
    """The condition in a transaction that the stored item is still `seen`: only then is a right code accepted."""
    return Check(key, *_unchanged(seen))


def _unchanged(seen: WrongCodes) -> tuple[str, dict[str, str], dict[str, Any]]:
    if not seen:  # none yet, or staff lifted a lockout
        return "attribute_not_exists(pk) OR #wrong_at = :none", {"#wrong_at": "wrong_at"}, {":none": []}
    return "#wrong_at = :seen", {"#wrong_at": "wrong_at"}, {":seen": [instant(one) for one in seen]}
