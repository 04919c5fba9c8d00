"""How long to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.retry import LONGEST_RETRY_AFTER, retry_after_seconds, wait_seconds

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "draw", "seconds"),
    [(1, 0.0, 15), (1, 0.999, 30), (2, 0.0, 30), (3, 0.5, 90), (8, 0.0, 1800), (8, 0.999, 3599), (10_000, 0.0, 1800)],
)
def test_the_wait_doubles_up_to_the_longest(attempt: int, draw: float, seconds: int) -> None:
    assert wait_seconds(attempt, base=30, longest=3600, draw=draw) == seconds


@given(st.integers(-5, 10**6), st.integers(1, 10**4), st.integers(1, 43_200), st.floats(0, 1, exclude_max=True))
def test_the_wait_is_always_between_half_and_the_whole(attempt: int, base: int, longest: int, draw: float) -> None:
    seconds = wait_seconds(attempt, base=base, longest=longest, draw=draw)
    whole = wait_seconds(attempt, base=base, longest=longest, draw=1)
    assert max(1, whole / 2) <= seconds <= whole <= max(longest, 1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], 0),
        ([""], 0),
        (["120"], 120),
        ([" 120 "], 120),
        (["0"], 0),
        (["3601"], 3600),
        (["1000000000"], 3600),
        (["9" * 5000], 3600),
        (["-5"], 0),
        (["²"], 0),
        (["soon"], 0),
        (["1e3"], 0),
        (["60", "60"], 60),
        (["5", "90", "soon"], 90),
        (["60, 60"], 60),
        (["60,90 , 30"], 90),
        (["1.5"], 2),
        (["0.2"], 1),
        ([".5"], 1),
        (["7."], 7),
        (['"120"'], 120),
        (["'120'"], 120),
        (['"30", "45"'], 45),
        (["120 seconds"], 120),
        (["120s"], 120),
        (["2 minutes"], 120),
        (["1 hour"], 3600),
        (["5000 ms"], 5),
        (["PT2M"], 120),
        (["PT1M30S"], 90),
        (["30; comment"], 30),
        (["7 apples"], 0),
        (["1500 milliseconds"], 2),
        (["2 millisecond"], 1),
        (["30 sec"], 30),
        (["30 secs"], 30),
        (["1 second"], 1),
        (["2m"], 120),
        (["2 min"], 120),
        (["1 minute"], 60),
        (["0.5h"], 1800),
        (["0.5 hr"], 1800),
        (["0.5 hours"], 1800),
        (["5 Min."], 300),
        (["PT1H"], 3600),
        (["pt0h2m3.5s"], 123),
        (["x60"], 0),
        (["X60"], 0),
        (["60 X"], 0),
        (["0" * 30 + "5"], 5),
        # Only the first thousand characters count.
        ([" " * 998 + "600"], 60),
        (["200 Fri, 20 Nov 2026 07:02:00 GMT"], 200),
        (["200 2026-11-20T07:02:00Z"], 200),
        (["2026-11-20t07:02:00z"], 120),
        (["2026-11-20 09:02:00.5+02:00"], 121),
        (["2026-11-20T07:02:00"], 120),
        (["2026-11-20 07:02:00 UTC"], 120),
        (["2026-99-20T07:02:00Z"], 0),
        (["Fri, 20 Nov 2026 09:02:00 +0200"], 120),
        (["Fri, 20 Nov 2026 07:02:00 GMT"], 120),
        (["Fri, 20 Nov 2026 07:02:00 -0000"], 120),
        (["Friday, 20-Nov-26 07:02:00 GMT"], 120),
        (["Fri Nov 20 07:02:00 2026"], 120),
        (["2026-11-20T07:02:00Z"], 120),
        (["30, Fri, 20 Nov 2026 07:02:00 GMT"], 120),
        (["Fri, 20 Nov 2026 07:02:00 GMT, Fri, 20 Nov 2026 07:03:00 GMT"], 180),
        (["Fri, 20 Nov 2026 06:00:00 GMT"], 0),
        (["Fri, 20 Nov 2099 06:00:00 GMT"], 3600),
        (["Fri, 99 Nov 2026 06:00:00 GMT"], 0),
    ],
)
def test_of_what_retry_after_asks_for_the_most_that_can_be_read_counts(headers: list[str], seconds: int) -> None:
    assert retry_after_seconds(headers, now=NOW) == seconds


@pytest.mark.parametrize("hours", [-2, -1, 0, 1, 2])
def test_a_date_is_taken_by_the_clock_that_wrote_it(hours: int) -> None:
    theirs = NOW + timedelta(hours=hours)
    asked = [format_datetime(theirs + timedelta(seconds=5), usegmt=True)]
    said = format_datetime(theirs, usegmt=True)
    assert retry_after_seconds(asked, now=NOW, answered_at=said) == 5


@pytest.mark.parametrize("said", [None, "", "today"])
def test_without_their_clock_a_date_is_taken_by_ours(said: str | None) -> None:
    assert retry_after_seconds(["Fri, 20 Nov 2026 07:02:00 GMT"], now=NOW, answered_at=said) == 120


@given(st.lists(st.text(max_size=60), max_size=3), st.none() | st.text(max_size=40))
def test_any_retry_after_can_be_read(headers: list[str], said: str | None) -> None:
    assert 0 <= retry_after_seconds(headers, now=NOW, answered_at=said) <= LONGEST_RETRY_AFTER


@given(st.integers(1, LONGEST_RETRY_AFTER))
def test_a_date_means_the_same_as_the_seconds_until_then(seconds: int) -> None:
    header = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds([header], now=NOW) == seconds
