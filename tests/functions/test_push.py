"""Credits that a provider's program pushes: an answer for each row, the rules of files, and who may."""

import json
from datetime import UTC, date, datetime

import boto3
import pytest
from claim_routes.dependencies import dependencies
from hypothesis import given
from hypothesis import strategies as st

from laurel.intake.feed_rows import FEED_CELLS, FEED_COLUMNS, parse_feed_row
from laurel.ledger.states import RejectedReason, State
from laurel.platform.clock import utc_now
from laurel.platform.csv_records import Record, Rejection
from laurel.platform.table import Table
from tests.api_events import client, learner, staff, staff_of
from tests.functions.claim_api_desk import counted
from tests.functions.provider_rows import row
from tests.functions.test_staff_providers import put
from tests.unit.nightly.nights import ROSTER_HEADER, Nights, roster
from tests.unit.nightly.test_customer_ids import refuse

PATH = "/v1/providers/labce/credits"
WRITER, READER = client("labce/credits.write"), client("labce/credits.read")


@pytest.fixture
def nights(desk, intake_bucket):
    """The night and the API on the same ledger; Ana and Ben are members."""
    put(desk)
    url = boto3.client("sqs").get_queue_url(QueueName="DeliveryQueue")["QueueUrl"]
    nights = Nights(Table("LedgerTable"), url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org"), ("M2", "ben@example.org")))
    nights.run()
    return nights


def push(desk, *rows, claims=WRITER):
    return desk.call("POST", PATH, claims, json_body={"credits": list(rows)})


def read(desk, reference, claims=READER):
    return desk.call("GET", f"{PATH}/{reference}", claims)


def test_a_push_is_judged_by_the_date_of_the_schedules_zone(desk):
    """The last evening of the year in New York, when it is another year in UTC."""
    assert dependencies().date_at(datetime(2027, 1, 1, 2, tzinfo=UTC)) == date(2026, 12, 31)


def test_each_row_has_its_answer_in_order(desk, nights):
    answer = push(desk, row("r1"), row("r2", "stranger@example.org"), row("r3", "nobody", contact_hours="x"), row("r1"))
    assert answer.status == 200, answer.body
    told = answer.json()
    assert (told["taken"], told["repeats"], told["rejected"]) == (2, 1, 1)
    first, second, third, fourth = told["results"]
    assert (first["reference"], first["outcome"], first["state"], first["reason"]) == ("r1", "taken", "reported", None)
    assert (second["outcome"], second["state"], second["reason"]) == ("taken", "unmatched", "not_a_member")
    assert (third["outcome"], third["credit_id"], third["state"]) == ("rejected", None, None)
    assert [(one["path"], one["code"]) for one in third["errors"]] == [
        ("credits[2].email", "email_invalid"),
        ("credits[2].contact_hours", "hours_invalid"),
    ]
    assert (fourth["outcome"], fourth["credit_id"]) == ("repeat", first["credit_id"])
    assert nights.queued() == [first["credit_id"]]
    assert dependencies().sources.all()["labce"].pushed_at


def test_a_push_of_bad_rows_alone_does_not_count_as_sent(desk, nights):
    assert push(desk, row("r1", "nobody")).json()["rejected"] == 1
    assert "labce" not in dependencies().sources.all()


def test_the_same_call_again_changes_nothing_and_queues_what_may_have_lost_its_message(desk, nights):
    push(desk, row("r1"), row("r2", "stranger@example.org"))
    before = [nights.credit(one) for one in ("r1", "r2")]
    first = nights.queued()
    told = push(desk, row("r1"), row("r2", "stranger@example.org")).json()
    assert (told["taken"], told["repeats"]) == (0, 2)
    assert [nights.credit(one) for one in ("r1", "r2")] == before
    assert nights.queued() == first


def test_other_content_under_a_reference_is_a_conflict(desk, nights):
    push(desk, row("r1"))
    told = push(desk, row("r1", contact_hours="2"), row("R1 ", activity_number="578-r1", contact_hours=1.5)).json()
    assert [one["outcome"] for one in told["results"]] == ["rejected", "repeat"]
    assert told["results"][0]["errors"][0]["code"] == "conflicting_reference"


def test_a_row_by_file_and_by_push_is_one_credit(desk, nights):
    push(desk, row("r1"))
    line = ",".join(row(one)[column] for one in ("r1",) for column in FEED_COLUMNS)
    other = ",".join(row("r2")[column] for column in FEED_COLUMNS)
    nights.put("feed/labce/1.csv", "\n".join([",".join(FEED_COLUMNS), line, other]) + "\n")
    report = nights.run()
    assert (report["credits"], report["repeats"]) == (1, 1)
    assert push(desk, row("r2")).json()["repeats"] == 1


def test_the_customer_id_of_a_row_is_kept_by_push_and_by_file_and_makes_no_other_credit(desk, nights):
    pushed = push(desk, row("r1", ascp_customer_id="00412345")).json()["results"][0]["credit_id"]
    columns = [*FEED_COLUMNS, "ascp_customer_id"]
    lines = [
        ",".join(row(name, ascp_customer_id=given)[one] for one in columns)
        for name, given in (("r1", "00999999"), ("r2", "00412346"), ("r3", ""))
    ]
    nights.put("feed/labce/1.csv", "\n".join([",".join(columns), *lines]) + "\n")
    report = nights.run()
    assert (report["credits"], report["repeats"], report["rejected"]) == (2, 1, 0)
    credits = nights.ledger.of_address("ana@example.org")
    assert {one.reference: one.ascp_customer_id for one in credits} == {"r1": "00412345", "r2": "00412346", "r3": None}
    assert nights.ledger.get(pushed).customer_id.source == "provider"


def with_ids(*rows):
    """A file of (reference, ASCP customer ID)."""
    columns = [*FEED_COLUMNS, "ascp_customer_id"]
    lines = [",".join(row(one, ascp_customer_id=given)[name] for name in columns) for one, given in rows]
    return "\n".join([",".join(columns), *lines]) + "\n"


@pytest.mark.parametrize("by_file", [False, True])
@pytest.mark.parametrize("reason", [RejectedReason.UNKNOWN_EMAIL, RejectedReason.CUSTOMER_ID_MISMATCH])
def test_a_row_that_is_sent_again_with_an_id_heals_a_credit_whose_learner_ascp_did_not_find(
    desk, nights, reason, by_file
):
    wrong = "00999999" if reason is RejectedReason.CUSTOMER_ID_MISMATCH else None
    credit_id = push(desk, row(ascp_customer_id=wrong)).json()["results"][0]["credit_id"]
    refuse(nights, reason)
    nights.queued()
    # The row as it was brings nothing.
    refused = nights.ledger.get(credit_id)
    assert push(desk, row(ascp_customer_id=wrong)).json()["results"][0]["state"] == "rejected"
    assert nights.ledger.get(credit_id) == refused  # nothing was written
    if by_file:
        nights.put("feed/labce/1.csv", with_ids(("r1", "00412345")))
        report = nights.run()
        assert (report["credits"], report["repeats"], report["reconciles"]) == (0, 1, True)
    else:
        told = push(desk, row(ascp_customer_id="00412345")).json()["results"][0]
        assert (told["outcome"], told["state"]) == ("repeat", "reported")
    healed = nights.ledger.get(credit_id)
    assert (healed.state, healed.ascp_customer_id) == (State.REPORTED, "00412345")
    assert nights.queued() == [credit_id]


def test_a_later_id_changes_no_other_credit_and_comes_from_no_other_row(desk, nights):
    push(desk, row("r1"), row("r2"), row("r3"), row("r4", email="nobody@example.org"))
    for reference, reason in (("r1", RejectedReason.UNKNOWN_EMAIL), ("r2", RejectedReason.NAME_MISMATCH)):
        refuse(nights, reason, reference)
    before = {one: nights.credit(one) for one in ("r1", "r2", "r3", "r4")}
    given = {"ascp_customer_id": "00412345"}
    # Other content under a reference that was used is a conflict, with whatever ID.
    told = push(desk, row("r1", contact_hours="2", **given), row("r2", **given), row("r3", **given)).json()
    assert [one["outcome"] for one in told["results"]] == ["rejected", "repeat", "repeat"]
    push(desk, row("r4", email="nobody@example.org", **given))
    assert {one: nights.credit(one) for one in before} == before


def test_a_later_id_that_does_not_count_sends_nothing_again(desk, nights):
    """ASCLS has an ID of the member: it counts before the provider's."""
    nights.put("roster/ascls/2.csv", f"{ROSTER_HEADER},ascp_customer_id\nM1,ana@example.org,Ana,active,,00777777\n")
    nights.run()
    push(desk, row())
    refused = refuse(nights, RejectedReason.CUSTOMER_ID_MISMATCH)
    nights.queued()
    assert push(desk, row(ascp_customer_id="00412345")).json()["results"][0]["state"] == "rejected"
    stayed = nights.credit("r1")
    assert (stayed.timeline, stayed.ascp_customer_id) == (refused.timeline, "00777777")
    assert stayed.provider_customer_id == "00412345"
    assert nights.queued() == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (row(ascp_customer_id="412345"), "customer_id_invalid"),
        (row(ascp_customer_id=412345), "not_text"),
        ("no object", "not_an_object"),
        (["reference"], "not_an_object"),
        ({}, "reference_missing"),
        (row(email=None), "email_invalid"),
        (row(name=7), "not_text"),
        (row(contact_hours=True), "not_text"),
        (row(contact_hours={"hours": 1}), "not_text"),
        (row(name="Ana\u0000"), "control_character"),
        (row(completed_on="2026-13-01"), "date_invalid"),
        (row(reference="1.23E+11"), "rounded_number"),
    ],
)
def test_a_bad_row_costs_no_good_one(desk, nights, bad, code):
    told = push(desk, row("r8"), bad, row("r9")).json()
    assert [one["outcome"] for one in told["results"]] == ["taken", "rejected", "taken"]
    assert told["results"][1]["errors"][0]["code"] == code


def test_hours_may_be_a_number_and_other_fields_are_ignored(desk, nights):
    told = push(desk, row("r1", contact_hours=1.5, price=20), row("r2", contact_hours=2)).json()
    assert told["taken"] == 2
    assert str(nights.credit("r1").contact_hours) == "1.5"


def test_too_many_rows_too_many_bytes_and_none(desk, nights):
    answer = push(desk, *(row(f"r{n}") for n in range(101)))
    assert (answer.status, answer.code) == (413, "too_many_credits")
    answer = push(desk, row(name="x" * 300_000))
    assert (answer.status, answer.code) == (413, "body_too_large")
    assert push(desk).status == 422
    assert desk.call("POST", PATH, WRITER, json_body={"credits": "r1"}).status == 422
    assert nights.credit("r1") is None


def test_a_hundred_rows_cost_four_calls(desk, nights):
    dependencies().providers.get("labce")
    rows = [row(f"r{n}") for n in range(100)]
    with counted() as calls:
        assert push(desk, *rows).json()["taken"] == 100
    # The provider, the credits by reference, the members, their other addresses, and the credits with their notes.
    assert calls.count("TransactWriteItems") <= 4
    assert len(calls) <= 12, calls


@pytest.mark.parametrize("claims", [WRITER, staff_of("labce"), staff()])
def test_who_may_push(desk, nights, claims):
    assert push(desk, row(), claims=claims).json()["taken"] == 1


@pytest.mark.parametrize(
    "claims", [READER, client("asm/credits.write"), client("ascls/roster.write"), staff_of("asm"), learner()]
)
def test_who_may_not_push(desk, nights, claims):
    answer = push(desk, row(), claims=claims)
    assert (answer.status, answer.code) == (403, "other_provider")
    assert nights.credit("r1") is None


def test_a_provider_that_is_not_active_reports_nothing(desk, nights):
    put(desk, if_match='"1"', active=False)
    answer = push(desk, row())
    assert (answer.status, answer.code) == (409, "provider_inactive")


def test_a_provider_reads_a_credit_by_its_reference(desk, nights):
    push(desk, row("LC-1 a"))
    told = read(desk, "LC-1%20a").json()
    assert (told["reference"], told["state"], told["contact_hours"]) == ("LC-1 a", "reported", "1.5")
    assert [one["state"] for one in told["timeline"]] == ["earned", "reported"]
    assert (told["reason"], told["says"]) == (None, None)
    assert "ana" not in json.dumps(told).lower()  # neither name nor address


def test_a_provider_reads_in_words_why_a_credit_waits(desk, nights):
    push(desk, row("r1", email="nobody@example.org"))
    told = read(desk, "r1").json()
    assert (told["state"], told["reason"]) == ("unmatched", "not_a_member")
    assert told["says"] == "Nobody on the ASCLS roster has the e-mail address of this credit."


def test_a_reference_of_another_provider_is_not_there(desk, nights):
    push(desk, row("r1"))
    assert put(desk, "asm", display_name="ASM").status == 201
    answer = desk.call("GET", "/v1/providers/asm/credits/r1", client("asm/credits.read"))
    assert (answer.status, answer.code) == (404, "reference_not_found")
    assert read(desk, "r1", claims=WRITER).status == 403


CELLS = st.one_of(st.text(max_size=12), st.sampled_from([*row().values(), "", "1.23E+11", "nobody", "2026-02-30"]))


@given(changes=st.dictionaries(st.sampled_from(FEED_CELLS), CELLS, max_size=4))
def test_a_row_is_judged_as_the_same_row_of_a_file(changes):
    """As far as a CSV file can hold its cells at all: those are the rules of `parse_feed_row`."""
    from laurel.arrivals.push import _record

    wanted = {**row(), "ascp_customer_id": "", **changes}
    record = _record(1, wanted)
    on = utc_now().date()
    judged = record if isinstance(record, Rejection) else parse_feed_row(record, on=on)
    filed = parse_feed_row(Record(1, wanted), on=on)
    if isinstance(record, Rejection):
        assert record.reason in {"control_character", "not_utf8"}
    else:
        assert judged == filed


def changed(desk, cursor=None, claims=READER, **more):
    query = "&".join(f"{name}={value}" for name, value in ({"since": cursor} if cursor else {} | more).items())
    return desk.call("GET", f"{PATH}?{query}" if query else PATH, claims)


def a_round(desk, cursor=None, **more):
    """All changes since `cursor`, and the cursor after them."""
    items = []
    while True:
        answer = changed(desk, cursor, **more)
        assert answer.status == 200, answer.body
        told = answer.json()
        items, cursor = items + told["items"], told["cursor"]
        if not told["more"]:
            return items, cursor


def test_what_changed_is_listed_with_what_it_is_now(desk, nights):
    assert a_round(desk)[0] == []
    push(desk, *(row(f"r{n}") for n in range(9)), row("r9", "stranger@example.org"))
    items, cursor = a_round(desk, limit=2)
    assert sorted(one["reference"] for one in items) == [f"r{n}" for n in range(10)]
    by_reference = {one["reference"]: one for one in items}
    assert (by_reference["r9"]["state"], by_reference["r9"]["reason"]) == ("unmatched", "not_a_member")
    assert by_reference["r1"]["changed_at"] == read(desk, "r1").json()["changed_at"]
    # The last minutes come again, with the news.
    before = nights.credit("r1")
    leased = before.lease("s1", at=utc_now(), until=utc_now())
    stored = nights.ledger.change(before, leased)
    assert {one["state"] for one in a_round(desk, cursor)[0]} == {"reported", "unmatched"}
    nights.ledger.change(stored, stored.accept("ASCP-7", at=utc_now()))
    items, _ = a_round(desk, cursor)
    assert [(one["state"], one["receipt"]) for one in items if one["reference"] == "r1"] == [("accepted", "ASCP-7")]


def test_a_cursor_is_for_one_provider_and_is_not_made_up(desk, nights):
    _, cursor = a_round(desk)
    spoiled = changed(desk, cursor + "x")
    assert spoiled.status == 422
    # The field of this list is `cursor`, of others `next_cursor`.
    assert "next_cursor" not in spoiled.json()["errors"][0]["message"]
    refused = changed(desk, cursor, client("labce/credits.write"))
    assert (refused.status, refused.code) == (403, "other_provider")
    put(desk, "asm", display_name="ASM")
    refused = desk.call("GET", f"/v1/providers/asm/credits?since={cursor}", client("asm/credits.read"))
    assert refused.json()["errors"][0]["path"] == "since"
    assert refused.json()["errors"][0]["code"] == "invalid_cursor"
