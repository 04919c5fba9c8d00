"""Forwarding when ASCP answers: outcomes, submissions, lookups before them, and costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.forwarder import Todo, Wait, todo
from laurel.delivery.messages import POISON_WAIT
from laurel.ledger.credit import Step
from laurel.ledger.records import Work
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from tests.credits import START, a_credit
from tests.forwarding_world import DAY, World, message

HUNDRED = [f"c{n}" for n in range(100)]
MINUTE = timedelta(minutes=1)


def test_a_credit_that_ascp_takes_is_accepted_with_its_receipt(world: World) -> None:
    world.reported("c1")
    report = world.forward("c1")
    credit = world.credit("c1")
    [booked] = world.stand_in.books.booked("c1")
    assert (credit.state, credit.receipt, credit.attempts) == (State.ACCEPTED, booked.receipt, 1)
    assert (credit.in_doubt, credit.due_at, credit.submission_id) == (False, None, booked.submission_id)
    assert [step.state for step in credit.timeline] == ["earned", "reported", "sending", "accepted"]
    assert (report.failed, report.accepted, report.submissions) == ((), 1, 1)
    assert list(world.ledger.due(Work.DELIVER, until=START + DAY)) == []


def test_a_credit_that_ascp_refuses_is_rejected_with_reason_and_words(world: World) -> None:
    world.reported("c1", name="Grace Other")
    world.reported("stranger")
    report = world.forward("c1", "stranger")
    assert (world.credit("c1").state, world.credit("c1").reason) == (State.REJECTED, "name_mismatch")
    assert (world.credit("stranger").state, world.credit("stranger").reason) == (State.REJECTED, "unknown_email")
    assert "The name is not the one" in str(world.credit("c1").detail)
    assert (report.failed, report.rejected, report.accepted) == ((), 2, 0)


@pytest.mark.slow
def test_a_hundred_credits_cost_one_read_two_writes_and_one_submission(world: World) -> None:
    world.reported(*HUNDRED)
    report = world.forward(*HUNDRED)
    assert report.accepted == 100
    assert dict(world.calls) == {"BatchGetItem": 1, "TransactWriteItems": 2}
    assert [len(references) for references in world.sent()] == [100]
    assert world.asked("GET") == []
    assert world.queue.waits == {}


def test_messages_for_one_credit_are_one_credit(world: World) -> None:
    world.reported("c1", "c2")
    report = world.deliver(message(f"m{n}", '{"credit_id": "c1"}') for n in range(3))
    assert (report.failed, report.accepted, world.sent()) == ((), 1, [["c1"]])
    assert world.forward("c1").failed == ()
    assert len(world.sent()) == 1, "a message that comes again wakes for nothing"


def test_poison_fails_alone(world: World) -> None:
    world.reported("c1")
    bodies = {"m1": '{"credit_id": "c1"}', "m2": "no JSON", "m3": '{"credit_id": "gone"}', "m4": "[]"}
    report = world.deliver(message(one, body, receives=8) for one, body in bodies.items())
    assert (set(report.failed), report.poison, report.accepted) == ({"m2", "m3", "m4"}, 3, 1)
    assert set(world.queue.waits.values()) == {POISON_WAIT}


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REJECTED, State.WITHDRAWN, State.UNMATCHED, State.EARNED])
def test_a_credit_that_is_not_to_be_sent_needs_nothing(world: World, state: State) -> None:
    world.put(a_credit("c1", state=state))
    assert world.forward("c1").failed == ()
    assert world.stand_in.records.seen() == []
    assert dict(world.calls) == {"BatchGetItem": 1}


def test_a_duplicate_is_accepted_with_the_first_receipt(world: World) -> None:
    world.reported("c1")
    world.ascp.submit("by-hand", [world.credit("c1")], until=world.now + MINUTE)
    [booked] = world.stand_in.books.booked("c1")
    world.forward("c1")
    assert (world.credit("c1").state, world.credit("c1").receipt) == (State.ACCEPTED, booked.receipt)
    assert "duplicate" in str(world.asked("POST")[-1].answer)


class TestInDoubt:
    """A credit that ASCP may hold is asked for before it is sent again."""

    def lose_the_answer(self, world: World, *credit_ids: str) -> None:
        world.reported(*credit_ids)
        world.fail(kind="reset_after", path="/v1/submissions", times=1)
        report = world.forward(*credit_ids)
        assert len(report.failed) == len(credit_ids)
        assert all(world.credit(one).in_doubt for one in credit_ids)

    def test_what_ascp_holds_is_accepted_without_being_sent_again(self, world: World) -> None:
        self.lose_the_answer(world, "c1", "c2")
        world.now += 2 * MINUTE
        world.calls.clear()
        report = world.forward("c1", "c2", receives=2)
        [booked] = world.stand_in.books.booked("c1")
        credit = world.credit("c1")
        assert (credit.state, credit.receipt, credit.in_doubt, credit.attempts) == (
            State.ACCEPTED,
            booked.receipt,
            False,
            1,
        )
        assert [step.state for step in credit.timeline[-3:]] == ["reported", "sending", "accepted"]
        assert (report.failed, report.accepted, report.submissions) == ((), 2, 0)
        assert len(world.asked("GET")) == 2
        assert len(world.sent()) == 1
        assert world.times_booked() == {1}
        assert world.calls["TransactWriteItems"] == 1

    def test_what_ascp_does_not_hold_is_sent_with_the_new_ones(self, world: World) -> None:
        world.reported("c1")
        world.fail(kind="reset_before", path="/v1/submissions", times=1)
        world.forward("c1")
        world.reported("c2")
        world.now += 2 * MINUTE
        assert world.forward("c1", "c2", receives=2).accepted == 2
        assert [sorted(references) for references in world.sent()] == [["c1"], ["c1", "c2"]]
        assert [one.path for one in world.asked("GET")] == ["/v1/credits/c1"]
        assert world.credit("c1").attempts == 2

    def test_a_partner_that_does_not_deduplicate_books_each_credit_once(self, world: World) -> None:
        world.stand_in._server.control._settings.deduplicate = False
        self.lose_the_answer(world, "c1", "c2", "c3")
        world.now += 2 * MINUTE
        world.forward("c1", "c2", "c3", receives=2)
        assert set(world.states().values()) == {"accepted"}
        assert world.times_booked() == {1}

    def test_a_rejection_that_was_lost_is_learnt_by_asking(self, world: World) -> None:
        world.put(a_credit("c1", name="Grace Other").report(member_number="M1", at=START, look_again_at=START + DAY))
        world.fail(kind="reset_after", path="/v1/submissions", times=1)
        world.forward("c1")
        world.now += 2 * MINUTE
        report = world.forward("c1", receives=2)
        assert (world.credit("c1").state, world.credit("c1").reason) == (State.REJECTED, "name_mismatch")
        assert len(world.sent()) == 1
        assert (report.failed, report.rejected) == ((), 1)

    def test_an_old_rejection_does_not_count_once_the_credit_was_mended(self, world: World) -> None:
        world.put(a_credit("c1", name="Grace Other").report(member_number="M1", at=START, look_again_at=START + DAY))
        world.forward("c1")
        refused = world.credit("c1")
        corrected = replace(refused.earn_again(why="name corrected", at=world.now), name="Ada Example")
        world.ledger.save(
            [Change(refused, corrected.report(member_number="M1", at=world.now, look_again_at=START + DAY))]
        )
        world.fail(kind="reset_before", path="/v1/submissions", times=1)
        world.forward("c1")
        world.now += 2 * MINUTE
        assert world.forward("c1", receives=2).accepted == 1
        assert '"outcome":"rejected"' in str(world.asked("GET")[0].answer)

    def test_it_is_not_asked_for_before_a_slow_ascp_has_finished(self, world: World) -> None:
        self.lose_the_answer(world, "c1")
        assert world.queue.waits == {"handle-m-c1": 61}
        world.now += timedelta(seconds=20)
        report = world.forward("c1", receives=2)
        assert (report.failed, world.queue.waits) == (("m-c1",), {"handle-m-c1": 41})
        assert world.asked("GET") == []

    def test_a_question_without_an_answer_leaves_the_credit_as_it_is(self, world: World) -> None:
        self.lose_the_answer(world, "c1", "c2")
        before = world.credit("c1")
        world.now += 2 * MINUTE
        world.fail(kind="status", status=500, path="/v1/credits/c1")
        report = world.forward("c1", "c2", receives=2)
        assert (report.failed, report.accepted, world.queue.waits) == (("m-c1",), 1, {"handle-m-c1": 30})
        assert world.credit("c1") == before
        assert world.credit("c2").state is State.ACCEPTED

    def test_a_busy_ascp_is_asked_no_more_and_sent_nothing(self, world: World) -> None:
        doubtful = [f"c{n}" for n in range(40)]
        self.lose_the_answer(world, *doubtful)
        world.reported("c50")
        world.now += 2 * MINUTE
        world.fail(kind="status", status=429, retry_after=300)
        report = world.forward(*doubtful, "c50", receives=2)
        assert len(report.failed) == 41
        assert set(world.queue.waits.values()) == {300}
        assert len(world.asked("GET")) <= 8, "those that were on their way, and no others"
        assert len(world.sent()) == 1
        assert world.credit("c50").attempts == 0


class TestLeases:
    """A credit is with one forwarder at a time; a forwarder that dies loses nothing."""

    def test_a_live_lease_is_left_alone_until_it_ends(self, world: World) -> None:
        world.put(self.leased("c1"))
        before = world.credit("c1")
        world.now += timedelta(seconds=30)
        report = world.forward("c1")
        assert (report.failed, world.queue.waits) == (("m-c1",), {"handle-m-c1": 91})
        assert world.stand_in.records.seen() == []
        assert world.credit("c1") == before

    def test_an_ended_lease_is_in_doubt_and_asked_for_then_sent(self, world: World) -> None:
        world.put(self.leased("c1"))
        world.now += 2 * MINUTE
        assert world.forward("c1").accepted == 1
        assert [one.path for one in world.asked("GET")] == ["/v1/credits/c1"]
        credit = world.credit("c1")
        assert [step.state for step in credit.timeline[-4:]] == ["sending", "reported", "sending", "accepted"]
        assert (credit.timeline[-3].detail, credit.attempts) == ("the lease ended", 2)

    def test_a_forwarder_that_dies_after_ascp_took_the_credits_sends_none_of_them_twice(self, world: World) -> None:
        world.reported("c1", "c2")
        dying = world.another_forwarder(ledger=DyingLedger(world.ledger, saves=1))
        with pytest.raises(Killed):
            world.forward("c1", "c2", by=dying)
        assert world.states() == {"c1": "sending", "c2": "sending"}
        assert world.forward("c1", "c2", receives=2).failed == ("m-c1", "m-c2")
        world.now += 3 * MINUTE
        assert world.forward("c1", "c2", receives=3).accepted == 2
        assert len(world.sent()) == 1
        assert world.times_booked() == {1}

    def test_a_forwarder_that_dies_before_it_leased_leaves_no_trace(self, world: World) -> None:
        world.reported("c1")
        with pytest.raises(Killed):
            world.forward("c1", by=world.another_forwarder(ledger=DyingLedger(world.ledger, saves=0)))
        assert world.credit("c1").attempts == 0
        assert world.forward("c1").accepted == 1

    def test_what_another_forwarder_took_first_is_left_to_it(self, world: World) -> None:
        world.reported("c1", "c2", "c3")
        hasty = world.another_forwarder(
            ledger=MeanwhileLedger(world.ledger, meanwhile=lambda: world.forward("c2"), before_save=1)
        )
        report = world.forward("c1", "c2", "c3", by=hasty)
        assert (report.failed, report.accepted) == (("m-c2",), 2)
        assert [sorted(references) for references in world.sent()] == [["c2"], ["c1", "c3"]]
        assert world.forward("c2", receives=2).failed == ()
        assert world.times_booked() == {1}

    def test_an_outcome_that_comes_after_the_credit_moved_on_is_not_written(self, world: World) -> None:
        world.reported("c1")

        def lease_ends_and_another_learns_it() -> None:
            world.now += 3 * MINUTE
            world.forward("c1", receives=2)

        slow = world.another_forwarder(
            ledger=MeanwhileLedger(world.ledger, meanwhile=lease_ends_and_another_learns_it, before_save=2)
        )
        report = world.forward("c1", by=slow)
        assert report.failed == ("m-c1",)
        assert world.credit("c1").state is State.ACCEPTED
        assert len(world.sent()) == 1

    @staticmethod
    def leased(credit_id: str) -> object:
        reported = a_credit(credit_id).report(member_number="M1", at=START, look_again_at=START + DAY)
        return reported.lease("s0", at=START, until=START + 2 * MINUTE)


class Killed(BaseException):
    """A signal ended the process."""


class DyingLedger:
    """A ledger whose process is killed at the save after `saves`."""

    def __init__(self, ledger: Ledger, saves: int) -> None:
        self._ledger, self._left = ledger, saves
        self.get_many = ledger.get_many

    def save(self, changes: list[object]) -> object:
        if not self._left:
            raise Killed
        self._left -= 1
        return self._ledger.save(changes)  # type: ignore[arg-type]


class MeanwhileLedger:
    """A ledger in which something happens just before the save number `before_save`."""

    def __init__(self, ledger: Ledger, meanwhile: object, before_save: int) -> None:
        self._ledger, self._meanwhile, self._left = ledger, meanwhile, before_save
        self.get_many = ledger.get_many

    def save(self, changes: list[object]) -> object:
        self._left -= 1
        if self._left == 0:
            self._meanwhile()  # type: ignore[operator]
        return self._ledger.save(changes)  # type: ignore[arg-type]


@given(
    state=st.sampled_from(State), in_doubt=st.booleans(), age=st.integers(0, 500), lease=st.none() | st.integers(0, 500)
)
def test_only_what_is_certainly_not_at_ascp_is_sent_without_asking(
    state: State, in_doubt: bool, age: int, lease: int | None
) -> None:
    due_at = None if lease is None else START + timedelta(seconds=lease)
    credit = a_credit(state=state, in_doubt=in_doubt, due_at=due_at, timeline=(Step(START, state),))
    now = START + timedelta(seconds=age)
    match todo(credit, now=now, ask_after=MINUTE):
        case Todo.SEND:
            assert state is State.REPORTED
            assert not in_doubt
        case Todo.ASK:
            assert (state is State.REPORTED and in_doubt) or state is State.SENDING
            assert age >= 60
            assert state is State.REPORTED or due_at is None or due_at <= now
        case Wait(seconds):
            later = now + timedelta(seconds=seconds)
            assert todo(credit, now=later, ask_after=MINUTE) is Todo.ASK
        case Todo.NOTHING:
            assert state not in {State.REPORTED, State.SENDING}
