"""Refusals about profiles and e-mail addresses (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

PROFILE_CHANGED = CHANGED_ELSEWHERE.saying(
    "Your profile was changed on another device. Reload it, then make your change."
)
PROFILE_BUSY = TRY_AGAIN.saying("Another device is changing your profile right now. Try again in a moment.")
ACCOUNT_ERASED = RefusalType(
    "account_erased",
    RefusalKind.FORBIDDEN,
    "The learner had their account erased; their sign-in is from before.",
    "This account was erased, at your request. Within an hour you can sign up again with the same e-mail address.",
)
NOT_AN_ADDRESS = ProblemType("address", "{why}")

# An address that changes its owner.
ADDRESS_NOT_HELD = RefusalType(
    "address_not_held",
    RefusalKind.NOT_FOUND,
    "No learner ever proved the address.",
    "No account has this address, or had it. It will belong to the first who signs in with it.",
)
RECEIVER_NOT_FOUND = ADDRESS_NOT_HELD.saying(
    "No account has the address of the person who is to get it. They must sign in once first."
)
ADDRESS_NOT_YOURS = RefusalType(
    "address_not_yours",
    RefusalKind.CONFLICT,
    "The account does not have the address.",
    "That account does not have this address. Another account proved it first: write to us.",
)
CURRENT_ADDRESS = RefusalType(
    "current_address",
    RefusalKind.CONFLICT,
    "It is the learner's current address.",
    "You sign in with this address. Change it first, then you can remove it.",
)
PROOF_NOT_VALID = RefusalType(
    "proof_not_valid",
    RefusalKind.CONFLICT,
    "The proof is not from Laurel, or older than ten minutes.",
    "This took longer than ten minutes. Sign in to the other account again.",
)
ADDRESS_ALREADY_THEIRS = RefusalType(
    "address_already_theirs",
    RefusalKind.CONFLICT,
    "The address belongs to that learner already, or to nobody.",
    "There is nothing to do: the address belongs there already.",
)
TOO_MANY_ADDRESSES = RefusalType(
    "too_many_addresses",
    RefusalKind.CONFLICT,
    "The learner has too many addresses to get another one.",
    "A person can have at most {most} addresses apart from the current one. Remove one first.",
)
MOVE_NOT_FOUND = RefusalType(
    "move_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such move of this address.",
    "This address was not moved that way. Reload the page.",
)
MOVE_UNDONE = RefusalType(
    "move_undone",
    RefusalKind.CONFLICT,
    "The move was undone already.",
    "This move was undone already.",
)
MOVE_TOO_OLD = RefusalType(
    "move_too_old",
    RefusalKind.CONFLICT,
    "The move is older than 30 days.",
    "A move can be undone for 30 days. Move the address back instead.",
)
MOVED_SINCE = RefusalType(
    "moved_since",
    RefusalKind.CONFLICT,
    "The address was moved again since.",
    "The address was moved again since. Undo the later move first.",
)
