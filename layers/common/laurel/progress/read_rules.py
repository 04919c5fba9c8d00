"""Reads the rules in `rules/`, each file once for each container."""

import tomllib
from functools import cache
from pathlib import Path

from laurel.progress.rule import Rule

FOLDER = Path(__file__).parent / "rules"


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules by ID. Raises ValueError if a file breaks the schema; a test reads all of them."""
    return tuple(read_rule(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def rules_by_id() -> dict[str, Rule]:
    """All rules, by ID."""
    return {one.id: one for one in all_rules()}


def read_rule(path: Path) -> Rule:
    """The rule in this file, whose name is its ID. Raises ValueError."""
    rule = Rule.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    if rule.id != path.stem:
        raise ValueError(f"{path.name} has the rule {rule.id}")
    return rule
