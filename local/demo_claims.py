"""The demo's claim: a learner claims five sessions of the sample meeting over the API and looks at the summary."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.api import Api
from local.sample_catalog import MEETING, badge_ids
from local.stack import LocalStack
from local.troubles import TroubleError
from local.users import LEARNERS

SESSIONS = 5
_NAME = "Nguyễn Thị Thu Trang"


def claim_sessions(stack: LocalStack, console: Console) -> dict[str, bool]:
    """Claim and show it; gives what must hold, by its name. Raises TroubleError when the API refuses."""
    console.print("[bold]A learner claims credit[/]")
    learner = stack.api(LEARNERS[0])
    meeting = done(stack.api().call("GET", f"/v1/activities/{MEETING}"))
    program = _program(stack.api())
    done(learner.call("PATCH", "/v1/me", json={"name_as_printed": _NAME, "consent_to_report": True}))
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge_ids(1)[0].lower()}
    claim = done(learner.call("POST", "/v1/claims", json=wanted))
    path = f"/v1/claims/{claim['claim_id']}"
    early = learner.call("PUT", f"{path}/sessions/{program[0]['id']}", json=_attended(meeting, program[0]))
    done(
        learner.call("PUT", f"{path}/disclosures", json={"acknowledged": [one["id"] for one in meeting["disclosures"]]})
    )
    chosen = one_after_another(program)
    for session in chosen:
        claim = done(learner.call("PUT", f"{path}/sessions/{session['id']}", json=_attended(meeting, session)))
    beside = next(one for one in program if one["starts_at"] == chosen[0]["starts_at"] and one not in chosen)
    overlap = learner.call("PUT", f"{path}/sessions/{beside['id']}", json=_attended(meeting, beside))
    summary = done(learner.call("GET", f"{path}/summary"))
    _show(console, meeting, summary)
    for refused in (early, overlap):
        console.print(Text(f"  Refused ({refused.json()['code']}): {refused.json()['detail']}", style="yellow"))
    console.print()
    return {
        "no session is claimed before the disclosures are read": early.json()["code"] == "disclosures_unread",
        "two sessions at one time are refused": overlap.json()["code"] == "sessions_overlap",
        "the Credit Summary holds five sessions, and nothing is missing": len(summary["sessions"]) == SESSIONS
        and not summary["missing"],
    }


def one_after_another(program: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first sessions of `program` (in order of time) that one person can attend."""
    chosen: list[Mapping[str, Any]] = []
    for session in program:
        if len(chosen) < SESSIONS and (not chosen or session["starts_at"] >= chosen[-1]["ends_at"]):
            chosen.append(session)
    return chosen


def answers(meeting: Mapping[str, Any], form_id: str) -> dict[str, Any]:
    """Answers to every question of an evaluation form."""
    (form,) = [form for form in meeting["evaluation_forms"] if form["id"] == form_id]
    return {one["id"]: _answer(one) for one in form["questions"]}


def _answer(question: Mapping[str, Any]) -> Any:
    match question["kind"]:
        case "likert":
            return 5
        case "yes_no":
            return True
        case "choice":
            return question["choices"][0]
    return "Clear, and of use on Monday."


def _attended(meeting: Mapping[str, Any], session: Mapping[str, Any]) -> dict[str, Any]:
    return {"credits": session["maximum"]["pace"], "evaluation": answers(meeting, session["evaluation_form"])}


def _program(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = done(api.call("GET", f"/v1/activities/{MEETING}/sessions?limit=100{cursor}"))
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def done(answer: Any) -> dict[str, Any]:
    """What the API answered. Raises TroubleError when it refused."""
    told: dict[str, Any] = answer.json()
    if answer.status >= 400:
        raise TroubleError(f"The API refused ({answer.status}): {told}", do="Read the function's log.")
    return told


def _show(console: Console, meeting: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
    table = Table(title=f"Credit Summary: {meeting['title']} (P.A.C.E.)", title_justify="left", title_style="bold")
    table.add_column("Session")
    table.add_column("From (UTC)")
    table.add_column("Credits", justify="right")
    for session in summary["sessions"]:
        table.add_row(Text(session["title"]), session["starts_at"][:16].replace("T", " "), session["credits"])
    table.add_section()
    table.add_row(f"total, of at most {summary['maximum']}", "", summary["total"])
    console.print(table)
    for problem in summary["missing"]:
        console.print(Text(f"  Still missing: {problem['message']}", style="yellow"))
