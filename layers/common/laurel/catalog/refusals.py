"""Refusals about activities, their codes and their lists (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import TRY_AGAIN

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

# The document of an activity.
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
LIST_CHANGED = TRY_AGAIN.saying("Somebody else uploaded a list at the same time. Upload yours again.")
