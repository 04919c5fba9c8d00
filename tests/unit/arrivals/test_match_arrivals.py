"""Credits that were just earned are matched and queued; whatever else the stream names is left."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest

from laurel.arrivals.match_arrivals import Arrived, MatchArrivals
from laurel.arrivals.stream_events import credit_ids
from laurel.delivery.queue import DeliveryQueue
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents, consent_record
from laurel.ledger.credit import Source
from laurel.ledger.states import State, UnmatchedReason
from laurel.ledger.store import Change
from laurel.roster.store import Roster
from tests.credits import START, a_credit
from tests.unit.nightly.nights import Nights, roster

MEMBER = "ana@example.org"


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", MEMBER)))
    nights.run()
    return nights


@pytest.fixture
def arrivals(nights, ledger_table, delivery_queue_url):
    return MatchArrivals(
        ledger=nights.ledger,
        roster=Roster(ledger_table),
        aliases=Aliases(ledger_table),
        consents=Consents(ledger_table),
        queue=DeliveryQueue(delivery_queue_url),
        executor=ThreadPoolExecutor(1),
        clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC),
        today=lambda: date(2026, 11, 20),
    )


def of_member(credit_id="c1", **changes):
    return a_credit(credit_id, email=MEMBER, email_key=MEMBER, **changes)


def save(nights, *credits):
    nights.ledger.save([Change(None, credit) for credit in credits])


def test_a_members_credit_is_reported_and_queued(nights, arrivals):
    save(nights, of_member())
    assert arrivals.match(["c1"]) == Arrived(reported=1)
    assert nights.ledger.get("c1").member_number == "M1"
    assert nights.queued() == ["c1"]


def test_a_strangers_credit_waits_for_the_roster_and_is_not_queued(nights, arrivals):
    save(nights, a_credit("c2"))
    assert arrivals.match(["c2"]) == Arrived(unmatched=1)
    assert nights.ledger.get("c2").reason == UnmatchedReason.NOT_A_MEMBER
    assert nights.queued() == []


def test_the_credit_of_a_claim_is_withheld_without_consent_and_reported_with_it(nights, arrivals, ledger_table):
    save(nights, *(of_member(f"c{n}", source=Source.CLAIM, learner_id=f"l{n}") for n in (1, 2)))
    ledger_table.put(consent_record("l2", START))
    assert arrivals.match(["c1", "c2"]) == Arrived(reported=1, unmatched=1)
    assert nights.ledger.get("c1").reason == UnmatchedReason.NO_CONSENT
    assert nights.queued() == ["c2"]


def test_a_second_time_queues_what_is_reported_again_and_changes_nothing(nights, arrivals):
    """The first may have ended between the write and the message."""
    save(nights, of_member())
    arrivals.match(["c1"])
    before = nights.ledger.get("c1")
    nights.queued()
    assert arrivals.match(["c1"]) == Arrived(reported=1)
    assert (nights.ledger.get("c1"), nights.queued()) == (before, ["c1"])


def test_what_is_no_longer_earned_is_left(nights, arrivals):
    at = START + timedelta(hours=1)
    sending = of_member("c1").report(member_number="M1", at=at, look_again_at=at).lease("s", at=at, until=at)
    accepted = replace(sending, credit_id="c2").accept("R-1", at=at)
    unmatched = a_credit("c3").leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=at)
    save(nights, sending, accepted, unmatched)
    assert arrivals.match(["c1", "c2", "c3", "c4"]) == Arrived()
    assert {one.state for one in nights.ledger.get_many(["c1", "c2", "c3"]).values()} == {
        State.SENDING,
        State.ACCEPTED,
        State.UNMATCHED,
    }
    assert nights.queued() == []


def test_a_credit_that_its_learner_tries_again_is_matched(nights, arrivals):
    """It was unmatched before its learner joined; the retry does not wait for the night."""
    at = START + timedelta(hours=1)
    save(nights, of_member().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=at))
    assert arrivals.match(["c1"]) == Arrived()  # nobody asked
    before = nights.ledger.get("c1")
    nights.ledger.change(before, before.retry(why="joined", at=at, by="learner"))
    assert arrivals.match(["c1"]) == Arrived(reported=1)


def test_a_retry_that_changes_nothing_is_done_with(nights, arrivals):
    at = START + timedelta(hours=1)
    stranger = a_credit("c2").leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=at)
    save(nights, stranger.retry(why="again", at=at, by="learner"))
    assert arrivals.match(["c2"]) == Arrived(unmatched=1)
    assert nights.ledger.get("c2").due_at is None


def test_what_is_due_later_is_left_to_the_night(nights, arrivals):
    later = datetime(2026, 11, 20, 12, 2, tzinfo=UTC)
    save(nights, of_member(due_at=later))
    assert arrivals.match(["c1"]) == Arrived()
    assert nights.ledger.get("c1").state is State.EARNED


def test_a_likely_duplicate_is_held(nights, arrivals):
    one = of_member("c1", activity_number="578-1")
    save(nights, one, replace(one, credit_id="c2", reference="other"))
    assert arrivals.match(["c1", "c2"]) == Arrived(reported=1, unmatched=1)


def test_a_membership_counts_by_the_date_of_the_schedules_zone(nights, arrivals):
    nights.put(
        "roster/ascls/2.csv", "member_number,email,name,status,expires_on\nM1,ana@example.org,Ana,active,2026-11-19\n"
    )
    nights.run(on=date(2026, 11, 19))
    save(nights, of_member())
    assert arrivals.match(["c1"]) == Arrived(unmatched=1)
    assert nights.ledger.get("c1").reason == UnmatchedReason.MEMBERSHIP_LAPSED


def test_more_than_a_hundred_at_once(nights, arrivals):
    ids = [f"c{n:03}" for n in range(120)]
    for n in range(0, 120, 40):
        save(nights, *(a_credit(one) for one in ids[n : n + 40]))
    assert arrivals.match(ids) == Arrived(unmatched=120)


def test_messages_that_sqs_refuses_are_counted(nights, arrivals, delivery_queue_url):
    save(nights, of_member())
    boto3.client("sqs").delete_queue(QueueUrl=delivery_queue_url)
    assert arrivals.match(["c1"]) == Arrived(reported=1, queue_refused=1)
    assert nights.ledger.get("c1").state is State.REPORTED  # the night queues it


def test_each_credit_of_an_event_counts_once_and_other_items_do_not():
    keys = [("CREDIT#a", "CREDIT"), ("CREDIT#b", "CREDIT"), ("CREDIT#a", "CREDIT"), ("CREDIT#c", "NOTE")]
    records = [{"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}} for pk, sk in keys]
    assert credit_ids(json.loads(json.dumps({"Records": records}))) == ["a", "b"]
