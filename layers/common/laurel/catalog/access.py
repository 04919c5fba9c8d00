"""Whether a code opens a claim, and the writes for it.

The use case that opens a claim reads `access_keys` with everything else (one call), calls `admit`, and puts the writes
of `Admitted` in the transaction that creates the claim. No badge is taken and nothing is counted before that succeeds.
If staff replace a list at that moment, the list that was read counts: a badge taken then stays with its learner.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from laurel.catalog.access_codes import CODE_NAMES, access_code_key, meant, meant_by, readings, why_no_code
from laurel.catalog.activity import Activity, SessionCode
from laurel.catalog.records import (
    badge_key,
    badges_of,
    group_key,
    group_list_key,
    groups_of,
    is_spread_by_look,
    keys_of_badge_lists,
    taken_by,
)
from laurel.catalog.refusals import (
    BADGE_TAKEN,
    CODE_NOT_VALID_NOW,
    CODE_NOT_VALID_YET,
    GROUP_FULL,
    NOT_A_CODE,
    WRONG_BADGE,
    WRONG_CODE,
    WRONG_GROUP,
)
from laurel.platform.clock import instant
from laurel.platform.dates import deadline_in_words, moment_in_words
from laurel.platform.refusal import Problem
from laurel.platform.table import Item, Key, Put, Update, Write

_PATH = "access_code"
# What is wrong with these is not the code, so a learner who sends one guesses nothing.
_UNCOUNTED = frozenset({NOT_A_CODE.code, CODE_NOT_VALID_NOW.code})


@dataclass(frozen=True, slots=True)
class Admitted:
    """The code is valid. `writes` belong in the transaction that creates the claim; if a condition of theirs fails,
    somebody else was faster: call `admit` again. `code` is the key of the code; None where access needs none.
    """

    writes: tuple[Write, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """The code opens nothing; `problem` says why. Not every one counts as a guess: see `counts`."""

    problem: Problem

    @property
    def counts(self) -> bool:
        """Whether it counts as a wrong code, of which a learner may enter five in an hour."""
        return self.problem.code not in _UNCOUNTED


def access_keys(activity_id: str, typed: str | None) -> list[Key]:
    """The keys of the items that `admit` needs, for every kind of access: a few small items."""
    codes = readings(typed or "")
    if not codes:
        return []
    of_codes = [
        key
        for code in codes
        for key in (*keys_of_badge_lists(activity_id, code), badge_key(activity_id, code), group_key(activity_id, code))
    ]
    return list(dict.fromkeys([*of_codes, group_list_key(activity_id)]))


def admit(
    activity: Activity, typed: str | None, items: Mapping[Key, Item], *, learner_id: str, at: datetime
) -> Admitted | NotAdmitted:
    """Whether the learner's input opens a claim for `activity` at the instant `at`.

    `items` are the items that exist for `access_keys`.
    """
    codes = readings(typed or "")
    if not codes and activity.access.type != "none":
        return NotAdmitted(not_a_code(activity, typed or ""))
    match activity.access.type:
        case "none":
            return Admitted()
        case "badge":
            return _admit_badge(activity, codes, items, learner_id, at)
        case "group":
            return _admit_group(activity.id, codes, items)
        case "session_code":
            return _admit_session_code(activity, codes, at)


def keys_meant(activity: Activity, typed: str | None, items: Mapping[Key, Item]) -> list[Key]:
    """Further keys to read if the intended code is not the one that was typed."""
    codes = readings(typed or "")
    badge = _badge_meant(activity.id, codes, items)
    group = meant_by(codes, groups_of(items.get(group_list_key(activity.id)))) if codes else None
    return [
        *([badge_key(activity.id, badge)] if badge and badge not in codes else []),
        *([group_key(activity.id, group)] if group and group not in codes else []),
    ]


def not_a_code(activity: Activity, typed: str) -> Problem:
    """The problem with an input that cannot be a code."""
    return NOT_A_CODE.at(_PATH, kind=CODE_NAMES[activity.access.type], why=why_no_code(typed))


def _badge_meant(activity_id: str, codes: Iterable[str], items: Mapping[Key, Item]) -> str | None:
    lists = {code: [items.get(key) for key in keys_of_badge_lists(activity_id, code)] for code in codes}
    for code, found in lists.items():
        if any(code in badges_of(one) for one in found):
            return code
    similar = (meant(code, badges_of(found[0])) for code, found in lists.items() if is_spread_by_look(found[0]))
    return next(filter(None, similar), None)


def _admit_badge(
    activity: Activity, codes: Iterable[str], items: Mapping[Key, Item], learner_id: str, at: datetime
) -> Admitted | NotAdmitted:
    code = _badge_meant(activity.id, codes, items)
    if code is None:
        return NotAdmitted(WRONG_BADGE.at(_PATH))
    pk, sk = badge_key(activity.id, code)
    holder = taken_by(items.get((pk, sk)))
    if holder == learner_id:
        return Admitted(code=code)
    if holder:
        return NotAdmitted(BADGE_TAKEN.at(_PATH, contact=activity.contact))
    # Nobody has taken it, or staff or its learner freed it.
    taking = Put(
        {"pk": pk, "sk": sk, "learner_id": learner_id, "taken_at": instant(at)},
        "attribute_not_exists(#learner_id)",
        {"#learner_id": "learner_id"},
        {},
    )
    return Admitted((taking,), code)


def freed(activity_id: str, kind: str, code: str, *, learner_id: str, at: datetime) -> Update:
    """The write that frees this badge or group (`kind`, and the key of the code) of the learner's claim.

    It belongs in the transaction that removes the code from the claim.
    """
    if kind == "group":
        return Update(
            group_key(activity_id, code),
            "ADD #used :less",
            "#used >= :one",
            {"#used": "used"},
            {":less": -1, ":one": 1},
        )
    return Update(
        badge_key(activity_id, code),
        "REMOVE #learner_id SET #freed_at = :at",
        "#learner_id = :learner_id",
        {"#learner_id": "learner_id", "#freed_at": "freed_at"},
        {":learner_id": learner_id, ":at": instant(at)},
    )


def _admit_group(activity_id: str, codes: Iterable[str], items: Mapping[Key, Item]) -> Admitted | NotAdmitted:
    groups = groups_of(items.get(group_list_key(activity_id)))
    code = meant_by(codes, groups)
    group = groups.get(code or "")
    if code is None or group is None:
        return NotAdmitted(WRONG_GROUP.at(_PATH))
    counter = group_key(activity_id, code)
    if int(items.get(counter, {}).get("used", 0)) >= group.capacity:
        return NotAdmitted(GROUP_FULL.at(_PATH, capacity=group.capacity))
    counting = Update(
        counter,
        "ADD #used :one",
        "attribute_not_exists(#used) OR #used < :capacity",
        {"#used": "used"},
        {":one": 1, ":capacity": group.capacity},
    )
    return Admitted((counting,), code)


def _admit_session_code(activity: Activity, typed: Iterable[str], at: datetime) -> Admitted | NotAdmitted:
    codes = {key: one for one in activity.access.codes if (key := access_code_key(one.code))}
    key = meant_by(typed, codes)
    if key is None:
        return NotAdmitted(WRONG_CODE.at(_PATH))
    if not _is_valid(codes[key], at):
        return NotAdmitted(_not_now(codes[key], at, activity.zone))
    return Admitted(code=key)


def _not_now(code: SessionCode, at: datetime, zone: ZoneInfo) -> Problem:
    """The problem with a code that is not valid at the instant `at`: it says when the code can be used."""
    until = deadline_in_words(code.valid_until, zone) if code.valid_until else ""
    if code.valid_from and at < code.valid_from:
        times = ", ".join(filter(None, [moment_in_words(code.valid_from, zone), until]))
        return CODE_NOT_VALID_YET.at(_PATH, from_until=times)
    return CODE_NOT_VALID_NOW.at(_PATH, until=until)


def _is_valid(code: SessionCode, at: datetime) -> bool:
    return (code.valid_from is None or code.valid_from <= at) and (code.valid_until is None or at < code.valid_until)
