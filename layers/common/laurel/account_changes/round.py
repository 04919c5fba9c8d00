"""The hourly round over changes that have not ended: tell, restore, settle. Each step may be repeated."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from laurel.account_changes.changes import AccountChange, ChangeState
from laurel.account_changes.records import find_change, listed_changes, take_off_list
from laurel.account_changes.restore import RestorableAccounts, Restored, Restoring
from laurel.account_changes.settle import Settling
from laurel.audit.acts import Actor, ActorKind
from laurel.learners.sign_ins import end_all
from laurel.platform.aws_errors import AwsError
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.platform.problems import RefusedRequest
from laurel.platform.table import Table, TableBusy

SYSTEM = Actor(ActorKind.SYSTEM, "guard_accounts")


class Teller(Protocol):
    """Who tells the owner of the former address about a change."""

    def tell(self, change: AccountChange) -> bool:
        """Tells them unless they know; returns whether they know now."""


@dataclass(frozen=True, slots=True)
class ChangeRound:
    """The round over the list in `table` (the claims table). `teller` is None where the stack sends no e-mail."""

    table: Table
    settling: Settling
    teller: Teller | None
    accounts: Callable[[str], RestorableAccounts]
    clock: Clock

    def go(self) -> Counter[str]:
        """Looks at each listed change; returns how many were `settled`, `restored`, `closed` and `untold`."""
        counts: Counter[str] = Counter()
        for learner_id, change_id in listed_changes(self.table):
            try:
                counts.update(self.look_at(learner_id, change_id))
            except (TableBusy, AwsError) as error:
                # The next hour looks again; the others need not wait.
                logger.warning("a change of an account waits", extra={"why": type(error).__name__})
        return counts

    def look_at(self, learner_id: str, change_id: str) -> list[str]:
        """Takes the next step of this change, if there is one; returns the names under which it counts.

        Raises TableBusy and AwsError.
        """
        change = find_change(self.table, learner_id, change_id)
        if change is not None and change.state is ChangeState.UNDOING:
            outcome = Restoring(self.table).finish(change, self.accounts(change.account.user_pool_id))
            end_all(self.table, learner_id, self.clock())
            if outcome is Restored.CLOSED:
                logger.warning("an account was closed: its address is another's", extra={"learner_id": learner_id})
            return [outcome.value] if outcome else []
        if change is None or change.state is not ChangeState.OPEN:
            take_off_list(self.table, change_id)
            return []
        if self.teller and change.told_at is None:
            return [] if self.teller.tell(change) else ["untold"]  # the seven days begin only now
        if self.clock() <= change.until:
            return []
        return ["settled"] if self._settle(change) else []

    def _settle(self, change: AccountChange) -> bool:
        try:
            done = self.settling.settle(change, ChangeState.SETTLED, SYSTEM)
        except RefusedRequest:  # the account was erased
            done = change
        if done:
            take_off_list(self.table, change.change_id)
        return bool(done)
