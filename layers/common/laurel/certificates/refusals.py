"""Refusals about certificates: printing, finding, reissuing and revoking them; their logo (pure)."""

from laurel.catalog.refusals import (
    ACTIVITY_NOT_FOUND,
    APPROVAL_NUMBER_MISSING,
    LOCATION_MISSING,
    PROVIDER_STATEMENT_MISSING,
    SIGNATORY_MISSING,
    SPECIALTY_AREA_MISSING,
)
from laurel.claims.refusals import LICENSE_MISSING, STATEMENT_NOT_OFFERED
from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from laurel.platform.refusals import CHANGED_ELSEWHERE, TRY_AGAIN, UNPRINTABLE

# Printing.
ATTESTATION_REQUIRED = RefusalType(
    "attestation_required",
    RefusalKind.INVALID,
    "The learner must attest: `attested` is true.",
    "Confirm that you attended what you claim: send attested as true.",
)
VERSION_REQUIRED = RefusalType(
    "version_required",
    RefusalKind.VERSION_NEEDED,
    "`If-Match` is missing: it names the version of the claim that the learner saw.",
    "Send the version of the claim that you saw: the ETag of its summary, as If-Match.",
)
SUMMARY_CHANGED = CHANGED_ELSEWHERE.saying(
    "This claim changed after you opened its summary. Check the summary again, then print."
)
TOTAL_CHANGED = RefusalType(
    "total_changed",
    RefusalKind.CONFLICT,
    "The certificate would be for another total than the learner saw; the message names both.",
    "The certificate would be for {total}, not for {seen}. Check the summary again, then print.",
)
CLAIM_INCOMPLETE = RefusalType(
    "claim_incomplete",
    RefusalKind.CONFLICT,
    "Something is missing before the certificate can be printed; `errors` lists all of it.",
    "The certificate cannot be printed yet. The missing items are listed.",
)
REISSUE_INCOMPLETE = CLAIM_INCOMPLETE.saying(
    "The certificate cannot be printed with the activity as it is now. The missing items are listed."
)
EMAIL_UNUSABLE = RefusalType(
    "email_unusable",
    RefusalKind.CONFLICT,
    "The credit cannot be reported under the address of the sign-in.",
    "Your credit cannot be reported under the address you sign in with. {why} Change it and sign in again.",
)
EMAIL_OF_ANOTHER = EMAIL_UNUSABLE.saying(
    "Another account has already verified the address you sign in with, so a credit under it would be theirs. Write to"
    " us so we can sort out who owns it, or sign in with another address."
)
LEARNER_UNPRINTABLE = UNPRINTABLE.saying(
    "Your name contains characters that cannot be printed. The certificate cannot be printed with these characters:"
    " {characters}. Write them another way."
)
CONTENT_UNPRINTABLE = UNPRINTABLE.saying(
    "Staff: the activity contains characters that cannot be printed. The certificate cannot be printed with these"
    " characters: {characters}. Write them another way."
)
TOO_MANY_PREVIEWS = RefusalType(
    "too_many_previews",
    RefusalKind.TOO_MANY,
    "Too many previews of one certificate; `Retry-After` says how many seconds to wait.",
    "You have looked at this preview many times. You can see it again after {until}.",
)

# What a certificate lacks.
PROVIDER_MISSING = ProblemType("provider_missing", "Staff: enter the provider's name.")
NO_SIGNATORY = SIGNATORY_MISSING.saying("Staff: enter who signs the certificates of this activity, with their title.")
NO_LOCATION = LOCATION_MISSING.saying(
    "Staff: enter where the meeting took place; the certificate of a live meeting must state it."
)
NO_PROVIDER_STATEMENT = PROVIDER_STATEMENT_MISSING.saying(
    "Staff: enter the sentence that names the provider as approved by {approved_by}."
)
NO_APPROVAL_NUMBER = APPROVAL_NUMBER_MISSING.saying(
    "Staff: enter the approval number of this statement; the state's board requires it."
)
NO_SPECIALTY_AREA = SPECIALTY_AREA_MISSING.saying(
    "Staff: enter the specialty area of “{session}”; {statement} counts hours by area."
)
NO_LICENSE = LICENSE_MISSING.saying("Add your {state} license to your profile; it is printed on the certificate.")
STATEMENT_WITHDRAWN = STATEMENT_NOT_OFFERED.saying(
    "Staff: add this type of statement to the activity again, then reissue."
)

# Finding.
NUMBER_MISTYPED = RefusalType(
    "number_mistyped",
    RefusalKind.INVALID,
    "This cannot be a certificate number; the message says what to look at.",
    "There is a typing error in the number. Compare it with the certificate, letter by letter.",
)
NO_NUMBER = NUMBER_MISTYPED.saying("Enter the certificate number. It is at the bottom of the certificate.")
NUMBER_LENGTH = NUMBER_MISTYPED.saying("A certificate number has {length} letters and digits; this one has {found}.")
SIMILAR_SYMBOL = NUMBER_MISTYPED.saying(
    "“{symbol}” is not used in certificate numbers. Look again: it may be a similar letter or digit."
)
FOREIGN_SYMBOL = NUMBER_MISTYPED.saying(
    "“{symbol}” cannot be part of a certificate number, which has only letters A to Y and digits."
)
INVISIBLE_SYMBOL = NUMBER_MISTYPED.saying("The number contains an invisible character. Type it instead of pasting it.")
CERTIFICATE_NOT_FOUND = RefusalType(
    "certificate_not_found",
    RefusalKind.NOT_FOUND,
    "There is no certificate with this number, or it is not the caller's.",
    "There is no certificate with this number. Compare it with the certificate, letter by letter. If it is right, the"
    " certificate was not issued here.",
)

# Open badges.
NOT_AT_ISSUER = RefusalType(
    "not_at_issuer",
    RefusalKind.NOT_FOUND,
    "The issuer of open badges has no such key or status list.",
    "There is no such key or status list here. Copy the address whole, as the badge has it.",
)

# Reissuing and revoking.
CERTIFICATE_SUPERSEDED = RefusalType(
    "certificate_superseded",
    RefusalKind.CONFLICT,
    "The certificate was replaced; the message names the new number.",
    "This certificate was replaced by {number}. Use that one.",
)
PRINTED_AGAIN = CERTIFICATE_SUPERSEDED.saying(
    "The learner has since printed this claim again, as {number}. Use that one."
)
CERTIFICATE_REVOKED = RefusalType(
    "certificate_revoked",
    RefusalKind.CONFLICT,
    "The certificate was revoked, which cannot be undone; its claim can be reopened.",
    "This certificate was revoked. That cannot be undone. To reopen its claim, send reopen as true.",
)
REVOKED_WITHOUT_BADGE = CERTIFICATE_REVOKED.saying(
    "This certificate was revoked before it had an open badge. It gets none now."
)
LICENSE_NOT_PRINTED = RefusalType(
    "license_not_printed",
    RefusalKind.CONFLICT,
    "A license number was to be corrected on a certificate that prints none.",
    "A certificate of this type prints no license. Leave the license number empty.",
)
NOTHING_CHANGED = RefusalType(
    "nothing_changed",
    RefusalKind.CONFLICT,
    "Nothing on the certificate would change; the message says what was compared.",
    "Nothing on the certificate would change. What was compared: {compared}. Enter the right name or license number, or"
    " correct the activity, then reissue. A reissue never changes what was claimed.",
)
CREDIT_AT_ASCP = RefusalType(
    "credit_at_ascp",
    RefusalKind.CONFLICT,
    "ASCP has the credit of the claim to be reopened; `credit_stays` says it stays.",
    "{why} It stays there unchanged: the learner's next certificate is not sent, so that ASCP has the credit once. To"
    " reopen the claim anyway, confirm that it stays (credit_stays), and ask ASCP to correct or remove it.",
)
CREDIT_BEING_SENT = RefusalType(
    "credit_being_sent",
    RefusalKind.CONFLICT,
    "The credit is on its way to ASCP at this moment; `Retry-After` says how long to wait.",
    "The credit of this certificate is being sent to ASCP right now. Try again in a minute.",
)
CLAIM_OPEN = RefusalType(
    "claim_open",
    RefusalKind.CONFLICT,
    "The claim of this revoked certificate is already open.",
    "The claim of this certificate is already open. The learner can change it and print it again.",
)
CERTIFICATE_BUSY = TRY_AGAIN.saying("This certificate was changed at the same time. Try again.")

# The logo.
LOGO_WITHOUT_ACTIVITY = ACTIVITY_NOT_FOUND.saying(
    "There is no such activity. Upload the activity first, then its logo."
)
INVALID_LOGO = RefusalType(
    "invalid_logo",
    RefusalKind.INVALID,
    "The picture cannot be printed; the message says what to do.",
    "The picture cannot be printed. Export the logo again, as plain SVG or as PNG.",
)
NO_FILE = INVALID_LOGO.saying("The file is empty. Upload the logo as a PNG or SVG file.")
LOGO_TOO_LARGE = INVALID_LOGO.saying("The file has {size} KB; a logo may have at most {largest} KB. Make it smaller.")
NO_PICTURE = INVALID_LOGO.saying("The file is neither a PNG nor an SVG picture. Export the logo as one of these.")
PNG_DAMAGED = INVALID_LOGO.saying("The PNG file is damaged. Save the logo again as PNG and upload that.")
TOO_MANY_PIXELS = INVALID_LOGO.saying(
    "The logo has {width} by {height} pixels; at most {largest} each way are taken. Save it smaller."
)
SVG_NOT_UTF8 = INVALID_LOGO.saying("The SVG file is not in UTF-8. Save it as plain SVG in UTF-8.")
SVG_DAMAGED = INVALID_LOGO.saying("The SVG file is damaged in line {line}. Save the logo again as plain SVG.")
SVG_DOCTYPE = INVALID_LOGO.saying("The SVG file has a DOCTYPE. Save it as plain SVG, without one.")
SVG_INSTRUCTION = INVALID_LOGO.saying(
    "The SVG file has a processing instruction, such as a style sheet. Save it as plain SVG."
)
SVG_TOO_COMPLICATED = INVALID_LOGO.saying(
    "The drawing is too complicated for a logo. Simplify it, or upload it as PNG."
)
SVG_MASKS_IN_MASKS = INVALID_LOGO.saying(
    "A mask or clip of the drawing is itself masked, which can take minutes to draw. Flatten it, or upload it as PNG."
)
NO_SVG = INVALID_LOGO.saying("The file is no SVG picture. Export the logo as plain SVG or as PNG.")
SVG_WITHOUT_SIZE = INVALID_LOGO.saying(
    "The SVG picture does not say how large it is. Save it with width and height or a viewBox."
)
SVG_FOREIGN_ELEMENT = INVALID_LOGO.saying("The SVG file holds “{element}”, which is not SVG. Save it as plain SVG.")
SVG_ELEMENT = INVALID_LOGO.saying("The SVG file holds “{element}”. {instead}, and save it again.")
SVG_SCRIPT = INVALID_LOGO.saying("The SVG file holds a script in “{attribute}”. Take it out, and save it again.")
SVG_OTHER_FILE = INVALID_LOGO.saying("The SVG file refers to another file. Save the logo with everything inside.")
SVG_OTHER_STYLE = INVALID_LOGO.saying(
    "The style of the SVG file fetches another one. Save it as plain SVG with styles inside."
)
STATEMENT_NOT_IN_DRAFT = RefusalType(
    "statement_not_in_draft",
    RefusalKind.CONFLICT,
    "The draft does not offer this statement of credit.",
    "The draft does not offer {statement}. Add the statement, and save the draft.",
)
