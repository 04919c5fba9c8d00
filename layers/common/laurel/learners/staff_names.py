"""The names of members of staff, for others who read what they did."""

from collections.abc import Iterable

from laurel.learners.address_registry import AddressRegistry
from laurel.platform.callers import Caller

_STAFF = "staff:"


def staff_names(registry: AddressRegistry, actors: Iterable[str], reader: Caller) -> dict[str, str]:
    """The names by actor (`staff:` and their learner ID): the one of the profile; for operators else the address.

    The reader is not looked up. One call if there is anybody else.
    """
    ids = {one.removeprefix(_STAFF) for one in actors if one.startswith(_STAFF)} - {reader.learner_id, reader.own_id}
    found = registry.profiles_of(ids) if ids else {}
    named = {
        learner_id: profile.name_as_printed or (profile.email if reader.is_staff else None)
        for learner_id, profile in found.items()
    }
    return {f"{_STAFF}{learner_id}": name for learner_id, name in named.items() if name}
