"""How long to wait before ASCP is tried again (pure)."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A credit that is queued and not heard of for this long after its wait has lost its message: the next night queues it.
LOST_AFTER = timedelta(hours=6)

# The longest wait a partner may ask for, in seconds: about what SQS can hide a message for.
LONGEST_RETRY_AFTER = 43_200


def wait_seconds(attempt: int, *, base: int, longest: int, draw: float) -> int:
    """Whole seconds to wait after the `attempt`-th try (from 1): `base`, doubled each time, at most `longest`.

    `draw` (0 up to 1, at random) takes off up to half of it, so that many who failed together do not return together.
    """
    whole = min(longest, base << min(max(attempt, 1) - 1, 40))
    return max(1, math.ceil(whole / 2 + whole / 2 * draw))


def retry_after_seconds(header: str | None, *, now: datetime) -> int:
    """What a Retry-After header (RFC 9110: seconds, or a date) asks for, in seconds from `now`.

    0 if there is none or it cannot be read; never more than LONGEST_RETRY_AFTER.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        # Cut first: Python refuses to read numbers of thousands of digits.
        return LONGEST_RETRY_AFTER if len(text) > 9 else min(int(text), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0
    if at.tzinfo is None:  # written with -0000: UTC
        at = at.replace(tzinfo=UTC)
    return min(max(0, math.ceil((at - now).total_seconds())), LONGEST_RETRY_AFTER)
