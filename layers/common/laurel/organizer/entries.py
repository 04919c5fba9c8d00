"""The CE organizer: a learner's credits with their phases, narrowed, counted, and page by page (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.explanations import explain
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
    Phase.LATE: "Late, being looked into.",
    Phase.NEEDS_YOU: "Needs you.",
    Phase.HELD: "Held back until you agree to reporting.",
    Phase.DONE: "Done.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which credits are asked for; None does not narrow. Both days of completion are included."""

    state: State | None = None
    phase: Phase | None = None
    provider: str | None = None
    starting: date | None = None
    ending: date | None = None

    def takes(self, unreported: Unreported) -> bool:
        """Whether a certificate without a credit is wanted: by provider and day, since it has no state."""
        return self.spans(unreported.printed.provider, unreported.printed.completed_on)

    def spans(self, provider: str, day: date) -> bool:
        """Whether what `provider` gave, completed on `day`, is wanted."""
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
        """Its place in the order of the organizer, for cursors."""
        return [self.credit.completed_on.isoformat(), self.credit.credit_id]

    @property
    def can_be_retried(self) -> bool:
        """Whether its learner may ask for another try."""
        return is_retriable(self.credit)

    @property
    def can_be_self_reported(self) -> bool:
        """Whether its learner may say that they entered it by hand."""
        return is_withdrawable(self.credit)


# What is never reported stays so; what its learner holds back waits for them; of an address that several members share,
# only ASCLS can say whose it is: the first night after the roster says so matches the credit by itself. Whether one is
# the same as another, staff find out.
_NO_RETRY = (
    UnmatchedReason.NOT_REPORTABLE,
    UnmatchedReason.NO_CONSENT,
    UnmatchedReason.AMBIGUOUS_EMAIL,
    UnmatchedReason.LIKELY_DUPLICATE,
)


def is_retriable(credit: Credit) -> bool:
    """Whether another try can bring anything: it was refused, or not matched for what its learner can put right."""
    return credit.state is State.REJECTED or (credit.state is State.UNMATCHED and credit.reason not in _NO_RETRY)


def is_withdrawable(credit: Credit) -> bool:
    """Whether it can be withdrawn: it is not with ASCP, and it is certain that it is not."""
    return credit.state in (State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED) and not credit.in_doubt


def entries_of(credits: Iterable[Credit], wanted: Wanted, at: datetime) -> list[OrganizerEntry]:
    """The entries that are `wanted`, at the instant `at`: the latest completed first."""
    entries = [OrganizerEntry(one, phase_of(one, at), reported_at(one), expected_by(one)) for one in credits]
    found = [entry for entry in entries if _is_wanted(entry, wanted)]
    return sorted(found, key=lambda entry: entry.position, reverse=True)


def _is_wanted(entry: OrganizerEntry, wanted: Wanted) -> bool:
    credit = entry.credit
    return (
        wanted.state in (None, credit.state)
        and wanted.phase in (None, entry.phase)
        and wanted.spans(credit.provider, credit.completed_on)
    )


def page_of(
    entries: Sequence[OrganizerEntry], *, limit: int, after: list[str] | None
) -> tuple[Sequence[OrganizerEntry], list[str] | None]:
    """At most `limit` of the sorted `entries` from behind the position `after`, and where the next page begins."""
    left = [entry for entry in entries if after is None or entry.position < after]
    page = left[:limit]
    return page, page[-1].position if len(left) > limit else None


def count_states(entries: Iterable[OrganizerEntry]) -> dict[State, int]:
    """How many there are in each state, in the order of the way; states without any are left out."""
    counts = Counter(entry.credit.state for entry in entries)
    return {state: counts[state] for state in State if counts[state]}


def count_phases(entries: Iterable[OrganizerEntry]) -> dict[Phase, int]:
    """How many there are in each phase; phases without any are left out."""
    counts = Counter(entry.phase for entry in entries)
    return {phase: counts[phase] for phase in Phase if counts[phase]}


def organizer_csv(entries: Iterable[OrganizerEntry]) -> str:
    """The entries as CSV that no spreadsheet runs, one line each."""
    return csv_table(COLUMNS, map(_row, entries))


def _row(entry: OrganizerEntry) -> tuple[str, ...]:
    credit = entry.credit
    told = explain(credit.reason, unjudged=credit.unjudged) if credit.reason else None
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
        told.words if told else "",
        told.do if told else "",
        instant(entry.reported_at) if entry.reported_at else "",
        instant(entry.expected_by) if entry.expected_by else "",
        str(credit.attempts),
        credit.receipt or "",
        masked_number(credit.member_number) if credit.member_number else "",
        credit.credit_id,
    )
