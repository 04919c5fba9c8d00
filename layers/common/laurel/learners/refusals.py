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
NAME_TOO_SHORT = ProblemType(
    "name_too_short", "Enter at least two letters of the first name or the last name, or one Han character."
)

SESSION_NOT_FOUND = RefusalType(
    "session_not_found",
    RefusalKind.NOT_FOUND,
    "The learner has no such session, or it began more than 30 days ago.",
    "There is no such session. Reload the page to see those that are open.",
)

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
ADDRESS_ALREADY_YOURS = RefusalType(
    "address_already_yours",
    RefusalKind.CONFLICT,
    "The address is in the learner's profile already.",
    "This address is yours already.",
)
ADDRESS_OF_ANOTHER = RefusalType(
    "address_of_another",
    RefusalKind.CONFLICT,
    "The code was right, but another account has the address, or staff gave it away.",
    "Another account has this address. If it is yours too, take the address over from it or join the two accounts."
    " Otherwise write to us.",
)
TOO_MANY_ADDRESS_CODES = RefusalType(
    "too_many_address_codes",
    RefusalKind.TOO_MANY,
    "The learner was sent five codes within the hour.",
    "We sent {most} codes within the hour. Look for the last one in the mailbox, or try again later.",
)
WRONG_ADDRESS_CODE = RefusalType(
    "wrong_address_code",
    RefusalKind.CONFLICT,
    "It is not the code that was sent to the address.",
    "This is not the code that we sent. Attempts left: {left}.",
)
ADDRESS_CODE_OVER = RefusalType(
    "address_code_over",
    RefusalKind.CONFLICT,
    "The learner has no code for the address that can be entered: used, too old, or wrong too often.",
    "There is no valid code for this address: a code lasts 15 minutes and ends after five wrong attempts. Ask for"
    " another one.",
)
MAIL_NOT_SENT = RefusalType(
    "mail_not_sent",
    RefusalKind.BUSY,
    "The e-mail could not be sent.",
    "No e-mail can be sent to this address. Check it.",
)
MAIL_NOT_SENT_NOW = MAIL_NOT_SENT.saying(
    "We cannot send e-mail at the moment. Your address is not the reason. Try again later."
)
ADDRESS_NOT_YOURS = RefusalType(
    "address_not_yours",
    RefusalKind.CONFLICT,
    "The account does not have the address.",
    "That account does not have this address. Another account proved it first: write to us.",
)
NO_LONGER_YOURS = ADDRESS_NOT_YOURS.saying(
    "Your account does not have this address, or no longer. There is nothing to remove."
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
    "The proof is not from Laurel, older than ten minutes, or the other account was changed since.",
    "This took longer than ten minutes, or the other account was changed meanwhile. Sign in to it again.",
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
BACK_ALREADY = MOVED_SINCE.saying("The address is with its former owner again. There is nothing to undo.")
PROVED_SINCE = MOVED_SINCE.saying("Another account proved the address since. Write to us.")
MOVED_BY_STAFF = RefusalType(
    "moved_by_staff",
    RefusalKind.FORBIDDEN,
    "Staff moved the address: only staff undo that.",
    "Staff moved this address, for the reason in your history. Write to us if you disagree.",
)

# Two accounts that become one.
SAME_ACCOUNT = RefusalType(
    "same_account",
    RefusalKind.CONFLICT,
    "Both are the same account.",
    "This is the account that you use. Sign in to the other one.",
)
OWN_ACCOUNT = RefusalType(
    "own_account",
    RefusalKind.FORBIDDEN,
    "Staff cannot join another person's account with their own.",
    "One of the two is your own account. If both are yours, join them in your profile.",
)
ALREADY_JOINED = RefusalType(
    "already_joined",
    RefusalKind.CONFLICT,
    "One of the two is joined with another account already.",
    "One of the two accounts is joined with another account already. Undo that first, or use the account that stays.",
)
TOO_MANY_JOINED = RefusalType(
    "too_many_joined",
    RefusalKind.CONFLICT,
    "The account has too many accounts joined with it.",
    "At most {most} accounts can be joined with one.",
)
CONSENT_DIFFERS = RefusalType(
    "consent_differs",
    RefusalKind.CONFLICT,
    "Staff would extend a consent to somebody's credits who did not give it.",
    "The account that stays agrees to reporting, and the other one does not. Join them the other way around, or ask the"
    " learner.",
)
JOIN_NOT_FOUND = RefusalType(
    "join_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such join of this account.",
    "These accounts were not joined that way. Reload the page.",
)
JOIN_UNDONE = RefusalType(
    "join_undone",
    RefusalKind.CONFLICT,
    "The join was undone already.",
    "The accounts were separated already.",
)
JOIN_TOO_OLD = RefusalType(
    "join_too_old",
    RefusalKind.CONFLICT,
    "The join is older than 30 days.",
    "Joined accounts can be separated for 30 days.",
)
