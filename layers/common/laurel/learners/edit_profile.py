"""Reading and changing one's own profile."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from laurel.learners.profile import Paper, Profile
from laurel.learners.records import from_item, key_of, to_item
from laurel.learners.wire import ProfileChange, licences_of
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Put, Table, create

_ROUNDS = 4


def read_profile(table: Table, learner_id: str, email: str | None) -> Profile:
    """The learner's profile; its defaults where none was written. One call.

    `email` is the verified address of the sign-in, which is newer than the one on record.
    """
    profile = from_item(learner_id, table.get(key_of(learner_id)))
    return replace(profile, email=email or profile.email)


def edit_profile(
    table: Table,
    clock: Clock,
    learner_id: str,
    email: str | None,
    change: ProfileChange,
    if_match: int | None = None,
) -> Profile | Refusal:
    """Merges the fields that `change` gives into the profile. Two calls, unless another device writes meanwhile.

    `email` is the verified address of the sign-in, `if_match` the version that the learner saw, if they say it.
    """
    for _ in range(_ROUNDS):
        before = from_item(learner_id, table.get(key_of(learner_id)))
        if if_match is not None and if_match != before.version:
            return _changed_elsewhere(before)
        after = _changed(replace(before, email=email or before.email), change, clock())
        if table.put(_write(before, after)):
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
    return replace(profile, **given, version=profile.version + 1, updated_at=at)


def _write(before: Profile, after: Profile) -> Put:
    item = to_item(after)
    if not before.version:
        return create(item)
    return Put(item, "#version = :version", {"#version": "version"}, {":version": before.version})


def _changed_elsewhere(stored: Profile) -> Refusal:
    return Refusal(
        412,
        "changed_elsewhere",
        "Your profile was changed on another device. Load it again, then make your change.",
        version=stored.version,
    )
