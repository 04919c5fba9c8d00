"""Changing a draft."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from laurel.claims.claim import Claim, finalize
from laurel.claims.edit_claim import EditContext, acknowledge, change_statement, claim_session, remove_session
from laurel.claims.read_claims import read_claim
from laurel.claims.summary import Summary
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import ANSWERS, PHYSICIAN, SESSIONS, activity, claim, online, session

READ_AND_WRITE = ["batch_get_item", "put_item"]


def put(context: EditContext, session_id: str = "a", credits: str = "1", **answers: Any) -> Summary | Refusal:
    return claim_session(context, session_id, Decimal(credits), ANSWERS | answers)


def done(answer: object) -> Summary:
    assert isinstance(answer, Summary), answer
    return answer


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def stored(room: Room, activity_id: str = "micro-2026") -> Claim:
    found = room.claims.read("ana", activity_id).claim
    assert found
    room.calls.clear()
    return found


@pytest.fixture
def draft(room: Room) -> Room:
    """Ana's draft at the meeting, its disclosure read, nothing claimed."""
    room.has(PHYSICIAN, activity())
    room.claims.add(claim())
    room.calls.clear()
    return room


EVERY_CHANGE: list[Callable[[EditContext], object]] = [
    lambda context: change_statement(context, Statement.AMA_PRA_1),
    lambda context: acknowledge(context, ["faculty"]),
    put,
    lambda context: remove_session(context, "a"),
]


def test_a_session_and_its_evaluation_are_saved_at_once(draft: Room) -> None:
    summary = done(put(draft.context(), "b", "1.5", remarks="  Good "))
    assert draft.calls == READ_AND_WRITE
    assert (summary.total, summary.claim.version, summary.missing) == (Decimal("1.5"), 2, ())
    kept = stored(draft)
    assert kept == summary.claim
    [one] = kept.sessions
    assert (one.title, one.credits, one.evaluation) == ("Session b", Decimal("1.5"), ANSWERS | {"remarks": "Good"})


def test_claiming_a_session_anew_replaces_it(draft: Room) -> None:
    put(draft.context(), "c", "4")
    summary = done(put(draft.context(), "c", "2.5", objectives=1))
    assert summary.total == Decimal("2.5")
    assert [one.evaluation["objectives"] for one in stored(draft).sessions] == [1]


def test_saying_the_same_again_writes_nothing(draft: Room) -> None:
    version = done(put(draft.context())).claim.version
    draft.calls.clear()
    assert done(put(draft.context())).claim.version == version
    assert done(acknowledge(draft.context(), ["faculty"])).claim.version == version
    assert draft.calls == ["batch_get_item"] * 2


@pytest.mark.parametrize(
    ("session_id", "credits", "status", "code"),
    [
        ("nowhere", "1", 404, "session_unknown"),
        ("b", "0", 422, "credits_not_positive"),
        ("b", "0.25", 422, "credits_step"),
        ("b", "2", 422, "session_maximum"),
        ("a-parallel", "1", 409, "sessions_overlap"),
        ("e", "4", 409, "pace_daily_limit"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_changes_nothing(
    draft: Room, session_id: str, credits: str, status: int, code: str
) -> None:
    put(draft.context(), "a", "1")
    put(draft.context(), "d", "4")
    before = stored(draft)
    answer = refusal(put(draft.context(), session_id, credits))
    assert (status_of(answer), answer.code) == (status, code)
    assert draft.calls == ["batch_get_item"]
    assert stored(draft) == before


def test_the_total_is_kept_within_the_activity(room: Room) -> None:
    room.has(PHYSICIAN, activity())
    room.claims.add(claim(kind=Statement.AMA_PRA_1, c="4", d="4"))
    assert refusal(put(room.context(), "e", "2.25")).code == "total_exceeded"
    assert done(put(room.context(), "e", "2")).total == 10


def test_every_wrong_answer_and_amount_is_told_at_once(draft: Room) -> None:
    answer = refusal(put(draft.context(), "b", "0.75", objectives=9, unknown="x"))
    assert (status_of(answer), answer.code) == (422, "credits_step")
    assert [one.path for one in answer.errors] == ["credits", "evaluation.unknown", "evaluation.objectives"]
    answer = refusal(claim_session(draft.context(), "b", Decimal(1), {}))
    assert (status_of(answer), answer.code, len(answer.errors)) == (422, "invalid", 3)


def test_disclosures_come_before_sessions(draft: Room) -> None:
    draft.has(activity(disclosures=[{"id": name, "version": 1, "title": name, "text": "…"} for name in ("x", "y")]))
    assert refusal(put(draft.context())).code == "disclosures_unread"
    done(acknowledge(draft.context(), ["y"]))
    assert [one.path for one in refusal(put(draft.context())).errors] == ["disclosures.x"]
    done(acknowledge(draft.context(), ["x"]))
    done(put(draft.context()))


def test_an_unknown_disclosure_is_refused(draft: Room) -> None:
    answer = refusal(acknowledge(draft.context(), ["faculty", "nobody"]))
    assert (status_of(answer), [one.path for one in answer.errors]) == (422, ["acknowledged[1]"])


def test_a_session_still_running_cannot_be_claimed(draft: Room) -> None:
    draft.now = activity().claim_window.opens_at + timedelta(hours=1)
    assert refusal(put(draft.context())).code == "session_not_ended"


def test_another_statement_keeps_the_sessions_and_lists_what_no_longer_fits(draft: Room) -> None:
    for session_id, credits in (("a", "1"), ("b", "1.5"), ("c", "3.5")):
        done(put(draft.context(), session_id, credits))
    draft.calls.clear()
    summary = done(change_statement(draft.context(), Statement.CALIFORNIA))
    assert draft.calls == READ_AND_WRITE
    assert [(one.session.session_id, one.counts) for one in summary.lines] == [("a", True), ("b", False), ("c", True)]
    assert [(one.path, one.code) for one in summary.missing] == [("sessions.b", "session_gives_no_credit")]
    assert summary.total == stored(draft).total == Decimal("4.5")
    done(remove_session(draft.context(), "b"))
    assert done(read_claim(draft.claims, draft.clock, "ana", claim().claim_id)).missing == ()


def test_a_statement_the_learner_may_not_have_is_refused(draft: Room) -> None:
    draft.has(replace(PHYSICIAN, physician=False))
    assert refusal(change_statement(draft.context(), Statement.AMA_PRA_1)).code == "physicians_only"


def test_a_session_that_does_not_fit_makes_room_for_others(draft: Room) -> None:
    """A session that counts nothing blocks no other session."""
    done(put(draft.context(), "a", "1"))
    draft.has(
        activity(sessions=[one for one in SESSIONS if one["id"] != "a"] + [session("a", "09:00", "10:00", "0.5")])
    )
    # The claimed hour is more than the session gives now, so its parallel may be claimed instead.
    summary = done(put(draft.context(), "a-parallel", "1"))
    assert [(one.session.session_id, one.counts) for one in summary.lines] == [("a", False), ("a-parallel", True)]


def test_removing_is_harmless_twice_but_not_of_what_never_was(draft: Room) -> None:
    done(put(draft.context()))
    assert done(remove_session(draft.context(), "a")).total == 0
    assert done(remove_session(draft.context(), "a")).claim.version == 3
    assert status_of(refusal(remove_session(draft.context(), "nowhere"))) == 404


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_a_final_claim_never_changes(draft: Room, change: Callable[[EditContext], object]) -> None:
    put(draft.context())
    before = stored(draft)
    final = finalize(before, "LRL-1", draft.now)
    assert draft.claims.replace(before, final)
    # Whatever version was seen: loading the claim again would not help.
    for context in (draft.context(), draft.context(if_match=1)):
        answer = refusal(change(context))
        assert (status_of(answer), answer.code) == (409, "claim_final")
    assert stored(draft) == final


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_a_closed_window_keeps_a_draft_as_it_is(draft: Room, change: Callable[[EditContext], object]) -> None:
    draft.later(days=999)
    answer = refusal(change(draft.context()))
    assert (status_of(answer), answer.code) == (409, "window_closed")
    assert draft.calls == ["batch_get_item"]


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_claims_of_others_are_not_there_and_not_asked_for(draft: Room, change: Callable[[EditContext], object]) -> None:
    hers = claim().claim_id
    answers = [change(replace(draft.context("bo"), claim_id=claim_id)) for claim_id in (hers, "x", "", f"{hers}\x00")]
    assert {(status_of(refusal(one)), refusal(one).code) for one in answers} == {(404, "claim_not_found")}
    assert draft.calls == []
    assert refusal(change(draft.context("bo"))).code == "claim_not_found"


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_who_saw_an_old_version_is_told(draft: Room, change: Callable[[EditContext], object]) -> None:
    put(draft.context(), "c", "4")
    answer = refusal(change(draft.context(if_match=1)))
    assert (status_of(answer), answer.code, answer.version) == (412, "changed_elsewhere", 2)
    change(draft.context(if_match=2))
    assert stored(draft).version >= 2


def meanwhile(room: Room, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Lets `act` happen between the next read and its write."""
    real = room.table.put

    def put_item(write: Any) -> bool:
        monkeypatch.setattr(room.table, "put", real)
        act()
        return real(write)

    monkeypatch.setattr(room.table, "put", put_item)


def test_two_devices_that_claim_different_sessions_lose_neither(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(draft, monkeypatch, lambda: put(draft.context(), "c", "4"))
    summary = done(put(draft.context(), "a", "1"))
    assert (summary.total, summary.claim.version) == (5, 3)
    assert stored(draft) == summary.claim


def test_two_devices_that_claim_overlapping_sessions_keep_one(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(draft, monkeypatch, lambda: put(draft.context(), "a", "1"))
    assert refusal(put(draft.context(), "a-parallel", "1")).code == "sessions_overlap"
    assert [one.session_id for one in stored(draft).sessions] == ["a"]


def test_a_lost_race_is_told_to_who_named_a_version(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(draft, monkeypatch, lambda: put(draft.context(), "c", "4"))
    assert refusal(put(draft.context(if_match=1), "a", "1")).code == "changed_elsewhere"


def test_a_claim_that_becomes_final_meanwhile_stays_as_it_was(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    put(draft.context())
    before = stored(draft)
    final = finalize(before, "LRL-1", draft.now)
    meanwhile(draft, monkeypatch, lambda: draft.claims.replace(before, final))
    assert refusal(put(draft.context(), "c", "4")).code == "claim_final"
    assert stored(draft) == final


def test_a_claim_that_never_rests_is_given_up(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft.table, "put", lambda _write: False)
    answer = refusal(put(draft.context()))
    assert (status_of(answer), answer.code) == (409, "try_again")


def test_comments_without_end_are_refused(draft: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laurel.claims.records.LARGEST_DETAIL", 60)
    answer = refusal(put(draft.context()))
    assert (status_of(answer), answer.code) == (422, "claim_too_large")


def test_reading_is_one_call_and_of_ones_own(draft: Room) -> None:
    hers = claim().claim_id
    assert done(read_claim(draft.claims, draft.clock, "ana", hers)).claim == claim()
    assert draft.calls == ["batch_get_item"]
    assert status_of(refusal(read_claim(draft.claims, draft.clock, "bo", hers))) == 404
    assert draft.calls == ["batch_get_item"]


def test_credit_of_an_online_course_waits_for_its_test(room: Room) -> None:
    room.has(PHYSICIAN, online())
    room.claims.add(claim(online()))
    answer = refusal(put(room.context(activity_id="course")))
    assert (status_of(answer), answer.code) == (409, "assessment_not_passed")
