"""Rules, facts and credits for the tests of progress."""

from datetime import date
from decimal import Decimal
from typing import Any

from laurel.progress.cycles import LicenseFacts
from laurel.progress.earned import Earned, EarnedSource
from laurel.progress.progress import RuleProgress, progress_of
from laurel.progress.read_rules import all_rules
from laurel.progress.rule import Rule
from laurel.statements import Statement

RULES = {one.id: one for one in all_rules()}

# With it, Tennessee's cycle is 2025 and 2026, and that of a license for one year begins on July 1.
EXPIRES = date(2027, 6, 30)


def changed(rule: Rule, **fields: Any) -> Rule:
    """The rule with other values, checked as a file is."""
    return Rule.model_validate(rule.model_dump() | fields)


def facts(issued_on: date | None = None, expires_on: date | None = None) -> LicenseFacts:
    return LicenseFacts(issued_on, expires_on)


def earned(id: str, on: date, hours: str = "1", title: str = "", **others: Any) -> Earned:
    """A P.A.C.E. claim, unless it says otherwise."""
    given: dict[str, Any] = {"source": EarnedSource.CLAIM, "statement": Statement.PACE, "provider": "ASCLS"} | others
    return Earned(id=id, title=title or f"Course {id}", completed_on=on, hours=Decimal(hours), **given)


def progress(rule: Rule, given: LicenseFacts, credits: list[Earned], today: date) -> RuleProgress:
    """The progress, which must be known."""
    found = progress_of(rule, given, credits, today)
    assert isinstance(found, RuleProgress)
    return found
