"""ASCP's books: which credits were taken, under which receipt, and which participants are known."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from local.ascp.contract import Credit, Result, Submission
from local.ascp.held import HeldCredit, book, held, refused_follow_up
from local.ascp.judge import Known, Rejection, judge
from local.ascp.participants import Participant
from local.ascp.state import State


@dataclass(frozen=True)
class BookedCredit:
    """One acceptance in the books; `times_booked` counts the acceptances of the same reference (1 when all is well)."""

    reference: str
    receipt: str
    booked_at: str
    submission_id: str
    times_booked: int


class OtherContentError(ValueError):
    """The submission id was used before, for another body."""


class Books:
    """Takes submissions, each in one transaction, and answers questions about the credits that it took."""

    def __init__(self, state: State) -> None:
        self._state = state
        with state.transaction() as rows:
            found = rows.execute("SELECT participant FROM participants").fetchall()
        self._known = Known.of(Participant.model_validate_json(row["participant"]) for row in found)

    @property
    def participants(self) -> list[Participant]:
        """Everyone known, in the order of their addresses."""
        return [self._known.by_email[key] for key in sorted(self._known.by_email)]

    def know(self, participants: Sequence[Participant]) -> None:
        """Replace everyone known by these."""
        known = Known.of(participants)
        with self._state.transaction() as rows:
            rows.execute("DELETE FROM participants")
            rows.executemany(
                "INSERT INTO participants VALUES (?, ?)",
                [(key, participant.model_dump_json()) for key, participant in known.by_email.items()],
            )
            self._known = known

    def take(
        self, submission: Submission, now: str, *, deduplicate: bool, left_out: Collection[str] = ()
    ) -> list[Result]:
        """Judge and book every credit of a submission and answer the results, in the order of its credits.

        A submission taken before is answered as it was then. With `deduplicate` off nothing is recognized: each
        posting books its acceptable credits again. References `left_out` are not looked at, and the submission counts
        as unfinished: it is judged again when it comes again. Raises OtherContentError.
        """
        with self._state.transaction() as rows:
            if earlier := _earlier_results(rows, submission, replay=deduplicate):
                return earlier
            first_receipts = _first_receipts(rows, submission) if deduplicate else {}
            results: list[Result] = []
            next_id = _next_id(rows)
            for credit in submission.credits:
                reference = credit.reference
                if reference in left_out:
                    continue
                if receipt := first_receipts.get(reference):
                    results.append(Result(reference=reference, outcome="duplicate", receipt=receipt))
                elif rejection := self._rejection(rows, credit):
                    results.append(Result(reference=reference, outcome="rejected", **asdict(rejection)))
                else:
                    receipt = f"ASCP-{next_id:09d}"
                    results.append(Result(reference=reference, outcome="accepted", receipt=receipt))
                    book(rows, credit)
                    next_id += 1
            _write(rows, submission, results, now)
            if not left_out:
                rows.execute(
                    "UPDATE submissions SET results = ? WHERE submission_id = ?",
                    (json.dumps([result.model_dump() for result in results]), submission.submission_id),
                )
            return results

    def _rejection(self, rows: sqlite3.Connection, credit: Credit) -> Rejection | None:
        """Why a credit is not taken. Of a withdrawal only what it withdraws is looked at."""
        follow_up = refused_follow_up(rows, credit)
        return follow_up if follow_up or credit.action == "withdraw" else judge(credit, self._known)

    def held(self, reference: str | None = None) -> list[HeldCredit]:
        """What is counted of the credits that were accepted; of one when its reference is given."""
        with self._state.transaction() as rows:
            return held(rows, reference)

    def look_up(self, reference: str) -> Result | None:
        """What the books say of a reference: its first acceptance, else its latest rejection, else None."""
        with self._state.transaction() as rows:
            booked = rows.execute(
                "SELECT receipt FROM booked WHERE reference = ? ORDER BY id LIMIT 1", (reference,)
            ).fetchone()
            if booked:
                return Result(reference=reference, outcome="accepted", receipt=booked["receipt"])
            refused = rows.execute("SELECT reason FROM refused WHERE reference = ?", (reference,)).fetchone()
            return Result(reference=reference, outcome="rejected", reason=refused["reason"]) if refused else None

    def booked(self, reference: str | None = None) -> list[BookedCredit]:
        """Every acceptance, oldest first; of one reference when it is given."""
        with self._state.transaction() as rows:
            found = rows.execute(
                "SELECT reference, receipt, booked_at, submission_id,"
                " count(*) OVER (PARTITION BY reference) AS times_booked"
                " FROM booked WHERE ?1 IS NULL OR reference = ?1 ORDER BY id",
                (reference,),
            ).fetchall()
        return [BookedCredit(**dict(row)) for row in found]

    def reset(self) -> None:
        """Forget every credit and submission; the participants stay."""
        with self._state.transaction() as rows:
            for table in ("booked", "held", "refused", "submissions"):
                rows.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are the four above


def _earlier_results(rows: sqlite3.Connection, submission: Submission, *, replay: bool) -> list[Result] | None:
    """The results given to the same submission before, or None when it has to be judged now."""
    content_hash = hashlib.sha256(submission.model_dump_json().encode()).digest()
    earlier = rows.execute(
        "SELECT content_hash, results FROM submissions WHERE submission_id = ?", (submission.submission_id,)
    ).fetchone()
    if earlier is None:
        rows.execute("INSERT INTO submissions VALUES (?, ?, NULL)", (submission.submission_id, content_hash))
        return None
    if earlier["content_hash"] != content_hash:
        raise OtherContentError
    if not replay or earlier["results"] is None:
        return None
    return [Result.model_validate(result) for result in json.loads(earlier["results"])]


def _first_receipts(rows: sqlite3.Connection, submission: Submission) -> dict[str, str]:
    references = json.dumps([credit.reference for credit in submission.credits])
    found = rows.execute(
        "SELECT reference, receipt FROM booked WHERE reference IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (references,),
    )
    return {row["reference"]: row["receipt"] for row in found}


def _next_id(rows: sqlite3.Connection) -> int:
    return int(rows.execute("SELECT coalesce(max(id), 0) + 1 FROM booked").fetchone()[0])


def _write(rows: sqlite3.Connection, submission: Submission, results: Sequence[Result], now: str) -> None:
    rows.executemany(
        "INSERT INTO booked (reference, receipt, booked_at, submission_id) VALUES (?, ?, ?, ?)",
        [
            (result.reference, result.receipt, now, submission.submission_id)
            for result in results
            if result.outcome == "accepted"
        ],
    )
    rows.executemany(
        "INSERT INTO refused VALUES (?, ?) ON CONFLICT (reference) DO UPDATE SET reason = excluded.reason",
        [(result.reference, result.reason) for result in results if result.outcome == "rejected"],
    )
