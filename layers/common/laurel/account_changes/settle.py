"""Lets a change count: after seven days, or when the owner of the former address confirms it.

For a change of address that is one transaction: the new address becomes the current one, and the next night moves the
credits (`learners.address_registry`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from laurel.account_changes.changes import AccountChange, ChangeKind, ChangeState
from laurel.account_changes.records import advanced, find_change
from laurel.audit.acts import Actor
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.records import from_item, key_of
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.table import Elsewhere, Table, Write


@dataclass(frozen=True, slots=True)
class Settling:
    """Ends open changes in `table` (the claims table)."""

    table: Table
    registry: AddressRegistry

    def settle(
        self, change: AccountChange, state: ChangeState, actor: Actor, also: Sequence[Write | Elsewhere] = ()
    ) -> AccountChange | None:
        """Ends the open `change` in `state`, with `also` in the same transaction, and lets its address count.

        An address that another learner holds does not count. Returns the change; None if it was not open any more, or
        if others kept interfering. Raises TableBusy, and RefusedRequest if the account was erased.
        """

        def attempt() -> AccountChange | None:
            found = find_change(self.table, change.learner_id, change.change_id)
            if found is None or found.state is not ChangeState.OPEN:
                return change  # `change` itself: nothing to do
            if found.kind is ChangeKind.EMAIL and not self._is_latest(found):
                ended, write = advanced(found, ChangeState.REPLACED)
                return ended if all(self.table.write_all([write])) else None
            ended, write = advanced(found, state)
            if found.kind is ChangeKind.EMAIL and self.registry.follow(
                found.learner_id, found.email, proved_at=int(found.at.timestamp()), actor=actor, also=[write, *also]
            ):
                return ended
            return ended if all(self.table.write_all([write, *also])) else None

        outcome = retry_on_conflict(attempt)
        return None if outcome is change else outcome

    def _is_latest(self, change: AccountChange) -> bool:
        profile = from_item(change.learner_id, self.table.get(key_of(change.learner_id)))
        return profile.new_email is not None and profile.new_email.change_id == change.change_id
