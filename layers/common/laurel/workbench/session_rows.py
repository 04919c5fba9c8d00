"""Takes a table of sessions into the document of a draft: row by row, each for itself (pure).

A row is about the session with its ID, or else with its title (of several, the one that begins then); other rows are
new sessions. A cell that says what the session says already leaves it as it is, so a file that was downloaded and
handed in again changes nothing. A row with a cell that cannot be read changes nothing either.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from laurel.platform.refusal import Problem
from laurel.platform.table_row import TableRow
from laurel.platform.text_search import search_text
from laurel.workbench.refusals import ROW_DOUBLED
from laurel.workbench.session_columns import SessionHeading
from laurel.workbench.session_times import day_of_row
from laurel.workbench.session_values import RowReader, beginning_of, session_id_of, title_of


class SessionRowOutcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A row of the table, what became of it, and what is wrong with its cells or its session.

    `place` is where the session is in the document; None for a row that was left out.
    """

    line: int
    title: str
    outcome: SessionRowOutcome
    session_id: str | None = None
    place: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedSessions:
    """The sessions as they are after the table, what became of each row, and the sessions that no row is about.

    `missing` are their titles; they were removed if that was asked.
    """

    sessions: tuple[Any, ...]
    rows: tuple[SessionRow, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row, where its session is (None: new), and the line of an earlier row about the same session."""

    row: TableRow
    at: int | None
    doubles: int | None = None


def merge_sessions(
    document: Mapping[str, Any],
    heading: SessionHeading,
    rows: Sequence[TableRow],
    zone: ZoneInfo,
    new_id: Callable[[], str],
    *,
    removes: bool = False,
) -> MergedSessions:
    """The sessions of `document` after the `rows` under `heading`, whose times are by the clock of `zone`.

    With `removes`, sessions that no row is about are not among them.
    """
    reader = RowReader(document, heading, zone)
    reader = replace(reader, day_first=_is_day_first(document, reader, rows))
    listed = document.get("sessions")
    present = listed if isinstance(listed, list) else []
    after = list(present)
    told = []
    placed = _placed(reader, rows, present)
    for one in placed:
        before = None if one.at is None else present[one.at]
        values = reader.read(one.row, before)
        doubled = () if one.doubles is None else (ROW_DOUBLED.at("session_id", line=one.doubles),)
        if problems := (*values.problems, *doubled):
            row = SessionRow(one.row.line, reader.title(one.row), SessionRowOutcome.LEFT_OUT, problems=problems)
        elif one.at is None:
            after.append(reader.whole(values, _free_id(after, new_id)))
            row = _told(one.row, SessionRowOutcome.NEW, after, len(after) - 1)
        else:
            after[one.at] = values.put_into(present[one.at])
            outcome = SessionRowOutcome.SAME if after[one.at] == before else SessionRowOutcome.CHANGED
            row = _told(one.row, outcome, after, one.at)
        told.append(row)
    named = {one.at for one in placed}
    missing = [n for n in range(len(present)) if n not in named]
    titles = tuple(title_of(present[n]) for n in missing)
    if not removes:
        return MergedSessions(tuple(after), tuple(told), titles)
    kept = [n for n in range(len(after)) if n in named or n >= len(present)]
    places = {was: now for now, was in enumerate(kept)}
    moved = (replace(one, place=None if one.place is None else places[one.place]) for one in told)
    return MergedSessions(tuple(after[n] for n in kept), tuple(moved), titles)


def _told(row: TableRow, outcome: SessionRowOutcome, sessions: Sequence[Any], place: int) -> SessionRow:
    session = sessions[place]
    return SessionRow(row.line, title_of(session), outcome, session_id_of(session), place)


def _free_id(sessions: Sequence[Any], new_id: Callable[[], str]) -> str:
    ids = set(map(session_id_of, sessions))
    while (found := new_id()) in ids:
        continue
    return found


def _is_day_first(document: Mapping[str, Any], reader: RowReader, rows: Sequence[TableRow]) -> bool:
    """Whether days are written with the day first: then more of them are days, or days of the activity."""
    first, last = (str(document.get(name, "")) for name in ("starts_on", "ends_on"))

    def rank(*, day_first: bool) -> tuple[int, int]:
        days = [day_of_row(reader.times(row), day_first=day_first) for row in rows]
        found = [day.isoformat() for day in days if day]
        return len(found), sum(first <= day <= last for day in found)

    return rank(day_first=True) > rank(day_first=False)


def _placed(reader: RowReader, rows: Sequence[TableRow], present: Sequence[Any]) -> list[_Placed]:
    by_id: dict[str, list[int]] = {}
    for n, session in enumerate(present):
        if own := session_id_of(session):
            by_id.setdefault(own, []).append(n)
    found: dict[int, _Placed] = {}
    lines: dict[str, int] = {}
    for n, row in enumerate(rows):
        if own := reader.session_id(row):
            at = next(iter(by_id.get(own, ())), None)
            doubles = lines.get(own) if at is None else None
            by_id[own] = by_id.get(own, [])[1:]
            lines.setdefault(own, row.line)
            found[n] = _Placed(row, at, doubles)
    return _placed_by_title(reader, rows, present, found)


def _placed_by_title(
    reader: RowReader, rows: Sequence[TableRow], present: Sequence[Any], found: dict[int, _Placed]
) -> list[_Placed]:
    """All rows: those that `found` has by their IDs, and the others by the titles of the sessions that are left."""
    free = set(range(len(present))) - {one.at for one in found.values()}
    by_title: dict[str, list[int]] = {}
    for n in sorted(free):
        by_title.setdefault(search_text(title_of(present[n])), []).append(n)
    titles = {n: search_text(reader.title(row)) for n, row in enumerate(rows) if n not in found}
    alike = Counter(titles.values())
    for n, title in titles.items():
        same = [at for at in by_title.get(title, ()) if at in free] if title else []
        at = same[0] if len(same) == 1 and alike[title] == 1 else None
        if at is None and same and (begins := reader.begins(rows[n])):
            at = next((one for one in same if beginning_of(present[one]) == begins), None)
        if at is not None:
            free.discard(at)
        found[n] = _Placed(rows[n], at)
    return [found[n] for n in range(len(rows))]
