"""Two accounts of one person: credits under the address of either are matched as one person's, and stay."""

import json
from datetime import timedelta

import pytest

from laurel.audit.acts import Actor
from laurel.audit.log import AuditLog
from laurel.delivery.ascp.contract import write_submission
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.learners.join_accounts import Joins
from laurel.learners.joined_addresses import JoinedAddresses, JoinedPerson
from laurel.ledger.states import RejectedReason, State
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests import stores
from tests.proofs import prove
from tests.unit.nightly.nights import Nights, feed, roster

ANA, BEA, CAI = "ana@example.org", "bea@hospital.example.org", "cai@example.org"
NEW = "ana.new@example.org"
WHY = "She has two accounts."


class World:
    """Nights, and two accounts: Ana is a member, Bea is not."""

    def __init__(self, nights):
        self.nights = nights
        claims = Table(stores.make_table("ClaimsTable"))
        self.registry = AddressRegistry(claims, nights.table.name, utc_now)
        self.joins = Joins(claims, self.registry, AuditLog(Table(stores.make_table("AuditTable")), 7), utc_now)
        self.joined = JoinedAddresses(self.registry)
        nights.join_with(self.joined)
        self.issued_at = 1000
        for sub, email in (("ana", ANA), ("bea", BEA)):
            self.sign_in(sub, email)
        nights.put("roster/ascls/1.csv", roster(("M1", ANA)))

    def sign_in(self, sub, email):
        self.issued_at += 60
        prove(self.registry, Caller(sub, email, False, self.issued_at))

    def join(self, stays="ana", other="bea"):
        return self.joins.join(stays, other, Actor.learner(stays), WHY)

    def separate(self, join):
        return self.joins.undo("ana", join.join_id, Actor.learner("ana"), WHY)

    def refused(self, reference):
        credit, at = self.nights.credit(reference), utc_now()
        leased = self.nights.ledger.change(credit, credit.lease("s1", at=at, until=at))
        self.nights.ledger.change(leased, leased.reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=at))

    def state(self, reference):
        credit = self.nights.credit(reference)
        return credit.state, credit.reason, credit.sent_as


@pytest.fixture
def world(ledger_table, delivery_queue_url, intake_bucket):
    return World(Nights(ledger_table, delivery_queue_url, intake_bucket))


WAITS = (State.UNMATCHED, "not_a_member", None)
AS_ANA = (State.REPORTED, None, ANA)


def test_the_night_after_a_join_sends_the_credits_of_the_other_account_as_the_member(world):
    world.nights.put("feed/labce/1.csv", feed(("r1", BEA)))
    world.nights.run()
    assert world.state("r1") == WAITS
    world.join()
    world.nights.run()
    assert world.state("r1") == AS_ANA
    credit = world.nights.credit("r1")
    # It stays under its own address, so that the join can be undone; ASCP gets the member's.
    assert (credit.email_key, credit.member_number) == (BEA, "M1")
    [sent] = json.loads(write_submission("s1", [credit], at=utc_now()))["credits"]
    assert sent["participant"]["email"] == ANA
    assert world.nights.queued() == [credit.credit_id]


def test_the_member_may_be_either_account_and_rows_that_come_later_count_too(world):
    world.nights.put("roster/ascls/2.csv", roster(("M2", BEA)))
    world.join()
    world.nights.put("feed/labce/1.csv", feed(("r1", ANA), ("r2", BEA)))
    world.nights.run()
    assert (world.state("r1"), world.state("r2")) == ((State.REPORTED, None, BEA), (State.REPORTED, None, None))


@pytest.mark.slow
def test_a_roster_and_a_new_address_reach_the_credits_of_both(world):
    world.nights.put("roster/ascls/1.csv", roster(("M9", CAI)))
    world.join()
    world.nights.put("feed/labce/1.csv", feed(("r1", BEA), ("r2", BEA)))
    world.nights.run()
    assert world.state("r1") == WAITS
    world.nights.put("roster/ascls/2.csv", roster(("M9", CAI), ("M1", ANA)))
    world.nights.run()
    assert world.state("r1") == AS_ANA
    # After a refusal of a former address there is none of another account to try.
    world.sign_in("ana", NEW)
    world.nights.put("roster/ascls/3.csv", roster(("M9", CAI), ("M1", NEW)))
    world.nights.put("feed/labce/2.csv", feed(("r3", BEA)))
    world.nights.run()
    assert world.state("r3") == (State.REPORTED, None, NEW)


def test_separated_accounts_are_two_people_again(world):
    one = world.join()
    world.nights.run()
    world.separate(one)
    world.nights.put("feed/labce/1.csv", feed(("r1", BEA)))
    world.nights.run()
    assert world.state("r1") == WAITS
    assert world.joined.of([ANA, BEA]) == {}


def test_a_join_that_was_undone_before_the_night_leaves_the_credits_as_they_were(world):
    world.nights.put("feed/labce/1.csv", feed(("r1", BEA)))
    world.nights.run()
    before = world.nights.credit("r1")
    world.separate(world.join())
    world.nights.run()
    assert world.nights.credit("r1") == before
    assert Aliases(world.nights.table).moves() == []


def test_a_likely_duplicate_under_the_address_of_the_other_account_is_held(world):
    world.join()
    world.nights.put("feed/labce/1.csv", feed(("1", ANA)))
    world.nights.run()
    world.nights.put("feed/asm/1.csv", feed(("1", BEA)))
    world.nights.run()
    first, second = world.nights.credit("1"), world.nights.credit("1", "asm")
    assert (first.state, second.state, second.reason) == (State.REPORTED, State.UNMATCHED, "likely_duplicate")
    assert second.resembles == first.credit_id


def test_a_credit_reported_before_the_join_holds_back_the_one_of_the_other_account(world):
    world.nights.put("feed/labce/1.csv", feed(("1", ANA)))
    world.nights.put("feed/asm/1.csv", feed(("1", BEA)))
    world.nights.run()
    assert world.nights.credit("1", "asm").reason == "not_a_member"
    world.join()
    world.nights.run()
    held = world.nights.credit("1", "asm")
    assert (held.is_likely_duplicate, held.resembles) == (True, world.nights.credit("1").credit_id)


@pytest.mark.slow
def test_what_ascp_does_not_know_under_one_address_it_gets_once_under_the_other(world):
    world.nights.put("roster/ascls/1.csv", roster(("M1", ANA), ("M2", BEA)))
    world.nights.put("feed/labce/1.csv", feed(("r1", BEA)))
    world.nights.run()
    world.refused("r1")
    world.join()
    world.nights.run()
    assert world.state("r1") == AS_ANA
    world.refused("r1")
    world.nights.run(on=(utc_now() + timedelta(days=1)).date())
    assert world.state("r1") == (State.REJECTED, RejectedReason.UNKNOWN_EMAIL, ANA)


def test_a_person_is_the_account_that_stays_with_all_that_were_joined(world):
    world.sign_in("cai", CAI)
    world.sign_in("ana", NEW)
    world.join()
    world.join(other="cai")
    person = JoinedPerson((NEW, ANA, BEA, CAI), (NEW, BEA, CAI))
    assert world.joined.of([ANA, CAI, "nobody@example.org"]) == {ANA: person, CAI: person}
    assert world.joined.of(["nobody@example.org"]) == {}
