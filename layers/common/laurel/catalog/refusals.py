"""Refusals about activities, their codes and their lists (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, ENDS_BEFORE_START, NOTHING_VISIBLE, TRY_AGAIN, UNPRINTABLE

ACTIVITY_NOT_FOUND = RefusalType(
    "activity_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such activity.",
    "There is no such activity in the library.",
)

# The code that opens an activity.
WRONG_CODE = RefusalType(
    "wrong_code",
    RefusalKind.FORBIDDEN,
    "The code is wrong; at most five wrong codes an hour are allowed.",
    "This session code is wrong. The code was shown during the activity.",
)
WRONG_BADGE = WRONG_CODE.saying("This meeting has no such Badge ID. Check it against your badge.")
WRONG_GROUP = WRONG_CODE.saying(
    "This activity has no such Group ID. Ask the contact person of your site for it.",
)
NOT_A_CODE = RefusalType(
    "not_a_code",
    RefusalKind.INVALID,
    "The input cannot be a code; it did not count as an attempt.",
    "This is not a {kind}. {why}",
)
CODE_NOT_VALID_NOW = RefusalType(
    "code_not_valid_now",
    RefusalKind.CONFLICT,
    "The session code cannot be used at this time.",
    "This session code is right, but it could only be used {until}.",
)
CODE_NOT_VALID_YET = CODE_NOT_VALID_NOW.saying(
    "This session code is right, but it can only be used from {from_until}. Come back then."
)
BADGE_TAKEN = RefusalType(
    "badge_taken",
    RefusalKind.CONFLICT,
    "Another learner has claimed with this Badge ID.",
    "Another learner has claimed with this Badge ID. If it is yours, write to {contact}: they can free it for you.",
)
GROUP_FULL = RefusalType(
    "group_full",
    RefusalKind.CONFLICT,
    "All places of this Group ID are taken.",
    "All {capacity} places of this Group ID are taken. Ask the contact person of your site to have more added.",
)

# What the document of an activity lacks.
SIGNATORY_MISSING = ProblemType("signatory_missing", "Say who signs the certificates: name and title.")
LOCATION_MISSING = ProblemType("location_missing", "A live meeting needs a location: the certificate names it.")
PROVIDER_STATEMENT_MISSING = ProblemType(
    "provider_statement_missing",
    "{statement} requires the sentence that names the approved provider on the certificate.",
)
APPROVAL_NUMBER_MISSING = ProblemType(
    "approval_number_missing", "The {statement} certificate must show an approval number."
)
SPECIALTY_AREA_MISSING = ProblemType(
    "specialty_area_missing",
    "The {statement} certificate lists hours by specialty area. Give this session its specialty area.",
)

# The lists that staff upload.
LIST_WITHOUT_ACTIVITY = ACTIVITY_NOT_FOUND.saying(
    "There is no such activity. Upload the activity first, then its lists."
)
WRONG_ACCESS = RefusalType(
    "wrong_access",
    RefusalKind.CONFLICT,
    "The activity uses another kind of access than this list.",
    "Access to this activity is by {found}, not by {access}.",
)
INVALID_ROWS = RefusalType(
    "invalid_rows",
    RefusalKind.INVALID,
    "The file has errors; `errors` lists them by line and column. Nothing was changed.",
    "The file has errors, so nothing was changed. Correct them all and upload the whole file again.",
)
_TOO_LARGE = "{what} takes {size} bytes compressed; the maximum is {largest}. Shorten it."
DOCUMENT_TOO_LARGE = ProblemType("document_too_large", _TOO_LARGE)
LIST_TOO_LARGE = RefusalType(
    "list_too_large",
    RefusalKind.INVALID,
    "The list is too large to store.",
    _TOO_LARGE,
)
LIST_REPLACED = CHANGED_ELSEWHERE.saying(
    "Somebody else changed this list since you checked your file. Nothing of yours was saved. Check your file again."
)
LIST_CHANGED = TRY_AGAIN.saying("Somebody else uploaded a list at the same time. Upload yours again.")

# The document of an activity: dates and kind.
UNKNOWN_ZONE = ProblemType("unknown_zone", "There is no such time zone. Write it like America/New_York.")
ACTIVITY_ENDS_EARLY = ENDS_BEFORE_START.saying("The activity ends before it starts.")
SESSION_ENDS_EARLY = ENDS_BEFORE_START.saying("The session ends before it starts.")
CODE_ENDS_EARLY = ENDS_BEFORE_START.saying("The code ends before it begins.")
CLOSES_BEFORE_OPENING = ProblemType("closes_before_opening", "The claim window closes before it opens.")
OUTSIDE_ACTIVITY = ProblemType(
    "outside_activity", "This is on {day} in {zone}, outside the activity's dates ({first} to {last})."
)
ASSESSMENT_MISSING = ProblemType("assessment_missing", "An online activity needs a post-test.")
CONTENT_MISSING = ProblemType("content_missing", "An online activity needs at least one content link.")
ONLY_ONLINE_ASSESSMENT = ProblemType("online_only", "Only online activities have a post-test.")
ONLY_ONLINE_CONTENT = ONLY_ONLINE_ASSESSMENT.saying("Only online activities have content links.")

# Its codes, forms and questions.
CODES_MISSING = ProblemType("codes_missing", "Access by session code needs at least one code.")
CODES_UNUSED = ProblemType("codes_unused", "Only access by session code has codes here. Remove them.")
UNKNOWN_CODE_SESSION = ProblemType(
    "unknown_code_session", "The activity has no such session. Choose another one, or none."
)
NO_CODE = ProblemType("no_code", "A code needs letters or digits.")
ID_REPEATED = ProblemType("repeated", "The id {id} is used twice. Ids must be unique.")
CODE_REPEATED = ID_REPEATED.saying("This code is listed twice: case, spaces and dashes do not matter.")
CHOICE_REPEATED = ID_REPEATED.saying("The choice {choice} is listed twice.")
STATEMENT_REPEATED = ID_REPEATED.saying("{statement} is offered twice.")
CHOICES_MISSING = ProblemType("choices_missing", "A question of kind choice needs at least two choices.")
CHOICES_UNUSED = ProblemType(
    "choices_unused",
    "A question of kind {kind} has no choices. Remove them, or change its kind to choice.",
)
UNKNOWN_FORM = ProblemType("unknown_form", "There is no evaluation form {form} in evaluation_forms.")
UNKNOWN_CHOICE = ProblemType("unknown_choice", "No choice has the id {id}, which is marked as right.")

# Its statements and credits.
STEP_NOT_POSITIVE = ProblemType("not_positive", "The step must be more than 0.")
MAXIMUM_NOT_POSITIVE = STEP_NOT_POSITIVE.saying(
    "The maximum must be more than 0. Remove the entry if it gives no credit."
)
NOT_IN_QUARTERS = ProblemType("not_in_quarters", "{statement} is counted in steps of {step}. Use a multiple of it.")
MAXIMUM_NOT_IN_STEP = ProblemType("not_in_step", "The maximum must be a multiple of the step, {step}.")
NO_SESSION_GIVES_CREDIT = ProblemType(
    "no_session_gives_credit",
    "No session gives credit for this statement. Give sessions a maximum for it, or do not offer it.",
)
PROGRAM_TOO_SHORT = ProblemType(
    "program_too_short", "A {statement} program lasts at least {least} minutes; this one has {minutes}."
)
OVER_HOURS_A_DAY = ProblemType(
    "over_hours_a_day", "{statement} gives at most {hours} hours a day: {total} on {days} days."
)
NOTHING_REQUIRED = ProblemType(
    "nothing_required",
    "{statement} requires an evaluation before credit: make at least one question required.",
)
NOT_OFFERED = ProblemType("not_offered", "The activity does not offer {statement}. Add it to statements.")
OVER_ACTIVITY_MAXIMUM = ProblemType(
    "over_activity_maximum", "The session gives more than the whole activity, {maximum}."
)
OVER_LENGTH = ProblemType(
    "over_length", "{minutes} minutes give at most {most} for {statement}: {minutes_per_credit} minutes make 1."
)

# Its texts.
TURNS_DIRECTION = ProblemType("turns_direction", "Remove {characters}: it changes the direction of the text around it.")
INVISIBLE_CHARACTER = ProblemType(
    "invisible_character", "Remove the invisible characters: {characters}. Type the text again."
)
TOO_MANY_MARKS = ProblemType("too_many_marks", "More than {most} marks are on one letter. Write it with fewer.")
TEXT_UNPRINTABLE = UNPRINTABLE.saying(
    "Certificates cannot print these characters: {characters}. Write them another way."
)
LOST_CHARACTER = UNPRINTABLE.saying(
    "These characters have no meaning here or stand for lost ones: {characters}. Type the text again."
)
MARKUP = ProblemType("markup", "Write plain text: “{markup}” would be printed literally.")

# A change of an activity that learners have claimed.
VERSION_NOT_RAISED = ProblemType(
    "version_not_raised",
    "The disclosure “{disclosure}” has changed. Give it a version above {version}, so that learners read it again.",
)
NO_LONGER_OFFERED = NOT_OFFERED.saying("{statement} would no longer be offered.")
OVER_NEW_MAXIMUM = OVER_ACTIVITY_MAXIMUM.saying("The claim has {total}; the activity would give at most {most}.")
SESSION_REMOVED = ProblemType("session_removed", "The session would be removed.")
SESSION_MOVED = ProblemType("session_moved", "The session would have other times.")
OVER_SESSION_MAXIMUM = ProblemType(
    "over_session_maximum", "The claim has {credits}; the session would give at most {most}."
)
NO_MULTIPLE = MAXIMUM_NOT_IN_STEP.saying("{credits} would not be a multiple of {step}.")

# The rows of a list that staff upload.
TOO_MANY_ROWS = ProblemType("too_many_rows", "The file has more than {most} rows, the maximum.")
TOO_MANY_ERRORS = ProblemType(
    "too_many_errors",
    "Reading stopped at line {stopped}, after {most} errors. Correct these, then upload the file again.",
)
NO_ROWS = ProblemType("no_rows", "The file has a header but no rows. It would replace the whole list.")
DAMAGED_NUMBER = ProblemType(
    "damaged_number",
    "A spreadsheet changed this code to “{found}”. Format the column as text, enter the codes again, save.",
)
EMPTY_CODE = ProblemType("empty", "The code is missing.")
NOT_LIKE_A_CODE = NO_CODE.saying("“{found}” is not a code. {why}")
ROW_REPEATED = ID_REPEATED.saying(
    "“{found}” is already in line {line_before}. Letter case, spaces and dashes do not matter."
)
SITE_LENGTH = ProblemType("site_length", "Write the site's name in 1 to {longest} characters.")
SITE_INVISIBLE_CHARACTER = INVISIBLE_CHARACTER.saying("Remove the invisible characters: {characters}.")
SITE_NOT_VISIBLE = NOTHING_VISIBLE.saying("Write the site's name with at least one visible letter or digit.")
NO_CAPACITY = ProblemType("no_capacity", "Write the capacity as a whole number from 1 to {most}.")
BADGE_IN_USE = ProblemType(
    "badge_in_use", "The Badge ID {badge} is missing, but a learner has claimed with it. Keep it in the file."
)
GROUP_IN_USE = ProblemType(
    "group_in_use", "The Group ID {group} is missing, but {used} learners have claimed with it. Keep it."
)
CAPACITY_BELOW_USED = ProblemType(
    "capacity_below_used", "{used} learners have claimed with this Group ID; the capacity cannot be less."
)

# The record of a provider.
PROVIDER_NOT_FOUND = RefusalType(
    "provider_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such provider.",
    "There is no provider with this ID.",
)
PROVIDER_INACTIVE = RefusalType(
    "provider_inactive",
    RefusalKind.CONFLICT,
    "The provider is not active: it cannot send credits.",
    "This provider is marked as not active, so it cannot send credits. Ask us to change that.",
)
PROVIDER_CHANGED = CHANGED_ELSEWHERE.saying("Somebody else changed this provider. Reload it, then make your change.")
PROVIDER_EXISTS = CHANGED_ELSEWHERE.saying("There is a provider with this ID. Open its record and change that.")
PROVIDER_BUSY = TRY_AGAIN.saying("Somebody else saved this provider at the same time. Reload it and try again.")
CLIENT_NOT_FOUND = RefusalType(
    "client_not_found",
    RefusalKind.NOT_FOUND,
    "There is no such machine client of this owner.",
    "There is no such client.",
)
CLIENT_ENDED = RefusalType(
    "client_ended",
    RefusalKind.CONFLICT,
    "The machine client was ended before.",
    "This client was ended already.",
)
TOO_MANY_CLIENTS = RefusalType(
    "too_many_clients",
    RefusalKind.CONFLICT,
    "The owner has as many machine clients in use as one may have.",
    "There are {most} clients in use, the most that there may be. Revoke one that is not needed.",
)
RIGHT_NOT_OFFERED = ProblemType(
    "right_not_offered", "{right} is no right of a client of {owner}. It can have: {rights}."
)
OWNER_NOT_FOUND = PROVIDER_NOT_FOUND.saying("There is no provider {owner} on record. Enter its record first.")
CLIENT_BUSY = TRY_AGAIN.saying("Somebody else changed this client at the same time. Look at it, then try again.")
DISPLAY_NAME_TAKEN = ProblemType(
    "display_name_taken", "The provider {provider} has this name or ID. Two providers cannot share a name."
)
PROVIDER_ID_TAKEN = ProblemType(
    "provider_id_taken", "{provider_id} is the display name of the provider {provider}. Choose another ID."
)
ID_OF_ASCLS = PROVIDER_ID_TAKEN.saying(
    "{provider_id} stands for ASCLS and its roster. For what ASCLS provides choose another ID, such as"
    " {provider_id}-education."
)
