"""Refusals about exports (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType
from laurel.platform.refusals import TRY_AGAIN

EXPORT_TOO_SOON = RefusalType(
    "export_too_soon",
    RefusalKind.TOO_MANY,
    "An export is ready that is less than an hour old.",
    "Your export is ready and less than an hour old. Download it, or ask for a new one in {minutes} minutes.",
)
TOO_MANY_EXPORTS = RefusalType(
    "too_many_exports",
    RefusalKind.TOO_MANY,
    "Too many files with all certificates within a day; `Retry-After` says how many seconds to wait.",
    "You asked for this file {most} times within a day. Download the one that is there, or try again later.",
)
EXPORT_BUSY = TRY_AGAIN.saying("Somebody asked for your export at the same moment. Load the page again.")
