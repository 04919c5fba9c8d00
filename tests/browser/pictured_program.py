"""A meeting of five days and 300 sessions, for pages that are drawn without a stack."""

from datetime import date
from typing import Any

from laurel.catalog.activity import Session
from local.sample_catalog import meeting
from tests.browser.pictured import pictured_activity, pictured_claim

_TODAY = date(2026, 6, 16)  # its first day is June 4
_MEETING = meeting(_TODAY)


def _shown(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "speakers": list(session.speakers),
        "track": session.track,
        "day": str(_MEETING.day_of(session)),
        "starts_at": f"{session.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{session.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "maximum": {"pace": "1"},
        "evaluation_form": "f1",
    }


PROGRAM = [_shown(one) for one in sorted(_MEETING.sessions, key=lambda one: (one.starts_at, one.id))]


def with_program(*claimed: str, questions: int = 2) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The answers for the claim `c1` of this meeting, with the sessions of these ids claimed.

    Each session is evaluated with so many `questions`.
    """
    sessions = [_claimed(one) for one in PROGRAM if one["id"] in claimed]
    return (
        ("/v1/activities/m1/sessions", {"items": PROGRAM, "next_cursor": None}),
        ("/v1/activities/m1", pictured_activity(questions)),
        ("/v1/claims/c1/attendance", {"required": False, "sessions": []}),
        ("/v1/claims/c1", pictured_claim("c1", sessions)),
    )


def _claimed(session: dict[str, Any]) -> dict[str, Any]:
    same = {name: session[name] for name in ("title", "starts_at", "ends_at")}
    answers = {"objectives": 5, "bias": True}
    return {**same, "session_id": session["id"], "credits": "1", "maximum": "1", "counts": True, "evaluation": answers}
