"""The files of the rules: each is read, and a misspelled or senseless one is refused."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from laurel.learners.license_states import POSTAL_CODES
from laurel.progress.read_rules import FOLDER, read_rule
from laurel.progress.rule import Confidence, Rule
from laurel.statements import Statement
from tests.unit.progress.samples import RULES, changed

FILES = sorted(FOLDER.glob("*.toml"))


def test_there_is_a_file_for_each_authority() -> None:
    states = sorted(one.state or "" for one in RULES.values())
    assert states == ["", "CA", "FL", "LA", "MT", "ND", "NV", "TN", "WV"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_is_read_and_says_where_it_is_from(path: Path) -> None:
    rule = read_rule(path)
    assert rule.checked_on <= date.today()
    assert rule.state is None or rule.state in POSTAL_CODES
    assert rule.reminders == (90, 30, 7)
    assert rule.source.title and rule.evidence.what
    assert Statement.ATTENDANCE not in rule.counts.statements
    assert not any(one.kind.physicians_only for one in rule.counts.statements)


def test_hours_that_no_rule_text_confirms_are_not_called_a_rule() -> None:
    assert {id for id, one in RULES.items() if one.confidence is Confidence.RULE} == {
        "florida",
        "north-dakota",
        "tennessee",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": 24},
        {"hours": -1},
        {"hours": "many"},
        {"confidence": "sure"},
        {"state": "Florida"},
        {"counts": {"statements": ["pace"], "own": True, "except": ["CPR"]}},
        {"counts": {"statements": ["pase"], "own": True}},
        {"counts": {"statements": [], "own": True}},
        {"cycle": {"kind": "fixed", "years": 2}},
        {"cycle": {"kind": "to_expiry", "years": 2, "starts_on": date(2026, 1, 1)}},
        {"cycle": {"kind": "to_expiry", "years": 0}},
        {"first_cycle": [{"months_in": 1, "hours": 0}]},
        {"first_cycle": [{"months_in": 0, "hours": 0}, {"months_in": 0, "hours": 1}]},
        {"first_cycle": [{"months_in": 0, "hours": 0}, {"months_in": 24, "hours": 1}]},
        {"reminders": [7, 30, 90]},
        {"reminders": [30, 30]},
        {"reminders": [0]},
        {"carry_over": {"hours": 0}},
        {"topics": [{"id": "laws", "name": "Laws", "hours": 25, "words": ["law"]}]},
        {"topics": [{"id": "laws", "name": "Laws", "hours": 1, "words": ["law"]}] * 2},
        {"topics": [{"id": "laws", "name": "Laws", "hours": 1, "words": []}]},
        {"source": {"title": "A page", "url": "http://example.org"}},
        {"evidence": {"what": "Certificates.", "kept": 4}},
        {"unit": "credit"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_line_is_refused(wrong: dict[str, Any]) -> None:
    good = tomllib.loads((FOLDER / "florida.toml").read_text(encoding="utf-8"))
    assert Rule.model_validate(good).id == "florida"
    with pytest.raises(ValidationError):
        Rule.model_validate(good | wrong)


def test_a_line_that_must_be_there_is_missed() -> None:
    good = tomllib.loads((FOLDER / "florida.toml").read_text(encoding="utf-8"))
    for name in ("authority", "source", "checked_on", "confidence", "cycle", "hours", "counts", "evidence"):
        with pytest.raises(ValidationError):
            Rule.model_validate({key: value for key, value in good.items() if key != name})


def test_a_file_is_named_after_its_rule(tmp_path: Path) -> None:
    path = tmp_path / "georgia.toml"
    path.write_text((FOLDER / "florida.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ValueError, match="florida"):
        read_rule(path)


def test_a_rule_is_changed_for_a_test_as_strictly_as_a_file_is_read() -> None:
    with pytest.raises(ValidationError):
        changed(RULES["florida"], hour=24)


def test_what_a_file_does_not_say_holds_for_nobody() -> None:
    """Only what every rule has is needed; the rest has its usual value."""
    whole = {
        "id": "oregon",
        "name": "Oregon",
        "authority": "A board",
        "source": {"title": "A page"},
        "checked_on": date(2026, 1, 1),
        "confidence": "unconfirmed",
        "cycle": {"kind": "to_expiry", "years": 2},
        "hours": 24,
        "counts": {"statements": ["pace"], "own": False},
        "evidence": {"what": "Certificates."},
        "topics": [{"id": "laws", "name": "Laws", "hours": 1, "words": ["law"]}],
    }
    rule = Rule.model_validate(whole)
    assert (rule.state, rule.unit, rule.unit_minutes, rule.carry_over) == (None, "hour", None, None)
    assert (rule.first_cycle, rule.reminders, rule.check_yourself) == ((), (90, 30, 7), ())
    assert (rule.source.url, rule.cycle.starts_on, rule.evidence.kept_years) == (None, None, None)
    assert (rule.counts.excluded, rule.topics[0].in_first_cycle) == ((), True)
    assert Rule.model_validate({name: value for name, value in whole.items() if name != "topics"}).topics == ()


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("hours", "0.01", "999"),
        ("unit_minutes", 30, 120),
        ("carry_over.hours", "0.01", "99"),
        ("evidence.kept_years", 1, 20),
        ("cycle.years", 1, 10),
    ],
)
def test_a_number_has_its_bounds(field: str, least: Any, most: Any) -> None:
    def with_value(value: Any) -> None:
        outer, _, inner = field.partition(".")
        known = {
            "evidence": {"what": "Certificates."},
            "cycle": {"kind": "to_expiry"},
        }
        changed(RULES["california"], **{outer: known.get(outer, {}) | {inner: value} if inner else value})

    step = Decimal("0.01") if isinstance(least, str) else 1
    low, high = (Decimal(least), Decimal(most)) if isinstance(least, str) else (least, most)
    for value in (low, high):
        with_value(value)
    for value in (low - step, high + step):
        with pytest.raises(ValidationError):
            with_value(value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"first_cycle": [{"months_in": 1, "hours": 0}]},
            "the steps of first_cycle begin with 0, rise, and end within the cycle",
        ),
        (
            {"topics": [{"id": "laws", "name": "Laws", "hours": 1, "words": ["law"]}] * 2},
            "two topics have one id",
        ),
        ({"reminders": [7, 30]}, "reminders are days before the end, the earliest first, each once"),
        (
            {"topics": [{"id": "laws", "name": "Laws", "hours": 25, "words": ["law"]}]},
            "the topics need more hours than the cycle",
        ),
        ({"cycle": {"kind": "fixed", "years": 2}}, "starts_on belongs to fixed cycles, and to them alone"),
    ],
)
def test_whoever_writes_a_rule_is_told_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as found:
        changed(RULES["california"], **wrong)
    assert [one["msg"] for one in found.value.errors()] == [f"Value error, {said}"]
