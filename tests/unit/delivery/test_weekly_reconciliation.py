"""The weekly comparison: all of its days, in parts that end in time, and what it finds."""

from datetime import date, timedelta

import pytest

from laurel.delivery import weekly_reconciliation
from laurel.delivery.partner import Accepted, NotHeld, Unclear
from laurel.delivery.reconciliation import Comparison
from laurel.delivery.weekly_reconciliation import RESERVE, Period, WeeklyReconciliation
from laurel.ledger.follow_ups import CreditCorrection, delivered, outgoing
from laurel.ledger.requested import AskedChange, correct, withdraw
from laurel.ledger.states import RejectedReason
from laurel.ledger.store import Change
from tests.credits import START, a_credit

DAY = timedelta(days=1)
TODAY = (START + 3 * DAY).date()


class Books:
    """An ASCP that holds `held`, and answers nothing while `silent`."""

    def __init__(self, **held) -> None:
        self.held, self.asked, self.silent = held, [], False

    def ask(self, reference, *, until):
        self.asked.append(reference)
        return Unclear("ASCP answered 503") if self.silent else self.held.get(reference, NotHeld())


@pytest.fixture
def many(ledger):
    """250 credits, reported and accepted on three days."""
    credits_ = []
    for n in range(250):
        at = START + (n % 3) * DAY
        leased = a_credit(f"c{n}").report(member_number="M1", at=at, look_again_at=at).lease("s", at=at, until=at)
        credits_.append(leased.accept(f"R-{n}", at=at))
    for n in range(0, 250, 100):
        ledger.save([Change(None, one) for one in credits_[n : n + 100]])
    return Books(**{f"c{n}": Accepted(f"R-{n}") for n in range(250)})


def comparison(ledger, books):
    return Comparison(ledger, books, lambda: START + 3 * DAY, lambda _: None)


@pytest.mark.slow
def test_every_credit_of_the_last_two_weeks_is_compared(ledger, many):
    many.held["c7"] = NotHeld()
    many.held["c9"] = Accepted("R-other")
    after = WeeklyReconciliation(comparison(ledger, many), lambda: 900.0).run(Period.of({}, TODAY))
    assert (after.is_over, after.compared, after.differences, after.unanswered) == (True, 250, 2, 0)
    assert (after.first, after.last) == (TODAY - 14 * DAY, TODAY - DAY)


@pytest.mark.slow
def test_in_parts_each_credit_is_compared_once_wherever_a_part_ends(ledger, many):
    event, parts = {}, 0
    while True:
        times = iter([900.0] * 5)
        run = WeeklyReconciliation(comparison(ledger, many), lambda left=times: next(left, RESERVE - 1))
        period = run.run(Period.of(event, TODAY))
        parts += 1
        if period.is_over:
            break
        event = period.to_event()
    assert parts > 3
    assert (period.compared, period.differences) == (250, 0)
    assert sorted(many.asked) == sorted(many.held)


@pytest.mark.slow
def test_a_part_may_end_within_a_shard(ledger, many, monkeypatch):
    monkeypatch.setattr(weekly_reconciliation, "BATCH", 3)
    times = iter([900.0])
    run = WeeklyReconciliation(comparison(ledger, many), lambda: next(times, 0.0))
    period = run.run(Period.of({}, TODAY))
    assert (period.compared, period.is_over) == (3, False)
    rest = WeeklyReconciliation(comparison(ledger, many), lambda: 900.0).run(Period.of(period.to_event(), TODAY))
    assert rest.compared == 250
    assert sorted(many.asked) == sorted(many.held)


@pytest.mark.slow
def test_an_ascp_that_answers_nothing_is_left_alone(ledger, many, monkeypatch):
    many.silent = True
    run = WeeklyReconciliation(comparison(ledger, many), lambda: 900.0)
    period = run.run(Period.of({}, TODAY))
    assert (period.is_over, run.silent) == (False, True)
    assert 50 <= len(many.asked) < 75
    assert (period.differences, period.unanswered) == (0, period.compared)


def test_differences_are_in_the_log_by_credit_and_kind(ledger, caplog):
    at = START
    leased = a_credit("c1").report(member_number="M1", at=at, look_again_at=at).lease("s", at=at, until=at)
    ledger.save([Change(None, leased.reject(RejectedReason.INVALID, detail=None, at=at, judged=False))])
    WeeklyReconciliation(comparison(ledger, Books()), lambda: 900.0).run(Period.of({}, TODAY))
    [told] = [one for one in caplog.records if one.message == "the ledger and ASCP differ"]
    assert (told.credit_id, told.kind) == ("c1", "never judged by ASCP")


@pytest.mark.parametrize("event", [{"from": "soon"}, {"from": "2026-11-20", "to": "2026-11-19"}, {"to": 7}])
def test_days_that_are_none_are_refused(event):
    with pytest.raises(ValueError, match=r".+"):
        Period.of(event, TODAY)


def test_an_event_names_the_days():
    period = Period.of({"from": "2026-11-02", "to": "2026-11-03", "shard": -1, "part": "x", "after": 7}, TODAY)
    assert period == Period(first=date(2026, 11, 2), last=date(2026, 11, 3), day=date(2026, 11, 2))


@pytest.fixture
def followed(ledger):
    """Of two credits accepted long ago ASCP accepted a withdrawal yesterday; a correction is under way."""
    long_ago, asked = START - 90 * DAY, AskedChange(why="a slip", at=START + 2 * DAY, by="staff:sam")
    for name in ("c1", "c2"):
        leased = a_credit(name).report(member_number="M1", at=long_ago, look_again_at=long_ago)
        accepted = leased.lease("s", at=long_ago, until=long_ago).accept(f"R-{name}", at=long_ago)
        if name == "c1":
            after = withdraw(accepted, asked)
            leased = outgoing(after).lease("s2", at=asked.at, until=asked.at)
            after = delivered(after, leased.accept("R-w", at=asked.at))
        else:
            after = correct(accepted, CreditCorrection(name="Ada Right").of(accepted), asked)
        ledger.save([Change(None, after)])
    return Books(c1=Accepted("R-c1"), c2=Accepted("R-c2"), **{"c1.1": Accepted("R-w")})


def compared(ledger, books):
    found = comparison(ledger, books)
    after = WeeklyReconciliation(found, lambda: 900.0).run(Period.of({}, TODAY))
    return after, found.found


def test_a_follow_up_is_compared_by_its_own_reference_under_the_day_on_which_it_was_asked_for(ledger, followed):
    after, found = compared(ledger, followed)
    assert (after.compared, found.differences, sorted(followed.asked)) == (2, [], ["c1", "c1.1", "c2", "c2.1"])
    assert [(one.credit_id, one.why) for one in found.oldest_under_way] == [("c2.1", "not tried yet")]
    assert (found.under_way, found.states) == (1, {"withdrawn": 1, "reported": 1})


@pytest.mark.parametrize(
    ("reference", "answer", "kind"),
    [
        ("c1.1", NotHeld(), "not held by ASCP"),
        ("c1.1", Accepted("R-other"), "another receipt"),
        ("c1.1", Unclear("ASCP answered 500"), "no answer"),
        ("c2.1", Accepted("R-9"), "held by ASCP, not known here"),
        ("c2", NotHeld(), "not held by ASCP"),
    ],
)
def test_a_difference_of_a_follow_up_is_told_with_its_reference(ledger, followed, reference, answer, kind):
    followed.held[reference] = answer
    _, found = compared(ledger, followed)
    assert [(one.credit_id, one.kind) for one in found.differences] == [(reference, kind)]
