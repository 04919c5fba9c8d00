"""Matching: each reason, and that nothing is ever guessed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.states import State, UnmatchedReason
from laurel.roster.matching import Matched, apply_match, match
from laurel.roster.member import Member, MemberStatus

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
LATER = NOW + timedelta(hours=6)


def member(number="M1", *, status=MemberStatus.ACTIVE, expires_on=None):
    return Member(
        member_number=number,
        email="ana@example.org",
        email_key="ana@example.org",
        name="Ana",
        status=status,
        expires_on=expires_on,
    )


def credit(statement="pace", **changes):
    facts = {
        "credit_id": "c1",
        "reference": "r1",
        "fingerprint": "f1",
        "source": Source.FEED,
        "email": "Ana@example.org",
        "email_key": "ana@example.org",
        "name": "Ana",
        "provider": "labce",
        "activity_number": "578-001",
        "activity_title": "Hemostasis",
        "statement": statement,
        "contact_hours": Decimal("1.5"),
        "completed_on": date(2026, 11, 1),
        "timeline": (Step(NOW, State.EARNED),),
    }
    return Credit(**(facts | changes))


@pytest.mark.parametrize(
    ("statement", "members", "verdict"),
    [
        ("pace", [member()], Matched("M1")),
        ("california", [member()], Matched("M1")),
        ("florida", [member(expires_on=TODAY)], Matched("M1")),
        ("pace", [member(expires_on=TODAY - timedelta(days=1))], UnmatchedReason.MEMBERSHIP_LAPSED),
        ("pace", [member(status=MemberStatus.LAPSED)], UnmatchedReason.MEMBERSHIP_LAPSED),
        (
            "pace",
            [member(status=MemberStatus.LAPSED, expires_on=TODAY + timedelta(days=9))],
            UnmatchedReason.MEMBERSHIP_LAPSED,
        ),
        ("pace", [], UnmatchedReason.NOT_A_MEMBER),
        ("pace", [member("M1"), member("M2")], UnmatchedReason.AMBIGUOUS_EMAIL),
        # Also when only one of the two is active: the credit's owner is unclear.
        ("pace", [member("M1"), member("M2", status=MemberStatus.LAPSED)], UnmatchedReason.AMBIGUOUS_EMAIL),
        ("ama_pra_1", [member()], UnmatchedReason.NOT_REPORTABLE),
        ("attendance", [], UnmatchedReason.NOT_REPORTABLE),
    ],
)
def test_verdict(statement, members, verdict):
    assert match(statement, members, on=TODAY) == verdict


def test_matched_credit_is_reported_under_the_member_and_looked_at_again():
    after = apply_match(credit(), [member("M7")], on=TODAY, at=NOW, look_again_at=LATER)
    assert (after.state, after.member_number, after.due_at) == (State.REPORTED, "M7", LATER)
    assert [step.state for step in after.timeline] == [State.EARNED, State.REPORTED]


def test_the_last_day_of_a_membership_is_judged_on_the_day_of_the_run():
    last = [member("M7", expires_on=TODAY)]
    after = apply_match(credit(), last, on=TODAY, at=NOW, look_again_at=LATER)
    assert after.member_number == "M7"
    after = apply_match(credit(), last, on=TODAY + timedelta(days=1), at=NOW, look_again_at=LATER)
    assert after.reason == "membership_lapsed"


def test_unmatched_credit_says_why_and_is_not_due():
    after = apply_match(credit(), [], on=TODAY, at=NOW, look_again_at=LATER)
    assert (after.state, after.reason, after.due_at) == (State.UNMATCHED, "not_a_member", None)
    assert after.timeline[-1].reason == "not_a_member"


def test_stuck_for_the_same_reason_is_the_same_credit():
    stuck = apply_match(credit(), [], on=TODAY, at=NOW, look_again_at=LATER)
    assert apply_match(stuck, [], on=TODAY, at=LATER, look_again_at=LATER) is stuck


def test_stuck_for_another_reason_says_so():
    stuck = apply_match(credit(), [], on=TODAY, at=NOW, look_again_at=LATER)
    lapsed = apply_match(stuck, [member(status=MemberStatus.LAPSED)], on=TODAY, at=LATER, look_again_at=LATER)
    assert [step.reason for step in lapsed.timeline] == [None, "not_a_member", "membership_lapsed"]


members = st.lists(
    st.builds(
        member,
        number=st.text("0123456789", min_size=1, max_size=4),
        status=st.sampled_from(MemberStatus),
        expires_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ),
    max_size=4,
    unique_by=lambda one: one.member_number,
)


@given(members, st.randoms(use_true_random=False), st.sampled_from(["pace", "attendance"]))
def test_order_of_members_does_not_matter(bearers, random, statement):
    shuffled = random.sample(bearers, len(bearers))
    assert match(statement, shuffled, on=TODAY) == match(statement, bearers, on=TODAY)


@given(members)
def test_only_the_one_active_bearer_is_ever_matched(bearers):
    verdict = match("pace", bearers, on=TODAY)
    if isinstance(verdict, Matched):
        assert [one.member_number for one in bearers] == [verdict.member_number]
        assert bearers[0].is_active(TODAY)
    else:
        assert len(bearers) != 1 or not bearers[0].is_active(TODAY)
