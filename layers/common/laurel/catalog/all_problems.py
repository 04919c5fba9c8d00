"""All problems of a document at once: those of its fields, and those between the fields that can be read (pure).

`parse_activity` checks how the parts fit together only once each of them is valid. Who fills in a form wants both
lists. So each check runs here if all fields that it looks at are valid. Sessions that are not are left out of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from laurel.catalog.activity import Activity
from laurel.catalog.checks import CHECKS, parse_activity
from laurel.catalog.refusals import NO_SESSION_GIVES_CREDIT, PROGRAM_TOO_SHORT
from laurel.platform.problems import MOST_ERRORS
from laurel.platform.refusal import Problem

# Stand-ins for fields that must be there and are not valid. No check looks at them.
_STAND_INS: Mapping[str, Any] = {
    "id": "draft",
    "kind": "webinar",
    "title": "x",
    "provider": "x",
    "number": "x",
    "level": "basic",
    "starts_on": "2026-01-01",
    "ends_on": "2026-01-01",
    "time_zone": "UTC",
    "contact": "x@example.org",
    "claim_window": {"opens_at": "2026-01-01T00:00:00Z", "closes_at": "2026-01-02T00:00:00Z"},
    "access": {"type": "none"},
    "statements": [{"type": "pace", "maximum": "1", "step": "1", "wording": ""}],
    "evaluation_forms": [{"id": "x", "title": "x", "questions": [{"id": "x", "kind": "text", "text": "x"}]}],
    "sessions": [
        {
            "id": "x",
            "title": "x",
            "starts_at": "2026-01-01T00:00:00Z",
            "ends_at": "2026-01-01T01:00:00Z",
            "maximum": {"pace": "1"},
            "evaluation_form": "x",
        }
    ],
}
# What a session that was left out may make good.
_OF_ALL_SESSIONS = {NO_SESSION_GIVES_CREDIT.code, PROGRAM_TOO_SHORT.code}


def parse_form(data: object) -> Activity | tuple[Problem, ...]:
    """The activity that `data` (decoded JSON) describes, or all its problems, at least one and at most as many as an
    answer lists.
    """
    found = parse_activity(data)
    if isinstance(found, Activity) or not isinstance(data, dict):
        return found
    known = {(one.path, one.code) for one in found}
    between = (one for one in _between_fields(data) if (one.path, one.code) not in known)
    return (*found, *between)[:MOST_ERRORS]


def _between_fields(data: Mapping[str, Any]) -> Iterator[Problem]:
    wrong = _invalid_places(data)
    fields = {str(place[0]) for place in wrong if place}
    sessions = data.get("sessions")
    bad = {place[1] for place in wrong if len(place) > 1 and place[0] == "sessions"}
    listed = sessions if isinstance(sessions, list) and ("sessions",) not in wrong else []
    kept = [n for n in range(len(listed)) if n not in bad] if bad else []
    if kept:
        fields.discard("sessions")
    partial = {name: one for name, one in data.items() if name not in fields and name in Activity.model_fields}
    if kept:
        partial["sessions"] = [listed[n] for n in kept]
    try:
        activity = Activity.model_validate({**_STAND_INS, **partial})
    except ValidationError:
        return  # a part that was valid is not without its neighbors; the problems of the fields come first then
    for check, looked_at in CHECKS:
        if looked_at & fields:
            continue
        for problem in check(activity):
            if not (kept and problem.code in _OF_ALL_SESSIONS):
                yield replace(problem, path=_original(problem.path, kept))


def _invalid_places(data: Mapping[str, Any]) -> set[tuple[int | str, ...]]:
    try:
        Activity.model_validate(data)
    except ValidationError as error:
        return {one["loc"] for one in error.errors()}
    return set()


def _original(path: str, kept: list[int]) -> str:
    """`path` with the place that its session has in the document."""
    inside = path.removeprefix("sessions[")
    if inside == path or not kept:
        return path
    place, _, rest = inside.partition("]")
    return f"sessions[{kept[int(place)]}]{rest}"
