"""The results of evaluations as CSV: a line for each answer that a question takes, session by session, then the whole
activity, whose lines have no session (pure).
"""

from collections.abc import Iterator

from laurel.evaluations.counts import AnswerCounts
from laurel.evaluations.results import OverallResults, Results, SessionResults
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
    """The results as CSV in which a spreadsheet runs no formula. Of comments it says only how many there are."""
    return csv_table(COLUMNS, _rows(results))


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    for of in (*results.sessions, *((results.overall,) if results.overall else ())):
        for counts in of.questions.values():
            start = _start(of, counts)
            for answer in counts.choices:
                yield (*start, answer, str(counts.by_answer[answer]))
            if not counts.choices:
                yield (*start, "", str(counts.answered))


def comments_csv(results: Results, session_id: str | None) -> str:
    """The comments on one session, or without one on the whole activity, as CSV: one line each."""
    found: SessionResults | OverallResults | None = results.overall
    if session_id:
        found = next(one for one in results.sessions if one.session.id == session_id)
    if found is None:
        return csv_table(COLUMNS, ())
    rows = (
        (*_start(found, found.questions[one.question_id]), text, "1")
        for one in results.comments or ()
        for text in one.texts
    )
    return csv_table(COLUMNS, rows)


def _start(results: SessionResults | OverallResults, counts: AnswerCounts) -> tuple[str, ...]:
    question, mean = counts.question, counts.mean
    session = results.session if isinstance(results, SessionResults) else None
    return (
        session.id if session else "",
        session.title if session else results.form.title,
        "; ".join(session.speakers) if session else "",
        str(results.people.claimed),
        str(results.people.evaluated),
        question.id,
        question.text,
        question.part or "",
        question.kind,
        str(counts.answered),
        "" if mean is None else str(mean),
    )
