"""Every change that can harm a claim is named, and no other."""

from decimal import Decimal
from typing import Any

import pytest

from laurel.catalog.changes import Narrowing, conflicts, narrowing, unversioned
from laurel.statements import Statement
from tests.unit.catalog.documents import changed, meeting, online, parsed

OLD = parsed(meeting())
CLAIMED = {"s1": Decimal(1), "s2": Decimal("0.5")}


def found(
    data: dict[str, Any], statement: str = "pace", credits: dict[str, Decimal] = CLAIMED
) -> list[tuple[str, str]]:
    change = narrowing(OLD, parsed(data))
    assert change
    return [(one.path, one.code) for one in conflicts(change, Statement(statement), credits)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "Better title"),
        ("statements.1.maximum", "3"),
        ("sessions.1.maximum.california", "0.5"),
        ("sessions.0.title", "Gram stains, again"),
        ("claim_window.closes_at", "2026-07-01T00:00:00Z"),
        ("statements.1.step", "0.25"),
        ("evaluation_forms.0.questions.+", {"id": "new", "kind": "text", "text": "?", "required": False}),
        ("evaluation_forms.0.questions.1.choices", ["Food", "Talk", "Both"]),
        ("evaluation_forms.0.questions.2.required", True),
    ],
)
def test_what_harms_no_claim(path: str, value: Any) -> None:
    assert not narrowing(OLD, parsed(changed(path, value)))


def test_a_session_that_is_added_harms_no_claim() -> None:
    data = meeting()
    data["sessions"].append(data["sessions"][0] | {"id": "s3"})
    assert not narrowing(OLD, parsed(data))


def test_a_statement_withdrawn() -> None:
    data = meeting(statements=meeting()["statements"][:2])
    del data["sessions"][0]["maximum"]["california"]
    assert found(data, "california") == [("statement", "not_offered")]
    assert found(data, "pace") == []


def test_a_maximum_lowered() -> None:
    data = changed("statements.1.maximum", "1")
    assert found(data) == [("credits", "over_activity_maximum")]
    assert found(data, credits={"s1": Decimal(1)}) == []
    assert found(data, "ama_pra_1") == []


def test_a_step_changed() -> None:
    data = changed("statements.1.step", "1")
    assert found(data) == [("sessions.s2", "not_in_step")]


def test_a_session_removed() -> None:
    data = meeting(sessions=meeting()["sessions"][:1])
    assert found(data) == [("sessions.s2", "session_removed")]
    assert found(data, credits={"s1": Decimal(1)}) == []


def test_a_session_moved() -> None:
    assert found(changed("sessions.0.starts_at", "2026-06-04T12:30:00Z")) == [("sessions.s1", "session_moved")]


def test_a_zone_that_moves_a_session_to_another_day() -> None:
    # 02:00 UTC is the evening before in Toronto as in New York; in Lisbon it is not.
    assert not narrowing(OLD, parsed(meeting(time_zone="America/Toronto")))
    change = narrowing(OLD, parsed(meeting(time_zone="Europe/Lisbon", ends_on="2026-06-06")))
    assert change.moved_sessions == {"s2"}


@pytest.mark.parametrize("maximum", [{"ama_pra_1": "0.75", "pace": "0.5"}, {"ama_pra_1": "0.75"}])
def test_a_session_maximum_lowered(maximum: dict[str, str]) -> None:
    data = changed("sessions.1.maximum", maximum)
    assert found(data, credits={"s2": Decimal(1)}) == [("sessions.s2", "over_session_maximum")]
    assert found(data, "ama_pra_1", {"s2": Decimal("0.75")}) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("evaluation_forms.0.questions.+", {"id": "new", "kind": "text", "text": "?"}),
        ("evaluation_forms.0.questions.0.kind", "yes_no"),
        ("disclosures.0.version", 2),
        ("disclosures.+", {"id": "use", "version": 1, "title": "Use", "text": "x"}),
    ],
)
def test_what_only_asks_more_of_a_draft_takes_nothing_away(path: str, value: Any) -> None:
    assert not narrowing(OLD, parsed(changed(path, value)))


def test_another_post_test_takes_nothing_away() -> None:
    assert not narrowing(parsed(online()), parsed(changed("assessment.pass_mark", 80, online())))


@pytest.mark.parametrize(
    ("version", "text", "refused"), [(1, "New.", True), (2, "New.", False), (1, "None to disclose.", False)]
)
def test_a_disclosure_says_something_new_under_a_new_version_only(version: int, text: str, refused: bool) -> None:
    old = parsed(meeting())
    new = changed("disclosures.0.text", text, changed("disclosures.0.version", version))
    problems = [(one.path, one.code) for one in unversioned(old, parsed(new))]
    assert problems == ([("disclosures[0].version", "version_not_raised")] if refused else [])
    # Back to an earlier version: that one was acknowledged with other words.
    assert refused or version == 1 or unversioned(parsed(new), old)


def test_each_conflict_says_what_the_claim_has_and_what_there_would_be() -> None:
    change = Narrowing(
        withdrawn=frozenset({Statement.FLORIDA}),
        maximum={Statement.PACE: Decimal("2.50")},
        step={Statement.PACE: Decimal("0.50")},
        removed_sessions=frozenset({"gone"}),
        moved_sessions=frozenset({"moved"}),
        session_maximum={"less": {Statement.PACE: Decimal("0.50")}},
    )
    credits = {"gone": Decimal(1), "moved": Decimal(1), "less": Decimal("1.50"), "odd": Decimal("0.25")}
    assert [(one.path, one.message) for one in conflicts(change, Statement.PACE, credits)] == [
        ("credits", "The claim has 3.75; the activity would give at most 2.5."),
        ("sessions.gone", "The session would be removed."),
        ("sessions.moved", "The session would have other times."),
        ("sessions.less", "The claim has 1.5; the session would give at most 0.5."),
        ("sessions.odd", "0.25 would not be a multiple of 0.5."),
    ]
    (withdrawn,) = conflicts(change, Statement.FLORIDA, credits)
    assert (withdrawn.path, withdrawn.code) == ("statement", "not_offered")
    assert "florida" in withdrawn.message
