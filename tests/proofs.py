"""Sign-ins that bring another address, as if its seven days were over."""

from laurel.audit.acts import Actor
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.held_addresses import key_or_none
from laurel.learners.profile import Profile
from laurel.platform.callers import Caller


def prove(registry: AddressRegistry, who: Caller) -> Profile:
    """The profile after a request of `who`, whose address counts."""
    profile = registry.recognize(who)
    if key_or_none(who.email) in (None, profile.email and key_or_none(profile.email)):
        return profile
    actor = Actor.learner(who.learner_id)
    followed = registry.follow(who.learner_id, who.email.strip(), proved_at=who.issued_at, actor=actor)
    return followed or registry.profile_of(who.learner_id)
