"""The door of the weekly comparison: what it answers, publishes and continues."""

import json
from dataclasses import dataclass, field

import pytest
from reconcile_dependencies import Dependencies

from functions.reconcile_ascp import app
from laurel.delivery.partner import Accepted, NotHeld, Unclear
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import utc_now
from laurel.platform.runtime import MACHINE
from tests.credits import a_credit
from tests.permitted import permitted


@dataclass
class Context:
    """What Lambda says of an invocation."""

    seconds: float = 900.0
    function_name: str = "reconcile-ascp"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:reconcile-ascp:live"
    aws_request_id: str = "r1"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@dataclass
class Books:
    answer: object = field(default_factory=NotHeld)

    def ask(self, _reference, *, until):
        return self.answer


@pytest.fixture
def door(ledger: Ledger):
    """The handler over a ledger with one accepted credit of yesterday; `door.books` is ASCP."""
    at = utc_now()
    leased = a_credit("c1").report(member_number="M1", at=at, look_again_at=at).lease("s", at=at, until=at)
    ledger.save([Change(None, leased.accept("R-1", at=at))])
    books, events = Books(Accepted("R-1")), []
    here = Dependencies(ledger, books, lambda name, event: events.append((name, json.loads(event))) or True, MACHINE)
    today = at.date().isoformat()

    def call(context: Context, **event):
        with permitted("ReconcileAscpRole"):
            return app.reconcile(here, {"from": today, "to": today, **event}, context)

    call.books, call.events = books, events
    return call


def figures(capsys) -> dict[str, float]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return {name: value[0] for line in lines for name, value in line.items() if isinstance(value, list)}


def test_all_is_well(door, capsys):
    answer = door(Context())
    assert (answer["complete"], answer["compared"], answer["differences"], door.events) == (True, 1, 0, [])
    assert figures(capsys) == {
        "CreditsReconciled": 1,
        "ReconcileDifferences": 0,
        "ReconcileUnanswered": 0,
        "ReconcileRuns": 1,
        "ReconcileUnfinished": 0,
    }


def test_a_difference_is_a_metric(door, capsys):
    door.books.answer = NotHeld()
    assert door(Context())["differences"] == 1
    assert figures(capsys)["ReconcileDifferences"] == 1


def test_without_time_it_continues_in_a_further_invocation(door, capsys):
    answer = door(Context(seconds=60))
    assert (answer["complete"], answer["continued"]) == (False, True)
    [(name, event)] = door.events
    assert (name, event["part"], event["compared"]) == (Context().invoked_function_arn, 2, 0)
    assert figures(capsys)["ReconcileUnfinished"] == 0


def test_the_last_part_does_not_continue_and_says_so(door, capsys):
    assert door(Context(seconds=60), part=8)["continued"] is False
    assert (door.events, figures(capsys)["ReconcileUnfinished"]) == ([], 1)


def test_what_ascp_did_not_answer_is_no_difference_and_makes_it_incomplete(door, capsys):
    door.books.answer = Unclear("ASCP answered 503")
    answer = door(Context())
    told = figures(capsys)
    assert (answer["unanswered"], answer["complete"]) == (1, False)
    assert (told["ReconcileUnanswered"], told["ReconcileDifferences"], told["ReconcileUnfinished"]) == (1, 0, 1)
