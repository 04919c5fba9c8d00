"""The rate limit: never more than the bucket holds, for all callers together, and no wait for a late turn."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.rate_limit import Pace


class Time:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        assert seconds > 0
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@given(
    per_second=st.sampled_from([0.2, 1.0, 2.5, 10.0]),
    pauses=st.lists(st.floats(0, 3), min_size=1, max_size=60),
)
def test_no_stretch_of_time_sees_more_than_its_share_and_one_bucket(per_second, pauses):
    time = Time()
    pace = Pace(per_second, time, time.wait)
    turns = []
    for pause in pauses:
        time.now += pause
        assert pace.take_turn(within=1000)
        turns.append(time.now)
    for n, first in enumerate(turns):
        for m, last in enumerate(turns[n:], 1):
            assert m <= max(1.0, per_second) + (last - first) * per_second + 1e-6


def test_a_bucket_that_is_full_lets_pass_without_waiting(time):
    pace = Pace(5, time, time.wait)
    assert [pace.take_turn(within=0) for _ in range(6)] == [True] * 5 + [False]
    assert time.now == 100.0
    time.now += 0.2
    assert pace.take_turn(within=0)


def test_a_turn_that_comes_too_late_is_not_taken_from_the_others(time):
    pace = Pace(1, time, time.wait)
    assert pace.take_turn(within=0)
    assert not any(pace.take_turn(within=0.5) for _ in range(10))
    assert pace.take_turn(within=1)
    assert time.now == 101.0


def test_many_threads_share_one_bucket(time):
    waits = []
    pace = Pace(10, time, waits.append)
    threads = [threading.Thread(target=pace.take_turn, kwargs={"within": 100}) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(round(wait, 3) for wait in waits) == [round(n / 10, 3) for n in range(1, 21)]
