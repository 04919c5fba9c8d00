"""Where a credit is, for the pictures: its way to ASCP, and the four questions about it."""

from typing import Any


def finding(question: str, asks: str, answer: str, says: str, do: str = "", where: str = "nowhere") -> dict[str, Any]:
    return {
        "question": question,
        "asks": asks,
        "answer": answer,
        "causes": [],
        "says": says,
        "do": do,
        "where": where,
        "next": "",
        "next_at": None,
        "evidence": [{"name": "roster_of", "value": "2026-06-10T04:00:00Z"}],
    }


def stop(stop: str, mark: str, says: str, at: str | None = None, on: str | None = None) -> dict[str, Any]:
    return {"stop": stop, "mark": mark, "says": says, "at": at, "on": on}


TRACK: dict[str, Any] = {
    "code": "refused_name",
    "course": "stuck",
    "says": "ASCP refused the credit: it has a different name for your e-mail address.",
    "do": "Correct your name in your ASCP account. Then try again here.",
    "remedy": "ascp",
    "where": "ascp",
    "again": True,
    "next_at": None,
    "stops": [
        stop("you", "passed", "Earned", on="2026-06-04"),
        stop("laurel", "passed", "Received", "2026-06-10T06:00:00Z"),
        stop("ascls", "passed", "Received", "2026-06-11T06:00:00Z"),
        stop("ascp", "broken", "Refused", "2026-06-13T06:00:00Z"),
    ],
}
FINDINGS = [
    finding("member", "Does ASCLS list me as a member?", "yes", "The credit was matched to your ASCLS membership."),
    finding("time", "Do I only have to wait?", "no", "ASCP has answered and refused the credit."),
    finding(
        "emails",
        "Do ASCLS and ASCP find me by the address that I use here?",
        "no",
        "According to your profile, ASCP has another address for you.",
        "Add your address to your ASCP account.",
        "ascp",
    ),
    finding(
        "organizer",
        "Has the credit reached the CE Organizer of ASCLS?",
        "yes",
        "It has reached the CE Organizer of ASCLS.",
    ),
]
