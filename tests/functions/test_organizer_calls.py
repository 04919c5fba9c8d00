"""What a request about credits costs: the calls to DynamoDB by route, and that they do not grow with the ledger."""

import os

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.intake.feed_cards import file_id_of
from laurel.ledger.states import UnmatchedReason
from laurel.platform.callers import Caller
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import counted
from tests.functions.organizer_desk import ANA, BEA, Books, an_id, rejected, reported, unmatched
from tests.functions.test_staff_files import record
from tests.proofs import prove

# One call for the profile, which tells the addresses that are held; then one for each of these, and one for the claims.
MINE = ["GetItem", "Query", "Query"]
# The profile, the credit, the write with its entry in the audit log.
MY_ACT = ["GetItem", "GetItem", "TransactWriteItems"]
# The credit, who holds its address (a provider's credit names no learner), the write with its entry.
STAFFS_ACT = ["GetItem", "BatchGetItem", "TransactWriteItems"]

EXPECTED = {
    "getOrganizer": MINE,
    "getOrganizer with two addresses": ["GetItem", "Query", "Query", "Query"],
    "getManualEntry": MINE,
    # With it the roster: members with the addresses, and when it was written.
    "getDiagnosis": ["GetItem", "Query", "Query", "BatchGetItem"],
    # Of one that never came also whom to ask, and when its provider last sent something.
    "getDiagnosis not received": ["GetItem", "Query", "Query", "BatchGetItem", "GetItem", "Query"],
    "retryCredit": MY_ACT,
    "retryCredit refused": ["GetItem", "GetItem"],
    "reportByHand": MY_ACT,
    # The credits, who holds their address, and the entry of the read.
    "findCredits by id": ["GetItem", "BatchGetItem", "PutItem"],
    "findCredits by address": ["Query", "BatchGetItem", "PutItem"],
    # The members between whom an ambiguous credit stands.
    "findCredits ambiguous": ["Query", "BatchGetItem", "PutItem", "BatchGetItem"],
    # A call for each shard, one for what was found there, and the entry of the read.
    "findCredits by state": [*["Query"] * 16, "BatchGetItem", "PutItem"],
    # Also the other addresses of its learner, and whether their account is joined: one of two alike is held.
    "releaseCredit": ["GetItem", *["BatchGetItem"] * 4, "TransactWriteItems"],
    "withdrawCredit": STAFFS_ACT,
    "correctCredit": ["GetItem", *["BatchGetItem"] * 4, "TransactWriteItems"],
    "undoWithdrawal": STAFFS_ACT,
    # For up to a hundred: the credits, who holds their addresses, and each write with its entry.
    "actOnCredits": ["BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    "actOnCredits dry run": ["BatchGetItem"],
    # Nobody has the address of this one.
    "matchCredit": ["GetItem", *["BatchGetItem"] * 4, "TransactWriteItems"],
    "listRuns": ["Query"],
    "listFiles": ["Query", "BatchGetItem"],
    "getFile": ["BatchGetItem"],
    "undoFile": ["BatchGetItem", "TransactWriteItems"],
    "getUndo": ["BatchGetItem", "Query"],
    "getRunsOfDay": ["Query"],
    "listNights": ["Query"],
    # A provider whose files the day's runs read costs four queries more.
    "getNightFlow": ["Query"],
    "listRejectedRows": ["BatchGetItem", "PutItem"],
    "listRejectedOfRun": ["Query", "PutItem"],
}


@pytest.fixture
def books(desk):
    books = Books()
    books.put_roster_in_force()
    books.members(BEA, "M1", "M2")
    books.add(
        *(unmatched(f"u{n}") for n in range(20)),
        rejected("r"),
        reported("w"),
        unmatched("v"),
        unmatched("a", UnmatchedReason.AMBIGUOUS_EMAIL, email=BEA),
    )
    return books


@pytest.fixture
def measure(desk):
    def measured(method, path, who, **given):
        with counted() as calls:
            answer = desk.call(method, path, who, **given)
        assert answer.status < 300 or answer.code == "nothing_to_retry", answer
        return calls

    return measured


def test_every_route_costs_what_is_written_here(desk, books, measure):
    ana, sam = learner(), staff()
    desk.call("GET", "/v1/me", ana)  # the first request of a learner notes their address
    file = f"/v1/staff/files/{file_id_of(record('feed/labce/1.csv'))}"
    desk.call("GET", "/v1/organizer", ana)  # the names of providers are read once a minute

    def find(query):
        return measure("GET", f"/v1/staff/credits?{query}", sam)

    def act(name, deed, **body):
        path = f"/v1/staff/credits/{an_id(name)}/{deed}"
        return measure("POST", path, sam, json_body={"reason": "as asked", **body})

    def bulk(**more):
        body = {"act": "withdraw", "credit_ids": [an_id(f"u{n}") for n in range(5, 15)], "reason": "as asked", **more}
        return measure("POST", "/v1/staff/credits/bulk", sam, json_body=body)

    assert {
        "getOrganizer": measure("GET", "/v1/organizer", ana),
        "getManualEntry": measure("GET", "/v1/organizer/manual-entry", ana),
        "getDiagnosis": measure("GET", "/v1/organizer/diagnosis", ana),
        "getDiagnosis not received": measure("GET", "/v1/organizer/diagnosis?provider=nobody", ana),
        "retryCredit": measure("POST", f"/v1/organizer/{an_id('u1')}/retry", ana),
        "reportByHand": measure("POST", f"/v1/organizer/{an_id('u2')}/self-reported", ana),
        "retryCredit refused": measure("POST", f"/v1/organizer/{an_id('u2')}/retry", ana),
        "findCredits by id": find(f"credit_id={an_id('u1')}"),
        "findCredits by address": find(f"email={ANA}"),
        "findCredits ambiguous": find(f"email={BEA}"),
        "findCredits by state": find("state=rejected"),
        "releaseCredit": act("r", "release"),
        "correctCredit": act("w", "correct", activity_title="Right"),
        "withdrawCredit": act("w", "withdraw"),
        "undoWithdrawal": act("w", "undo-withdrawal"),
        "actOnCredits dry run": bulk(dry_run=True),
        "actOnCredits": bulk(),
        "matchCredit": act("a", "match", member_number="M2"),
        "listRuns": measure("GET", "/v1/staff/runs", sam),
        "listFiles": measure("GET", "/v1/staff/files", sam),
        "getFile": measure("GET", file, sam),
        "undoFile": measure("POST", f"{file}/undo", sam, json_body={"reason": "as asked"}),
        "getUndo": measure("GET", f"{file}/undo", sam),
        "getRunsOfDay": measure("GET", "/v1/staff/runs/2026-11-20", sam),
        "listNights": measure("GET", "/v1/staff/nights", sam),
        "getNightFlow": measure("GET", "/v1/staff/runs/2026-11-20/flow", sam),
        "listRejectedRows": measure("GET", f"{file}/rejected", sam),
        "listRejectedOfRun": _rejected_of_a_run(measure, sam),
        # After a change of address there are two to look under.
        "getOrganizer with two addresses": _with_two_addresses(desk, measure),
    } == EXPECTED


def _rejected_of_a_run(measure, who):
    run = {"pk": "RUNS#2026", "sk": "2026-11-21T07:00:00Z#1", "files": [{"key": "feed/labce/1.csv", "etag": "e"}]}
    boto3.resource("dynamodb").Table(os.environ["LEDGER_TABLE_NAME"]).put_item(Item=run)
    return measure("GET", "/v1/staff/runs/2026-11-21/rejected?key=feed/labce/1.csv", who)


def _with_two_addresses(desk, measure):
    moved = learner("ana", email="ana.new@example.org", iat="2000000000")
    prove(dependencies().registry, Caller("ana", moved["email"], False, int(moved["iat"])))
    assert desk.call("GET", "/v1/me", moved).json()["email"] == "ana.new@example.org"
    return measure("GET", "/v1/organizer", moved)


@pytest.mark.slow
def test_a_learners_requests_cost_the_same_however_full_the_ledger_is(desk, books, measure):
    ana = learner()
    paths = ("/v1/organizer", "/v1/organizer/diagnosis", "/v1/organizer/manual-entry")
    desk.call("GET", "/v1/organizer", ana)  # notes the address, and reads the names of providers
    before = [measure("GET", path, ana) for path in paths]
    books.add(*(unmatched(f"other{n}", email=f"other{n}@example.org") for n in range(150)))
    books.add(*(unmatched(f"more{n}") for n in range(100)))
    assert [measure("GET", path, ana) for path in paths] == before
