"""The cycles of each rule: first and last day, leap days, and dates that are missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.progress.cycles import Cycle, LicenseFacts, MissingDate, cycle_at, cycle_before, months_in
from laurel.progress.rule import CycleKind, CycleRule
from tests.examples import examples
from tests.unit.progress.samples import EXPIRES, RULES, facts

DAY = timedelta(days=1)
CERTIFIED = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("rule", "given", "first", "last"),
    [
        ("florida", facts(), date(2018, 9, 1), date(2020, 8, 31)),
        ("florida", facts(), date(2026, 9, 1), date(2028, 8, 31)),
        ("north-dakota", facts(), date(2026, 7, 1), date(2028, 6, 30)),
        ("north-dakota", facts(), date(2022, 7, 1), date(2024, 6, 30)),
        ("louisiana", facts(), date(2026, 1, 1), date(2026, 12, 31)),
        ("louisiana", facts(), date(2028, 1, 1), date(2028, 12, 31)),
        ("tennessee", facts(expires_on=EXPIRES), date(2025, 1, 1), date(2026, 12, 31)),
        # Renewed early, and late in the year: the calendar years are the same.
        ("tennessee", facts(expires_on=date(2027, 1, 1)), date(2025, 1, 1), date(2026, 12, 31)),
        ("tennessee", facts(expires_on=date(2027, 12, 31)), date(2025, 1, 1), date(2026, 12, 31)),
        ("california", facts(expires_on=EXPIRES), date(2025, 7, 1), date(2027, 6, 30)),
        ("california", facts(expires_on=date(2028, 2, 29)), date(2026, 3, 1), date(2028, 2, 29)),
        ("california", facts(expires_on=date(2027, 2, 28)), date(2025, 3, 1), date(2027, 2, 28)),
        ("nevada", facts(expires_on=EXPIRES), date(2026, 7, 1), date(2027, 6, 30)),
        ("west-virginia", facts(expires_on=EXPIRES), date(2026, 7, 1), date(2027, 6, 30)),
        ("montana", facts(expires_on=EXPIRES), date(2026, 7, 1), date(2027, 6, 30)),
        # A license for two years: the year before the last one is a cycle of its own.
        ("nevada", facts(expires_on=EXPIRES), date(2025, 7, 1), date(2026, 6, 30)),
        ("ascp-cmp", facts(issued_on=CERTIFIED), date(2024, 3, 15), date(2027, 3, 14)),
        ("ascp-cmp", facts(issued_on=CERTIFIED), date(2027, 3, 15), date(2030, 3, 14)),
        ("ascp-cmp", facts(issued_on=date(2024, 2, 29)), date(2024, 2, 29), date(2027, 2, 28)),
        ("ascp-cmp", facts(issued_on=date(2024, 2, 29)), date(2027, 3, 1), date(2030, 2, 28)),
        ("ascp-cmp", facts(issued_on=date(2024, 2, 29)), date(2036, 2, 29), date(2039, 2, 28)),
    ],
)
def test_a_cycle_has_its_first_and_its_last_day(rule: str, given: LicenseFacts, first: date, last: date) -> None:
    cycle = RULES[rule].cycle
    assert cycle_at(cycle, given, first) == Cycle(first, last) == cycle_at(cycle, given, last)
    after, before = cycle_at(cycle, given, last + DAY), cycle_at(cycle, given, first - DAY)
    assert after == MissingDate.NEW_EXPIRES_ON or (isinstance(after, Cycle) and after.first == last + DAY)
    assert given.issued_on == first or (isinstance(before, Cycle) and before.last == first - DAY)


def test_the_day_before_a_certification_is_in_its_first_cycle() -> None:
    rule = RULES["ascp-cmp"].cycle
    assert cycle_at(rule, facts(issued_on=CERTIFIED), CERTIFIED - DAY) == Cycle(CERTIFIED, date(2027, 3, 14))


@pytest.mark.parametrize("rule", ["california", "nevada", "west-virginia", "montana", "tennessee"])
def test_a_cycle_up_to_a_renewal_needs_a_date_that_has_not_passed(rule: str) -> None:
    cycle = RULES[rule].cycle
    assert cycle_at(cycle, facts(), EXPIRES) is MissingDate.EXPIRES_ON
    assert isinstance(cycle_at(cycle, facts(expires_on=EXPIRES), EXPIRES), Cycle)
    assert cycle_at(cycle, facts(expires_on=EXPIRES), EXPIRES + DAY) is MissingDate.NEW_EXPIRES_ON


def test_a_certification_needs_its_date() -> None:
    assert cycle_at(RULES["ascp-cmp"].cycle, facts(expires_on=EXPIRES), EXPIRES) is MissingDate.ISSUED_ON


def test_in_the_year_of_a_renewal_tennessee_counts_for_the_next_one() -> None:
    rule = RULES["tennessee"].cycle
    assert cycle_at(rule, facts(expires_on=EXPIRES), date(2027, 3, 1)) == Cycle(date(2027, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("first", "day", "months"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), 0),
        (date(2026, 7, 1), date(2027, 6, 30), 11),
        (date(2026, 7, 1), date(2027, 7, 1), 12),
        (date(2026, 7, 1), date(2027, 12, 31), 17),
        (date(2026, 7, 1), date(2028, 1, 1), 18),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2027, 8, 31), date(2028, 2, 28), 5),
        (date(2027, 8, 31), date(2028, 2, 29), 6),
    ],
)
def test_whole_months_of_a_cycle_are_counted(first: date, day: date, months: int) -> None:
    assert months_in(Cycle(first, date(2029, 1, 1)), day) == months


def test_there_is_no_cycle_before_the_license() -> None:
    rule, cycle = RULES["louisiana"].cycle, Cycle(date(2026, 1, 1), date(2026, 12, 31))
    before = Cycle(date(2025, 1, 1), date(2025, 12, 31))
    assert cycle_before(rule, facts(), cycle) == before
    assert cycle_before(rule, facts(issued_on=date(2025, 12, 31)), cycle) == before
    assert cycle_before(rule, facts(issued_on=date(2026, 1, 1)), cycle) is None


def test_the_cycle_before_that_of_a_renewal_ends_the_day_before_it() -> None:
    now = Cycle(date(2026, 7, 1), date(2027, 6, 30))
    before = Cycle(date(2025, 7, 1), date(2026, 6, 30))
    assert cycle_before(RULES["nevada"].cycle, facts(expires_on=EXPIRES), now) == before


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(kind=st.sampled_from(CycleKind), years=st.integers(1, 5), anchor=DAYS, day=DAYS)
@examples(300)
def test_cycles_follow_each_other_without_a_gap(kind: CycleKind, years: int, anchor: date, day: date) -> None:
    rule = CycleRule(kind=kind, years=years, starts_on=anchor if kind is CycleKind.FIXED else None)
    given = facts(issued_on=anchor, expires_on=anchor)
    found = cycle_at(rule, given, day)
    if not isinstance(found, Cycle):
        assert found is MissingDate.NEW_EXPIRES_ON
        assert day > anchor
        return
    assert day in found or (kind is CycleKind.FROM_ISSUE and day < anchor)
    assert years * 365 <= (found.last - found.first).days + 1 <= years * 365 + years // 4 + 1
    assert cycle_at(rule, given, found.first) == found == cycle_at(rule, given, found.last) or found.last > anchor
    if day in found and (kind is not CycleKind.FROM_ISSUE or found.first > anchor):
        before = cycle_at(rule, given, found.first - DAY)
        assert isinstance(before, Cycle)
        assert before.last == found.first - DAY
