"""A submission that ASCP cannot take as a whole is halved until what is wrong stands alone, and it alone is refused."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import pytest

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.forwarder import Forwarder
from laurel.delivery.partner import AskOutcome, Malformed, SubmissionOutcome, TooLarge
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Change
from local.ascp.faults import Rule
from tests.forwarding_world import POSTS, World

NAMES = [f"c{n}" for n in range(20)]


class FaultyCredits:
    """ASCP, were it to refuse every submission with one of `culprits`; `each` happens with each submission."""

    name, most_credits = "ASCP", 100

    def __init__(
        self, unreadable_ids: Collection[str], refusal: Malformed | TooLarge, ascp: Ascp, each: Callable[[], None]
    ) -> None:
        self._unreadable, self._refusal, self._ascp, self._each = frozenset(unreadable_ids), refusal, ascp, each
        self.submission_ids: list[str] = []

    def submit(self, submission_id: str, leased: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        self._each()
        self.submission_ids.append(submission_id)
        if not self._unreadable.isdisjoint(credit.credit_id for credit in leased):
            return self._refusal
        return self._ascp.submit(submission_id, leased, until=until)

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        return self._ascp.ask(reference, until=until)


def unreadable(world: World, *unreadable_ids: str) -> Forwarder:
    """A forwarder to an ASCP that cannot read `culprits`."""
    return world.another_forwarder(
        partner=FaultyCredits(unreadable_ids, Malformed(None), world.ascp, each=lambda: None)
    )


@pytest.mark.parametrize("refusal", [Malformed("credits.7 is wrong"), TooLarge()])
def test_the_culprit_alone_is_rejected_the_second_time_and_its_neighbours_go_through(
    world: World, refusal: Malformed | TooLarge
) -> None:
    world.reported(*NAMES)
    ascp = FaultyCredits(["c7"], refusal, world.ascp, each=lambda: None)
    forwarder = world.another_forwarder(partner=ascp)
    report = world.forward(*NAMES, by=forwarder)
    assert (report.accepted, report.rejected, report.put_back, report.failed) == (19, 0, 1, ("m-c7",))
    assert len(ascp.submission_ids) == report.submissions <= 2 * 5 + 1
    assert world.calls["TransactWriteItems"] == 2
    world.pass_time(hours=4)
    again = world.forward("c7", receives=2, by=forwarder)
    assert (again.rejected, again.failed) == (1, ())
    assert (world.credit("c7").state, world.credit("c7").reason) == (State.REJECTED, "invalid")
    assert world.credit("c7").detail == ("credits.7 is wrong" if refusal != TooLarge() else "too large for ASCP")
    assert len(set(ascp.submission_ids)) == report.submissions + 1, "each submission has an id of its own"
    assert world.times_booked() == {1}


def test_two_culprits_that_come_back_together_are_rejected_together(world: World) -> None:
    world.reported(*NAMES)
    forwarder = unreadable(world, "c3", "c7")
    report = world.forward(*NAMES, by=forwarder)
    assert (report.accepted, report.failed) == (18, ("m-c3", "m-c7"))
    world.pass_time(hours=4)
    assert world.forward("c3", "c7", receives=2, by=forwarder).rejected == 2


def test_whom_an_ascp_that_refuses_everything_never_saw_alone_was_not_refused(world: World) -> None:
    world.reported(*NAMES)
    world.fail(kind="status", status=400, path=POSTS)
    world.forward(*NAMES)
    world.heal()
    report = world.forward(*NAMES, receives=2, by=unreadable(world, NAMES[-1]))
    assert (report.accepted, report.rejected, report.put_back) == (19, 0, 1)


@pytest.mark.parametrize("status", [400, 413])
def test_a_credit_refused_twice_when_sent_alone_is_rejected(world: World, status: int) -> None:
    world.reported("c1")
    world.fail(kind="status", status=status, path=POSTS)
    report = world.forward("c1")
    assert (report.rejected, report.put_back, world.credit("c1").in_doubt) == (0, 1, False)
    world.pass_time(hours=4)
    assert world.forward("c1", receives=2).rejected == 1
    assert world.credit("c1").reason == "invalid"


def test_one_that_was_refused_when_nothing_else_went_out_is_rejected_once_others_are_read(world: World) -> None:
    world.reported("c1", "c2")
    forwarder = unreadable(world, "c1")
    world.forward("c1", by=forwarder)
    world.pass_time(hours=4)
    report = world.forward("c1", "c2", receives=2, by=forwarder)
    assert (report.accepted, report.rejected) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 5, 9])
def test_those_at_the_head_of_a_batch_hold_back_no_other(world: World, count: int) -> None:
    world.reported(*NAMES)
    forwarder = unreadable(world, *NAMES[:count])
    for receive in range(1, 9):
        states = world.states()
        if left := [one for one in NAMES if states[one] == "reported"]:
            world.forward(*left, receives=receive, by=forwarder)
            world.pass_time(hours=4)
    assert Counter(world.states().values()) == {"accepted": 20 - count, "rejected": count}


@pytest.mark.slow
def test_they_hold_back_none_that_came_back_before(world: World) -> None:
    good, bad = NAMES[10:], NAMES[:3]
    world.reported(*good)
    world.fail(kind="status", status=500, path=POSTS)
    for receive in (1, 2, 3):
        world.forward(*good, receives=receive)
        world.pass_time(hours=1)
    world.heal()
    world.reported(*bad)
    forwarder = unreadable(world, *bad)
    for receive in range(1, 9):
        if left := [one for one, state in world.states().items() if state == "reported"]:
            world.forward(*left, receives=receive, by=forwarder)
            world.pass_time(hours=2)
    assert Counter(world.states().values()) == {"accepted": 10, "rejected": 3}


def test_once_ascp_reads_nothing_any_more_the_rest_is_not_tried_one_by_one(world: World) -> None:
    world.reported(*NAMES)
    forwarder = unreadable(world, *NAMES[10:])
    report = world.forward(*NAMES, by=forwarder)
    assert (report.accepted, report.rejected) == (10, 0)
    refused = [world.credit(one).detail for one in NAMES[10:]]
    assert Counter(refused) == {"ASCP could not read it, sent alone": 3, "ASCP can read nothing at present": 7}
    assert report.submissions < 12


def test_what_a_person_did_since_begins_anew(world: World) -> None:
    world.reported("c1")
    world.fail(kind="status", status=400, path=POSTS)
    world.forward("c1")
    world.pass_time(hours=4)
    before = world.credit("c1")
    corrected = before.note(why="as ASCP has it", by="staff:1", at=world.now)
    world.ledger.save([Change(before, corrected)])
    assert world.forward("c1", receives=2).rejected == 0
    world.pass_time(hours=4)
    assert world.forward("c1", receives=3).rejected == 1


def test_what_was_refused_without_ascps_judgement_is_counted_named_and_marked(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.reported("c1", "c2")
    forwarder = unreadable(world, "c1")
    world.forward("c1", by=forwarder)
    world.pass_time(hours=4)
    report = world.forward("c1", "c2", receives=2, by=forwarder)
    assert (report.accepted, report.rejected, report.unreadable) == (1, 1, 1)
    assert (world.credit("c1").unjudged, world.credit("c2").unjudged) == (True, False)
    [named] = [one for one in caplog.records if one.message == "a credit is refused without the partner's judgment"]
    assert named.credit_id == "c1"  # type: ignore[attr-defined]


@pytest.mark.parametrize("minutes", [0, 1, 30, 239])
def test_however_often_a_small_night_is_refused_within_hours_none_of_it_is_for_good(world: World, minutes: int) -> None:
    """Trouble at ASCP may last for as long: nobody could have stopped the deliveries in time."""
    names = NAMES[:3]
    world.reported(*names)
    world.fail(kind="status", status=400, path=POSTS)
    for receive in range(1, 9):
        assert world.forward(*names, receives=receive).rejected == 0
        world.pass_time(minutes=minutes / 8)
    world.heal()
    assert world.forward(*names).accepted == 3


@pytest.mark.slow
def test_a_dozen_of_them_and_nothing_else_are_rejected_in_the_end(world: World) -> None:
    world.reported(*NAMES[:12])
    forwarder = unreadable(world, *NAMES)
    for receive in range(1, 9):
        report = world.forward(*NAMES[:12], receives=receive, by=forwarder)
        assert receive > 4 or report.rejected == 0, "each is refused once before any is for good"
        world.pass_time(hours=4)
    assert set(world.states().values()) == {"rejected"}


@pytest.mark.slow
def test_a_night_in_which_ascp_refuses_everything_makes_no_credit_of_a_large_batch_invalid(world: World) -> None:
    names = [f"c{n}" for n in range(30)]
    world.reported(*names)
    world.fail(kind="status", status=400, path=POSTS)
    for receive in range(1, 9):
        world.forward(*names, receives=receive)
        world.pass_time(hours=1)
    assert set(world.states().values()) == {"reported"}
    world.heal()
    assert world.forward(*names).accepted == 30


def test_a_credit_refused_once_when_sent_alone_goes_through_the_next_time(world: World) -> None:
    world.reported("c1")
    world.fail(kind="status", status=400, path=POSTS, times=1)
    world.forward("c1")
    assert world.forward("c1", receives=2).accepted == 1


def test_an_ascp_that_refuses_everything_makes_no_credit_invalid(world: World) -> None:
    world.reported(*NAMES)
    world.fail(kind="status", status=400, path=POSTS)
    report = world.forward(*NAMES)
    assert (report.rejected, report.put_back, len(report.failed)) == (0, 20, 20)
    assert report.submissions < 12, "it is not tried credit by credit"
    assert not any(world.credit(one).in_doubt for one in NAMES)
    world.heal()
    assert world.forward(*NAMES, receives=2).accepted == 20


def test_one_refusal_of_the_whole_costs_two_halves(world: World) -> None:
    world.reported(*NAMES)
    world.fail(kind="status", status=413, path=POSTS, times=1)
    assert world.forward(*NAMES).accepted == 20
    assert [len(references) for references in world.sent()] == [20, 10, 10]


def test_trouble_on_the_way_puts_back_the_rest_and_only_what_was_sent_is_in_doubt(world: World) -> None:
    world.reported(*NAMES)
    world.fail(
        Rule(kind="status", status=400, path=POSTS, times=1),
        Rule(kind="status", status=500, path=POSTS, times=1),
    )
    report = world.forward(*NAMES)
    assert (report.put_back, report.submissions) == (20, 2)
    assert sorted(world.credit(one).in_doubt for one in NAMES) == [False] * 10 + [True] * 10


def test_no_time_on_the_way_puts_back_the_rest_not_in_doubt(world: World) -> None:
    world.reported(*NAMES)
    slow = FaultyCredits(["c7"], Malformed(None), world.ascp, each=lambda: world.pass_time(seconds=9))
    report = world.forward(*NAMES, by=world.another_forwarder(partner=slow))
    assert report.accepted > 0
    assert report.put_back > 0
    assert report.put_back + report.accepted + report.rejected == 20
    assert not any(world.credit(one).in_doubt for one in NAMES)
