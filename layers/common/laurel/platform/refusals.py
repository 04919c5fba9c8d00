"""Refusals of every HTTP API: who asks, how, and two at the same time (pure)."""

from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType

# Who asks.
NOT_SIGNED_IN = RefusalType(
    "not_signed_in",
    RefusalKind.NOT_SIGNED_IN,
    "The token is missing, or not valid now.",
    "Sign in, and send the ID token as a bearer token.",
)
NO_PROVIDERS_TOKEN = NOT_SIGNED_IN.saying(
    "The token is missing or has expired, or its client has ended. Get a new one by `client_credentials` and send it as"
    " a bearer token. People send the ID token of their sign-in."
)
NOT_AN_ID_TOKEN = RefusalType(
    "not_an_id_token",
    RefusalKind.NOT_SIGNED_IN,
    "The token is not the ID token of a sign-in.",
    "Send the ID token of your sign-in, not the access token.",
)
NOT_A_CLIENT = RefusalType(
    "not_a_client_token",
    RefusalKind.NOT_SIGNED_IN,
    "The access token is not one of a machine client.",
    "Send the access token that your client gets by `client_credentials`, or the ID token of your sign-in.",
)
OTHER_PROVIDER = RefusalType(
    "other_provider",
    RefusalKind.FORBIDDEN,
    "The caller has no right to do this for this provider.",
    "You may not do this for {owner}. It needs the scope {scope}, or staff of this provider.",
)
EMAIL_NOT_VERIFIED = RefusalType(
    "email_not_verified",
    RefusalKind.FORBIDDEN,
    "The e-mail address of the account is not verified yet.",
    "Your e-mail address is not verified. Enter the code that was mailed to you, then sign in again.",
)
NOT_STAFF = RefusalType(
    "staff_only",
    RefusalKind.FORBIDDEN,
    "Only staff may do this.",
    "Only staff may do this.",
)
SECOND_FACTOR_NEEDED = RefusalType(
    "second_factor_needed",
    RefusalKind.FORBIDDEN,
    "The caller is staff, and the account has no second factor.",
    "Staff need a second factor. Set up an authenticator app in the portal under Profile, Change how you log in.",
)
SIGN_IN_AGAIN = RefusalType(
    "sign_in_again",
    RefusalKind.FORBIDDEN,
    "The caller signed in too long ago for this. A renewed token does not help; a new sign-in does.",
    "This needs a sign-in of the last {minutes} minutes. Sign in again, then repeat it.",
)

# The request.
NOT_FOUND = RefusalType(
    "not_found",
    RefusalKind.NOT_FOUND,
    "There is nothing under this address.",
    "There is nothing at this address.",
)
MALFORMED_ID = NOT_FOUND.saying("There is nothing at this address. Check how it is written.")
METHOD_NOT_ALLOWED = RefusalType(
    "method_not_allowed",
    RefusalKind.OTHER_METHOD,
    "The address takes other methods; `Allow` names them.",
    "This address takes {allowed}, not {method}.",
)
BODY_TOO_LARGE = RefusalType(
    "body_too_large",
    RefusalKind.TOO_LARGE,
    "The body is too large.",
    "Send at most {kibibytes} KiB.",
)
TOO_MANY_VALUES = BODY_TOO_LARGE.saying("Send at most {most} values: fields of objects and items of lists.")
OTHER_MEDIA_TYPE = RefusalType(
    "media_type",
    RefusalKind.OTHER_MEDIA_TYPE,
    "The body's media type is not accepted here.",
    "Send the body as {media_types} (Content-Type).",
)
NOT_UTF8 = RefusalType(
    "not_utf8",
    RefusalKind.MALFORMED,
    "The body is not UTF-8.",
    "The body is not UTF-8. Save or send it as UTF-8.",
)
NOT_JSON = RefusalType(
    "not_json",
    RefusalKind.MALFORMED,
    "The body is not JSON.",
    "The body is not valid JSON: {why}.",
)
MISSING = ProblemType("missing")
NOT_AN_OBJECT = ProblemType("not_an_object", "Send a JSON object.")
ENDS_BEFORE_START = ProblemType("ends_before_start")
DAYS_REVERSED = ENDS_BEFORE_START.saying("“to” ({to}) is before “from” ({since}). Exchange them.")
UNKNOWN_PARAMETER = ProblemType("unknown_parameter", "There is no such parameter. Known are: {known}.")
NO_PARAMETERS = UNKNOWN_PARAMETER.saying("There is no such parameter. This address takes none.")
INVALID_CURSOR = ProblemType(
    "invalid_cursor", "This cursor was not given out here. Send the one of the last answer as it came, or leave it out."
)
OTHER_LISTS_CURSOR = INVALID_CURSOR.saying(
    "This cursor belongs to another list or to other filters. Begin again without it."
)
INVALID = RefusalType(
    "invalid",
    RefusalKind.INVALID,
    "The request is not valid; `errors` lists every problem.",
    "Some of the data that you sent is not valid. Each problem is listed.",
)

# Texts.
UNPRINTABLE = RefusalType(
    "unprintable",
    RefusalKind.CONFLICT,
    "A name or title contains characters that no font has; the message names them.",
)
NOTHING_VISIBLE = ProblemType("nothing_visible", "Write a text with at least one visible character.")
NO_LETTER_OR_DIGIT = NOTHING_VISIBLE.saying("Write a text with at least one visible letter or digit.")

# Two at the same time.
CHANGED_ELSEWHERE = RefusalType(
    "changed_elsewhere",
    RefusalKind.OUTDATED,
    "It was changed since the version that `If-Match` names; `ETag` is the current one.",
)
TRY_AGAIN = RefusalType(
    "try_again",
    RefusalKind.CONFLICT,
    "It was being changed at the same moment. Try again.",
    "Another change happened at the same time. Try again.",
)

# The service.
FAILED = RefusalType(
    "failed",
    RefusalKind.FAILED,
    "Something went wrong here.",
    "Something went wrong on our side, and we were alerted. Try again. If it happens again, write to the contact of the"
    " activity and quote the request_id.",
)
BUSY = RefusalType(
    "busy",
    RefusalKind.BUSY,
    "The service is busy; `Retry-After` says how many seconds to wait.",
    "Too much is going on at the moment. Try again in a few seconds.",
)
