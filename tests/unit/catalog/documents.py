"""Documents of activities as staff would put them, small and correct, to be changed by each test."""

import copy
from typing import Any

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity

_MEETING: dict[str, Any] = {
    "id": "meet-1",
    "kind": "live_meeting",
    "title": "Laboratory Days",
    "description": "Two days.",
    "provider": "Example Society",
    "provider_statement": "Example Society is approved by the ASCLS P.A.C.E.® Program.",
    "signatory": {"name": "Inés Quintero Vidal", "title": "Chair, Education"},
    "number": "900-001-26",
    "level": "basic",
    "objectives": ["Know more."],
    "starts_on": "2026-06-04",
    "ends_on": "2026-06-05",
    "time_zone": "America/New_York",
    "location": "Baltimore, Maryland",
    "contact": "education@example.org",
    "claim_window": {"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2026-09-01T04:00:00Z"},
    "access": {"type": "badge"},
    "statements": [
        {"type": "ama_pra_1", "maximum": "2", "step": "0.25", "wording": "At most 2."},
        {"type": "pace", "maximum": "2", "step": "0.5", "wording": "At most 2 contact hours."},
        {"type": "california", "maximum": "2", "step": "0.5", "wording": "2 hours.", "approval_number": "CA-0000"},
    ],
    "disclosures": [{"id": "money", "version": 1, "title": "Money", "text": "None to disclose."}],
    "evaluation_forms": [
        {
            "id": "form",
            "title": "Evaluation",
            "questions": [
                {"id": "good", "kind": "likert", "text": "It was good."},
                {"id": "why", "kind": "choice", "text": "Why?", "choices": ["Food", "Talk"], "required": False},
                {"id": "more", "kind": "text", "text": "What else?", "required": False},
            ],
        }
    ],
    "sessions": [
        {
            "id": "s1",
            "title": "Gram stains",
            "speakers": ["Søren Lindqvist"],
            "track": "Bench",
            "starts_at": "2026-06-04T13:00:00Z",
            "ends_at": "2026-06-04T14:00:00Z",
            "maximum": {"ama_pra_1": "1", "pace": "1", "california": "1"},
            "evaluation_form": "form",
        },
        {
            "id": "s2",
            "title": "Malaria at night",
            "speakers": ["Łucja Żuraw", "Inés Quintero"],
            "track": "Smears",
            "starts_at": "2026-06-06T02:00:00Z",
            "ends_at": "2026-06-06T03:00:00Z",
            "maximum": {"ama_pra_1": "0.75", "pace": "1"},
            "evaluation_form": "form",
        },
    ],
}

_ASSESSMENT = {
    "pass_mark": 70,
    "attempts": 2,
    "questions": [
        {"id": "q1", "text": "?", "choices": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}], "right": "b"}
    ],
}


def meeting(**changes: Any) -> dict[str, Any]:
    """A live meeting of two sessions; the second is on the evening of the last day in New York, the next day in UTC."""
    return copy.deepcopy(_MEETING) | changes


def online(**changes: Any) -> dict[str, Any]:
    """An online course with a post-test."""
    only = {
        "kind": "online",
        "location": None,
        "access": {"type": "none"},
        "content": [{"title": "Part 1", "url": "https://learning.example.org/1"}],
        "assessment": copy.deepcopy(_ASSESSMENT),
    }
    return meeting(**only | changes)


def parsed(data: dict[str, Any]) -> Activity:
    """The activity of a document that has nothing wrong with it."""
    activity = parse_activity(data)
    assert isinstance(activity, Activity), activity
    return activity


def changed(path: str, value: Any, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document with `value` at `path` (`sessions.0.ends_at`); it is taken away where value is ...; + appends."""
    data = data or meeting()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    elif last == "+":
        place.append(value)
    else:
        place[last] = value
    return data
