"""How long to wait before a partner is tried again (pure)."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# The longest Retry-After that is honored, in seconds. After it the circuit breaker tries again anyway.
LONGEST_RETRY_AFTER = 3600

# An HTTP date in any of its three forms (RFC 9110, section 5.6.7), or as RFC 3339 writes an instant.
_HTTP_DATE = re.compile(
    r"[A-Za-z]{3,9}, ?[0-9]{1,2}[ -][A-Za-z]{3}[ -][0-9]{2,4} [0-9:]{7,8}(?: (?:GMT|UTC?|[+-][0-9]{4}))?"
    r"|[A-Za-z]{3} [A-Za-z]{3} [ 0-9][0-9] [0-9:]{7,8} [0-9]{4}"
)
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:]{8}(?:[.][0-9]{1,6})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?")
_DURATION = re.compile(r"[0-9]+(?:[.][0-9]*)?|[.][0-9]+")
_UNITS = {"ms": 0.001, "millisecond": 0.001, "": 1, "s": 1, "sec": 1, "second": 1}
_UNITS |= {"m": 60, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600}
_PERIOD = re.compile(r"[Pp][Tt](?:([0-9]{1,9})[Hh])?(?:([0-9]{1,9})[Mm])?(?:([0-9]{1,9})(?:[.][0-9]+)?[Ss])?")


def wait_seconds(attempt: int, *, base: int, longest: int, draw: float) -> int:
    """Whole seconds to wait after the `attempt`-th try (from 1): `base`, doubled each time, at most `longest`.

    `draw` (random, 0 up to 1) takes off up to half of the wait, so that calls that failed together do not all retry
    together. The template parameters RetryBaseSeconds and RetryMaxSeconds give `base` and `longest`.
    """
    whole = min(longest, base << min(max(attempt, 1) - 1, 40))
    return max(1, math.ceil(whole / 2 + whole / 2 * draw))


def retry_after_seconds(headers: Iterable[str], *, now: datetime, answered_at: str | None = None) -> int:
    """The wait in seconds that the Retry-After `headers` of one answer ask for: the longest that any of them names.

    RFC 9110 allows seconds or a date; proxies and servers also send several headers, lists, fractions, quotes and
    units. A date is compared with the answer's own `Date` (`answered_at`), or with `now` if that is missing. 0 if no
    header can be read; never more than LONGEST_RETRY_AFTER.
    """
    since = _date(answered_at or "") or now
    asked = [seconds for header in headers for seconds in _read(header, since)]
    return math.ceil(min(max(asked, default=0), LONGEST_RETRY_AFTER))


def _read(header: str, since: datetime) -> list[float]:
    """Each wait that `header` names, in seconds."""
    text = header[:1000]
    dates = [_date(found) for found in _HTTP_DATE.findall(text)]
    text = _HTTP_DATE.sub(",", text)
    dates += [_instant(found) for found in _INSTANT.findall(text)]
    text = _INSTANT.sub(",", text)
    waits = [(at - since).total_seconds() for at in dates if at]
    return [0, *waits, *(_duration(part) for part in re.split("[,;]", text))]


def _duration(text: str) -> float:
    """`text` in seconds: a number, with a unit or without, or a period such as PT2M; 0 for anything else."""
    bare = text.strip(" \t\r\n\"'")
    if period := _PERIOD.fullmatch(bare):
        hours, minutes, seconds = (int(part or 0) for part in period.groups())
        return hours * 3600 + minutes * 60 + seconds
    number = _DURATION.match(bare)
    if number is None:
        return 0
    unit = bare[number.end() :].strip(" .").lower()
    size = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    return float(number.group()) * size if size else 0


def _date(text: str) -> datetime | None:
    try:
        return _with_zone(parsedate_to_datetime(text))
    except (ValueError, OverflowError, IndexError):
        return None


def _instant(text: str) -> datetime | None:
    try:
        return _with_zone(datetime.fromisoformat(text.upper()))
    except ValueError:
        return None


def _with_zone(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # written with -0000, or without a zone: UTC
