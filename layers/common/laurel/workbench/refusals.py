"""Refusals about drafts of activities (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType
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
