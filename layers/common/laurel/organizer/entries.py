"""The organizer: a learner's credits with their phases, filtered, counted and paged (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.explanations import explain
from laurel.ledger.requested import is_unsent
from laurel.ledger.states import State, UnmatchedReason
from laurel.organizer.phases import Phase, phase_of
from laurel.organizer.unreported import Unreported
from laurel.platform.amounts import amount_text
from laurel.platform.clock import instant
from laurel.platform.csv_tables import csv_table
from laurel.platform.masking import masked_number

COLUMNS = (
    "completed_on",
    "title",
    "provider",
    "activity_number",
    "statement",
    "contact_hours",
    "state",
    "phase",
    "reason",
    "meaning",
    "what_to_do",
    "reported_at",
    "expected_by",
    "attempts",
    "receipt",
    "member_number",
    "credit_id",
)

PHASE_WORDS: Mapping[Phase, str] = {
    Phase.ON_ITS_WAY: "On its way.",
    Phase.LATE: "Late. We are looking into it.",
    Phase.NEEDS_YOU: "Needs your action.",
    Phase.HELD: "On hold until you agree to reporting.",
    Phase.DONE: "Done.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which credits to show; None does not filter. Both completion dates are included."""

    credit_id: str | None = None
    state: State | None = None
    phase: Phase | None = None
    provider: str | None = None
    starting: date | None = None
    ending: date | None = None

    def takes(self, unreported: Unreported) -> bool:
        """Whether a certificate without a credit matches: by provider and date only, because it has no state."""
        return self.spans(unreported.printed.provider, unreported.printed.completed_on)

    def spans(self, provider: str, day: date) -> bool:
        """Whether credit from `provider`, completed on `day`, matches."""
        wanted = self.provider is None or self.provider.casefold() == provider.casefold()
        return wanted and (self.starting or date.min) <= day <= (self.ending or date.max)


@dataclass(frozen=True, slots=True)
class OrganizerEntry:
    """A credit as the organizer shows it at one instant. `reported_at` and `expected_by` are UTC."""

    credit: Credit
    phase: Phase
    reported_at: datetime | None
    expected_by: datetime | None

    @property
    def position(self) -> list[str]:
        """Its position in the organizer's order, for cursors."""
        return [self.credit.completed_on.isoformat(), self.credit.credit_id]

    @property
    def can_be_retried(self) -> bool:
        """Whether its learner can request a retry."""
        return is_retriable(self.credit)

    @property
    def can_be_self_reported(self) -> bool:
        """Whether its learner can report that they entered it by hand."""
        return is_unsent(self.credit)


# A retry does not help: a type that is never reported stays unreported; a missing consent is the learner's choice; only
# ASCLS can correct a shared address, and the next nightly run then matches the credit; staff decide about duplicates.
_NO_RETRY = (
    UnmatchedReason.NOT_REPORTABLE,
    UnmatchedReason.NO_CONSENT,
    UnmatchedReason.AMBIGUOUS_EMAIL,
    UnmatchedReason.LIKELY_DUPLICATE,
)


def is_retriable(credit: Credit) -> bool:
    """Whether a retry can help: it was refused, or unmatched for a reason that its learner can fix."""
    return credit.state is State.REJECTED or (credit.state is State.UNMATCHED and credit.reason not in _NO_RETRY)


def entries_of(credits: Iterable[Credit], wanted: Wanted, at: datetime) -> list[OrganizerEntry]:
    """The `wanted` entries at the instant `at`, the latest completed first."""
    entries = [OrganizerEntry(one, phase_of(one, at), reported_at(one), expected_by(one)) for one in credits]
    found = [entry for entry in entries if _is_wanted(entry, wanted)]
    return sorted(found, key=lambda entry: entry.position, reverse=True)


def _is_wanted(entry: OrganizerEntry, wanted: Wanted) -> bool:
    credit = entry.credit
    return (
        wanted.credit_id in (None, credit.credit_id)
        and wanted.state in (None, credit.state)
        and wanted.phase in (None, entry.phase)
        and wanted.spans(credit.provider, credit.completed_on)
    )


def page_of(
    entries: Sequence[OrganizerEntry], *, limit: int, after: list[str] | None
) -> tuple[Sequence[OrganizerEntry], list[str] | None]:
    """At most `limit` of the sorted `entries` from the position `after`, and the position of the next page."""
    left = [entry for entry in entries if after is None or entry.position < after]
    page = left[:limit]
    return page, page[-1].position if len(left) > limit else None


def count_states(entries: Iterable[OrganizerEntry]) -> dict[State, int]:
    """The number in each state, in the order of the states; states without any are omitted."""
    counts = Counter(entry.credit.state for entry in entries)
    return {state: counts[state] for state in State if counts[state]}


def count_phases(entries: Iterable[OrganizerEntry]) -> dict[Phase, int]:
    """The number in each phase; phases without any are omitted."""
    counts = Counter(entry.phase for entry in entries)
    return {phase: counts[phase] for phase in Phase if counts[phase]}


def count_months(entries: Iterable[OrganizerEntry]) -> dict[str, dict[Phase, int]]:
    """The number in each phase by month of completion (`2026-10`), in the order of the entries."""
    months: dict[str, list[OrganizerEntry]] = {}
    for entry in entries:
        months.setdefault(f"{entry.credit.completed_on:%Y-%m}", []).append(entry)
    return {month: count_phases(found) for month, found in months.items()}


def organizer_csv(entries: Iterable[OrganizerEntry]) -> str:
    """The entries as CSV, safe to open in a spreadsheet, one line each."""
    return csv_table(COLUMNS, map(organizer_row, entries))


def organizer_row(entry: OrganizerEntry) -> tuple[str, ...]:
    """The line of one entry, under `COLUMNS`."""
    credit = entry.credit
    explanation = explain(credit.reason, unjudged=credit.unjudged) if credit.reason else None
    return (
        credit.completed_on.isoformat(),
        credit.activity_title,
        credit.provider,
        credit.activity_number,
        credit.statement,
        amount_text(credit.contact_hours),
        credit.state,
        entry.phase,
        credit.reason or "",
        explanation.words if explanation else "",
        explanation.do if explanation else "",
        instant(entry.reported_at) if entry.reported_at else "",
        instant(entry.expected_by) if entry.expected_by else "",
        str(credit.attempts),
        credit.receipt or "",
        masked_number(credit.member_number) if credit.member_number else "",
        credit.credit_id,
    )
