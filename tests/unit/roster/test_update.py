"""A change of the roster: whoever it touches is matched the next night, nobody else is even looked at."""

from datetime import timedelta

import pytest

from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.clock import utc_now
from tests.credits import a_credit
from tests.unit.nightly.nights import Nights, feed, roster

ANA = "ana@example.org"


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def put_roster(nights, name, *rows):
    nights.put(f"roster/ascls/{name}.csv", roster(("M0", "always@example.org"), *rows))


@pytest.mark.parametrize(
    ("before", "reason", "after"),
    [
        ((), "not_a_member", (("M1", ANA),)),  # joins
        ((("M1", ANA, "lapsed"),), "membership_lapsed", (("M1", ANA),)),  # renews
        ((("M1", "other@example.org"),), "not_a_member", (("M1", ANA),)),  # changes e-mail at ASCLS
        ((("M1", ANA), ("M2", ANA)), "ambiguous_email", (("M1", ANA), ("M2", "own@example.org"))),  # shares no more
        ((("M1", "shared@example.org"), ("M2", "shared@example.org")), "not_a_member", (("M1", ANA),)),
    ],
)
def test_whoever_the_roster_touches_is_matched_the_next_night(nights, before, reason, after):
    put_roster(nights, "1", *before)
    nights.put("feed/labce/1.csv", feed(("r1", ANA)))
    assert nights.run()["unmatched"] == {reason: 1}
    put_roster(nights, "2", *after)
    report = nights.run()
    assert (report["resumed"], report["reported"], report["reconciles"]) == (1, 1, True)
    assert nights.credit("r1").member_number == "M1"
    assert nights.queued() == [nights.credit("r1").credit_id]


@pytest.mark.parametrize("rows", [(("M1", ANA, "lapsed"),), ()])
def test_what_was_reported_goes_on_though_its_member_lapses_or_leaves(nights, rows):
    put_roster(nights, "1", ("M1", ANA))
    nights.put("feed/labce/1.csv", feed(("r1", ANA)))
    nights.run()
    nights.queued()
    before = nights.credit("r1")
    put_roster(nights, "2", *rows)
    nights.now = utc_now() + timedelta(days=1)
    report = nights.run()
    assert (report["resumed"], nights.credit("r1")) == (0, before)
    # Its message is lost by then: it is queued again like any other.
    assert (report["requeued"], nights.queued()) == (1, [before.credit_id])


def test_the_same_roster_again_touches_nobody(nights):
    put_roster(nights, "1", ("M1", ANA, "lapsed"))
    nights.put("feed/labce/1.csv", feed(("r1", ANA)))
    nights.run()
    put_roster(nights, "2", ("M1", ANA, "lapsed"))
    report = nights.run()
    assert ([file["changed"] for file in report["files"]], report["resumed"]) == ([0], 0)


def keys_read(nights, run):
    """The keys of credits, and the number of them, that DynamoDB is asked for while `run` runs."""
    asked = []

    def note(params, **_):
        for table in params.get("RequestItems", {}).values():
            if isinstance(table, dict):
                asked.extend(key["pk"] for key in table["Keys"])

    events = nights.table._client.meta.events
    events.register("provide-client-params.dynamodb.BatchGetItem", note)
    try:
        run()
    finally:
        events.unregister("provide-client-params.dynamodb.BatchGetItem", note)
    return [key["S"] if isinstance(key, dict) else key for key in asked]


@pytest.mark.parametrize("waiting", [5, 120])
def test_only_those_who_are_touched_are_looked_at_however_many_wait(nights, waiting):
    put_roster(nights, "1")
    others = [a_credit(f"other{n}", state=State.UNMATCHED, reason="not_a_member", due_at=None) for n in range(waiting)]
    mine = a_credit("mine", email=ANA, email_key=ANA, state=State.UNMATCHED, reason="not_a_member", due_at=None)
    nights.ledger.save([Change(None, credit) for credit in (*others, mine)])
    nights.run()
    put_roster(nights, "2", ("M1", ANA))
    asked = keys_read(nights, nights.run)
    assert sorted(key for key in asked if key.startswith(("CREDIT#", "ALIAS#", "ROSTER#"))) == [
        f"ALIAS#{ANA}",  # whether credits wait under other addresses of hers
        f"ALIAS#{ANA}",  # whether a credit like hers was reported under one
        "CREDIT#mine",
        f"ROSTER#{ANA}",  # whose numbers to take back
        f"ROSTER#{ANA}",
    ]
    assert nights.ledger.get_many(["mine"])["mine"].state is State.REPORTED
