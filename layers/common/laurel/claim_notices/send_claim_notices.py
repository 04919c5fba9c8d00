"""Sends learners notices about claims and certificates: at most one e-mail for each learner and run, each notice once.

What an e-mail says is marked before it goes out, so a run that stops half-way or runs twice sends nothing twice. If
SES certainly did not send it, the marks are taken back. A notice leaves its list once it is sent, or when nobody gets
it: no account, no address, unsubscribed, or an address that SES refused.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from laurel.catalog.closings import Closing
from laurel.certificates.certificate_notice import CertificateNotice
from laurel.claim_notices.claim_email import ClaimMailLinks, compose
from laurel.claim_notices.pending import DraftDue, Pending, PendingSources, mark_of, read_pending
from laurel.claims.claim import Claim, Status
from laurel.learners.profile import Profile, speech_of
from laurel.notices.send_log import SendRecord
from laurel.notices.send_notices import RESERVE, WINDOW, NoticeDependencies, NoticesReport
from laurel.notices.sender import SendResult, mail_key
from laurel.platform.deadline import Deadline
from laurel.platform.log import logger
from laurel.platform.table import TableBusy


@dataclass(frozen=True, slots=True)
class _News:
    """All pending notices of one learner, for their current address."""

    profile: Profile
    record: SendRecord
    drafts: Sequence[DraftDue]
    certificates: Sequence[CertificateNotice]

    @property
    def marks(self) -> list[str]:
        return [*(one.mark for one in self.drafts), *map(mark_of, self.certificates)]

    def unsent(self) -> "_News":
        """Those that no e-mail has mentioned."""
        marked = self.record.marked
        return _News(
            self.profile,
            self.record,
            [one for one in self.drafts if one.mark not in marked],
            [one for one in self.certificates if mark_of(one) not in marked],
        )


class SendClaimNotices:
    """Sends the notices of the run on `on`. `seconds_left` returns the remaining time of the function."""

    def __init__(
        self, sources: PendingSources, dependencies: NoticeDependencies, *, on: date, seconds_left: Callable[[], float]
    ) -> None:
        self._sources = sources
        self._deps = dependencies
        self._on = on
        self._deadline = Deadline(seconds_left, RESERVE)
        self._report = NoticesReport()
        self._kept: set[Closing] = set()
        self._sender = dependencies.sender()

    def run(self) -> NoticesReport:
        """Sends all pending notices. May be repeated at any time. Raises TableBusy, and DynamoDB's other errors."""
        pending = read_pending(self._sources, self._deps.clock(), self._is_in_time)
        if pending is not None:
            self._report.pending = pending.size
            for window in batched(pending.learner_ids, WINDOW):
                if not self._is_in_time():
                    break
                self._notify_window(pending, window)
            if self._report.complete:
                self._settle(pending)
        logger.info("notices about claims were sent", extra={"notices": self._report.to_wire()})
        return self._report

    def _is_in_time(self) -> bool:
        """Whether to continue: there is time left, and SES sends."""
        if self._deadline.has_passed:
            self._report.complete = False
        return self._report.complete

    def _settle(self, pending: Pending) -> None:
        """Marks the claim windows that get a last look, and removes the others. Those that failed stay as they are."""
        for one in pending.first_looks:
            if one not in self._kept:
                self._sources.closings.mark_reminded(one)
        for one in pending.last_looks:
            if one not in self._kept:
                self._sources.closings.remove(one)

    def _notify_window(self, pending: Pending, learner_ids: Sequence[str]) -> None:
        deps = self._deps
        profiles = self._profiles(learner_ids)
        records = deps.send_log.of({one.learner_id for one in profiles.values()})
        due = [(who, one.reminder.activity_id) for who in learner_ids for one in pending.drafts.get(who, ())]
        claims = self._sources.claims.many(due)
        # Of two accounts that were joined, the one that stays gets the notices of both.
        news: dict[str, _News] = {}
        for who in learner_ids:
            drafts = [one for one in pending.drafts.get(who, ()) if _is_due(claims, one)]
            certificates = pending.certificates.get(who, [])
            profile = profiles.get(who)
            if profile is None or not self._takes_mail(profile, records[profile.learner_id]):
                self._report.unasked += len(drafts) + len(certificates)
                self._remove(certificates)
                continue
            record, one = records[profile.learner_id], news.get(profile.learner_id)
            drafts, certificates = (
                [*(one.drafts if one else ()), *drafts],
                [*(one.certificates if one else ()), *certificates],
            )
            news[profile.learner_id] = _News(profile, record, drafts, certificates)
        for report, kept in deps.executor.map(self._notify, news.values()):
            self._report.add(report)
            self._kept.update(kept)

    def _profiles(self, learner_ids: Sequence[str]) -> dict[str, Profile]:
        """The profile to write to, for each learner: after a join, that of the account that stays."""
        registry = self._deps.registry
        found = registry.profiles_of(learner_ids)
        stays = {one.joined_into for one in found.values() if one.joined_into}
        others = registry.profiles_of(stays) if stays else {}
        joined = {who: others.get(one.joined_into) if one.joined_into else one for who, one in found.items()}
        return {who: one for who, one in joined.items() if one}

    def _takes_mail(self, profile: Profile, record: SendRecord) -> bool:
        if profile.email is None or profile.notices_stopped_at is not None:
            return False
        return record.takes_mail(mail_key(profile.email), self._deps.clock())

    def _notify(self, news: _News) -> tuple[NoticesReport, list[Closing]]:
        """Notifies one learner. Returns the counts, and the claim windows that a later run must look at again."""
        unsent, profile = news.unsent(), news.profile
        closings = [one.closing for one in unsent.drafts]
        if not unsent.marks:
            self._remove(news.certificates)
            return NoticesReport(), []
        if self._sender.halted or self._deadline.has_passed:
            return NoticesReport(complete=False), closings
        try:
            begun = self._deps.send_log.begin_claims(profile.learner_id, self._on, unsent.marks, news.record.marked)
        except TableBusy as error:
            self._sender.log(profile, type(error).__name__)
            return NoticesReport(failed=1), closings
        if not begun:
            return NoticesReport(held_back=1), closings
        result = self._send(unsent)
        if result is SendResult.NOT_SENT:
            self._deps.send_log.take_back_claims(profile.learner_id, self._on, news.record)
            return NoticesReport(failed=1, complete=not self._sender.halted), closings
        self._remove(news.certificates)
        if result is SendResult.SENT:
            causes = Counter(["draft_closing"] * len(unsent.drafts) + [str(one.event) for one in unsent.certificates])
            return NoticesReport(sent=1, causes=causes), []
        if result is SendResult.REFUSED:
            return NoticesReport(refused=1), []
        return NoticesReport(failed=1, complete=False), []

    def _send(self, news: _News) -> SendResult:
        deps, url = self._deps, self._sender.unsubscribe_url(news.profile.learner_id)
        links = ClaimMailLinks(f"{deps.portal_url}/transcript", url, deps.contact)
        email = compose([one.reminder for one in news.drafts], news.certificates, links, speech_of(news.profile))
        return self._sender.send(news.profile, email, url)

    def _remove(self, certificates: Iterable[CertificateNotice]) -> None:
        for one in certificates:
            self._sources.notices.remove(one)


def _is_due(claims: Mapping[tuple[str, str], Claim], one: DraftDue) -> bool:
    """Whether the claim is a draft still, and staff did not give its learner more time."""
    claim = claims.get((one.learner_id, one.reminder.activity_id))
    if claim is None or claim.status is not Status.DRAFT:
        return False
    return claim.open_until is None or claim.open_until <= one.reminder.closes_at
