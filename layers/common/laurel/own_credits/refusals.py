"""Refusals about credits from elsewhere (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

OWN_CREDIT_NOT_FOUND = RefusalType(
    "own_credit_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such credit from elsewhere, or it is another learner's.",
    "You have no such credit from elsewhere. Load the list again.",
)
OWN_CREDITS_FULL = RefusalType(
    "own_credits_full",
    RefusalKind.CONFLICT,
    "The learner has entered as many credits from elsewhere as there may be.",
    "You have {most} credits from elsewhere, and there can be no more. Delete one that you do not need.",
)
OWN_CREDIT_CHANGED = CHANGED_ELSEWHERE.saying("This credit was changed elsewhere. Load the list again.")
OWN_CREDIT_BUSY = TRY_AGAIN.saying("This credit was being changed at the same moment. Try again.")
PROOF_NOT_FOUND = RefusalType(
    "proof_not_found",
    RefusalKind.NOT_FOUND,
    "The credit has no proof.",
    "This credit has no proof.",
)
PROOF_NOT_ARRIVED = RefusalType(
    "proof_not_arrived",
    RefusalKind.CONFLICT,
    "The file of the form has not arrived, or was checked before.",
    "The file has not arrived. Choose it again.",
)
PROOF_NOT_TAKEN = RefusalType(
    "proof_not_taken",
    RefusalKind.INVALID,
    "By its content the file is no PDF, PNG, JPEG or HEIC, is damaged, or holds more than one document.",
    "This file is not a PDF or a picture (PNG, JPEG, HEIC), or it is damaged. Save it again, or take a photo.",
)
PROOF_TOO_LARGE = RefusalType(
    "proof_too_large",
    RefusalKind.INVALID,
    "The file is larger than a proof may be.",
    "This file has {size} bytes; at most {largest} are taken. Save it in a smaller size.",
)
PROOF_EMPTY = PROOF_NOT_TAKEN.saying("This file is empty.")
IN_THE_FUTURE = ProblemType("in_the_future", "This day is still to come. Enter the day on which you completed it.")
NOTHING_EARNED = ProblemType("nothing_earned", "Enter an amount above 0, and at most {most}.")
