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


class UnmatchedReason(StrEnum):
    """Why a credit is not matched to the ASCLS roster.

    `likely_duplicate`: it looks like another one. `no_consent`: its learner has not agreed to reporting.
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
    INVALID = "invalid"


class WithdrawnReason(StrEnum):
    """Why a credit was withdrawn. It stands in the timeline, and decides whether that can be undone."""

    BY_STAFF = "by_staff"
    # Its learner says that they entered it at ASCP by hand.
    BY_HAND = "by_hand"
    CERTIFICATE_REVOKED = "certificate_revoked"
    # Noted of a credit that stays withdrawn although its claim was opened again and printed.
    CLAIMED_AGAIN = "claimed_again"


NEXT: Mapping[State, frozenset[State]] = {
    State.EARNED: frozenset({State.REPORTED, State.UNMATCHED, State.WITHDRAWN}),
    # An unmatched credit that is matched again may turn out stuck for another reason. A likely duplicate begins its way
    # when staff find that it is a credit of its own; one that waits for consent, when its learner agrees to reporting.
    State.UNMATCHED: frozenset({State.EARNED, State.REPORTED, State.UNMATCHED, State.WITHDRAWN}),
    # Before anybody sent it: entered by hand at ASCP, or taken back, or its learner took their consent back.
    State.REPORTED: frozenset({State.SENDING, State.UNMATCHED, State.WITHDRAWN}),
    State.SENDING: frozenset({State.ACCEPTED, State.REJECTED, State.REPORTED}),
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset({State.EARNED, State.WITHDRAWN}),
    # Withdrawn by mistake, or claimed again after its certificate was revoked: it is matched as if it were new.
    State.WITHDRAWN: frozenset({State.EARNED}),
}
