"""The parts of an activity, found by their IDs, and when it is open."""

from datetime import timedelta
from decimal import Decimal

from laurel.statements import Statement
from tests.unit.claims.samples import activity


def test_a_part_is_found_by_its_id_and_an_unknown_one_is_none():
    one = activity()
    for find, parts in (
        (one.session, one.sessions),
        (one.disclosure, one.disclosures),
        (one.form, one.evaluation_forms),
    ):
        assert parts
        assert [find(part.id) for part in parts] == list(parts)
        assert find("unknown") is None


def test_it_is_open_from_its_first_instant_until_before_its_last_unless_it_was_canceled():
    one, moment = activity(), timedelta(microseconds=1)
    opens, closes = one.claim_window.opens_at, one.claim_window.closes_at
    assert [one.is_open(at) for at in (opens - moment, opens, closes - moment, closes)] == [False, True, True, False]
    assert not one.model_copy(update={"canceled": True}).is_open(opens)


def test_a_session_gives_nothing_for_a_statement_that_it_does_not_name():
    one = activity()
    assert (one.maximum(one.sessions[2], Statement.PACE), one.maximum(one.sessions[2], Statement.FLORIDA)) == (
        Decimal("1.5"),
        0,
    )
