"""The same credit under another reference is held for staff, not sent."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.intake.report_once import ReportOnce
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.ledger.credit import Source
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change
from laurel.organizer.entries import Wanted, entries_of, is_retriable
from laurel.organizer.learner_actions import report_by_hand, retry
from laurel.organizer.manual_entry import manual_entries
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests import stores
from tests.credits import START, a_credit
from tests.proofs import prove
from tests.unit.nightly.nights import FEED_HEADER, Nights, roster

ANA, NEW = "ana@example.org", "ana.lund@lab.example.org"
HELD = (State.UNMATCHED, "likely_duplicate")


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA), ("M2", "ben@example.org")))
    return nights


def row(reference, email=ANA, number="578-1", hours="1.5", day="2026-11-01", statement="pace", title="Smears"):
    return f"{reference},{email},Ana Lund,{number},{title},{statement},{hours},{day}"


def feed(*rows):
    return "\n".join([FEED_HEADER, *rows]) + "\n"


def states(nights, *references, provider="labce"):
    found = [nights.credit(reference, provider) for reference in references]
    return [(credit.state, credit.reason) for credit in found]


REPORTED = (State.REPORTED, None)


def test_two_rows_of_one_batch_are_one_credit_that_is_sent(nights):
    nights.put("feed/labce/1.csv", feed(row("r1"), row("r2"), row("r3")))
    report = nights.run()
    assert (report["credits"], report["reported"], report["unmatched"]) == (3, 1, {"likely_duplicate": 2})
    assert report["reconciles"]
    assert states(nights, "r1", "r2", "r3") == [REPORTED, HELD, HELD]
    first = nights.credit("r1")
    assert nights.queued() == [first.credit_id]
    assert {nights.credit(name).resembles for name in ("r2", "r3")} == {first.credit_id}
    assert [step.state for step in nights.credit("r2").timeline] == [State.EARNED, State.UNMATCHED]


@pytest.mark.parametrize(
    "other",
    [
        row("r2", email=" ANA@Example.org"),
        row("r2", number=" 578-1 "),
        row("r2", hours="1.50"),
        row("r2", title="Blood smears", statement="florida"),
        row("00123"),
    ],
)
def test_another_file_and_another_night_make_no_difference(nights, other):
    nights.put("feed/labce/1.csv", feed(row("r1")))
    nights.run()
    nights.put("feed/labce/2.csv", feed(other))
    assert nights.run()["unmatched"] == {"likely_duplicate": 1}


@pytest.mark.parametrize("number", ["57812", "57812.0", "0057812.00", '"57812,00"', "57812."])
def test_a_number_that_a_spreadsheet_took_for_an_amount_is_the_same(nights, number):
    nights.put("feed/labce/1.csv", feed(row("0017", number="0057812"), row("17", number=number)))
    assert nights.run()["unmatched"] == {"likely_duplicate": 1}


def test_the_feed_of_another_provider_makes_no_difference(nights):
    nights.put("feed/labce/1.csv", feed(row("r1")))
    nights.put("feed/asm/1.csv", feed(row("r1")))
    report = nights.run()
    assert (report["reported"], report["unmatched"]) == (1, {"likely_duplicate": 1})


@pytest.mark.parametrize(
    "other",
    [
        row("r2", email="ben@example.org"),
        row("r2", number="578-2"),
        row("r2", hours="1.25"),
        row("r2", day="2026-11-02"),
    ],
)
def test_what_differs_in_one_of_them_is_a_credit_of_its_own(nights, other):
    nights.put("feed/labce/1.csv", feed(row("r1"), other))
    assert nights.run()["reported"] == 2


def test_what_is_never_reported_holds_nothing_back(nights):
    nights.put("feed/labce/1.csv", feed(row("r1", statement="attendance"), row("r2")))
    report = nights.run()
    assert (report["reported"], report["unmatched"]) == (1, {"not_reportable": 1})


def a_claim(**changes):
    known = {
        "credit_id": "claim",
        "source": Source.CLAIM,
        "email": ANA,
        "email_key": ANA,
        "activity_number": "578-1",
        "provider": "ASM",
        "due_at": utc_now(),
    }
    return a_credit(**known | changes)


def test_a_claim_in_the_portal_and_a_row_for_it_are_sent_once_whichever_comes_first(nights):
    nights.ledger.save([Change(None, a_claim())])
    nights.run()
    assert nights.ledger.get("claim").state is State.REPORTED
    nights.put("feed/labce/1.csv", feed(row("r1")))
    nights.run()
    assert states(nights, "r1") == [HELD]
    nights.put("feed/labce/2.csv", feed(row("r2", number="578-2")))
    nights.run()
    nights.ledger.save([Change(None, a_claim(credit_id="later", activity_number="578-2"))])
    nights.run()
    assert nights.ledger.get("later").is_likely_duplicate
    assert len(nights.queued()) == 2


def test_an_activity_without_a_number_is_compared_with_nothing(nights):
    claims = [a_claim(credit_id=f"claim{n}", activity_number="") for n in range(2)]
    nights.ledger.save([Change(None, claim) for claim in claims])
    assert nights.run()["reported"] == 2


def test_both_that_waited_for_the_roster_are_sent_once(nights):
    nights.put("feed/labce/1.csv", feed(row("r1", email="new@example.org"), row("r2", email="new@example.org")))
    assert nights.run()["unmatched"] == {"not_a_member": 2}
    nights.put("roster/ascls/2.csv", roster(("M1", ANA), ("M9", "new@example.org")))
    report = nights.run()
    assert (report["reported"], report["unmatched"], report["reconciles"]) == (1, {"likely_duplicate": 1}, True)
    assert len(nights.queued()) == 1


class TestAddresses:
    """A person is all the addresses they hold."""

    @pytest.fixture
    def sign_in(self, nights):
        registry = AddressRegistry(Table(stores.make_table("ClaimsTable")), nights.table.name, utc_now)
        times = iter(range(100, 200))
        return lambda email: prove(registry, Caller("ana", email, is_staff=False, issued_at=next(times)))

    @pytest.mark.parametrize("email", [ANA, NEW])
    def test_a_row_after_a_change_of_address_is_found_to_be_the_same(self, nights, sign_in, email):
        sign_in(ANA)
        nights.put("feed/labce/1.csv", feed(row("r1")))
        nights.run()
        sign_in(NEW)
        nights.put("roster/ascls/2.csv", roster(("M1", NEW)))
        nights.put("feed/labce/2.csv", feed(row("r2", email=email)))
        nights.run()
        assert states(nights, "r1", "r2") == [REPORTED, HELD]


class TestTheFirstOne:
    """What happened to the first decides whether another like it may go."""

    @pytest.fixture
    def first(self, nights):
        nights.put("feed/labce/1.csv", feed(row("r1")))
        nights.run()
        nights.queued()
        return nights.credit("r1")

    def another(self, nights):
        nights.put("feed/labce/2.csv", feed(row("r2")))
        nights.run()
        return nights.credit("r2")

    def sent(self, nights, first):
        at = utc_now()
        return nights.ledger.change(first, first.lease("s1", at=at, until=at))

    def test_withdrawn_by_staff_it_gives_way(self, nights, first):
        nights.ledger.change(first, first.withdraw(why="a wrong title", at=utc_now(), by="staff:sam"))
        assert self.another(nights).state is State.REPORTED

    def test_entered_by_hand_it_does_not(self, nights, first):
        assert report_by_hand(nights.ledger, {ANA}, utc_now, first.credit_id, by="learner:ana").state is State.WITHDRAWN
        assert self.another(nights).is_likely_duplicate

    def test_accepted_it_does_not(self, nights, first):
        leased = self.sent(nights, first)
        nights.ledger.change(leased, leased.accept("R-1", at=utc_now()))
        assert self.another(nights).is_likely_duplicate

    def test_refused_by_ascp_it_gives_way_and_is_held_itself_when_it_is_tried_again(self, nights, first):
        leased = self.sent(nights, first)
        refused = leased.reject(RejectedReason.NAME_MISMATCH, detail=None, at=utc_now())
        nights.ledger.change(leased, refused)
        second = self.another(nights)
        assert second.state is State.REPORTED
        retry(nights.ledger, {ANA}, utc_now, first.credit_id, by="learner:ana")
        nights.run()
        tried = nights.credit("r1")
        assert (tried.is_likely_duplicate, tried.resembles) == (True, second.credit_id)

    def test_it_goes_out_again_itself_after_it_was_put_back(self, nights, first):
        leased = self.sent(nights, first)
        back = leased.reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=utc_now())
        nights.ledger.change(leased, back)
        retry(nights.ledger, {ANA}, utc_now, first.credit_id, by="learner:ana")
        nights.run()
        assert states(nights, "r1") == [REPORTED]

    def test_unmatched_while_ascp_may_have_it_it_does_not(self, nights, first):
        doubtful = self.sent(nights, first).put_back(
            why="no answer", in_doubt=True, at=utc_now(), look_again_at=utc_now()
        )
        withheld = doubtful.withhold(at=utc_now())
        nights.ledger.save([Change(nights.ledger.get(first.credit_id), withheld)])
        assert self.another(nights).is_likely_duplicate

    def test_withdrawn_for_the_other_one_a_third_is_held_behind_that(self, nights, first):
        held = self.another(nights)
        nights.ledger.change(first, first.withdraw(why="a wrong title", at=utc_now(), by="staff:sam"))
        nights.ledger.change(held, held.mark_distinct(why="the right one", at=utc_now(), by="staff:sam"))
        nights.run()
        nights.put("feed/labce/3.csv", feed(row("r3")))
        nights.run()
        assert states(nights, "r2", "r3") == [REPORTED, HELD]
        assert nights.credit("r3").resembles == held.credit_id


class TestHeld:
    """Only staff release a held credit."""

    @pytest.fixture
    def held(self, nights):
        nights.put("feed/labce/1.csv", feed(row("r1"), row("r2")))
        nights.run()
        nights.queued()
        return nights.credit("r2")

    def test_no_roster_and_no_other_try_sends_it(self, nights, held):
        nights.put("roster/ascls/2.csv", roster(("M1", ANA, "lapsed")))
        nights.run()
        nights.put("roster/ascls/3.csv", roster(("M1", ANA)))
        nights.run()
        assert nights.credit("r2") == held
        assert not is_retriable(held)
        refusal = retry(nights.ledger, {ANA}, utc_now, held.credit_id, by="learner:ana")
        assert (refusal.code, "looks like another" in refusal.message) == ("nothing_to_retry", True)

    def test_its_row_again_is_a_repeat(self, nights, held):
        nights.put("feed/labce/2.csv", feed(row("r2"), row("r1")))
        assert nights.run()["repeats"] == 2

    def test_it_is_not_offered_to_be_entered_by_hand(self, held):
        entries = entries_of([held], Wanted(), utc_now())
        assert manual_entries(entries, all_of_them=False) == []
        assert "do not enter both" in manual_entries(entries, all_of_them=True)[0].note

    def test_released_by_staff_the_next_night_sends_it(self, nights, held):
        nights.ledger.change(held, held.mark_distinct(why="two meetings", at=utc_now(), by="staff:sam"))
        assert nights.run()["reported"] == 1
        assert nights.queued() == [held.credit_id]
        nights.put("feed/labce/3.csv", feed(row("r3")))
        nights.run()
        assert nights.credit("r3").resembles == nights.credit("r1").credit_id


class TestAtTheSameMoment:
    """Of two that are reported at once, by whomever, one gets through."""

    def reported(self, credit_id):
        credit = a_credit(credit_id, email=ANA, email_key=ANA, activity_number="578-1")
        at = START + timedelta(hours=1)
        return Change(None, credit.report(member_number="M1", at=at, look_again_at=at))

    def test_another_gets_in_between_reading_and_writing(self, ledger, ledger_table):
        once, real = ReportOnce(ledger, Aliases(ledger_table)), ledger.save_with
        ledger.save([self.reported("first")])  # without a note, as it was before there were notes
        (stored,) = once.save([self.reported("second")])
        assert stored.state is State.REPORTED

        def overtaken(changes):
            ledger.save_with = real
            assert once.save([self.reported("fourth")])[0].is_likely_duplicate
            return real(changes)

        ledger.save_with = overtaken
        (stored,) = once.save([self.reported("third")])
        assert (stored.is_likely_duplicate, stored.resembles) == (True, "second")

    def test_the_first_goes_out_again_just_before_it_would_give_way(self, ledger, ledger_table):
        once, real = ReportOnce(ledger, Aliases(ledger_table)), ledger.save_with
        (first,) = once.save([self.reported("first")])
        at = START + timedelta(hours=2)
        refused = ledger.change(
            first, first.lease("s", at=at, until=at).reject(RejectedReason.INVALID, detail=None, at=at)
        )
        calls = []

        def overtaken(changes):
            calls.append(changes)
            if len(calls) == 2:  # it was judged meanwhile that the first gives way
                again = refused.retry(why="a new try", at=at, by="learner:ana")
                again = again.report(member_number="M1", at=at, look_again_at=at)
                ledger.save_with = real
                assert once.save([Change(refused, again)])[0].state is State.REPORTED
            return real(changes)

        ledger.save_with = overtaken
        (stored,) = once.save([self.reported("second")])
        assert (stored.is_likely_duplicate, stored.resembles) == (True, "first")

    def test_many_in_one_batch(self, ledger, ledger_table):
        once = ReportOnce(ledger, Aliases(ledger_table))
        stored = once.save([self.reported(f"c{n}") for n in range(120)])
        assert [one.state for one in stored] == [State.REPORTED] + [State.UNMATCHED] * 119
        assert {one.resembles for one in stored[1:]} == {"c0"}
        assert set(ledger.get_many(f"c{n}" for n in range(120)).values()) == set(stored)

    def test_side_by_side(self, ledger, ledger_table):
        once = ReportOnce(ledger, Aliases(ledger_table))
        with ThreadPoolExecutor(1) as executor:
            stored = list(executor.map(lambda n: once.save([self.reported(f"c{n}")])[0], range(6)))
        assert [one.state for one in stored].count(State.REPORTED) == 1

    def test_the_same_credit_again_is_no_duplicate_of_itself(self, ledger, ledger_table):
        once, change = ReportOnce(ledger, Aliases(ledger_table)), self.reported("c1")
        (stored,) = once.save([change])
        assert once.save([change]) == [None]  # somebody else's by now: nothing is written
        withheld = ledger.change(stored, replace(stored, state=State.UNMATCHED, reason="not_a_member", due_at=None))
        at = START + timedelta(hours=2)
        again = withheld.report(member_number="M1", at=at, look_again_at=at)
        assert once.save([Change(withheld, again)])[0].state is State.REPORTED

    def test_other_hours_of_another_day_are_left_alone(self, ledger, ledger_table):
        once = ReportOnce(ledger, Aliases(ledger_table))
        longer = replace(self.reported("c2").after, contact_hours=Decimal("2"))
        left = a_credit("c3", email=ANA, email_key=ANA, activity_number="578-1")
        left = left.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START)
        stored = once.save([self.reported("c1"), Change(None, longer), Change(None, left)])
        assert [one.state for one in stored] == [State.REPORTED, State.REPORTED, State.UNMATCHED]
