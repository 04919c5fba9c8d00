"""What delivery knows of a partner: the protocol of its client, and the outcomes of its calls as values (pure).

A partner is an organization that credits are delivered to. What matters most about a failure is whether the partner
may have taken the credits: `NotSent`, `Busy`, `Unauthorized`, `Malformed` and `TooLarge` say that it did not, `Unclear`
that nobody knows. docs/delivery-outcomes.md says what each outcome does to the credit, the batch and the breakers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason

PARALLEL_CALLS = 8  # to one partner, from one process


@dataclass(frozen=True, slots=True)
class Accepted:
    """The partner holds the credit, under `receipt`."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The partner refuses the credit, with its words in `detail`; it could not even read it if `judged` is False."""

    reason: RejectedReason
    detail: str | None
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """The partner answered, but did not say whether it holds the credit."""

    why: str


@dataclass(frozen=True, slots=True)
class NotHeld:
    """The partner was asked, and does not hold the credit."""


type CreditOutcome = Accepted | Rejected | Unknown


@dataclass(frozen=True, slots=True)
class Answered:
    """An outcome for each credit of the submission; `unexpected` counts results about credits that were not in it.

    `contradictions` counts the credits with two results that differ, or with the receipt of another credit.
    """

    results: Mapping[str, CreditOutcome]
    unexpected: int = 0
    contradictions: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Malformed:
    """The partner took nothing: it cannot read the submission."""

    detail: str | None


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The partner took nothing: the submission is too large for it."""


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """The partner took nothing: it does not accept our credentials."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The partner took nothing and asks us to wait `retry_after` seconds."""

    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Unclear:
    """The request went out, but whether the partner took any of it is unknown.

    Do not retry within `retry_after` seconds. `for_all`: no other call would succeed now either, because a gateway
    limits our rate or blocks us. `cut_off`: our own deadline ended the call.
    """

    why: str
    retry_after: int = 0
    for_all: bool = False
    cut_off: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request certainly never reached the partner; do not retry within `retry_after` seconds.

    `ours`: the cause is on our side and says nothing about the partner. Then, without `retry_after`, no time was left
    for this call; with it, no other call could have gone out either. `cut_off`: our own deadline ended the call.
    """

    why: str
    retry_after: int = 0
    ours: bool = False
    cut_off: bool = field(default=False, compare=False)


type CallFailure = Unauthorized | Busy | Unclear | NotSent
type SubmissionOutcome = Answered | Malformed | TooLarge | CallFailure
type AskOutcome = CreditOutcome | NotHeld | CallFailure


class Partner(Protocol):
    """A client of a partner. Safe to use from many threads; its methods never raise for a failed call."""

    @property
    def name(self) -> str:
        """The partner's name, as learners and logs show it."""

    @property
    def most_credits(self) -> int:
        """The most credits that the partner takes in one submission."""

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """Submits the credits of `batch`, 1 to `most_credits`; gives up at `until` (UTC).

        The partner takes each `submission_id` once: the same submission again has the same outcome.
        """

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        """What the partner holds under `reference` (`reference_of`); gives up at `until` (UTC). Changes nothing."""
