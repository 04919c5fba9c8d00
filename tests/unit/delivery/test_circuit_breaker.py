"""The circuit breaker: it opens when most calls fail, for longer each time, and spends nothing while it is open."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from laurel.delivery.circuit_breaker import LEAST_CALLS, Breaker, GuardedPartner
from laurel.delivery.outcomes import NotAsked
from laurel.delivery.partner import Answered, Busy, NotHeld, NotSent, Unauthorized, Unclear
from laurel.ledger.records import Work
from laurel.ledger.states import State
from tests.credits import START
from tests.forwarding_world import DAY, POSTS, World


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock, lambda: 0.99, base=30, longest=200)


def see(breaker, calls):
    for call in calls:
        breaker.record_failure("why") if call == "x" else breaker.record_success()


@pytest.mark.parametrize("calls", ["", "xxx", "x.x.x.x.", "xxxx....", "...xx", "xx.xx...x"[:4]])
def test_it_stays_closed_while_not_most_of_enough_calls_fail(breaker, calls):
    for n in range(len(calls)):
        see(breaker, calls[n])
        seen = calls[max(0, n - 7) : n + 1]
        if len(seen) >= LEAST_CALLS and 2 * seen.count("x") > len(seen):
            return
        assert breaker.seconds_open() == 0


@pytest.mark.parametrize("calls", ["xxxx", ".xxx", "....xxxxx", "x.x.xx"])
def test_it_opens_when_most_fail(breaker, calls):
    see(breaker, calls)
    assert breaker.seconds_open() == 30


def test_a_failure_right_after_a_success_does_not_open_it(breaker):
    see(breaker, "xx..x.x")
    assert breaker.seconds_open() == 0
    see(breaker, "x")
    assert breaker.seconds_open() == 30


def test_it_opens_for_longer_each_time_up_to_the_longest(breaker, clock):
    see(breaker, "xxxx")
    waits = []
    for _ in range(5):
        waits.append(breaker.seconds_open())
        clock.now += timedelta(seconds=waits[-1])
        assert breaker.seconds_open() == 0
        see(breaker, "x")
    assert waits == [30, 60, 120, 199, 199]


def test_calls_that_were_on_their_way_do_not_open_it_anew(breaker, clock):
    see(breaker, "xxxx" + "xxxx" + ".")
    assert breaker.seconds_open() == 30
    clock.now += timedelta(seconds=30)
    see(breaker, "x")
    assert breaker.seconds_open() == 60


def test_one_success_closes_it_and_it_begins_anew(breaker, clock):
    see(breaker, "xxxx")
    clock.now += timedelta(seconds=30)
    see(breaker, ".")
    assert breaker.seconds_open() == 0
    see(breaker, "xxx")
    assert breaker.seconds_open() == 30


def test_a_few_failures_among_many_do_not_add_up(breaker):
    see(breaker, ".....x" * 20)
    assert breaker.seconds_open() == 0
    see(breaker, "xxxx")
    assert breaker.seconds_open() == 30


@pytest.mark.parametrize(("retry_after", "seconds"), [(1, 30), (600, 600), (40_000, 40_000)])
def test_when_ascp_says_how_long_to_wait_it_opens_at_once(breaker, retry_after, seconds):
    breaker.record_failure("why", retry_after=retry_after)
    assert (breaker.seconds_open(), breaker.times_opened) == (seconds, 1)


def test_who_was_on_the_way_may_ask_for_more_time_but_not_for_less(breaker):
    for retry_after in (100, 300, 200):
        breaker.record_failure("why", retry_after=retry_after)
    assert (breaker.seconds_open(), breaker.times_opened) == (300, 1)


class Telling:
    """An ASCP that gives the outcome that the test sets, and counts the calls."""

    name, most_credits = "ASCP", 100

    def __init__(self):
        self.to_submissions: Any = Answered({})
        self.to_questions: Any = NotHeld()
        self.calls = Counter()

    def submit(self, submission_id, leased, *, until):
        self.calls["submit"] += 1
        return self.to_submissions

    def ask(self, reference, *, until):
        self.calls["ask"] += 1
        return self.to_questions


@pytest.fixture
def telling():
    return Telling()


@pytest.fixture
def guarded(telling, clock):
    return GuardedPartner(telling, partial(Breaker, clock, lambda: 0.99, base=30, longest=200), clock)


FAILS = Unclear("ASCP answered 500")
OUT_OF_REACH = [Busy(), NotSent("ASCP could not be reached"), Unauthorized()]


def submit(guarded, times=1):
    outcomes = [guarded.submit("s", (), until=START) for _ in range(times)]
    return outcomes[-1]


def ask(guarded, times=1):
    outcomes = [guarded.ask("c", until=START) for _ in range(times)]
    return outcomes[-1]


def test_questions_that_ascp_fails_over_close_off_questions_alone(guarded, telling, clock):
    telling.to_questions = FAILS
    for seconds in (30, 60, 120):
        ask(guarded, times=LEAST_CALLS)
        telling.calls.clear()
        assert ask(guarded) == NotAsked(seconds)
        assert submit(guarded) == Answered({})
        assert telling.calls == {"submit": 1}
        clock.now += timedelta(seconds=seconds)
    telling.to_questions = NotHeld()
    assert ask(guarded, times=9) == NotHeld()
    assert guarded.times_opened == 3


def test_submissions_that_fail_close_off_all(guarded, telling):
    telling.to_submissions = FAILS
    submit(guarded, times=LEAST_CALLS)
    paused = NotSent("ASCP does not answer at present", 30, ours=True)
    assert (submit(guarded), ask(guarded), guarded.paused()) == (paused, paused, paused)
    assert telling.calls == {"submit": LEAST_CALLS}


@pytest.mark.parametrize("trouble", OUT_OF_REACH, ids=lambda one: type(one).__name__)
def test_questions_find_out_for_all_that_ascp_is_out_of_reach(guarded, telling, trouble):
    telling.to_questions = trouble
    ask(guarded, times=LEAST_CALLS)
    assert submit(guarded) == NotSent("ASCP does not answer at present", 30, ours=True)


def test_a_question_at_which_ascp_is_busy_closes_off_all_for_as_long_as_it_says(guarded, telling):
    telling.to_questions = Busy(600)
    ask(guarded)
    assert submit(guarded) == NotSent("ASCP does not answer at present", 600, ours=True)
    assert telling.calls == {"ask": 1}


def test_a_question_that_ascp_fails_over_closes_off_questions_for_as_long_as_it_says(guarded, telling):
    telling.to_questions = Unclear("ASCP answered 503", 600)
    ask(guarded)
    assert (ask(guarded), submit(guarded)) == (NotAsked(600), Answered({}))
    assert telling.calls == {"ask": 1, "submit": 1}


def test_questions_that_are_answered_do_not_hide_that_submissions_fail(guarded, telling, clock):
    telling.to_submissions = FAILS
    for _ in range(LEAST_CALLS):
        assert ask(guarded, times=8) == NotHeld()
        submit(guarded)
    for seconds in (30, 60, 120):
        assert guarded.paused().retry_after == seconds
        clock.now += timedelta(seconds=seconds)
        assert ask(guarded, times=8) == NotHeld(), "after the wait questions are not held back"
        submit(guarded)


def break_it(world: World) -> None:
    """Four submissions in a row fail."""
    world.fail(kind="status", status=503, path=POSTS)
    for n in range(LEAST_CALLS):
        world.reported(f"c{n}")
        world.forward(f"c{n}")
    world.calls.clear()


def test_while_it_is_open_a_batch_costs_one_read_and_no_attempt(world: World) -> None:
    break_it(world)
    world.reported("c50", "c51")
    before = world.credit("c50")
    world.calls.clear()
    seen = len(world.stand_in.records.seen())
    report = world.forward("c50", "c51", "c0")
    assert dict(world.calls) == {"BatchGetItem": 1}
    assert len(world.stand_in.records.seen()) == seen
    assert (report.submissions, report.held_back, len(report.failed)) == (0, 2, 3)
    assert {world.queue.waits[f"handle-m-{one}"] for one in ("c50", "c51")} == {15}
    assert world.credit("c50") == before


@pytest.mark.slow
def test_it_opens_when_submissions_fail_though_questions_are_answered(world: World) -> None:
    world.reported(*(f"c{n}" for n in range(20)))
    world.fail(kind="status", status=503, path=POSTS)
    opened = 0
    for receive in range(1, 9):
        opened += world.forward(*(f"c{n}" for n in range(20)), receives=receive).breaker_opened
        world.pass_time(hours=2)
    # The first two receives fail once, the third twice, for by then the credits go out in portions.
    assert opened == 8 - 2


def test_another_batch_waits_as_long_as_ascp_asked_for(world: World) -> None:
    world.reported("c1", "c2")
    world.fail(kind="status", status=429, retry_after=600)
    assert world.forward("c1").breaker_opened == 1
    world.heal()
    world.pass_time(seconds=599)
    assert world.forward("c2").held_back == 1
    assert world.queue.waits == {"handle-m-c2": 15}
    world.pass_time(seconds=1)
    assert world.forward("c1", "c2", receives=2).accepted == 2


def test_what_waits_to_be_asked_for_gets_through_after_the_wait(world: World) -> None:
    """Only questions are to be asked: nothing closes the breaker, and nothing is held back by that."""
    world.reported("c1", "c2", "c3", "c4", "c5", "c6")
    world.fail(kind="status", status=503, taken=True, path=POSTS)
    for n in range(1, 5):
        world.forward(f"c{n}")
    world.pass_time(minutes=10)
    for n in range(1, 5):
        assert world.forward(f"c{n}", receives=2).accepted == 1
    world.heal()
    assert world.forward("c5", "c6").accepted == 2


@pytest.mark.slow
def test_questions_are_not_asked_either_and_stop_as_soon_as_it_opens(world: World) -> None:
    doubtful = [f"c{n}" for n in range(60)]
    world.reported(*doubtful)
    world.fail(kind="reset_after", path=POSTS, times=1)
    world.forward(*doubtful)
    world.pass_time(minutes=2)
    world.fail(kind="status", status=500)
    report = world.forward(*doubtful, receives=2)
    assert len(world.asked("GET")) < 20, "those that were on their way, and no others"
    assert len(report.failed) == 60
    asked = len(world.asked("GET"))
    assert world.forward(*doubtful, receives=3).held_back == 60
    assert len(world.asked("GET")) == asked


def test_on_its_last_return_a_message_is_let_go_and_the_next_night_finds_the_credit(world: World) -> None:
    break_it(world)
    world.reported("c50")
    report = world.forward("c50", receives=8)
    assert (report.failed, report.left_for_later) == ((), 1)
    assert "c50" in set(world.ledger.due(Work.DELIVER, until=world.now + DAY / 2))


def test_poison_goes_to_the_dead_letters_though_it_is_open(world: World) -> None:
    break_it(world)
    report = world.forward("of no credit", receives=8)
    assert (len(report.failed), report.poison) == (1, 1)


def test_when_ascp_is_well_again_the_first_batch_after_the_wait_gets_through(world: World) -> None:
    break_it(world)
    world.heal()
    world.reported("c50")
    assert world.forward("c50").accepted == 0
    world.pass_time(seconds=15)
    assert world.forward("c50", receives=2).accepted == 1
    assert world.credit("c50").state is State.ACCEPTED


def test_a_lack_of_our_own_time_says_nothing_of_ascp(world: World) -> None:
    for n in range(6):
        world.reported(f"c{n}")
        world.forward(f"c{n}", seconds=1)
    world.reported("c50")
    assert world.forward("c50").accepted == 1


def test_the_oldest_that_needs_another_try_is_told(world: World) -> None:
    world.reported("c1", "c2")
    world.pass_time(hours=5)
    world.fail(kind="status", status=500, path=POSTS)
    assert world.forward("c1", "c2").oldest_reported_at == START
    world.heal()
    world.pass_time(hours=1)
    report = world.forward("c1", "c2", receives=2)
    assert (report.accepted, report.oldest_reported_at) == (2, None)
