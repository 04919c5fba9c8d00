"""Refusals of the routes on which partners push credits and upload files (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import TRY_AGAIN

TOO_MANY_ROWS = RefusalType(
    "too_many_credits",
    RefusalKind.TOO_LARGE,
    "The call has more rows than one call may have.",
    "The call has {count} rows; one call takes at most {most}. None was taken. Send them in several calls.",
)
CREDIT_BUSY = TRY_AGAIN.saying("This credit was just updated. Send the same again.")
NO_ROWS = ProblemType("credits_missing", "`credits` has no row. Send at least one.")
REFERENCE_NOT_FOUND = RefusalType(
    "reference_not_found",
    RefusalKind.NOT_FOUND,
    "The provider reported no credit under this reference.",
    "You have reported no credit under this reference. A row that was rejected does not count: correct it and send it"
    " again.",
)
UPLOAD_TOO_LARGE = RefusalType(
    "upload_too_large",
    RefusalKind.INVALID,
    "The file has more bytes than an upload may have.",
    "The file has {size} bytes; an upload takes at most {largest}. Split it into several files, each with the header,"
    " and upload them one after the other.",
)
UPLOAD_EMPTY = RefusalType(
    "upload_empty",
    RefusalKind.INVALID,
    "The file to upload has no bytes.",
    "The file is empty. Export it again, and look whether it has rows.",
)
UPLOAD_NOT_CSV = RefusalType(
    "upload_not_csv",
    RefusalKind.INVALID,
    "The file to upload is no CSV file.",
    "Only CSV files (text/csv) are taken. In a spreadsheet choose Save as, CSV UTF-8, and upload that file.",
)
UPLOAD_NOT_FOUND = RefusalType(
    "upload_not_found",
    RefusalKind.NOT_FOUND,
    "No file arrived under this upload ID, and its form can no longer be sent.",
    "No file arrived under this ID, and its form is too old to be sent. Ask for a new form and upload the file again.",
)
