"""Circuit breakers to the second: when a wait ends, what lengthens it, and trouble of our own."""

from datetime import timedelta

import pytest

from laurel.delivery.circuit_breaker import LAST_CALLS, LEAST_CALLS, Breaker, GuardedPartner
from laurel.delivery.partner import Answered, NotHeld, NotSent, Unclear
from tests.credits import START

SECOND = timedelta(seconds=1)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


class Telling:
    """A partner with one answer to submissions and one to lookups."""

    name, most_credits = "ASCP", 77

    def __init__(self, to_submissions=None, to_lookups=None):
        self.to_submissions = to_submissions or Answered({})
        self.to_lookups = to_lookups or NotHeld()

    def submit(self, submission_id, batch, *, until):
        return self.to_submissions

    def ask(self, reference, *, until):
        return self.to_lookups


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock, lambda: 0.999, base=30, longest=200)


def guarded(clock, **answers):
    def new_breaker(**names):
        return Breaker(clock, lambda: 0.999, base=30, longest=200, **names)

    return GuardedPartner(Telling(**answers), new_breaker, clock)


def test_a_breaker_looks_at_the_last_eight_calls_and_needs_four():
    assert (LAST_CALLS, LEAST_CALLS) == (8, 4)


def test_it_is_open_to_the_last_fraction_of_a_second(breaker, clock):
    breaker.record_failure("busy", retry_after=60)
    clock.now += timedelta(seconds=59, milliseconds=1)
    assert breaker.seconds_open() == 1
    clock.now = START + timedelta(seconds=60)
    assert breaker.seconds_open() == 0
    clock.now += timedelta(seconds=60)
    assert breaker.seconds_open() == 0


def test_while_it_is_open_only_a_longer_wait_counts(breaker, clock):
    breaker.record_failure("busy", retry_after=60)
    breaker.record_failure("busy", retry_after=60)
    breaker.record_failure("busy", retry_after=59)
    assert (breaker.seconds_open(), breaker.times_opened) == (60, 1)
    breaker.record_failure("busy", retry_after=61)
    assert (breaker.seconds_open(), breaker.times_opened) == (61, 1)
    breaker.record_success()
    assert breaker.seconds_open() == 61, "a call that started before it opened"


def test_a_wait_of_as_many_seconds_as_are_left_adds_no_fraction(breaker, clock):
    breaker.record_failure("busy", retry_after=60)
    clock.now += 0.5 * SECOND
    breaker.record_failure("busy", retry_after=60)
    clock.now = START + 60 * SECOND
    assert breaker.seconds_open() == 0


def test_it_opens_when_more_than_half_of_the_last_calls_failed_and_the_last_two(breaker):
    for _ in range(2):
        breaker.record_success()
    for _ in range(2):
        breaker.record_failure("why")
    assert breaker.times_opened == 0, "half of them"
    breaker.record_failure("why")
    assert breaker.times_opened == 1


def test_a_wait_that_the_partner_names_is_never_shorter_than_our_own(breaker):
    breaker.record_failure("busy", retry_after=1)
    assert breaker.seconds_open() == 30


def test_each_time_it_waits_twice_as_long_until_a_call_succeeds(breaker, clock):
    for seconds in (30, 60, 120, 200):
        for _ in range(LEAST_CALLS):
            breaker.record_failure("why")
        assert breaker.seconds_open() == seconds
        clock.now += timedelta(seconds=seconds)
    assert breaker.times_opened == 4
    breaker.record_success()
    for _ in range(LEAST_CALLS - 1):
        breaker.record_failure("why")
    assert breaker.seconds_open() == 30, "the success counts as one of the last calls"


def test_after_the_wait_one_failure_opens_it_again(breaker, clock):
    breaker.record_failure("busy", retry_after=30)
    clock.now += 30 * SECOND
    breaker.record_failure("why")
    assert (breaker.seconds_open(), breaker.times_opened) == (60, 2)


def test_trouble_of_our_own_stops_all_calls_until_its_wait_is_over(clock):
    partner = guarded(clock, to_lookups=NotSent("no secret", 20, ours=True))
    assert partner.paused() is None
    partner.ask("c1", until=START)
    clock.now += 18.5 * SECOND
    assert partner.paused() == NotSent("no secret", 2, ours=True)
    clock.now = START + 19.5 * SECOND
    assert partner.submit("s1", [], until=START) == NotSent("no secret", 1, ours=True)
    clock.now = START + 20 * SECOND
    assert partner.paused() is None
    assert partner.submit("s1", [], until=START) == Answered({})
    assert partner.times_opened == 0


def test_trouble_of_our_own_without_a_wait_stops_nothing(clock):
    partner = guarded(clock, to_lookups=NotSent("no time", ours=True))
    partner.ask("c1", until=START)
    assert partner.paused() is None


def test_calls_that_our_deadline_cut_off_are_counted(clock):
    partner = guarded(clock, to_submissions=Unclear("cut off", cut_off=True), to_lookups=NotSent("slow", cut_off=True))
    partner.submit("s1", [], until=START)
    partner.ask("c1", until=START)
    assert partner.cut_off == 2
    calm = guarded(clock, to_submissions=Unclear("reset"))
    calm.submit("s1", [], until=START)
    calm.ask("c1", until=START)
    assert calm.cut_off == 0


def test_it_is_known_as_the_partner_that_it_guards(clock):
    assert (guarded(clock).name, guarded(clock).most_credits) == ("ASCP", 77)
