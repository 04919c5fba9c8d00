"""Refusals about attendance (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import TRY_AGAIN

REPORT_UNREADABLE = RefusalType(
    "attendance_unreadable",
    RefusalKind.INVALID,
    "The report of attendance cannot be read as a table.",
    "This file cannot be read: {why}.",
)
COLUMNS_UNKNOWN = RefusalType(
    "attendance_columns_unknown",
    RefusalKind.INVALID,
    "No row of the report names the columns that are needed.",
    "No row of this file names a column with e-mail addresses and one with times or minutes. Name the columns"
    " yourself: `email_column`, and `join_column` with `leave_column`, or `minutes_column`.",
)
COLUMN_MISSING = COLUMNS_UNKNOWN.saying("No row of this file has a column called “{column}”. It has: {columns}.")
SESSION_NEEDED = RefusalType(
    "attendance_session_needed",
    RefusalKind.INVALID,
    "The report has minutes without times, and the request names no session.",
    "This file has minutes but no times, so it does not say which session they belong to. Name the session.",
)
ONLINE_SESSION_NEEDED = SESSION_NEEDED.saying(
    "The sessions of an online activity have no fixed time, so this file does not say which one it is about. Name the"
    " session."
)
PARALLEL_SESSION_NEEDED = SESSION_NEEDED.saying(
    "“{one}” and “{other}” are held at the same time, so this file does not say in which one a person was. Name the"
    " session."
)
ATTENDANCE_BUSY = TRY_AGAIN.saying(
    "Somebody else is handing in a report for this activity. Try again in a moment; what was recorded stays."
)
ZONE_UNKNOWN = ProblemType("time_zone_unknown", "There is no time zone “{zone}”. Use a name such as America/New_York.")
SESSION_UNKNOWN = RefusalType(
    "attendance_session_unknown",
    RefusalKind.INVALID,
    "The activity has no such session.",
    "This activity has no session “{session}”.",
)
