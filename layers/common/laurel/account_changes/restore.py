"""Restores the account of a change that was undone: the former address, no password that anybody knows, no sessions.

Each step may be repeated. The owner gets in with a new password, which a code in the restored mailbox allows.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from laurel.account_changes.changes import AccountChange, ChangeState
from laurel.account_changes.records import advanced, factor_known, has_known_factor, take_off_list
from laurel.platform.table import Table


class Restored(StrEnum):
    """How it ended. `closed`: another account has the address by now, so this one is disabled instead."""

    RESTORED = "restored"
    CLOSED = "closed"
    GONE = "gone"


class RestorableAccounts(Protocol):
    """The accounts of the user pool."""

    def restore(self, user_name: str, email: str) -> Restored:
        """Gives the account back to the owner of the mailbox, and ends all its sessions."""

    def has_second_factor(self, user_name: str) -> bool:
        """Whether the account has a second factor now; False if there is no such account."""


@dataclass(frozen=True, slots=True)
class Restoring:
    """Finishes undone changes of `table` (the claims table)."""

    table: Table

    def finish(self, change: AccountChange, accounts: RestorableAccounts) -> Restored | None:
        """Restores the account, and records that. None if the change is not being undone. Raises TableBusy."""
        if change.state is not ChangeState.UNDOING:
            return None
        outcome = accounts.restore(change.account.user_name, change.former_email)
        _, write = advanced(change, ChangeState.UNDONE)
        # To take an app off here is no change that its owner hears of.
        user_name, on = change.account.user_name, accounts.has_second_factor(change.account.user_name)
        if has_known_factor(self.table, user_name) != on:
            self.table.put(factor_known(user_name, change.learner_id, on=on))
        self.table.put(write)  # if it does not hold, another call has just done the same
        take_off_list(self.table, change.change_id)
        return outcome
