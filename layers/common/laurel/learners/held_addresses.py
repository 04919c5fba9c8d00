"""The addresses a learner holds: only these decide what they may see and be sent (pure except for the key check).

The first learner to verify an address holds it (`address_registry`). It never passes to another learner automatically:
the new owner of a reassigned mailbox sees nothing of the previous owner.
"""

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.profile import Profile


def held_addresses(profile: Profile) -> tuple[str, ...]:
    """The keys (`address_key`) of all addresses that the learner holds, the current one first, a new one last."""
    new = profile.new_email.email if profile.new_email and profile.new_email.is_theirs else None
    emails = (profile.email, *reversed(profile.former_emails), new)
    # An address recorded under older rules that allowed more may have no key: no credit can arrive with it.
    return tuple(dict.fromkeys(key for email in emails if email and (key := key_or_none(email))))


def is_held(profile: Profile, email: str) -> bool:
    """Whether `email` is the learner's current address."""
    return profile.email is not None and (key := key_or_none(email)) is not None and key == key_or_none(profile.email)


def is_new_here(profile: Profile, email: str) -> bool:
    """Whether the learner holds `email` as a new address that does not count yet."""
    new = profile.new_email
    return new is not None and new.is_theirs and key_or_none(new.email) == key_or_none(email)


def key_or_none(email: str) -> str | None:
    """The key of `email`; None if it is not an address with which a credit could arrive."""
    try:
        return address_key(email)
    except InvalidAddress:
        return None
