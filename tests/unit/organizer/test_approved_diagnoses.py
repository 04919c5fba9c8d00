"""The whole diagnosis of a credit in each state, with its evidence, and its line in the file of credits, as approved.

After a change that was meant, read the difference:
`python -c "import tests.conftest; from tests.unit.organizer import test_approved_diagnoses as one; one.approve()"`
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from laurel.ledger.states import RejectedReason
from laurel.organizer.diagnosis import diagnose
from laurel.organizer.diagnosis_views import DiagnosisView
from laurel.organizer.entries import Wanted, entries_of, organizer_csv
from laurel.organizer.missed import Missed, MissedProvider, MissedSearch
from laurel.roster.member import MemberStatus
from tests.unit.organizer.test_diagnosis import ANA, NOW, OLD, credit, member, sent, situation
from tests.unit.organizer.test_whereabouts import CREDITS, LATER, OF_CERTIFICATES, certificate

APPROVED = Path(__file__).with_name("approved")
EXPIRES = date(2027, 1, 31)
LAPSED = member(email=OLD, status=MemberStatus.LAPSED, expires_on=EXPIRES)
SITUATIONS: dict[str, dict[str, Any]] = {
    "a member with another address at ASCLS": {
        "members": {ANA: [member(expires_on=EXPIRES)]},
        "ascls": OLD,
        "ascls_key": OLD,
        "consent_at": NOW,
    },
    "one who has a new address": {"held": (OLD, ANA), "sign_in": OLD, "sign_in_key": OLD, "members": {OLD: [LAPSED]}},
    "one whose address is another's": {"held": (), "ascp": OLD, "ascp_key": OLD},
    "one without a roster": {"roster_of": None, "sign_in": "x", "sign_in_key": None},
}


def shown(name: str, value: Any) -> Iterator[str]:
    """What a program gets: a line for each value, and for each entry of a list. What is null or empty is left out."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from shown(f"{name}.{key}" if name else key, one)
    elif isinstance(value, list):
        yield from (f"{name}: {json.dumps(one, ensure_ascii=False)}" for one in value)
    elif value not in (None, ""):
        yield f"{name}: {value}"


def brief(view: dict[str, Any]) -> Iterator[str]:
    """The track and the answers; the sentences of the answers are approved elsewhere."""
    track = view["track"]
    yield f"{track['code']}, next {track['next_at']}: {track['says']}"
    yield "; ".join(" ".join(str(one[key]) for key in ("mark", "says", "at", "on")) for one in track["stops"])
    for one in view["findings"]:
        evidence = ", ".join(f"{fact['name']} {fact['value']}" for fact in one["evidence"])
        place = f"at {one['where']}, next {one['next_at']}"
        yield f"{one['question']}: {one['answer']} by {' '.join(one['causes'])}, {place} ({evidence})"


def of_states() -> Iterator[str]:
    for (name, (one, _)), (who, changes) in zip(CREDITS.items(), [*SITUATIONS.items()][:2] * 20, strict=False):
        at = replace(situation(**changes), at=LATER)
        view = DiagnosisView.of(diagnose(at, [one])).model_dump(mode="json")
        yield from ("", f"== {name}, {who}", *brief(view["subject"]))


def of_accounts() -> Iterator[str]:
    for who, changes in SITUATIONS.items():
        view = DiagnosisView.of(diagnose(situation(**changes), [])).model_dump(mode="json")
        yield from ("", f"== {who}, without a credit", *brief(view["subject"]))
        yield from shown("emails", view["emails"])
        yield from shown("consent", view["consent"])


def of_searches() -> Iterator[str]:
    """The whole answer to a search, with a candidate and without one."""
    refused = sent("c2").reject(RejectedReason.NAME_MISMATCH, detail="Ana D.", at=NOW)
    of_another_day = replace(refused, completed_on=date(2026, 10, 30), activity_title="Body fluids")
    paper = certificate(next(iter(OF_CERTIFICATES)))
    at = situation(**SITUATIONS["a member with another address at ASCLS"], unreported=[paper])
    missed = Missed(provider="labce", starting=date(2026, 10, 1), ending=date(2026, 11, 30))
    for found in ([of_another_day, paper], []):
        sender = MissedProvider(contact="credits@example.org", last_sent_at=NOW - timedelta(days=3))
        search = MissedSearch(missed=missed, candidates=found, sender=sender)
        told = diagnose(at, [credit(), of_another_day], search)
        view = DiagnosisView.of(told, None, ["LabCE", "ASM"]).model_dump(mode="json")
        yield from ("", "== a search", *shown("", {name: one for name, one in view.items() if name != "findings"}))


def told() -> str:
    return "\n".join([*of_states(), *of_accounts(), *of_searches()]) + "\n"


def table() -> str:
    credits = [replace(one, credit_id=f"c{n}") for n, (one, _) in enumerate(CREDITS.values())]
    return organizer_csv(entries_of(credits, Wanted(), LATER)).replace("\r\n", "\n")


def test_each_diagnosis_is_as_approved() -> None:
    assert told() == (APPROVED / "diagnoses.txt").read_text(encoding="utf-8")


def test_each_line_of_the_file_of_credits_is_as_approved() -> None:
    assert table() == (APPROVED / "credits.csv").read_text(encoding="utf-8")


def approve() -> None:
    (APPROVED / "diagnoses.txt").write_text(told(), encoding="utf-8")
    (APPROVED / "credits.csv").write_text(table(), encoding="utf-8")
