"""The types of statement of credit, and which of them ASCLS reports to ASCP (pure)."""

from enum import StrEnum


class Statement(StrEnum):
    """What a statement of credit attests. Hours belong to one type and are never converted into another's."""

    AMA_PRA_1 = "ama_pra_1"
    ATTENDANCE = "attendance"
    PACE = "pace"
    CALIFORNIA = "california"
    FLORIDA = "florida"


REPORTABLE = frozenset({Statement.PACE, Statement.CALIFORNIA, Statement.FLORIDA})
"""The types the nightly run reports; the others stay in the ledger, for the learner's own record."""
