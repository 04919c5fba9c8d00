"""The whole way on the deployed stack: feeds, roster, nightly function, queue, forwarder, ASCP, and back."""

import csv
import io
import json
import time
from collections import Counter

import pytest
from rich.console import Console

from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from local.demo import Demo, count
from local.up import put_first_day
from tests.flow.nights import Flow, feed_of

# Messages that nobody can deliver.
POISON = ("poison", json.dumps({"credit_id": "of no credit"}))


@pytest.fixture(scope="module")
def flow(local_stack):
    return Flow(local_stack)


@pytest.fixture(scope="module")
def first_day(local_stack, day_one):
    """The sample's first day, run twice.

    Other tests share this stack, and print claims: a night with the roster alone comes first and judges their credits.
    """
    demo = Demo(local_stack, day_one, Console(file=io.StringIO()))
    local_stack.put(str(day_one.roster.relative_to(day_one.out)), day_one.roster)
    Flow(local_stack).night()
    put_first_day(local_stack, day_one)
    return demo, demo.run_night("first"), demo.run_night("second")


@pytest.fixture(scope="module")
def members(first_day, day_one):
    """Members whom ASCP knows, in good standing: everything they earn is accepted."""
    _, first, _ = first_day
    accepted = {one.email_key for one in first.credits.values() if one.state is State.ACCEPTED}
    refused = {one.email_key for one in first.credits.values() if one.state is not State.ACCEPTED}
    with day_one.participants.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["email"] in accepted - refused][:50]


@pytest.fixture(autouse=True)
def healed(local_stack):
    yield
    local_stack.fail([])


def test_the_stand_in_which_judges_at_once_is_asked_soon(local_stack):
    """After the deploy: the template takes no such waits."""
    name = local_stack.outputs["ForwardAscpFunctionName"]
    configuration = local_stack.client("lambda").get_function_configuration(FunctionName=name)
    variables = configuration["Environment"]["Variables"]
    waits = ("RETRY_BASE_SECONDS", "RETRY_MAX_SECONDS", "SETTLE_SECONDS")
    assert [variables[wait] for wait in waits] == ["2", "20", "2"]
    assert variables["LEDGER_TABLE_NAME"] == local_stack.outputs["LedgerTableName"]


def test_every_credit_meets_its_fate_and_a_second_night_changes_nothing(first_day):
    demo, first, second = first_day
    checks = demo.check(first, second)
    assert all(checks.values()), [name for name, holds in checks.items() if not holds]


def test_five_credits_of_different_fate_show_it_in_their_timelines(first_day, day_one):
    demo, first, _ = first_day
    for label, story in day_one.showcase.items():
        credit = demo.story(first, label)
        assert (credit.state.value, credit.reason or "") == (story.fate.state, story.fate.reason)
        assert credit.timeline[0].state is State.EARNED
        assert credit.timeline[-1].state is credit.state


def test_a_poison_message_takes_no_neighbor_with_it(flow, members):
    text, ids = feed_of("neighbors", members, count=30)
    for body in POISON:
        flow.stack.client("sqs").send_message(QueueUrl=flow.stack.outputs["DeliveryQueueUrl"], MessageBody=body)
    flow.put("feed/neighbors/1.csv", text)
    flow.night()
    credits = flow.follow(ids)
    assert {credit.state for credit in credits.values()} == {State.ACCEPTED}


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "reset_after", "path": "/v1/submissions", "times": 1},
        {"kind": "reset_before", "path": "/v1/submissions", "times": 1},
        {"kind": "garbage", "path": "/v1/submissions", "taken": True, "times": 1},
        {"kind": "status", "status": 503, "retry_after": 1, "taken": True, "path": "/v1/submissions", "times": 1},
        {"kind": "status", "status": 429, "retry_after": 2, "path": "/v1/submissions", "times": 1},
        {"kind": "status", "status": 500, "path": "/oauth/token", "times": 1},
        {"kind": "missing_results", "fraction": 0.5, "path": "/v1/submissions", "times": 1},
        {"kind": "missing_results", "fraction": 0.5, "taken": False, "path": "/v1/submissions", "times": 1},
        {"kind": "expired_token", "path": "/v1/submissions", "times": 1},
    ],
    ids=lambda rule: "-".join(str(value).strip("/").replace("/", "_") for value in rule.values()),
)
def test_whatever_ascp_does_each_credit_is_booked_once(flow, members, rule):
    provider = derived_id("fault", json.dumps(rule))
    text, ids = feed_of(provider, members, count=60)
    flow.stack.fail([rule])
    flow.put(f"feed/{provider}/1.csv", text)
    assert flow.night()["reported"] == 60
    credits = flow.follow(ids)
    assert Counter(credit.state for credit in credits.values()) == {State.ACCEPTED: 60}
    books = flow.stack.receipts()
    assert {one: books[one] for one in ids} == {one: [credits[one].receipt] for one in ids}


def test_poison_ends_among_the_dead_letters(flow):
    """Runs after the others: until then it came back again and again, in between what they sent."""
    dead, sqs = flow.stack.outputs["DeliveryDeadLetterQueueUrl"], flow.stack.client("sqs")
    found, give_up_at = [], time.monotonic() + 90
    while len(found) < 2 and time.monotonic() < give_up_at:
        answer = sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        found += [message["Body"] for message in answer.get("Messages", [])]
    assert sorted(found) == sorted(POISON)


def test_a_later_roster_heals_what_waited(first_day, flow, day_one):
    """Runs last: it changes the roster for good."""
    demo, first, _ = first_day
    flow.put("roster/ascls/later.csv", day_one.later_roster.read_text(encoding="utf-8"))
    report = flow.night()
    healed = [demo.story_id(label) for label in day_one.healing]
    after = flow.follow(healed)
    assert report["reported"] == len(healed)
    assert {credit.state for credit in after.values()} == {State.ACCEPTED}
    assert {first.credits[one].state for one in healed} == {State.UNMATCHED}
    everything = flow.credits(first.credits)
    assert count(everything.values())["accepted", ""] == day_one.expected.later.accepted
