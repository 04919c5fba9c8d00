"""Refusals about changes of the sign-in address or the password (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType

CHANGE_LINK_UNKNOWN = RefusalType(
    "change_link_unknown",
    RefusalKind.NOT_FOUND,
    "The link is incomplete, not from Laurel, or for something else.",
    "Open the link from the e-mail again, or copy it whole.",
)
CHANGE_TOO_OLD = RefusalType(
    "change_too_old",
    RefusalKind.CONFLICT,
    "The change is older than seven days.",
    "This change is older than seven days, so the link no longer works. If it was not you, write to us.",
)
CHANGE_UNDONE = RefusalType(
    "change_undone",
    RefusalKind.CONFLICT,
    "The change was undone already.",
    "This change was undone already. Set a new password if you have not done so.",
)
CHANGE_CONFIRMED = RefusalType(
    "change_confirmed",
    RefusalKind.CONFLICT,
    "The owner of the former address confirmed the change.",
    "This change was confirmed with the other link in the e-mail. If that was not you, write to us.",
)
CHANGE_REPLACED = RefusalType(
    "change_replaced",
    RefusalKind.CONFLICT,
    "The account was changed again since.",
    "The account was changed again since. Use the link in the latest e-mail about it.",
)
