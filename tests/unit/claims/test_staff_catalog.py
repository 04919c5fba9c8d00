"""Staff put an activity, and claims that would no longer stand."""

from dataclasses import replace
from typing import Any

import pytest

from laurel.catalog.activity import Kind
from laurel.claims.claim import finalize
from laurel.claims.staff_catalog import ActivityPut, claims_invalidated, put_activity
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import AFTER, SESSIONS, activity, claim, document, session, statement


def put(room: Room, activity_id: str = "micro-2026", **changes: Any) -> ActivityPut | Refusal:
    options = {key: changes.pop(key) for key in ("dry_run", "if_match") if key in changes}
    return put_activity(room.catalog, room.claims, room.clock, activity_id, document(**changes), **options)


def done(answer: object) -> ActivityPut:
    assert isinstance(answer, ActivityPut), answer
    return answer


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


@pytest.fixture
def claimed(room: Room) -> Room:
    """The meeting with Ana's draft (a, c) and Bo's final claim (d, e)."""
    room.has(activity())
    room.claims.add(claim(a="1", c="4"))
    room.claims.add(finalize(replace(claim(d="4", e="3"), learner_id="bo"), "LRL-1", AFTER))
    room.calls.clear()
    return room


def test_a_new_activity_is_created_and_the_same_again_writes_nothing(room: Room) -> None:
    first = done(put(room))
    assert (first.created, first.stored.revision) == (True, 1)
    assert room.calls == ["get_item", "transact_write_items"]
    room.calls.clear()
    again = done(put(room))
    assert (again.created, again.stored) == (False, first.stored)
    assert room.calls == ["get_item"]


def test_a_dry_run_checks_and_writes_nothing(room: Room) -> None:
    answer = done(put(room, dry_run=True))
    assert (answer.created, answer.dry_run, answer.stored.revision) == (True, True, 1)
    assert room.catalog.get("micro-2026") is None


def test_every_problem_of_a_document_is_told_and_nothing_asked(room: Room) -> None:
    answer = refusal(put(room, time_zone="Mars/Olympus", location=None))
    assert (status_of(answer), {one.path for one in answer.errors}) == (422, {"time_zone", "location"})
    assert refusal(put(room, "other")).errors[0].code == "other_id"
    assert room.calls == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "A better title"},
        {"sessions": [*SESSIONS, session("new", "17:00", "18:00")]},
        {"disclosures": []},
        {"disclosures": [{"id": "faculty", "version": 2, "title": "Faculty", "text": "New."}]},
        {"claim_window": {"opens_at": "2026-06-04T04:00:00Z", "closes_at": "2026-06-30T05:00:00Z"}},
    ],
)
def test_what_harms_no_claim_asks_for_none(claimed: Room, changes: dict[str, Any]) -> None:
    assert done(put(claimed, **changes)).stored.revision == 2
    assert claimed.calls == ["get_item", "transact_write_items"]


def test_a_narrowing_that_meets_no_claim_goes_through(claimed: Room) -> None:
    done(put(claimed, sessions=[one for one in SESSIONS if one["id"] != "b"]))
    assert claimed.calls == ["get_item", "query", "transact_write_items"]


@pytest.mark.parametrize(
    ("changes", "harmed", "code"),
    [
        ({"sessions": [one for one in SESSIONS if one["id"] != "a"]}, ["draft"], "session_removed"),
        ({"sessions": [*SESSIONS[:-1], session("e", "14:00", "18:00", "2.5", day="2026-06-05")]}, ["final"], None),
        ({"sessions": [*SESSIONS[1:], session("a", "16:00", "17:00")]}, ["draft"], "session_moved"),
        (
            {
                "statements": [
                    statement("pace", "6", "0.5"),
                    *document()["statements"][:2],
                    *document()["statements"][3:],
                ]
            },
            ["final"],
            "over_activity_maximum",
        ),
    ],
)
def test_a_change_that_takes_from_a_claim_is_refused_and_says_which(
    claimed: Room, changes: dict[str, Any], harmed: list[str], code: str | None
) -> None:
    answer = refusal(put(claimed, **changes))
    assert (status_of(answer), answer.code) == (409, "claims_invalidated")
    assert claimed.calls == ["get_item", "query"]
    assert [one.message.split(":")[0].lower() for one in answer.errors] == harmed
    assert all(claim().claim_id in one.path for one in answer.errors)
    assert code is None or [one.code for one in answer.errors] == [code]
    assert "ana" not in str(answer).replace(claim().claim_id, "")
    assert refusal(put(claimed, dry_run=True, **changes)).code == "claims_invalidated"
    stored = claimed.catalog.get("micro-2026")
    assert stored
    assert stored.activity == activity()


def test_what_did_not_fit_before_stands_in_nobodys_way(room: Room) -> None:
    room.has(activity())
    room.claims.add(claim(kind=Statement.CALIFORNIA, b="1.5"))  # b gives no California credit
    outlines = list(room.claims.at_activity("micro-2026"))
    without_b = activity(sessions=[one for one in SESSIONS if one["id"] != "b"])
    assert claims_invalidated(activity(), without_b, outlines, AFTER) == []


def test_an_online_course_that_becomes_a_meeting_is_held_against_the_claims(room: Room) -> None:
    course = activity().model_copy(update={"kind": Kind.ONLINE})
    room.claims.add(claim(a="1", a_parallel="1"))
    [harmed] = claims_invalidated(course, activity(), room.claims.at_activity("micro-2026"), AFTER)
    assert [one.code for one in harmed.problems] == ["sessions_overlap"]


def test_a_change_of_kind_alone_is_held_against_the_claims(room: Room) -> None:
    room.has(activity().model_copy(update={"kind": Kind.ONLINE}))
    room.claims.add(claim(a="1", a_parallel="1"))
    assert [one.code for one in refusal(put(room)).errors] == ["sessions_overlap"]


def test_a_disclosure_is_not_changed_behind_those_who_read_it(claimed: Room) -> None:
    words = [{"id": "faculty", "version": 1, "title": "Faculty", "text": "Something else."}]
    answer = refusal(put(claimed, disclosures=words))
    assert (status_of(answer), [one.path for one in answer.errors]) == (422, ["disclosures[0].version"])
    assert claimed.calls == ["get_item"]
    done(put(claimed, disclosures=[words[0] | {"version": 2}]))


def test_claims_that_a_change_does_not_touch_are_not_worked_out_anew(room: Room, monkeypatch: Any) -> None:
    """Thousands of claims of a meeting are checked against a change while staff wait."""
    room.claims.add(claim(a="1", c="4"))
    outlines = list(room.claims.at_activity("micro-2026"))
    monkeypatch.delattr("laurel.claims.staff_catalog.check_all")
    without_b = activity(sessions=[one for one in SESSIONS if one["id"] != "b"])
    assert claims_invalidated(activity(), without_b, outlines, AFTER) == []


def test_two_members_of_staff_do_not_overwrite_each_other(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    done(put(room))
    assert refusal(put(room, title="Mine", if_match=7)).version == 1
    real = room.table.write_all

    def write_all(writes: Any) -> list[bool]:
        monkeypatch.setattr(room.table, "write_all", real)
        done(put(room, title="Theirs"))
        return real(writes)

    monkeypatch.setattr(room.table, "write_all", write_all)
    assert refusal(put(room, title="Mine")).code == "try_again"
    stored = room.catalog.get("micro-2026")
    assert stored
    assert stored.activity.title == "Theirs"
