"""Which credit a learner misses: what they say about it, and what could be it (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.organizer.entries import Wanted
from laurel.organizer.unreported import Unreported

type Candidate = Credit | Unreported


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a learner misses: one credit by its ID, or one of a provider and of days, each None if not said.

    `provider` is the name that learners see. `is_not_there`: none of the candidates is the one.
    """

    credit_id: str | None = None
    provider: str | None = None
    starting: date | None = None
    ending: date | None = None
    is_not_there: bool = False

    @property
    def is_said(self) -> bool:
        """Whether the learner says anything."""
        return self != NOTHING_MISSED

    def candidates(self, credits: Iterable[Credit], unreported: Iterable[Unreported]) -> list[Candidate]:
        """The credits and certificates that could be it, the latest completed first."""
        wanted = Wanted(provider=self.provider, starting=self.starting, ending=self.ending)
        found: list[Candidate] = [one for one in credits if wanted.spans(one.provider, one.completed_on)]
        found += [one for one in unreported if wanted.takes(one)]
        if self.credit_id:
            found = [one for one in found if id_of(one) == self.credit_id]
        return sorted(found, key=lambda one: (day_of(one), id_of(one)), reverse=True)


NOTHING_MISSED = Missed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedProvider:
    """A provider from which a credit is missed: whom to ask, and when its latest file or rows came. None: unknown."""

    contact: str | None = None
    last_sent_at: datetime | None = None


UNKNOWN_PROVIDER = MissedProvider()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedSearch:
    """What was missed, the candidates, and the sender if nothing was found."""

    missed: Missed
    candidates: Sequence[Candidate]
    sender: MissedProvider = UNKNOWN_PROVIDER

    @property
    def is_nowhere(self) -> bool:
        """Whether nothing came that could be it."""
        return self.missed.is_not_there or not self.candidates


def id_of(one: Candidate) -> str:
    """The ID of the credit, or that which the credit of the certificate would have."""
    return one.credit_id if isinstance(one, Credit) else one.printed.credit_id


def day_of(one: Candidate) -> date:
    """When it was completed."""
    return one.completed_on if isinstance(one, Credit) else one.printed.completed_on
