"""A member of ASCLS, as a roster lists them (pure)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MemberStatus(StrEnum):
    """How ASCLS lists a member."""

    ACTIVE = "active"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One line of a roster. `email` is as given, `email_key` is normalized; `expires_on` is the last valid day.

    `ascp_customer_id` is the one that ASCLS keeps with the member, if any.
    """

    member_number: str
    email: str
    email_key: str
    name: str
    status: MemberStatus
    expires_on: date | None
    ascp_customer_id: str | None = None

    def is_active(self, on: date) -> bool:
        """Whether the membership is valid on the day `on`."""
        return self.status is MemberStatus.ACTIVE and (self.expires_on is None or on <= self.expires_on)
