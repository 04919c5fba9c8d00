"""Refusals about drafts of activities (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

DRAFT_NOT_FOUND = RefusalType(
    "draft_not_found",
    RefusalKind.NOT_FOUND,
    "The activity has no draft.",
    "There is no draft of this activity. Somebody may have published or discarded it.",
)
DRAFT_CHANGED = CHANGED_ELSEWHERE.saying(
    "Somebody else changed this draft since you opened it. Nothing of yours was saved. Reload it, then make your"
    " change."
)
PUBLISHED_MEANWHILE = CHANGED_ELSEWHERE.saying(
    "Somebody else published this activity since this draft was begun. Compare both, and make your change again."
)
DRAFT_BUSY = TRY_AGAIN.saying("Somebody else saved this draft at the same time. Reload it and try again.")
DRAFT_TOO_LARGE = RefusalType(
    "draft_too_large",
    RefusalKind.INVALID,
    "The draft is too large to store.",
    "{what} takes {size} bytes compressed; the maximum is {largest}. Shorten it.",
)
ID_TAKEN = RefusalType(
    "id_taken",
    RefusalKind.CONFLICT,
    "There is an activity with this ID already.",
    "There is an activity with the ID {id} already. Choose another one.",
)
SESSIONS_UNREADABLE = RefusalType(
    "sessions_unreadable",
    RefusalKind.INVALID,
    "The file of sessions cannot be read as a table.",
    "This file cannot be read: {why}.",
)
TABLE_UNREADABLE = RefusalType(
    "table_unreadable",
    RefusalKind.INVALID,
    "The file whose columns are asked for cannot be read as a table.",
    "This file cannot be read: {why}.",
)
NO_TABLE = TABLE_UNREADABLE.saying("{why}")
FILE_WITHOUT_COLUMNS = TABLE_UNREADABLE.saying("This file is empty. Its first line must name the columns.")
SESSION_COLUMNS_UNKNOWN = RefusalType(
    "session_columns_unknown",
    RefusalKind.INVALID,
    "No row of the file names the columns that are needed.",
    "No row at the top of this file names a column with the titles of the sessions and another one. It has: {columns}."
    " Say how the file calls its columns.",
)
DRAFT_WITHOUT_ZONE = RefusalType(
    "draft_without_zone",
    RefusalKind.CONFLICT,
    "The draft has no time zone by which times could be read.",
    "Choose the time zone of the activity first, and save the draft: the times of sessions are read by it.",
)
NO_TIME = ProblemType(
    "no_session_time",
    "“{found}” is no time of a day that can be read. Write it as 2026-06-04 09:00, or date and time in two columns.",
)
TIME_MISSING = ProblemType("session_time_missing", "Write the time here.")
SKIPPED_TIME = ProblemType(
    "session_time_skipped", "The clock of {zone} skips “{found}”: summer time begins then. Write another time."
)
TIME_ENDS_EARLY = ProblemType(
    "session_time_early", "“{found}” is before the beginning. Write AM or PM, or the date of the end too."
)
TITLE_MISSING = ProblemType("session_title_missing", "Write the title of the session here.")
ID_UNUSABLE = ProblemType(
    "session_id_unusable", "“{found}” is no ID: write 1 to 64 letters, digits, dots, dashes and underscores."
)
ROW_DOUBLED = ProblemType("session_row_doubled", "Line {line} is about the same session.")
NO_AMOUNT = ProblemType(
    "session_no_amount", "“{found}” is no amount of credit. Write a number with at most two decimals, such as 1.25."
)
NO_SUCH_FORM = ProblemType("session_no_such_form", "The activity has no evaluation form “{found}”.")
ACTIVITY_CLAIMED = RefusalType(
    "activity_claimed",
    RefusalKind.CONFLICT,
    "Somebody has opened a claim for the activity, so it cannot be deleted.",
    "Somebody has opened a claim for this activity, so it cannot be deleted. Archive it instead.",
)
DRAFT_IN_THE_WAY = RefusalType(
    "draft_in_the_way",
    RefusalKind.CONFLICT,
    "The activity has a draft, so it cannot be deleted.",
    "There is a draft of this activity. Publish or discard it first.",
)
ARCHIVED_ALREADY = RefusalType(
    "archived_already",
    RefusalKind.CONFLICT,
    "The activity is archived.",
    "This activity is archived already.",
)
NOT_ARCHIVED = RefusalType(
    "not_archived",
    RefusalKind.CONFLICT,
    "The activity is not archived.",
    "This activity is in the library already.",
)
REVISION_NOT_FOUND = RefusalType(
    "revision_not_found",
    RefusalKind.NOT_FOUND,
    "The activity has no such revision on record.",
    "There is no revision {revision} of this activity on record.",
)
