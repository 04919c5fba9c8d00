"""A learner changes their e-mail, at each point of a credit's life: nothing is lost, and nobody gets another's."""

from collections import Counter
from datetime import timedelta

import pytest

from laurel.ledger.credit import MOVED
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.nightly.lease import LEASE
from laurel.platform.clock import utc_now
from laurel.platform.ids import derived_id
from tests.credits import a_credit
from tests.unit.nightly.moves import (
    NEW,
    NEWER,
    OLD,
    STRANGER,
    Learners,
    at_old,
    moves,
    on_its_way,
    put,
    put_roster,
    refused,
    stored,
)
from tests.unit.nightly.nights import Nights, feed


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


@pytest.fixture
def learners(nights):
    return Learners()


# ------------------------------------------------------------------ at each point of a credit's life


def test_an_earned_credit_moves_and_is_matched_in_the_same_night(nights, learners):
    put(nights, at_old())
    learners.sign_in(OLD)
    learners.sign_in("New@Example.org")
    put_roster(nights, ("M1", NEW))
    report = nights.run()
    credit = stored(nights)
    assert (credit.state, credit.member_number, credit.email, credit.email_key) == (
        State.REPORTED,
        "M1",
        "New@Example.org",
        NEW,
    )
    assert [(step.state, step.detail) for step in credit.timeline] == [
        (State.EARNED, None),
        (State.EARNED, MOVED),
        (State.REPORTED, None),
    ]
    assert "@" not in MOVED
    assert report["reconciles"]
    assert nights.queued() == ["c1"]


def test_an_unmatched_credit_moves_and_is_matched_though_the_roster_did_not_change(nights, learners):
    put_roster(nights, ("M1", NEW))
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    learners.sign_in(OLD)
    assert nights.run()["unmatched"] == {"not_a_member": 1}
    learners.sign_in(NEW)
    report = nights.run()
    assert (report["resumed"], report["reported"], report["reconciles"]) == (1, 1, True)
    credit = nights.credit("r1")
    assert (credit.state, credit.email_key) == (State.REPORTED, NEW)
    assert [step.reason for step in credit.timeline] == [None, "not_a_member", "not_a_member", None]


def test_a_credit_that_ascp_did_not_know_the_address_of_goes_back_to_earned_and_on(nights, learners):
    put(nights, refused(at_old()))
    put_roster(nights, ("M1", OLD), ("M9", NEW))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    assert nights.run()["reconciles"]
    credit = stored(nights)
    assert (credit.state, credit.email_key, credit.member_number) == (State.REPORTED, NEW, "M9")
    assert [step.state for step in credit.timeline[-4:]] == [
        State.REJECTED,
        State.EARNED,
        State.EARNED,
        State.REPORTED,
    ]
    assert credit.timeline[-3].detail == MOVED


@pytest.mark.parametrize("reason", sorted(set(RejectedReason) - {RejectedReason.UNKNOWN_EMAIL}))
def test_what_ascp_refused_for_another_reason_stays(nights, learners, reason):
    put(nights, before := refused(at_old(), reason))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()
    assert stored(nights).timeline == before.timeline
    assert moves(nights) == []


@pytest.mark.parametrize("state", [State.REPORTED, State.SENDING])
def test_what_is_on_its_way_goes_on_and_moves_once_ascp_refuses_it(nights, learners, state):
    now = utc_now()
    credit = on_its_way(at_old())
    if state is State.SENDING:
        credit = credit.lease("s1", at=now, until=now + timedelta(minutes=2))
    put(nights, credit)
    put_roster(nights, ("M1", OLD), ("M1b", NEW))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()
    assert (stored(nights).state, stored(nights).email_key) == (state, OLD)
    assert moves(nights) == [OLD]
    # ASCP answers in the meantime, the way it likes.
    here = stored(nights)
    here_sent = here if state is State.SENDING else here.lease("s2", at=now, until=now)
    assert nights.ledger.change(here, here_sent.reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=now))
    nights.run()
    assert (stored(nights).state, stored(nights).email_key) == (State.REPORTED, NEW)
    nights.run()
    assert moves(nights) == []


def test_what_is_on_its_way_and_accepted_keeps_its_address_and_ends_the_move(nights, learners):
    now = utc_now()
    put(nights, on_its_way(at_old()))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()
    here = stored(nights)
    assert nights.ledger.change(here, here.lease("s1", at=now, until=now).accept("R-1", at=now))
    nights.run()
    assert (stored(nights).state, stored(nights).email_key) == (State.ACCEPTED, OLD)
    assert moves(nights) == []


def test_a_change_between_two_nights_brings_nothing_out_of_step(nights, learners):
    put_roster(nights, ("M1", NEW))
    nights.put("feed/labce/1.csv", feed(("r1", OLD), ("r2", OLD)))
    learners.sign_in(OLD)
    nights.run()
    learners.sign_in(NEW)
    nights.put("feed/labce/2.csv", feed(("r1", OLD), ("r3", OLD)))  # the provider knows the old address still
    report = nights.run()
    assert (report["repeats"], report["credits"], report["resumed"], report["reported"]) == (1, 1, 2, 3)
    assert report["reconciles"]
    assert {nights.credit(one).email_key for one in ("r1", "r2", "r3")} == {NEW}
    again = nights.run()
    assert (again["resumed"], moves(nights)) == (0, [])


# ------------------------------------------------------------------ feeds that come later, rosters that differ


def test_a_row_under_an_alias_is_matched_by_the_present_address(nights, learners):
    put_roster(nights, ("M1", NEW))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    assert nights.run()["reported"] == 1
    assert nights.credit("r1").email_key == NEW


def test_an_alias_that_is_on_the_roster_is_matched_where_it_is(nights, learners):
    """ASCLS knows the old address still: nothing is taken from it."""
    put_roster(nights, ("M1", OLD))
    put(nights, at_old())
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    assert nights.run()["reported"] == 2
    assert (stored(nights).email_key, nights.credit("r1").email_key) == (OLD, OLD)


def test_a_retry_after_a_refusal_goes_out_under_the_present_address(nights, learners):
    put_roster(nights, ("M1", OLD), ("M1b", NEW))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()  # the move is done with before the row comes
    now = utc_now()
    put(nights, refused(at_old()).retry(why="tried again", at=now, by="learner:ana"))
    nights.run()
    assert (stored(nights).state, stored(nights).email_key) == (State.REPORTED, NEW)


@pytest.mark.parametrize("renewed", [OLD, NEW])
def test_who_lapsed_under_the_old_address_is_matched_whichever_they_renew_under(nights, learners, renewed):
    put_roster(nights, ("M1", OLD, "lapsed"))
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    assert nights.run()["unmatched"] == {"membership_lapsed": 1}
    nights.run()
    assert moves(nights) == []
    rows = [("M1", OLD)] if renewed == OLD else [("M1", OLD, "lapsed"), ("M2", NEW)]
    put_roster(nights, *rows, name="2")
    assert nights.run()["reported"] == 1
    assert nights.credit("r1").email_key == renewed


def test_an_address_that_members_share_is_nobodys_alone(nights, learners):
    put_roster(nights, ("M1", OLD), ("M2", OLD), ("M3", NEW))
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    assert nights.run()["unmatched"] == {"ambiguous_email": 1}
    nights.run()
    credit = nights.credit("r1")
    assert (credit.reason, credit.email_key) == (UnmatchedReason.AMBIGUOUS_EMAIL, OLD)
    assert moves(nights) == []


def test_who_is_no_member_under_either_waits_under_the_present_address(nights, learners):
    put(nights, at_old())
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.run()
    assert (stored(nights).reason, stored(nights).email_key) == ("not_a_member", NEW)
    put_roster(nights, ("M1", NEW))
    assert nights.run()["reported"] == 1


# ------------------------------------------------------------------ back and forth, chains, crashes


def test_a_chain_of_changes_ends_at_the_last_address(nights, learners):
    put(nights, at_old(), refused(at_old("c2")))
    put_roster(nights, ("M1", NEWER))
    for email in (OLD, NEW, NEWER):
        learners.sign_in(email)
    assert nights.run()["reported"] == 2
    assert {stored(nights, one).email_key for one in ("c1", "c2")} == {NEWER}
    nights.run()
    assert moves(nights) == []


def test_back_and_forth_between_nights_ends_and_loses_nothing(nights, learners):
    learners.sign_in(OLD)
    put(nights, at_old(), refused(at_old("c2")))
    for present in (NEW, OLD, NEW, NEWER, OLD):
        learners.sign_in(present)
        assert nights.run()["reconciles"]
        assert stored(nights).email_key == present
    put_roster(nights, ("M1", OLD))
    assert nights.run()["reported"] == 2
    nights.run()
    assert moves(nights) == []
    # No later run moves anything.
    before = [stored(nights, one) for one in ("c1", "c2")]
    nights.run()
    assert [stored(nights, one) for one in ("c1", "c2")] == before


def test_back_and_forth_within_a_day_leaves_the_credit_where_it_was(nights, learners):
    put(nights, before := at_old())
    put_roster(nights, ("M1", OLD), ("M2", NEW))
    for email in (OLD, NEW, OLD):
        learners.sign_in(email)
    nights.run()
    assert (stored(nights).email_key, stored(nights).member_number) == (OLD, "M1")
    assert len(stored(nights).timeline) == len(before.timeline) + 1
    assert moves(nights) == []


def test_a_night_that_dies_over_a_move_is_made_good_by_the_next(nights, learners, monkeypatch):
    put(nights, at_old())
    put_roster(nights, ("M1", NEW))
    learners.sign_in(OLD)
    learners.sign_in(NEW)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(nights.dependencies.queue), "send", die)
        with pytest.raises(KeyboardInterrupt):
            nights.run()
    assert moves(nights) == [OLD]
    nights.now = utc_now() + LEASE + timedelta(seconds=1)
    nights.run()
    assert stored(nights).state is State.REPORTED
    assert nights.queued() == ["c1"]


def test_a_change_while_the_night_runs_waits_for_the_next(nights, learners, monkeypatch):
    """The address is left again after the night has read the list: the move stays on it."""
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    real = type(nights.dependencies.aliases).moves

    def moves_then_change(self):
        found = real(self)
        learners.sign_in(OLD)
        learners.sign_in(NEWER)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(type(nights.dependencies.aliases), "moves", moves_then_change)
        nights.run()
    assert set(moves(nights)) == {OLD, NEW}
    put(nights, at_old())
    nights.run()
    assert stored(nights).email_key == NEWER


# ------------------------------------------------------------------ takeover


def test_who_registers_the_former_address_of_another_gets_none_of_their_credits(nights, learners):
    """The victim has left the address; the attacker got the mailbox, proves it, and moves on to one of their own."""
    put(nights, at_old(), refused(at_old("c2")))
    learners.sign_in(OLD, "victim")
    learners.sign_in(NEW, "victim")
    learners.sign_in(OLD, "attacker")
    learners.sign_in(STRANGER, "attacker")
    put_roster(nights, ("M1", NEW), ("M6", STRANGER))
    nights.run()
    assert {(stored(nights, c).email_key, stored(nights, c).member_number) for c in ("c1", "c2")} == {(NEW, "M1")}
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    nights.run()
    assert nights.credit("r1").member_number == "M1"


def test_who_changes_to_the_address_of_another_brings_and_takes_nothing(nights, learners):
    put(nights, at_old(), a_credit("c2", email=STRANGER, email_key=STRANGER))
    learners.sign_in(OLD, "victim")
    learners.sign_in(STRANGER, "attacker")
    learners.sign_in(OLD, "attacker")
    put_roster(nights, ("M1", OLD), ("M6", STRANGER))
    nights.run()
    assert (stored(nights).member_number, stored(nights, "c2").member_number) == ("M1", "M6")
    assert moves(nights) == []


def test_no_log_line_names_an_address(nights, learners, caplog, capsys):
    put(nights, at_old(), refused(at_old("c2")))
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    put_roster(nights, ("M1", NEW))
    nights.run()
    assert "example.org" not in caplog.text + "".join(capsys.readouterr())


# ------------------------------------------------------------------ what it costs


def test_a_move_costs_the_same_whatever_lies_under_other_addresses(nights, learners):
    for n in range(60):
        put(nights, a_credit(f"other{n}", state=State.UNMATCHED, reason="not_a_member", due_at=None))
    put(nights, at_old())
    put_roster(nights, ("M1", NEW))
    nights.run()
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    put(nights, at_old("c2"))
    calls = Counter()
    nights.table._client.meta.events.register("before-call.*", lambda model, **_: calls.update([model.name]))
    nights.run()
    assert calls == {
        # The move's alias; the credits, the roster's members, their aliases, the members of the present address, and
        # which addresses are one person's.
        "BatchGetItem": 6,
        "TransactWriteItems": 1,
        "Query": 37,  # lists of moves, consents and IDs, the credits under the old address, the shards of due credits
        "GetItem": 3,
        "PutItem": 3,
        "DeleteItem": 1,
    }


def test_the_id_of_a_row_does_not_depend_on_where_its_learner_moved(nights, learners):
    learners.sign_in(OLD)
    learners.sign_in(NEW)
    nights.put("feed/labce/1.csv", feed(("r1", OLD)))
    nights.run()
    nights.put("feed/labce/2.csv", feed(("r1", OLD)))
    assert nights.run()["repeats"] == 1
    assert nights.credit("r1").credit_id == derived_id("feed", "labce", "r1")
