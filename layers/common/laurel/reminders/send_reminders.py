"""Sends learners reminders before their cycles end: each one once.

The list by day names the learners who are due, so the cost grows with them and never with all learners. A night takes
the reminders of a learner on itself by moving their next one on, in one conditional write, and sends after that. So a
run that stops half-way or runs twice sends nothing twice. If SES certainly did not send it, the day is put back.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from laurel.claims.store import Claims
from laurel.claims.transcript import transcript_of
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile, speech_of
from laurel.learners.records import from_item as profile_from
from laurel.learners.records import key_of as profile_key
from laurel.notices.send_notices import RESERVE, WINDOW, NoticeDependencies, NoticesReport
from laurel.notices.sender import SendResult, mail_key
from laurel.organizer.queries import credits_of
from laurel.own_credits.records import own_credits
from laurel.platform.deadline import Deadline
from laurel.platform.log import logger
from laurel.platform.table import Table, TableBusy
from laurel.progress.choices import ProgressChoices, ReminderChoice, ReminderDue, next_due, reminders_due
from laurel.progress.earned import Earned, earned_from
from laurel.progress.progress import RuleProgress, progress_of
from laurel.progress.read_rules import rules_by_id
from laurel.progress.records import (
    ListedReminder,
    choices_from,
    listed_until,
    next_from,
    next_key,
    progress_key,
    reminder_writes,
    unlist,
)
from laurel.reminders.reminder_email import ReminderLinks, compose_reminder


@dataclass(frozen=True, slots=True)
class _Due:
    """A learner who is due: what the list says, what they follow, and their profile."""

    listed: ListedReminder
    choices: ProgressChoices
    profile: Profile


class SendReminders:
    """Sends the reminders of the run on `on` from `table` (the claims table)."""

    def __init__(
        self, table: Table, dependencies: NoticeDependencies, *, on: date, seconds_left: Callable[[], float]
    ) -> None:
        self._table, self._deps, self._on = table, dependencies, on
        self._deadline = Deadline(seconds_left, RESERVE)
        self._report = NoticesReport()
        self._sender = dependencies.sender()

    def run(self) -> NoticesReport:
        """Sends all reminders that are due. May be repeated at any time. Raises TableBusy."""
        for window in batched(listed_until(self._table, self._on), WINDOW):
            self._report.pending += len(window)
            for one in self._read(window):
                if self._sender.halted or self._deadline.has_passed:
                    self._report.complete = False
                    break
                self._remind(one)
            if not self._report.complete:
                break
        logger.info("reminders were sent", extra={"notices": self._report.to_wire()})
        return self._report

    def _read(self, window: Sequence[ListedReminder]) -> list[_Due]:
        """Those of `window` whose day is still the one in the list; the others are taken off it. One call."""
        keys = (progress_key, next_key, profile_key)
        items = self._table.get_many(key(one.learner_id) for one in window for key in keys)
        found = []
        for one in window:
            chosen, due, profile = (items.get(key(one.learner_id)) for key in keys)
            if next_from(due) != one.due_on:
                unlist(self._table, one)
                continue
            choices = choices_from(one.learner_id, chosen)
            found.append(_Due(one, choices, profile_from(one.learner_id, profile)))
        return found

    def _remind(self, one: _Due) -> None:
        """Reminds one learner, if there is something to remind them of."""
        due_on, learner_id = one.listed.due_on, one.listed.learner_id
        due = reminders_due(one.choices, rules_by_id(), due_on, self._on) if self._takes_mail(one.profile) else []
        try:
            told = self._wanted(one, due) if due else []
            then = next_due(one.choices, rules_by_id(), self._on)
            taken = all(self._table.write_all(reminder_writes(learner_id, due_on, then)))
        except TableBusy as error:
            self._sender.log(one.profile, type(error).__name__)
            self._report.failed += 1
            return
        if not taken:
            self._report.held_back += 1
        elif not told:
            self._report.unasked += 1
        else:
            self._send(one, told, then)

    def _send(self, one: _Due, told: Sequence[RuleProgress], then: date | None) -> None:
        deps, url = self._deps, self._sender.unsubscribe_url(one.profile.learner_id)
        links = ReminderLinks(f"{deps.portal_url}/progress", url, deps.contact)
        email = compose_reminder(told, self._on, links, speech_of(one.profile))
        result = self._sender.send(one.profile, email, url)
        if result is SendResult.SENT:
            self._report.add(NoticesReport(sent=1, causes=Counter({"cycle_ends": len(told)})))
        elif result is SendResult.REFUSED:
            self._report.refused += 1
        else:
            if result is SendResult.NOT_SENT:
                self._table.write_all(reminder_writes(one.listed.learner_id, then, one.listed.due_on))
            self._report.add(NoticesReport(failed=1, complete=not self._sender.halted))

    def _takes_mail(self, profile: Profile) -> bool:
        """Whether the learner gets e-mails: not after a join, whose other account stays, and not while unsubscribed."""
        if profile.email is None or profile.erased_at or profile.joined_into or profile.notices_stopped_at:
            return False
        record = self._deps.send_log.of([profile.learner_id])[profile.learner_id]
        return record.takes_mail(mail_key(profile.email), self._deps.clock())

    def _wanted(self, one: _Due, due: Sequence[ReminderDue]) -> list[RuleProgress]:
        """The progress under each rule of `due` of which the learner wants to be reminded."""
        earned = self._earned(one.profile)
        found = [progress_of(each.rule, each.followed.facts, earned, self._on) for each in due]
        always = one.choices.reminders is ReminderChoice.ALWAYS
        return [each for each in found if isinstance(each, RuleProgress) and (always or each.missing > 0)]

    def _earned(self, profile: Profile) -> list[Earned]:
        """What the learner and joined accounts earned: two calls for each account, and one for each address."""
        accounts = [profile, *self._deps.registry.joined_with(profile)]
        ids = [one.learner_id for one in accounts]
        claims = Claims(self._table)
        transcript = transcript_of(claim for one in ids for claim in claims.each_of_learner(one))
        held = dict.fromkeys(key for one in accounts for key in held_addresses(one))
        return earned_from(transcript, credits_of(self._deps.ledger, held), own_credits(self._table, ids))
