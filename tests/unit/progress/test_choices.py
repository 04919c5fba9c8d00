"""What a learner follows: what is wrong with it, and the days on which they are reminded."""

from datetime import date, timedelta

import pytest

from laurel.progress.choices import (
    Followed,
    ProgressChoices,
    ReminderChoice,
    ReminderDue,
    next_due,
    problems_of,
    reminders_due,
)
from laurel.progress.cycles import Cycle, LicenseFacts, cycle_at
from tests.unit.progress.samples import RULES, facts

DAY = timedelta(days=1)
TODAY = date(2026, 11, 29)
# A license of California counts back from the day on which it expires.
CALIFORNIA = Followed("california", facts(expires_on=date(2027, 6, 30)))
LAST = date(2027, 6, 30)


def choices(*followed: Followed, reminders: ReminderChoice = ReminderChoice.MISSING) -> ProgressChoices:
    return ProgressChoices(learner_id="ana", followed=followed, reminders=reminders)


def test_who_has_chosen_nothing_follows_nothing_and_is_reminded_of_missing_hours() -> None:
    nothing = ProgressChoices(learner_id="ana")
    assert (nothing.followed, nothing.reminders, nothing.version) == ((), ReminderChoice.MISSING, 0)
    assert Followed("florida").facts == LicenseFacts()
    assert [one.value for one in ReminderChoice] == ["missing", "always", "never"]


def said(*followed: Followed) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in problems_of(followed, RULES, TODAY)]


def test_each_problem_is_told_at_its_field() -> None:
    assert said(CALIFORNIA, Followed("florida")) == []
    assert said(Followed("florida"), CALIFORNIA, Followed("florida"), Followed("utah")) == [
        ("followed.2.rule", "rule_twice"),
        ("followed.3.rule", "rule_unknown"),
    ]
    (unknown,) = problems_of([Followed("utah")], RULES, TODAY)
    assert unknown.message == "We know no rule utah. Choose one from the list."


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "problems"),
    [
        (TODAY, None, []),
        (TODAY + DAY, None, [("followed.0.issued_on", "date_to_come")]),
        (TODAY + DAY, TODAY, [("followed.0.issued_on", "date_to_come")]),
        (TODAY, TODAY + DAY, []),
        (TODAY, TODAY, [("followed.0.expires_on", "expires_before_issue")]),
        (TODAY, TODAY - DAY, [("followed.0.expires_on", "expires_before_issue")]),
        (None, TODAY - DAY, []),
    ],
)
def test_dates_are_in_their_order(
    issued_on: date | None, expires_on: date | None, problems: list[tuple[str, str]]
) -> None:
    assert said(Followed("california", facts(issued_on, expires_on))) == problems


def test_the_next_day_is_the_first_after_and_then_one_of_the_next_cycle() -> None:
    mine = choices(CALIFORNIA, Followed("utah"))
    days = [LAST - timedelta(days=before) for before in (90, 30, 7)]
    assert next_due(mine, RULES, days[0] - DAY) == days[0]
    assert next_due(mine, RULES, days[0]) == days[1]
    assert next_due(mine, RULES, days[1]) == days[2]
    later = next_due(mine, RULES, days[2])
    assert later is None or later > LAST
    assert next_due(choices(Followed("utah")), RULES, TODAY) is None
    assert next_due(choices(Followed("california")), RULES, TODAY) is None, "no date is known"
    assert next_due(choices(CALIFORNIA, reminders=ReminderChoice.NEVER), RULES, TODAY) is None


def test_a_fixed_cycle_is_followed_by_the_next() -> None:
    rule = RULES["florida"]
    cycle = cycle_at(rule.cycle, facts(), TODAY)
    assert isinstance(cycle, Cycle)
    after = cycle_at(rule.cycle, facts(), cycle.last + DAY)
    assert isinstance(after, Cycle)
    assert next_due(choices(Followed("florida")), RULES, cycle.last) == after.last - timedelta(days=90)
    week_before = cycle.last - timedelta(days=7)
    assert next_due(choices(Followed("florida")), RULES, week_before) == after.last - timedelta(days=90)


def test_a_reminder_is_due_on_its_day_and_for_each_night_that_was_missed() -> None:
    month_before, week_before = LAST - timedelta(days=30), LAST - timedelta(days=7)
    cycle = cycle_at(RULES["california"].cycle, CALIFORNIA.facts, week_before)
    assert isinstance(cycle, Cycle)
    mine = choices(Followed("utah"), CALIFORNIA)

    def due(since: date, today: date) -> list[ReminderDue]:
        return reminders_due(mine, RULES, since, today)

    of_week = ReminderDue(CALIFORNIA, RULES["california"], cycle, 7)
    assert due(week_before, week_before) == [of_week]
    assert due(week_before - DAY, week_before) == [of_week]
    assert due(week_before, week_before + DAY) == [of_week]
    assert due(month_before, week_before) == [of_week], "the last one alone"
    assert due(week_before - DAY, week_before - DAY) == []
    assert due(week_before + DAY, week_before + DAY) == []
    assert [one.days for one in due(month_before, week_before - DAY)] == [30]


def test_each_rule_has_its_own_reminder_and_nobody_is_reminded_who_wants_none() -> None:
    both = (CALIFORNIA, Followed("nevada", facts(expires_on=LAST)))
    day = LAST - timedelta(days=7)
    found = reminders_due(choices(*both, reminders=ReminderChoice.ALWAYS), RULES, day, day)
    assert [(one.followed, one.rule.id, one.days) for one in found] == [
        (both[0], "california", 7),
        (both[1], "nevada", 7),
    ]
    assert reminders_due(choices(*both, reminders=ReminderChoice.NEVER), RULES, day, day) == []
