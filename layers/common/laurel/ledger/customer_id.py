"""Which ASCP customer ID goes with a credit (pure)."""

from dataclasses import dataclass
from enum import StrEnum


class IdSource(StrEnum):
    """Who gave an ASCP customer ID, the one that counts first at the top."""

    PROFILE = "profile"
    ROSTER = "roster"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class CustomerId:
    """An ASCP customer ID and who gave it."""

    value: str
    source: IdSource


def choose_customer_id(*, profile: str | None, roster: str | None, provider: str | None) -> CustomerId | None:
    """The ID that is sent with a credit: the learner's own, else that of ASCLS's roster, else the provider's.

    `profile` is in the profile of the learner who holds the credit's e-mail address, `roster` with the one member who
    has that address, `provider` in the provider's row. The learner reads it in their own ASCP account and sees at once
    what a wrong one does; ASCLS keeps one for each member; a provider's comes from a form that somebody filled in.
    """
    given = {IdSource.PROFILE: profile, IdSource.ROSTER: roster, IdSource.PROVIDER: provider}
    return next((CustomerId(value, source) for source, value in given.items() if value), None)
