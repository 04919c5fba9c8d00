"""Activities, learners and claims for the tests of the claims package."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from laurel.claims.claim import AccessUsed, Acknowledgement, Claim, ClaimedSession, opened
from laurel.learners.profile import License, Profile
from laurel.statements import Statement

AFTER = datetime(2026, 6, 20, 12, tzinfo=UTC)
"""A moment when the meeting is over and claims are open."""

ANSWERS: dict[str, Any] = {"objectives": 5, "change": "Not yet", "bias": False}
"""A complete evaluation."""

_MAXIMA = {Statement.AMA_PRA_1: "10", Statement.ATTENDANCE: "14"}
_STATES = [kind.kind.license_state.code for kind in Statement if kind.kind.license_state]
_OF_OTHER_STATES = [License(code, "3") for code in _STATES if code not in ("CA", "FL")]

PHYSICIAN = Profile(
    learner_id="ana",
    name_as_printed="Ana Lima",
    physician=True,
    licences=(License("CA", "MTA 1"), License("FL", "FL 2"), *_OF_OTHER_STATES),
)
TECHNOLOGIST = Profile(learner_id="bo", name_as_printed="Bo Dahl", physician=False)

_FORM = {
    "id": "form",
    "title": "Evaluation",
    "questions": [
        {"id": "objectives", "kind": "likert", "text": "Were the objectives met?"},
        {"id": "change", "kind": "choice", "text": "Will you change anything?", "choices": ["Yes", "Not yet"]},
        {"id": "bias", "kind": "yes_no", "text": "Was there bias?"},
        {"id": "remarks", "kind": "text", "text": "Anything else?", "required": False},
    ],
}


def session(
    session_id: str, starts: str, ends: str, maximum: dict[str, str] | str = "1", *, day: str = "2026-06-04"
) -> dict[str, Any]:
    """A session between two hours of a day in New York; `maximum` alike for every type if it is one amount."""
    if isinstance(maximum, str):
        maximum = dict.fromkeys((kind.value for kind in Statement), maximum)
    return {
        "id": session_id,
        "title": f"Session {session_id}",
        "starts_at": f"{day}T{starts}:00-04:00",
        "ends_at": f"{day}T{ends}:00-04:00",
        "maximum": maximum,
        "evaluation_form": "form",
        "specialty_area": "Microbiology",
    }


SESSIONS = [
    session("a", "09:00", "10:00"),
    session("a-parallel", "09:30", "10:30"),
    session("b", "10:00", "11:30", {"ama_pra_1": "1.5", "pace": "1.5", "attendance": "1.5"}),
    session("c", "13:00", "17:00", "4"),
    session("d", "09:00", "13:00", "4", day="2026-06-05"),
    session("e", "14:00", "18:00", "4", day="2026-06-05"),
]


def statement(kind: str, maximum: str, step: str) -> dict[str, Any]:
    wording = f"Example Society designated this activity for a maximum of {maximum}."
    return {"type": kind, "maximum": maximum, "step": step, "wording": wording, "approval_number": "123-456"}


def document(**changes: Any) -> dict[str, Any]:
    """The document of a meeting of two days, open to everybody, with `changes`."""
    return {
        "id": "micro-2026",
        "kind": "live_meeting",
        "title": "Clinical Microbiology 2026",
        "provider": "Example Society for Microbiology",
        "provider_statement": "Example Society for Microbiology is approved as a provider of continuing education"
        " programs in the clinical laboratory sciences by the ASCLS P.A.C.E.® Program.",
        "signatory": {"name": "Inés Quintero Vidal", "title": "Chair, Education"},
        "number": "148-012-26",
        "level": "intermediate",
        "starts_on": "2026-06-04",
        "ends_on": "2026-06-05",
        "time_zone": "America/New_York",
        "location": "Atlanta, Georgia",
        "contact": "education@example.org",
        "claim_window": {"opens_at": "2026-06-04T04:00:00Z", "closes_at": "2026-12-31T05:00:00Z"},
        "access": {"type": "none"},
        "statements": [
            statement(kind.value, _MAXIMA.get(kind, "12"), str(kind.kind.step or Decimal("0.5"))) for kind in Statement
        ],
        "disclosures": [
            {"id": "faculty", "version": 1, "title": "Faculty", "text": "Nobody has anything to disclose."}
        ],
        "evaluation_forms": [_FORM],
        "sessions": SESSIONS,
    } | changes


def activity(**changes: Any) -> Activity:
    """The meeting, with `changes` to its document, as staff can put it."""
    found = parse_activity(_offering_what_it_offers(document(**changes)))
    assert isinstance(found, Activity), found
    return found


def _offering_what_it_offers(whole: dict[str, Any]) -> dict[str, Any]:
    """The document, its sessions without maxima for statements that it does not offer."""
    offered = {one["type"] for one in whole["statements"]}
    sessions = [
        {**one, "maximum": {kind: most for kind, most in one["maximum"].items() if kind in offered}}
        for one in whole["sessions"]
    ]
    return whole | {"sessions": sessions}


def online(**changes: Any) -> Activity:
    """An online course with a post-test of three questions, two of which must be right, and two attempts."""
    questions = [
        {"id": q, "text": f"Question {q}?", "choices": [{"id": c, "text": c} for c in "xyz"], "right": "y"}
        for q in ("q1", "q2", "q3")
    ]
    return activity(
        **{
            "id": "course",
            "kind": "online",
            "content": [{"title": "Part 1", "url": "https://learn.example.org/1"}],
            "assessment": {"pass_mark": 66, "attempts": 2, "questions": questions},
            "location": None,
        }
        | changes
    )


def claim(of: Activity | None = None, kind: Statement = Statement.PACE, **credits: str) -> Claim:
    """Ana's draft with the disclosures read and these credits by session id, as the table holds them."""
    of = of or activity()
    sessions = []
    for session_id, amount in credits.items():
        found = of.session(session_id.replace("_", "-"))
        assert found
        sessions.append(
            ClaimedSession(found.id, found.title, found.starts_at, found.ends_at, Decimal(amount), dict(ANSWERS))
        )
    return replace(
        opened("ana", of, kind, AccessUsed("none"), AFTER),
        acknowledgements=tuple(Acknowledgement(one.id, one.version, AFTER) for one in of.disclosures),
        sessions=tuple(sorted(sessions, key=lambda one: one.starts_at)),
        total=sum((one.credits for one in sessions), Decimal(0)),
    )
