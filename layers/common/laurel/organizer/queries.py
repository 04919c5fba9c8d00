"""Queries for a learner: their credits, and the situation for the diagnosis."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from laurel.learners.held_addresses import is_new_here, key_or_none
from laurel.learners.profile import Profile
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.organizer.situation import Situation
from laurel.organizer.unreported import Unreported
from laurel.roster.store import Roster


def credits_of(ledger: Ledger, held: Iterable[str]) -> list[Credit]:
    """All credits with one of the `held` address keys. One call for each address."""
    found: dict[str, Credit] = {}
    for credit in (credit for email_key in held for credit in ledger.of_address(email_key)):
        # A credit that is being moved to another address may be found under both.
        known = found.get(credit.credit_id)
        if known is None or known.version < credit.version:
            found[credit.credit_id] = credit
    return list(found.values())


def situation_of(
    profile: Profile,
    sign_in: str,
    roster: Roster,
    *,
    held: Sequence[str],
    at: datetime,
    on: date,
    next_night: datetime | None,
    unreported: Sequence[Unreported] = (),
) -> Situation:
    """The situation at `at` of the learner with this profile who signed in with the address `sign_in`. One call.

    `held` are the keys of all their addresses.
    `on` is the date at that instant in the nightly run's time zone.
    """
    if profile.email and is_new_here(profile, sign_in):
        sign_in = profile.email  # the one by which credits are matched until the new address counts
    roster_of, members = roster.with_members_of(held)
    return Situation(
        at=at,
        on=on,
        sign_in=sign_in,
        sign_in_key=key_or_none(sign_in),
        held=tuple(held),
        ascls=profile.ascls_email,
        ascls_key=key_or_none(profile.ascls_email) if profile.ascls_email else None,
        ascp=profile.ascp_email,
        ascp_key=key_or_none(profile.ascp_email) if profile.ascp_email else None,
        consent_at=profile.consent_at,
        roster_of=roster_of,
        members=members,
        next_night=next_night,
        unreported=tuple(unreported),
    )
