"""Who opened a claim with which code, by name: for the staff of the activity's provider."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from laurel.catalog.access_codes import access_code_key
from laurel.catalog.activity import Activity
from laurel.claims.claim import Status
from laurel.claims.store import Claims
from laurel.learners.address_registry import AddressRegistry
from laurel.platform.csv_tables import csv_table
from laurel.platform.table import READ_BATCH

COLUMNS = ("code", "name", "opened_at", "status")


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A claim that a code opened. `code` is as the lists have it; None where it is not recorded, or was freed.

    `name` is as certificates print it; None for somebody who gave none, or whose account was erased.
    """

    code: str | None
    learner_id: str
    name: str | None
    opened_at: datetime
    status: Status


def code_uses(claims: Claims, registry: AddressRegistry, activity: Activity, typed: str | None = None) -> list[CodeUse]:
    """The uses of all codes, or of the one that was typed, by code and then by name.

    One query of the activity's claims, a call for each megabyte of its keys; then two reads for each hundred claims,
    and one more where accounts were joined.
    """
    if activity.access.type == "none":
        return []
    wanted = access_code_key(typed) if typed else None
    found = [one for one in _uses(claims, registry, activity) if typed is None or _key(one.code) == wanted]
    return sorted(found, key=lambda one: (one.code is None, one.code or "", (one.name or "").casefold(), one.opened_at))


def code_uses_csv(uses: list[CodeUse]) -> str:
    """The list as CSV in which a spreadsheet runs no formula."""
    rows = ((one.code or "", one.name or "", one.opened_at.isoformat(), one.status.value) for one in uses)
    return csv_table(COLUMNS, rows)


def _uses(claims: Claims, registry: AddressRegistry, activity: Activity) -> Iterator[CodeUse]:
    shown = {access_code_key(one.code): one.code for one in activity.access.codes}
    for batch in batched(claims.each_at_activity(activity.id), READ_BATCH):
        names = _names(registry, {one.learner_id for one in batch})
        for one in batch:
            key = one.access.key
            code = shown.get(key, key)
            yield CodeUse(code, one.learner_id, names.get(one.learner_id), one.opened_at, one.status)


def _names(registry: AddressRegistry, learner_ids: set[str]) -> Mapping[str, str | None]:
    """The names by learner; a joined account has that of the learner who stays."""
    profiles = registry.profiles_of(learner_ids)
    joined = {one.joined_into for one in profiles.values() if one.joined_into}
    staying = registry.profiles_of(joined - profiles.keys()) if joined else {}

    found = {**staying, **profiles}
    stays = {learner_id: found.get(one.joined_into or learner_id, one) for learner_id, one in profiles.items()}
    return {learner_id: one.name_as_printed for learner_id, one in stays.items()}


def _key(code: str | None) -> str | None:
    return access_code_key(code) if code else None
