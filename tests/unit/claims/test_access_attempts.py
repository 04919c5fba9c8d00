"""Wrong access codes: when a learner is locked out, in which words, and what is stored of it."""

from datetime import UTC, datetime, timedelta

import pytest

from laurel.claims.access_attempts import (
    WrongCodes,
    blocked,
    counted,
    from_item,
    key_of,
    left_in_words,
    locked_until,
    one_more,
    unchanged,
    within_the_hour,
)
from laurel.platform.retention import WRONG_CODES
from laurel.platform.table import Check, Put
from tests.unit.claims.samples import activity

AT = datetime(2026, 6, 20, 14, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KEY = ("LEARNER#ana", "ATTEMPTS#micro-2026")


def wrong(*minutes: int) -> WrongCodes:
    return tuple(AT + n * MINUTE for n in minutes)


def test_the_attempts_are_kept_for_a_learner_and_an_activity() -> None:
    assert key_of("ana", "micro-2026") == KEY


@pytest.mark.parametrize(
    ("seen", "after", "until"),
    [
        (wrong(), HOUR, None),
        (wrong(0, 1, 2, 3), 4 * MINUTE, None),
        (wrong(0, 1, 2, 3, 4), 5 * MINUTE, AT + HOUR),
        (wrong(0, 1, 2, 3, 4), HOUR - MINUTE, AT + HOUR),
        (wrong(0, 1, 2, 3, 4), HOUR, None),
        (wrong(0, 10, 11, 12, 13, 14), 15 * MINUTE, AT + 10 * MINUTE + HOUR),
    ],
)
def test_five_wrong_codes_lock_out_until_the_first_is_an_hour_old(
    seen: WrongCodes, after: timedelta, until: datetime | None
) -> None:
    assert locked_until(seen, AT + after) == until
    assert (blocked(seen, AT + after, activity()) is None) == (until is None)


def test_who_is_locked_out_hears_until_when_and_who_can_help() -> None:
    found = activity()
    answer = blocked(wrong(0, 1, 2, 3, 4), AT + 5 * MINUTE + timedelta(milliseconds=1), found)
    assert answer is not None
    assert (answer.code, answer.retry_after) == ("too_many_attempts", 55 * 60)
    assert answer.message == (
        "You entered too many wrong codes. Try again after June 20, 2026, 11:00 AM EDT, with the code in front of you."
        f" If you cannot wait, write to {found.contact}: they can let you try now."
    )


def test_a_wrong_code_counts_for_less_than_an_hour() -> None:
    assert within_the_hour(wrong(0, 1), AT + HOUR) == wrong(1)
    assert one_more(wrong(0, 1), AT + HOUR) == wrong(1, 60)


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "You can try 4 more times within the hour."),
        (3, "You can try 2 more times within the hour."),
        (4, "You can try 1 more time within the hour."),
        (5, "That was your last try for this hour."),
    ],
)
def test_the_learner_hears_how_many_attempts_are_left(count: int, says: str) -> None:
    assert left_in_words(wrong(*range(count))) == says


NAMES = {"#wrong_at": "wrong_at"}
NONE_YET = ("attribute_not_exists(pk) OR #wrong_at = :none", NAMES, {":none": []})
SEEN = ("#wrong_at = :seen", NAMES, {":seen": ["2026-06-20T14:00:00.000000Z"]})


def test_a_write_replaces_only_what_was_read() -> None:
    item = {"pk": KEY[0], "sk": KEY[1], "wrong_at": ["2026-06-20T14:00:00.000000Z"]}
    expires = {"expires_at": WRONG_CODES.expires_at(AT)}
    assert counted(KEY, (), wrong(0)) == Put(item | expires, *NONE_YET)
    assert counted(KEY, wrong(0), ()) == Put({**item, "wrong_at": []}, *SEEN)
    assert counted(KEY, wrong(0), wrong(0, 9)).item["expires_at"] == WRONG_CODES.expires_at(AT + 9 * MINUTE)
    assert unchanged(KEY, ()) == Check(KEY, *NONE_YET)
    assert unchanged(KEY, wrong(0)) == Check(KEY, *SEEN)


def test_the_item_reads_as_what_was_written() -> None:
    assert from_item(None) == ()
    assert from_item(counted(KEY, (), wrong(0, 3)).item) == wrong(0, 3)
