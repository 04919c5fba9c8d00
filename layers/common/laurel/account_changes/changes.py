"""A change of the sign-in address, of the password or of the second factor, and its states (pure).

A change is open for seven days. The owner of the former address can confirm or undo it until then; after that it is
settled. To undo it takes two steps: the record says so first, then the account in the user pool is restored.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WITHIN = timedelta(days=7)


class ChangeKind(StrEnum):
    """What was changed."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  # the name of a kind
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"


class ChangeState(StrEnum):
    """Where a change is. `replaced`: another change, or the return to the former address, came before its end."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    SETTLED = "settled"
    REPLACED = "replaced"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """An account of the user pool with this ID."""

    user_pool_id: str
    user_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """A change of the sign-in address from `former_email` to `email`, or another one (then both are the same).

    `at` is when it was noticed, `until` when it counts (both UTC). `told_at` is when the owner of the former address
    got the e-mail about it, None before that. `version` counts the writes of the record.
    """

    change_id: str
    learner_id: str
    kind: ChangeKind
    account: SignInAccount
    former_email: str
    email: str
    at: datetime
    until: datetime
    state: ChangeState = ChangeState.OPEN
    told_at: datetime | None = None
    version: int = 1

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be confirmed or undone at `at`."""
        return self.state is ChangeState.OPEN and at <= self.until
