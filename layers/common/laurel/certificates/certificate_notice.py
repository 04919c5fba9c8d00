"""A notice to a learner about a certificate (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CertificateEvent(StrEnum):
    """What happened to a certificate. `reopened`: it is not valid, and its claim is a draft again."""

    ISSUED = "issued"
    REISSUED = "reissued"
    REVOKED = "revoked"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateNotice:
    """`event` happened to the certificate `number` of a claim at `at` (UTC).

    `title`, `organization` and `contact` are the activity's. After a reopening, the claim is open until `open_until`
    (UTC), a time in `time_zone`.
    """

    number: str
    claim_id: str
    learner_id: str
    event: CertificateEvent
    at: datetime
    title: str
    organization: str
    contact: str
    time_zone: str
    open_until: datetime | None = None
