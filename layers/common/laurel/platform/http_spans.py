"""The days between which a request asks for something."""

from datetime import date

from laurel.platform.dates import day_in_words
from laurel.platform.problems import RefusedRequest
from laurel.platform.refusals import DAYS_REVERSED, INVALID


def in_order(starting: date | None, ending: date | None) -> None:
    """Refuses days of which the last comes before the first. Raises RefusedRequest."""
    if starting and ending and ending < starting:
        reversed_days = DAYS_REVERSED.at("to", to=day_in_words(ending), since=day_in_words(starting))
        raise RefusedRequest(INVALID.refuse(errors=[reversed_days]))
