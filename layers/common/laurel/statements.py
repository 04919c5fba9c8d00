"""The types of statement of credit: the one vocabulary that every package shares (pure)."""

from enum import StrEnum


class Statement(StrEnum):
    """A type of statement of credit. Hours are per type and never converted into another."""

    AMA_PRA_1 = "ama_pra_1"
    ATTENDANCE = "attendance"
    PACE = "pace"
    CALIFORNIA = "california"
    FLORIDA = "florida"


# ASCP's Credential Maintenance Program takes contact hours from these; the others are not reported.
REPORTABLE = frozenset({Statement.PACE, Statement.CALIFORNIA, Statement.FLORIDA})
