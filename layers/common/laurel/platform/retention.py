"""How long each kind of record is kept: the one configuration of it (pure).

DynamoDB removes an item when the time in its attribute `expires_at` is over (seconds since 1970), S3 an object by a
lifecycle rule. docs/retention.md is printed from this list, and tests compare the template with it. A change counts for
items from their next write on, and for objects at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EXPIRES_AT = "expires_at"
"""The attribute by which DynamoDB removes an item, in every table."""

# The longest rule of a state or partner that we know is six years; one more for those who ask late.
_SEVEN_YEARS = 2557


class Remover(StrEnum):
    """What removes a record when its time is over."""

    TABLE = "DynamoDB, by `expires_at`"
    BUCKET = "S3, by a lifecycle rule"
    LOGS = "CloudWatch Logs"
    GUARD = "the account guard, every hour"
    QUEUE = "SQS"
    PERSON = "the end of the account"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record: what it is, where it is, how many days it is kept since when, and what removes it.

    `days` is None where no time is set. `where` is the key of an item, or bucket and prefix of objects.
    """

    what: str
    where: str
    days: int | None
    since: str
    remover: Remover

    def until(self, since: datetime) -> datetime:
        """When the time of a record is over that counts from `since`. Raises ValueError where no time is set."""
        if self.days is None:
            raise ValueError(f"no time is set for {self.what}")
        return since + timedelta(days=self.days)

    def since_when(self, until: datetime) -> datetime:
        """Since when a record has been there whose time is over at `until`. Raises ValueError where no time is set."""
        return until - (self.until(until) - until)

    def expires_at(self, since: datetime) -> int:
        """The same as DynamoDB reads it: whole seconds since 1970."""
        return int(self.until(since).timestamp())


CREDITS = Kept("Credits and their timelines", "CREDIT#", _SEVEN_YEARS, "the last step", Remover.TABLE)
CLAIMS = Kept("Claims, drafts too", "LEARNER#, CLAIM#", _SEVEN_YEARS, "the last change", Remover.TABLE)
CERTIFICATES = Kept(
    "Certificates: what was printed, and whether it is valid",
    "CERTIFICATE#",
    _SEVEN_YEARS,
    "the day of issue",
    Remover.TABLE,
)
ATTENDANCE = Kept("Attendance from reports", "ATTENDED#", _SEVEN_YEARS, "the last report", Remover.TABLE)
OWN_CREDITS = Kept(
    "Credits from elsewhere that learners entered", "LEARNER#, OWN#", _SEVEN_YEARS, "the last change", Remover.TABLE
)
OWN_PROOFS = Kept(
    "Proofs of credits from elsewhere", "ExportBucket: proofs/", _SEVEN_YEARS, "the upload", Remover.BUCKET
)
ARRIVING_PROOFS = Kept(
    "Proofs that were sent and not checked yet", "ExportBucket: arriving/", 1, "the upload", Remover.BUCKET
)
WRONG_CODES = Kept("Wrong access codes", "LEARNER#, ATTEMPTS#", 30, "the last one", Remover.TABLE)
PREVIEWS = Kept("When a certificate was previewed", "LEARNER#, PREVIEWS#", 1, "the last one", Remover.TABLE)
MAILED = Kept("When certificates were sent by e-mail", "LEARNER#, MAILED", 1, "the last one", Remover.TABLE)
ADDRESS_CODES = Kept(
    "Codes that prove a further address", "LEARNER#, ADDRESSCODE", 1, "the last one sent", Remover.TABLE
)
OWN_MOVES = Kept(
    "The list of a learner's moved addresses that can be undone",
    "LEARNER#, MOVED#",
    31,
    "the move",
    Remover.TABLE,
)
SIGN_INS = Kept(
    "Sign-ins: when, with which browser, when last seen", "LEARNER#, SIGNIN#", 30, "the sign-in", Remover.TABLE
)
DOCUMENTS = Kept("Certificates as PDF", "CertificateBucket: certificates/", _SEVEN_YEARS, "the print", Remover.BUCKET)
CLOSINGS = Kept("The ends of claim windows, for notices", "CLOSINGS", 1, "the end", Remover.TABLE)
REMINDERS = Kept("Days of reminders that a cycle ends", "REMINDERS", 14, "the day", Remover.TABLE)
CERTIFICATE_NOTICES = Kept("Pending notices about certificates", "CERTIFICATES", 14, "the event", Remover.TABLE)
ROSTERS = Kept("Rosters", "IntakeBucket: roster/", _SEVEN_YEARS, "the upload", Remover.BUCKET)
FEEDS = Kept("Feeds of providers", "IntakeBucket: feed/", _SEVEN_YEARS, "the upload", Remover.BUCKET)
FEED_CARDS = Kept("What became of a feed as a whole", "FEED#, FEEDS", _SEVEN_YEARS, "the upload", Remover.TABLE)
UNDOS = Kept("Undos of feeds, and what became of each row", "FEED#, UNDO", 400, "the request", Remover.TABLE)
REJECTED = Kept("Rejected rows of rosters and feeds", "IntakeBucket: rejected/", 30, "the night", Remover.BUCKET)
ACCOUNT_CHANGES = Kept(
    "Changes of address, password and second factor, with both addresses",
    "LEARNER#, CHANGE#",
    90,
    "the change",
    Remover.TABLE,
)
OWNER_NOTICES = Kept(
    "E-mails about moved addresses and joined accounts that wait to be sent",
    "LEARNER#, NOTICE#",
    14,
    "the act",
    Remover.TABLE,
)
ACCOUNTS = Kept("Nightly exports of the accounts", "BackupBucket: accounts/", 35, "the night", Remover.BUCKET)
# A list of accounts is removed after 35 days, and its removed version 7 days later; S3 looks once a day. The tables can
# be restored to any moment of 35 days.
BACKUPS = Kept("What was erased, in backups", "BackupBucket, recovery of tables", 45, "the erasure", Remover.BUCKET)
EXPORTS = Kept(
    "Exports of their data that learners asked for", "ExportBucket: exports/", 7, "the export", Remover.BUCKET
)
CERTIFICATE_FILES = Kept(
    "Files with all certificates that learners asked for",
    "ExportBucket: certificates/",
    7,
    "the export",
    Remover.BUCKET,
)
EXPORT_STATES = Kept("Where a learner's export is", "EXPORT#", 7, "the export", Remover.TABLE)
LOGS = Kept("Logs, with IDs and counts but no personal data", "LogRetentionDays", 400, "the entry", Remover.LOGS)
SOURCE_ADDRESSES = Kept(
    "Network addresses of callers, in logs of their own",
    "aws-waf-logs-…-portal, aws-waf-logs-…-sign-in, /aws/transfer/…",
    7,
    "the request",
    Remover.LOGS,
)
OBJECT_ADDRESSES = Kept(
    "Who reached which object of the buckets, with network addresses",
    "LogBucket: objects/",
    7,
    "the request",
    Remover.BUCKET,
)
MESSAGES = Kept("Messages for the forwarder, with IDs alone", "DeliveryQueue", 14, "the message", Remover.QUEUE)
ERASED_PROFILES = Kept(
    "Empty profiles of erased accounts: they refuse older sign-ins",
    "LEARNER#, PROFILE",
    30,
    "the start of the erasure",
    Remover.TABLE,
)
UNCONFIRMED_ACCOUNTS = Kept(
    "Accounts whose e-mail address nobody confirmed", "UserPool, SIGNUP#", 1, "the sign-up", Remover.GUARD
)
AUDIT = Kept("The audit log", "AuditRetentionYears", 2557, "the act", Remover.TABLE)
PROFILES = Kept(
    "Accounts, profiles, followed licenses, names to be found by, addresses (also given up ones), consent, joined "
    "accounts, when we last sent an e-mail and when we send a reminder, and which account belongs to whom",
    "UserPool, LEARNER#, NAMES#, ADDRESS#, ALIAS#, CONSENT#, CUSTOMER#, NOTICE#, REMINDER#, USER#, ACCOUNTS#",
    None,
    "",
    Remover.PERSON,
)

KINDS = (
    PROFILES,
    CLAIMS,
    CERTIFICATES,
    DOCUMENTS,
    CREDITS,
    ROSTERS,
    FEEDS,
    FEED_CARDS,
    UNDOS,
    REJECTED,
    AUDIT,
    ATTENDANCE,
    OWN_CREDITS,
    OWN_PROOFS,
    ARRIVING_PROOFS,
    WRONG_CODES,
    PREVIEWS,
    MAILED,
    ADDRESS_CODES,
    OWN_MOVES,
    SIGN_INS,
    CLOSINGS,
    CERTIFICATE_NOTICES,
    REMINDERS,
    UNCONFIRMED_ACCOUNTS,
    ERASED_PROFILES,
    ACCOUNT_CHANGES,
    OWNER_NOTICES,
    EXPORTS,
    CERTIFICATE_FILES,
    EXPORT_STATES,
    ACCOUNTS,
    MESSAGES,
    LOGS,
    SOURCE_ADDRESSES,
    OBJECT_ADDRESSES,
)
