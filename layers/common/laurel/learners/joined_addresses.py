"""The addresses of joined accounts: they are those of one person, as long as the join lasts.

A join copies nothing (`learners.joins`). Whoever matches credits reads here, each time, under which other addresses the
person may be known. So an undo counts at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile


@dataclass(frozen=True, slots=True)
class JoinedPerson:
    """The address keys of somebody with joined accounts: all of them, and the current one of each account.

    Those of the account that stays come first.
    """

    keys: tuple[str, ...]
    current: tuple[str, ...]


class JoinedAddresses:
    """Joined people by their addresses, from the profiles that `registry` reads."""

    def __init__(self, registry: AddressRegistry) -> None:
        self._registry = registry

    def of(self, email_keys: Iterable[str]) -> dict[str, JoinedPerson]:
        """The people with joined accounts among those who hold `email_keys`, by key; others are missing.

        Two calls for each hundred keys that somebody holds, at most two more if some are of joined accounts. One call
        if nobody holds any.
        """
        holders = self._registry.holders_of(email_keys)
        if not holders:
            return {}
        profiles = self._registry.profiles_of(dict.fromkeys(holders.values()))
        stay = {one.joined_into or one.learner_id for one in profiles.values() if one.joined_into or one.joined}
        if not stay:
            return {}
        profiles |= self._missing(profiles, stay)
        profiles |= self._missing(
            profiles, (other for one in stay if one in profiles for other in profiles[one].joined)
        )
        people = {learner_id: person for one in stay for learner_id, person in _person(profiles, one)}
        return {key: people[learner_id] for key, learner_id in holders.items() if learner_id in people}

    def _missing(self, known: dict[str, Profile], learner_ids: Iterable[str]) -> dict[str, Profile]:
        wanted = [one for one in dict.fromkeys(learner_ids) if one not in known]
        return self._registry.profiles_of(wanted) if wanted else {}


def _person(profiles: dict[str, Profile], stays: str) -> Iterable[tuple[str, JoinedPerson]]:
    """The person whose account `stays`, by the learner of each account."""
    if stays not in profiles:
        return
    others = (profiles[one] for one in profiles[stays].joined if one in profiles)
    accounts = [profiles[stays], *(one for one in others if one.joined_into == stays)]
    held = [keys for one in accounts if (keys := held_addresses(one))]
    person = JoinedPerson(tuple(key for keys in held for key in keys), tuple(keys[0] for keys in held))
    for one in accounts:
        yield one.learner_id, person
