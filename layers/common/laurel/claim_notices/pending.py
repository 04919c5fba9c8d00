"""The pending notices of one run, about claims and certificates.

It is read from two short lists: certificates since the last run, and claim windows that close soon. So the cost grows
with the news alone.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from laurel.catalog.closings import Closing, Closings
from laurel.catalog.store import Catalog
from laurel.certificates.certificate_notice import CertificateNotice
from laurel.certificates.pending_notices import CertificateNotices
from laurel.claim_notices.claim_email import Reminder
from laurel.claims.store import Claims
from laurel.platform.clock import instant

# A night comes once a day: so those with a draft by then get it at least seven days before the end,
AHEAD = timedelta(days=8)
# and those who began later, at least one day before the end.
LAST_CALL = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DraftDue:
    """The claim of `learner_id` was a draft, and its claim window closes soon. `closing` is what the list says."""

    learner_id: str
    reminder: Reminder
    closing: Closing

    @property
    def mark(self) -> str:
        """The mark of an e-mail about this deadline, in the learner's record of notices."""
        return f"{self.reminder.activity_id} closes {instant(self.reminder.closes_at)}"


def mark_of(notice: CertificateNotice) -> str:
    """The mark of an e-mail about this, in the learner's record of notices."""
    return f"{notice.number} {notice.event}"


@dataclass(slots=True)
class Pending:
    """What is pending for each learner, and the claim windows that were looked at: some get a last look later."""

    certificates: dict[str, list[CertificateNotice]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[str, list[DraftDue]] = field(default_factory=lambda: defaultdict(list))
    first_looks: list[Closing] = field(default_factory=list)
    last_looks: list[Closing] = field(default_factory=list)

    @property
    def learner_ids(self) -> list[str]:
        """The learners with pending notices, those with an open draft first."""
        return list(dict.fromkeys([*self.drafts, *self.certificates]))

    @property
    def size(self) -> int:
        """How many notices are pending."""
        return sum(map(len, self.certificates.values())) + sum(map(len, self.drafts.values()))


@dataclass(frozen=True, slots=True)
class PendingSources:
    """The stores that say what is pending."""

    notices: CertificateNotices
    closings: Closings
    catalog: Catalog
    claims: Claims


def read_pending(sources: PendingSources, at: datetime, is_in_time: Callable[[], bool]) -> Pending | None:
    """What is pending at `at` (UTC); None if time ran out.

    One call for each list, and two for each activity that closes soon: the activity, and its claims from an index.
    Raises TableBusy.
    """
    found = Pending()
    for notice in sources.notices.all():
        found.certificates[notice.learner_id].append(notice)
    for closing in sources.closings.before(at + AHEAD):
        if not is_in_time():
            return None
        if closing.reminded and closing.closes_at > at + LAST_CALL:
            continue
        drafts = _drafts(sources, closing, at)
        looks = found.last_looks if drafts is None or closing.closes_at <= at + LAST_CALL else found.first_looks
        looks.append(closing)
        for draft in drafts or ():
            found.drafts[draft.learner_id].append(draft)
    return found if is_in_time() else None


def _drafts(sources: PendingSources, closing: Closing, at: datetime) -> Sequence[DraftDue] | None:
    """The drafts at an activity that closes soon; None if it has another claim window by now, or it is closed."""
    stored = sources.catalog.get(closing.activity_id) if closing.closes_at > at else None
    if stored is None or stored.activity.claim_window.closes_at != closing.closes_at:
        return None
    activity = stored.activity
    reminder = Reminder(
        activity_id=activity.id,
        title=activity.title,
        organization=activity.provider,
        contact=activity.contact,
        time_zone=activity.time_zone,
        closes_at=closing.closes_at,
    )
    return [DraftDue(learner_id, reminder, closing) for learner_id in sources.claims.learners_with_draft(activity.id)]
