"""The claim and the ways in which it may change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laurel.catalog.activity import Kind
from laurel.claims.claim import (
    MOST_ACTS,
    AccessUsed,
    Acknowledgement,
    Attempt,
    Claim,
    ClaimIsFinal,
    ClaimNotRevoked,
    Heading,
    Reopened,
    StaffAct,
    Status,
    activity_id_of,
    claim_id_of,
    completed_on,
    finalize,
    helped,
    opened,
    reopen,
    with_acknowledgements,
    with_certificate,
    with_certificate_revoked,
    with_session,
    without_session,
)
from laurel.statements import Statement
from tests.unit.claims.samples import AFTER, SESSIONS, activity, claim, online, session


def test_a_claims_id_names_its_activity_to_its_learner_alone() -> None:
    claim_id = claim_id_of("ana", "micro-2026.part.2")
    assert activity_id_of("ana", claim_id) == "micro-2026.part.2"
    assert activity_id_of("bo", claim_id) is None


def test_a_claims_id_is_the_one_under_which_it_is_stored() -> None:
    assert claim_id_of("ana", "micro-2026") == "f28dd2fb9f5591020884d4f036b1a884.micro-2026"
    own, of_other = (claim_id_of("ana", name).partition(".")[0] for name in ("micro-2026", "micro-2027"))
    assert own != of_other


@pytest.mark.parametrize(
    "text", ["", ".", "x", "micro-2026", f"{'0' * 32}.micro-2026", f"{'0' * 32}.", f"{'0' * 32}.{'a' * 65}", "\x00.\n"]
)
def test_what_is_no_claims_id_leads_nowhere(text: str) -> None:
    assert activity_id_of("ana", text) is None


@pytest.mark.parametrize(
    ("access", "freed"),
    [
        (AccessUsed("badge"), True),
        (AccessUsed("group"), True),
        (AccessUsed("badge", "B-1"), False),
        (AccessUsed("none"), False),
        (AccessUsed("session_code"), False),
    ],
)
def test_only_a_badge_and_a_place_in_a_group_can_be_freed(access: AccessUsed, freed: bool) -> None:
    assert access.is_freed is freed


def test_an_id_that_fits_the_key_but_not_an_activity_leads_nowhere() -> None:
    assert activity_id_of("ana", claim_id_of("ana", "x" * 5000)) is None
    assert activity_id_of("ana", claim_id_of("ana", "a b")) is None


def test_sessions_stand_in_order_of_time_and_once() -> None:
    draft = claim(c="4")
    for other in (claim(a="1").sessions[0], claim(c="2").sessions[0]):
        draft = with_session(draft, other)
    assert [(one.session_id, one.credits) for one in draft.sessions] == [("a", 1), ("c", 2)]
    assert [one.session_id for one in without_session(draft, "a").sessions] == ["c"]


def test_an_acknowledgement_keeps_its_first_time_until_a_new_version() -> None:
    later = AFTER + timedelta(days=1)
    draft = with_acknowledgements(claim(), [Acknowledgement("faculty", 1, later)])
    assert draft.acknowledgements == (Acknowledgement("faculty", 1, AFTER),)
    draft = with_acknowledgements(draft, [Acknowledgement("faculty", 2, later)])
    assert draft.acknowledgements == (Acknowledgement("faculty", 2, later),)


def test_a_claim_is_completed_on_the_local_day_its_last_session_ended() -> None:
    evening = activity(sessions=[*SESSIONS, session("late", "21:00", "22:00")])
    assert completed_on(claim(evening, a="1")) == date(2026, 6, 4)
    assert completed_on(claim(evening, a="1", d="4")) == date(2026, 6, 5)
    # 22:00 in New York is 02:00 of the next day in UTC.
    assert completed_on(claim(evening, late="1")) == date(2026, 6, 4)
    assert completed_on(claim()) is None


def test_a_session_until_midnight_belongs_to_the_day_it_fills() -> None:
    draft = claim(a="1")
    midnight = replace(draft.sessions[0], ends_at=datetime(2026, 6, 5, 4, tzinfo=UTC))
    assert completed_on(replace(draft, sessions=(midnight,))) == date(2026, 6, 4)


def test_an_online_course_is_completed_on_the_local_day_its_test_was_passed() -> None:
    passed_at = datetime(2026, 7, 2, 3, tzinfo=UTC)  # 1 July, 23:00 in New York
    attempts = (Attempt(0, False, passed_at - timedelta(days=3)), Attempt(100, True, passed_at))
    passed = replace(claim(online(), a="1"), attempts=attempts)
    assert completed_on(passed) == date(2026, 7, 1)
    reopened = Reopened(AFTER, "LRL-1", date(2026, 5, 3))
    assert completed_on(replace(passed, reopened=reopened)) == date(2026, 7, 1)
    assert completed_on(replace(passed, attempts=(), reopened=reopened)) == date(2026, 5, 3), "as it was printed"
    assert completed_on(replace(passed, attempts=())) == date(2026, 6, 20), "of the last change"


def test_a_final_claim_holds_its_date_and_number_and_is_final_once() -> None:
    draft = claim(a="1")
    final = finalize(draft, "LRL-1", AFTER)
    assert (final.status, final.version, final.total) == (Status.FINAL, draft.version + 1, Decimal(1))
    assert (final.completed_on, final.finalised_at, final.certificate_number) == (date(2026, 6, 4), AFTER, "LRL-1")
    with pytest.raises(ClaimIsFinal):
        finalize(final, "LRL-2", AFTER)


def test_a_new_claim_is_a_draft_with_the_heading_of_its_activity() -> None:
    meeting = activity().model_copy(update={"provider_id": "asm"})
    draft = opened("ana", meeting, Statement.PACE, AccessUsed("badge", "B1"), AFTER)
    assert draft == Claim(
        claim_id=claim_id_of("ana", "micro-2026"),
        learner_id="ana",
        activity_id="micro-2026",
        activity=Heading(
            title="Clinical Microbiology 2026",
            kind=Kind.LIVE_MEETING,
            provider="Example Society for Microbiology",
            number="148-012-26",
            time_zone="America/New_York",
            provider_id="asm",
        ),
        statement=Statement.PACE,
        access=AccessUsed("badge", "B1"),
        opened_at=AFTER,
        updated_at=AFTER,
    )
    assert draft.activity.credit_provider == "asm"
    assert replace(draft.activity, provider_id=None).credit_provider == "Example Society for Microbiology"


def test_each_change_of_a_claim_is_a_version_and_leaves_the_rest() -> None:
    draft = replace(claim(a="1"), version=7)
    final = finalize(draft, "LRL-1", AFTER)
    assert final == replace(
        draft,
        status=Status.FINAL,
        version=8,
        updated_at=AFTER,
        finalised_at=AFTER,
        completed_on=date(2026, 6, 4),
        certificate_number="LRL-1",
    )
    assert with_certificate(final, "LRL-2") == replace(final, version=9, certificate_number="LRL-2")
    at = AFTER + timedelta(days=1)
    revoked = with_certificate_revoked(final, at)
    assert revoked == replace(final, version=9, certificate_revoked_at=at)
    assert (draft.is_certified, final.is_certified, revoked.is_certified) == (False, True, False)
    act, until = StaffAct("staff:sam", at, "reopened", "wrong hours"), at + timedelta(days=30)
    assert reopen(revoked, act, until) == replace(
        draft,
        version=10,
        updated_at=AFTER,
        reopened=Reopened(at, "LRL-1", date(2026, 6, 4)),
        open_until=until,
        staff_acts=(act,),
    )
    for other in (draft, final, replace(revoked, completed_on=None), replace(revoked, status=Status.DRAFT)):
        with pytest.raises(ClaimNotRevoked, match=draft.claim_id):
            reopen(other, act, until)


def test_help_of_staff_never_takes_time_away_and_the_latest_acts_are_kept() -> None:
    draft, until = claim(a="1"), AFTER + timedelta(days=3)
    acts = [StaffAct("staff:sam", AFTER, f"act {n}", "why") for n in range(MOST_ACTS + 1)]
    for act in acts:
        draft = helped(draft, act, until)
    assert (draft.staff_acts, draft.open_until, draft.version) == (tuple(acts[1:]), until, 1 + len(acts))
    assert helped(draft, acts[0], until - timedelta(days=1)).open_until == until
    assert helped(draft, acts[0], until + timedelta(days=1)).open_until == until + timedelta(days=1)


def test_attempts_that_are_left_are_counted_with_those_that_staff_gave() -> None:
    failed = Attempt(0, False, AFTER)
    draft = replace(claim(), attempts=(failed, failed))
    assert [draft.attempts_left(most) for most in (1, 2, 3)] == [0, 0, 1]
    assert replace(draft, extra_attempts=2).attempts_left(1) == 1
    assert not draft.passed
    assert replace(draft, attempts=(failed, Attempt(100, True, AFTER))).passed
