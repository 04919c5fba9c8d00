"""One act on many credits: each done, skipped or failed; a dry run changes nothing; twice does no more than once."""

import json

import pytest

from laurel.audit.acts import Actor
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.ledger.store import Ledger
from laurel.platform.clock import utc_now
from tests.api_events import learner, staff, staff_of
from tests.functions.organizer_desk import (
    IN_EACH_STATE,
    WHY,
    an_id,
    in_doubt,
    queued,
    rejected,
    reported,
    sending,
    unmatched,
    withdrawn,
)

PATH = "/v1/staff/credits/bulk"


def act(desk, deed, *names, who=None, dry_run=False, **more):
    body = {"act": deed, "reason": WHY, "credit_ids": [an_id(one) for one in names], "dry_run": dry_run, **more}
    answer = desk.call("POST", PATH, who or staff(), json_body=body)
    assert answer.status == 200, answer
    told = answer.json()
    assert [told["done"], told["skipped"], told["failed"]] == [
        sum(1 for one in told["items"] if one["outcome"] == outcome) for outcome in ("done", "skipped", "failed")
    ]
    return dict(zip(names, told["items"], strict=True))


def outcomes(told):
    return {name: (one["outcome"], one["code"], one["state"]) for name, one in told.items()}


@pytest.fixture
def each(desk, books):
    """A credit in each state, by the name of the state, and special ones."""
    books.add(*(make(state) for state, make in IN_EACH_STATE.items()))
    books.add(
        reported("overdue", days_ago=3),
        sending("leased", lease_over=True),
        in_doubt("doubtful"),
        unmatched("double", reason=UnmatchedReason.LIKELY_DUPLICATE),
    )
    return books


EACH = (*sorted(State), "overdue", "doubtful", "double", "nobody's")
EXPECTED = {
    "release": {
        "rejected": ("done", None, "reported"),
        "double": ("done", None, "earned"),
        "reported": ("done", None, "reported"),  # overdue as well, for a day
        "overdue": ("done", None, "reported"),
        "doubtful": ("done", None, "reported"),
    },
    "withdraw": {
        **dict.fromkeys(("earned", "unmatched", "reported", "rejected", "overdue"), ("done", None, "withdrawn")),
        "double": ("done", None, "withdrawn"),
        "accepted": ("done", None, "accepted"),
        "withdrawn": ("skipped", "already_withdrawn", "withdrawn"),
        "sending": ("skipped", "already_sending", "sending"),
        "doubtful": ("skipped", "outcome_unknown", "reported"),
    },
    "entered_by_hand": {
        **dict.fromkeys(("earned", "unmatched", "reported", "rejected", "overdue"), ("done", None, "withdrawn")),
        "double": ("done", None, "withdrawn"),
        "accepted": ("skipped", "already_accepted", "accepted"),
        "withdrawn": ("skipped", "already_withdrawn", "withdrawn"),
        "sending": ("skipped", "already_sending", "sending"),
        "doubtful": ("skipped", "outcome_unknown", "reported"),
    },
    "undo_withdrawal": {"withdrawn": ("done", None, "earned")},
}
OTHERWISE = {"release": "not_releasable", "undo_withdrawal": "not_withdrawn"}


@pytest.mark.parametrize("deed", EXPECTED)
def test_each_row_is_done_or_says_why_not_and_a_dry_run_says_the_same(desk, each, deed):
    before = {name: each.ledger.get(an_id(name)) for name in EACH}
    tried = act(desk, deed, *EACH, dry_run=True)
    assert {name: each.ledger.get(an_id(name)) for name in EACH} == before
    assert queued() == []
    expected = {name: ("skipped", OTHERWISE.get(deed), str(before[name].state)) for name in EACH[:-1]}
    expected |= EXPECTED[deed] | {"nobody's": ("failed", "credit_not_found", None)}
    assert outcomes(tried) == expected
    told = act(desk, deed, *EACH)
    assert outcomes(told) == expected
    for name, (outcome, _, state) in expected.items():
        credit = each.ledger.get(an_id(name))
        if outcome == "done":
            assert credit.state == state
            asked = credit.follow_up if is_under_way(credit) else credit
            assert (asked.timeline[-1].detail, credit.timeline[-1].by) == (WHY, "staff:sam")
        else:
            assert credit == before[name]


@pytest.mark.parametrize("deed", EXPECTED)
def test_the_same_again_changes_nothing(desk, each, deed):
    act(desk, deed, *EACH)
    queued()
    before = {name: each.ledger.get(an_id(name)) for name in EACH}
    again = act(desk, deed, *EACH)
    assert {one["outcome"] for name, one in again.items() if name != "nobody's"} == {"skipped"}
    assert {name: each.ledger.get(an_id(name)) for name in EACH} == before
    # A withdrawal that ASCP was asked for may have lost its message.
    assert [json.loads(one)["credit_id"] for one in queued()] == [an_id("accepted")] * (deed == "withdraw")


def test_what_goes_to_ascp_is_queued_and_nothing_else(desk, each):
    act(desk, "release", "rejected", "double", "earned")
    assert [json.loads(one)["credit_id"] for one in queued()] == [an_id("rejected")]
    act(desk, "withdraw", "unmatched", "accepted")
    assert [json.loads(one)["credit_id"] for one in queued()] == [an_id("accepted")]
    assert each.get("accepted").follow_up


def test_two_alike_do_not_both_go_out(desk, books):
    alike = {"activity_number": "578-1-26", "email": "ana@example.org"}
    books.add(rejected("one", **alike), rejected("other", **alike))
    told = act(desk, "release", "one", "other")
    assert {one["outcome"] for one in told.values()} == {"done"}
    assert (
        sorted((one["state"], one["reason"]) for one in told.values())
        == [
            ("reported", None),
            ("unmatched", "likely_duplicate"),
        ]
        or len(queued()) == 1
    )


def test_what_was_entered_by_hand_is_restored_only_when_ascp_does_not_have_it(desk, books):
    books.add(unmatched("u"), withdrawn("w"))
    act(desk, "entered_by_hand", "u")
    assert books.get("u").withdrawn_for is WithdrawnReason.BY_HAND
    assert act(desk, "undo_withdrawal", "u")["u"]["code"] == "entered_by_hand"
    assert act(desk, "undo_withdrawal", "u", not_at_ascp=True)["u"]["outcome"] == "done"


def test_a_credit_that_somebody_changed_at_the_same_moment_fails_and_the_others_are_done(desk, books, monkeypatch):
    books.add(unmatched("a"), unmatched("b"))
    read = Ledger.get_many

    def read_then_changed(self, ids):
        found = read(self, ids)
        for credit in found.values():
            if credit.credit_id == an_id("a"):
                self.change(credit, credit.note(why="meanwhile", at=utc_now()))
        return found

    monkeypatch.setattr(Ledger, "get_many", read_then_changed)
    told = act(desk, "withdraw", "a", "b")
    assert [(one["outcome"], one["code"]) for one in told.values()] == [("failed", "try_again"), ("done", None)]
    monkeypatch.undo()
    assert (books.get("a").state, books.get("b").state) == (State.UNMATCHED, State.WITHDRAWN)


def test_staff_of_a_provider_act_on_their_own_alone(desk, books):
    books.add(unmatched("mine"), unmatched("theirs", provider="asm"))
    told = act(desk, "withdraw", "mine", "theirs", who=staff_of("labce"))
    assert [(one["outcome"], one["code"]) for one in told.values()] == [("done", None), ("failed", "credit_not_found")]
    assert books.get("theirs").state is State.UNMATCHED
    body = {"act": "withdraw", "reason": WHY, "credit_ids": [an_id("mine")]}
    assert desk.call("POST", PATH, learner(), json_body=body).status == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"credit_ids": []},
        {"credit_ids": [an_id("a"), an_id("a")]},
        {"credit_ids": [an_id(str(n)) for n in range(101)]},
        {"credit_ids": ["x"]},
        {"act": "erase"},
        {"reason": " "},
        {"dry_run": "yes"},
    ],
    ids=["none", "twice", "too many", "no id", "no act", "no reason", "no flag"],
)
def test_what_cannot_be_done_is_refused_whole(desk, wrong):
    body = {"act": "withdraw", "reason": WHY, "credit_ids": [an_id("a")], **wrong}
    refused = desk.call("POST", PATH, staff(), json_body=body)
    assert (refused.status, refused.code) == (422, "invalid")


def test_each_change_is_in_the_audit_log(desk, books):
    from claim_routes.dependencies import dependencies

    books.add(unmatched("a"), unmatched("b", email="bea@example.org"), withdrawn("c"))
    act(desk, "withdraw", "a", "b", "c", dry_run=True)
    act(desk, "withdraw", "a", "b", "c")
    found = dependencies().audit.by("sam", limit=50).entries
    changed = [one for one in found if one.act == "credit.withdrawn"]
    assert sorted(one.about["credit_id"] for one in changed) == sorted([an_id("a"), an_id("b")])
    assert {(one.why, one.actor) for one in changed} == {(WHY, Actor.staff("sam"))}
