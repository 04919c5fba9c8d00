"""How messages to learners name things (pure)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from laurel.statements import Statement

STATEMENT_NAMES = {
    Statement.AMA_PRA_1: "AMA PRA Category 1 Credit™",
    Statement.ATTENDANCE: "the statement of attendance",
    Statement.PACE: "P.A.C.E.®",
    Statement.CALIFORNIA: "California credit",
    Statement.FLORIDA: "Florida credit",
}


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`at` as people at the activity's place say it: "20 November 2026, 17:00 (America/New_York)"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M} ({zone.key})"
