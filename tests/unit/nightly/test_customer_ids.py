"""ASCP customer IDs at night: the roster's, the learner's own, and credits that ASCP refused without finding anyone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.learners.customer_ids import CustomerIds, OwnId, customer_id_change, customer_id_records
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.identify import IDENTIFIED, is_helped
from laurel.ledger.states import RejectedReason, State
from laurel.platform.clock import utc_now
from laurel.roster.follow_customer_id import follow_customer_id, id_for
from laurel.roster.member import Member, MemberStatus
from tests.credits import a_credit
from tests.examples import examples
from tests.unit.nightly.nights import ROSTER_HEADER, Nights, feed, rejected

ANA, BEN = "ana@example.org", "ben@example.org"
ONE, TWO, THREE = "00412345", "00412346", "00412347"
IDS = st.none() | st.sampled_from([ONE, TWO, THREE])


def roster(*rows):
    """A roster of (member number, e-mail, ASCP customer ID)."""
    lines = [f"{number},{email},Ana,active,,{customer_id}" for number, email, customer_id in rows]
    return "\n".join([f"{ROSTER_HEADER},ascp_customer_id", *lines]) + "\n"


def own(nights, customer_id, *, email=ANA, learner="ana", at=None):
    """The learner enters this ID in the profile."""
    change = customer_id_change(learner, [email], at=at or utc_now())
    nights.table.put_many([one.item for one in (*customer_id_records(learner, [email], customer_id), change)])


def refuse(nights, reason, reference="r1"):
    """ASCP refuses the credit, which is on its way."""
    now = utc_now()
    leased = nights.ledger.change(
        credit := nights.credit(reference), credit.lease("s", at=now, until=now + timedelta(minutes=1))
    )
    return nights.ledger.change(leased, leased.reject(reason, detail="x", at=now))


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


@pytest.fixture
def reported(nights):
    """Ana's credit is reported."""
    nights.put("roster/ascls/1.csv", roster(("M1", ANA, "")))
    nights.put("feed/labce/1.csv", feed(("r1", ANA)))
    nights.run()
    nights.queued()
    return nights


def test_a_new_credit_takes_the_id_of_the_roster(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", ANA, ONE), ("M2", BEN, "")))
    nights.put("feed/labce/1.csv", feed(("r1", ANA), ("r2", BEN)))
    nights.run()
    assert nights.credit("r1").customer_id == CustomerId(ONE, IdSource.ROSTER)
    assert nights.credit("r2").customer_id is None


def test_the_learners_own_id_counts_before_that_of_the_roster(nights):
    own(nights, TWO)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA, ONE)))
    nights.put("feed/labce/1.csv", feed(("r1", ANA)))
    nights.run()
    assert nights.credit("r1").customer_id == CustomerId(TWO, IdSource.PROFILE)


def test_a_bad_id_on_the_roster_is_named_and_costs_no_member(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", ANA, "412345"), ("M2", BEN, ONE)))
    report = nights.run()
    assert (report["files"][0]["members"], report["files"][0]["rejected"]) == (2, 0)
    [row] = rejected(nights, "roster/ascls/1.csv")
    assert (row["column"], row["reason"]) == ("ascp_customer_id", "customer_id_invalid")
    assert row["message"].endswith("The member counts without it.")
    assert nights.dependencies.roster.members_of([ANA])[ANA][0].ascp_customer_id is None


@pytest.mark.parametrize("reason", [RejectedReason.UNKNOWN_EMAIL, RejectedReason.CUSTOMER_ID_MISMATCH])
def test_an_id_that_comes_with_a_roster_sends_refused_credits_again(reported, reason):
    refuse(reported, reason)
    reported.put("roster/ascls/2.csv", roster(("M1", ANA, ONE)))
    reported.run()
    healed = reported.credit("r1")
    assert (healed.state, healed.ascp_customer_id) == (State.REPORTED, ONE)
    assert healed.timeline[-2].detail == IDENTIFIED
    assert reported.queued() == [healed.credit_id]


@pytest.mark.parametrize("reason", sorted(set(RejectedReason) - {"unknown_email", "customer_id_mismatch"}))
def test_credits_refused_for_another_reason_stay(reported, reason):
    before = refuse(reported, RejectedReason(reason))
    own(reported, ONE)
    reported.put("roster/ascls/2.csv", roster(("M1", ANA, ONE)))
    reported.run()
    assert reported.credit("r1") == before


def test_an_id_that_changes_nothing_sends_nothing_again(reported):
    own(reported, ONE)
    reported.run()
    before = refuse(reported, RejectedReason.UNKNOWN_EMAIL)
    assert before.ascp_customer_id == ONE, "a credit on its way takes the ID as well"
    reported.put("roster/ascls/2.csv", roster(("M1", ANA, TWO)))
    reported.run()
    assert reported.credit("r1") == before, "the learner's own counts before the roster's"


def test_an_accepted_credit_keeps_the_id_that_it_was_sent_with(reported):
    now = utc_now()
    leased = reported.ledger.change(
        credit := reported.credit("r1"), credit.lease("s", at=now, until=now + timedelta(minutes=1))
    )
    accepted = reported.ledger.change(leased, leased.accept("R-1", at=now))
    own(reported, ONE)
    reported.put("roster/ascls/2.csv", roster(("M1", ANA, TWO)))
    reported.run()
    assert reported.credit("r1") == accepted


def test_the_night_sends_a_credit_again_that_was_refused_after_its_learner_changed_the_id(reported):
    now = utc_now()
    leased = reported.ledger.change(
        credit := reported.credit("r1"), credit.lease("s", at=now, until=now + timedelta(minutes=1))
    )
    own(reported, ONE, at=now - timedelta(hours=1))
    reported.run()
    assert reported.dependencies.customer_ids.changes(), "the credit is on its way and may be refused"
    reported.ledger.change(leased, leased.reject(RejectedReason.UNKNOWN_EMAIL, detail="x", at=now))
    reported.run()
    assert (reported.credit("r1").state, reported.credit("r1").ascp_customer_id) == (State.REPORTED, ONE)
    reported.run()
    assert reported.dependencies.customer_ids.changes() == []


def test_a_refused_credit_whose_membership_lapsed_waits_for_the_roster(reported):
    before = refuse(reported, RejectedReason.UNKNOWN_EMAIL)
    lapsed = roster(("M1", ANA, ONE)).replace("active", "lapsed")
    reported.put("roster/ascls/2.csv", lapsed)
    reported.run()
    assert reported.credit("r1") == before
    reported.put("roster/ascls/3.csv", roster(("M1", ANA, ONE)))
    reported.run()
    assert reported.credit("r1").state is State.REPORTED


def test_a_change_that_another_writer_overtook_is_left_to_the_night(reported, monkeypatch):
    refused = refuse(reported, RejectedReason.UNKNOWN_EMAIL)
    own(reported, ONE)
    monkeypatch.setattr(reported.ledger, "save", lambda changes: [None for _ in changes])
    assert follow_customer_id(reported.ledger, reported.dependencies.roster, [ANA], at=utc_now()) == ([], True)
    monkeypatch.undo()
    assert reported.credit("r1") == refused
    reported.run()
    assert reported.credit("r1").ascp_customer_id == ONE


def a_member(number, customer_id):
    return Member(
        member_number=number,
        email=ANA,
        email_key=ANA,
        name="Ana",
        status=MemberStatus.ACTIVE,
        expires_on=None,
        ascp_customer_id=customer_id,
    )


@examples(100)
@given(profile=IDS, on_roster=st.lists(IDS, max_size=3), provider=IDS, learner=st.sampled_from([None, "ana", "ben"]))
def test_an_id_comes_only_from_who_has_the_address(profile, on_roster, provider, learner):
    credit = a_credit(email_key=ANA, provider_customer_id=provider, learner_id=learner)
    members = [a_member(f"M{n}", one) for n, one in enumerate(on_roster)]
    chosen = id_for(credit, members, OwnId("ana", profile or ""))
    expected = None
    if profile and learner != "ben" and not (len(members) > 1 and learner is None):
        expected = profile
    elif len(members) == 1 and on_roster[0]:
        expected = on_roster[0]
    else:
        expected = provider
    assert (chosen and chosen.value) == expected


@given(st.sampled_from(State), st.sampled_from([None, *RejectedReason]), IDS, IDS)
def test_only_refused_credits_that_found_nobody_are_helped_and_only_by_another_id(state, reason, sent, now):
    with_id = CustomerId(sent, IdSource.ROSTER) if sent else None
    credit = a_credit(state=state, reason=reason, customer_id=with_id)
    helped = is_helped(credit, CustomerId(now, IdSource.PROFILE) if now else None)
    found_nobody = state is State.REJECTED and reason in ("unknown_email", "customer_id_mismatch")
    assert helped == (found_nobody and now != sent and not (reason == "unknown_email" and now is None))


def test_an_id_that_was_cleared_is_none(nights):
    own(nights, ONE)
    own(nights, None)
    assert CustomerIds(nights.table).of([ANA])[ANA].of_credit(None) is None
