"""The columns of a table of sessions: what they are called, and the cells that a session has in them (pure)."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from laurel.platform.table_row import TableRow
from laurel.statements import Statement

_HEADING_WITHIN = 10  # rows; titles above the heading are passed over
CREDITS = "credits"

# How each column may be called, in plain letters (`plain`), the best first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "session_id": ("sessionid", "id", "sessionnumber", "sessionno"),
    "title": ("title", "sessiontitle", "session", "sessionname", "topic", "name", "talk", "presentation"),
    "speakers": ("speakers", "speaker", "presenters", "presenter", "speakernames", "faculty", "authors"),
    "track": ("track", "stream"),
    "date": ("date", "day", "sessiondate", "startdate"),
    "starts_at": ("startsat", "starts", "start", "starttime", "begins", "begin", "beginning", "from", "time"),
    "ends_at": ("endsat", "ends", "end", "endtime", "finish", "until", "to"),
    "minutes": ("minutes", "length", "duration", "lengthminutes", "durationminutes", "lengthmin", "durationmin"),
    CREDITS: ("credits", "credit", "contacthours", "hours", "maximum", "maximumcredits"),
    "specialty_area": ("specialtyarea", "specialty", "area", "discipline"),
    "evaluation_form": ("evaluationform", "form", "evaluation"),
}
WRITTEN = ("session_id", "title", "speakers", "track", "starts_at", "ends_at", "specialty_area", "evaluation_form")
"""The columns of a file of sessions, besides one of credits for each statement."""


def plain(name: str) -> str:
    """`name` in lower case, letters and digits alone."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def credits_column(statement: Statement) -> str:
    """The column with the most credit of a session for this statement."""
    return f"{CREDITS}_{statement.value}"


@dataclass(frozen=True, slots=True)
class SessionHeading:
    """The row with the names of the columns, and where each column is that was found."""

    row: TableRow
    places: Mapping[str, int]

    def cell(self, row: TableRow, column: str) -> str | None:
        """The cell of `row` in this column; None if the table lacks the column."""
        place = self.places.get(column)
        if place is None:
            return None
        return row.cells[place] if place < len(row.cells) else ""


def find_heading(rows: Sequence[TableRow], named: Mapping[str, str]) -> SessionHeading | None:
    """The heading among the first rows, the one with most of the columns; None without one that has titles.

    `named` says how the file calls a column, where staff chose one: the heading must have all of these.
    """
    found = [SessionHeading(row, places) for row in rows[:_HEADING_WITHIN] if (places := _places(row.cells, named))]
    return max(found, key=lambda one: len(one.places), default=None)


def _places(cells: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    found = guess_columns(cells, named)
    return found if "title" in found and named.keys() <= found.keys() and len(found) > 1 else {}


def guess_columns(cells: Sequence[str], named: Mapping[str, str] = MappingProxyType({})) -> dict[str, int]:
    """The places of the columns that `cells` names; `named` says how some are called."""
    heads = [plain(cell) for cell in cells]
    by_statement = {credits_column(one): _credit_names(one) for one in Statement}
    found: dict[str, int] = {}
    for column, usual in {**NAMES, **by_statement}.items():
        wanted = (plain(named[column]),) if column in named else usual
        place = next((heads.index(name) for name in wanted if name in heads), None)
        if place is not None and (column in named or place not in found.values()):
            found[column] = place
    return found


def _credit_names(statement: Statement) -> tuple[str, ...]:
    short = plain(statement.kind.short_name)
    return plain(credits_column(statement)), f"{short}credits", f"credits{short}", short


def cells_of(session: Mapping[str, Any], zone: ZoneInfo, statements: Sequence[Statement]) -> dict[str, str]:
    """What a file says of `session`, a part of a draft: complete or not, and of any type."""
    maximum = session.get("maximum")
    amounts = maximum if isinstance(maximum, Mapping) else {}
    return {
        "session_id": _text(session.get("id")),
        **{name: _text(session.get(name)) for name in ("title", "track", "specialty_area", "evaluation_form")},
        "speakers": _speakers(session.get("speakers")),
        "starts_at": _local(session.get("starts_at"), zone),
        "ends_at": _local(session.get("ends_at"), zone),
        **{credits_column(one): _text(amounts.get(one.value)) for one in statements},
    }


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _speakers(value: object) -> str:
    names = list(_texts(value))
    return ("\n" if any(";" in name for name in names) else "; ").join(names)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (one for one in value if isinstance(one, str))


def _local(value: object, zone: ZoneInfo) -> str:
    """An instant by the clock of `zone`; with its offset in the hour that comes twice. Other text stays."""
    text = _text(value)
    try:
        at = datetime.fromisoformat(text)
        local = at.astimezone(zone) if at.tzinfo else None
    except (ValueError, OverflowError):
        return text
    if local is None:
        return text
    clock = local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
    first = local.replace(fold=0).astimezone(UTC)
    return clock if first == local.astimezone(UTC) else f"{clock} {local.strftime('%z')}"
