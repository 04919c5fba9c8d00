"""The states of a credit, the reasons for being stuck, and which state may follow which (pure)."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a credit is on its way from the provider to ASCP."""

    EARNED = "earned"
    UNMATCHED = "unmatched"
    REPORTED = "reported"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a submission asks ASCP to do: add a credit, or, as a follow-up, correct or withdraw one that it holds."""

    ADD = "add"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class UnmatchedReason(StrEnum):
    """Why a credit is not matched to the ASCLS roster.

    `likely_duplicate`: it looks like another credit. `no_consent`: its learner has not consented to reporting.
    """

    NOT_A_MEMBER = "not_a_member"
    MEMBERSHIP_LAPSED = "membership_lapsed"
    AMBIGUOUS_EMAIL = "ambiguous_email"
    NOT_REPORTABLE = "not_reportable"
    LIKELY_DUPLICATE = "likely_duplicate"
    NO_CONSENT = "no_consent"


class RejectedReason(StrEnum):
    """Why ASCP refused a credit."""

    UNKNOWN_EMAIL = "unknown_email"
    NAME_MISMATCH = "name_mismatch"
    OUTSIDE_CYCLE = "outside_cycle"
    # The ASCP customer ID is somebody else's (contract 1.1).
    CUSTOMER_ID_MISMATCH = "customer_id_mismatch"
    INVALID = "invalid"


class WithdrawnReason(StrEnum):
    """Why a credit was withdrawn. The timeline keeps it, and it decides whether the withdrawal can be undone."""

    BY_STAFF = "by_staff"
    # Its provider took it back.
    BY_PROVIDER = "by_provider"
    # The learner says that they entered it at ASCP by hand.
    BY_HAND = "by_hand"
    CERTIFICATE_REVOKED = "certificate_revoked"
    # Its learner had their account erased before it was sent.
    ERASED = "erased"
    # The provider's file that brought it was undone.
    FILE_UNDONE = "file_undone"
    # A note on a credit that stays withdrawn although its claim was reopened and printed.
    CLAIMED_AGAIN = "claimed_again"


NEXT: Mapping[State, frozenset[State]] = {
    State.EARNED: frozenset({State.REPORTED, State.UNMATCHED, State.WITHDRAWN}),
    # Matching an unmatched credit again may find another reason. A likely duplicate returns to `earned` when staff
    # decide that it is a separate credit; one that waits for consent, when its learner consents to reporting.
    State.UNMATCHED: frozenset({State.EARNED, State.REPORTED, State.UNMATCHED, State.WITHDRAWN}),
    # Before it is sent: entered by hand at ASCP, or withdrawn by staff, or its learner withdrew consent.
    State.REPORTED: frozenset({State.SENDING, State.UNMATCHED, State.WITHDRAWN}),
    State.SENDING: frozenset({State.ACCEPTED, State.REJECTED, State.REPORTED}),
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset({State.EARNED, State.WITHDRAWN}),
    # Withdrawn by mistake, claimed again after its certificate was revoked, or sent again by its provider after the
    # file was undone: it is matched like a new credit.
    State.WITHDRAWN: frozenset({State.EARNED}),
}

# What ASCP's answer to a follow-up (`ledger.follow_ups`) does to its credit. A correction makes a withdrawn one count.
BY_FOLLOW_UP: Mapping[Action, State] = {Action.CORRECT: State.ACCEPTED, Action.WITHDRAW: State.WITHDRAWN}
