"""Each function's settings from its environment: one record for each function, one field for each variable.

The fields are named like the variables, in lower case; a test compares them with the template.
`AWS_ENDPOINT_URL` and the `POWERTOOLS_*` variables are read by botocore and Powertools themselves.
"""

from zoneinfo import ZoneInfo

from laurel.platform.environment import Field, Settings

# Laurel's secret and the credits go there: plain HTTP only to this machine.
_ASCP = r"^(https://[^/]+|http://127\.0\.0\.1(:[0-9]+)?(/|$))"


class ReportNightlySettings(Settings):
    """What `report_nightly` needs."""

    ledger_table_name: str = Field(min_length=1)
    intake_bucket_name: str = Field(min_length=1)
    delivery_queue_url: str = Field(min_length=1)
    run_request_queue_url: str = Field(min_length=1)
    claims_table_name: str = Field(min_length=1)
    # Where an undo of a file is recorded.
    audit_table_name: str = Field(min_length=1)
    # How long the audit log keeps an entry.
    audit_retention_years: int = Field(default=7, ge=1)
    signing_secret_id: str = Field(min_length=1)
    # Empty: no e-mail is sent.
    mail_from: str = Field(default="", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$")
    mail_configuration_set: str = Field(min_length=1)
    api_url: str = Field(pattern=r"^https?://[^/]+")
    portal_url: str = Field(pattern=r"^https?://[^/]+")
    contact_email: str = Field(min_length=1)
    # The time zone of the schedule: the nightly run uses the date there.
    night_time_zone: ZoneInfo = ZoneInfo("UTC")
    # Every how many days a roster is expected; 0: never.
    roster_expected_days: int = Field(default=0, ge=0)


class MatchArrivalsSettings(Settings):
    """What `match_arrivals` needs."""

    ledger_table_name: str = Field(min_length=1)
    # For the addresses of joined accounts.
    claims_table_name: str = Field(min_length=1)
    delivery_queue_url: str = Field(min_length=1)
    # The time zone of the schedule: credits are matched by the date there.
    night_time_zone: ZoneInfo = ZoneInfo("UTC")


class ForwardAscpSettings(Settings):
    """What `forward_ascp` needs; durations in seconds."""

    ledger_table_name: str = Field(min_length=1)
    # For the names of providers.
    claims_table_name: str = Field(min_length=1)
    delivery_queue_url: str = Field(min_length=1)
    ascp_base_url: str = Field(pattern=_ASCP)
    ascp_secret_id: str = Field(min_length=1)
    retry_base_seconds: int = Field(default=30, ge=1)
    retry_max_seconds: int = Field(default=3600, ge=1, le=43200)
    # The template refuses shorter values than these two: they keep a credit from being sent twice. Shorter values are
    # only for a partner that answers at once, such as the stand-in.
    lease_seconds: int = Field(default=120, ge=1)
    settle_seconds: int = Field(default=300, ge=0)
    # How often the queue delivers a message before it goes to the dead-letter queue: its maxReceiveCount.
    delivery_attempts: int = Field(default=8, ge=1)
    # The rate limit for all forwarders together, and their number.
    ascp_requests_per_second: float = Field(default=50, gt=0)
    forward_concurrency: int = Field(default=5, ge=1)
    # Names of providers without a record: `labce=LabCE; asm=ASM`.
    provider_names: str = ""


class ReconcileAscpSettings(Settings):
    """What `reconcile_ascp` needs."""

    ledger_table_name: str = Field(min_length=1)
    ascp_base_url: str = Field(pattern=_ASCP)
    ascp_secret_id: str = Field(min_length=1)


class ClaimApiSettings(Settings):
    """What `claim_api` needs. `night_schedule` is EventBridge Scheduler's expression, in `night_time_zone`."""

    claims_table_name: str = Field(min_length=1)
    ledger_table_name: str = Field(min_length=1)
    audit_table_name: str = Field(min_length=1)
    # How long the audit log keeps an entry.
    audit_retention_years: int = Field(default=7, ge=1)
    delivery_queue_url: str = Field(min_length=1)
    # Asks for a run that does the undo of a file.
    run_request_queue_url: str = Field(min_length=1)
    night_schedule: str = ""
    night_time_zone: str = "UTC"
    # Every how many days a roster is expected; 0: never.
    roster_expected_days: int = Field(default=0, ge=0)
    signing_secret_id: str = Field(min_length=1)
    guard_accounts_function_name: str = Field(min_length=1)
    # The user pool of the machine clients that the guard makes, and where they get their tokens.
    user_pool_id: str = Field(min_length=1)
    token_url: str = Field(pattern=r"^https?://[^/]+/.+")
    # Names of providers without a record: `labce=LabCE; asm=ASM`.
    provider_names: str = ""
    # Empty: no e-mail is sent.
    mail_from: str = Field(default="", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$")
    mail_configuration_set: str = Field(min_length=1)
    portal_url: str = Field(pattern=r"^https?://[^/]+")
    contact_email: str = Field(min_length=1)
    export_bucket_name: str = Field(min_length=1)
    # The address of that bucket, to which the forms of proofs are sent.
    proof_url: str = Field(pattern=r"^https?://[^/]+/")
    # The function that makes exports.
    export_function_name: str = Field(min_length=1)
    # How many learners must have evaluated a session before staff see its comments.
    comments_from_evaluations: int = Field(default=5, ge=1)
    # The columns of the quarterly report, as `laurel.pace.report_columns` reads them; empty: the default ones.
    pace_report_columns: str = ""
    intake_bucket_name: str = Field(min_length=1)
    # The bucket's address, to which upload forms are sent.
    intake_url: str = Field(pattern=r"^https?://[^/]+/")


class ExportDataSettings(Settings):
    """What `export_data` needs."""

    claims_table_name: str = Field(min_length=1)
    ledger_table_name: str = Field(min_length=1)
    audit_table_name: str = Field(min_length=1)
    # How long the audit log keeps an entry.
    audit_retention_years: int = Field(default=7, ge=1)
    certificate_bucket_name: str = Field(min_length=1)
    export_bucket_name: str = Field(min_length=1)
    # Empty: no e-mail is sent.
    mail_from: str = Field(default="", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$")
    mail_configuration_set: str = Field(min_length=1)
    portal_url: str = Field(pattern=r"^https?://[^/]+")
    contact_email: str = Field(min_length=1)
    # The names of feed providers: `labce=LabCE; asm=ASM`.
    provider_names: str = ""


class CertificatePdfSettings(Settings):
    """What `certificate_pdf` needs."""

    claims_table_name: str = Field(min_length=1)
    ledger_table_name: str = Field(min_length=1)
    audit_table_name: str = Field(min_length=1)
    # How long the audit log keeps an entry.
    audit_retention_years: int = Field(default=7, ge=1)
    certificate_bucket_name: str = Field(min_length=1)
    # The base URL of the verification page, without a trailing slash; empty means the API's own address.
    verify_base_url: str = Field(default="", pattern=r"^$|^https?://[^/]+(/.*[^/])?$")
    # The key in KMS that signs certificates.
    signing_key_id: str = Field(min_length=1)
    # The key in KMS that signs open badges, and the issuer's name in them. Empty: the host of the checking address.
    badge_key_id: str = Field(min_length=1)
    badge_issuer_name: str = ""
    # A time-stamp authority (RFC 3161). Empty: signatures have no time stamp.
    time_stamp_url: str = Field(default="", pattern=r"^$|^https?://[^/]+")
    # Empty: no e-mail is sent.
    mail_from: str = Field(default="", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$")
    mail_configuration_set: str = Field(min_length=1)
    contact_email: str = Field(min_length=1)
    # Names of providers without a record, for transcripts.
    provider_names: str = ""
    # Where the day of a transcript begins.
    night_time_zone: str = "UTC"


class AuthorizeClientsSettings(Settings):
    """What `authorize_clients` needs. `jwks_url` is where the user pool keeps its public keys."""

    claims_table_name: str = Field(min_length=1)
    token_issuer: str = Field(pattern=r"^https://[^/]+/.+")
    jwks_url: str = Field(pattern=r"^https?://[^/]+/.+")
    portal_client_id: str = Field(min_length=1)


class GuardAccountsSettings(Settings):
    """What `guard_accounts` needs. Each event names its user pool."""

    claims_table_name: str = Field(min_length=1)
    ledger_table_name: str = Field(min_length=1)
    backup_bucket_name: str = Field(min_length=1)
    audit_table_name: str = Field(min_length=1)
    # How long the audit log keeps an entry.
    audit_retention_years: int = Field(default=7, ge=1)
    signing_secret_id: str = Field(min_length=1)
    # Empty: no e-mail is sent.
    mail_from: str = Field(default="", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$")
    mail_configuration_set: str = Field(min_length=1)
    # What the e-mails about accounts name: the portal, and who answers questions.
    portal_url: str = Field(pattern=r"^https?://[^/]+$")
    contact_email: str = Field(min_length=1)
    export_bucket_name: str = Field(min_length=1)
