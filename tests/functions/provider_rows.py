"""What providers send, for tests: a record, and rows of credits."""

from typing import Any

LABCE = {
    "display_name": "LabCE",
    "pace_provider_number": "900",
    "provider_statement": "LabCE is approved by the P.A.C.E.® Program.",
    "contact_email": "labce@example.org",
    "time_zone": "America/Chicago",
    "active": True,
    "expected_every_days": 7,
}


def row(reference: str = "r1", email: str = "ana@example.org", **changes: Any) -> dict[str, Any]:
    """A row of an activity of its own."""
    return {
        "reference": reference,
        "email": email,
        "name": "Ana Example",
        "activity_number": f"578-{reference}",
        "activity_title": "Hemostasis",
        "statement": "pace",
        "contact_hours": "1.5",
        "completed_on": "2026-11-01",
        **changes,
    }


def award(**changes: Any) -> dict[str, Any]:
    """A credit that staff award."""
    return {
        "provider": "labce",
        "statement": "pace",
        "activity_number": "571-021-26",
        "activity_title": "Malaria smears",
        "contact_hours": "1.5",
        "completed_on": "2026-11-01",
        "reason": "Her badge was not read at the door.",
        **changes,
    }
