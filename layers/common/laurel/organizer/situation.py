"""What is known about a learner when the diagnosis is made (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laurel.organizer import diagnosis_rules as rules
from laurel.organizer.diagnosis_rules import Standing
from laurel.organizer.unreported import Unreported
from laurel.roster.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known about a learner at the instant `at` (UTC).

    `on` is the date at that instant in the nightly run's time zone, which decides if a membership is active.
    `sign_in` is the sign-in address; `held` are the keys of the learner's addresses, the current one first. `ascls` and
    `ascp` are the addresses that the learner says those two have, `ascls_key` and `ascp_key` their keys. `roster_of` is
    when the current roster was written, None without one. `members` are its members by address, for the held addresses
    only: what the roster says about other addresses is private.
    `unreported` are the learner's certificates without a credit in the ledger.
    """

    at: datetime
    on: date
    sign_in: str
    sign_in_key: str | None
    held: tuple[str, ...]
    ascls: str | None
    ascls_key: str | None
    ascp: str | None
    ascp_key: str | None
    consent_at: datetime | None
    roster_of: datetime | None
    members: Mapping[str, Sequence[Member]]
    next_night: datetime | None
    unreported: tuple[Unreported, ...] = ()

    def standing(self, key: str) -> Standing:
        """What the roster says about the held address `key`."""
        return rules.standing_of(self.members.get(key) or (), on=self.on, has_roster=self.roster_of is not None)

    @property
    def best(self) -> str | None:
        """The held address with the best standing on the roster; None without any."""
        order = list(Standing)
        return min(self.held, key=lambda key: order.index(self.standing(key)), default=None)

    @property
    def says_another(self) -> bool:
        """Whether the learner's profile names an address at ASCLS that they have not verified."""
        return self.ascls_key is not None and self.ascls_key not in self.held
