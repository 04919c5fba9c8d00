"""Refusals about notices by e-mail (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType

STOP_LINK_UNKNOWN = RefusalType(
    "stop_link_unknown",
    RefusalKind.NOT_FOUND,
    "The link is not whole, or was not given out here.",
    "This link is incomplete or not from us. Copy the whole link from the e-mail, or sign in and turn these e-mails off"
    " in your profile.",
)
