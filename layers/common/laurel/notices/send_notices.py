"""Sends learners notices about their credits: at most one e-mail for each learner and run, each notice once.

A notice is marked as sent before the e-mail goes out, so a run that stops half-way or runs twice sends nothing twice.
If SES certainly did not send the e-mail, the mark is removed. Only learners with an account get notices: the address of
a credit leads to the learner who verified it, and the e-mail goes to their current address. The cost grows with the
pending notices: the index lists only those, and they are sorted by learner on disk.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import Profile, speech_of
from laurel.ledger.credit import Credit
from laurel.ledger.notifications import PendingNotice, mark_notified, pending_notice
from laurel.ledger.store import Change, Ledger, NoticeEntry
from laurel.notices.mailer import Mailer
from laurel.notices.notice_email import Links, compose
from laurel.notices.pending_by_learner import PendingByLearner
from laurel.notices.send_log import SendLog, SendRecord
from laurel.notices.sender import Sender, SendResult, mail_key
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.clock import Clock
from laurel.platform.deadline import Deadline
from laurel.platform.log import logger
from laurel.platform.provider_names import ProviderNames
from laurel.platform.table import TRANSACTION_BATCH, TableBusy

WINDOW = 100  # learners looked up together
PAGE = 1_000  # pending notices, or addresses, read between two checks of the time left
# How far the first run looks back. No run looks back further than LONGEST: older notices are of no use.
FIRST = timedelta(days=2)
LONGEST = timedelta(days=14)
# Writes shortly before a run may reach the index after it.
OVERLAP = timedelta(hours=1)
# Seconds reserved for a clean end when the function's time runs out.
RESERVE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDependencies:
    """What sending needs. The unsubscribe link leads to `api_url`, the other links to `portal_url`.

    `names` are those of the providers.
    """

    ledger: Ledger
    registry: AddressRegistry
    send_log: SendLog
    mailer: Mailer
    unsubscribe_links: UnsubscribeLinks
    api_url: str
    portal_url: str
    contact: str
    names: Callable[[], ProviderNames]
    executor: Executor
    clock: Clock

    def sender(self) -> Sender:
        """A sender for one run: it halts for good once SES refuses to send at all."""
        return Sender(self.mailer, self.send_log, self.unsubscribe_links, self.api_url, self.clock)


@dataclass(slots=True, kw_only=True)
class NoticesReport:
    """What one run did. `held_back` counts learners who had their e-mail of this date already; `unasked` counts notices
    that nobody is to get: no account, unsubscribed, or an address that SES refused.

    `complete` is False if time ran out or SES sent nothing: the next run continues.
    """

    pending: int = 0
    sent: int = 0
    refused: int = 0
    failed: int = 0
    held_back: int = 0
    unasked: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    complete: bool = True

    def add(self, other: "NoticesReport") -> None:
        """Adds the counts of one learner."""
        self.sent += other.sent
        self.refused += other.refused
        self.failed += other.failed
        self.held_back += other.held_back
        self.causes.update(other.causes)
        self.complete = self.complete and other.complete

    def to_wire(self) -> dict[str, Any]:
        """As in the nightly function's answer and in the log."""
        return {
            "news": self.pending,
            "sent": self.sent,
            "refused": self.refused,
            "failed": self.failed,
            "held_back": self.held_back,
            "unasked": self.unasked,
            "causes": dict(sorted(self.causes.items())),
            "complete": self.complete,
        }


@dataclass(slots=True)
class _Left:
    """Changes that could not be marked as sent: another process changed the credit, or the table was `busy`."""

    changes: list[Change] = field(default_factory=list)
    busy: bool = False


class SendNotices:
    """Sends the notices of the run on `on`. `seconds_left` returns the remaining time of the function."""

    def __init__(self, dependencies: NoticeDependencies, *, on: date, seconds_left: Callable[[], float]) -> None:
        self._deps = dependencies
        self._on = on
        self._deadline = Deadline(seconds_left, RESERVE)
        self._until = dependencies.clock()
        self._earliest_left = self._until - OVERLAP
        self._report = NoticesReport()
        self._sender = dependencies.sender()

    def run(self) -> NoticesReport:
        """Sends all pending notices. May be repeated at any time. Raises TableBusy, and DynamoDB's other errors."""
        with TemporaryDirectory() as folder, PendingByLearner(Path(folder, "pending.sqlite")) as pending:
            if self._read(pending):
                for window in batched(pending.learners(), WINDOW):
                    if not self._is_in_time():
                        break
                    self._notify_window(pending.of(window))
        if self._report.complete:
            self._deps.send_log.advance_horizon(self._earliest_left)
        logger.info("notices were sent", extra={"notices": self._report.to_wire()})
        return self._report

    def _is_in_time(self) -> bool:
        """Whether to continue: there is time left, and SES sends."""
        if self._deadline.has_passed:
            self._report.complete = False
        return self._report.complete

    def _read(self, pending: PendingByLearner) -> bool:
        """Collects the pending notices and the holders of their addresses; False if time ran out."""
        deps = self._deps
        horizon = deps.send_log.horizon() or self._until - FIRST
        since = max(horizon, self._until - LONGEST)
        for page in batched(deps.ledger.pending_notices(since=since, until=self._until), PAGE):
            if not self._is_in_time():
                return False
            pending.add(page)
        self._report.pending = len(pending)
        for addresses in pending.pages_of_addresses(PAGE):
            if not self._is_in_time():
                return False
            pending.add_holders(deps.registry.holders_of(addresses))
        self._report.unasked = pending.unheld()
        return True

    def _notify_window(self, by_learner: Mapping[str, Sequence[NoticeEntry]]) -> None:
        deps = self._deps
        profiles, records = deps.registry.profiles_of(by_learner), deps.send_log.of(by_learner)
        wanted = [who for who in by_learner if self._gets_email(profiles.get(who), records[who], by_learner[who])]
        credits = deps.ledger.get_many(one.credit_id for who in wanted for one in by_learner[who])
        emails = [
            (
                profiles[who],
                records[who],
                [credits[one.credit_id] for one in by_learner[who] if one.credit_id in credits],
            )
            for who in wanted
        ]
        for report, left in deps.executor.map(lambda email: self._notify(*email), emails):
            self._report.add(report)
            self._leave(left)

    def _gets_email(self, profile: Profile | None, record: SendRecord, entries: Sequence[NoticeEntry]) -> bool:
        if profile is None or profile.email is None or profile.notices_stopped_at is not None:
            self._report.unasked += len(entries)
            return False
        if not record.takes_mail(mail_key(profile.email), self._until):
            self._report.unasked += len(entries)
            return False
        if record.on is not None and record.on >= self._on:
            self._report.held_back += 1
            self._leave([one.at for one in entries])
            return False
        return True

    def _leave(self, instants: Iterable[datetime]) -> None:
        """Notices due at `instants` were not sent: a later run must look back that far."""
        self._earliest_left = min([self._earliest_left, *instants])

    def _notify(
        self, profile: Profile, record: SendRecord, credits: Sequence[Credit]
    ) -> tuple[NoticesReport, list[datetime]]:
        """Notifies one learner about `credits`. Returns the counts, and the due instants of notices left unsent.

        `record` is their record before this run.
        """
        notices = {
            one.credit_id: found for one in credits if (found := pending_notice(one)) and found.at <= self._until
        }
        if not notices:
            return NoticesReport(), []
        if self._sender.halted or self._deadline.has_passed:
            return NoticesReport(complete=False), []
        try:
            begun = self._deps.send_log.begin(profile.learner_id, self._on)
        except TableBusy as error:
            self._sender.log(profile, type(error).__name__)
            return NoticesReport(failed=1), [notice.at for notice in notices.values()]
        if not begun:
            return NoticesReport(held_back=1), [notice.at for notice in notices.values()]
        changes = [
            Change(one, mark_notified(one, notices[one.credit_id])) for one in credits if one.credit_id in notices
        ]
        marked, left = self._mark(profile, changes)
        report = self._send(profile, record, marked, notices) if marked else NoticesReport()
        # After a failure that does not end the run, a later run must find the notices that were unmarked.
        unmarked = marked if report.failed and report.complete else []
        if left.busy:
            report.failed += 1
        return report, [notices[change.after.credit_id].at for change in (*left.changes, *unmarked)]

    def _mark(self, profile: Profile, changes: Sequence[Change]) -> tuple[list[Change], _Left]:
        """Marks notices as sent, in transactions. Returns the changes that were written, and those that were not.

        If DynamoDB is busy, these notices are left to the next run, and other learners still get theirs.
        """
        marked: list[Change] = []
        left = _Left()
        for some in batched(changes, TRANSACTION_BATCH):
            saved: Sequence[Credit | None]
            try:
                saved = self._deps.ledger.save(some)
            except TableBusy as error:
                self._sender.log(profile, type(error).__name__)
                saved, left.busy = [None] * len(some), True
            for change, after in zip(some, saved, strict=True):
                if after:
                    marked.append(replace(change, after=after))
                else:
                    left.changes.append(change)
        return marked, left

    def _send(
        self,
        profile: Profile,
        record: SendRecord,
        marked: Sequence[Change],
        pending: Mapping[str, PendingNotice],
    ) -> NoticesReport:
        deps, url = self._deps, self._sender.unsubscribe_url(profile.learner_id)
        notices = [(one.after, pending[one.after.credit_id].cause) for one in marked]
        links = Links(f"{deps.portal_url}/organizer", url, deps.contact)
        email = compose(notices, links, deps.names(), speech_of(profile))
        result = self._sender.send(profile, email, url)
        if result is SendResult.SENT:
            return NoticesReport(sent=1, causes=Counter(str(cause) for _, cause in notices))
        if result is SendResult.REFUSED:
            return NoticesReport(refused=1)
        if result is SendResult.NOT_SENT:
            self._unmark(profile, record, marked)
        return NoticesReport(failed=1, complete=not self._sender.halted)

    def _unmark(self, profile: Profile, record: SendRecord, marked: Sequence[Change]) -> None:
        """Nothing was sent: the notices are pending again, and the learner has had no e-mail of this date."""
        self._deps.ledger.save([_unmarked(change) for change in marked])
        self._deps.send_log.take_back(profile.learner_id, self._on, record.on)


def _unmarked(change: Change) -> Change:
    notified = change.before.notified if change.before else ()
    return Change(change.after, replace(change.after, notified=notified))
