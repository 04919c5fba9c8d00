"""A pushed credit that is likely the same as another one is held for staff, whichever way the other one came."""

import pytest

from laurel.arrivals.push import PushCredits
from laurel.intake.row_intake import TakenRow
from laurel.ledger.credit import Source
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.clock import utc_now
from tests.credits import a_credit
from tests.unit.nightly.nights import FEED_HEADER, TODAY, Nights, roster

ANA = "ana@example.org"
ROW = {
    "reference": "p1",
    "email": ANA,
    "name": "Ana Lund",
    "activity_number": "00578-1",
    "activity_title": "Smears",
    "statement": "pace",
    "contact_hours": 1.5,
    "completed_on": "2026-11-01",
}
# Spellings of the same person, number, day and hours.
ALIKE = [
    {"contact_hours": "1.50"},
    {"email": "ＡＮＡ＠example.org", "activity_title": "Another title"},
    {"activity_number": "\u200b００５７８\u20111"},
    {"activity_number": '="00578-1"', "completed_on": "2026-11-01T00:00:00"},
    {"activity_number": "'00578-1"},
]


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.run()
    return nights


@pytest.fixture
def push(nights):
    given = nights.dependencies
    credits = PushCredits.on(nights.table, given.queue, given.executor, utc_now, lambda: TODAY)

    def push(*rows, provider="labce"):
        outcomes = credits.push(provider, [ROW | row for row in rows])
        assert all(isinstance(one, TakenRow) for one in outcomes), outcomes
        return ["held" if one.held.is_likely_duplicate else one.held.state for one in outcomes]

    return push


def test_two_pushes_are_one_credit_that_is_sent(nights, push):
    assert push({}) == [State.REPORTED]
    for other in ALIKE:
        assert push(other | {"reference": f"p{other}"[:128]}) == ["held"]
    assert push({}, provider="medialab") == ["held"]
    assert len(nights.queued()) == 1


def test_two_rows_of_one_push_are_one_credit_that_is_sent(push):
    assert push({}, {"reference": "p2"}, {"reference": "p3", "contact_hours": 2}) == [
        State.REPORTED,
        "held",
        State.REPORTED,
    ]


@pytest.mark.parametrize("first", ["feed", "push"])
def test_a_push_and_a_row_of_a_file_are_one_credit_that_is_sent(nights, push, first):
    line = "f1,ana@example.org,Ana Lund,00578-1,Smears,pace,1.5,2026-11-01"
    if first == "push":
        assert push({}) == [State.REPORTED]
    nights.put("feed/asm/1.csv", f"{FEED_HEADER}\n{line}\n")
    assert nights.run()["unmatched"] == ({"likely_duplicate": 1} if first == "push" else {})
    if first == "feed":
        assert push({}) == ["held"]
    assert len(nights.queued()) == 1


@pytest.mark.parametrize("first", ["claim", "push"])
def test_a_push_and_a_claim_are_one_credit_that_is_sent(nights, push, first):
    claim = a_credit(
        "claim",
        source=Source.CLAIM,
        email=ANA,
        email_key=ANA,
        activity_number="00578-1",
        provider="ASM",
        due_at=utc_now(),
    )
    if first == "push":
        assert push({}) == [State.REPORTED]
    nights.ledger.save([Change(None, claim)])
    nights.run()
    assert nights.ledger.get("claim").is_likely_duplicate is (first == "push")
    if first == "claim":
        assert push({}) == ["held"]
    assert len(nights.queued()) == 1
