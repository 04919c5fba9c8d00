"""What each route can refuse, for the OpenAPI document. Nothing reads this while requests are served.

Refusals that the routes of claims know too are described there.
"""

REFUSALS: dict[str, tuple[int, str]] = {
    "attestation_required": (422, "The learner must attest: `attested` is true."),
    "version_required": (428, "`If-Match` is missing: it names the version of the claim that the learner saw."),
    "total_changed": (409, "The certificate would be for another total than the learner saw; the message names both."),
    "claim_incomplete": (409, "Something is missing before the certificate can be printed; `errors` lists all of it."),
    "email_unusable": (409, "The credit cannot be reported under the address of the sign-in."),
    "number_mistyped": (422, "This cannot be a certificate number; the message says what to look at."),
    "certificate_not_found": (404, "There is no certificate with this number, or it is not the caller's."),
    "certificate_superseded": (409, "The certificate was replaced; the message names the new number."),
    "certificate_revoked": (409, "The certificate was revoked, which cannot be undone; its claim can be reopened."),
    "nothing_changed": (409, "Nothing on the certificate would change; the message says what was compared."),
    "credit_at_ascp": (
        409,
        "ASCP has the credit of the claim to be reopened; `credit_stays` says it stays.",
    ),
    "claim_open": (409, "The claim of this revoked certificate is already open."),
    "credit_being_sent": (409, "The credit is on its way to ASCP at this moment; `Retry-After` says how long to wait."),
    "invalid_logo": (422, "The picture cannot be printed; the message says what to do."),
}

_CORRECTION = ("number_mistyped", "certificate_not_found", "certificate_superseded", "certificate_revoked")

OF_OPERATION: dict[str, tuple[str, ...]] = {
    "printCertificate": (
        "claim_not_found",
        "attestation_required",
        "version_required",
        "changed_elsewhere",
        "total_changed",
        "window_closed",
        "claim_incomplete",
        "unprintable",
        "email_unusable",
        "try_again",
    ),
    "getCertificate": ("number_mistyped", "certificate_not_found"),
    "verifyCertificate": ("number_mistyped", "certificate_not_found"),
    "reissueCertificate": (
        *_CORRECTION,
        "nothing_changed",
        "claim_incomplete",
        "credit_being_sent",
        "unprintable",
        "try_again",
    ),
    "revokeCertificate": (*_CORRECTION, "credit_at_ascp", "claim_open", "credit_being_sent", "try_again"),
    "putLogo": ("activity_not_found", "invalid_logo"),
}
