"""What counts under a rule in one cycle, and what does not and why (pure).

A credit counts at most once: of two for one course on one day, one counts. It counts in the cycle of its day alone, and
for at most one topic. Hours are never converted: one hour of a statement is one hour of the rule.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laurel.platform.dates import day_in_words
from laurel.progress.cycles import Cycle, LicenseFacts
from laurel.progress.earned import Earned, EarnedSource
from laurel.progress.rule import Rule, RuleTopic


class Why(StrEnum):
    """Why a credit counts or does not count."""

    COUNTS = "counts"
    TOPIC = "topic"
    NOT_VALID = "not_valid"
    NO_HOURS = "no_hours"
    STATEMENT = "statement"
    OWN = "own"
    EXCLUDED = "excluded"
    SAME_COURSE = "same_course"
    BEFORE_CYCLE = "before_cycle"
    AFTER_CYCLE = "after_cycle"
    BEFORE_LICENSE = "before_license"


@dataclass(frozen=True, slots=True)
class CreditVerdict:
    """What a rule says of one credit, and `says` why in plain words; `topic` is the ID of the topic that it fills."""

    earned: Earned
    why: Why
    says: str
    topic: str | None = None

    @property
    def counts(self) -> bool:
        """Whether its hours count in this cycle."""
        return self.why in (Why.COUNTS, Why.TOPIC)


def verdicts_of(
    rule: Rule, facts: LicenseFacts, cycle: Cycle, topics: Sequence[RuleTopic], earned: Iterable[Earned]
) -> list[CreditVerdict]:
    """What the rule says of each credit, the latest first, in an order that does not depend on that of `earned`."""
    found, courses = list[CreditVerdict](), set[tuple[date, tuple[str, ...]]]()
    # Of two records of one credit, the one with the higher rank counts.
    once = {(one.source, one.id): one for one in sorted(earned, key=_rank, reverse=True)}
    for one in sorted(once.values(), key=_rank):
        why, says = _outside(rule, facts, cycle, one)
        course = (one.completed_on, tuple(one.title.casefold().split()))
        if why is Why.COUNTS and course in courses:
            why, says = Why.SAME_COURSE, "Another credit for the same course on the same day counts already."
        filled = None
        if why is Why.COUNTS:
            courses.add(course)
            topic, because = _topic_of(one, topics)
            if topic:
                filled = topic.id
                why, says = Why.TOPIC, f"It counts, also for {topic.name}: {because}."
        found.append(CreditVerdict(one, why, says, filled))
    return sorted(found, key=lambda each: (each.earned.completed_on, each.earned.id), reverse=True)


def _topic_of(one: Earned, topics: Sequence[RuleTopic]) -> tuple[RuleTopic | None, str]:
    """The one topic that the credit fills, and why: what its learner says, or else the first that its title names."""
    if one.topic:
        return next((each for each in topics if each.id == one.topic), None), "you say so"
    found = ((each, word) for each in topics if (word := _word_in(one.title, each.words)))
    topic, word = next(found, (None, None))
    return topic, f"its title has “{word}”"


def _rank(one: Earned) -> tuple[date, Decimal, int, str, str]:
    """The order in which credits for one course are looked at: the larger one first, then by source."""
    return one.completed_on, -one.hours, list(EarnedSource).index(one.source), one.id, repr(one)


def _outside(rule: Rule, facts: LicenseFacts, cycle: Cycle, one: Earned) -> tuple[Why, str]:
    """Why a credit does not count on its own account; COUNTS if nothing speaks against it."""
    if not one.is_valid:
        return Why.NOT_VALID, "Its certificate was revoked, it was withdrawn, or it is there twice."
    if one.completed_on < cycle.first:
        return Why.BEFORE_CYCLE, f"It was completed before this cycle, which began on {day_in_words(cycle.first)}."
    if one.completed_on > cycle.last:
        return Why.AFTER_CYCLE, f"It was completed after this cycle, which ends on {day_in_words(cycle.last)}."
    if facts.issued_on and one.completed_on < facts.issued_on:
        return (
            Why.BEFORE_LICENSE,
            f"It was completed before {day_in_words(facts.issued_on)}, when you got this license.",
        )
    if one.statement and not one.statement.kind.awards_credit:
        return Why.NO_HOURS, f"A {one.statement.kind.name.lower()} brings no hours."
    if one.source is EarnedSource.OWN and not rule.counts.own:
        return Why.OWN, "You entered it yourself, and we cannot see whether it counts here."
    if one.statement and one.statement not in rule.counts.statements:
        return Why.STATEMENT, f"{one.statement.kind.name} is not among what we know to count here."
    if word := _word_in(one.title, rule.counts.excluded):
        return Why.EXCLUDED, f"The rule leaves out courses about {word}."
    if one.hours <= 0:
        return Why.NO_HOURS, "It has no hours."
    if one.source is EarnedSource.OWN:
        return Why.COUNTS, "It counts by what you entered. Keep its proof."
    return Why.COUNTS, "It counts."


def _word_in(title: str, words: Iterable[str]) -> str | None:
    """The first of `words` that the title has as a whole word: in any letter case, unless it is all in capitals."""
    return next((word for word in words if _has(title, word)), None)


def _has(title: str, word: str) -> bool:
    # AIDS is not "teaching aids".
    flags = re.NOFLAG if word.isupper() else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title, flags) is not None
