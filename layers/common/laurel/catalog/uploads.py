"""Reads the files of Badge IDs and Group IDs that staff upload, with every error by row and column (no I/O).

Badges: the column `badge_id`. Groups: the columns `group_id`, `site`, `capacity`. Spellings such as `Badge ID` are
accepted (`list_files`). Other columns are ignored: a registration system's export with names can be uploaded as it
is, and no name is stored.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from laurel.catalog.access_codes import access_code_key, why_no_code
from laurel.catalog.list_files import as_csv
from laurel.catalog.records import Group
from laurel.platform.csv_records import ByteSource, Record, Rejection, UnusableFile, read_records
from laurel.platform.refusal import Problem
from laurel.platform.visible import hidden_characters, named, shows_letter_or_digit

MOST_BADGES = 20_000
MOST_GROUPS = 2_000
LARGEST_CAPACITY = 10_000
_LONGEST_SITE = 200
_CAPACITY = re.compile("[0-9]{1,5}")
_LONGEST_SHOWN = 40
# Numbers in a spreadsheet's notation, or with decimals: digits of the code were lost or added.
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+|[0-9]+[.,]0+", re.IGNORECASE)
_SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class RowError:
    """An error in a row. A file with errors changes nothing.

    `line` is where the row begins; the header is 1. `problem.path` names line and column: `lines[12].badge_id`.
    """

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Taken:
    """The upload succeeded. After a dry run nothing was written, and the numbers say what would change."""

    rows: int
    added: int
    removed: int
    changed: int
    dry_run: bool


@dataclass(slots=True)
class Rows[V]:
    """The content of a file by code, the line of each code (also of rows with errors), and every error.

    `complete` says that every row was read: only then can a code be missing.
    """

    found: dict[str, V] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    complete: bool = True


def read_badges(stream: ByteSource) -> Rows[None]:
    """The Badge IDs of a file."""
    return _read(stream, ("badge_id",), lambda record: (), lambda values: None, MOST_BADGES)


def read_groups(stream: ByteSource) -> Rows[Group]:
    """The Group IDs of a file, with site and capacity."""
    return _read(stream, ("group_id", "site", "capacity"), _check_group, _group, MOST_GROUPS)


def left_out(rows: Rows[None], known: frozenset[str]) -> frozenset[str]:
    """The stored badges that are missing in the file."""
    return known - rows.lines.keys() if rows.complete else frozenset()


def shrunk(rows: Rows[Group], known: Mapping[str, Group]) -> frozenset[str]:
    """The stored groups that are missing in the file, or have less capacity there."""
    if not rows.complete:
        return frozenset()
    smaller = {code for code, group in rows.found.items() if code in known and group.capacity < known[code].capacity}
    return frozenset(smaller | (known.keys() - rows.lines.keys()))


def check_left_out(rows: Rows[None], missing: frozenset[str], taken: frozenset[str]) -> None:
    """Adds an error for each missing badge that a learner has claimed with."""
    for badge in sorted(missing & taken):
        message = f"The Badge ID {badge} is missing, but a learner has claimed with it. Keep it in the file."
        rows.errors.append(_error(0, "badge_id", "badge_in_use", message))


def check_shrunk(rows: Rows[Group], smaller: frozenset[str], used: Mapping[str, int]) -> None:
    """Adds an error for each group in use that is missing, or has less capacity than learners."""
    for code in sorted(smaller & used.keys()):
        group = rows.found.get(code)
        if group is None:
            message = f"The Group ID {code} is missing, but {used[code]} learners have claimed with it. Keep it."
            rows.errors.append(_error(0, "group_id", "group_in_use", message))
        elif group.capacity < used[code]:
            message = f"{used[code]} learners have claimed with this Group ID; the capacity cannot be less."
            rows.errors.append(_error(rows.lines[code], "capacity", "capacity_below_used", message))


def _read[V](
    stream: ByteSource,
    columns: tuple[str, ...],
    check: Callable[[Record], Iterable[RowError]],
    make: Callable[[Mapping[str, str]], V],
    most: int,
) -> Rows[V]:
    rows: Rows[V] = Rows()
    try:
        for record in read_records(as_csv(stream, columns), columns):
            if isinstance(record, Rejection):
                rows.errors.append(_error(record.line, record.column, record.reason, record.message))
                continue
            code, faults = _code(record, columns[0], rows.lines)
            faults += check(record)
            rows.errors += faults
            if not faults:
                rows.found[code] = make(record.values)
            if len(rows.lines) > most:
                raise UnusableFile("too_many_rows", f"The file has more than {most:,} rows, the maximum.")
    except UnusableFile as unusable:
        rows.complete = False
        rows.errors.append(_error(0, "", unusable.reason, unusable.message))
    if rows.complete and not rows.lines and not rows.errors:
        rows.errors.append(
            _error(0, "", "no_rows", "The file has a header but no rows. It would replace the whole list.")
        )
    return rows


def _code(record: Record, column: str, lines: dict[str, int]) -> tuple[str, list[RowError]]:
    """The code of a row in its stored form, added to `lines`, and its errors."""
    typed = record.values[column].strip()
    shown = typed[:_LONGEST_SHOWN]
    if _DAMAGED.fullmatch(typed):
        message = (
            f"A spreadsheet changed this code to “{shown}”. Format the column as text, enter the codes again, save."
        )
        return "", [_error(record.line, column, "damaged_number", message)]
    code = None if typed.upper() in _SPREADSHEET_ERRORS else access_code_key(typed)
    if code is None:
        message = f"“{shown}” is not a code. {why_no_code(typed)}" if shown else "The code is missing."
        return "", [_error(record.line, column, "no_code" if shown else "empty", message)]
    if code in lines:
        message = f"“{shown}” is already in line {lines[code]}. Letter case, spaces and dashes do not matter."
        return code, [_error(record.line, column, "repeated", message)]
    lines[code] = record.line
    return code, []


def _check_group(record: Record) -> Iterator[RowError]:
    site, capacity = record.values["site"].strip(), record.values["capacity"].strip()
    if not 1 <= len(site) <= _LONGEST_SITE:
        yield _error(record.line, "site", "site_length", f"Write the site's name in 1 to {_LONGEST_SITE} characters.")
    elif hidden := hidden_characters(site):
        message = f"Remove the invisible characters: {named(hidden)}."
        yield _error(record.line, "site", "invisible_character", message)
    elif not shows_letter_or_digit(site):
        message = "Write the site's name with at least one visible letter or digit."
        yield _error(record.line, "site", "nothing_visible", message)
    if not (_CAPACITY.fullmatch(capacity) and 1 <= int(capacity) <= LARGEST_CAPACITY):
        message = f"Write the capacity as a whole number from 1 to {LARGEST_CAPACITY}."
        yield _error(record.line, "capacity", "no_capacity", message)


def _group(values: Mapping[str, str]) -> Group:
    return Group(unicodedata.normalize("NFC", " ".join(values["site"].split())), int(values["capacity"]))


def _error(line: int, column: str, code: str, message: str) -> RowError:
    """An error in a line and column; line 0 is the whole file, and an empty column the whole row."""
    path = ".".join(filter(None, [f"lines[{line}]" if line else "", column]))
    return RowError(line, Problem(path, code, message))
