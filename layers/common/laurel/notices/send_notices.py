"""Telling learners by mail what became of their credits: at most one mail a learner and night, each cause once.

A cause is booked as told before the mail is sent, so a run that dies, or runs twice, tells nobody twice; what SES
certainly did not send is booked back. Only those who have an account are told: the address of a credit leads to the
learner who proved it, and the mail goes to their present one. Cost grows with what is new: the index lists only that,
and it is put by learner on disk.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.held_addresses import key_or_none
from laurel.learners.profile import Profile
from laurel.ledger.credit import Credit
from laurel.ledger.notifications import PendingNotice, mark_notified, pending_notice
from laurel.ledger.store import Change, Ledger, NoticeEntry
from laurel.notices.mailer import Mailer, MailUnclear, RecipientRefused, Sent, Unavailable, Unfit
from laurel.notices.notice_email import Links, compose
from laurel.notices.pending_by_learner import NewsByLearner
from laurel.notices.send_log import ToldNight, ToldNights
from laurel.notices.unsubscribe_links import StopLinks
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.platform.table import TRANSACTION_BATCH, TableBusy

WINDOW = 100  # learners that are looked up together
PAGE = 1_000  # pieces of news, or addresses, that are read between two looks at the clock
# The first night looks back so far, and no night looks back further than LONGEST: older things are no news.
FIRST = timedelta(days=2)
LONGEST = timedelta(days=14)
# What was written shortly before a night may come into the index after it.
OVERLAP = timedelta(hours=1)
# Seconds kept back to end in good order when the function's time runs out.
RESERVE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDependencies:
    """What telling works with. `api_url` is where the stop link leads, `portal_url` where credits are looked at."""

    ledger: Ledger
    registry: AddressRegistry
    nights: ToldNights
    post: Mailer
    stop_links: StopLinks
    api_url: str
    portal_url: str
    contact: str
    executor: Executor
    clock: Clock


@dataclass(slots=True, kw_only=True)
class NoticesReport:
    """What one night told. `held_back` learners have had their mail tonight; `unasked` credits are nobody's to be told.

    `complete` is False when time ran out or SES sent nothing: the next night goes on.
    """

    news: int = 0
    sent: int = 0
    refused: int = 0
    failed: int = 0
    held_back: int = 0
    unasked: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    complete: bool = True

    def to_wire(self) -> dict[str, Any]:
        """As it stands in the nightly function's answer and in the log."""
        return {
            "news": self.news,
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
    """What could not be booked as told: others changed it meanwhile, or the table was `busy`."""

    changes: list[Change] = field(default_factory=list)
    busy: bool = False


class TellLearners:
    """Tells learners on the night `on` (the run's date). `seconds_left` tells what remains of the function's time."""

    def __init__(self, rooms: NoticeDependencies, *, on: date, seconds_left: Callable[[], float]) -> None:
        self._rooms = rooms
        self._on = on
        self._seconds_left = seconds_left
        self._until = rooms.clock()
        self._earliest_left = self._until - OVERLAP
        self._report = NoticesReport()
        self._halted = Event()
        self._had_unfit = Event()

    def run(self) -> NoticesReport:
        """Tells whoever is to be told. May be done again at any time. Raises TableBusy, and what DynamoDB refuses."""
        with TemporaryDirectory() as folder, NewsByLearner(Path(folder, "news.sqlite")) as news:
            if self._read(news):
                for window in batched(news.learners(), WINDOW):
                    if not self._is_in_time():
                        break
                    self._tell_window(news.of(window))
        if self._report.complete:
            self._rooms.nights.advance_horizon(self._earliest_left)
        logger.info("learners were told", extra={"notices": self._report.to_wire()})
        return self._report

    def _is_in_time(self) -> bool:
        """Whether the night goes on: there is time left, and SES sends."""
        if self._seconds_left() < RESERVE:
            self._report.complete = False
        return self._report.complete

    def _read(self, news: NewsByLearner) -> bool:
        """Collects in `news` what is to be told, and who holds its addresses; False if time ran out over it."""
        rooms = self._rooms
        horizon = rooms.nights.horizon() or self._until - FIRST
        since = max(horizon, self._until - LONGEST)
        for page in batched(rooms.ledger.pending_notices(since=since, until=self._until), PAGE):
            if not self._is_in_time():
                return False
            news.add(page)
        self._report.news = len(news)
        for addresses in news.pages_of_addresses(PAGE):
            if not self._is_in_time():
                return False
            news.add_holders(rooms.registry.holders_of(addresses))
        self._report.unasked = news.unheld()
        return True

    def _tell_window(self, by_learner: Mapping[str, Sequence[NoticeEntry]]) -> None:
        rooms = self._rooms
        profiles, nights = rooms.registry.profiles_of(by_learner), rooms.nights.of(by_learner)
        wanted = [who for who in by_learner if self._may_be_told(profiles.get(who), nights[who], by_learner[who])]
        credits = rooms.ledger.get_many(one.credit_id for who in wanted for one in by_learner[who])
        letters = [
            (profiles[who], [credits[one.credit_id] for one in by_learner[who] if one.credit_id in credits])
            for who in wanted
        ]
        for report, left in rooms.executor.map(lambda letter: self._tell(*letter), letters):
            self._add(report)
            self._leave(left)

    def _may_be_told(self, profile: Profile | None, night: ToldNight, news: Sequence[NoticeEntry]) -> bool:
        if profile is None or profile.email is None or profile.notices_stopped_at is not None:
            self._report.unasked += len(news)
            return False
        if not night.takes_mail(_key(profile.email), self._until):
            self._report.unasked += len(news)
            return False
        if night.on is not None and night.on >= self._on:
            self._report.held_back += 1
            self._leave([one.at for one in news])
            return False
        return True

    def _leave(self, instants: Iterable[datetime]) -> None:
        """What is to be told since `instants` was left: a later night must look back so far."""
        self._earliest_left = min([self._earliest_left, *instants])

    def _tell(self, profile: Profile, credits: Sequence[Credit]) -> tuple[NoticesReport, list[datetime]]:
        """Tells one learner of their `credits`: what came of it, counted, and since when what is left is to be told."""
        causes = {one.credit_id: found for one in credits if (found := pending_notice(one)) and found.at <= self._until}
        if not causes:
            return NoticesReport(), []
        if self._halted.is_set() or self._seconds_left() < RESERVE:
            return NoticesReport(complete=False), []
        try:
            begun = self._rooms.nights.begin(profile.learner_id, self._on)
        except TableBusy as error:
            self._log(profile, type(error).__name__)
            return NoticesReport(failed=1), [cause.at for cause in causes.values()]
        if not begun:
            return NoticesReport(held_back=1), [cause.at for cause in causes.values()]
        changes = [Change(one, mark_notified(one, causes[one.credit_id])) for one in credits if one.credit_id in causes]
        told, left = self._book(profile, changes)
        report = self._send(profile, told, causes) if told else NoticesReport()
        # After a failure that does not end the run, a later night must find what was booked back.
        booked_back = told if report.failed and report.complete else []
        if left.busy:
            report.failed += 1
        return report, [causes[change.after.credit_id].at for change in (*left.changes, *booked_back)]

    def _book(self, profile: Profile, changes: Sequence[Change]) -> tuple[list[Change], _Left]:
        """Books causes as told, in transactions that are written whole or not: what was booked, and what was not.

        Where DynamoDB takes no more, the cause is left to the next night, and others are told meanwhile.
        """
        told: list[Change] = []
        left = _Left()
        for some in batched(changes, TRANSACTION_BATCH):
            saved: Sequence[Credit | None]
            try:
                saved = self._rooms.ledger.save(some)
            except TableBusy as error:
                self._log(profile, type(error).__name__)
                saved, left.busy = [None] * len(some), True
            for change, after in zip(some, saved, strict=True):
                if after:
                    told.append(replace(change, after=after))
                else:
                    left.changes.append(change)
        return told, left

    def _send(self, profile: Profile, told: Sequence[Change], causes: Mapping[str, PendingNotice]) -> NoticesReport:
        rooms, email = self._rooms, str(profile.email)
        stop_url = f"{rooms.api_url}/v1/notices/stop?token={rooms.stop_links.token(profile.learner_id)}"
        news = [(one.after, causes[one.after.credit_id].cause) for one in told]
        letter = compose(news, Links(f"{rooms.portal_url}/organizer", stop_url, rooms.contact))
        match rooms.post.send(email, letter, stop_url):
            case Sent():
                return NoticesReport(sent=1, causes=Counter(str(cause) for _, cause in news))
            case RecipientRefused(code):
                self._log(profile, code)
                rooms.nights.refuse(profile.learner_id, _key(email), rooms.clock())
                return NoticesReport(refused=1)
            case Unfit(code) if not self._had_unfit.is_set():
                # One such mail must not silence everybody each night. A second one is no accident.
                self._had_unfit.set()
                self._log(profile, code)
                rooms.ledger.save([_untold_again(change) for change in told])
                return NoticesReport(failed=1)
            case Unavailable(code) | Unfit(code):
                self._halt(profile, code)
                rooms.ledger.save([_untold_again(change) for change in told])
                return NoticesReport(failed=1, complete=False)
            case MailUnclear(error):
                self._halt(profile, error)
                return NoticesReport(failed=1, complete=False)

    def _halt(self, profile: Profile, code: str) -> None:
        """SES sends nothing at present: the others are left to the next night."""
        self._halted.set()
        self._log(profile, code)

    def _log(self, profile: Profile, code: str) -> None:
        logger.warning("a notice was not sent", extra={"learner_id": profile.learner_id, "code": code})

    def _add(self, one: NoticesReport) -> None:
        report = self._report
        report.sent += one.sent
        report.refused += one.refused
        report.failed += one.failed
        report.held_back += one.held_back
        report.causes.update(one.causes)
        report.complete = report.complete and one.complete


def _untold_again(change: Change) -> Change:
    told = change.before.notified if change.before else ()
    return Change(change.after, replace(change.after, notified=told))


def _key(email: str) -> str:
    """The address as it is compared; as it stands where it was recorded by rules that took more."""
    return key_or_none(email) or email
