"""A claim and its item."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.claims.access_attempts import counted
from laurel.claims.claim import (
    AccessUsed,
    Attempt,
    StaffAct,
    Status,
    finalize,
    with_certificate,
    with_certificate_revoked,
)
from laurel.claims.records import ClaimTooLarge, Outline, from_item, outline, to_item
from laurel.claims.store import Claims
from laurel.platform.retention import CLAIMS, WRONG_CODES
from laurel.statements import Statement
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import AFTER, activity, claim


def test_a_claim_comes_back_from_the_table_as_it_was(room: Room) -> None:
    draft = claim(a="1", c="3.5")
    draft = replace(
        draft,
        access=AccessUsed("badge", "MB26004711"),
        attempts=(Attempt(50, False, AFTER), Attempt(100, True, AFTER + timedelta(hours=1))),
        sessions=(replace(draft.sessions[0], evaluation={"x": "Größe «✓»", "y": 5, "z": True}), draft.sessions[1]),
    )
    room.claims.add(draft)
    final = finalize(draft, "LRL-1", AFTER)
    assert room.claims.read("ana", "micro-2026").claim == draft
    assert room.claims.replace(draft, final)
    assert room.claims.read("ana", "micro-2026").claim == final
    assert not room.claims.replace(draft, replace(draft, version=2))
    reissued = with_certificate(final, "LRL-2")
    assert room.claims.replace(final, reissued)
    revoked = with_certificate_revoked(reissued, AFTER + timedelta(days=1))
    assert room.claims.replace(reissued, revoked)
    assert room.claims.of_learner("ana") == [revoked]
    assert room.claims.of_learner("an") == room.claims.of_learner("bo") == []


def test_the_index_tells_staff_what_is_claimed_and_by_nobodys_name(room: Room) -> None:
    room.claims.add(claim(a="1", c="3.5"))
    expected = Outline(claim().claim_id, Statement.PACE, Status.DRAFT, {"a": Decimal(1), "c": Decimal("3.5")})
    assert list(room.claims.at_activity("micro-2026")) == [expected]
    assert list(room.claims.at_activity("micro-2027")) == []
    assert "ana" not in str(expected)


def test_an_empty_claim_has_no_detail() -> None:
    item = to_item(claim())
    assert item["detail"] is None
    stored = {key: value for key, value in item.items() if value is not None}
    assert from_item(stored) == claim()
    assert outline(stored).credits == {}


def test_the_table_removes_a_claim_seven_years_after_its_last_change() -> None:
    draft = claim(a="1")
    assert to_item(draft)["expires_at"] == CLAIMS.expires_at(draft.updated_at)
    revoked = with_certificate_revoked(finalize(draft, "LRL-1", AFTER), AFTER + timedelta(days=9))
    assert to_item(revoked)["expires_at"] == CLAIMS.expires_at(AFTER + timedelta(days=9))
    act = StaffAct("staff:sam", AFTER + timedelta(days=30), "gave more time", "Was ill")
    assert to_item(replace(draft, staff_acts=(act,)))["expires_at"] == CLAIMS.expires_at(act.at)


def test_wrong_codes_are_removed_after_a_month() -> None:
    key = ("LEARNER#ana", "ATTEMPTS#micro-2026")
    assert counted(key, (), (AFTER,)).item["expires_at"] == WRONG_CODES.expires_at(AFTER)
    assert "expires_at" not in counted(key, (AFTER,), ()).item  # a lock-out that staff lifted


def test_evaluations_that_are_too_long_to_keep_are_refused() -> None:
    dice = random.Random(7)
    noise = "".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(200_000))
    draft = claim(a="1")
    with pytest.raises(ClaimTooLarge):
        to_item(replace(draft, sessions=(replace(draft.sessions[0], evaluation={"remarks": noise}),)))


def test_a_learners_claims_come_latest_first(three_claims: Claims) -> None:
    assert [one.activity_id for one in three_claims.of_learner("ana")] == ["third", "second", "first"]


@pytest.fixture
def three_claims(room: Room) -> Claims:
    for day, name in ((2, "second"), (1, "first"), (3, "third")):
        draft = claim(activity(id=name))
        room.claims.add(replace(draft, opened_at=AFTER + timedelta(days=day)))
    return room.claims
