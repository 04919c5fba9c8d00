"""What the API answers for the pictures: a small world that never changes. All people and events are invented."""

from typing import Any

from laurel.claims.statement_views import StatementKinds
from tests.browser.pictured_nights import FLOW, LIMITS, NIGHTS, RUN
from tests.browser.pictured_way import FINDINGS, TRACK
from tests.browser.progress_world import PROGRESS
from tests.browser.schema_answers import schema_answer

_WINDOW = {"opens_at": "2026-06-01T04:00:00Z", "closes_at": "2099-01-01T05:00:00Z"}
_PROVIDER = "Example Society for Laboratory Medicine"
_QUESTIONS = [
    {"id": "objectives", "kind": "likert", "text": "The session met its objectives.", "required": True, "choices": []},
    {"id": "bias", "kind": "yes_no", "text": "Was it free of commercial bias?", "required": True, "choices": []},
]


def _summary(activity: str, kind: str, title: str, starts: str, ends: str, **maxima: str) -> dict[str, Any]:
    return {
        "id": activity,
        "kind": kind,
        "title": title,
        "provider": _PROVIDER,
        "number": "900-001-26",
        "level": "intermediate",
        "starts_on": starts,
        "ends_on": ends,
        "time_zone": "America/New_York",
        "location": "Harbor Convention Center" if kind == "live_meeting" else None,
        "statements": [{"type": name, "maximum": most} for name, most in maxima.items()],
        "claim_window": _WINDOW,
        "access": "badge" if kind == "live_meeting" else "none",
        "session_count": 6,
    }


_MEETING = _summary("m1", "live_meeting", "Clinical Microbiology Week", "2026-06-04", "2026-06-08", pace="32.5")
_LIBRARY = [
    _MEETING,
    _summary("w1", "webinar", "Platelet clumps, satellites and giants", "2026-05-12", "2026-05-12", pace="1.5"),
    _summary(
        "o1", "online", "Malaria microscopy: species, stages and parasitemia", "2026-01-02", "2028-01-02", pace="3"
    ),
]
_ACTIVITY = {
    **_MEETING,
    "description": "Five days on what the clinical microbiology laboratory can do, and should.",
    "provider_statement": "",
    "objectives": ["Choose and interpret rapid tests."],
    "contact": "education@example.org",
    "statements": [{"type": "pace", "maximum": "32.5", "step": "0.5", "wording": "Approved.", "approval_number": None}],
    "disclosures": [{"id": "d1", "version": 1, "title": "Financial relationships", "text": "None."}],
    "evaluation_forms": [{"id": "f1", "title": "Evaluation", "questions": _QUESTIONS}],
    "content": [],
    "assessment": None,
}
_TITLES = (
    "Carbapenemases at the bench: what the panel does not tell you",
    "Blood culture contamination: three cases from a community hospital",
    "Whole-genome sequencing of outbreaks: pro and con",
    "Malaria smears at night: interactive workshop",
    "Corrected reports: a workflow that survived the night shift",
    "Autoverification rules: validation in a small laboratory",
)


def _session(number: int) -> dict[str, Any]:
    hour = 12 + number // 2
    return {
        "id": f"s{number}",
        "title": _TITLES[number],
        "speakers": ["Inés Quintero Vidal"],
        "track": ("Antimicrobial resistance", "Quality and safety")[number % 2],
        "day": "2026-06-04",
        "starts_at": f"2026-06-04T{hour}:00:00Z",
        "ends_at": f"2026-06-04T{hour}:50:00Z",
        "maximum": {"pace": "1"},
        "evaluation_form": "f1",
    }


_SESSIONS = [_session(number) for number in range(6)]


def _claimed(number: int) -> dict[str, Any]:
    session = _SESSIONS[number]
    same = {name: session[name] for name in ("title", "starts_at", "ends_at")}
    answers = {"objectives": 5, "bias": True}
    return {**same, "session_id": session["id"], "credits": "1", "maximum": "1", "counts": True, "evaluation": answers}


def pictured_activity(questions: int) -> dict[str, Any]:
    """The meeting with a form of so many questions."""
    more = [{**_QUESTIONS[0], "id": f"q{n}"} for n in range(len(_QUESTIONS), questions)]
    return {**_ACTIVITY, "evaluation_forms": [{"id": "f1", "title": "Evaluation", "questions": [*_QUESTIONS, *more]}]}


def pictured_claim(claim_id: str, sessions: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A claim of the meeting with these sessions."""
    total = str(len(sessions))
    claim = {
        "claim_id": claim_id,
        "activity_id": "m1",
        "title": _MEETING["title"],
        "kind": "live_meeting",
        "provider": _PROVIDER,
        "number": _MEETING["number"],
        "statement": "pace",
        "status": "draft",
        "session_count": len(sessions),
        "total": total,
        "opened_at": "2026-06-09T15:00:00Z",
        "updated_at": "2026-06-09T15:20:00Z",
        "completed_on": None,
        "finalised_at": None,
        "certificate_number": None,
        "certificate_status": None,
        "version": 4,
        "acknowledged": [{"disclosure_id": "d1", "version": 1, "at": "2026-06-09T15:01:00Z"}],
        "sessions": sessions,
        "assessment": None,
    }
    summary = {"sessions": sessions, "total": total, "maximum": "32.5", "missing": [], "statement": "pace"}
    return {**claim, "summary": {**summary, "claim_id": claim_id, "status": "draft"}, **changes}


_PRINTED = {
    "status": "final",
    "completed_on": "2026-06-04",
    "finalised_at": "2026-06-09T15:30:00Z",
    "certificate_number": "7XKDA-9GQMT-C4WHE",
    "certificate_status": "valid",
}
_DRAFT = pictured_claim("c1", [_claimed(0)])
_FINAL = pictured_claim("c3", [_claimed(0), _claimed(2)], **_PRINTED)
_CERTIFICATE = {
    "number": "7XKDA-9GQMT-C4WHE",
    "status": "valid",
    "learner": "Nguyễn Thị Thu Trang",
    "activity": _MEETING["title"],
    "provider": _PROVIDER,
    "statement": "pace",
    "statement_name": "P.A.C.E.® contact hours",
    "award": "2 P.A.C.E.® contact hours",
    "credits": "2",
    "completed_on": "2026-06-04",
    "issued_on": "2026-06-09",
    "reissued_on": None,
    "superseded_by": None,
    "claim_id": "c3",
    "replaces": None,
    "reason": None,
    "credit_id": "k1",
    "verification_url": "https://example.org",
    "pdf_url": "https://example.org/certificate.pdf",
    "pdf_url_expires_at": "2099-01-01T00:00:00Z",
    "sha256": "0",
}


def _credit(number: int, title: str, phase: str, states: list[str], **changes: Any) -> dict[str, Any]:
    steps = [
        {"at": f"2026-06-1{n}T06:00:00Z", "state": state, "reason": None, "detail": None, "by": None}
        for n, state in enumerate(states)
    ]
    return {
        "credit_id": f"k{number}",
        "provider": "LabCE",
        "name": "Nguyễn Thị Thu Trang",
        "activity_number": "578-001-26",
        "title": title,
        "statement": "pace",
        "contact_hours": "1.5",
        "completed_on": "2026-06-04",
        "source": "feed",
        "state": states[-1],
        "reason": None,
        "attempts": 1,
        "receipt": None,
        "phase": phase,
        "phase_says": "",
        "reported_at": "2026-06-11T06:00:00Z",
        "expected_by": "2026-06-18T06:00:00Z",
        "member_number": "•••512",
        "can_retry": phase == "needs_you",
        "can_report_by_hand": phase == "needs_you",
        "timeline": steps,
        **changes,
    }


_REFUSED = _credit(
    2,
    "Blood smears, read right",
    "needs_you",
    ["earned", "reported", "sending", "rejected"],
    reason={
        "code": "name_mismatch",
        "says": "ASCP has a different name for this e-mail address.",
        "do": "Correct your name in your ASCP account, then try again.",
        "where": "ascp",
    },
)
_CREDITS = [
    _credit(1, "Carbapenemases at the bench", "on_its_way", ["earned", "reported"]),
    _REFUSED,
    _credit(3, "Urine sediment", "done", ["earned", "reported", "sending", "accepted"], receipt="ASCP-000123"),
]


def _organizer(credits: list[dict[str, Any]]) -> dict[str, Any]:
    phases = {"needs_you": 1, "on_its_way": 1, "done": 1}
    return {
        "items": credits,
        "totals": {"credits": 3, "by_state": {}, "by_phase": phases, "by_month": {"2026-06": phases}},
        "not_reported": [],
        "next_cursor": None,
    }


_LAPSED = {
    **_credit(4, "Parasites in stool", "needs_you", ["earned", "unmatched"]),
    "findings": FINDINGS,
    "track": {
        **TRACK,
        "code": "lapsed",
        "says": "Your ASCLS membership has lapsed, so the credit stops before ASCLS.",
        "do": "Renew your ASCLS membership.",
        "remedy": "ascls",
        "where": "ascls",
        "again": False,
    },
}
_DIAGNOSIS = {
    "providers": ["Example Society for Laboratory Medicine", "LabCE"],
    "asked": None,
    "subject": {"credit": _REFUSED, "certificate": None, "track": TRACK, "findings": FINDINGS},
    "findings": FINDINGS,
    "emails": {
        "portal": "ana@example.org",
        "ascls": "ana@example.org",
        "ascls_is": "same",
        "ascp": "other@example.org",
        "ascp_is": "different",
    },
    "consent": {"given": True, "given_at": "2026-06-01T00:00:00Z", "do": ""},
    "roster_of": "2026-06-10T04:00:00Z",
    "next_night": "2026-06-11T06:00:00Z",
    "stuck": [{**_REFUSED, "findings": FINDINGS, "track": TRACK}, _LAPSED],
}
_ADDRESS = {
    "email": "ana@example.org",
    "learner_id": "l1",
    "name": None,
    "current": True,
    "undoable": None,
    "moves": [],
}
_ME = {
    "email": "ana@example.org",
    "email_is_yours": True,
    "former_emails": [],
    "name_as_printed": "Nguyễn Thị Thu Trang",
    "physician": False,
    "professions": [],
    "licences": [{"state": "california", "number": "MTA 00012345", "profession": "Clinical laboratory scientist"}],
    "ascls_email": "ana@example.org",
    "ascp_email": "other@example.org",
    "consent_to_report": True,
    "consent_given_at": "2026-06-01T12:00:00Z",
    "notices": True,
    "paper": "letter",
    "version": 3,
    "updated_at": "2026-06-01T12:00:00Z",
}

_BY_HAND = {
    "credit_id": "k2",
    "title": "Blood smears, read right",
    "provider": "LabCE",
    "date": "2026-06-04",
    "contact_hours": "1.5",
    "phase": "needs_you",
    "note": "If you enter it by hand, mark it here as reported by hand.",
}
_FOR_STAFF = {
    **_REFUSED,
    "reference": "LabCE-00012345",
    "email": "ana@example.org",
    "email_key": "ana@example.org",
    "name": "Nguyễn Thị Thu Trang",
    "detail": "another name",
    "since": "2026-06-10T07:00:00Z",
    "in_doubt": False,
    "bearers": [],
}
_STAFF_ID = "4a6f2c1e-8c0b-4d53-9d0a-6f1f0f6c2b11"
_AUDIT = {
    "at": "2026-06-10T07:00:00Z",
    "act": "certificate.reissued",
    "by": "staff",
    "why": "Her name was misspelled.",
    "changes": [{"field": "Name", "before": "Ana Lma", "after": "Ana Lima"}],
    "activity_id": "m1",
    "claim_id": "c1",
    "certificate": "7XKDA-9GQMT-C4WHE",
    "credit_ids": ["0f343b0931126a20f133d67c2b018a3b"],
}

_SENT = {
    "credit_id": "5" * 32,
    "source": "provider",
    "title": "Blood smears, read right",
    "provider": "LabCE",
    "number": "578-001-26",
    "statement": "pace",
    "credits": "1.5",
    "completed_on": "2026-03-02",
    "standing": "withdrawn",
}
_OWN = {
    "credit_id": "6" * 32,
    "source": "own",
    "title": "Errors in the blood bank",
    "provider": "Lakeside Hospital",
    "completed_on": "2026-05-04",
    "amount": "1.5",
    "unit": "contact_hour",
    "statement": "pace",
    "topic": "medical_errors",
    "proof": {"type": "application/pdf", "size": 48213, "added_at": "2026-05-05T10:00:00Z"},
    "created_at": "2026-05-05T10:00:00Z",
    "changed_at": "2026-05-05T10:00:00Z",
    "version": 2,
}
_TRANSCRIPT = {
    "items": [_FINAL],
    "totals": [{"statement": "pace", "credits": "2"}],
    "drafts": [_DRAFT],
    "uncounted": [],
    "next_cursor": None,
    "provider_credits": [_SENT],
    "own_credits": [_OWN],
    "own_totals": [{"unit": "contact_hour", "amount": "1.5"}],
    "years": [{"year": 2026, "totals": [{"statement": "pace", "credits": "2"}]}],
}

# The first whose beginning fits answers.
ANSWERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/activities/m1/sessions", {"items": _SESSIONS, "next_cursor": None}),
    ("/v1/activities/m1", _ACTIVITY),
    ("/v1/activities", {"items": _LIBRARY, "next_cursor": None}),
    ("/v1/claims/c1/attendance", {"required": False, "sessions": []}),
    ("/v1/claims/c2/attendance", {"required": False, "sessions": []}),
    ("/v1/claims/c1", _DRAFT),
    ("/v1/claims/c2", pictured_claim("c2", [_claimed(0), _claimed(2)])),
    ("/v1/claims/c3", _FINAL),
    ("/v1/claims", {"items": [], "next_cursor": None}),
    ("/v1/certificates", _CERTIFICATE),
    ("/v1/verify", _CERTIFICATE),
    ("/v1/transcript", _TRANSCRIPT),
    ("/v1/own-credits", {"items": [_OWN], "most": 200, "next_cursor": None}),
    ("/v1/organizer/diagnosis", _DIAGNOSIS),
    (
        "/v1/organizer/manual-entry",
        {"items": [_BY_HAND], "not_reported": [], "ascp_has_all": False, "next_cursor": None},
    ),
    ("/v1/organizer?phase=needs_you", _organizer([_REFUSED])),
    ("/v1/organizer", _organizer(_CREDITS)),
    ("/v1/staff/credits", {"items": [_FOR_STAFF], "next_cursor": None, "total": 1}),
    ("/v1/staff/addresses", _ADDRESS),
    ("/v1/staff/nights", {"items": NIGHTS, "limits": LIMITS}),
    ("/v1/staff/runs/2026-06-10/flow", FLOW),
    ("/v1/staff/runs", {"items": [RUN], "next_cursor": None}),
    ("/v1/statements", StatementKinds.all().model_dump(mode="json")),
    ("/v1/me/audit", {"items": [_AUDIT | {"by_you": False}], "next_cursor": None}),
    ("/v1/staff/audit", {"items": [_AUDIT | {"actor_id": _STAFF_ID, "learner_id": _STAFF_ID}], "next_cursor": None}),
    ("/v1/me/addresses", {"items": [{"email": "ana@example.org", "current": True}], "moves": []}),
    ("/v1/me/joins", {"items": []}),
    ("/v1/me/progress", PROGRESS),
    ("/v1/me/export", {"state": "none"}),
    *((path, schema_answer(path)) for path in ("/v1/me/sessions", "/v1/me/erasure")),
    ("/v1/me", _ME),
)
