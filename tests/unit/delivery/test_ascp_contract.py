"""What goes to ASCP, and what its answers mean."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.ascp.contract import (
    CUSTOMER_IDS,
    DETAIL_LENGTH,
    ProblemAnswer,
    read_holding,
    read_problem,
    read_results,
    read_version,
    write_submission,
)
from laurel.delivery.partner import Accepted, Answered, CreditOutcome, Rejected, Unclear, Unknown
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.states import Action, RejectedReason
from laurel.platform.provider_names import ProviderNames
from tests.credits import START, a_credit

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
words = st.sampled_from(["accepted", "duplicate", "rejected", "unknown_email", "c1", "c2"])
results = st.lists(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("reference", "outcome", "receipt", "reason", "detail"), words | json_values),
    )
    | json_values,
    max_size=5,
)


def answer(*results_: Any) -> bytes:
    return json.dumps({"results": results_}).encode()


def only(body: bytes) -> CreditOutcome:
    read = read_results(body, ["c1"])
    assert isinstance(read, Answered)
    assert list(read.results) == ["c1"]
    return read.results["c1"]


def result(outcome: object, **more: object) -> bytes:
    return answer({"reference": "c1", "outcome": outcome, **more})


def test_a_submission_is_written_as_the_contract_says() -> None:
    credit = a_credit(name="Zoë Ōtani", member_number="M-7", contact_hours=Decimal("2.25"))
    assert json.loads(write_submission("s-1", [credit], at=START + timedelta(seconds=1))) == {
        "submission_id": "s-1",
        "submitted_at": "2026-11-20T07:00:01.000000Z",
        "credits": [
            {
                "reference": "c1",
                "participant": {"email": "c1@example.org", "name": "Zoë Ōtani", "member_number": "M-7"},
                "activity": {"provider": "labce", "number": "578-001-26", "title": "Blood smears, read right"},
                "statement": "pace",
                "contact_hours": "2.25",
                "completed_on": "2026-11-01",
            }
        ],
    }


def test_a_credit_of_nobody_on_the_roster_has_an_empty_member_number() -> None:
    [sent] = json.loads(write_submission("s", [a_credit()], at=START))["credits"]
    assert sent["participant"]["member_number"] == ""


def test_ascp_reads_the_providers_name_and_not_its_id() -> None:
    body = json.loads(write_submission("s", [a_credit()], at=START, names=ProviderNames({"labce": "Läb & Co"})))
    assert body["credits"][0]["activity"]["provider"] == "Läb & Co"


def test_a_follow_up_names_the_credit_that_it_changes_and_the_customer_where_ascp_knows_the_field() -> None:
    held = a_credit(member_number="M-7", customer_id=CustomerId("00123", IdSource.PROFILE))
    correction = replace(held, action=Action.CORRECT, number=2)
    body = write_submission("s-1", [correction], at=START, version=CUSTOMER_IDS)
    assert body.decode() == (
        '{"submission_id":"s-1","submitted_at":"2026-11-20T07:00:00.000000Z","credits":['
        '{"reference":"c1.2","action":"correct","corrects":"c1",'
        '"participant":{"email":"c1@example.org","name":"Ada Example","member_number":"M-7",'
        '"ascp_customer_id":"00123"},'
        '"activity":{"provider":"labce","number":"578-001-26","title":"Blood smears, read right"},'
        '"statement":"pace","contact_hours":"1.5","completed_on":"2026-11-01"}]}'
    )
    assert b"ascp_customer_id" not in write_submission("s-1", [held], at=START)


@pytest.mark.parametrize(
    ("said", "version"),
    [("1.0", (1, 0)), ("1.1", (1, 1)), ("1.999", (1, 999))]
    + [(other, (1, 0)) for other in (None, "", "1", "2.1", "1.1000", "1.1.1", 1.1, ["1.1"])],
)
def test_the_contract_that_ascp_names_is_a_minor_version_of_the_first(said: object, version: tuple[int, int]) -> None:
    assert read_version(said) == version


@pytest.mark.parametrize(("hours", "text"), [("1E+1", "10"), ("0.50", "0.50"), ("3", "3")])
def test_hours_are_written_plainly(hours: str, text: str) -> None:
    body = json.loads(write_submission("s", [a_credit(contact_hours=Decimal(hours))], at=START))
    assert body["credits"][0]["contact_hours"] == text


@pytest.mark.parametrize("word", ["accepted", "duplicate"])
def test_accepted_and_duplicate_carry_the_receipt(word: str) -> None:
    assert only(result(word, receipt="R-1", reason=None)) == Accepted("R-1")


@pytest.mark.parametrize("receipt", [None, "", 17, ["R"], "R\n1", "R\ud800", "R" * 129])
def test_accepted_without_a_receipt_that_can_be_kept_is_no_proof(receipt: object) -> None:
    assert only(result("accepted", receipt=receipt)) == Unknown("ASCP accepted it without a receipt that can be kept")


@pytest.mark.parametrize("reason", RejectedReason)
def test_each_reason_for_a_rejection_is_known(reason: RejectedReason) -> None:
    assert only(result("rejected", reason=reason.value, detail="because")) == Rejected(reason, "because")


@pytest.mark.parametrize(
    ("reason", "detail", "kept"),
    [("too_old", "ten years", "ten years"), ("too_old", None, "too_old"), (None, None, None), (["x"], 5, None)],
)
def test_an_unknown_reason_is_invalid_and_its_words_are_kept(reason: object, detail: object, kept: str | None) -> None:
    assert only(result("rejected", reason=reason, detail=detail)) == Rejected(RejectedReason.INVALID, kept)


@pytest.mark.parametrize("word", ["pending", "Accepted", None, 5, ["accepted"]])
def test_an_unknown_outcome_is_no_outcome(word: object) -> None:
    assert only(result(word, receipt="R-1")) == Unknown("ASCP gave an outcome that is not in the contract")


def test_details_lose_what_cannot_be_seen_and_what_is_too_much() -> None:
    detail = only(result("rejected", reason="invalid", detail=" a\r\n\tb\x00\x1b[31m\u202e\ud800c\u2028d " + "x" * 900))
    assert isinstance(detail, Rejected)
    assert detail.detail is not None
    assert detail.detail.startswith("a b[31mc d xxx")
    cut = only(result("rejected", reason="invalid", detail="x" * (DETAIL_LENGTH - 1) + " y"))
    assert cut == Rejected(RejectedReason.INVALID, "x" * (DETAIL_LENGTH - 1)), "no space where it was cut"
    assert len(detail.detail) == 200


def test_results_come_in_any_order_and_what_is_missing_is_unknown() -> None:
    body = answer(
        {"reference": "c3", "outcome": "rejected", "reason": "outside_cycle"},
        {"reference": "c1", "outcome": "accepted", "receipt": "R-1"},
    )
    assert read_results(body, ["c1", "c2", "c3"]) == Answered(
        {
            "c1": Accepted("R-1"),
            "c2": Unknown("ASCP gave no result for this credit"),
            "c3": Rejected(RejectedReason.OUTSIDE_CYCLE, None),
        }
    )


def test_results_about_credits_that_were_not_sent_are_counted_and_ignored() -> None:
    body = answer({"reference": "other", "outcome": "accepted", "receipt": "R"}, "what?", {"reference": 5}, None)
    read = read_results(body, ["c1"])
    assert read == Answered({"c1": Unknown("ASCP gave no result for this credit")}, unexpected=4)


def test_two_results_for_one_credit_must_agree() -> None:
    yes = {"reference": "c1", "outcome": "accepted", "receipt": "R-1"}
    no = {"reference": "c1", "outcome": "rejected", "reason": "invalid"}
    assert only(answer(yes, yes)) == Accepted("R-1")
    assert only(answer(yes, no, yes)) == Unknown("ASCP gave two results that contradict each other")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>All is well</html>",
        b"[]",
        b'"results"',
        b"{}",
        b'{"results": {}}',
        b'{"results": null}',
        b'{"results": [NaN]}',
        b'{"results": []} trailing',
        b'{"results": ["\xff"]}',
        b'{"results": ' + b"[" * 100_000,
    ],
)
def test_what_is_not_the_contracts_json_leaves_everything_unclear(body: bytes) -> None:
    assert read_results(body, ["c1"]) == Unclear("ASCP's answer could not be read")


@given(results)
def test_whatever_ascp_answers_each_credit_has_an_outcome_that_can_be_stored(found: list[Any]) -> None:
    read = read_results(json.dumps({"results": found}).encode(), ["c1", "c2"])
    assert isinstance(read, Answered)
    assert set(read.results) == {"c1", "c2"}
    for outcome in read.results.values():
        match outcome:
            case Accepted(receipt):
                assert receipt.encode()
            case Rejected(_, detail):
                assert detail is None or 0 < len(detail.encode().decode()) <= 200
            case Unknown(why):
                assert why


def test_a_question_is_answered_about_the_credit_that_was_asked_for() -> None:
    held = json.dumps({"reference": "c1", "outcome": "accepted", "receipt": "R-1", "reason": None}).encode()
    assert read_holding(held, "c1") == Accepted("R-1")
    assert read_holding(held, "c2") == Unknown("ASCP answered about another credit")
    assert read_holding(b"oops", "c1") == Unclear("ASCP's answer could not be read")


PROBLEM = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "credits.3 is\nno object"}


def a_problem(**changes: object) -> bytes:
    return json.dumps({name: value for name, value in (PROBLEM | changes).items() if value is not ...}).encode()


def test_the_words_of_a_refusal_are_kept() -> None:
    read = read_problem(400, "application/problem+json", a_problem(errors=[], instance="/x", reference="c1"))
    assert read == ProblemAnswer("credits.3 is no object", "c1")


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (400, "application/json", a_problem()),
        (400, "text/html", a_problem()),
        (400, "", a_problem()),
        (400, "application/problem+json", b"<html>"),
        (400, "application/problem+json", b""),
        (400, "application/problem+json", b"[]"),
        (400, "application/problem+json", b'{"message": "no Route matched with those values"}'),
        (400, "application/problem+json", b"\xff" + a_problem()),
        *((400, "application/problem+json", a_problem(**{name: ...})) for name in PROBLEM),
        *((400, "application/problem+json", a_problem(**{name: None})) for name in PROBLEM),
        (404, "application/problem+json", a_problem()),
        (400, "application/problem+json", a_problem(status="400")),
        (400, "application/problem+json", a_problem(status=400.0)),
        (1, "application/problem+json", a_problem(status=True)),
    ],
)
def test_what_is_no_problem_by_the_contract_is_not_ascps_word(status: int, media_type: str, body: bytes) -> None:
    assert read_problem(status, media_type, body) is None
