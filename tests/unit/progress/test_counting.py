"""What a rule says of each credit, sentence by sentence, and which of two alike counts."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from laurel.progress.counting import CreditVerdict, Why, verdicts_of
from laurel.progress.cycles import Cycle
from laurel.progress.earned import Earned, EarnedSource
from laurel.progress.rule import RuleTopic
from laurel.statements import Statement
from tests.unit.progress.samples import RULES, changed, earned, facts

DAY = timedelta(days=1)
CYCLE = Cycle(date(2026, 1, 1), date(2026, 12, 31))
ON = date(2026, 5, 4)
OWN = EarnedSource.OWN
SAFETY = RuleTopic(id="safety", name="Safety", hours=1, words=("safety", "AIDS"))
ETHICS = RuleTopic(id="ethics", name="Ethics", hours=1, words=("ethics",))
RULE = changed(RULES["louisiana"], counts={"statements": ("pace",), "own": False, "excluded": ("first aid", "CPR")})
OF_OWN = changed(RULE, counts={"statements": ("pace",), "own": True})


def verdicts(*credits: Earned, rule: Any = RULE, issued_on: date | None = None) -> list[CreditVerdict]:
    return verdicts_of(rule, facts(issued_on=issued_on), CYCLE, (SAFETY, ETHICS), credits)


def counted(*credits: Earned) -> list[str]:
    return [one.earned.id for one in verdicts(*credits) if one.counts]


@pytest.mark.parametrize(
    ("on", "others", "why", "says"),
    [
        (
            ON,
            {"is_valid": False},
            Why.NOT_VALID,
            "Its certificate was revoked, it was withdrawn, or it is there twice.",
        ),
        (
            CYCLE.first - DAY,
            {},
            Why.BEFORE_CYCLE,
            "It was completed before this cycle, which began on January 1, 2026.",
        ),
        (CYCLE.first, {}, Why.BEFORE_LICENSE, "It was completed before January 2, 2026, when you got this license."),
        (CYCLE.first + DAY, {}, Why.COUNTS, "It counts."),
        (CYCLE.last, {}, Why.COUNTS, "It counts."),
        (
            CYCLE.last + DAY,
            {},
            Why.AFTER_CYCLE,
            "It was completed after this cycle, which ends on December 31, 2026.",
        ),
        (ON, {"statement": Statement.ATTENDANCE}, Why.NO_HOURS, "A statement of attendance brings no hours."),
        (
            ON,
            {"statement": Statement.FLORIDA},
            Why.STATEMENT,
            f"{Statement.FLORIDA.kind.name} is not among what we know to count here.",
        ),
        (ON, {"source": OWN}, Why.OWN, "You entered it yourself, and we cannot see whether it counts here."),
        (ON, {"title": "A First Aid day"}, Why.EXCLUDED, "The rule leaves out courses about first aid."),
        (ON, {"title": "CPR again"}, Why.EXCLUDED, "The rule leaves out courses about CPR."),
        (ON, {"title": "cpr again"}, Why.COUNTS, "It counts."),
        (ON, {"hours": "0"}, Why.NO_HOURS, "It has no hours."),
        (ON, {"hours": "0.01"}, Why.COUNTS, "It counts."),
        (ON, {"title": "On Safety"}, Why.TOPIC, "It counts, also for Safety: its title has “safety”."),
        (ON, {"title": "AIDS and ethics"}, Why.TOPIC, "It counts, also for Safety: its title has “AIDS”."),
        (ON, {"title": "aids, Ethics"}, Why.TOPIC, "It counts, also for Ethics: its title has “ethics”."),
        (ON, {"topic": "ethics", "title": "Safety"}, Why.TOPIC, "It counts, also for Ethics: you say so."),
        (ON, {"topic": "another", "title": "Safety"}, Why.COUNTS, "It counts."),
        (ON, {"statement": None}, Why.COUNTS, "It counts."),
    ],
)
def test_each_credit_has_its_reason_in_a_sentence(on: date, others: dict[str, Any], why: Why, says: str) -> None:
    credit = earned("it", on, **others)
    topic = {"Safety:": "safety", "Ethics:": "ethics"}.get(says.partition("also for ")[2].partition(" ")[0])
    assert verdicts(credit, issued_on=date(2026, 1, 2)) == [CreditVerdict(credit, why, says, topic)]


def test_what_learners_entered_counts_where_the_rule_takes_it() -> None:
    (found,) = verdicts(earned("it", ON, source=OWN, statement=None), rule=OF_OWN)
    assert (found.why, found.says) == (Why.COUNTS, "It counts by what you entered. Keep its proof.")


def test_of_two_for_one_course_on_one_day_the_larger_one_counts_then_by_source_then_by_id() -> None:
    claim, feed = (earned(one.value, ON, title="Blood  Smears", source=one) for one in list(EarnedSource)[:2])
    larger = earned("z", ON, "1.01", title="blood smears", source=EarnedSource.FEED)
    twin = earned("claim2", ON, title="BLOOD SMEARS")
    for order in permutations([claim, feed, twin]):
        assert counted(*order) == ["claim"]
        assert counted(*order, larger) == ["z"]
    other = verdicts(claim, feed)[0]
    assert (other.earned, other.why) == (feed, Why.SAME_COURSE)
    assert other.says == "Another credit for the same course on the same day counts already."
    assert counted(claim, earned("next", ON + DAY, title="Blood smears")) == ["next", "claim"]


def test_one_credit_that_is_told_twice_counts_once_and_the_latest_come_first() -> None:
    one = earned("a", ON, "2", title="Blood smears")
    smaller = earned("a", ON, "1", title="Blood smears")
    for pair in ((one, smaller), (smaller, one)):
        assert [each.earned for each in verdicts(*pair)] == [one]
    fed = earned("a", ON, "1", title="Urine", source=EarnedSource.FEED)
    later, b = earned("c", ON + DAY), earned("b", ON)
    renamed = earned("a", ON, "2", title="Blood counts")
    assert verdicts(one, renamed) == verdicts(renamed, one)
    assert [each.earned.id for each in verdicts(b, one, later, fed)] == ["c", "b", "a", "a"]
