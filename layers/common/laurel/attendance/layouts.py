"""Reads reports of attendance: who was there, from when until when, or for how many minutes (pure).

Recognized: Zoom webinars and meetings, Microsoft Teams, Open edX grades, Blackboard Collaborate, and any
table whose columns have such names. A report may have several sections with a heading each. Other tables are read by
the names of their columns (`Columns`).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import zip_longest
from types import MappingProxyType

from laurel.attendance.refusals import COLUMN_MISSING, COLUMNS_UNKNOWN
from laurel.attendance.times import Stamp, read_minutes, read_stamp
from laurel.platform.refusal import Refusal
from laurel.platform.table_heads import LONGEST_NAME
from laurel.platform.table_row import TableRow


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns of a table; None for a column that it does not have, or that is to be found."""

    email: str | None = None
    name: str | None = None
    join: str | None = None
    leave: str | None = None
    minutes: str | None = None
    complete: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The names that were given, by what they are."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


# How each column is called, in plain letters (`_plain`), the best first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "useremail", "emailofattendee", "emailaddress", "participantidupn", "upn", "mail"),
    "upn": ("participantidupn", "upn"),
    "name": ("usernameoriginalname", "nameoriginalname", "nameofattendee", "name", "fullname", "username", "attendee"),
    "join": ("jointime", "firstjoin", "firstjointime", "attendeefirstjointime", "timein", "checkin", "joined"),
    "leave": ("leavetime", "lastleave", "lastleavetime", "attendeelastleavetime", "timeout", "checkout", "left"),
    "minutes": (
        *("timeinsessionminutes", "durationminutes", "totaldurationminutes", "inmeetingduration", "duration"),
        *("attendeetotaltimeinsession", "minutes", "minutesattended", "attendanceduration", "totalminutes"),
    ),
    "complete": ("certificateeligible",),
}
_EMPTY = frozenset("-–—")  # Zoom writes “--” in cells that have no value
_ABSENT = frozenset({"no", "n", "false", "0"})
_PRESENT = frozenset({"yes", "y", "true", "1"})
_UTC_COLUMNS = frozenset({"attendeefirstjointime"})  # Blackboard Collaborate writes UTC without saying so


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """What one row says of a person: when they were there, or how long, or that they completed everything.

    With times, `minutes` is how long the person was there between them, if there were breaks. `email` and `name` are as
    written. `unreadable` says what in the row cannot be read. Without any of these the row says that the person was not
    there.
    """

    line: int
    email: str
    name: str
    joined: Stamp | None = None
    left: Stamp | None = None
    minutes: Decimal | None = None
    completed: bool = False
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class _Section:
    """Rows under one heading. `places` has the place of each column that it has."""

    places: Mapping[str, int]
    heading: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def has_times(self) -> bool:
        return "join" in self.places and "leave" in self.places

    @property
    def has_each_stay(self) -> bool:
        return self.has_times and _plain(self.heading[self.places["join"]]) == "jointime"

    def cell(self, row: TableRow, what: str) -> str:
        """The cell of this column; empty if there is none."""
        place = self.places.get(what)
        text = row.cells[place] if place is not None and place < len(row.cells) else ""
        return "" if _EMPTY.issuperset(text) else text

    def email(self, row: TableRow) -> str:
        """The e-mail address; without one the user principal name of Microsoft, which is one too."""
        upn = self.cell(row, "upn")
        return self.cell(row, "email") or (upn if "@" in upn else "")


def read_report(
    rows: Sequence[TableRow], columns: Columns, *, day_first: bool = False
) -> tuple[AttendanceRow, ...] | Refusal:
    """What each row of the report says, in order; a refusal if its columns cannot be found."""
    sections = tuple(_sections(rows, columns))
    if not any("email" in one.places for one in sections):
        return _without_columns(rows, columns)
    listed_by_stay = _with_stays(sections)
    return tuple(
        _seen(section, row, day_first)
        for section in sections
        for row in section.rows
        if section.has_each_stay or section.email(row).casefold() not in listed_by_stay
    )


def _without_columns(rows: Sequence[TableRow], columns: Columns) -> Refusal:
    headings = {_plain(cell): cell for row in rows[:20] for cell in row.cells if cell and len(cell) <= LONGEST_NAME}
    for name in columns.named.values():
        if _plain(name) not in headings:
            first = ", ".join(cell for cell in rows[0].cells if cell)[:300] if rows else "nothing"
            return COLUMN_MISSING.refuse(column=name, columns=first)
    return COLUMNS_UNKNOWN.refuse()


def _sections(rows: Sequence[TableRow], columns: Columns) -> Iterator[_Section]:
    """The sections with a heading that names the needed columns. A title ends a section."""
    places, heading, found = dict[str, int](), tuple[str, ...](), list[TableRow]()
    for row, below in zip_longest(rows, rows[1:]):
        own = _places(row.cells, columns)
        if own or _ends_section(row, heading, below):
            if places:
                yield _Section(places, heading, tuple(found))
            places, heading, found = own, row.cells, []
        elif places:
            found.append(row)
    if places:
        yield _Section(places, heading, tuple(found))


def _ends_section(row: TableRow, heading: tuple[str, ...], below: TableRow | None) -> bool:
    """Whether the row is a title, such as “Attendee Details” or “3. In-Meeting Activities”.

    A person of whom only the name is known looks the same, so a title has a heading `below` it: several cells, and none
    with a digit or an address.
    """
    first, *others = row.cells
    if len(heading) <= 2 or not first or "@" in first or any(others) or below is None:
        return False
    filled = [cell for cell in below.cells if cell]
    return len(filled) > 1 and not any(char.isdigit() or char == "@" for cell in filled for char in cell)


def _places(cells: Sequence[str], columns: Columns) -> dict[str, int]:
    """The places of the columns, if `cells` is a heading that has those that are needed; else nothing."""
    named = columns.named
    found = guess_columns(cells, named)
    if not named.keys() <= found.keys():
        return {}
    if "email" in named:
        found.pop("upn", None)
    if "email" not in found:  # people on the phone: Zoom lists them under a heading of their own
        return found if {"name", "join", "leave"} <= found.keys() else {}
    says_how_long = "minutes" in found or "complete" in found or ("join" in found and "leave" in found)
    return found if says_how_long else {}


def guess_columns(cells: Sequence[str], named: Mapping[str, str] = MappingProxyType({})) -> dict[str, int]:
    """The places of the columns that `cells` names, if it can be a heading; `named` says how some are called."""
    if any("@" in cell for cell in cells):  # most rows: they have an address, and no heading has
        return {}
    plain = [_plain(cell) for cell in cells]
    if {"topic", "participants"}.issubset(plain):  # Zoom's heading of the meeting, with the e-mail of its host
        return {}
    found = {}
    for what, usual in _NAMES.items():
        wanted = (_plain(named[what]),) if what in named else usual
        place = next((plain.index(name) for name in wanted if name in plain), None)
        if place is not None:
            found[what] = place
    return found


def _with_stays(sections: Sequence[_Section]) -> frozenset[str]:
    """The addresses of the people of whom a section has each stay, if another one has the first and the last time.

    Microsoft Teams lists people twice: with the first join and the last leave, which include the breaks, and with each
    stay.
    """
    stays = [one for one in sections if one.has_each_stay]
    if not any(one.has_times and not one.has_each_stay for one in sections):
        return frozenset()
    return frozenset(one.email(row).casefold() for one in stays for row in one.rows) - {""}


def _seen(section: _Section, row: TableRow, day_first: bool) -> AttendanceRow:
    def cell(what: str) -> str:
        return section.cell(row, what)

    email, name = section.email(row), cell("name")
    who = AttendanceRow(row.line, email, name)
    if section.has_times and (cell("join") or cell("leave")):
        stay = _stay(who, cell("join"), cell("leave"), day_first, is_utc=_is_utc(section))
        return (
            stay if stay.unreadable or section.has_each_stay else replace(stay, minutes=read_minutes(cell("minutes")))
        )
    if "complete" in section.places:
        said = cell("complete").casefold()
        if said not in _PRESENT | _ABSENT and said != "n/a":
            return _unreadable(who, f"“{cell('complete')}” is neither Y nor N")
        return AttendanceRow(row.line, email, name, completed=said in _PRESENT)
    if text := cell("minutes"):
        minutes = read_minutes(text)
        if minutes is None:
            return _unreadable(who, f"“{text}” is no number of minutes")
        return AttendanceRow(row.line, email, name, minutes=minutes)
    return who


def _stay(who: AttendanceRow, join: str, leave: str, day_first: bool, *, is_utc: bool) -> AttendanceRow:
    joined, left = (read_stamp(text, day_first=day_first) for text in (join, leave))
    if joined is None or left is None:
        return _unreadable(who, f"“{leave if joined else join}” is no date with a time, such as 06/04/2026 9:00 AM")
    if is_utc:
        joined, left = Stamp(joined.local, is_utc=True), Stamp(left.local, is_utc=True)
    if left.local < joined.local:
        return _unreadable(who, "it ends before it begins")
    return AttendanceRow(who.line, who.email, who.name, joined, left)


def _is_utc(section: _Section) -> bool:
    return _plain(section.heading[section.places["join"]]) in _UTC_COLUMNS


def _unreadable(who: AttendanceRow, why: str) -> AttendanceRow:
    return AttendanceRow(who.line, who.email, who.name, unreadable=why)


def _plain(name: str) -> str:
    """`name` in lower case, letters and digits alone."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
