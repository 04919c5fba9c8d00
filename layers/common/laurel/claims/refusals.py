"""Refusals about claims: opening, changing and helping with them (pure)."""

from laurel.catalog.activity import QuestionKind
from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, MISSING, TRY_AGAIN, UNPRINTABLE

CLAIM_NOT_FOUND = RefusalType(
    "claim_not_found",
    RefusalKind.NOT_FOUND,
    "The learner has no such claim.",
    "You have no such claim.",
)
LEARNER_NOT_FOUND = RefusalType(
    "learner_not_found",
    RefusalKind.NOT_FOUND,
    "No learner has this ID, or none with a claim for an activity of the caller's provider.",
    "There is no learner with this ID, or the learner has no claim for an activity of your provider.",
)
LEARNER_WITHOUT_CLAIM = CLAIM_NOT_FOUND.saying("This learner has no claim for this activity.")
CLAIM_FINAL = RefusalType(
    "claim_final",
    RefusalKind.CONFLICT,
    "The certificate was printed: the claim never changes again.",
    "The certificate of this claim was printed, so it can no longer be changed. If something is wrong, write to"
    " {contact}.",
)
REVOKE_FIRST = CLAIM_FINAL.saying(
    "The certificate {number} of this claim was printed. Revoke it and open the claim again first, if the claim itself"
    " is wrong."
)
REOPEN_FIRST = CLAIM_FINAL.saying(
    "The certificate {number} of this claim was printed and revoked. Open the claim again first, on the page of that"
    " certificate."
)
WINDOW_CLOSED = RefusalType(
    "window_closed",
    RefusalKind.CONFLICT,
    "The activity cannot be claimed now.",
    "Credit for this activity could be claimed and printed {until}. For help, write to {contact}.",
)
WINDOW_NOT_OPEN_YET = WINDOW_CLOSED.saying(
    "Claiming for this activity opens on {opens}. Come back then. For help, write to {contact}."
)
ACTIVITY_CANCELED = WINDOW_CLOSED.saying("This activity was canceled. For help, write to {contact}.")
BEFORE_2010 = RefusalType(
    "before_2010",
    RefusalKind.CONFLICT,
    "Activities before 2010 cannot be claimed here; the message says whom to write to.",
    "Credit for activities before 2010 cannot be claimed here. Write to {contact} and name the activity.",
)
NOT_ATTENDED = RefusalType(
    "not_attended",
    RefusalKind.CONFLICT,
    "The activity requires attendance, and no report shows enough minutes of the learner in this session.",
    "The organizer's reports show you in this session for {minutes} minutes, and {needed} are needed to claim it. If"
    " you were there, perhaps under another e-mail address, add that address to your profile, or write to {contact}.",
)
CLAIM_CHANGED = CHANGED_ELSEWHERE.saying("This claim was changed on another device. Reload it, then make your change.")
CLAIM_BUSY = TRY_AGAIN.saying("This claim is being changed somewhere else. Try again in a moment.")

# The statement.
STATEMENT_NOT_OFFERED = RefusalType(
    "statement_not_offered",
    RefusalKind.INVALID,
    "The activity does not offer this type of statement.",
    "This activity does not offer {statement}. Choose one of: {offered}.",
)
PHYSICIANS_ONLY = RefusalType(
    "physicians_only",
    RefusalKind.FORBIDDEN,
    "The type of statement is for physicians only.",
    "{statement} is for physicians. If you are a physician, say so in your profile. Otherwise choose another type of"
    " statement.",
)
LICENSE_MISSING = RefusalType(
    "licence_missing",
    RefusalKind.FORBIDDEN,
    "The type of statement needs the license of its state in the profile.",
    "{state} certificates show your license number. Add your {state} license to your profile.",
)

# The code that opens the activity.
ACCESS_CODE_MISSING = RefusalType(
    "access_code_missing",
    RefusalKind.INVALID,
    "The activity asks for a Badge ID, Group ID or session code.",
    "Enter {what} to open the claim.",
)
CODE_FREED = ACCESS_CODE_MISSING.saying("Staff freed the code of this claim. Enter your {kind} again.")
TOO_MANY_ATTEMPTS = RefusalType(
    "too_many_attempts",
    RefusalKind.TOO_MANY,
    "Too many wrong codes; `Retry-After` says how many seconds to wait.",
    "You entered too many wrong codes. Try again after {until}, with the code in front of you. If you cannot wait,"
    " write to {contact}: they can let you try now.",
)
NO_CODE_TO_CHANGE = RefusalType(
    "no_code_to_change",
    RefusalKind.CONFLICT,
    "The activity needs no Badge ID or Group ID.",
    "This activity needs no Badge ID or Group ID. There is nothing to change.",
)

# Disclosures.
DISCLOSURES_UNREAD = RefusalType(
    "disclosures_unread",
    RefusalKind.CONFLICT,
    "Disclosures must be acknowledged first; `errors` names them.",
    "Read and acknowledge the disclosures before you claim a session.",
)
DISCLOSURE_UNREAD = ProblemType("disclosure_unread", "The disclosure “{disclosure}” must be read first.")
DISCLOSURE_CHANGED = DISCLOSURE_UNREAD.saying(
    "The disclosure “{disclosure}” has changed since you read it. Read and acknowledge it again."
)
DISCLOSURE_UNKNOWN = ProblemType("disclosure_unknown", "This activity has no such disclosure. Reload the page.")

# Sessions and credits.
SESSION_UNKNOWN = RefusalType(
    "session_unknown",
    RefusalKind.NOT_FOUND,
    "The activity has no such session.",
    "This activity has no such session.",
)
SESSION_GONE = SESSION_UNKNOWN.saying("“{session}” is no longer part of this activity. Remove it from your claim.")
SESSION_GIVES_NO_CREDIT = RefusalType(
    "session_gives_no_credit",
    RefusalKind.CONFLICT,
    "The session gives no credit for the claim's statement.",
    "“{session}” gives no credit for {statement}.",
)
SESSION_NOT_ENDED = RefusalType(
    "session_not_ended",
    RefusalKind.CONFLICT,
    "The session has not ended yet.",
    "“{session}” has not ended yet. Claim it after {end}.",
)
CREDITS_NOT_POSITIVE = RefusalType(
    "credits_not_positive",
    RefusalKind.INVALID,
    "Credits must be more than 0.",
    "Claim more than 0 for “{session}”, or leave it out.",
)
CREDITS_STEP = RefusalType(
    "credits_step",
    RefusalKind.INVALID,
    "Credits are claimed in steps.",
    "{statement} is claimed in steps of {step}: {credits} for “{session}” is not a multiple of that.",
)
SESSION_MAXIMUM = RefusalType(
    "session_maximum",
    RefusalKind.INVALID,
    "That is more than the session gives.",
    "“{session}” gives at most {maximum}.",
)
TOTAL_EXCEEDED = RefusalType(
    "total_exceeded",
    RefusalKind.CONFLICT,
    "That is more than the activity gives in total.",
    "This activity gives at most {maximum} for {statement}; with “{session}” it would be {total}. Claim less.",
)
SESSIONS_OVERLAP = RefusalType(
    "sessions_overlap",
    RefusalKind.CONFLICT,
    "Another claimed session was held at the same time; the message names both.",
    "“{session}” and “{other}” were held at the same time. Claim only the one you attended.",
)
PACE_DAILY_LIMIT = RefusalType(
    "pace_daily_limit",
    RefusalKind.CONFLICT,
    "That is more than the type of statement gives on one day.",
    "{statement} gives at most {most} contact hours a day; with “{session}” {day} would have {hours}. Claim less on"
    " that day.",
)
NO_SESSION_CLAIMED = ProblemType("no_session_claimed", "Claim at least one session that you attended.")

# Evaluations.
CLAIM_TOO_LARGE = RefusalType(
    "claim_too_large",
    RefusalKind.INVALID,
    "The comments of the evaluations are too long to store.",
    "The comments in your evaluations are too long to save. Shorten this one.",
)
ANSWER_MISSING = ProblemType("answer_missing", "Answer this question.")
ANSWER_KIND = ProblemType("answer_kind", "Choose one of the answers given.")
_HOW = {
    QuestionKind.LIKERT: "Answer “{question}” with a whole number from 1 to 5.",
    QuestionKind.CHOICE: "Answer “{question}” with one of its choices.",
    QuestionKind.YES_NO: "Answer “{question}” with yes or no.",
    QuestionKind.TEXT: "Answer “{question}” in at most 1000 characters.",
}
ANSWER_MISSING_TO = {kind: ANSWER_MISSING.saying(sentence) for kind, sentence in _HOW.items()}
ANSWER_KIND_TO = {kind: ANSWER_KIND.saying(sentence) for kind, sentence in _HOW.items()}
QUESTION_UNKNOWN = ProblemType("question_unknown", "The evaluation has no such question. Leave the answer out.")
EVALUATION_INCOMPLETE = ProblemType("evaluation_incomplete", "“{session}”: {problem}")
OVERALL_EVALUATION_MISSING = ProblemType("overall_evaluation_missing", "Evaluate the activity as a whole.")
NO_OVERALL_EVALUATION = RefusalType(
    "no_overall_evaluation",
    RefusalKind.CONFLICT,
    "The activity has no evaluation of the whole activity.",
    "This activity has no evaluation of the whole activity. Evaluate its sessions.",
)

# The post-test.
ASSESSMENT_NOT_PASSED = RefusalType(
    "assessment_not_passed",
    RefusalKind.CONFLICT,
    "The post-test must be passed first.",
    "Pass the post-test first: you need {pass_mark} percent.",
)
NO_ATTEMPTS_LEFT = ASSESSMENT_NOT_PASSED.saying(
    "All attempts at the post-test are used up. Write to {contact}: they can give you another attempt."
)
NO_ASSESSMENT = RefusalType(
    "no_assessment",
    RefusalKind.CONFLICT,
    "The activity has no post-test.",
    "This activity has no post-test. Claim its sessions directly.",
)
NO_ASSESSMENT_TO_REPEAT = NO_ASSESSMENT.saying("This activity has no post-test.")
ALREADY_PASSED = RefusalType(
    "already_passed",
    RefusalKind.CONFLICT,
    "The post-test was passed already.",
    "You passed the post-test. Now claim the sessions.",
)
LEARNER_HAS_PASSED = ALREADY_PASSED.saying("The learner has passed the post-test.")
ATTEMPTS_USED_UP = RefusalType(
    "attempts_used_up",
    RefusalKind.CONFLICT,
    "No attempts at the post-test are left.",
    "All {attempts} attempts are used up. Write to {contact}: they can give you another attempt.",
)
TEST_QUESTION_UNKNOWN = QUESTION_UNKNOWN.saying("The post-test has no such question. Reload the page.")

# The certificate.
NAME_UNPRINTABLE = UNPRINTABLE.saying(
    "These characters of your name cannot be printed on a certificate: {characters}. Change it in your profile."
)
LICENSE_UNPRINTABLE = UNPRINTABLE.saying(
    "These characters of your license cannot be printed on a certificate: {characters}. Change it in your profile."
)
ACTIVITY_UNPRINTABLE = UNPRINTABLE.saying(
    "These characters of the activity cannot be printed on a certificate: {characters}. Only staff can change them."
    " Write to {contact}."
)
NAME_MISSING = ProblemType(
    "name_missing", "Enter your name in your profile, as it should be printed on the certificate."
)

# Help by staff.
NO_CODE_TO_FREE = RefusalType(
    "no_code_to_free",
    RefusalKind.CONFLICT,
    "The claim uses no Badge ID and no Group ID, or it was freed before.",
    "There is nothing to free: this claim uses no Badge ID or Group ID.",
)
ATTEMPTS_LEFT = RefusalType(
    "attempts_left",
    RefusalKind.CONFLICT,
    "The learner has attempts left; staff can give another one when none is left.",
    "The learner has {attempts} left. You can give another one when none is left.",
)
NOT_LOCKED_OUT = RefusalType(
    "not_locked_out",
    RefusalKind.CONFLICT,
    "The learner entered no wrong code in the last hour.",
    "This learner entered no wrong code in the last hour. They can try a code now.",
)
NOBODY_NAMED = MISSING.saying("Give an e-mail address, a certificate number, or an activity and a Badge ID.")

# Staff change an activity that learners have claimed.
ACTIVITY_CHANGED = CHANGED_ELSEWHERE.saying("Somebody else changed this activity. Reload it, then make your change.")
ACTIVITY_BUSY = TRY_AGAIN.saying("Somebody else saved this activity at the same time. Reload it and try again.")
CLAIMS_INVALIDATED = RefusalType(
    "claims_invalidated",
    RefusalKind.CONFLICT,
    "Existing claims would no longer be valid; `errors` names them.",
    "{claims} claims ({final} of them final) would no longer be valid under this document. Do not change what they"
    " depend on.",
)
ACTIVITY_TAKEN = RefusalType(
    "activity_taken",
    RefusalKind.CONFLICT,
    "The activity with this ID belongs to another provider, or to operators.",
    "Another activity has this ID. Give yours another one.",
)
PROVIDER_UNKNOWN = ProblemType(
    "provider_unknown", "There is no provider {provider} on record. Operators add one under Staff, Providers."
)
NOT_OWN_PROVIDER = ProblemType("not_own_provider", "Name your own provider here: {own}.")
OTHER_ID = ProblemType("other_id", "The document's id is {id}, but the URL says {id_in_url}. They must be the same.")
