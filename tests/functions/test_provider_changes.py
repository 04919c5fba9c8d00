"""Providers correct and withdraw their own credits, by reference: unsent here, accepted at ASCP."""

import json
from decimal import Decimal

import boto3
import pytest

from laurel.ledger.follow_ups import delivered, is_under_way, outgoing
from laurel.ledger.states import RejectedReason, State
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests.api_events import client, learner, staff, staff_of
from tests.functions.provider_rows import row
from tests.functions.test_push import PATH, READER, WRITER, push, read
from tests.functions.test_staff_providers import put
from tests.unit.nightly.nights import Nights, roster

WHY = {"reason": "Our export had the wrong hours."}
HALF = WHY | {"contact_hours": "0.5"}


@pytest.fixture
def nights(desk, intake_bucket):
    """The night and the API on the same ledger; Ana is a member and has an account."""
    put(desk)
    url = boto3.client("sqs").get_queue_url(QueueName="DeliveryQueue")["QueueUrl"]
    nights = Nights(Table("LedgerTable"), url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.run()
    push(desk, row("r1"), row("r2", "stranger@example.org"))
    desk.call("GET", "/v1/me", learner())
    nights.queued()
    return nights


def change(desk, deed, body, reference="r1", claims=WRITER):
    return desk.call("POST", f"{PATH}/{reference}/{deed}", claims, json_body=body)


def answer_of_ascp(nights, reference="r1", receipt=None):
    """ASCP accepts what is outgoing of the credit, under this receipt, or refuses it."""
    credit, at = nights.credit(reference), utc_now()
    leased = outgoing(credit).lease("s1", at=at, until=at)
    after = leased.accept(receipt, at=at) if receipt else leased.reject(RejectedReason.INVALID, detail="no", at=at)
    assert nights.ledger.change(credit, delivered(credit, after))


def test_an_unsent_credit_is_corrected_and_withdrawn_here(desk, nights):
    told = change(desk, "correct", HALF, "r2")
    assert (told.status, told.json()["state"], told.json()["contact_hours"]) == (200, "unmatched", "0.5"), told.body
    assert told.json()["follow_up"] is None
    assert change(desk, "withdraw", WHY, "r2").json()["state"] == "withdrawn"
    assert nights.queued() == []
    again = change(desk, "withdraw", WHY, "r2")
    assert (again.status, again.code) == (409, "already_withdrawn")


def test_an_accepted_credit_is_corrected_at_ascp_and_the_learner_sees_who_asked(desk, nights):
    answer_of_ascp(nights, receipt="R-1")
    told = change(desk, "correct", HALF).json()
    assert (told["state"], told["contact_hours"], told["receipt"]) == ("accepted", "1.5", "R-1")
    assert (told["follow_up"]["status"], told["follow_up"]["contact_hours"]) == ("under_way", "0.5")
    assert told["timeline"][-1]["event"] == "correction_asked"
    assert nights.queued() == [told["credit_id"]]
    before = nights.credit("r1")
    assert change(desk, "correct", HALF).status == 200
    assert (nights.credit("r1"), nights.queued()) == (before, [told["credit_id"]]), "a repeat only queues again"
    # Rows as before and as corrected are both repeats; their message may be missing.
    rows = push(desk, row("r1"), row("r1", contact_hours="0.5")).json()
    assert (rows["repeats"], nights.queued()) == (2, [told["credit_id"]])
    other = change(desk, "withdraw", WHY)
    assert (other.status, other.code) == (409, "follow_up_under_way")
    (seen,) = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert (seen["timeline"][-1]["by"], seen["timeline"][-1]["detail"]) == ("provider", WHY["reason"])
    answer_of_ascp(nights, receipt="R-2")
    told = read(desk, "r1").json()
    assert (told["contact_hours"], told["receipt"], told["follow_up"]["receipt"]) == ("0.5", "R-1", "R-2")
    (seen,) = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert (seen["contact_hours"], seen["follow_up"]["status"]) == ("0.5", "accepted")
    assert change(desk, "correct", HALF).json()["follow_up"]["status"] == "accepted", "a repeat after the answer"
    assert nights.queued() == []


def test_a_withdrawal_counts_in_the_totals_when_ascp_has_accepted_it(desk, nights):
    answer_of_ascp(nights, receipt="R-1")
    assert change(desk, "withdraw", WHY).json()["state"] == "accepted"
    totals = desk.call("GET", "/v1/organizer", learner()).json()["totals"]
    assert totals["by_state"] == {"accepted": 1}
    answer_of_ascp(nights, receipt="R-2")
    totals = desk.call("GET", "/v1/organizer", learner()).json()["totals"]
    assert totals["by_state"] == {"withdrawn": 1}
    assert nights.credit("r1").receipt == "R-1"


def test_a_refused_credit_is_sent_again_as_corrected(desk, nights):
    answer_of_ascp(nights)
    assert nights.credit("r1").state is State.REJECTED
    told = change(desk, "correct", WHY | {"name": "Ana Diaz-Lopez"}).json()
    assert (told["state"], nights.credit("r1").name) == ("earned", "Ana Diaz-Lopez")


def test_the_night_queues_a_follow_up_whose_message_was_lost(desk, nights):
    answer_of_ascp(nights, receipt="R-1")
    change(desk, "withdraw", WHY)
    nights.queued()
    credit = nights.credit("r1")
    late = credit.follow_up.look_again(utc_now())
    assert nights.ledger.change(credit, delivered(credit, late))
    nights.run()
    assert nights.queued() == [credit.credit_id]
    assert is_under_way(nights.credit("r1"))


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (WHY | {"contact_hours": "0"}, "contact_hours", "hours_out_of_range"),
        (WHY | {"contact_hours": 1}, "contact_hours", "not_text"),
        (WHY | {"completed_on": "1899-01-01"}, "completed_on", "date_too_early"),
        (WHY | {"completed_on": "2999-01-01"}, "completed_on", "date_in_future"),
        (WHY | {"name": "\u200b"}, "name", "nothing_visible"),
        (WHY | {"activity_number": "1.2E+11"}, "activity_number", "rounded_number"),
        (WHY | {"email": "other@example.org"}, "email", "unknown_field"),
        ({"contact_hours": "1"}, "reason", "missing"),
    ],
)
def test_the_facts_are_checked_as_those_of_a_row(desk, nights, body, path, code):
    before = nights.credit("r1")
    refused = change(desk, "correct", body)
    assert refused.status == 422, refused.body
    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [(path, code)]
    assert nights.credit("r1") == before


def test_only_its_own_credits_and_only_with_the_right_to_write(desk, nights):
    for claims in (READER, client("asm/credits.write"), staff_of("asm")):
        assert change(desk, "withdraw", WHY, claims=claims).status == 403
    assert change(desk, "withdraw", WHY, "r9").code == "reference_not_found"
    assert change(desk, "withdraw", WHY, claims=staff_of("labce")).status == 200


def test_the_audit_log_has_what_the_program_changed_and_why(desk, nights):
    answer_of_ascp(nights, receipt="R-1")
    change(desk, "correct", HALF)
    change(desk, "correct", HALF)
    change(desk, "withdraw", WHY, "r2")
    lines = desk.call("GET", "/v1/staff/audit?learner=ana", staff()).json()["items"]
    (line,) = [one for one in lines if one["act"] == "credit.corrected"]
    changed = {one["field"]: (one["before"], one["after"]) for one in line["changes"]}
    assert changed == {"contact_hours": ("1.5", "0.5"), "follow_up": (None, "correct 1")}
    assert (line["by"], line["why"], line["actor_id"]) == ("client", WHY["reason"], WRITER["client_id"])
    assert json.dumps(lines).count("credit.withdrawn") == 0, "the stranger has no account: it is with the program"
    assert nights.credit("r1").contact_hours == Decimal("1.5")
