"""How far a learner is under each rule, at its boundaries."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from laurel.progress.counting import Why
from laurel.progress.cycles import LicenseFacts, MissingDate
from laurel.progress.earned import EarnedSource
from laurel.progress.progress import RuleProgress, UnknownCycle, progress_of, reminder_days
from laurel.statements import Statement
from tests.unit.progress.samples import EXPIRES, RULES, changed, earned, facts, progress

DAY = timedelta(days=1)
TODAY = date(2026, 11, 29)
FLORIDA = {"statement": Statement.FLORIDA}
FACTS = {
    "ascp-cmp": facts(issued_on=date(2024, 3, 15)),
    **dict.fromkeys(("california", "montana", "nevada", "tennessee", "west-virginia"), facts(expires_on=EXPIRES)),
    **dict.fromkeys(("florida", "louisiana", "north-dakota"), facts()),
}


def whys(found: RuleProgress) -> dict[str, Why]:
    return {one.earned.id: one.why for one in found.verdicts}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_credit_of_the_first_and_of_the_last_day_counts_and_of_the_day_outside_not(rule: str) -> None:
    today = date(2026, 12, 31)
    cycle = progress(RULES[rule], FACTS[rule], [], today).cycle
    kind = RULES[rule].counts.statements[0]
    days = {"early": cycle.first - DAY, "first": cycle.first, "last": cycle.last, "late": cycle.last + DAY}
    found = progress(RULES[rule], FACTS[rule], [earned(id, on, "2", statement=kind) for id, on in days.items()], today)
    assert whys(found) == {
        "early": Why.BEFORE_CYCLE,
        "first": Why.COUNTS,
        "last": Why.COUNTS,
        "late": Why.AFTER_CYCLE,
    }
    assert found.counted == 4
    assert found.missing == RULES[rule].hours - 4 if not found.topics else found.missing >= RULES[rule].hours - 4


@pytest.mark.parametrize("rule", sorted(RULES))
def test_enough_hours_leave_nothing_to_do(rule: str) -> None:
    kind, topics = RULES[rule].counts.statements[0], RULES[rule].topics
    day = progress(RULES[rule], FACTS[rule], [], TODAY).cycle.first
    credits = [earned(one.id, day, str(one.hours), title=one.words[0], statement=kind) for one in topics]
    rest = RULES[rule].hours - sum(one.hours for one in topics)
    almost = [*credits, earned("rest", day, str(rest - Decimal("0.25")), statement=kind)]
    assert progress(RULES[rule], FACTS[rule], almost, TODAY).missing == Decimal("0.25")
    assert progress(RULES[rule], FACTS[rule], [*almost, earned("b", day, "0.25", statement=kind)], TODAY).missing == 0


@pytest.mark.parametrize("rule", ["california", "ascp-cmp"])
def test_a_credit_of_a_leap_day_counts(rule: str) -> None:
    leap = date(2028, 2, 29)
    given = facts(issued_on=date(2026, 3, 1), expires_on=leap)
    found = progress(RULES[rule], given, [earned("leap", leap)], leap)
    assert whys(found) == {"leap": Why.COUNTS}
    assert found.days_left == (1 if rule == "california" else 366)


@pytest.mark.parametrize(
    ("today", "days"), [(date(2026, 1, 1), 365), (date(2026, 12, 30), 2), (date(2026, 12, 31), 1), (TODAY, 33)]
)
def test_the_last_day_is_a_day_that_is_left(today: date, days: int) -> None:
    assert progress(RULES["louisiana"], facts(), [], today).days_left == days


@pytest.mark.parametrize(
    ("issued_on", "needed", "topics"),
    [
        (None, 24, ["hiv-aids", "medical-errors", "laws-and-rules"]),
        (date(2026, 8, 31), 24, ["hiv-aids", "medical-errors", "laws-and-rules"]),
        # The courses that statutes ask for are needed all the same.
        (date(2026, 9, 1), 3, ["hiv-aids", "medical-errors"]),
        (date(2026, 11, 29), 3, ["hiv-aids", "medical-errors"]),
    ],
)
def test_the_first_cycle_in_florida_needs_the_courses_of_statutes_alone(
    issued_on: date | None, needed: int, topics: list[str]
) -> None:
    found = progress(RULES["florida"], facts(issued_on=issued_on), [], TODAY)
    assert (found.needed, found.missing) == (needed, needed)
    assert [one.topic.id for one in found.topics] == topics


@pytest.mark.parametrize(
    ("issued_on", "needed"),
    [
        (date(2026, 6, 30), 24),  # in the cycle before
        (date(2026, 7, 1), 24),
        (date(2027, 6, 30), 24),
        (date(2027, 7, 1), 12),
        (date(2027, 12, 31), 12),
        (date(2028, 1, 1), 0),
        (date(2028, 6, 30), 0),
    ],
)
def test_a_new_license_in_north_dakota_needs_fewer_hours_the_later_it_is_issued(issued_on: date, needed: int) -> None:
    found = progress(RULES["north-dakota"], facts(issued_on=issued_on), [], date(2028, 6, 30))
    assert (found.needed, found.missing) == (needed, needed)


def test_a_credit_from_before_the_license_does_not_count() -> None:
    issued_on = date(2026, 5, 4)
    credits = [earned("before", issued_on - DAY), earned("then", issued_on)]
    found = progress(RULES["louisiana"], facts(issued_on=issued_on), credits, TODAY)
    assert whys(found) == {"before": Why.BEFORE_LICENSE, "then": Why.COUNTS}
    assert found.verdicts[1].says == "It was completed before May 4, 2026, when you got this license."


@pytest.mark.parametrize(
    ("then", "carried"), [("12", "0"), ("12.5", "0.5"), ("19", "7"), ("19.5", "7"), ("40", "7"), ("3", "0")]
)
def test_hours_beyond_the_need_are_carried_over_up_to_a_limit(then: str, carried: str) -> None:
    rule = changed(RULES["louisiana"], carry_over={"hours": 7})
    credits = [earned("then", date(2025, 12, 31), then), earned("now", date(2026, 1, 1), "2")]
    found = progress(rule, facts(), credits, TODAY)
    assert (found.counted, found.carried) == (2, Decimal(carried))
    assert found.missing == 10 - Decimal(carried)
    # Without a rule for it, nothing is.
    assert progress(RULES["louisiana"], facts(), credits, TODAY).carried == 0


def test_what_was_carried_over_once_is_not_carried_on() -> None:
    rule = changed(RULES["louisiana"], carry_over={"hours": 7})
    credits = [earned("long ago", date(2024, 6, 1), "40"), earned("then", date(2025, 6, 1), "12")]
    assert progress(rule, facts(), credits, TODAY).carried == 0


def test_nothing_is_carried_over_from_before_the_license() -> None:
    rule = changed(RULES["louisiana"], carry_over={"hours": 7})
    credits = [earned("then", date(2025, 6, 1), "40")]
    assert progress(rule, facts(issued_on=date(2025, 5, 1)), credits, TODAY).carried == 7
    assert progress(rule, facts(issued_on=date(2026, 1, 1)), credits, TODAY).carried == 0


@pytest.mark.parametrize(
    ("rule", "others", "why"),
    [
        ("florida", FLORIDA, Why.COUNTS),
        ("florida", {"statement": Statement.PACE}, Why.STATEMENT),
        ("california", {"statement": Statement.CALIFORNIA}, Why.COUNTS),
        ("ascp-cmp", FLORIDA, Why.COUNTS),
        ("ascp-cmp", {"statement": Statement.AMA_PRA_1}, Why.STATEMENT),
        ("ascp-cmp", {"statement": Statement.ATTENDANCE}, Why.NO_HOURS),
        ("ascp-cmp", {"hours": "0"}, Why.NO_HOURS),
        ("ascp-cmp", {"is_valid": False}, Why.NOT_VALID),
        ("tennessee", {"source": EarnedSource.OWN, "statement": None}, Why.COUNTS),
        ("tennessee", {"source": EarnedSource.OWN, "statement": Statement.AMA_PRA_1}, Why.STATEMENT),
        ("louisiana", {"source": EarnedSource.OWN, "statement": None}, Why.OWN),
        ("north-dakota", {"title": "CPR for laboratories"}, Why.EXCLUDED),
        ("north-dakota", {"title": "First Aid at the bench"}, Why.EXCLUDED),
        ("north-dakota", {"title": "Biosafety at the bench"}, Why.COUNTS),
        ("north-dakota", {"title": "PCR for laboratories"}, Why.COUNTS),
        ("ascp-cmp", {"title": "Chemical Safety in the laboratory"}, Why.TOPIC),
        ("ascp-cmp", {"title": "Unsafety"}, Why.COUNTS),
        ("florida", FLORIDA | {"title": "Update on HIV/AIDS"}, Why.TOPIC),
        ("florida", FLORIDA | {"title": "Teaching aids"}, Why.COUNTS),
    ],
)
def test_each_credit_has_its_reason(rule: str, others: dict[str, Any], why: Why) -> None:
    found = progress(RULES[rule], FACTS[rule], [earned("it", TODAY, **others)], TODAY)
    (verdict,) = found.verdicts
    assert verdict.why is why
    assert verdict.counts is (why in (Why.COUNTS, Why.TOPIC))
    assert verdict.says.endswith(".")


def test_of_two_credits_for_one_course_the_larger_one_counts() -> None:
    pair = [
        earned("california", TODAY, "3", title="Blood  smears", statement=Statement.CALIFORNIA),
        earned("pace", TODAY, "3.5", title="Blood Smears", source=EarnedSource.FEED),
    ]
    found = progress(RULES["california"], FACTS["california"], pair, TODAY)
    assert whys(found) == {"california": Why.SAME_COURSE, "pace": Why.COUNTS}
    assert found.counted == Decimal("3.5")


def test_the_one_that_does_not_count_anyway_does_not_stand_in_the_way_of_the_other() -> None:
    pair = [
        earned("ama", TODAY, "9", title="Blood smears", statement=Statement.AMA_PRA_1),
        earned("pace", TODAY, "3.5", title="Blood smears"),
    ]
    assert progress(RULES["tennessee"], FACTS["tennessee"], pair, TODAY).counted == Decimal("3.5")


def test_a_course_that_is_taken_again_another_day_counts_again() -> None:
    pair = [earned("one", TODAY, title="Blood smears"), earned("two", TODAY - DAY, title="Blood smears")]
    assert progress(RULES["tennessee"], FACTS["tennessee"], pair, TODAY).counted == 2


def test_a_credit_fills_one_topic_and_a_missing_topic_is_missing_although_the_hours_are_there() -> None:
    credits = [earned("both", TODAY, "3", title="Safety and ethics"), earned("rest", TODAY, "40")]
    found = progress(RULES["ascp-cmp"], FACTS["ascp-cmp"], credits, TODAY)
    assert {one.topic.id: (one.counted, one.missing) for one in found.topics} == {"safety": (3, 0), "ethics": (0, 1)}
    assert (found.counted, found.missing) == (43, 1)
    assert "“safety”" in found.verdicts[1].says or "“safety”" in found.verdicts[0].says


def test_the_hours_of_all_credits_for_a_topic_are_added() -> None:
    credits = [earned("one", TODAY, "0.25", title="Safety first"), earned("two", TODAY, "0.5", title="Safety again")]
    safety, ethics = progress(RULES["ascp-cmp"], FACTS["ascp-cmp"], credits, TODAY).topics
    assert (safety.counted, safety.missing, ethics.counted) == (Decimal("0.75"), Decimal("0.25"), 0)


@pytest.mark.parametrize(
    ("topic", "title", "filled"),
    [("ethics", "Safety first", "ethics"), ("general", "Safety first", None), (None, "Safety first", "safety")],
)
def test_what_the_learner_says_of_the_topic_counts_before_the_title(
    topic: str | None, title: str, filled: str | None
) -> None:
    own = {"source": EarnedSource.OWN, "statement": None, "topic": topic}
    found = progress(RULES["ascp-cmp"], FACTS["ascp-cmp"], [earned("own", TODAY, title=title, **own)], TODAY)
    (verdict,) = found.verdicts
    assert (verdict.topic, verdict.counts) == (filled, True)


def test_a_cycle_that_is_not_known_says_which_date_is_missing() -> None:
    assert progress_of(RULES["california"], LicenseFacts(), [], TODAY) == UnknownCycle(
        RULES["california"], MissingDate.EXPIRES_ON
    )


def test_reminders_fall_on_90_30_and_7_days_before_the_end() -> None:
    last = date(2026, 12, 31)
    assert reminder_days(RULES["louisiana"], facts(), TODAY) == [last - timedelta(days=n) for n in (90, 30, 7)]
    assert reminder_days(RULES["california"], facts(), TODAY) == []


def test_a_first_cycle_says_so_and_a_later_one_does_not() -> None:
    rule = changed(RULES["florida"], first_cycle=[{"months_in": 0, "hours": 6}])
    cycle = progress(rule, facts(), [], TODAY).cycle
    assert progress(rule, facts(issued_on=cycle.first + DAY), [], TODAY).is_first is True
    assert progress(rule, facts(issued_on=cycle.first - DAY), [], TODAY).is_first is False


def test_the_reasons_of_verdicts_keep_their_words() -> None:
    assert [one.value for one in Why] == [
        *("counts", "topic", "not_valid", "no_hours", "statement", "own", "excluded", "same_course", "before_cycle"),
        *("after_cycle", "before_license"),
    ]


def test_a_credit_fills_the_topic_that_its_learner_says_or_its_title_names() -> None:
    (topic, *_) = RULES["florida"].topics
    day = progress(RULES["florida"], FACTS["florida"], [], TODAY).cycle.first
    said = earned("said", day, topic=topic.id, title="A course", **FLORIDA)
    named = earned("named", day, title=f"About {topic.words[0]}", **FLORIDA)
    found = progress(RULES["florida"], FACTS["florida"], [said, named], TODAY)
    assert {one.earned.id: one.says for one in found.verdicts} == {
        "said": f"It counts, also for {topic.name}: you say so.",
        "named": f"It counts, also for {topic.name}: its title has “{topic.words[0]}”.",
    }
