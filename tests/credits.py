"""Credits of invented people, for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from laurel.ledger.credit import Credit, CreditFacts, Source, Step
from laurel.ledger.states import State

START = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def a_credit(credit_id: str = "c1", **changes: Any) -> Credit:
    """A credit just earned."""
    known: dict[str, Any] = {
        "credit_id": credit_id,
        "reference": f"ref-{credit_id}",
        "fingerprint": "f" * 32,
        "source": Source.FEED,
        "email": f"{credit_id}@example.org",
        "email_key": f"{credit_id}@example.org",
        "name": "Ada Example",
        "provider": "labce",
        # Each credit is of its own activity, or it would look like the others of its learner.
        "activity_number": "578-001-26" if credit_id == "c1" else f"578-{credit_id}-26",
        "activity_title": "Blood smears, read right",
        "statement": "pace",
        "contact_hours": Decimal("1.5"),
        "completed_on": date(2026, 11, 1),
        "timeline": (Step(START, State.EARNED),),
        "due_at": START,
    }
    return Credit(**known | changes)


def facts(name: str, number: str = "578-001-26") -> CreditFacts:
    """What staff may correct of `a_credit`."""
    return CreditFacts(name, "labce", number, "Blood smears, read right")
