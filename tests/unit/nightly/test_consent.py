"""Consent: a claim's credit moves only while its learner agrees to reporting, whenever they change their mind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.learners.consent import Consents, consent_change, consent_record
from laurel.ledger.consent import follow_consent
from laurel.ledger.credit import Credit, Source
from laurel.ledger.states import State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from laurel.platform.table import Table
from tests.credits import START, a_credit
from tests.forwarding_world import DAY, POSTS, RETRY_POLICY, World
from tests.unit.nightly.nights import Nights, roster

ANA = "ana@example.org"
LATER = START + timedelta(hours=1)


def claimed(credit_id: str = "c1", **changes) -> Credit:
    """A credit of a claim of Ana's."""
    return a_credit(credit_id, **{"source": Source.CLAIM, "learner_id": "ana", **changes})


def says(table: Table, agrees: bool, *, at=START, email_keys=(ANA,), learner_id="ana") -> None:
    """What a change of the profile leaves in the ledger's table."""
    record = consent_record(learner_id, at if agrees else None)
    assert all(table.write_all([record, consent_change(learner_id, email_keys, at=at)]))


def put(ledger: Ledger, *credits_: Credit) -> None:
    assert None not in ledger.save([Change(None, credit) for credit in credits_])


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.run()
    nights.now = LATER
    return nights


def ours(**changes) -> Credit:
    return claimed(email=ANA, email_key=ANA, **changes)


def states(nights: Nights, credit_id: str = "c1"):
    found = nights.ledger.get_many([credit_id])[credit_id]
    return found.state, found.reason


class TestNight:
    def test_what_was_taken_back_before_the_night_is_held_back(self, nights):
        put(nights.ledger, ours())
        says(nights.table, agrees=False)
        nights.run()
        assert states(nights) == (State.UNMATCHED, "no_consent")
        assert nights.queued() == []

    def test_without_any_record_nothing_of_a_claim_is_sent(self, nights):
        put(nights.ledger, ours())
        nights.run()
        assert states(nights) == (State.UNMATCHED, "no_consent")

    def test_with_consent_it_is_matched_and_queued(self, nights):
        put(nights.ledger, ours())
        says(nights.table, agrees=True)
        nights.run()
        assert states(nights) == (State.REPORTED, None)
        assert nights.queued() == ["c1"]

    def test_a_providers_credit_asks_nobody(self, nights):
        put(nights.ledger, a_credit(email=ANA, email_key=ANA))
        says(nights.table, agrees=False)
        nights.run()
        assert states(nights) == (State.REPORTED, None)

    def test_agreeing_sends_what_waited_and_a_second_night_sends_nothing_more(self, nights):
        put(nights.ledger, ours().withhold(at=START))
        nights.run()
        assert states(nights) == (State.UNMATCHED, "no_consent"), "no roster and no night changes it"
        says(nights.table, agrees=True)
        nights.run()
        assert states(nights) == (State.REPORTED, None)
        assert nights.queued() == ["c1"]
        nights.run()
        assert nights.queued() == []

    def test_taking_it_back_reaches_what_waits_for_the_roster_and_what_is_on_its_way(self, nights):
        waiting = ours(credit_id="c2").leave_unmatched(UnmatchedReason.MEMBERSHIP_LAPSED, at=START)
        on_its_way = ours(credit_id="c3").report(member_number="M1", at=START, look_again_at=START + DAY)
        before = replace(on_its_way, credit_id="c4", learner_id=None)  # from before consent was kept by learner
        put(nights.ledger, waiting, on_its_way, before)
        says(nights.table, agrees=False)
        nights.run()
        assert [states(nights, one)[1] for one in ("c2", "c3", "c4")] == ["no_consent"] * 3

    def test_what_ascp_may_have_and_what_others_earned_stay(self, nights):
        leased = ours(credit_id="c2").report(member_number="M1", at=START, look_again_at=START + DAY)
        leased = leased.lease("s1", at=START, until=LATER + DAY)
        doubt = replace(leased, credit_id="c3").put_back(
            why="time-out", in_doubt=True, at=START, look_again_at=LATER + DAY
        )
        theirs = replace(ours(credit_id="c4"), learner_id="bea").report(
            member_number="M1", at=START, look_again_at=LATER + DAY
        )
        put(nights.ledger, leased, doubt, theirs)
        says(nights.table, agrees=False)
        nights.run()
        assert [states(nights, one)[0] for one in ("c2", "c3", "c4")] == ["sending", "reported", "reported"]

    def test_a_change_stays_on_the_list_until_the_indexes_show_what_was_before_it(self, nights):
        says(nights.table, agrees=True, at=LATER - timedelta(minutes=9))
        nights.run()
        assert len(Consents(nights.table).changes()) == 1
        nights.now = LATER + timedelta(minutes=1)
        nights.run()
        assert Consents(nights.table).changes() == []

    def test_a_change_of_mind_while_the_night_concludes_the_last_one_is_kept(self, nights):
        consents = Consents(nights.table)
        says(nights.table, agrees=True)
        (first,) = consents.changes()
        says(nights.table, agrees=False, at=LATER)
        consents.conclude(first)
        assert [change.since for change in consents.changes()] != [first.since]

    def test_who_agrees_again_in_one_breath_loses_nothing(self, nights):
        put(nights.ledger, ours())
        for agrees in (False, True, False, True):
            says(nights.table, agrees=agrees)
            follow_consent(nights.ledger, [ANA], "ana", agrees=agrees, at=LATER)
        nights.run()
        assert states(nights) == (State.REPORTED, None)


class TestForwarder:
    def test_what_was_taken_back_after_the_night_is_not_sent(self, world: World) -> None:
        world.reported("c1", source=Source.CLAIM, learner_id="ana")
        world.reported("c2")
        report = world.forward("c1", "c2")
        credit = world.credit("c1")
        assert (credit.state, credit.reason, credit.due_at) == (State.UNMATCHED, "no_consent", None)
        assert (report.withheld, report.accepted, report.failed, world.sent()) == (1, 1, (), [["c2"]])

    def test_with_consent_it_is_sent_for_one_read_more(self, world: World, ledger_table: Table) -> None:
        world.reported("c1", source=Source.CLAIM, learner_id="ana")
        says(ledger_table, agrees=True)
        world.calls.clear()
        assert world.forward("c1").accepted == 1
        assert dict(world.calls) == {"BatchGetItem": 2, "TransactWriteItems": 2}

    def test_it_is_held_back_while_ascp_is_down(self, world: World) -> None:
        world.fail(kind="status", status=503, path=POSTS)
        world.reported("c1", source=Source.CLAIM, learner_id="ana")
        assert world.forward("c1").withheld == 1
        assert world.asked("POST") == []

    @pytest.mark.parametrize("booked", [True, False])
    @pytest.mark.parametrize("lease_over", [True, False])
    def test_what_is_in_doubt_is_asked_for_and_never_sent_again(
        self, world: World, booked: bool, lease_over: bool
    ) -> None:
        credit = claimed().report(member_number="M1", at=START, look_again_at=START + DAY)
        credit = credit.lease("s0", at=START, until=START + RETRY_POLICY.lease)
        if not lease_over:
            credit = credit.put_back(why="no answer", in_doubt=True, at=START, look_again_at=START + DAY)
        if booked:
            world.ascp.submit("s0", [credit], until=START + DAY)
        world.put(credit)
        sent = len(world.sent())
        world.pass_time(hours=1)
        report = world.forward("c1", receives=2)
        assert len(world.sent()) == sent
        after = world.credit("c1")
        assert (after.state, after.in_doubt) == (State.ACCEPTED if booked else State.UNMATCHED, False)
        assert (report.withheld, report.accepted) == ((0, 1) if booked else (1, 0))
