"""What a learner follows: their licenses and credentials, with the dates of each, and when they are reminded (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from laurel.platform.refusal import Problem
from laurel.progress.cycles import Cycle, LicenseFacts, cycle_at
from laurel.progress.progress import reminder_days
from laurel.progress.refusals import DATE_TO_COME, EXPIRES_BEFORE_ISSUE, RULE_TWICE, RULE_UNKNOWN
from laurel.progress.rule import Rule

_DAY = timedelta(days=1)


class ReminderChoice(StrEnum):
    """When a learner gets reminders: only while hours are missing, always, or never."""

    MISSING = "missing"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Followed:
    """A rule that a learner follows, and what they say of their license."""

    rule_id: str
    facts: LicenseFacts = field(default_factory=LicenseFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChoices:
    """What a learner follows, and when they are reminded; `version` counts the changes, 0 for none."""

    learner_id: str
    followed: tuple[Followed, ...] = ()
    reminders: ReminderChoice = ReminderChoice.MISSING
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """A reminder of the end of a cycle under one rule, `days` before its last day."""

    followed: Followed
    rule: Rule
    cycle: Cycle
    days: int


def problems_of(followed: Sequence[Followed], rules: Mapping[str, Rule], today: date) -> list[Problem]:
    """What is wrong with `followed`."""
    found, seen = list[Problem](), set[str]()
    for n, one in enumerate(followed):
        path, issued_on, expires_on = f"followed.{n}", one.facts.issued_on, one.facts.expires_on
        if one.rule_id not in rules:
            found.append(RULE_UNKNOWN.at(f"{path}.rule", rule=one.rule_id))
        if one.rule_id in seen:
            found.append(RULE_TWICE.at(f"{path}.rule"))
        seen.add(one.rule_id)
        if issued_on and issued_on > today:
            found.append(DATE_TO_COME.at(f"{path}.issued_on"))
        elif issued_on and expires_on and expires_on <= issued_on:
            found.append(EXPIRES_BEFORE_ISSUE.at(f"{path}.expires_on"))
    return found


def next_due(choices: ProgressChoices, rules: Mapping[str, Rule], after: date) -> date | None:
    """The first day after `after` on which the learner is to be reminded of anything; None if there is none."""
    if choices.reminders is ReminderChoice.NEVER:
        return None
    days = (day for one in choices.followed if one.rule_id in rules for day in _days(one, rules[one.rule_id], after))
    return min((day for day in days if day > after), default=None)


def _days(one: Followed, rule: Rule, after: date) -> Iterator[date]:
    """The days of reminders in the cycle of the day `after`, and in the next one."""
    yield from reminder_days(rule, one.facts, after)
    cycle = cycle_at(rule.cycle, one.facts, after)
    if isinstance(cycle, Cycle):
        yield from reminder_days(rule, one.facts, cycle.last + _DAY)


def reminders_due(choices: ProgressChoices, rules: Mapping[str, Rule], due_on: date, today: date) -> list[ReminderDue]:
    """The reminders for `due_on`, and for later days up to `today` if a night was missed: one for each rule, the last.

    None for a cycle that has ended by now.
    """
    found = list[ReminderDue]()
    for one in choices.followed if choices.reminders is not ReminderChoice.NEVER else ():
        rule = rules.get(one.rule_id)
        cycle = cycle_at(rule.cycle, one.facts, today) if rule else None
        if rule is None or not isinstance(cycle, Cycle):
            continue
        passed = [day for day in reminder_days(rule, one.facts, today) if due_on <= day <= today]
        if passed:
            found.append(ReminderDue(one, rule, cycle, (cycle.last - passed[-1]).days))
    return found
