"""Forwarding when ASCP does not answer, or not with an outcome: nothing is lost, nothing is sent twice, it waits."""

from collections import Counter
from datetime import timedelta

import pytest

from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials, CredentialsUnreadable
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.records import Work
from laurel.ledger.states import State
from laurel.ledger.store import Change
from tests.credits import START
from tests.forwarding_world import DAY, POSTS, World

NAMES = [f"c{n}" for n in range(20)]


@pytest.mark.parametrize(
    ("rule", "in_doubt", "wait", "why"),
    [
        ({"kind": "status", "status": 429}, False, 15, "ASCP is busy"),
        ({"kind": "status", "status": 429, "retry_after": 600}, False, 600, "ASCP is busy"),
        ({"kind": "status", "status": 429, "retry_after": "Fri, 20 Nov 2026 07:10:00 GMT"}, False, 600, "ASCP is busy"),
        ({"kind": "status", "status": 429, "retry_after": 999_999}, False, 3600, "ASCP is busy"),
        ({"kind": "status", "status": 401}, False, 15, "ASCP does not accept our credentials"),
        ({"kind": "status", "status": 500, "taken": True}, True, 61, "ASCP answered 500"),
        ({"kind": "status", "status": 503, "retry_after": 600}, True, 600, "ASCP answered 503"),
        ({"kind": "status", "status": 503, "retry_after": 5}, True, 61, "ASCP answered 503"),
        ({"kind": "reset_after"}, True, 61, "the connection to ASCP broke (ProtocolError)"),
        ({"kind": "timeout_after", "seconds": 5}, True, 61, "ASCP did not answer in time"),
        ({"kind": "garbage", "taken": True}, True, 61, "ASCP's answer could not be read"),
    ],
    ids=lambda value: value["kind"] + str(value.get("status", "")) if isinstance(value, dict) else "",
)
def test_without_an_outcome_credits_are_put_back_and_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch, rule: dict[str, object], in_doubt: bool, wait: int, why: str
) -> None:
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.2)
    world.reported("c1", "c2")
    world.fail(path=POSTS, **rule)
    report = world.forward("c1", "c2")
    assert (set(report.failed), report.put_back, report.accepted) == ({"m-c1", "m-c2"}, 2, 0)
    assert set(world.queue.waits.values()) == {wait}
    for credit in (world.credit("c1"), world.credit("c2")):
        assert (credit.state, credit.in_doubt, credit.detail) == (State.REPORTED, in_doubt, why)
        assert credit.due_at == START + timedelta(seconds=wait) + LOST_AFTER
    world.heal()
    world.now += timedelta(seconds=wait)
    assert world.forward("c1", "c2", receives=2).accepted == 2
    assert world.times_booked() == {1}


@pytest.mark.parametrize("booked", [True, False])
def test_credits_without_a_result_are_in_doubt_and_the_others_go_through(world: World, booked: bool) -> None:
    world.reported(*NAMES)
    world.fail(kind="missing_results", count=5, taken=booked, path=POSTS, times=1)
    report = world.forward(*NAMES)
    assert (report.accepted, report.put_back, len(report.failed)) == (15, 5, 5)
    missing = [one for one, state in world.states().items() if state == "reported"]
    assert all(world.credit(one).in_doubt for one in missing)
    world.now += timedelta(minutes=2)
    assert world.forward(*missing, receives=2).accepted == 5
    assert len(world.asked("GET")) == 5
    assert len(world.sent()) == (1 if booked else 2)
    assert world.times_booked() == {1}


def test_an_expired_token_is_renewed_within_the_same_submission(world: World) -> None:
    world.reported("c1")
    world.fail(kind="expired_token", path=POSTS, times=1)
    assert world.forward("c1").accepted == 1
    tokens = [one for one in world.stand_in.records.seen("/oauth/token") if one.status == 200]
    assert len(tokens) == 2
    world.reported("c2")
    world.forward("c2")
    assert len(world.stand_in.records.seen("/oauth/token")) == 2, "the token is kept between batches"


def test_an_ascp_that_is_out_of_reach_leaves_nothing_in_doubt(world: World) -> None:
    world.reported("c1")
    world.stand_in.stop()
    report = world.forward("c1")
    credit = world.credit("c1")
    assert (report.failed, report.put_back, report.submissions) == (("m-c1",), 1, 0)
    assert (credit.in_doubt, credit.detail) == (False, "no token: ASCP could not be reached")


def test_a_wrong_secret_leaves_nothing_in_doubt(world: World) -> None:
    world.reported("c1")
    wrong = Ascp(world.stand_in.url, lambda: Credentials("laurel-local", "wrong"), world.clock)
    report = world.forward("c1", by=world.another_forwarder(partner=wrong))
    assert (report.failed, world.credit("c1").in_doubt) == (("m-c1",), False)
    assert world.credit("c1").detail == "no token: ASCP answered 401"


def test_a_secret_of_ours_that_cannot_be_read_is_not_booked_as_ascps_failing(world: World) -> None:
    def unreadable() -> Credentials:
        raise CredentialsUnreadable("ASCP's secret cannot be read: AccessDeniedException")

    forwarder = world.another_forwarder(partner=Ascp(world.stand_in.url, unreadable, world.clock))
    world.reported("c1", "c2", "c3")
    report = world.forward("c1", by=forwarder)
    assert (report.breaker_opened, report.put_back, world.queue.waits) == (0, 1, {"handle-m-c1": 60})
    credit = world.credit("c1")
    assert (credit.attempts, credit.in_doubt, credit.detail) == (0, False, "we could not sign in at ASCP")
    world.calls.clear()
    for _ in range(5):
        world.pass_time(seconds=5)
        report = world.forward("c2", "c3", by=forwarder)
        assert (report.held_back, report.breaker_opened) == (2, 0)
    assert world.queue.waits == {"handle-m-c2": 35, "handle-m-c3": 35}
    assert dict(world.calls) == {"BatchGetItem": 5}, "nothing is leased only to be put back"
    assert not any("AccessDenied" in str(step) for one in ("c1", "c2", "c3") for step in world.credit(one).timeline)


def test_what_there_is_no_time_to_send_is_put_back_not_in_doubt(world: World) -> None:
    world.reported("c1")
    report = world.forward("c1", seconds=1)
    assert (report.failed, report.put_back, world.credit("c1").in_doubt) == (("m-c1",), 1, False)
    assert world.stand_in.records.seen() == []


class TestSmallPortions:
    """What was tried before goes out in portions that grow, so that ASCP fails over one of them alone."""

    def tried(self, world: World, *credit_ids: str) -> None:
        """ASCP failed over them twice."""
        world.reported(*credit_ids)
        world.fail(kind="status", status=500, path=POSTS, times=2)
        for receives in (1, 2):
            world.forward(*credit_ids, receives=receives)
            world.pass_time(hours=1)
        world.calls.clear()
        assert {world.credit(one).attempts for one in credit_ids} == {2}

    @pytest.mark.slow
    def test_they_grow_as_long_as_ascp_answers(self, world: World) -> None:
        self.tried(world, *NAMES)
        assert world.forward(*NAMES, receives=3).accepted == 20
        assert [len(one) for one in world.sent()[2:]] == [1, 2, 4, 8, 5]
        keys = [one.headers["idempotency-key"] for one in world.asked("POST")]
        assert len(set(keys)) == 7, "each submission has an id of its own"
        assert world.calls["TransactWriteItems"] == 2
        assert world.times_booked() == {1}

    @pytest.mark.slow
    def test_after_one_failure_they_begin_again(self, world: World) -> None:
        self.tried(world, *NAMES)
        world.fail(kind="status", status=500, path=POSTS, after=2, times=1)
        report = world.forward(*NAMES, receives=3)
        assert [len(one) for one in world.sent()[2:]] == [1, 2, 4, 1, 2, 4, 6]
        assert (report.accepted, report.put_back) == (16, 4)

    @pytest.mark.slow
    def test_after_two_failures_in_a_row_the_rest_does_not_go_out_and_is_not_in_doubt(self, world: World) -> None:
        self.tried(world, *NAMES)
        world.fail(kind="status", status=500, path=POSTS)
        report = world.forward(*NAMES, receives=3)
        assert [len(one) for one in world.sent()[2:]] == [1, 1]
        assert (report.put_back, report.submissions) == (20, 2)
        credits_ = [world.credit(one) for one in NAMES]
        assert Counter((one.attempts, one.in_doubt) for one in credits_) == {(3, True): 2, (2, False): 18}
        assert {one.detail for one in credits_} == {"ASCP answered 500"}
        world.heal()
        world.pass_time(hours=1)
        world.forward(*NAMES, receives=4)
        first = [one for references in world.sent()[4:] for one in references][:18]
        assert set(first) == {one.credit_id for one in credits_ if not one.in_doubt}, (
            "credits that were never sent go first"
        )

    @pytest.mark.slow
    @pytest.mark.parametrize("rule", [{"status": 429}, {"status": 503, "retry_after": 60}, {"status": 401}])
    def test_when_ascp_turns_all_away_the_first_failure_ends_it(self, world: World, rule: dict[str, int]) -> None:
        self.tried(world, *NAMES)
        world.fail(kind="status", path=POSTS, **rule)
        world.forward(*NAMES, receives=3)
        assert {tuple(one) for one in world.sent()[2:]} == {tuple(world.sent()[2])}, "the same one, at most twice"

    def test_what_is_new_goes_out_first_and_whole(self, world: World) -> None:
        self.tried(world, "c1", "c2", "c3")
        world.reported(*(f"c{n}" for n in range(50, 60)))
        report = world.forward("c1", "c2", "c3", *(f"c{n}" for n in range(50, 60)), receives=3)
        assert [len(one) for one in world.sent()[2:]] == [10, 1, 2]
        assert report.accepted == 13


class TestLastReturn:
    """After its last return a message is dropped, and the next night finds the credit: no dead letter for a wait."""

    def due(self, world: World) -> set[str]:
        return set(world.ledger.due(Work.DELIVER, until=world.now + DAY / 2))

    def test_after_trouble(self, world: World) -> None:
        world.reported("c1", "c2")
        world.fail(kind="status", status=500)
        report = world.forward("c1", "c2", receives=8)
        assert (report.failed, report.left_for_later, world.queue.waits) == ((), 2, {})
        assert world.credit("c1").due_at == world.now + timedelta(seconds=1800)
        assert self.due(world) == {"c1", "c2"}

    def test_after_a_question_without_an_answer(self, world: World) -> None:
        world.reported("c1")
        world.fail(kind="reset_after", path=POSTS)
        world.forward("c1")
        world.now += timedelta(minutes=2)
        world.fail(kind="status", status=500)
        before = world.credit("c1")
        report = world.forward("c1", receives=8)
        after = world.credit("c1")
        assert (report.failed, report.left_for_later, report.put_back) == ((), 1, 0)
        assert after.due_at == world.now + timedelta(seconds=1800)
        assert (after.timeline, after.state, after.in_doubt) == (before.timeline, State.REPORTED, True)

    def test_before_its_time_to_be_asked_for(self, world: World) -> None:
        world.reported("c1")
        world.fail(kind="reset_after", path=POSTS)
        world.forward("c1")
        assert world.forward("c1", receives=8).left_for_later == 1
        assert world.credit("c1").due_at == world.now + timedelta(seconds=61)

    def test_with_a_live_lease(self, world: World) -> None:
        world.reported("c1")
        leased = world.credit("c1").lease("s0", at=world.now, until=world.now + timedelta(minutes=2))
        world.ledger.save([Change(world.credit("c1"), leased)])
        assert world.forward("c1", receives=8).failed == ()
        assert self.due(world) == {"c1"}
