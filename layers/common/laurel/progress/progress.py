"""How far a learner is under one rule: an estimate, because the authority alone decides (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from laurel.progress.counting import CreditVerdict, verdicts_of
from laurel.progress.cycles import Cycle, LicenseFacts, MissingDate, cycle_at, cycle_before, is_first, months_in
from laurel.progress.earned import Earned
from laurel.progress.rule import Rule, RuleTopic

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """Hours about one subject: needed, and counted."""

    topic: RuleTopic
    counted: Decimal

    @property
    def missing(self) -> Decimal:
        """The hours that are still needed."""
        return max(_NOTHING, self.topic.hours - self.counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProgress:
    """How far a learner is in one cycle.

    `needed` are its hours, fewer in a first cycle. `counted` is the sum of the credits that count, `carried` those of
    the cycle before. `days_left` counts today and the last day.
    """

    rule: Rule
    cycle: Cycle
    is_first: bool
    needed: Decimal
    counted: Decimal
    carried: Decimal
    topics: tuple[TopicProgress, ...]
    verdicts: tuple[CreditVerdict, ...]
    days_left: int

    @property
    def missing(self) -> Decimal:
        """The hours that are still needed: those of topics too, although the other hours may be enough."""
        of_topics = sum((one.missing for one in self.topics), _NOTHING)
        return max(self.needed - self.counted - self.carried, of_topics)


@dataclass(frozen=True, slots=True)
class UnknownCycle:
    """The learner's cycle is not known, because this date is missing."""

    rule: Rule
    missing: MissingDate


def progress_of(rule: Rule, facts: LicenseFacts, earned: Iterable[Earned], today: date) -> RuleProgress | UnknownCycle:
    """How far the learner is today (a local date) under this rule."""
    cycle = cycle_at(rule.cycle, facts, today)
    if isinstance(cycle, MissingDate):
        return UnknownCycle(rule, cycle)
    earned = list(earned)
    return _in_cycle(rule, facts, cycle, earned, today, _carried(rule, facts, cycle, earned, today))


def _carried(rule: Rule, facts: LicenseFacts, cycle: Cycle, earned: Sequence[Earned], today: date) -> Decimal:
    """What the cycle before had beyond its own need. What it got from an earlier one is not carried on."""
    before = cycle_before(rule.cycle, facts, cycle) if rule.carry_over else None
    if rule.carry_over is None or before is None:
        return _NOTHING
    then = _in_cycle(rule, facts, before, earned, today, _NOTHING)
    return min(rule.carry_over.hours, max(_NOTHING, then.counted - then.needed))


def _in_cycle(
    rule: Rule, facts: LicenseFacts, cycle: Cycle, earned: Sequence[Earned], today: date, carried: Decimal
) -> RuleProgress:
    first = is_first(cycle, facts) and bool(rule.first_cycle)
    topics = tuple(one for one in rule.topics if one.in_first_cycle or not first)
    verdicts = verdicts_of(rule, facts, cycle, topics, earned)
    by_topic = dict.fromkeys((one.id for one in topics), _NOTHING)
    for one in verdicts:
        if one.topic:
            by_topic[one.topic] += one.earned.hours
    of_topics = sum((one.hours for one in topics), _NOTHING)
    return RuleProgress(
        rule=rule,
        cycle=cycle,
        is_first=first,
        needed=max(_first_hours(rule, facts, cycle) if first else rule.hours, of_topics),
        counted=sum((one.earned.hours for one in verdicts if one.counts), _NOTHING),
        carried=carried,
        topics=tuple(TopicProgress(one, by_topic[one.id]) for one in topics),
        verdicts=tuple(verdicts),
        days_left=(cycle.last - today).days + 1,
    )


def _first_hours(rule: Rule, facts: LicenseFacts, cycle: Cycle) -> Decimal:
    """The hours of a first cycle: fewer, the later in it the license was issued."""
    passed = months_in(cycle, facts.issued_on or cycle.first)
    return [one.hours for one in rule.first_cycle if one.months_in <= passed][-1]


def reminder_days(rule: Rule, facts: LicenseFacts, today: date) -> list[date]:
    """The days of the present cycle on which its learner is reminded, in order."""
    cycle = cycle_at(rule.cycle, facts, today)
    return [] if isinstance(cycle, MissingDate) else [cycle.last - timedelta(days=one) for one in rule.reminders]
