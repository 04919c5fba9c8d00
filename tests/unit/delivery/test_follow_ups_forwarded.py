"""A correction or withdrawal goes out like an addition: same message, lease and doubts, a reference of its own."""

from datetime import timedelta
from decimal import Decimal

import pytest
import urllib3

from laurel.ledger.follow_ups import CreditCorrection, correct_after, delivered, is_under_way
from laurel.ledger.records import Work
from laurel.ledger.requested import AskedChange, correct, withdraw
from laurel.ledger.states import State
from tests.forwarding_world import DAY, POSTS, World

WITHDRAW = "withdraw"


def ask(world: World, credit_id: str, what: str | CreditCorrection) -> None:
    """Asks for a change of an accepted credit, as staff do."""
    credit, request = world.credit(credit_id), AskedChange(why="a slip", at=world.now, by="staff:sam")
    after = withdraw(credit, request) if what == WITHDRAW else correct(credit, what.of(credit), request)
    assert world.ledger.change(credit, after)


@pytest.fixture
def world(world: World) -> World:
    """A world in which ASCP has accepted c1 and c2."""
    world.reported("c1", "c2")
    world.forward("c1", "c2")
    world.pass_time(minutes=10)
    world.calls.clear()
    return world


def counted(world: World, credit_id: str) -> tuple[bool, str]:
    [held] = world.stand_in.books.held(credit_id)
    return held.counts, held.contact_hours


def test_both_go_out_in_one_submission_with_a_new_credit_and_cost_no_more(world: World) -> None:
    first = world.credit("c1").receipt
    ask(world, "c1", WITHDRAW)
    ask(world, "c2", CreditCorrection(contact_hours=Decimal("0.5")))
    world.reported("c3")
    assert set(world.ledger.due(Work.DELIVER, until=world.now + DAY)) == {"c1", "c2", "c3"}
    world.calls.clear()
    report = world.forward("c1", "c2", "c3")
    assert (report.accepted, report.submissions, report.failed) == (3, 1, ())
    assert dict(world.calls) == {"BatchGetItem": 1, "TransactWriteItems": 2}
    assert world.sent()[-1] == ["c1.1", "c2.1", "c3"]
    assert (counted(world, "c1")[0], counted(world, "c2"), counted(world, "c3")[0]) == (False, (True, "0.5"), True)
    gone, corrected = world.credit("c1"), world.credit("c2")
    assert (gone.state, gone.receipt) == (State.WITHDRAWN, first)
    assert (corrected.state, corrected.contact_hours, corrected.attempts) == (State.ACCEPTED, Decimal("0.5"), 1)
    assert list(world.ledger.due(Work.DELIVER, until=world.now + DAY)) == []


def test_a_message_that_comes_again_sends_nothing(world: World) -> None:
    ask(world, "c1", WITHDRAW)
    world.forward("c1")
    sent = world.sent()
    assert world.forward("c1").failed == ()
    assert world.sent() == sent


def test_without_a_clear_answer_ascp_is_asked_by_the_reference_of_the_follow_up(world: World) -> None:
    ask(world, "c1", WITHDRAW)
    world.fail(kind="reset_after", path=POSTS, times=1)
    report = world.forward("c1")
    assert (len(report.failed), world.credit("c1").follow_up.in_doubt) == (1, True)
    assert is_under_way(world.credit("c1"))
    world.heal()
    world.pass_time(hours=2)
    world.forward("c1", receives=2)
    assert [one.path for one in world.asked("GET")] == ["/v1/credits/c1.1"]
    assert (world.credit("c1").state, world.times_booked()) == (State.WITHDRAWN, {1})


def test_a_dead_forwarders_lease_ends_and_the_follow_up_is_asked_for(world: World) -> None:
    ask(world, "c1", WITHDRAW)
    credit = world.credit("c1")
    leased = credit.follow_up.lease("s9", at=world.now, until=world.now + timedelta(minutes=2))
    assert world.ledger.change(credit, delivered(credit, leased))
    world.pass_time(minutes=10)
    report = world.forward("c1")
    assert (report.accepted, world.credit("c1").state) == (1, State.WITHDRAWN)
    assert world.sent()[-1] == ["c1.1"]


def test_what_ascp_refuses_changes_nothing_and_says_why(world: World) -> None:
    ask(world, "c1", CreditCorrection(name="Grace Other"))
    report = world.forward("c1")
    credit = world.credit("c1")
    assert (report.rejected, credit.state, credit.name) == (1, State.ACCEPTED, "Ada Example")
    assert (credit.follow_up.reason, credit.timeline[-1].event) == ("name_mismatch", "correction_refused")
    assert "The name is not the one" in credit.timeline[-1].detail
    assert counted(world, "c1") == (True, "1.5")


def test_a_withdrawal_is_sent_though_its_learner_agrees_to_nothing_any_more(world: World) -> None:
    world.reported("c4", learner_id="ana")
    credit = world.credit("c4")
    accepted = credit.lease("s", at=world.now, until=world.now).accept("R-9", at=world.now)
    assert world.ledger.change(credit, accepted)
    ask(world, "c4", WITHDRAW)
    assert world.forward("c4").withheld == 0
    # ASCP's books do not know this one: it was accepted elsewhere.
    assert world.credit("c4").follow_up.reason == "invalid"


def test_an_ascp_of_contract_1_0_gets_none_and_a_person_reads_what_to_do(world: World) -> None:
    urllib3.request("PUT", f"{world.stand_in.url}/control/settings", json={"contract": "1.0"})
    world.pass_time(days=1)  # the token of before has expired: the next one names the version
    ask(world, "c1", WITHDRAW)
    ask(world, "c2", CreditCorrection(name="Ada Right"))
    world.reported("c3")
    report = world.forward("c1", "c2", "c3")
    assert (report.accepted, report.rejected, report.failed) == (1, 2, ())
    assert world.sent()[-1] == ["c3"]
    credit = world.credit("c1")
    assert (credit.state, credit.follow_up.state) == (State.ACCEPTED, State.REJECTED)
    assert "give them the receipt" in credit.timeline[-1].detail
    assert world.forward("c1").submissions == 0, "it is closed, and can be asked for again"


def test_a_correction_that_waits_for_the_withdrawal_goes_out_by_the_same_message(world: World) -> None:
    ask(world, "c1", WITHDRAW)
    credit = world.credit("c1")
    facts = CreditCorrection(contact_hours=Decimal("0.5")).of(credit)
    assert world.ledger.change(credit, correct_after(credit, facts, why="sent again", at=world.now))
    assert len(world.forward("c1").failed) == 1
    assert (world.credit("c1").state, counted(world, "c1")) == (State.WITHDRAWN, (False, "1.5"))
    assert world.forward("c1", receives=2).failed == ()
    assert world.sent()[-2:] == [["c1.1"], ["c1.2"]]
    assert (world.credit("c1").state, counted(world, "c1")) == (State.ACCEPTED, (True, "0.5"))


def test_after_its_last_delivery_the_night_finds_the_correction(world: World) -> None:
    ask(world, "c1", WITHDRAW)
    credit = world.credit("c1")
    facts = CreditCorrection(contact_hours=Decimal("0.5")).of(credit)
    assert world.ledger.change(credit, correct_after(credit, facts, why="sent again", at=world.now))
    report = world.forward("c1", receives=1000)
    assert (report.failed, report.left_for_later) == ((), 1)
    assert list(world.ledger.due(Work.DELIVER, until=world.now + DAY)) == ["c1"]
