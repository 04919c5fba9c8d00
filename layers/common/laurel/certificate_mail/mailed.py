"""A certificate that was sent by e-mail (pure)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailedCertificate:
    """A certificate that was sent to this address. `is_sure` is False if SES did not answer: it may have been sent."""

    number: str
    sent_to: str
    sent_at: datetime
    is_sure: bool = True
