"""The ASCP customer ID over the API: entered in the profile, it reaches credits at once, and the pages that show it."""

from dataclasses import replace

import pytest
from claim_routes.dependencies import dependencies

from laurel.learners.customer_ids import CustomerIds
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.records import Work
from laurel.ledger.states import RejectedReason, State
from laurel.platform.clock import utc_now
from laurel.platform.table import TableBusy
from tests.api_events import learner, staff
from tests.functions.organizer_desk import ANA, IN_EACH_STATE, an_id, earned, in_doubt, rejected, reported, unmatched

ME, ONE, TWO = "/v1/me", "00412345", "00412346"


def enter(desk, customer_id):
    answer = desk.call("PATCH", ME, learner(), json_body={"ascp_customer_id": customer_id})
    assert answer.status == 200, answer.body
    return answer.json()["ascp_customer_id"]


def test_refused_credits_are_sent_again_and_waiting_ones_take_the_id(desk, books):
    refused = [rejected(f"r{n}", RejectedReason.UNKNOWN_EMAIL) for n in range(3)]
    books.add(*refused, reported("way"), unmatched("u"))
    assert enter(desk, " 00412345 ") == ONE
    for name in ("r0", "r1", "r2"):
        credit = books.get(name)
        assert (credit.state, credit.customer_id) == (State.EARNED, CustomerId(ONE, IdSource.PROFILE))
    assert set(books.ledger.due(Work.MATCH, until=utc_now())) >= {an_id(f"r{n}") for n in range(3)}
    assert (books.get("way").ascp_customer_id, books.get("u").ascp_customer_id) == (ONE, ONE)
    assert books.get("way").state is State.REPORTED


def test_credits_that_ascp_has_or_may_have_or_refused_for_another_reason_stay(desk, books):
    doubted, other = in_doubt("d"), rejected("o", RejectedReason.OUTSIDE_CYCLE)
    late = [IN_EACH_STATE[state](f"{state}") for state in (State.SENDING, State.ACCEPTED, State.WITHDRAWN)]
    before = books.add(doubted, other, *late)
    enter(desk, ONE)
    for credit in before:
        assert books.ledger.get(credit.credit_id) == credit


def test_a_corrected_id_sends_a_mismatch_again_and_clearing_it_falls_back_to_the_provider(desk, books):
    mismatch = replace(rejected("r", RejectedReason.CUSTOMER_ID_MISMATCH), provider_customer_id=TWO)
    books.add(replace(mismatch, customer_id=CustomerId(TWO, IdSource.PROVIDER)))
    enter(desk, TWO)
    assert books.get("r").state is State.REJECTED, "the same ID changes nothing"
    enter(desk, ONE)
    assert (books.get("r").state, books.get("r").ascp_customer_id) == (State.EARNED, ONE)
    assert enter(desk, "") is None
    assert books.get("r").customer_id == CustomerId(TWO, IdSource.PROVIDER)


@pytest.mark.parametrize(
    ("bad", "says"), [("412345", "this has 6"), ("0041234X", "8 digits"), ("004123456", "8 digits")]
)
def test_an_id_that_is_none_is_refused_at_its_field_with_the_likely_cause(desk, books, bad, says):
    answer = desk.call("PATCH", ME, learner(), json_body={"ascp_customer_id": bad})
    [error] = answer.json()["errors"]
    assert (answer.status, error["path"]) == (422, "ascp_customer_id")
    assert says in error["message"]


def test_the_audit_log_has_the_id_before_and_after(desk, books):
    enter(desk, ONE)
    enter(desk, TWO)
    entry = desk.call("GET", "/v1/me/audit", learner()).json()["items"][0]
    assert entry["changes"] == [{"field": "ascp_customer_id", "before": ONE, "after": TWO}]


def test_pages_of_the_learner_and_of_staff_show_it(desk, books):
    enter(desk, ONE)
    books.add(replace(earned("e"), customer_id=CustomerId(ONE, IdSource.PROFILE), provider_customer_id=TWO))
    [item] = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert (item["ascp_customer_id"], item["customer_id_from"]) == ("•••345", "profile")
    sheet = desk.call("GET", "/v1/organizer/manual-entry", learner())
    assert sheet.json()["ascp_customer_id"] == ONE
    page = desk.call("GET", "/v1/organizer/manual-entry", learner(), headers={"accept": "text/html"})
    assert f"Your ASCP customer ID: <b>{ONE}</b>" in page.body
    [credit] = desk.call("GET", f"/v1/staff/credits?email={ANA}", staff()).json()["items"]
    shown = [credit[name] for name in ("ascp_customer_id", "customer_id_from", "provider_customer_id")]
    assert shown == [ONE, "profile", TWO]
    [person] = desk.call("GET", f"/v1/staff/learners?email={ANA}", staff()).json()["items"]
    assert person["ascp_customer_id"] == ONE


def test_a_busy_ledger_leaves_the_credits_to_the_night(desk, books, monkeypatch):
    books.add(rejected("r", RejectedReason.UNKNOWN_EMAIL))

    def busy(_key):
        raise TableBusy("too busy")

    with monkeypatch.context() as patched:
        patched.setattr(dependencies().ledger, "of_address", busy)
        assert enter(desk, ONE) == ONE
    assert books.get("r").state is State.REJECTED
    [change] = CustomerIds(books.table).changes()
    assert change.email_keys == (ANA,)
