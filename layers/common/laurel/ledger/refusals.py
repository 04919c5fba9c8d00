"""Refusals about changes of a credit that somebody asked for (pure)."""

from laurel.platform.refusal import RefusalKind, RefusalType

ALREADY_ACCEPTED = RefusalType(
    "already_accepted",
    RefusalKind.CONFLICT,
    "ASCP has the credit: its learner need not enter it by hand.",
    "ASCP has this credit already (receipt {receipt}). You do not need to enter it by hand.",
)
ALREADY_SENDING = RefusalType(
    "already_sending",
    RefusalKind.CONFLICT,
    "The credit is being handed to ASCP at this moment.",
    "This credit is being sent to ASCP right now. Look again in a few minutes.",
)
ALREADY_WITHDRAWN = RefusalType(
    "already_withdrawn",
    RefusalKind.CONFLICT,
    "The credit was withdrawn before.",
    "This credit is already withdrawn.",
)
OUTCOME_UNKNOWN = RefusalType(
    "outcome_unknown",
    RefusalKind.CONFLICT,
    "The credit was handed to ASCP, which has not confirmed it: it may have it.",
    "We sent this credit to ASCP, and ASCP has not confirmed it. We ask ASCP again. Look again tomorrow. Do not enter"
    " it by hand until then, or ASCP may have it twice.",
)
UNKNOWN_ASK_AGAIN = OUTCOME_UNKNOWN.saying(
    "We sent this credit to ASCP, and ASCP has not confirmed it. We ask ASCP again. Ask again tomorrow: if ASCP has"
    " accepted it by then, the change is sent to ASCP."
)
FOLLOW_UP_UNDER_WAY = RefusalType(
    "follow_up_under_way",
    RefusalKind.CONFLICT,
    "Another correction or withdrawal of the credit waits for ASCP's answer.",
    "Another change of this credit is on its way to ASCP. Wait until ASCP has answered, then ask again.",
)
OF_A_CERTIFICATE = RefusalType(
    "credit_of_a_certificate",
    RefusalKind.CONFLICT,
    "The credit comes from a claim and was not sent: its certificate is corrected instead.",
    "This credit comes from a certificate. Correct the certificate: reissue it, or reopen its claim. The credit"
    " follows.",
)
