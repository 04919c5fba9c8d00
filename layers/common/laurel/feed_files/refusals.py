"""Refusals of the routes for files of providers (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType
from laurel.platform.refusals import TRY_AGAIN

FILE_NOT_FOUND = RefusalType(
    "file_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such file, or it is another provider's.",
    "There is no such file. See the list of files.",
)
FILE_NOT_TAKEN = RefusalType(
    "file_not_taken",
    RefusalKind.CONFLICT,
    "The file was refused as a whole, so nothing of it can be undone.",
    "Nothing of this file was taken. There is nothing to undo.",
)
UNDO_NOT_FOUND = RefusalType(
    "undo_not_found",
    RefusalKind.NOT_FOUND,
    "Nobody has asked for an undo, or for a dry run, of the file.",
    "Nobody has asked for this yet. Start with a dry run.",
)
UNDO_BUSY = TRY_AGAIN.saying("Somebody else is asking for the same at this moment. Look at the file, then try again.")
