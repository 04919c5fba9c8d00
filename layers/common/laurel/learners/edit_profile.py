"""Changing one's own profile."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import Paper, Profile
from laurel.learners.records import profile_write
from laurel.learners.wire import ProfileChange, licences_of
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table

_ROUNDS = 4


def edit_profile(
    table: Table,
    registry: AddressRegistry,
    clock: Clock,
    who: Caller,
    change: ProfileChange,
    if_match: int | None = None,
) -> Profile | Refusal:
    """Merges the fields that `change` gives into the profile. Two calls, unless another device writes meanwhile.

    `if_match` is the version that the learner saw, if they say it.
    """
    for _ in range(_ROUNDS):
        before = registry.recognise(who)
        if if_match is not None and if_match != before.version:
            return _changed_elsewhere(before)
        after = _changed(before, change, clock())
        if table.put(profile_write(before, after)):
            return after
    return Refusal(409, "try_again", "Your profile is being changed at another place. Try again in a moment.")


def _changed(profile: Profile, change: ProfileChange, at: datetime) -> Profile:
    given: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set}
    if "licences" in given:
        given["licences"] = licences_of(given["licences"] or ())
    if "professions" in given:
        given["professions"] = given["professions"] or ()
    if "paper" in given:
        given["paper"] = given["paper"] or Paper.LETTER
    if "consent_to_report" in given:
        # Consent that stands keeps its first time: that is when it was given.
        given["consent_at"] = (profile.consent_at or at) if given.pop("consent_to_report") else None
    if "notices" in given:
        given["notices_stopped_at"] = (profile.notices_stopped_at or at) if given.pop("notices") is False else None
    return replace(profile, **given, version=profile.version + 1, updated_at=at)


def _changed_elsewhere(stored: Profile) -> Refusal:
    return Refusal(
        412,
        "changed_elsewhere",
        "Your profile was changed on another device. Load it again, then make your change.",
        version=stored.version,
    )
