"""Staff and credits: find, release, withdraw, match; every act with who and why; and the reports of nights."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.intake.file_report import Tally
from laurel.ledger.credit import Step
from laurel.ledger.follow_ups import delivered, outgoing
from laurel.ledger.records import Work
from laurel.ledger.requested import AskedChange, withdraw
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.nightly.lease import Runs
from laurel.nightly.run_report import RunReport
from laurel.platform.clock import instant, utc_now
from laurel.roster.member import MemberStatus
from tests.api_events import learner, staff
from tests.functions.organizer_desk import (
    ANA,
    BEA,
    IN_EACH_STATE,
    WHY,
    accepted,
    act,
    an_id,
    earned,
    find,
    in_doubt,
    one_of_each,
    queued,
    rejected,
    reported,
    sending,
    unmatched,
    withdrawn,
)

# ---- finding


def test_one_credit_by_its_id_with_its_whole_history(desk, books):
    books.add(rejected("r"))
    (one,) = find(desk, f"credit_id={an_id('r')}")["items"]
    assert (one["email"], one["member_number"], one["reference"]) == (ANA, "004512", f"ref-{an_id('r')}")
    assert [step["state"] for step in one["timeline"]] == ["earned", "reported", "sending", "rejected"]
    assert (one["reason"]["code"], one["detail"], one["submission_id"]) == ("name_mismatch", "another name", "s1")
    assert find(desk, f"credit_id={an_id('no such')}")["items"] == []


@pytest.mark.parametrize("written", ["ana@example.org", "%20ANA@Example.ORG", "ａｎａ@example.org"])
def test_the_credits_of_an_address_however_it_is_written(desk, books, written):
    books.add(*one_of_each(), *one_of_each(email=BEA))
    assert len(find(desk, f"email={written}")["items"]) == 7
    assert [one["state"] for one in find(desk, f"email={written}&state=rejected")["items"]] == ["rejected"]
    assert len(find(desk, f"email={written}&provider=labce")["items"]) == 3


@pytest.mark.parametrize("state", sorted(set(State) - {State.ACCEPTED, State.WITHDRAWN}))
def test_all_credits_in_a_state_of_everybody_page_by_page(desk, books, state):
    made = books.add(*(IN_EACH_STATE[state](f"c{n}", provider=("labce", "asm")[n % 2]) for n in range(6)))
    seen, query = [], f"state={state}&limit=2"
    while True:
        told = find(desk, query)
        seen += [one["credit_id"] for one in told["items"]]
        if told["next_cursor"] is None:
            break
        query = f"state={state}&limit=2&cursor={told['next_cursor']}"
    assert sorted(seen) == sorted(one.credit_id for one in made)
    assert len(find(desk, f"state={state}&provider=LabCE")["items"]) == 3


def test_the_credits_that_are_stuck_for_one_reason(desk, books):
    """Also after many others: pages without any are passed over."""
    books.add(*(unmatched(f"u{n}") for n in range(30)))
    books.add(unmatched("shared", reason=UnmatchedReason.AMBIGUOUS_EMAIL))
    found, cursor = [], ""
    for _ in range(20):
        page = find(desk, f"state=unmatched&reason=ambiguous_email&limit=5{cursor}")
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [one["credit_id"] for one in found] == [an_id("shared")]
    assert [one["credit_id"] for one in find(desk, f"email={ANA}&reason=ambiguous_email")["items"]] == [an_id("shared")]


def test_a_search_that_would_go_through_everything_is_refused(desk, books):
    refused = desk.call("GET", "/v1/staff/credits", staff())
    assert (refused.status, refused.code) == (422, "too_wide")


@pytest.mark.parametrize("query", ["email=nobody", "credit_id=x", "state=lost", "email=a@b.example&cursor=made-up"])
def test_what_cannot_be_looked_for_is_refused(desk, books, query):
    assert desk.call("GET", f"/v1/staff/credits?{query}", staff()).status == 422


def test_an_ambiguous_credit_comes_with_the_members_who_share_its_address(desk, books):
    books.members(ANA, "M1", "M2")
    books.add(unmatched("a", UnmatchedReason.AMBIGUOUS_EMAIL), unmatched("b"))
    told = {one["credit_id"]: one["bearers"] for one in find(desk, f"email={ANA}")["items"]}
    assert [one["member_number"] for one in told[an_id("a")]] == ["M1", "M2"]


# ---- releasing


def test_what_ascp_refused_goes_out_again_with_who_and_why(desk, books):
    books.add(rejected("r"))
    told = act(desk, "r", "release").json()
    assert (told["state"], told["member_number"], told["reason"]) == ("reported", "004512", None)
    assert [(step["state"], step["detail"], step["by"]) for step in told["timeline"][-2:]] == [
        ("earned", WHY, "staff:sam"),
        ("reported", WHY, "staff:sam"),
    ]
    assert [json.loads(body) for body in queued()] == [{"credit_id": an_id("r")}]
    stored = books.get("r")
    assert stored.version == 2  # both steps in one write
    assert list(books.ledger.due(Work.MATCH, until=utc_now() + timedelta(days=1))) == []
    # If the message is lost, a later night queues another one.
    assert list(books.ledger.due(Work.DELIVER, until=utc_now() + timedelta(days=1))) == [an_id("r")]


@pytest.mark.parametrize(
    "make", [reported, in_doubt, lambda name: sending(name, lease_over=True)], ids=["reported", "in doubt", "leased"]
)
def test_what_is_stuck_on_its_way_gets_a_new_wake_up_and_keeps_its_state(desk, books, make):
    [before] = books.add(make("c"))
    told = act(desk, "c", "release").json()
    assert (told["state"], told["in_doubt"]) == (before.state, before.in_doubt)
    assert (told["timeline"][-1]["by"], told["timeline"][-1]["detail"]) == ("staff:sam", WHY)
    assert [json.loads(body) for body in queued()] == [{"credit_id": an_id("c")}]
    assert books.get("c").due_at == before.due_at


@pytest.mark.parametrize("make", [earned, unmatched, sending, accepted, withdrawn])
def test_nothing_else_is_released(desk, books, make):
    [before] = books.add(make("c"))
    refused = act(desk, "c", "release")
    assert (refused.status, refused.code) == (409, "not_releasable")
    assert books.get("c") == before
    assert queued() == []


# ---- withdrawing


@pytest.mark.parametrize("make", [earned, unmatched, reported, rejected])
def test_a_credit_is_taken_back_with_who_and_why(desk, books, make):
    books.add(make("c"))
    told = act(desk, "c", "withdraw").json()
    assert (told["state"], told["due_at"]) == ("withdrawn", None)
    assert (told["timeline"][-1]["by"], told["timeline"][-1]["detail"]) == ("staff:sam", WHY)
    # Its learner reads that staff did it, and why, but not who.
    (seen,) = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert (seen["timeline"][-1]["by"], seen["timeline"][-1]["detail"]) == ("staff", WHY)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (sending, "already_sending"),
        (in_doubt, "outcome_unknown"),
        (withdrawn, "already_withdrawn"),
    ],
)
def test_what_ascp_has_or_may_have_is_not_taken_back(desk, books, make, code):
    [before] = books.add(make("c"))
    refused = act(desk, "c", "withdraw")
    assert (refused.status, refused.code) == (409, code)
    assert books.get("c") == before


def test_what_ascp_may_have_is_refused_in_words_for_staff(desk, books):
    books.add(in_doubt("d"))
    detail = act(desk, "d", "withdraw").json()["detail"]
    assert "Ask again tomorrow" in detail
    assert "by hand" not in detail


def test_ascp_is_asked_to_withdraw_what_it_accepted_and_the_learner_sees_it(desk, books):
    books.add(accepted("c"))
    told = act(desk, "c", "withdraw").json()
    assert (told["state"], told["receipt"]) == ("accepted", "R-1")
    follow_up = told["follow_up"]
    assert (follow_up["action"], follow_up["status"], follow_up["why"]) == ("withdraw", "under_way", WHY)
    assert follow_up["reference"] == f"{an_id('c')}.1"
    last = told["timeline"][-1]
    assert (last["event"], last["by"], last["detail"]) == ("withdrawal_asked", "staff:sam", WHY)
    (seen,) = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert (seen["follow_up"]["status"], seen["timeline"][-1]["by"]) == ("under_way", "staff")
    assert queued() == [json.dumps({"credit_id": an_id("c")})]
    before = books.get("c")
    assert act(desk, "c", "withdraw").status == 200
    assert books.get("c") == before, "the same again changes nothing, and wakes the forwarder again"
    assert queued() == [json.dumps({"credit_id": an_id("c")})]
    assert act(desk, "c", "release").status == 200, "one that is stuck gets a new message"
    assert queued() == [json.dumps({"credit_id": an_id("c")})]


def test_what_ascp_withdrew_is_restored_at_ascp_and_not_sent_as_new(desk, books):
    gone = withdraw(accepted("c"), AskedChange(why=WHY, at=utc_now(), by="staff:sam"))
    done = delivered(gone, outgoing(gone).lease("s2", at=utc_now(), until=utc_now()))
    books.add(delivered(done, outgoing(done).accept("R-2", at=utc_now())))
    told = act(desk, "c", "undo-withdrawal").json()
    assert (told["state"], told["receipt"], told["follow_up"]["reference"]) == ("withdrawn", "R-1", f"{an_id('c')}.2")
    assert (told["follow_up"]["action"], told["timeline"][-1]["event"]) == ("correct", "correction_asked")
    assert queued() == [json.dumps({"credit_id": an_id("c")})]


# ---- undoing a withdrawal


def test_a_mistaken_withdrawal_is_undone_and_the_next_night_matches_it(desk, books):
    books.add(unmatched("c"))
    assert act(desk, "c", "withdraw").status == 200
    told = act(desk, "c", "undo-withdrawal").json()
    assert (told["state"], told["member_number"], told["reason"]) == ("earned", None, None)
    assert told["due_at"]
    assert (told["timeline"][-1]["by"], told["timeline"][-1]["detail"]) == (f"staff:{staff()['sub']}", WHY)
    assert an_id("c") in set(books.ledger.due(Work.MATCH, until=utc_now()))
    again = act(desk, "c", "undo-withdrawal")
    assert (again.status, again.code) == (409, "not_withdrawn")


def test_what_was_entered_by_hand_is_only_taken_up_if_ascp_does_not_have_it(desk, books):
    books.add(unmatched("c"))
    entered = desk.call("POST", f"/v1/organizer/{an_id('c')}/self-reported", learner("ana"))
    assert entered.status == 200, entered
    refused = act(desk, "c", "undo-withdrawal")
    assert (refused.status, refused.code) == (409, "entered_by_hand")
    assert act(desk, "c", "undo-withdrawal", not_at_ascp=True).json()["state"] == "earned"


def test_an_old_record_says_by_its_words_why_it_was_withdrawn(desk, books):
    """Withdrawals had no reason of their own at first."""
    steps = {
        "hand": Step(utc_now(), State.WITHDRAWN, None, "entered at ASCP by hand", "learner:ana"),
        "revoked": Step(utc_now(), State.WITHDRAWN, None, "certificate 7XKDA-9GQMT-C4WHE revoked: slip", "staff:sam"),
        "staff": Step(utc_now(), State.WITHDRAWN, None, "twice", "staff:sam"),
    }
    for name, step in steps.items():
        before = earned(name)
        books.add(replace(before, state=State.WITHDRAWN, due_at=None, timeline=(*before.timeline, step)))
    codes = [act(desk, name, "undo-withdrawal").code for name in ("hand", "revoked")]
    assert codes == ["entered_by_hand", "credit_revoked"]
    assert act(desk, "staff", "undo-withdrawal").status == 200


def test_the_credit_of_a_revoked_certificate_is_not_taken_up(desk, books):
    gone = earned("c").withdraw(why="x", at=utc_now(), by="staff:sam", reason=WithdrawnReason.CERTIFICATE_REVOKED)
    later = withdrawn("d").note_revoked(why="certificate N revoked: x", at=utc_now(), by="staff:sam")
    books.add(gone, later)
    for name in ("c", "d"):
        refused = act(desk, name, "undo-withdrawal", not_at_ascp=True)
        assert (refused.status, refused.code) == (409, "credit_revoked")
        assert "Reopen its claim" in refused.json()["detail"]


def test_what_ascp_may_have_is_asked_for_before_it_goes_out_again(desk, books):
    doubtful = in_doubt("c").withdraw(why="x", at=utc_now(), by="staff:sam")
    books.add(doubtful)
    told = act(desk, "c", "undo-withdrawal").json()
    assert (told["state"], told["in_doubt"]) == ("earned", True)


# ---- the learner of a credit


def test_an_ambiguous_credit_is_given_to_the_member_whose_it_is(desk, books):
    books.members(ANA, "M1", "M2")
    books.add(unmatched("a", UnmatchedReason.AMBIGUOUS_EMAIL))
    told = act(desk, "a", "match", member_number="M2").json()
    assert (told["state"], told["member_number"], told["reason"]) == ("reported", "M2", None)
    assert (told["timeline"][-1]["by"], told["timeline"][-1]["detail"]) == ("staff:sam", WHY)
    assert [json.loads(body) for body in queued()] == [{"credit_id": an_id("a")}]
    assert list(books.ledger.waiting_for([ANA])) == []


def test_only_who_bears_the_address_can_be_given_the_credit(desk, books):
    books.members(ANA, "M1", "M2")
    books.members(BEA, "M3")
    [before] = books.add(unmatched("a", UnmatchedReason.AMBIGUOUS_EMAIL))
    for number in ("M3", "M9", "m1"):
        refused = act(desk, "a", "match", member_number=number)
        assert (refused.status, refused.code) == (422, "not_a_bearer")
        assert refused.json()["errors"][0]["path"] == "member_number"
    assert books.get("a") == before


def test_a_lapsed_member_is_given_nothing(desk, books):
    books.members(ANA, "M1", status=MemberStatus.LAPSED)
    books.add(unmatched("a", UnmatchedReason.MEMBERSHIP_LAPSED))
    assert act(desk, "a", "match", member_number="M1").code == "membership_lapsed"


def test_what_is_never_reported_is_given_to_nobody(desk, books):
    books.members(ANA, "M1")
    books.add(unmatched("a", UnmatchedReason.NOT_REPORTABLE, statement="attendance"))
    assert act(desk, "a", "match", member_number="M1").code == "never_reported"


@pytest.mark.parametrize("state", sorted(set(State) - {State.UNMATCHED}))
def test_only_what_is_unmatched_is_given_to_a_member(desk, books, state):
    books.members(ANA, "M1")
    [before] = books.add(IN_EACH_STATE[state]("c"))
    refused = act(desk, "c", "match", member_number="M1")
    assert (refused.status, refused.code) == (409, "not_unmatched")
    assert books.get("c") == before


# ---- all of it


@pytest.mark.parametrize("deed", ["release", "withdraw", "match", "undo-withdrawal"])
def test_of_a_credit_that_is_not_there_nothing_is_done(desk, books, deed):
    extra = {"member_number": "M1"} if deed == "match" else {}
    assert act(desk, "no such", deed, **extra).code == "credit_not_found"


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": ""}, {"reason": " \n "}, {"reason": "x" * 201}, {"reason": "a\u0000b"}, {"reason": WHY, "x": 1}],
)
@pytest.mark.parametrize("deed", ["release", "withdraw", "match", "undo-withdrawal"])
def test_no_deed_without_a_reason(desk, books, deed, body):
    [before] = books.add(rejected("c"))
    sent = {**body, "member_number": "M1"} if deed == "match" else body
    refused = desk.call("POST", f"/v1/staff/credits/{an_id('c')}/{deed}", staff(), json_body=sent)
    assert (refused.status, refused.code) == (422, "invalid")
    assert books.get("c") == before


# ---- nights


def a_night(books, at, run_id, **counts):
    report = RunReport(
        run_id=run_id,
        started_at=at,
        finished_at=at + timedelta(minutes=2),
        tally=Tally(**counts),
        files=[],
        milliseconds={"roster": 12},
    )
    Runs(books.table, utc_now).record(report.to_wire(), at)


def test_the_reports_of_nights_the_latest_first(desk, books):
    year = utc_now().year
    nights = [datetime(year, 1, 1, 7, tzinfo=UTC) + timedelta(days=n) for n in range(3)]
    for n, at in enumerate(nights):
        a_night(books, at, f"r{n}", rows=n, credits=n, reported=n)
    seen, query = [], "?limit=2"
    while True:
        told = desk.call("GET", f"/v1/staff/runs{query}", staff()).json()
        seen += [one["run_id"] for one in told["items"]]
        if told["next_cursor"] is None:
            break
        query = f"?limit=2&cursor={told['next_cursor']}"
    assert seen == ["r2", "r1", "r0"]
    assert "files" not in told["items"][0]


def test_the_reports_of_one_day(desk, books):
    a_night(books, datetime(2026, 11, 20, 7, tzinfo=UTC), "r1", rows=3, credits=2, repeats=1, reported=2)
    a_night(books, datetime(2026, 11, 20, 15, tzinfo=UTC), "r2")
    a_night(books, datetime(2026, 11, 21, 7, tzinfo=UTC), "r3")
    told = desk.call("GET", "/v1/staff/runs/2026-11-20", staff()).json()["items"]
    assert [one["run_id"] for one in told] == ["r1", "r2"]
    first = told[0]
    assert (first["rows"], first["credits"], first["repeats"], first["reported"]) == (3, 2, 1, 2)
    assert (first["reconciles"], first["milliseconds"], first["files"]) == (True, {"roster": 12}, [])
    assert instant(datetime(2026, 11, 20, 7, tzinfo=UTC)).startswith(first["started_at"][:19])
    assert desk.call("GET", "/v1/staff/runs/2026-11-19", staff()).json()["items"] == []
    assert desk.call("GET", "/v1/staff/runs/yesterday", staff()).status == 404
