"""What a learner does for a stuck credit: another try, and "I entered it by hand"; and the diagnosis over the API."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from laurel.ledger.records import Work
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.platform.clock import read_instant, utc_now
from tests.api_events import learner
from tests.functions.organizer_desk import (
    ANA,
    BEA,
    IN_EACH_STATE,
    an_id,
    earned,
    in_doubt,
    rejected,
    reported,
    unmatched,
    withdrawn,
)


def retry(desk, name, sub="ana"):
    return desk.call("POST", f"/v1/organizer/{an_id(name)}/retry", learner(sub))


def by_hand(desk, name, sub="ana"):
    return desk.call("POST", f"/v1/organizer/{an_id(name)}/self-reported", learner(sub))


def due(books):
    return list(books.ledger.due(Work.MATCH, until=utc_now()))


# ---- another try


def test_what_ascp_refused_is_matched_again_in_the_next_night(desk, books):
    books.add(rejected("r"))
    told = retry(desk, "r").json()
    assert (told["state"], told["phase"], told["reason"]) == ("earned", "on_its_way", None)
    assert told["timeline"][-1]["by"] == "you"
    assert due(books) == [an_id("r")]
    assert books.get("r").timeline[-1].by == "learner:ana"


def test_what_is_unmatched_only_becomes_due(desk, books):
    [before] = books.add(unmatched("u"))
    told = retry(desk, "u").json()
    assert (told["state"], told["reason"]["code"]) == ("unmatched", "not_a_member")
    assert due(books) == [an_id("u")]
    assert books.get("u").timeline == before.timeline


def test_asking_twice_is_asking_once(desk, books):
    books.add(unmatched("u"))
    retry(desk, "u")
    stored = books.get("u")
    assert retry(desk, "u").status == 200
    assert books.get("u") == stored


@pytest.mark.parametrize("make", [unmatched, rejected])
def test_a_credit_is_tried_again_three_times_a_day(desk, books, make):
    books.add(replace(make("c"), retried_on=utc_now().date(), retries=2))
    assert retry(desk, "c").status == 200
    before = books.get("c")
    stuck = replace(make("c"), retried_on=before.retried_on, retries=before.retries)
    assert books.ledger.change(before, stuck)
    refused = retry(desk, "c")
    assert (refused.status, refused.code) == (429, "too_many_retries")
    assert 0 < int(refused.headers["Retry-After"]) <= 86_401
    assert books.get("c").retries == 3


def test_tomorrow_it_may_be_tried_again(desk, books):
    books.add(replace(unmatched("c"), retried_on=utc_now().date() - timedelta(days=1), retries=3))
    assert retry(desk, "c").status == 200
    assert (books.get("c").retries, books.get("c").retried_on) == (1, utc_now().date())


@pytest.mark.parametrize(
    "make",
    [
        lambda name: unmatched(name, UnmatchedReason.NOT_REPORTABLE),
        *(make for state, make in IN_EACH_STATE.items() if state not in (State.UNMATCHED, State.REJECTED)),
    ],
)
def test_what_another_try_cannot_help_is_not_tried(desk, books, make):
    [before] = books.add(make("c"))
    refused = retry(desk, "c")
    assert (refused.status, refused.code) == (409, "nothing_to_retry")
    assert books.get("c") == before


# ---- entered by hand


@pytest.mark.parametrize("make", [earned, unmatched, rejected, reported])
def test_what_was_entered_by_hand_is_never_sent(desk, books, make):
    books.add(make("c"))
    told = by_hand(desk, "c").json()
    assert (told["state"], told["phase"]) == ("withdrawn", "done")
    stored = books.get("c")
    assert (stored.timeline[-1].by, stored.due_at) == ("learner:ana", None)
    assert due(books) == list(books.ledger.due(Work.DELIVER, until=utc_now() + timedelta(days=9))) == []
    assert by_hand(desk, "c").status == 200
    assert books.get("c") == stored


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (IN_EACH_STATE[State.SENDING], "already_sending", "right now"),
        (IN_EACH_STATE[State.ACCEPTED], "already_accepted", "receipt R-1"),
        (in_doubt, "outcome_unknown", "may have it"),
    ],
)
def test_what_ascp_has_or_may_have_is_not_withdrawn(desk, books, make, code, said):
    [before] = books.add(make("c"))
    refused = by_hand(desk, "c")
    assert (refused.status, refused.code) == (409, code)
    assert said in refused.json()["detail"]
    assert books.get("c") == before


def test_the_forwarder_and_the_learner_at_the_same_moment_one_of_them_wins(desk, books, monkeypatch):
    """The credit is leased between the learner's read and write."""
    from laurel.ledger.store import Ledger

    [before] = books.add(reported("c"))
    change = Ledger.change

    def late(ledger, old, new, entries):
        now = utc_now()
        assert change(ledger, old, old.lease("s1", at=now, until=now))
        return change(ledger, old, new, entries)

    monkeypatch.setattr(Ledger, "change", late)
    refused = by_hand(desk, "c")
    assert (refused.status, refused.code) == (409, "try_again")
    assert books.get("c").state is State.SENDING
    assert before.state is State.REPORTED


# ---- whose credit


@pytest.mark.parametrize("act", [retry, by_hand])
def test_the_credit_of_another_is_not_there(desk, books, act):
    [before] = books.add(unmatched("hers", email=BEA))
    for name in ("hers", "no such"):
        refused = act(desk, name)
        assert (refused.status, refused.code) == (404, "credit_not_found")
    assert books.get("hers") == before
    assert act(desk, "hers", sub="bea").status == 200


@pytest.mark.parametrize("bad", ["x", "0" * 31, "0" * 33, "G" * 32, "..%2f"])
def test_what_cannot_be_an_id_is_not_there(desk, books, bad):
    for act in ("retry", "self-reported"):
        assert desk.call("POST", f"/v1/organizer/{bad}/{act}", learner()).status == 404


def test_naming_anothers_address_in_the_profile_opens_nothing(desk, books):
    books.add(unmatched("hers", email=BEA))
    books.members(BEA, "M1")
    claimed = {"ascls_email": BEA, "ascp_email": BEA}
    assert desk.call("PATCH", "/v1/me", learner(), json_body=claimed).status == 200
    assert desk.call("GET", "/v1/organizer", learner()).json()["items"] == []
    assert retry(desk, "hers").code == "credit_not_found"
    told = desk.call("GET", "/v1/organizer/diagnosis", learner())
    assert told.json()["stuck"] == []
    # Only what they typed themselves comes back.
    assert (told.json()["emails"]["ascls"], told.json()["emails"]["ascls_is"]) == (BEA, "different")
    assert "M1" not in told.body


# ---- the diagnosis


def diagnosis(desk, sub="ana"):
    answer = desk.call("GET", "/v1/organizer/diagnosis", learner(sub))
    assert answer.status == 200, answer
    return answer


def answers(told):
    return {one["question"]: one["answer"] for one in told["findings"]}


def test_the_diagnosis_of_one_who_is_no_member(desk, books):
    books.put_roster_in_force()
    books.add(unmatched("u"), rejected("r", RejectedReason.UNKNOWN_EMAIL))
    told = diagnosis(desk).json()
    assert answers(told) == {"member": "no", "time": "no", "emails": "no", "organizer": "no"}
    assert told["findings"][0]["asks"] == "Does ASCLS list me as a member?"
    subject = told["subject"]
    assert (subject["credit"]["credit_id"], subject["certificate"]) == (an_id("u"), None)
    assert subject["track"]["says"] == "ASCLS lists no member with the e-mail address of the credit."
    assert [one["mark"] for one in subject["track"]["stops"]] == ["passed", "passed", "broken", "ahead"]
    assert subject["track"]["remedy"] == "ascls"
    assert subject["findings"] == told["findings"]
    assert told["emails"]["portal"] == ANA
    assert told["roster_of"].startswith("2026-11-20T04:00:00")
    assert told["consent"]["given"] is False
    assert "Once you agree in your profile" in told["consent"]["do"]
    assert utc_now() < read_instant(told["next_night"]) <= utc_now() + timedelta(days=2)
    stuck = {one["credit_id"]: one for one in told["stuck"]}
    assert set(stuck) == {an_id("u"), an_id("r")}
    assert answers(stuck[an_id("u")])["member"] == "no"
    assert answers(stuck[an_id("r")]) == {"member": "yes", "time": "no", "emails": "no", "organizer": "yes"}
    assert stuck[an_id("u")]["reason"]["code"] == "not_a_member"


def test_the_diagnosis_masks_every_number_and_names_no_other_member(desk, books):
    books.put_roster_in_force()
    books.members(ANA, "004512", "900005")
    books.add(unmatched("u", UnmatchedReason.AMBIGUOUS_EMAIL), reported("r", days_ago=9))
    body = diagnosis(desk).body
    assert not [secret for secret in ("004512", "900005", "Ana Diaz") if secret in body]


def test_the_diagnosis_before_the_first_roster(desk, books):
    told = diagnosis(desk).json()
    assert (told["roster_of"], told["stuck"]) == (None, [])
    assert answers(told) == {"member": "unknown", "time": "unknown", "emails": "unknown", "organizer": "unknown"}


def test_consent_is_told_with_its_time(desk, books):
    desk.call("PATCH", "/v1/me", learner(), json_body={"consent_to_report": True})
    consent = diagnosis(desk).json()["consent"]
    assert (consent["given"], consent["do"]) == (True, "")
    assert consent["given_at"]


def test_a_day_of_completion_never_moves(desk, books):
    books.add(withdrawn("w", completed_on=date(2026, 1, 1)))
    for path in ("/v1/organizer", "/v1/organizer/manual-entry?all=true"):
        (one,) = desk.call("GET", path, learner()).json()["items"]
        assert one.get("completed_on", one.get("date")) == "2026-01-01"
