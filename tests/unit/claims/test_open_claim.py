"""Opening a claim, and the codes that do not."""

import gzip
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.records import badge_list_keys
from laurel.catalog.uploads import Taken
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.change_code import change_code
from laurel.claims.claim import AccessUsed
from laurel.claims.edit_claim import EditContext
from laurel.claims.open_claim import Opened, open_claim
from laurel.platform.ids import shard_of
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import PHYSICIAN, TECHNOLOGIST, activity

READ_AND_WRITE = ["batch_get_item", "transact_write_items"]
READ_AND_COUNT = ["batch_get_item", "put_item"]


def open_(
    room: Room, code: str | None = None, learner: str = "ana", kind: Statement = Statement.PACE, of: str = "micro-2026"
) -> Opened | Refusal:
    return open_claim(room.claims, room.clock, learner, of, kind, code)


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def opened(answer: object) -> Opened:
    assert isinstance(answer, Opened), answer
    return answer


def badges(room: Room, *ids: str) -> None:
    stream = io.BytesIO("\n".join(["badge_id", *ids]).encode())
    assert isinstance(AccessLists(room.table).put_badges("micro-2026", stream, dry_run=False), Taken)
    room.calls.clear()


def groups(room: Room, *rows: str) -> None:
    stream = io.BytesIO("\n".join(["group_id,site,capacity", *rows]).encode())
    assert isinstance(AccessLists(room.table).put_groups("micro-2026", stream, dry_run=False), Taken)
    room.calls.clear()


def all_at_once(room: Room, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[str, str]]) -> list[Opened | Refusal]:
    """The answers to learners with codes, all of whom have read the table before the first one writes."""
    real, all_have_read = room.table.get_many, threading.Barrier(len(asked))
    waited = threading.local()

    def get_many(keys: Any) -> Any:
        items = real(keys)
        if not hasattr(waited, "once"):
            waited.once = True
            all_have_read.wait()
        return items

    monkeypatch.setattr(room.table, "get_many", get_many)
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda one: open_(room, one[1], one[0]), asked))
    monkeypatch.setattr(room.table, "get_many", real)
    return answers


@pytest.fixture
def meeting(room: Room) -> Room:
    """A meeting with three badges."""
    room.has(PHYSICIAN, TECHNOLOGIST, activity(access={"type": "badge"}))
    badges(room, "MB-0001", "MB-0002", "MB-0003")
    return room


@pytest.fixture
def teleconference(room: Room) -> Room:
    """A teleconference with a site of two places."""
    room.has(PHYSICIAN, activity(kind="teleconference", access={"type": "group"}))
    groups(room, "G-77,County Hospital,2")
    return room


def test_an_open_activity_needs_no_code_and_counts_none(room: Room) -> None:
    room.has(PHYSICIAN, activity())
    answer = opened(open_(room, "whatever"))
    assert answer.created
    assert answer.summary.claim.access == AccessUsed("none")
    assert room.calls == ["batch_get_item", "transact_write_items"]


def test_a_badge_opens_the_claim_of_one_learner(meeting: Room) -> None:
    answer = opened(open_(meeting, "mb 0001"))
    assert answer.created
    assert answer.summary.claim.access == AccessUsed("badge", "MB0001")
    assert meeting.calls == READ_AND_WRITE
    meeting.calls.clear()
    taken = refusal(open_(meeting, "MB-0001", "bo"))
    assert (status_of(taken), taken.code) == (409, "badge_taken")
    assert "write to education@example.org" in taken.message
    assert meeting.calls == READ_AND_COUNT
    assert opened(open_(meeting, "MB-0002", "bo")).created


def test_opening_again_answers_the_same_claim_and_costs_nothing(meeting: Room) -> None:
    first = opened(open_(meeting, "MB-0001")).summary.claim
    meeting.calls.clear()
    for code in ("MB-0001", "MB-0002", "wrong", None):
        again = opened(open_(meeting, code, kind=Statement.AMA_PRA_1))
        assert (again.created, again.summary.claim) == (False, first)
    assert meeting.calls == ["batch_get_item"] * 4
    assert opened(open_(meeting, "MB-0002", "bo")).created


def test_a_group_serves_its_site_up_to_its_capacity(teleconference: Room) -> None:
    for learner in ("l1", "l2"):
        assert opened(open_(teleconference, "g77", learner)).summary.claim.access == AccessUsed("group", "G77")
    full = refusal(open_(teleconference, "G-77", "l3"))
    assert (status_of(full), full.code) == (409, "group_full")
    # The places taken are not given up by asking again.
    assert not opened(open_(teleconference, "G-77", "l1")).created


def test_the_last_places_of_a_group_go_to_as_many_learners(
    teleconference: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups(teleconference, "G-77,County Hospital,5")
    answers = all_at_once(teleconference, monkeypatch, [(f"l{n}", "G-77") for n in range(12)])
    assert sum(isinstance(one, Opened) for one in answers) == 5
    assert [one.code for one in answers if isinstance(one, Refusal)] == ["try_again"] * 7
    assert refusal(open_(teleconference, "G-77", "l99")).code == "group_full"


def test_one_badge_shown_by_many_at_once_serves_one(meeting: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = all_at_once(meeting, monkeypatch, [(f"l{n}", "MB-0001") for n in range(8)])
    assert sum(isinstance(one, Opened) for one in answers) == 1
    assert [one.code for one in answers if isinstance(one, Refusal)] == ["try_again"] * 7


def test_one_learner_who_clicks_many_times_opens_one_claim(meeting: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [opened(one) for one in all_at_once(meeting, monkeypatch, [("ana", "MB-0001")] * 8)]
    assert sum(one.created for one in answers) == 1
    assert all(one.summary.claim == answers[0].summary.claim for one in answers)


def test_the_sixth_wrong_code_of_an_hour_is_not_even_looked_at(meeting: Room) -> None:
    for left in (4, 3, 2, 1):
        assert f"try {left} more time" in refusal(open_(meeting, f"guess{left}")).message
        meeting.later(minutes=10)
    last = refusal(open_(meeting, "guess"))
    assert (status_of(last), last.code) == (403, "wrong_code")
    assert "last try" in last.message
    meeting.calls.clear()
    for code in ("guess", "MB-0001"):
        blocked = refusal(open_(meeting, code))
        assert (status_of(blocked), blocked.code, blocked.retry_after) == (429, "too_many_attempts", 20 * 60)
    assert meeting.calls == ["batch_get_item"] * 2
    # Another learner is not held up, and neither is this one after the hour.
    assert opened(open_(meeting, "MB-0002", "bo")).created
    meeting.later(minutes=20)
    assert opened(open_(meeting, "MB-0001")).created


def test_the_wait_is_never_said_too_short(meeting: Room) -> None:
    for _ in range(5):
        open_(meeting, "guess")
    meeting.later(minutes=59, seconds=59, milliseconds=500)
    assert refusal(open_(meeting, "MB-0001")).retry_after == 1


@pytest.mark.slow
def test_guesses_side_by_side_get_one_answer_and_five_in_an_hour(
    meeting: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [("ana", f"guess-{n}") for n in range(15)]
    for _ in range(5):
        answers = [refusal(one).code for one in all_at_once(meeting, monkeypatch, codes)]
        assert sorted(answers) == ["try_again"] * 14 + ["wrong_code"]
    answers = [refusal(one).code for one in all_at_once(meeting, monkeypatch, [*codes, ("ana", "MB-0001")])]
    assert set(answers) == {"too_many_attempts"}


def test_a_right_code_among_wrong_ones_side_by_side_is_one_answer_too(
    meeting: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = all_at_once(meeting, monkeypatch, [("ana", "MB-0001"), *(("ana", f"guess-{n}") for n in range(15))])
    told = [one for one in answers if isinstance(one, Opened) or one.code != "try_again"]
    # Either one wrong code was refused and the right one was not heard, or the right one opened the claim. It does not
    # change the count, so one wrong code can still be counted too.
    assert 1 <= len(told) <= 2
    assert sum(isinstance(one, Refusal) for one in told) <= 1


def test_a_right_code_does_not_pass_a_count_that_moved_meanwhile(
    meeting: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = meeting.table.write_all

    def slow(writes: Any) -> list[bool]:
        monkeypatch.setattr(meeting.table, "write_all", real)
        assert refusal(open_(meeting, "guess")).code == "wrong_code"
        return real(writes)

    monkeypatch.setattr(meeting.table, "write_all", slow)
    assert refusal(open_(meeting, "MB-0001")).code == "try_again"
    assert opened(open_(meeting, "MB-0001")).created


@pytest.mark.parametrize("code", [None, "", "   "])
def test_a_missing_code_is_asked_for_and_not_counted(meeting: Room, code: str | None) -> None:
    answer = refusal(open_(meeting, code))
    assert (status_of(answer), answer.code) == (422, "access_code_missing")
    assert "Badge ID" in answer.message
    assert meeting.calls == ["batch_get_item"]


@pytest.mark.parametrize("code", ["\x00", "💥", "x" * 200, "{}", "ana@example.org", "MB-00é1", "---", "\u200b"])
def test_what_cannot_be_a_code_says_so_and_is_no_try(meeting: Room, code: str) -> None:
    for _ in range(7):
        answer = refusal(open_(meeting, code))
        assert (status_of(answer), answer.code) == (422, "not_a_code")
        assert "did not count" in answer.message
    assert set(meeting.calls) == {"batch_get_item"}
    assert opened(open_(meeting, "MB-0001")).created


def test_dots_and_slashes_may_be_a_code_so_they_count(meeting: Room) -> None:
    assert refusal(open_(meeting, "../../x")).code == "wrong_code"
    assert meeting.calls == READ_AND_COUNT


@pytest.mark.parametrize(
    "typed",
    ["mb-ooo1", "MB-O00I", "MB 000l", "M8-0001", "МВ-0001", "#MB-0001.", "MB\u22120001\u200e", "Badge ID: MB-0001"],
)
def test_what_looks_like_the_badge_opens_in_two_calls(meeting: Room, typed: str) -> None:
    assert opened(open_(meeting, typed)).summary.claim.access == AccessUsed("badge", "MB0001")
    assert meeting.calls == READ_AND_WRITE
    assert refusal(open_(meeting, "MB-0001", "bo")).code == "badge_taken"


@pytest.mark.parametrize(
    "typed", ["My badge ID is MB-0001", "ID mb-ooo1", "MB-0001 (Ana Lima)", "https://reg.example.org/b/MB-0001"]
)
def test_a_badge_with_text_around_it_opens_in_two_calls(meeting: Room, typed: str) -> None:
    assert opened(open_(meeting, typed)).summary.claim.access == AccessUsed("badge", "MB0001")
    assert meeting.calls == READ_AND_WRITE
    answer = refusal(open_(meeting, typed, "bo"))
    assert (status_of(answer), answer.code) == (409, "badge_taken")


def test_a_code_that_is_exactly_what_was_typed_goes_before_one_within_it(meeting: Room) -> None:
    badges(meeting, "ID 12", "12", "77 A", "77")
    assert opened(open_(meeting, "ID 12", "ana")).summary.claim.access.key == "ID12"
    assert opened(open_(meeting, "77 A", "bo")).summary.claim.access.key == "77A"
    assert refusal(open_(meeting, "78 A", "cy")).code == "wrong_code"


def test_what_looks_like_a_taken_badge_is_taken(meeting: Room) -> None:
    assert opened(open_(meeting, "MB-0001")).created
    answer = refusal(open_(meeting, "MB-OOOI", "bo"))
    assert (status_of(answer), answer.code) == (409, "badge_taken")
    assert "4 more times" in answer.message


def test_a_code_is_changed_to_one_that_looks_like_what_was_typed(meeting: Room) -> None:
    assert opened(open_(meeting, "MB-0001", "bo")).created
    claim = opened(open_(meeting, "MB-0002", "ana")).summary.claim
    context = EditContext(meeting.claims, meeting.clock, "ana", claim.claim_id)
    assert refusal(change_code(context, "MB-OOOI")).code == "badge_taken"
    assert refusal(change_code(context, "💥")).code == "not_a_code"
    changed = change_code(context, "MB-OOO3")
    assert not isinstance(changed, Refusal)
    assert changed.claim.access.key == "MB0003"
    assert opened(open_(meeting, "mb-oo02", "cy")).created


def test_zeros_that_a_spreadsheet_took_away_are_forgiven_both_ways(meeting: Room) -> None:
    badges(meeting, "001234", "77")
    assert opened(open_(meeting, "1234", "ana")).summary.claim.access.key == "001234"
    assert opened(open_(meeting, "0077", "bo")).summary.claim.access.key == "77"


def test_where_two_badges_look_alike_each_opens_only_when_typed_exactly(meeting: Room) -> None:
    badges(meeting, "AB-10", "AB-IO", "AB-LO")
    assert refusal(open_(meeting, "AB-1O", "bo")).code == "wrong_code"
    assert opened(open_(meeting, "ab-io", "bo")).summary.claim.access.key == "ABIO"
    assert opened(open_(meeting, "AB-10", "ana")).summary.claim.access.key == "AB10"


def test_badges_that_were_put_before_lists_were_spread_by_look_open_as_they_did(meeting: Room) -> None:
    keys = badge_list_keys("micro-2026")
    for item in meeting.table.get_many(keys).values():
        meeting.table.put_many([{**item, "document": gzip.compress(b""), "by_look": None}])
    key = keys[int(shard_of("MB0001", 16))]
    meeting.table.put_many([{"pk": key[0], "sk": key[1], "document": gzip.compress(b"MB0001"), "revision": 1}])
    assert refusal(open_(meeting, "MB-OO01", "bo")).code == "wrong_code"
    assert opened(open_(meeting, "MB-0001", "bo")).created


def test_a_session_code_opens_within_its_time(room: Room) -> None:
    codes = [{"code": "GRAM-9", "valid_from": "2026-06-20T12:30:00Z", "valid_until": "2026-06-20T13:30:00Z"}]
    room.has(PHYSICIAN, activity(kind="webinar", access={"type": "session_code", "codes": codes}))
    for _ in range(7):
        early = refusal(open_(room, "gram9"))
        assert (status_of(early), early.code) == (409, "code_not_valid_now")
    assert "from June 20, 2026, 8:30 AM EDT, until June 20, 2026, 9:30 AM EDT" in early.message
    assert "did not count" in early.message
    room.later(hours=1)
    assert opened(open_(room, "gram9")).summary.claim.access == AccessUsed("session_code", "GRAM9")


def test_a_session_code_that_is_over_says_when_it_was_good_and_costs_no_try(room: Room) -> None:
    codes = [{"code": "GRAM-9", "valid_until": "2026-06-20T04:00:00Z"}]
    room.has(PHYSICIAN, activity(kind="webinar", access={"type": "session_code", "codes": codes}))
    late = refusal(open_(room, "gramg"))
    assert late.code == "wrong_code"
    late = refusal(open_(room, "6RAM-9"))
    assert (late.code, "through June 19, 2026 (Eastern Time)" in late.message) == ("code_not_valid_now", True)


def test_a_group_id_that_looks_alike_counts_into_its_group(teleconference: Room) -> None:
    groups(teleconference, "LAKE-1,Lakeside,1")
    assert opened(open_(teleconference, "lake-I", "ana")).summary.claim.access.key == "LAKE1"
    assert refusal(open_(teleconference, "LAKE-l", "bo")).code == "group_full"


def test_rules_come_before_the_code_and_cost_no_attempt(meeting: Room) -> None:
    assert refusal(open_(meeting, "guess", "bo", Statement.AMA_PRA_1)).code == "physicians_only"
    assert refusal(open_(meeting, "guess", "bo", Statement.CALIFORNIA)).code == "licence_missing"
    assert refusal(open_(meeting, "guess", of="micro-1999")).code == "activity_not_found"
    meeting.now = datetime(2027, 6, 1, tzinfo=UTC)
    assert refusal(open_(meeting, "guess")).code == "window_closed"
    assert meeting.calls == ["batch_get_item"] * 4


def test_a_meeting_of_2009_is_answered_by_its_contact(room: Room) -> None:
    old = activity(
        starts_on="2009-06-04",
        ends_on="2009-06-05",
        sessions=[
            {**one.model_dump(mode="json"), "starts_at": "2009-06-04T13:00:00Z", "ends_at": "2009-06-04T17:00:00Z"}
            for one in activity().sessions[:1]
        ],
    )
    room.has(PHYSICIAN, old)
    answer = refusal(open_(room))
    assert (status_of(answer), answer.code) == (409, "before_2010")


@given(st.lists(st.integers(0, 40), max_size=60))
def test_no_hour_however_it_is_cut_hears_more_than_five_wrong_codes(minutes: list[int]) -> None:
    at, seen, heard = datetime(2026, 6, 20, tzinfo=UTC), (), list[datetime]()
    for passed in minutes:
        at += timedelta(minutes=passed)
        if wait := wrong_codes.blocked(seen, at, activity()):
            assert wait.retry_after is not None
            assert wrong_codes.blocked(seen, at + timedelta(seconds=wait.retry_after), activity()) is None
            continue
        seen = wrong_codes.one_more(seen, at)
        heard.append(at)
    for one in heard:
        assert sum(one <= other < one + timedelta(hours=1) for other in heard) <= 5


def test_a_wrong_code_is_forgotten_after_an_hour() -> None:
    at = datetime(2026, 6, 20, tzinfo=UTC)
    assert wrong_codes.one_more((at,), at + timedelta(minutes=59)) == (at, at + timedelta(minutes=59))
    assert wrong_codes.one_more((at,), at + timedelta(hours=1)) == (at + timedelta(hours=1),)
