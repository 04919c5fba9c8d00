"""Claiming with the pages, step by step, as learners do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, expect

from local.api import Api
from local.demo_claims import answers, one_after_another
from local.sample_catalog import MEETING
from local.users import User
from tests.browser.visitor import Visitor

REPORT = "Report my credits to ASCLS and ASCP"
PACE = "P.A.C.E.® contact hours"


def begin(visitor: Visitor, activity: str, statement: str = PACE, *, code: tuple[str, str] | None = None) -> None:
    """From an activity's page to its disclosures. `code` is the label of the field and what is typed there."""
    visitor.open(f"/activities/{activity}")
    visitor.follow("Claim credit")
    visitor.sees("Choose your statement of credit")
    visitor.choose(statement)
    if code:
        visitor.page.get_by_label(code[0], exact=True).fill(code[1])
    visitor.press("Continue")
    visitor.sees("Read the disclosures")


def row(visitor: Visitor, title: str) -> Locator:
    """The session of this title."""
    return visitor.page.locator(".session", has=visitor.page.get_by_role("heading", name=title, exact=True))


def answer_all(visitor: Visitor, session: Locator) -> None:
    """Answer each question of the session's evaluation, the last choice of each."""
    session.locator(".panel fieldset").first.wait_for()
    for question in session.locator(".panel fieldset").all():
        visitor.click(question.locator("label").last)


def claim(visitor: Visitor, title: str, *, said: str = "✓") -> None:
    """Claim the session of this title with all its credits; its badge then says `said`."""
    session = row(visitor, title)
    visitor.click(session.get_by_role("button", name=re.compile("^Claim")))
    answer_all(visitor, session)
    visitor.click(session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")))
    expect(session.locator(".badge")).to_contain_text(said)


def claim_the_only_session(visitor: Visitor) -> None:
    """Claim the only session of an activity, which is open already; the summary comes by itself."""
    session = visitor.page.locator(".session")
    answer_all(visitor, session)
    visitor.click(session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")))
    visitor.sees("Credit Summary")


def print_certificate(visitor: Visitor, name: str, *, report: bool | None = True) -> None:
    """From the Credit Summary to the certificate; the name was not entered before.

    `report` is the choice about reporting; None where the statement is of a type that is not reported.
    """
    visitor.sees("Credit Summary")
    visitor.fill("Name as printed", name)
    visitor.press("Save the name")
    visitor.page.get_by_role("heading", name="Print the certificate").wait_for()
    if report is not None:
        visitor.choose(REPORT if report else "Do not report my credits")
    visitor.choose(f"I, {name}")
    visitor.press("Print now and make it final")
    visitor.sees("Your certificate")


def program(visitor: Visitor) -> list[dict[str, Any]]:
    """The first hundred sessions of the sample meeting."""
    found: list[dict[str, Any]] = (
        Api(visitor.stack.api_url).call("GET", f"/v1/activities/{MEETING}/sessions").json()["items"]
    )
    return found


def five_in_a_row(visitor: Visitor) -> list[str]:
    """Titles of sessions that one person can attend."""
    return [one["title"] for one in one_after_another(program(visitor))]


def draft_of_meeting(visitor: Visitor, user: User, badge: str, sessions: Sequence[Mapping[str, Any]] = ()) -> str:
    """A draft of the sample meeting, made over the API, with its disclosures read; its id."""
    api = visitor.api(user)
    meeting = api.call("GET", f"/v1/activities/{MEETING}").json()
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge}
    claim_id = api.call("POST", "/v1/claims", json=wanted).json()["claim_id"]
    read = {"acknowledged": [one["id"] for one in meeting["disclosures"]]}
    assert api.call("PUT", f"/v1/claims/{claim_id}/disclosures", json=read).status == 200
    for session in sessions:
        put_session(api, meeting, claim_id, session)
    return str(claim_id)


def put_session(api: Api, meeting: Mapping[str, Any], claim_id: str, session: Mapping[str, Any]) -> None:
    """Claim a session over the API, as from another device."""
    body = {"credits": session["maximum"]["pace"], "evaluation": answers(meeting, session["evaluation_form"])}
    done = api.call("PUT", f"/v1/claims/{claim_id}/sessions/{session['id']}", json=body)
    assert done.status == 200, done.data
