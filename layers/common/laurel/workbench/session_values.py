"""Reads what one row of a table says of a session, besides what the session says already (pure)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from laurel.catalog.accreditors import most_credit
from laurel.platform.amounts import amount_text
from laurel.platform.csv_tables import without_guard
from laurel.platform.problem_words import ID
from laurel.platform.refusal import Problem
from laurel.platform.table_row import TableRow
from laurel.platform.text_search import search_text
from laurel.statements import Statement
from laurel.workbench.refusals import ID_UNUSABLE, NO_AMOUNT, NO_SUCH_FORM, TITLE_MISSING
from laurel.workbench.session_columns import CREDITS, SessionHeading, cells_of, credits_column
from laurel.workbench.session_times import TimeCells, read_times

_AMOUNT = re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})?")
_STORED_AMOUNT = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_LONGEST_SHOWN = 60
_STATEMENTS = [one.value for one in Statement]

type DraftSession = dict[str, Any]


def session_id_of(session: object) -> str | None:
    """The ID of a session in a draft, which may be anything."""
    return _text_in(session, "id") or None


def title_of(session: object) -> str:
    """The title of a session in a draft; empty without one."""
    return _text_in(session, "title")


def beginning_of(session: object) -> datetime | None:
    """When a session in a draft begins, if that can be read."""
    try:
        at = datetime.fromisoformat(_text_in(session, "starts_at"))
    except ValueError:
        return None
    return at if at.tzinfo else None


def offered_statements(document: Mapping[str, Any]) -> tuple[Statement, ...]:
    """The statements that a draft offers, without what is none."""
    return tuple(dict.fromkeys(Statement(one["type"]) for one in _offers(document)))


@dataclass(frozen=True, slots=True)
class RowValues:
    """What a row says: `changes` has the new value of each field that it changes, None for one that it removes.

    `amounts` has the same for the credit by statement. With problems nothing of the row counts.
    """

    changes: Mapping[str, Any]
    amounts: Mapping[str, str | None]
    problems: tuple[Problem, ...]

    def put_into(self, session: DraftSession) -> DraftSession:
        """`session` with these changes."""
        removed = {name for name, one in self.changes.items() if one is None}
        made = {name: one for name, one in {**session, **self.changes}.items() if name not in removed}
        if not self.amounts:
            return made
        before = session.get("maximum")
        amounts = {**(before if isinstance(before, Mapping) else {}), **self.amounts}
        return {**made, "maximum": {name: amount for name, amount in amounts.items() if amount is not None}}


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows under `heading` for the document of a draft, by the clock of `zone`.

    `day_first` says how the table writes days such as 4/6/2026.
    """

    document: Mapping[str, Any]
    heading: SessionHeading
    zone: ZoneInfo
    day_first: bool = False

    def session_id(self, row: TableRow) -> str:
        """The ID in the row; empty without one."""
        return self.heading.cell(row, "session_id") or ""

    def title(self, row: TableRow) -> str:
        """The title in the row."""
        return without_guard(self.heading.cell(row, "title") or "")

    def times(self, row: TableRow) -> TimeCells:
        """The cells that say when the session is."""
        return TimeCells(*(self.heading.cell(row, name) for name in ("date", "starts_at", "ends_at", "minutes")))

    def begins(self, row: TableRow) -> datetime | None:
        """When the row says that its session begins."""
        return read_times(self.times(row), self.zone, day_first=self.day_first).starts_at

    def read(self, row: TableRow, session: DraftSession | None) -> RowValues:
        """What the row says of `session`; None for a new one."""
        now = cells_of(session or {}, self.zone, offered_statements(self.document))
        problems: list[Problem] = []
        changes: DraftSession = {}
        for column in ("title", "track", "specialty_area"):
            cell = self._other(row, column, now)
            if cell is not None:
                changes[column] = cell or None
        if not self.title(row):
            problems.append(TITLE_MISSING.at("title"))
        if typed := self._other(row, "session_id", now):
            if not re.fullmatch(ID, typed):
                problems.append(ID_UNUSABLE.at("session_id", found=typed[:_LONGEST_SHOWN]))
            changes["id"] = typed
        if (cell := self._other(row, "speakers", now)) is not None:
            names = cell.split("\n" if "\n" in cell else ";")
            changes["speakers"] = [name.strip() for name in names if name.strip()] or None
        if form := self._other(row, "evaluation_form", now):
            changes["evaluation_form"] = self._form(form, problems)
        amounts = self._amounts(row, session or {}, now, problems)
        changes |= self._times(row, session, now, problems)
        return RowValues(changes, amounts, tuple(problems))

    def _other(self, row: TableRow, column: str, now: Mapping[str, str]) -> str | None:
        """The cell, if it says something else than the session does; None if not, or without such a column."""
        cell = self.heading.cell(row, column)
        return None if cell is None or _are_alike(cell, now[column]) else without_guard(cell)

    def _times(
        self, row: TableRow, session: DraftSession | None, now: Mapping[str, str], problems: list[Problem]
    ) -> DraftSession:
        read = read_times(self.times(row), self.zone, day_first=self.day_first)
        same = {name for name in ("starts_at", "ends_at") if session and self._other(row, name, now) is None}
        problems += (one for one in read.problems if one.path not in same)
        found = {"starts_at": read.starts_at, "ends_at": read.ends_at}
        return {
            name: at.strftime("%Y-%m-%dT%H:%M:%SZ")
            for name, at in found.items()
            if at and name not in same and at != _instant_in(session, name)
        }

    def _form(self, cell: str, problems: list[Problem]) -> str:
        """The ID of the evaluation form with this ID or title."""
        forms = self.document.get("evaluation_forms")
        for one in forms if isinstance(forms, list) else ():
            if cell == _text_in(one, "id") or search_text(cell) == search_text(_text_in(one, "title")):
                return _text_in(one, "id")
        problems.append(NO_SUCH_FORM.at("evaluation_form", found=cell[:_LONGEST_SHOWN]))
        return cell

    def _amounts(
        self, row: TableRow, session: DraftSession, now: Mapping[str, str], problems: list[Problem]
    ) -> dict[str, str | None]:
        """What the row changes of credits: `credits` is for all statements, other columns are for one."""
        statements = offered_statements(self.document)
        before = session.get("maximum")
        found: dict[str, str | None] = {}
        for column in (CREDITS, *map(credits_column, statements)):
            cell = self.heading.cell(row, column)
            if cell is None or (column == CREDITS and not cell) or _are_alike(cell, now.get(column, "-")):
                continue
            if cell and not _AMOUNT.fullmatch(cell):
                problems.append(NO_AMOUNT.at(column, found=cell[:_LONGEST_SHOWN]))
                continue
            amount = Decimal(cell.replace(",", ".") or 0)
            types = statements if column == CREDITS else (Statement(column.removeprefix(f"{CREDITS}_")),)
            for one in types:
                if amount != _amount_in(before, one.value):
                    found[one.value] = amount_text(amount) if amount else None
        return found

    def whole(self, values: RowValues, new_id: str) -> DraftSession:
        """The new session of a row: what it leaves out comes from the draft, and the credit from its length."""
        made = values.put_into({})
        made.setdefault("id", new_id)
        forms = self.document.get("evaluation_forms")
        if isinstance(forms, list) and forms and (first := _text_in(forms[0], "id")):
            made.setdefault("evaluation_form", first)
        if not values.amounts and (amounts := self._by_length(made)):
            made["maximum"] = amounts
        return made

    def _by_length(self, session: DraftSession) -> dict[str, str]:
        """The credit of a session for each statement whose rule is known, rounded down to its step."""
        starts, ends = beginning_of(session), _instant_in(session, "ends_at")
        if not starts or not ends:
            return {}
        minutes = Fraction(int((ends - starts).total_seconds()), 60)
        found = {}
        for offer in _offers(self.document):
            most, step = most_credit(Statement(offer["type"]), minutes), _amount_in(offer, "step")
            limit = _amount_in(offer, "maximum")
            if most is not None and step and (amount := min(most, limit or most) // step * step):
                found[offer["type"]] = amount_text(amount)
        return found


def _offers(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    offered = document.get("statements")
    for one in offered if isinstance(offered, list) else ():
        if _text_in(one, "type") in _STATEMENTS:
            yield one


def _are_alike(cell: str, now: str) -> bool:
    return _bare(now) in (_bare(cell), _bare(without_guard(cell)))


def _bare(text: str) -> str:
    return text.strip("\ufeff\u200b \u00a0\t\r\n").strip()


def _text_in(holder: object, name: str) -> str:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    return found if isinstance(found, str) else ""


def _instant_in(session: object, name: str) -> datetime | None:
    return beginning_of({"starts_at": _text_in(session, name)})


def _amount_in(holder: object, name: str) -> Decimal | None:
    text = _text_in(holder, name)
    return Decimal(text) if _STORED_AMOUNT.fullmatch(text) else None
