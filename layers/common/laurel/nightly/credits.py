"""The credits in the ledger that a nightly run matches again or puts on the queue again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched

from laurel.intake.feed import WINDOW
from laurel.intake.row_intake import BATCH
from laurel.ledger.consent import follow_consent
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import reported_at
from laurel.ledger.follow_ups import ON_ITS_WAY, outgoing
from laurel.ledger.records import SHARDS, Work
from laurel.ledger.states import State
from laurel.nightly.run_state import RunState
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.deadline import Deadline
from laurel.roster.follow_customer_id import follow_customer_id
from laurel.roster.match_again import MatchedAgain, match_again
from laurel.roster.rematch import Rematcher, is_open


@dataclass(frozen=True, slots=True)
class NightCredits:
    """The credits of one run. The `deadline` is checked between steps."""

    run: RunState
    rematcher: Rematcher
    deadline: Deadline

    def match(self, credit_ids: Iterable[str]) -> int:
        """Matches credits in the ledger that wait for a match; returns the number of changes."""
        executor, tally = self.run.dependencies.executor, self.run.tally
        changes = 0
        for window in batched(credit_ids, WINDOW):
            self.deadline.check()
            matched = list(executor.map(self._match_batch, batched(window, BATCH)))
            changes += sum(batch.changes for batch in matched)
            saved = [credit for batch in matched for credit in batch.saved]
            unchanged = [credit for batch in matched for credit in batch.unchanged]
            tally.resumed += len(saved) + len(unchanged)
            tally.count_matched([*saved, *unchanged])
            self.run.queue(credit.credit_id for credit in saved if credit.state is State.REPORTED)
        return changes

    def _match_batch(self, credit_ids: Sequence[str]) -> MatchedAgain:
        dependencies = self.run.dependencies
        credits = dependencies.ledger.get_many(credit_ids).values()
        return match_again(dependencies.once, self.rematcher, credits)

    def match_waiting(self, email_keys: Collection[str]) -> None:
        """Matches the credits that wait under `email_keys` and under other addresses of the learners who own them."""
        ledger = self.run.dependencies.ledger
        self.match(ledger.waiting_for(email_keys))
        self.match(ledger.waiting_for(self._linked_addresses(email_keys)))

    def _linked_addresses(self, email_keys: Iterable[str]) -> frozenset[str]:
        """Other addresses of the learners who own `email_keys`: their credits may wait there."""
        dependencies = self.run.dependencies
        linked: set[str] = set()
        for window in batched(batched(email_keys, BATCH), PARALLEL_CALLS):
            for known in dependencies.executor.map(dependencies.aliases.of, window):
                linked.update(key for alias in known.values() for key in alias.linked if key != alias.key)
            if dependencies.joined:
                for people in dependencies.executor.map(dependencies.joined.of, window):
                    linked.update(key for own, one in people.items() for key in one.keys if key != own)
        return frozenset(linked)

    def follow_consents(self) -> None:
        """Withholds unsent credits of learners who withdrew consent; matches credits of learners who gave it.

        A change stays on the list until the indexes are sure to show every earlier write.
        """
        dependencies = self.run.dependencies
        changes = dependencies.consents.changes()
        missing = dependencies.consents.missing_among(change.learner_id for change in changes)
        for change in changes:
            self.deadline.check()
            at, agrees = dependencies.clock(), change.learner_id not in missing
            changed = follow_consent(dependencies.ledger, change.email_keys, change.learner_id, agrees=agrees, at=at)
            self.match(credit.credit_id for credit in changed if credit.state is State.EARNED)
            if change.is_shown(at):
                dependencies.consents.conclude(change)

    def follow_customer_ids(self) -> None:
        """Updates the credits of learners who changed their ASCP customer ID, and sends refused ones again.

        A change stays on the list until the indexes are sure to show every earlier write, and while one of the credits
        is on its way, because ASCP may refuse it.
        """
        dependencies = self.run.dependencies
        for change in dependencies.customer_ids.changes():
            self.deadline.check()
            at = dependencies.clock()
            changed, on_its_way = follow_customer_id(dependencies.ledger, dependencies.roster, change.email_keys, at=at)
            self.match(credit.credit_id for credit in changed if credit.state is State.EARNED)
            if change.is_shown(at) and not on_its_way:
                dependencies.customer_ids.conclude(change)

    def follow_moves(self) -> None:
        """Moves unsent credits from the former addresses of learners to their present ones.

        Those of joined accounts stay where they are, and are matched under the present addresses of all. A move stays
        on the list while a credit under the old address is on its way, because ASCP may refuse it.
        """
        dependencies = self.run.dependencies
        moves = dependencies.aliases.moves()
        known = dependencies.aliases.of(move.key for move in moves)
        people = dependencies.joined.of(move.key for move in moves) if dependencies.joined and moves else {}
        for move in moves:
            self.deadline.check()
            alias, person = known.get(move.key), people.get(move.key)
            keys = {move.key} if alias and not alias.is_current else set()
            keys.update(person.keys if person else ())
            waiting = [one for key in sorted(keys) for one in dependencies.ledger.of_address(key) if is_open(one)]
            changed = self.match(credit.credit_id for credit in waiting)
            if not changed and all(credit.state is State.UNMATCHED for credit in waiting):
                dependencies.aliases.conclude(move)

    def requeue(self, *, at: datetime) -> None:
        """Queues again the credits due for delivery `at` (UTC), shard by shard from `requeue_from` of the run state.

        While messages are pending, queues all undelivered credits, whenever they are due: any of them may have been
        saved and never queued, and a partner may have asked for a long wait. Queueing changes no credit, so the shard
        reached is recorded: a run that continues must not start at the first one.
        """
        until = at
        if self.run.messages_pending:
            until = datetime.max.replace(tzinfo=UTC)
            # This includes the messages that SQS refused before: they count only if SQS refuses them again.
            self.run.tally.queue_refused = 0
            self.run.dependencies.queue.end_pause()
        for shard in range(self.run.requeue_from, SHARDS):
            self.run.requeue_from = shard
            due = self.run.dependencies.ledger.due(Work.DELIVER, until=until, shards=[shard])
            for window in batched(due, WINDOW):
                self.deadline.check()
                undelivered = self._undelivered(window)
                self._note_oldest(undelivered)
                self.run.tally.requeued += len(undelivered)
                self.run.queue_again(credit.credit_id for credit in undelivered)

    def _undelivered(self, credit_ids: Iterable[str]) -> list[Credit]:
        """The credits that are still on their way; the index may lag."""
        found = self.run.dependencies.executor.map(self.run.dependencies.ledger.get_many, batched(credit_ids, BATCH))
        on_their_way = (outgoing(credit) for batch in found for credit in batch.values())
        return [credit for credit in on_their_way if credit.state in ON_ITS_WAY]

    def _note_oldest(self, credits: Iterable[Credit]) -> None:
        since = [at for credit in credits if (at := reported_at(credit))]
        if self.run.oldest_reported_at:
            since.append(self.run.oldest_reported_at)
        self.run.oldest_reported_at = min(since, default=None)
