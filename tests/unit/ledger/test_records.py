"""The item of a credit: it reads back unchanged, and only a credit with pending work is in an index."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.records import SHARDS, Work, credit_id_of, from_item, key_of, to_item
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.platform.retention import CREDITS
from tests.credits import START, a_credit

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC))
steps = st.builds(
    Step,
    at=instants,
    state=st.sampled_from(State),
    reason=st.none() | texts,
    detail=st.none() | texts,
    by=st.none() | texts,
)
credits_ = st.builds(
    Credit,
    credit_id=st.text("0123456789abcdef", min_size=1, max_size=64),
    reference=texts,
    fingerprint=texts,
    source=st.sampled_from(Source),
    email=texts,
    email_key=texts,
    name=texts,
    provider=texts,
    activity_number=texts,
    activity_title=texts,
    statement=texts,
    contact_hours=st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2),
    completed_on=st.dates(date(1990, 1, 1)),
    timeline=st.lists(steps, min_size=1, max_size=5).map(tuple),
    state=st.sampled_from(State),
    version=st.integers(0, 10**9),
    reason=st.none() | st.sampled_from([*UnmatchedReason, *RejectedReason]).map(str),
    detail=st.none() | texts,
    attempts=st.integers(0, 10**6),
    receipt=st.none() | texts,
    member_number=st.none() | texts,
    submission_id=st.none() | texts,
    in_doubt=st.booleans(),
    due_at=st.none() | instants,
    retried_on=st.none() | st.dates(date(2000, 1, 1)),
    retries=st.integers(0, 10),
    resembles=st.none() | texts,
    distinct=st.booleans(),
)


@given(credits_)
def test_a_credit_comes_back_from_the_wire_as_it_went(credit: Credit) -> None:
    wire = {name: TypeSerializer().serialize(value) for name, value in to_item(credit).items() if value is not None}
    back = {name: TypeDeserializer().deserialize(value) for name, value in wire.items()}
    assert from_item(back) == credit
    assert str(from_item(back).contact_hours) == str(credit.contact_hours)


def test_the_table_removes_a_credit_seven_years_after_its_last_step() -> None:
    credit = a_credit()
    assert to_item(credit)["expires_at"] == CREDITS.expires_at(credit.timeline[-1].at)


def test_a_key_names_its_credit() -> None:
    assert key_of("abc") == ("CREDIT#abc", "CREDIT")
    assert credit_id_of(key_of("abc")[0]) == "abc"


@pytest.mark.parametrize(
    ("state", "work"),
    [
        (State.EARNED, Work.MATCH),
        (State.REPORTED, Work.DELIVER),
        (State.SENDING, Work.DELIVER),
        (State.UNMATCHED, None),
        (State.ACCEPTED, None),
        (State.REJECTED, None),
        (State.WITHDRAWN, None),
    ],
)
def test_only_a_credit_with_work_ahead_is_in_the_due_index(state: State, work: Work | None) -> None:
    item = to_item(a_credit(state=state, due_at=START if work else None))
    if work is None:
        assert (item["due_shard"], item["due_at"]) == (None, None)
    else:
        name, shard = item["due_shard"].split("#")
        assert (name, item["due_at"]) == (work, "2026-11-20T07:00:00.000000Z")
        assert 0 <= int(shard) < SHARDS


@pytest.mark.parametrize("reason", UnmatchedReason)
def test_only_a_credit_that_a_roster_can_mend_waits_for_its_email(reason: UnmatchedReason) -> None:
    item = to_item(a_credit(state=State.UNMATCHED, reason=reason.value, due_at=None))
    waits = reason not in (
        UnmatchedReason.NOT_REPORTABLE,
        UnmatchedReason.LIKELY_DUPLICATE,
        UnmatchedReason.NO_CONSENT,
    )
    assert item["waiting_email"] == ("c1@example.org" if waits else None)
    assert (item["waiting_shard"] is not None) == waits
    assert to_item(a_credit(state=State.REJECTED, due_at=None))["waiting_shard"] is None


def test_an_unmatched_credit_is_due_only_when_another_try_was_asked_for() -> None:
    stuck = a_credit(state=State.UNMATCHED, reason="not_a_member", due_at=None)
    assert to_item(stuck)["due_shard"] is None
    assert to_item(stuck.retry(why="", at=START, by="learner:ana"))["due_shard"].startswith("match#")


@pytest.mark.parametrize("state", State)
def test_only_what_stopped_is_listed_as_stuck_by_provider(state: State) -> None:
    item = to_item(a_credit(state=state, provider="LabCE"))
    if state in (State.UNMATCHED, State.REJECTED):
        assert item["stuck_shard"].rpartition("#")[0] == state
        assert item["stuck_order"] == "labce#2026-11-20T07:00:00.000000Z#"
    else:
        assert (item["stuck_shard"], item["stuck_order"]) == (None, None)


@pytest.mark.parametrize("state", State)
def test_every_credit_is_found_by_its_learners_email_in_order_of_completion(state: State) -> None:
    item = to_item(a_credit(state=state))
    assert (item["learner_key"], item["learner_order"]) == ("c1@example.org", "2026-11-01#c1")
