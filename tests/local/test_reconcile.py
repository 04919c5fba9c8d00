"""A period that lives is compared without false differences, and a busy ASCP is asked again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from laurel.delivery.partner import Accepted, Busy, NotHeld, NotSent, Unclear
from laurel.ledger.states import RejectedReason
from laurel.ledger.store import Change
from local.progress import shown_count
from local.reconcile import ANSWER_TIMEOUT, TRIES, Comparison, compare, show, under_way
from tests.credits import START, a_credit
from tests.forwarding_world import DAY

LEASED_UNTIL = START + timedelta(minutes=2)


class Ascp:
    """Gives the scripted answers one by one, then the last forever; `meanwhile` happens at each question."""

    def __init__(self, *answers, meanwhile=lambda: None) -> None:
        self._answers = list(answers)
        self._meanwhile = meanwhile
        self.asked = 0

    def ask(self, _reference, *, until):
        assert until == START + ANSWER_TIMEOUT
        self.asked += 1
        self._meanwhile()
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.fixture
def reported(ledger):
    credit = a_credit().report(member_number="M1", at=START, look_again_at=START + DAY)
    ledger.save([Change(None, credit)])
    return ledger.get(credit.credit_id)


@pytest.fixture
def compared(ledger):
    waits: list[float] = []

    def run(ascp):
        return Comparison(ledger, ascp, lambda: START, waits.append).of([START.date()]), waits

    return run


def steps(ledger, credit, *steps_):
    """Each call takes `credit` one step further in the ledger, until there are no more."""
    left = list(steps_)

    def take() -> None:
        nonlocal credit
        if left:
            credit = ledger.change(credit, left.pop(0)(credit))

    return take


def lease(credit):
    return credit.lease("s1", at=START, until=LEASED_UNTIL)


def accept(credit):
    return credit.accept("R-1", at=START)


def deliver(ledger, credit):
    """The credit is leased and accepted between two questions."""
    take = steps(ledger, credit, lease, accept)

    def both() -> None:
        take()
        take()

    return both


def test_a_credit_that_is_delivered_before_ascp_is_asked_is_no_difference(ledger, reported, compared):
    found, _ = compared(Ascp(Accepted("R-1"), meanwhile=deliver(ledger, reported)))
    assert (found.differences, found.states) == ([], {"accepted": 1})


def test_a_credit_that_is_delivered_after_ascp_was_asked_is_no_difference(ledger, reported, compared):
    ledger.change(reported, lease(reported))
    take = steps(ledger, ledger.get(reported.credit_id), accept)
    ascp = Ascp(Unclear("ASCP answered 500"), Accepted("R-1"), meanwhile=take)
    found, _ = compared(ascp)
    assert (found.differences, ascp.asked) == ([], 2)


def test_a_difference_that_stands_still_is_asked_about_once(ledger, reported, compared):
    ascp = Ascp(Accepted("R-1"))
    found, _ = compared(ascp)
    assert [(one.kind, one.ledger) for one in found.differences] == [("held by ASCP, not known here", "reported")]
    assert ascp.asked == 1


def test_another_difference_that_comes_up_meanwhile_is_told_as_it_is_now(ledger, reported, compared):
    found, _ = compared(Ascp(Accepted("R-2"), meanwhile=deliver(ledger, reported)))
    assert [(one.kind, one.ledger) for one in found.differences] == [("another receipt", "accepted R-1")]


def test_a_credit_that_never_stands_still_is_told_in_the_end(ledger, reported, compared):
    def move() -> None:
        credit = ledger.get(reported.credit_id)
        ledger.change(credit, credit.look_again(START + DAY))

    ascp = Ascp(Accepted("R-1"), meanwhile=move)
    found, _ = compared(ascp)
    assert ([one.kind for one in found.differences], ascp.asked) == (["held by ASCP, not known here"], 3)


def test_what_a_forwarder_holds_is_no_difference_until_its_lease_ends(reported):
    leased = lease(reported)
    assert compare(leased, Accepted("R-1"), at=START) is None
    assert compare(leased, Accepted("R-1"), at=LEASED_UNTIL).kind == "held by ASCP, not known here"
    assert compare(replace(leased, due_at=None), Accepted("R-1"), at=START)
    assert compare(leased, Unclear("late"), at=START).kind == "no answer"


@pytest.mark.parametrize("busy", [Busy(7), NotSent("no token: ASCP answered 429", 7)])
def test_a_busy_ascp_is_asked_again_when_it_says(reported, compared, busy):
    found, waits = compared(Ascp(busy, NotHeld()))
    assert (found.differences, waits) == ([], [7])


def test_a_busy_ascp_that_says_nothing_is_asked_again_ever_later(reported, compared):
    ascp = Ascp(Busy())
    found, waits = compared(ascp)
    assert ([one.kind for one in found.differences], waits, ascp.asked) == (["no answer"], [1, 2, 4, 8], TRIES)


@pytest.mark.parametrize("answer", [Busy(60), NotSent("ASCP could not be reached"), Unclear("ASCP answered 500")])
def test_what_no_wait_within_patience_mends_is_not_waited_for(reported, compared, answer):
    found, waits = compared(Ascp(answer))
    assert ([one.kind for one in found.differences], waits) == (["no answer"], [])


@pytest.mark.parametrize("reason", RejectedReason)
def test_a_refusal_that_ascp_never_judged_is_a_difference(reported, reason):
    rejected = lease(reported).reject(reason, detail=None, at=START)
    difference = compare(rejected, NotHeld(), at=START)
    kind = "never judged by ASCP" if reason is RejectedReason.INVALID else "refusal not known to ASCP"
    assert (difference.kind, difference.ledger) == (kind, f"rejected {reason}")


def test_a_receipt_that_two_credits_have_is_a_difference_of_the_second(ledger, compared):
    for name in ("c1", "c2"):
        credit = a_credit(name).report(member_number="M1", at=START, look_again_at=START + DAY)
        ledger.save([Change(None, accept(lease(credit)))])
    found, _ = compared(Ascp(Accepted("R-1")))
    assert [one.kind for one in found.differences] == ["receipt of another credit"]


def put_back(credit, why="ASCP answered 503", *, hours=0):
    at = START + timedelta(hours=hours)
    return lease(credit).put_back(why=why, in_doubt=True, at=at, look_again_at=at + DAY)


def test_what_is_under_way_is_told_with_why_its_last_try_failed(reported):
    tried = put_back(put_back(reported, "ASCP is busy"), hours=5)
    told = under_way(tried)
    assert (told.since, told.stands, told.why) == (START, "reported, in doubt", "ASCP answered 503")
    assert under_way(reported).why == "not tried yet"
    assert (under_way(lease(reported)).stands, under_way(lease(reported)).why) == (
        "sending, in doubt",
        "no outcome yet",
    )
    assert under_way(lease(tried)).why == "ASCP answered 503"
    assert under_way(accept(lease(reported))) is None
    assert under_way(a_credit()) is None


def test_neither_what_people_wrote_nor_what_was_before_the_present_way_is_told_as_why_a_try_failed(reported):
    noted = put_back(reported).note(why="Ada Example rang", at=START, by="staff:1")
    assert under_way(noted).why == "ASCP answered 503"
    refused = lease(noted).reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=START)
    later = START + DAY
    again = refused.earn_again(why="Ada Example rang", at=later, by="staff:1")
    again = again.report(member_number="M1", at=later, look_again_at=later, why="Ada Example rang", by="staff:1")
    assert (under_way(again).since, "Ada" in under_way(again).why, "503" in under_way(again).why) == (
        later,
        False,
        False,
    )


def test_the_oldest_under_way_come_first_and_their_list_is_bounded(ledger, compared, monkeypatch, capsys):
    monkeypatch.setattr("laurel.delivery.reconciliation.MOST_LISTED", 2)
    for name, hours in {"young": 3, "oldest": 0, "older": 1, "old": 2}.items():
        at = START + timedelta(hours=hours)
        credit = a_credit(name).report(member_number="M1", at=at, look_again_at=at + DAY)
        ledger.save([Change(None, put_back(credit, hours=4) if name == "oldest" else credit)])
    found, _ = compared(Ascp(NotHeld()))
    show(found)
    assert capsys.readouterr().out == (
        "under way, the oldest first       reported (UTC)      it is               why its last try failed\n"
        "oldest                            2026-11-20 07:00    reported, in doubt  ASCP answered 503\n"
        "older                             2026-11-20 08:00    reported            not tried yet\n"
        "... and 2 more. Staff find them all in the portal, at /staff/credits, by their state.\n"
        "\n"
        "4 credits compared (4 reported): 0 differences, 4 under way.\n"
    )


def test_while_it_compares_it_says_how_far_it_is(ledger, monkeypatch):
    """Credits are compared a few at a time, and each step is seen as it is done."""
    monkeypatch.setattr("laurel.delivery.reconciliation._AT_ONCE", 2)
    for n in range(5):
        ledger.save([Change(None, a_credit(f"c{n}").report(member_number="M1", at=START, look_again_at=START + DAY))])
    seen = []
    found = Comparison(ledger, Ascp(NotHeld()), lambda: START).of(
        [START.date()], lambda so_far: seen.append(so_far.compared)
    )
    assert (seen, found.compared) == ([2, 4, 5], 5)


@pytest.mark.parametrize(("seconds", "lines"), [(0, 2), (3600, 0)])
def test_away_from_a_terminal_progress_is_a_line_each_few_seconds(capsys, seconds, lines):
    with shown_count(Console(stderr=True), seconds=seconds) as count:
        count("100 credits compared")
        count("200 credits compared")
    assert len(capsys.readouterr().err.splitlines()) == lines
