"""Refusals of the routes on which providers push credits (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType

TOO_MANY_ROWS = RefusalType(
    "too_many_credits",
    RefusalKind.TOO_LARGE,
    "The call has more rows than one call may have.",
    "The call has {count} rows; one call takes at most {most}. None was taken. Send them in several calls.",
)
NO_ROWS = ProblemType("credits_missing", "`credits` has no row. Send at least one.")
REFERENCE_NOT_FOUND = RefusalType(
    "reference_not_found",
    RefusalKind.NOT_FOUND,
    "The provider reported no credit under this reference.",
    "You have reported no credit under this reference. A row that was rejected does not count: correct it and send it"
    " again.",
)
