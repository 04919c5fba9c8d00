"""The credits of a night that are in the ledger already: matched again, or put on the queue again."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched

from laurel.intake.feed import BATCH, WINDOW
from laurel.ledger.consent import follow_consent
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import reported_at
from laurel.ledger.records import SHARDS, Work
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.nightly.rematch import Settling, is_open, waits_for_a_match
from laurel.nightly.run_state import RunState
from laurel.platform.aws import PARALLEL_CALLS


@dataclass(frozen=True, slots=True)
class _Matched:
    """A batch after matching: how many changes there were to write, what was written, what stays as it is."""

    changes: int
    saved: list[Credit]
    unchanged: list[Credit]


@dataclass(frozen=True, slots=True)
class NightCredits:
    """The credits of one run. `go_on` is called between steps, and may raise."""

    book: RunState
    settling: Settling
    go_on: Callable[[], None]

    def match(self, credit_ids: Iterable[str]) -> int:
        """Matches credits that are in the ledger already and wait for it; how many that was to change."""
        executor, tally = self.book.rooms.executor, self.book.tally
        changes = 0
        for window in batched(credit_ids, WINDOW):
            self.go_on()
            matched = list(executor.map(self._match_batch, batched(window, BATCH)))
            changes += sum(batch.changes for batch in matched)
            saved = [credit for batch in matched for credit in batch.saved]
            unchanged = [credit for batch in matched for credit in batch.unchanged]
            tally.resumed += len(saved) + len(unchanged)
            tally.count_settled([*saved, *unchanged])
            self.book.queue(credit.credit_id for credit in saved if credit.state is State.REPORTED)
        return changes

    def _match_batch(self, credit_ids: Sequence[str]) -> _Matched:
        ledger = self.book.rooms.ledger
        before = [credit for credit in ledger.get_many(credit_ids).values() if waits_for_a_match(credit)]
        after = self.settling.settle(before)
        changes = [Change(old, new) for old, new in zip(before, after, strict=True) if new is not old]
        # What ASCP refused and nothing can be done for now was not taken up at all.
        unchanged = [
            old for old, new in zip(before, after, strict=True) if new is old and old.state is not State.REJECTED
        ]
        return _Matched(len(changes), [credit for credit in self.book.rooms.once.save(changes) if credit], unchanged)

    def match_waiting(self, email_keys: Collection[str]) -> None:
        """Matches what waits for `email_keys`, and under the other addresses of the learners who hold one of them."""
        ledger = self.book.rooms.ledger
        self.match(ledger.waiting_for(email_keys))
        self.match(ledger.waiting_for(self._kin_of(email_keys)))

    def _kin_of(self, email_keys: Iterable[str]) -> frozenset[str]:
        """What the learners who hold one of `email_keys` hold beside it: credits of theirs may wait there."""
        rooms = self.book.rooms
        kin: set[str] = set()
        for window in batched(batched(email_keys, BATCH), PARALLEL_CALLS):
            for known in rooms.executor.map(rooms.aliases.of, window):
                kin.update(key for alias in known.values() for key in alias.kin if key != alias.key)
        return frozenset(kin)

    def follow_consents(self) -> None:
        """Holds back what is not sent of learners who took their consent back, and matches what those agreed to.

        A change stays on the list until the indexes are sure to show what was written before it.
        """
        rooms = self.book.rooms
        changes = rooms.consents.changes()
        missing = rooms.consents.missing_among(change.learner_id for change in changes)
        for change in changes:
            self.go_on()
            at, agrees = rooms.clock(), change.learner_id not in missing
            changed = follow_consent(rooms.ledger, change.email_keys, change.learner_id, agrees=agrees, at=at)
            self.match(credit.credit_id for credit in changed if credit.state is State.EARNED)
            if change.is_shown(at):
                rooms.consents.conclude(change)

    def follow_moves(self) -> None:
        """Takes what is not sent yet from the addresses that learners left over to their present ones.

        A move stays on the list while something under the old address is on its way: ASCP may refuse it.
        """
        rooms = self.book.rooms
        moves = rooms.aliases.moves()
        known = rooms.aliases.of(move.key for move in moves)
        for move in moves:
            self.go_on()
            alias = known.get(move.key)
            waiting = [] if alias is None or alias.is_present else rooms.ledger.of_address(move.key)
            waiting = [credit for credit in waiting if is_open(credit)]
            changed = self.match(credit.credit_id for credit in waiting)
            if not changed and all(credit.state is State.UNMATCHED for credit in waiting):
                rooms.aliases.conclude(move)

    def requeue(self, *, at: datetime) -> None:
        """Queues again what is due for delivery `at` (UTC), shard by shard from the one that the book names.

        Where messages are owed, all that is not delivered, whenever it is due: any of it may have been saved and never
        queued, and how long a credit waits may rest on what a partner once asked for. Queueing changes no credit, so
        the shard reached is noted: a run that goes on must not begin at the first.
        """
        until = at
        if self.book.owed:
            until = datetime.max.replace(tzinfo=UTC)
            # What was refused is among it: it is refused for good only if it is refused once more.
            self.book.tally.queue_refused = 0
            self.book.rooms.queue.end_pause()
        for shard in range(self.book.requeue_from, SHARDS):
            self.book.requeue_from = shard
            due = self.book.rooms.ledger.due(Work.DELIVER, until=until, shards=[shard])
            for window in batched(due, WINDOW):
                self.go_on()
                undelivered = self._undelivered(window)
                self._note_oldest(undelivered)
                self.book.tally.requeued += len(undelivered)
                self.book.queue_again(credit.credit_id for credit in undelivered)

    def _undelivered(self, credit_ids: Iterable[str]) -> list[Credit]:
        """Those that still are on their way; the index may be a moment behind."""
        found = self.book.rooms.executor.map(self.book.rooms.ledger.get_many, batched(credit_ids, BATCH))
        on_their_way = (State.REPORTED, State.SENDING)
        return [credit for batch in found for credit in batch.values() if credit.state in on_their_way]

    def _note_oldest(self, credits: Iterable[Credit]) -> None:
        since = [at for credit in credits if (at := reported_at(credit))]
        if self.book.oldest_reported_at:
            since.append(self.book.oldest_reported_at)
        self.book.oldest_reported_at = min(since, default=None)
