"""Which sessions may be claimed, alone and together."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.activity import Activity
from laurel.claims.sessions import Asked, check_all, check_session, check_with_others
from laurel.platform.problems import status_of
from laurel.platform.refusal import Problem, refused
from laurel.statements import Statement
from tests.unit.claims.samples import AFTER, SESSIONS, activity, online, session


def asked(of: Activity, session_id: str, credits: str) -> Asked:
    found = of.session(session_id)
    assert found
    return Asked(found, Decimal(credits))


def judged(session_id: str, credits: str, kind: Statement = Statement.PACE, at: datetime = AFTER) -> Problem | None:
    return check_session(activity(), kind, asked(activity(), session_id, credits), at)


@pytest.mark.parametrize(
    ("credits", "code", "path"),
    [
        ("0", "credits_not_positive", "sessions.b.credits"),
        ("-0.5", "credits_not_positive", "sessions.b.credits"),
        ("0.75", "credits_step", "sessions.b.credits"),
        ("0.01", "credits_step", "sessions.b.credits"),
        ("2", "session_maximum", "sessions.b.credits"),
        ("1.51", "session_maximum", "sessions.b.credits"),
    ],
)
def test_credits_are_more_than_nothing_in_steps_and_within_the_session(credits: str, code: str, path: str) -> None:
    problem = judged("b", credits)
    assert problem
    assert (problem.code, problem.path, status_of(refused(problem))) == (code, path, 422)
    found = activity().session("b")
    assert found and found.title in problem.message


@pytest.mark.parametrize("credits", ["0.5", "1", "1.50", "1.5"])
def test_every_step_up_to_the_maximum_is_good(credits: str) -> None:
    assert judged("b", credits) is None


def test_steps_belong_to_the_statement() -> None:
    assert judged("b", "0.75", Statement.AMA_PRA_1) is None
    assert judged("b", "0.3", Statement.AMA_PRA_1)


def test_a_session_that_has_no_maximum_for_the_statement_gives_none() -> None:
    problem = judged("b", "1", Statement.CALIFORNIA)
    assert problem
    assert (problem.code, status_of(refused(problem))) == ("session_gives_no_credit", 409)


def test_a_session_counts_from_the_instant_it_has_ended() -> None:
    ends = datetime(2026, 6, 4, 15, 30, tzinfo=UTC)
    assert judged("b", "1", at=ends) is None
    problem = judged("b", "1", at=ends - timedelta(microseconds=1))
    assert problem
    title = next(one.title for one in activity().sessions if one.id == "b")
    said = f"“{title}” has not ended yet. Claim it after June 4, 2026, 11:30 AM EDT."
    assert (problem.code, problem.message) == ("session_not_ended", said)


def test_an_online_course_has_no_hour_of_its_own() -> None:
    course = online()
    before = datetime(2026, 6, 4, 5, tzinfo=UTC)
    assert check_session(course, Statement.PACE, asked(course, "b", "1"), before) is None
    assert check_all(course, Statement.PACE, {"d": Decimal(4), "e": Decimal(4)}, before).total == 8
    parallel = {"a": Decimal(1), "a-parallel": Decimal(1)}
    assert check_all(course, Statement.PACE, parallel, before).problems == ()


def test_overlapping_sessions_are_refused_naming_both() -> None:
    meeting = activity()
    problem = check_with_others(meeting, Statement.PACE, [asked(meeting, "a", "1")], asked(meeting, "a-parallel", "1"))
    assert problem
    assert (problem.code, status_of(refused(problem))) == ("sessions_overlap", 409)
    assert "Session a”" in problem.message
    assert "Session a-parallel”" in problem.message


def test_a_session_that_begins_as_another_ends_does_not_overlap() -> None:
    meeting = activity()
    assert check_with_others(meeting, Statement.PACE, [asked(meeting, "a", "1")], asked(meeting, "b", "1.5")) is None
    assert check_with_others(meeting, Statement.PACE, [asked(meeting, "b", "1.5")], asked(meeting, "a", "1")) is None


def test_pace_gives_seven_hours_on_a_local_day() -> None:
    meeting = activity()
    problem = check_with_others(meeting, Statement.PACE, [asked(meeting, "d", "4")], asked(meeting, "e", "3.5"))
    assert problem
    assert problem.code == "pace_daily_limit"
    assert problem.message == (
        "P.A.C.E.® gives at most 7 contact hours a day; with “Session e” June 5, 2026 would have 7.5. Claim less on"
        " that day."
    )
    assert check_with_others(meeting, Statement.PACE, [asked(meeting, "d", "4")], asked(meeting, "e", "3")) is None
    # California counts no days.
    assert (
        check_with_others(meeting, Statement.CALIFORNIA, [asked(meeting, "d", "4")], asked(meeting, "e", "4")) is None
    )
    # Another day does not count.
    others = [asked(meeting, "c", "4"), asked(meeting, "d", "4")]
    assert check_with_others(meeting, Statement.PACE, others, asked(meeting, "e", "3")) is None


def test_the_day_is_that_of_the_activity_not_of_utc() -> None:
    # 20:00 in New York is already the next day in UTC.
    evening = activity(sessions=[*SESSIONS, session("late", "20:00", "23:30", "3.5")])
    late = asked(evening, "late", "3.5")
    problem = check_with_others(evening, Statement.PACE, [asked(evening, "c", "4")], late)
    assert problem
    assert "June 4, 2026" in problem.message
    assert check_with_others(evening, Statement.PACE, [asked(evening, "d", "4")], late) is None


def test_the_total_stays_within_the_activity() -> None:
    meeting = activity()
    others = [asked(meeting, "c", "4"), asked(meeting, "d", "4")]
    problem = check_with_others(meeting, Statement.AMA_PRA_1, others, asked(meeting, "e", "2.25"))
    assert problem
    assert problem.code == "total_exceeded"
    assert "at most 10" in problem.message
    assert "would be 10.25" in problem.message
    assert check_with_others(meeting, Statement.AMA_PRA_1, others, asked(meeting, "e", "2")) is None


def test_what_does_not_fit_is_listed_and_counts_nothing() -> None:
    asked_for = {"a": "1", "a-parallel": "1", "b": "0.75", "gone": "1", "gone too": "1", "c": "4"}
    found = check_all(activity(), Statement.PACE, {key: Decimal(value) for key, value in asked_for.items()}, AFTER)
    assert [one.session.id for one in found.counted] == ["a", "c"]
    assert found.total == 5
    assert {one.path: one.code for one in found.problems} == {
        "sessions.a-parallel": "sessions_overlap",
        "sessions.b.credits": "credits_step",
        "sessions.gone": "session_unknown",
        "sessions.gone too": "session_unknown",
    }


quarters = st.integers(0, 20).map(lambda n: Decimal(n) / 4)


@st.composite
def meetings(draw: st.DrawFn) -> Activity:
    """Meetings whose sessions overlap at will, over two days."""
    sessions = []
    for n in range(draw(st.integers(1, 12))):
        start = draw(st.integers(0, 20))
        length = draw(st.integers(1, 3))
        day = draw(st.sampled_from(["2026-06-04", "2026-06-05"]))
        most = {kind.value: str(draw(st.integers(1, 20).map(lambda n: Decimal(n) / 4))) for kind in Statement}
        sessions.append(session(f"s{n}", f"{start:02}:00", f"{start + length:02}:00", most, day=day))
    return activity().model_copy(update={"sessions": activity_sessions(sessions)})


def activity_sessions(sessions: list[dict[str, object]]) -> tuple[object, ...]:
    return Activity.model_validate(activity().model_dump(mode="json") | {"sessions": sessions}).sessions


@given(meetings(), st.sampled_from(Statement), st.data())
def test_what_counts_never_breaks_a_rule_and_never_more_could_count(
    meeting: Activity, kind: Statement, data: st.DataObject
) -> None:
    ids = [one.id for one in meeting.sessions]
    credits = data.draw(st.dictionaries(st.sampled_from([*ids, "gone"]), quarters))
    found = check_all(meeting, kind, credits, AFTER)
    offered = meeting.offered(kind)
    assert offered
    assert found.total == sum((one.credits for one in found.counted), Decimal(0)) <= offered.maximum
    for one, other in combinations(found.counted, 2):
        assert one.session.ends_at <= other.session.starts_at or other.session.ends_at <= one.session.starts_at
    for one in found.counted:
        assert 0 < one.credits <= meeting.maximum(one.session, kind)
        assert one.credits % offered.step == 0
    if kind is Statement.PACE:
        days: dict[object, Decimal] = {}
        for one in found.counted:
            day = one.session.starts_at.astimezone(meeting.zone).date()
            days[day] = days.get(day, Decimal(0)) + one.credits
        assert all(hours <= 7 for hours in days.values())
    assert len(found.counted) + len(found.problems) == len(credits)
    # Each session that was left out has a reason that holds against those that count.
    for session_id in credits.keys() - {one.session.id for one in found.counted} - {"gone"}:
        left_out = asked(meeting, session_id, str(credits[session_id]))
        assert check_session(meeting, kind, left_out, AFTER) or check_with_others(
            meeting, kind, found.counted, left_out
        )
