"""Parts that the sample activities share: provider, statements, windows."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from laurel.platform.amounts import amount_text
from laurel.statements import Statement

SOCIETY = "example-society"
PROVIDER = "Example Society for Laboratory Medicine"
PROVIDER_STATEMENT = (
    "The Example Society for Laboratory Medicine is approved as a provider of continuing education programs in the "
    "clinical laboratory sciences by the ASCLS P.A.C.E.® Program."
)
CONTACT = "education@example.org"
SIGNATORY = {"name": "Gwenllian Prys-Jones, PhD", "title": "Chair, Committee on Continuing Education"}
ZONE = "America/New_York"

_WORDING = {
    "ama_pra_1": (
        "The Example Society for Laboratory Medicine designates this activity for a maximum of {} AMA PRA Category 1 "
        "Credit(s)™. Physicians should claim only the credit commensurate with the extent of their participation."
    ),
    "attendance": "This activity was designated for {} AMA PRA Category 1 Credit(s)™.",
    "pace": "This program is approved for a maximum of {} P.A.C.E.® contact hours.",
    "california": "Approved for {} hours by an accrediting agency of the State of California.",
    "florida": "Approved for {} hours by the Florida Board of Clinical Laboratory Personnel.",
}
_APPROVALS = {"california": "CA-0000", "florida": "FL-000000"}


def activity(data: dict[str, Any]) -> Activity:
    """The activity that `data` describes. Raises ValueError with everything that is wrong with it."""
    provider = {
        "provider": PROVIDER,
        "provider_id": SOCIETY,
        "provider_statement": PROVIDER_STATEMENT,
        "signatory": SIGNATORY,
    }
    parsed = parse_activity(provider | {"contact": CONTACT} | data)
    if isinstance(parsed, Activity):
        return parsed
    raise ValueError("\n".join(f"{one.path}: {one.message}" for one in parsed))


def statements(maxima: dict[str, str]) -> list[dict[str, str]]:
    """Statements of these types with these maxima, worded and stepped as their accreditors want it."""
    return [
        {"type": kind, "maximum": maximum, "step": _step(kind), "wording": _WORDING[kind].format(maximum)}
        | ({"approval_number": _APPROVALS[kind]} if kind in _APPROVALS else {})
        for kind, maximum in maxima.items()
    ]


def _step(kind: str) -> str:
    step = Statement(kind).kind.step
    return amount_text(step) if step else "0.5"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the clock on the wall of the sample's zone."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE)).astimezone(UTC)


def window(opens: date, closes: date) -> dict[str, datetime]:
    """A claim window from the start of one day to the end of another."""
    return {"opens_at": at(opens, 0), "closes_at": at(closes + timedelta(days=1), 0)}


def disclosure(who: str) -> dict[str, Any]:
    """A disclosure of financial relationships."""
    text = (
        f"{who} have disclosed all financial relationships with ineligible companies of the past 24 months. Every "
        "relevant relationship has been mitigated. The others have nothing to disclose."
    )
    return {"id": "financial", "version": 1, "title": "Financial relationships", "text": text}
