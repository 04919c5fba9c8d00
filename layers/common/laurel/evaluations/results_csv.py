"""The results of evaluations as CSV: a line for each answer that a question takes, session by session (pure)."""

from collections.abc import Iterator

from laurel.evaluations.counts import AnswerCounts
from laurel.evaluations.results import Results, SessionResults
from laurel.platform.csv_tables import csv_table

COLUMNS = (
    "session_id",
    "session",
    "speakers",
    "claimed",
    "evaluated",
    "question_id",
    "question",
    "part",
    "kind",
    "answered",
    "mean",
    "answer",
    "count",
)


def results_csv(results: Results) -> str:
    """The results as CSV in which a spreadsheet runs no formula. Comments follow the session that was asked for."""
    return csv_table(COLUMNS, _rows(results))


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    for session in results.sessions:
        for counts in session.questions.values():
            start = _start(session, counts)
            for answer in counts.choices:
                yield (*start, answer, str(counts.by_answer[answer]))
            if not counts.choices:
                yield (*start, "", str(counts.answered))


def comments_csv(results: Results, session_id: str) -> str:
    """The comments on one session as CSV: one line each."""
    found = next(one for one in results.sessions if one.session.id == session_id)
    rows = (
        (*_start(found, found.questions[one.question_id]), text, "1")
        for one in results.comments or ()
        for text in one.texts
    )
    return csv_table(COLUMNS, rows)


def _start(results: SessionResults, counts: AnswerCounts) -> tuple[str, ...]:
    question, mean = counts.question, counts.mean
    return (
        results.session.id,
        results.session.title,
        "; ".join(results.session.speakers),
        str(results.people.claimed),
        str(results.people.evaluated),
        question.id,
        question.text,
        question.part or "",
        question.kind,
        str(counts.answered),
        "" if mean is None else str(mean),
    )
