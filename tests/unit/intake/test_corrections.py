"""Corrections of credits: the day of completion is one that has begun somewhere."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from laurel.intake import corrections
from laurel.intake.corrections import CreditCorrectionRequest


def corrected(day: str) -> date | None:
    return CreditCorrectionRequest.model_validate({"reason": "A typo.", "completed_on": day}).completed_on


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (datetime(2026, 12, 31, 9, 59, tzinfo=UTC), "2026-12-31"),
        (datetime(2026, 12, 31, 10, 0, tzinfo=UTC), "2027-01-01"),  # midnight on Kiritimati
        (datetime(2027, 1, 1, 1, 0, tzinfo=UTC), "2027-01-01"),  # an evening in New York
        (datetime(2028, 2, 28, 12, 0, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_a_day_that_has_begun_nowhere_is_no_completion(
    now: datetime, latest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "utc_now", lambda: now)
    last = date.fromisoformat(latest)
    assert corrected(latest) == last
    with pytest.raises(ValidationError, match=f"Is after {last}"):
        corrected(date.fromordinal(last.toordinal() + 1).isoformat())
