"""Refusals about credits: what learners and staff cannot do with one (pure)."""

from laurel.ledger.states import State
from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN

CREDIT_NOT_FOUND = RefusalType(
    "credit_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such credit, or it is not the learner's.",
    "You have no such credit. See the list of your credits.",
)
CREDIT_CHANGED = CHANGED_ELSEWHERE.saying(
    "This credit has changed since you looked. Reload the page, then correct what is still wrong."
)
CREDIT_BUSY = TRY_AGAIN.saying("This credit was just updated. Look at it, then try again.")

# Another attempt.
NOTHING_TO_RETRY = RefusalType(
    "nothing_to_retry",
    RefusalKind.CONFLICT,
    "Another attempt cannot help in the credit's state; the message says why.",
    "There is nothing to try again. Credit of this type is not reported to ASCP.",
)
NOTHING_TO_RETRY_IN = {
    state: NOTHING_TO_RETRY.saying(f"There is nothing to try again. {now}")
    for state, now in {
        State.EARNED: "It is matched within minutes anyway, or in the next nightly run.",
        State.REPORTED: "It is on its way to ASCP already.",
        State.SENDING: "It is being sent to ASCP right now.",
        State.ACCEPTED: "ASCP has it already.",
        State.WITHDRAWN: "It was withdrawn and will not be sent.",
    }.items()
}
NOTHING_TO_RETRY_TWICE = NOTHING_TO_RETRY.saying(
    "There is nothing to try again. It looks like another credit of yours. If it is a separate credit, write to us."
)
NOTHING_TO_RETRY_UNASKED = NOTHING_TO_RETRY.saying(
    "There is nothing to try again. You have not agreed to reporting. Agree in your profile; this credit is then"
    " matched within minutes, or in the next nightly run."
)
NOTHING_TO_RETRY_AMBIGUOUS = NOTHING_TO_RETRY.saying(
    "There is nothing to try again. Once ASCLS has a separate address for each member, the next nightly run matches it"
    " automatically."
)
TOO_MANY_RETRIES = RefusalType(
    "too_many_retries",
    RefusalKind.TOO_MANY,
    "The credit was tried again three times today; `Retry-After` says how long to wait.",
    "You have retried this credit {times} times today. You can retry it again tomorrow (UTC).",
)

# What staff can do only in other states.
_NOW = {
    State.EARNED: "This one has not been matched yet. That happens within minutes, or in the next nightly run.",
    State.UNMATCHED: "This one is not matched to a member.",
    State.REPORTED: "This one is on its way to ASCP.",
    State.SENDING: "This one is being sent to ASCP right now. Look again in a few minutes.",
    State.ACCEPTED: "ASCP has this one.",
    State.REJECTED: "This one was refused by ASCP.",
    State.WITHDRAWN: "This one was withdrawn.",
}
NOT_WITHDRAWN = RefusalType(
    "not_withdrawn",
    RefusalKind.CONFLICT,
    "The credit is not withdrawn: there is nothing to undo.",
)
NOT_WITHDRAWN_IN = {
    state: NOT_WITHDRAWN.saying(f"Only a withdrawn credit can be restored. {now}") for state, now in _NOW.items()
}
CREDIT_REVOKED = RefusalType(
    "credit_revoked",
    RefusalKind.CONFLICT,
    "The certificate of the credit was revoked: its claim is opened again instead.",
    "The certificate of this credit was revoked. Reopen its claim on the certificate's page. The credit is sent with"
    " the next certificate.",
)
ENTERED_BY_HAND = RefusalType(
    "entered_by_hand",
    RefusalKind.CONFLICT,
    "The learner entered the credit by hand; `not_at_ascp` says that ASCP does not have it.",
    "The learner reported that they entered this credit at ASCP by hand. If ASCP has it, leave it withdrawn, or ASCP"
    " would have it twice. If ASCP does not have it, confirm that (not_at_ascp).",
)
NOT_RELEASABLE = RefusalType(
    "not_releasable",
    RefusalKind.CONFLICT,
    "The credit was neither refused nor is it stuck on its way to ASCP.",
)
NOT_RELEASABLE_IN = {
    state: NOT_RELEASABLE.saying(
        f"Only a credit that was refused, looks like another, or is stuck on its way can be released. {now}"
    )
    for state, now in _NOW.items()
}

# Assigning a credit to a member.
NOT_UNMATCHED = RefusalType(
    "not_unmatched",
    RefusalKind.CONFLICT,
    "The credit is matched, or was not looked at yet.",
)
NOT_UNMATCHED_IN = {
    state: NOT_UNMATCHED.saying(f"Only an unmatched credit can be assigned to a member. {now}")
    for state, now in _NOW.items()
    if state is not State.UNMATCHED
}
LIKELY_DUPLICATE = RefusalType(
    "likely_duplicate",
    RefusalKind.CONFLICT,
    "The credit looks like another one: release it or withdraw it.",
    "This credit looks like another one. Release it if both are real, or withdraw it if they are the same.",
)
NOT_A_MEMBER_WITH_ADDRESS = RefusalType(
    "not_a_bearer",
    RefusalKind.INVALID,
    "No member with this number has the credit's address on the roster.",
    "No member with this number has the credit's e-mail address on the roster. Choose one who is listed with it.",
)
MEMBERSHIP_LAPSED = RefusalType(
    "membership_lapsed",
    RefusalKind.CONFLICT,
    "The member's membership has lapsed.",
    "This membership has lapsed. It must be renewed at ASCLS first.",
)
NO_CONSENT = RefusalType(
    "no_consent",
    RefusalKind.CONFLICT,
    "The learner of the credit has not agreed to reporting.",
    "The learner has not agreed to reporting. Once they agree in their profile, the credit is sent automatically.",
)
NEVER_REPORTED = RefusalType(
    "never_reported",
    RefusalKind.CONFLICT,
    "Credit of this type is not reported.",
    "Credit of this type is not reported to ASCP.",
)

# Searching.
TOO_WIDE = RefusalType(
    "too_wide",
    RefusalKind.INVALID,
    "Staff look for credits without saying for which.",
    "Say which credits you look for: by ID, e-mail address, state, reason, provider, file or days.",
)
OWN_PROVIDER_NEEDED = ProblemType("own_provider_needed", "Name a provider of yours: {own}.")

# Awarding a credit.
AWARDED_BEFORE = RefusalType(
    "awarded_before",
    RefusalKind.CONFLICT,
    "The learner was awarded a credit of this program, statement, day and hours before, with another name, address or"
    " title.",
    "This learner was awarded a credit of this program, day and hours before, and it reads differently. Correct that"
    " one, or undo its withdrawal.",
)
AWARD_TO_JOINED = RefusalType(
    "award_to_joined",
    RefusalKind.CONFLICT,
    "The account is joined with another one, which stays.",
    "This account is joined with another one. Award the credit on the page of that one.",
)
NOT_AWARDABLE = RefusalType(
    "not_awardable",
    RefusalKind.CONFLICT,
    "The learner has no address or no name that a credit could have.",
)
AWARD_WITHOUT_ADDRESS = NOT_AWARDABLE.saying(
    "This learner has no e-mail address on record, so the credit would reach nobody. It has one after the next login."
)
AWARD_WITHOUT_NAME = NOT_AWARDABLE.saying(
    "This learner has no name on record. Ask the learner to enter it in the profile, then award the credit."
)
AWARD_OF_UNUSABLE = NOT_AWARDABLE.saying("The name or the address of this learner cannot be in a credit: {why}")
AWARD_PROVIDER_NEEDED = ProblemType("provider_needed", "Choose the provider whose credit it is.")
