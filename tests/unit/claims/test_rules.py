"""Who may claim what, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.claims.claim import Acknowledgement, Status
from laurel.claims.refusals import CLAIM_FINAL, CREDITS_NOT_POSITIVE
from laurel.claims.rules import (
    disclosures_first,
    entitlement,
    too_early,
    unlocked,
    unread_disclosures,
    window,
)
from laurel.learners.profile import License, Profile
from laurel.platform.problems import status_of
from laurel.platform.refusal import refused
from laurel.statements import Statement
from tests.unit.claims.samples import AFTER, PHYSICIAN, TECHNOLOGIST, activity, claim, statement


def test_activities_before_2010_are_answered_by_their_contact() -> None:
    old = activity().model_copy(update={"ends_on": datetime(2009, 12, 31, tzinfo=UTC).date()})
    problem = too_early(old)
    assert problem
    assert problem.code == "before_2010"
    assert "education@example.org" in problem.message
    assert too_early(old.model_copy(update={"ends_on": datetime(2010, 1, 1, tzinfo=UTC).date()})) is None


def test_the_window_is_open_from_its_first_instant_until_before_its_last() -> None:
    meeting = activity()
    opens, closes = meeting.claim_window.opens_at, meeting.claim_window.closes_at
    assert window(meeting, opens) is None
    assert window(meeting, closes - timedelta(microseconds=1)) is None
    early, late = window(meeting, opens - timedelta(microseconds=1)), window(meeting, closes)
    assert early and late
    assert {early.code, late.code} == {"window_closed"}
    assert "opens on June 4, 2026, 12:00 AM EDT" in early.message
    assert "could be claimed and printed through December 30, 2026 (Eastern Time)" in late.message
    assert "education@example.org" in early.message
    assert "education@example.org" in late.message


def test_more_time_from_staff_ends_at_its_instant() -> None:
    meeting = activity()
    until = meeting.claim_window.closes_at + timedelta(days=3)
    assert window(meeting, until - timedelta(microseconds=1), until) is None
    assert window(meeting, until, until)


def test_only_what_the_activity_offers_can_be_claimed() -> None:
    problem = entitlement(activity(statements=[statement("pace", "12", "0.5")]), Statement.ATTENDANCE, PHYSICIAN)
    assert problem
    assert (problem.code, problem.path) == ("statement_not_offered", "statement")
    assert problem.message == ("This activity does not offer the statement of attendance. Choose one of: P.A.C.E.®.")
    assert status_of(refused(problem)) == 422
    two = activity(statements=[statement("pace", "12", "0.5"), statement("ama_pra_1", "10", "0.25")])
    problem = entitlement(two, Statement.ATTENDANCE, PHYSICIAN)
    assert problem
    assert problem.message.endswith(" Choose one of: P.A.C.E.®, AMA PRA Category 1 Credit™.")


@pytest.mark.parametrize("physician", [None, False])
def test_ama_credit_is_for_those_who_say_they_are_physicians(physician: bool | None) -> None:
    problem = entitlement(activity(), Statement.AMA_PRA_1, replace(PHYSICIAN, physician=physician))
    assert problem
    assert (problem.code, status_of(refused(problem))) == ("physicians_only", 403)
    assert entitlement(activity(), Statement.AMA_PRA_1, PHYSICIAN) is None


@pytest.mark.parametrize(("state", "code"), [(Statement.CALIFORNIA, "CA"), (Statement.FLORIDA, "FL")])
def test_a_state_wants_the_number_of_its_own_licence(state: Statement, code: str) -> None:
    elsewhere = Profile(learner_id="x", licences=(License("NY", "1"),))
    problem = entitlement(activity(), state, elsewhere)
    assert problem
    assert (problem.code, status_of(refused(problem))) == ("licence_missing", 403)
    assert state.capitalize() in problem.message
    licensed = Profile(learner_id="x", licences=(License("NY", "1"), License(code, "2")))
    assert entitlement(activity(), state, licensed) is None


@pytest.mark.parametrize("kind", [Statement.PACE, Statement.ATTENDANCE])
def test_the_others_are_for_everybody(kind: Statement) -> None:
    assert entitlement(activity(), kind, TECHNOLOGIST) is None


def test_disclosures_are_read_in_their_present_version() -> None:
    texts = [{"id": name, "version": 2, "title": name.title(), "text": "…"} for name in ("faculty", "support", "new")]
    meeting = activity(disclosures=texts)
    draft = replace(
        claim(), acknowledgements=(Acknowledgement("faculty", 1, AFTER), Acknowledgement("support", 2, AFTER))
    )
    found = {one.path: one.message for one in unread_disclosures(meeting, draft)}
    assert set(found) == {"disclosures.faculty", "disclosures.new"}
    assert "has changed since you read it" in found["disclosures.faculty"]
    refusal = disclosures_first(meeting, draft)
    assert refusal
    assert (status_of(refusal), refusal.code, len(refusal.errors)) == (409, "disclosures_unread", 2)
    assert disclosures_first(activity(), claim()) is None


def test_a_final_claim_is_locked_whatever_the_window() -> None:
    final = replace(claim(), status=Status.FINAL)
    for at in (AFTER, AFTER + timedelta(days=999)):
        problem = unlocked(activity(), final, at)
        assert problem
        assert problem.code == "claim_final"
        assert problem.message == (
            "The certificate of this claim was printed, so it can no longer be changed. If something is wrong, write to"
            " education@example.org."
        )
    closed = unlocked(activity(), claim(), AFTER + timedelta(days=999))
    assert closed
    assert closed.code == "window_closed"
    assert unlocked(activity(), claim(), AFTER) is None


def test_a_conflict_lists_nothing_and_a_wrong_request_says_where() -> None:
    assert refused(CLAIM_FINAL.at("x", contact="us@example.org")).errors == ()
    wrong = CREDITS_NOT_POSITIVE.at("credits", session="Sepsis")
    assert refused(wrong).errors == (wrong,)
