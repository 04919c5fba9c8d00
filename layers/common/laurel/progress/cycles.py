"""The cycles of a rule: from which local date to which, for one learner (pure).

Cycles follow each other without a gap. Each begins on an anniversary of one day. The anniversary of February 29 is
March 1 in a year without it, so that each cycle has its full years.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from laurel.progress.rule import CycleKind, CycleRule

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LicenseFacts:
    """What a learner says of their license or credential: since when they have it, and when it expires."""

    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The first and the last local date of a cycle; both belong to it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class MissingDate(StrEnum):
    """The date without which nobody knows the cycle."""

    ISSUED_ON = "issued_on"
    EXPIRES_ON = "expires_on"
    NEW_EXPIRES_ON = "new_expires_on"


def cycle_at(rule: CycleRule, facts: LicenseFacts, day: date) -> Cycle | MissingDate:
    """The cycle of `day`; the first one for a day before the credential was issued.

    An expiry date that has passed does not say whether the license was renewed, and until when: the new one is needed.
    """
    match rule.kind:
        case CycleKind.FIXED:
            begins = rule.starts_on or date.min
        case CycleKind.FROM_ISSUE:
            if facts.issued_on is None:
                return MissingDate.ISSUED_ON
            begins, day = facts.issued_on, max(facts.issued_on, day)
        case CycleKind.TO_EXPIRY | CycleKind.CALENDAR_BEFORE_RENEWAL:
            if facts.expires_on is None:
                return MissingDate.EXPIRES_ON
            if facts.expires_on < day:
                return MissingDate.NEW_EXPIRES_ON
            is_to_expiry = rule.kind is CycleKind.TO_EXPIRY
            begins = facts.expires_on + _DAY if is_to_expiry else date(facts.expires_on.year, 1, 1)
    number = (day.year - begins.year) // rule.years
    # The day may lie before the anniversary of its year.
    if _years_later(begins, number * rule.years) > day:
        number -= 1
    return _cycle(begins, number, rule.years)


def cycle_before(rule: CycleRule, facts: LicenseFacts, cycle: Cycle) -> Cycle | None:
    """The cycle that ended the day before `cycle` begins; None if the credential was issued later."""
    before = cycle.first - _DAY
    if facts.issued_on and facts.issued_on > before:
        return None
    found = cycle_at(rule, facts, before)
    return found if isinstance(found, Cycle) else None


def is_first(cycle: Cycle, facts: LicenseFacts) -> bool:
    """Whether the license was issued in this cycle."""
    return facts.issued_on is not None and facts.issued_on in cycle


def months_in(cycle: Cycle, day: date) -> int:
    """How many whole months of the cycle are over on `day`, which is one of its days."""
    months = 12 * (day.year - cycle.first.year) + day.month - cycle.first.month
    is_whole = day.day >= min(cycle.first.day, monthrange(day.year, day.month)[1])
    return months if is_whole else months - 1


def _cycle(begins: date, number: int, years: int) -> Cycle:
    return Cycle(_years_later(begins, number * years), _years_later(begins, (number + 1) * years) - _DAY)


def _years_later(day: date, years: int) -> date:
    """The anniversary of `day`; `years` may be negative."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # February 29
        return date(day.year + years, 3, 1)
