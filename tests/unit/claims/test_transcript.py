"""The transcript of claims, as a value and as JSON."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from laurel.claims.claim import Claim, finalize, with_certificate_revoked
from laurel.claims.read_claims import list_claims
from laurel.claims.transcript import transcript_of
from laurel.claims.views import ClaimListView, TranscriptView
from laurel.platform.callers import Caller
from laurel.statements import Statement
from tests.unit.claims.conftest import Room
from tests.unit.claims.samples import AFTER, activity, claim

ANA = Caller("ana", "ana@example.org", is_staff=False)


def final(name: str, kind: Statement = Statement.PACE, days: int = 0, **heading: str) -> Claim:
    draft = claim(activity(id=name), kind, a="1", c="3.5")
    moved = tuple(replace(one, ends_at=one.ends_at + timedelta(days=days)) for one in draft.sessions)
    printed = finalize(replace(draft, sessions=moved), f"LRL-{name}", AFTER)
    return replace(printed, activity=replace(printed.activity, **heading))


def test_totals_are_by_type_and_drafts_apart() -> None:
    claims = [
        final("one"),
        final("two", days=3),
        final("three", Statement.AMA_PRA_1),
        claim(activity(id="draft"), a="1"),
    ]
    found = transcript_of(claims)
    assert [one.activity_id for one in found.completed] == ["two", *sorted_by_id("one", "three")]
    assert found.totals == {Statement.AMA_PRA_1: Decimal("4.5"), Statement.PACE: Decimal(9)}
    assert [one.activity_id for one in found.drafts] == ["draft"]


def sorted_by_id(*names: str) -> list[str]:
    return sorted(names, key=lambda name: final(name).claim_id, reverse=True)


@pytest.mark.parametrize(
    ("starting", "ending", "expected"),
    [
        (None, None, ["b", "a"]),
        (date(2026, 6, 5), None, ["b"]),
        (date(2026, 6, 4), date(2026, 6, 4), ["a"]),
        (None, date(2026, 6, 7), ["b", "a"]),
        (date(2027, 1, 1), None, []),
    ],
)
def test_the_filter_takes_both_its_days(starting: date | None, ending: date | None, expected: list[str]) -> None:
    found = transcript_of([final("a"), final("b", days=3), claim(a="1")], starting, ending)
    assert [one.activity_id for one in found.completed] == expected
    assert sum(found.totals.values()) == Decimal("4.5") * len(expected)
    assert len(found.drafts) == 1


@pytest.mark.parametrize(
    ("kinds", "totals"),
    [
        ((Statement.PACE, Statement.PACE), {Statement.PACE: Decimal("4.5")}),
        # Attendance, however long, does not take the place of credit.
        ((Statement.ATTENDANCE, Statement.PACE), {Statement.PACE: Decimal("4.5")}),
        ((Statement.AMA_PRA_1, Statement.PACE), {Statement.AMA_PRA_1: Decimal(9)}),
    ],
)
def test_two_claims_for_one_activity_are_shown_and_one_counts(
    kinds: tuple[Statement, Statement], totals: dict[Statement, Decimal]
) -> None:
    first, second = (final("one", kind) for kind in kinds)
    larger = replace(first, total=Decimal(9) if kinds[0] is not kinds[1] else first.total)
    other = replace(second, claim_id="another", learner_id="bea")
    found = transcript_of([larger, other])
    assert (len(found.completed), found.totals, len(found.uncounted)) == (2, totals, 1)
    assert [found.counts(one) for one in found.completed].count(True) == 1
    assert TranscriptView.of(found).uncounted == tuple(found.uncounted)


def test_of_two_alike_for_one_activity_the_one_completed_first_counts() -> None:
    early, late = final("one"), replace(final("one", days=1), claim_id="0", learner_id="bea")
    for claims in ([early, late], [late, early]):
        assert transcript_of(claims).uncounted == {"0"}


def test_a_revoked_claim_leaves_its_activity_to_the_other_one() -> None:
    gone = with_certificate_revoked(final("one"), AFTER + timedelta(days=1))
    other = replace(final("one"), claim_id="another", learner_id="bea", total=Decimal(1))
    found = transcript_of([gone, other])
    assert (found.totals, found.uncounted) == ({Statement.PACE: Decimal(1)}, frozenset())


def test_a_revoked_certificate_stays_in_sight_but_counts_nothing() -> None:
    revoked = with_certificate_revoked(final("gone"), AFTER + timedelta(days=1))
    found = transcript_of([final("kept"), revoked])
    assert found.totals == {Statement.PACE: Decimal("4.5")}
    shown = {one.activity_id: one.certificate_status for one in TranscriptView.of(found).items}
    assert shown == {"kept": "valid", "gone": "revoked"}


def test_lists_and_transcript_are_one_call_each(room: Room) -> None:
    room.claims.add(claim(activity(id="draft"), a="1"))
    room.claims.add(final("done"))
    room.calls.clear()
    listed = ClaimListView.of(list_claims(room.claims, ANA)).model_dump(mode="json")
    assert {one["activity_id"]: one["status"] for one in listed["items"]} == {"draft": "draft", "done": "final"}
    assert listed["next_cursor"] is None
    shown = TranscriptView.of(transcript_of(list_claims(room.claims, ANA))).model_dump(mode="json")
    assert room.calls == ["query", "query"]
    assert shown["totals"] == [{"statement": "pace", "credits": "4.5"}]
    [item] = shown["items"]
    assert (item["completed_on"], item["certificate_number"], item["total"]) == ("2026-06-04", "LRL-done", "4.5")
    assert [one["activity_id"] for one in shown["drafts"]] == ["draft"]
    assert list_claims(room.claims, Caller("bo", "bo@example.org", is_staff=False)) == []
