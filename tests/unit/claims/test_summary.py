"""The Credit Summary."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from laurel.claims.claim import AccessUsed, Attempt, finalize
from laurel.claims.summary import summarize
from laurel.learners.profile import Profile
from laurel.statements import Statement
from tests.unit.claims.samples import AFTER, PHYSICIAN, SESSIONS, activity, claim, document, online, statement


def missing(of: Any, meeting: Any = None, profile: Profile = PHYSICIAN, at: Any = AFTER) -> dict[str, str]:
    summary = summarize(of, meeting or activity(), profile, at)
    return {one.path: one.code for one in summary.missing}


def test_nothing_is_missing_of_a_complete_claim() -> None:
    summary = summarize(claim(a="1", c="4"), activity(), PHYSICIAN, AFTER)
    assert summary.missing == ()
    assert (summary.total, summary.maximum) == (5, 12)
    shown = [(one.session.session_id, one.session.credits, one.maximum, one.counts) for one in summary.lines]
    assert shown == [("a", 1, 1, True), ("c", 4, 4, True)]


def test_a_new_draft_lacks_what_there_is_to_do() -> None:
    draft = replace(claim(kind=Statement.CALIFORNIA), acknowledgements=())
    assert missing(draft, profile=Profile(learner_id="ana")) == {
        "statement": "licence_missing",
        "me.name_as_printed": "name_missing",
        "disclosures.faculty": "disclosure_unread",
        "sessions": "no_session_claimed",
    }


def test_a_physician_no_longer_loses_the_right_to_ama_credit() -> None:
    draft = claim(kind=Statement.AMA_PRA_1, a="1")
    assert missing(draft) == {}
    assert missing(draft, profile=replace(PHYSICIAN, physician=None)) == {"statement": "physicians_only"}


def test_sessions_that_no_longer_fit_are_listed_and_not_counted() -> None:
    draft = claim(a="1", b="1.5")
    meeting = activity(sessions=[one for one in SESSIONS if one["id"] != "a"])
    summary = summarize(draft, meeting, PHYSICIAN, AFTER)
    assert summary.total == Decimal("1.5")
    assert [(one.session.session_id, one.counts, one.maximum) for one in summary.lines] == [
        ("a", False, 0),
        ("b", True, Decimal("1.5")),
    ]
    [problem] = summary.missing
    assert (problem.path, problem.code) == ("sessions.a", "session_unknown")
    assert problem.message == "“Session a” is no longer part of this activity. Remove it from your claim."


def test_a_statement_no_longer_offered_leaves_nothing_to_count() -> None:
    only = activity(statements=[statement("ama_pra_1", "10", "0.25")])
    summary = summarize(claim(a="1"), only, PHYSICIAN, AFTER)
    assert (summary.total, summary.maximum) == (0, 0)
    assert {one.code for one in summary.missing} == {"statement_not_offered", "session_gives_no_credit"}


def test_a_form_that_asks_more_makes_the_evaluation_incomplete() -> None:
    [form] = document()["evaluation_forms"]
    question = {"id": "new", "kind": "yes_no", "text": "Would you come again?"}
    meeting = activity(evaluation_forms=[{**form, "questions": [*form["questions"], question]}])
    summary = summarize(claim(a="1"), meeting, PHYSICIAN, AFTER)
    [problem] = summary.missing
    assert (problem.path, problem.code) == ("sessions.a.evaluation.new", "evaluation_incomplete")
    assert problem.message == "“Session a”: Answer “Would you come again?” with yes or no."
    both = summarize(claim(a="1", c="3.5"), meeting, PHYSICIAN, AFTER).missing
    assert [one.path for one in both] == ["sessions.a.evaluation.new", "sessions.c.evaluation.new"]


def test_a_new_version_of_a_disclosure_must_be_read() -> None:
    meeting = activity(disclosures=[{"id": "faculty", "version": 2, "title": "Faculty", "text": "Something new."}])
    assert missing(claim(a="1"), meeting) == {"disclosures.faculty": "disclosure_unread"}


def test_an_online_course_wants_its_test_passed() -> None:
    course = online()
    draft = claim(course, a="1")
    assert missing(draft, course) == {"assessment": "assessment_not_passed"}
    failed = replace(draft, attempts=(Attempt(0, False, AFTER),) * 2)
    [problem] = summarize(failed, course, PHYSICIAN, AFTER).missing
    assert "Write to education@example.org" in problem.message
    assert missing(replace(draft, attempts=(Attempt(66, True, AFTER),)), course) == {}


def test_a_closed_window_stands_in_the_way_too() -> None:
    late = AFTER + timedelta(days=999)
    assert missing(claim(a="1"), at=late) == {"activity_id": "window_closed"}
    assert missing(replace(claim(a="1"), open_until=late + timedelta(days=1)), at=late) == {}


def test_a_code_that_staff_freed_is_entered_again_where_one_is_needed() -> None:
    by_badge = activity(access={"type": "badge"})
    freed = replace(claim(by_badge, a="1"), access=AccessUsed("badge"))
    assert missing(freed, by_badge) == {"access_code": "access_code_missing"}
    assert missing(replace(freed, access=AccessUsed("badge", "B-1")), by_badge) == {}
    assert missing(freed, activity()) == {}, "it is open to everybody since"


def test_a_final_claim_lacks_nothing_whatever_became_of_its_activity() -> None:
    final = finalize(claim(a="1"), "LRL-1", AFTER)
    changed = activity(statements=[statement("ama_pra_1", "10", "0.25")], sessions=SESSIONS[2:])
    summary = summarize(final, changed, Profile(learner_id="ana"), AFTER + timedelta(days=999))
    assert (summary.total, summary.maximum, summary.missing) == (1, 1, ())
    assert [one.counts for one in summary.lines] == [True]


def test_what_was_saved_before_and_cannot_be_printed_is_missing_with_whom_to_write_to() -> None:
    meeting = activity().model_copy(update={"title": "\U0001f9a0 Update", "provider": "Society ⚕"})
    session = meeting.sessions[0].model_copy(update={"title": "\U0001f9ec Genomes"})
    meeting = meeting.model_copy(update={"sessions": (session, *meeting.sessions[1:])})
    summary = summarize(claim(a="1"), meeting, replace(PHYSICIAN, name_as_printed="Ana ☑"), AFTER)
    assert [(one.path, one.code) for one in summary.missing] == [
        ("me.name_as_printed", "unprintable"),
        ("activity.title", "unprintable"),
        ("activity.provider", "unprintable"),
        ("activity.sessions[0].title", "unprintable"),
    ]
    assert "“🦠” (U+1F9A0)" in summary.missing[1].message
    assert all(meeting.contact in one.message for one in summary.missing[1:])
    assert missing(claim(c="1"), meeting, PHYSICIAN) == {
        "activity.title": "unprintable",
        "activity.provider": "unprintable",
    }
