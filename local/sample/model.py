"""What the sample is made of: members, participants, people, rows of a feed, and the fate each credit should meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

LABCE = "labce"
ASM = "asm"
PROVIDERS = (LABCE, ASM)

FEED_COLUMNS = (
    "reference",
    "email",
    "name",
    "activity_number",
    "activity_title",
    "statement",
    "contact_hours",
    "completed_on",
)
PARTICIPANT_COLUMNS = ("email", "name", "cycle_from", "cycle_to", "ascp_customer_id")


@dataclass(frozen=True)
class Fate:
    """Where a credit should end: `state` in the ledger's words, `reason` where that state has one."""

    state: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.state} ({self.reason})" if self.reason else self.state


class Standing(StrEnum):
    """What is special about a person, at ASCLS or at ASCP; it decides the fate of a reportable credit."""

    GOOD = "good"
    LAPSED = "lapsed"
    SHARES_ADDRESS = "shares_address"
    NON_MEMBER = "non_member"
    UNKNOWN_AT_ASCP = "unknown_at_ascp"
    NAME_DIFFERS_AT_ASCP = "name_differs_at_ascp"
    CYCLE_OVER = "cycle_over"


ACCEPTED = Fate("accepted")
NOT_REPORTABLE = Fate("unmatched", "not_reportable")
OUTSIDE_CYCLE = Fate("rejected", "outside_cycle")

FATES: Mapping[Standing, Fate] = {
    Standing.GOOD: ACCEPTED,
    Standing.LAPSED: Fate("unmatched", "membership_lapsed"),
    Standing.SHARES_ADDRESS: Fate("unmatched", "ambiguous_email"),
    Standing.NON_MEMBER: Fate("unmatched", "not_a_member"),
    Standing.UNKNOWN_AT_ASCP: Fate("rejected", "unknown_email"),
    Standing.NAME_DIFFERS_AT_ASCP: Fate("rejected", "name_mismatch"),
    Standing.CYCLE_OVER: OUTSIDE_CYCLE,
}


@dataclass(frozen=True)
class Member:
    """One line of the roster, as ASCLS writes it; it keeps the ASCP customer ID of some members."""

    member_number: str
    email: str
    name: str
    status: str
    expires_on: date | None
    ascp_customer_id: str = ""


@dataclass(frozen=True)
class Participant:
    """One person whom ASCP knows, with the three-year cycle that is running for them (both days belong to it)."""

    email: str
    name: str
    cycle_from: date
    cycle_to: date
    ascp_customer_id: str = ""


@dataclass(frozen=True)
class Person:
    """Someone who earns credit: `email` is their address in normal form, as providers know it."""

    name: str
    email: str
    standing: Standing
    member: Member | None = None
    participant: Participant | None = None


@dataclass(frozen=True)
class Row:
    """One row of a feed, every field as it is written in the file."""

    reference: str
    email: str
    name: str
    activity_number: str
    activity_title: str
    statement: str
    contact_hours: str
    completed_on: str
    ascp_customer_id: str = ""


@dataclass(frozen=True)
class Credit:
    """A good row of a provider's feed, its fate after the first night, and after the roster of the second day."""

    provider: str
    row: Row
    person: Person
    fate: Fate
    fate_later: Fate
    story: str = ""


@dataclass(frozen=True)
class Story:
    """One credit worth showing: who earned it, where to find it, and what should become of it."""

    learner: str
    email: str
    provider: str
    reference: str
    fate: Fate
    fate_later: Fate
    tells: str


@dataclass(frozen=True)
class Fates:
    """How many credits end in each state: `rejected` by ASCP's reason, `unmatched` by ours."""

    accepted: int
    rejected: Mapping[str, int]
    unmatched: Mapping[str, int]

    @property
    def reported(self) -> int:
        """Credits that ASCP accepted or rejected."""
        return self.accepted + sum(self.rejected.values())


@dataclass(frozen=True)
class Expected:
    """What the feeds should come to: every row is a credit, a repeat or a rejected row.

    `rejected_rows` counts by reason code and holds the conflicts too. `first_night` is where the credits should be
    once ASCP has answered for the first roster, `later` once it has answered for the second.
    """

    rows: int
    credits: int
    repeats: int
    rejected_rows: Mapping[str, int]
    first_night: Fates
    later: Fates

    @property
    def conflicts(self) -> int:
        """Rows whose reference was taken before with other content."""
        return self.rejected_rows.get("conflicting_reference", 0)


@dataclass(frozen=True)
class Sample:
    """The files of a sample, and the expected result for each row.

    `credits` names every credit by provider and reference. `showcase` holds five credits with five fates; `healing`
    the credits that the later roster heals. Both are keyed by a short label.
    """

    out: Path
    today: date
    roster: Path
    feeds: Mapping[str, Path]
    participants: Path
    later_roster: Path
    expected: Expected
    credits: tuple[tuple[str, str], ...]
    showcase: Mapping[str, Story]
    healing: Mapping[str, Story]
