"""What ASCP counts of the credits in its books: their present facts, after corrections and withdrawals."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from local.ascp.contract import Credit
from local.ascp.judge import Rejection


@dataclass(frozen=True)
class HeldCredit:
    """A credit as ASCP counts it now, by the reference of its addition; `counts` is false once it was withdrawn."""

    reference: str
    counts: bool
    name: str
    activity_number: str
    activity_title: str
    contact_hours: str
    completed_on: str


def refused_follow_up(rows: sqlite3.Connection, credit: Credit) -> Rejection | None:
    """The rejection of a credit whose `action` and `corrects` do not go together, or that corrects an unknown one."""
    if credit.action == "add":
        return Rejection("invalid", "corrects must be missing when the action is add.") if credit.corrects else None
    if not credit.corrects:
        return Rejection("invalid", "corrects must name the credit to correct or withdraw, by its first reference.")
    if rows.execute("SELECT 1 FROM held WHERE reference = ?", (credit.corrects,)).fetchone() is None:
        return Rejection("invalid", "corrects names no credit that was accepted here.")
    return None


def book(rows: sqlite3.Connection, credit: Credit) -> None:
    """Enters an accepted credit, or what it corrects or withdraws."""
    if credit.action == "withdraw":
        rows.execute("UPDATE held SET counts = 0 WHERE reference = ?", (credit.corrects,))
        return
    rows.execute(
        "INSERT INTO held VALUES (?, 1, ?) ON CONFLICT (reference) DO UPDATE SET counts = 1, credit = excluded.credit",
        (credit.corrects or credit.reference, credit.model_dump_json()),
    )


def held(rows: sqlite3.Connection, reference: str | None) -> list[HeldCredit]:
    """Every credit that was accepted, by reference; one of them when its reference is given."""
    found = rows.execute(
        "SELECT reference, counts, credit FROM held WHERE ?1 IS NULL OR reference = ?1 ORDER BY reference", (reference,)
    )
    return [_held(row["reference"], bool(row["counts"]), json.loads(row["credit"])) for row in found]


def _held(reference: str, counts: bool, credit: dict[str, Any]) -> HeldCredit:
    return HeldCredit(
        reference=reference,
        counts=counts,
        name=credit["participant"]["name"],
        activity_number=credit["activity"]["number"],
        activity_title=credit["activity"]["title"],
        contact_hours=credit["contact_hours"],
        completed_on=credit["completed_on"],
    )
