"""The addresses a learner holds: what they may see and be sent follows from these alone (pure but for their judging).

An address is held by the learner who proved it first (`address_registry`). It never passes to another by itself: a
mailbox that was given to somebody else shows them nothing of the one who had it before.
"""

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.profile import Profile


def held_addresses(profile: Profile) -> tuple[str, ...]:
    """The keys (as `address_key` gives them) of all addresses that the learner holds, the present one first."""
    emails = (profile.email, *reversed(profile.former_emails))
    # One that was recorded by rules that took more has no key: nothing can come in under it.
    return tuple(dict.fromkeys(key for email in emails if email and (key := key_or_none(email))))


def is_held(profile: Profile, email: str) -> bool:
    """Whether `email` is the address that the learner holds at present."""
    return profile.email is not None and (key := key_or_none(email)) is not None and key == key_or_none(profile.email)


def key_or_none(email: str) -> str | None:
    """The key of `email`; None if it is no address under which a credit could come in."""
    try:
        return address_key(email)
    except InvalidAddress:
        return None
