"""Refusals about certificates by e-mail (pure)."""

from laurel.certificates.refusals import CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED
from laurel.learners.refusals import MAIL_NOT_SENT_NOW
from laurel.platform.refusal import RefusalKind, RefusalType

MAIL_OFF = RefusalType(
    "mail_off",
    RefusalKind.CONFLICT,
    "This installation of Laurel sends no e-mail.",
    "No e-mail is sent from here. Download the certificate instead.",
)
MAIL_REFUSED = RefusalType(
    "mail_refused",
    RefusalKind.CONFLICT,
    "Amazon SES does not send to the learner's address, or the account has none.",
    "No e-mail can be sent to the address of your account. Download the certificate instead, and check the address in"
    " your profile.",
)
NOT_MAILED_NOW = MAIL_NOT_SENT_NOW.saying(
    "We cannot send e-mail at the moment. Download the certificate instead, or try again later."
)
TOO_MANY_MAILS = RefusalType(
    "too_many_mails",
    RefusalKind.TOO_MANY,
    "The learner was sent too many certificates within a day; `Retry-After` says how many seconds to wait.",
    "We sent you {most} certificates by e-mail within a day. Download this one instead, or try again later.",
)
REPLACED_NOT_MAILED = CERTIFICATE_SUPERSEDED.saying("This certificate was replaced by {number}. Ask for that one.")
REVOKED_NOT_MAILED = CERTIFICATE_REVOKED.saying(
    "This certificate was revoked and is no longer valid. It is not sent by e-mail."
)
