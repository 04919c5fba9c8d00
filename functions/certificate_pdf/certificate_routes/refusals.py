"""What each route can refuse, for the OpenAPI document. Nothing reads this while requests are served.

Refusals that the routes of claims know too are described there.
"""

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
    "getTranscriptPdf": (),
    "getBadge": (*_CORRECTION, "try_again"),
    "getBadgeIssuer": (),
    "listBadgeKeys": (),
    "getBadgeKey": ("not_at_issuer",),
    "getBadgeStatusList": ("not_at_issuer",),
    "getCertificate": ("number_mistyped", "certificate_not_found"),
    "mailCertificate": (
        *_CORRECTION,
        "mail_off",
        "mail_refused",
        "mail_not_sent",
        "too_many_mails",
        "try_again",
    ),
    "verifyCertificate": ("number_mistyped", "certificate_not_found"),
    "reissueCertificate": (
        *_CORRECTION,
        "nothing_changed",
        "license_not_printed",
        "claim_incomplete",
        "credit_being_sent",
        "unprintable",
        "try_again",
    ),
    "revokeCertificate": (*_CORRECTION, "credit_at_ascp", "claim_open", "credit_being_sent", "try_again"),
    "previewOwnCertificate": (
        "claim_not_found",
        "claim_final",
        "window_closed",
        "claim_incomplete",
        "unprintable",
        "too_many_previews",
        "try_again",
    ),
    "previewCertificate": ("activity_not_found", "statement_not_in_draft", "unprintable"),
    "putLogo": ("activity_not_found", "invalid_logo"),
    "putProviderLogo": ("provider_not_found", "invalid_logo"),
}
