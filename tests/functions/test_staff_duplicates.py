"""Staff and likely duplicates: what they see, and what they can do."""

import json

from laurel.ledger.records import Work
from laurel.ledger.states import UnmatchedReason
from laurel.platform.clock import utc_now
from tests.functions.organizer_desk import ANA, WHY, accepted, act, an_id, find, queued, reported, unmatched


def likely_duplicate(name, of):
    return reported(name).hold_back(an_id(of))


def test_a_likely_duplicate_names_the_credit_that_it_looks_like(desk, books):
    books.add(accepted("a"), likely_duplicate("d", "a"))
    (one,) = find(desk, f"credit_id={an_id('d')}")["items"]
    assert (one["state"], one["reason"]["code"], one["resembles"]) == ("unmatched", "likely_duplicate", an_id("a"))
    assert find(desk, f"credit_id={an_id('a')}")["items"][0]["resembles"] is None
    assert [one["credit_id"] for one in find(desk, "state=unmatched")["items"]] == [an_id("d")]


def test_staff_say_that_both_are_real_and_the_next_night_takes_it_up(desk, books):
    books.add(accepted("a"), likely_duplicate("d", "a"))
    told = act(desk, "d", "release").json()
    assert (told["state"], told["reason"], told["timeline"][-1]["detail"]) == ("earned", None, WHY)
    assert told["resembles"] is None
    assert books.get("d").distinct
    assert queued() == []
    assert list(books.ledger.due(Work.MATCH, until=utc_now())) == [an_id("d")]


def test_staff_withdraw_a_likely_duplicate(desk, books):
    books.add(likely_duplicate("d", "a"))
    assert act(desk, "d", "withdraw").json()["state"] == "withdrawn"


def test_a_likely_duplicate_is_not_given_to_a_member_past_the_question(desk, books):
    books.members(ANA, "M1")
    books.add(likely_duplicate("d", "a"))
    assert act(desk, "d", "match", member_number="M1").code == "likely_duplicate"
    assert queued() == []


def test_of_two_of_one_activity_that_staff_match_the_second_is_held(desk, books):
    books.members(ANA, "M1", "M2")
    books.add(*(unmatched(name, UnmatchedReason.AMBIGUOUS_EMAIL, activity_number="578-1") for name in ("a", "b")))
    assert act(desk, "a", "match", member_number="M1").json()["state"] == "reported"
    told = act(desk, "b", "match", member_number="M1").json()
    assert (told["state"], told["reason"]["code"], told["resembles"]) == ("unmatched", "likely_duplicate", an_id("a"))
    assert [json.loads(body)["credit_id"] for body in queued()] == [an_id("a")]
