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
from laurel.catalog.list_files import NO_NAMES, as_csv
from laurel.catalog.records import Group
from laurel.catalog.refusals import (
    BADGE_IN_USE,
    CAPACITY_BELOW_USED,
    DAMAGED_NUMBER,
    EMPTY_CODE,
    GROUP_IN_USE,
    NO_CAPACITY,
    NO_ROWS,
    NOT_LIKE_A_CODE,
    ROW_REPEATED,
    SITE_INVISIBLE_CHARACTER,
    SITE_LENGTH,
    SITE_NOT_VISIBLE,
    TOO_MANY_ERRORS,
    TOO_MANY_ROWS,
)
from laurel.platform.csv_records import ByteSource, Record, Rejection, UnusableFile, read_records
from laurel.platform.identifiers import is_no_value, is_scientific, unwrapped
from laurel.platform.problems import MOST_ERRORS
from laurel.platform.refusal import Problem, ProblemType
from laurel.platform.visible import hidden_characters, named, shows_letter_or_digit, trimmed

MOST_BADGES = 20_000
MOST_GROUPS = 2_000
LARGEST_CAPACITY = 10_000
_LONGEST_SITE = 200
_CAPACITY = re.compile("[0-9]{1,5}")
_LONGEST_SHOWN = 40
# Numbers in a spreadsheet's notation, or with decimals: digits of the code were lost or added.
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+|[0-9]+[.,]0+", re.IGNORECASE)
# What a spreadsheet makes of codes such as MAR-12, 3-4 or 3/4/26, which it takes for dates.
# In these letters: MAR-12 in capitals is still a code.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_YEAR = "(?:19|20)?[0-9]{2}"
_DATE = re.compile(
    rf"[0-3]?[0-9][- ]{_MONTH}(?:[- ]{_YEAR})?|{_MONTH}[- ]{_YEAR}|[0-3]?[0-9]([/.])[0-3]?[0-9]\1{_YEAR}"
    r"|[0-9]{4}-[01][0-9]-[0-3][0-9](?:[ T][0-9:.]+)?|[0-3]?[0-9]\. [A-Z][a-zä]{2}"
)


@dataclass(frozen=True, slots=True)
class RowError:
    """An error in a row. A file with errors changes nothing.

    `line` is where the row begins; the header is 1. `problem.path` names line and column: `lines[12].badge_id`.
    """

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Taken:
    """The upload succeeded. After a dry run nothing was written, and the numbers say what would change.

    `revision` is that of the list as it is stored now; 0 without one.
    """

    rows: int
    added: int
    removed: int
    changed: int
    dry_run: bool
    revision: int = field(default=0, compare=False)


@dataclass(slots=True)
class Rows[V]:
    """The content of a file by code, the line of each code (also of rows with errors), and the errors.

    Reading stops after as many errors as an answer lists: a file of a million bad rows would use all memory and time.
    `complete` says that every row was read: only then can a code be missing.
    """

    found: dict[str, V] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    complete: bool = True


def read_badges(stream: ByteSource, named: Mapping[str, str] = NO_NAMES) -> Rows[None]:
    """The Badge IDs of a file; `named` says how it calls a column, where staff chose one."""
    columns = ("badge_id",)
    return _read(stream, named, columns, lambda record: (), lambda values: None, MOST_BADGES)


def read_groups(stream: ByteSource, named: Mapping[str, str] = NO_NAMES) -> Rows[Group]:
    """The Group IDs of a file, with site and capacity; `named` as for badges."""
    columns = ("group_id", "site", "capacity")
    return _read(stream, named, columns, _check_group, _group, MOST_GROUPS)


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
        rows.errors.append(_row_error(0, "badge_id", BADGE_IN_USE, badge=badge))


def check_shrunk(rows: Rows[Group], smaller: frozenset[str], used: Mapping[str, int]) -> None:
    """Adds an error for each group in use that is missing, or has less capacity than learners."""
    for code in sorted(smaller & used.keys()):
        group = rows.found.get(code)
        if group is None:
            rows.errors.append(_row_error(0, "group_id", GROUP_IN_USE, group=code, used=used[code]))
        elif group.capacity < used[code]:
            rows.errors.append(_row_error(rows.lines[code], "capacity", CAPACITY_BELOW_USED, used=used[code]))


def _read[V](
    stream: ByteSource,
    named: Mapping[str, str],
    columns: tuple[str, ...],
    check: Callable[[Record], Iterable[RowError]],
    make: Callable[[Mapping[str, str]], V],
    most: int,
) -> Rows[V]:
    rows: Rows[V] = Rows()
    try:
        for record in read_records(as_csv(stream, columns, named), columns):
            if len(rows.errors) >= MOST_ERRORS:
                rows.complete = False
                rows.errors.append(_row_error(0, "", TOO_MANY_ERRORS, stopped=f"{record.line:,}", most=MOST_ERRORS))
                break
            if isinstance(record, Rejection):
                rows.errors.append(_file_error(record))
                continue
            code, faults = _code(record, columns[0], rows.lines)
            faults += check(record)
            rows.errors += faults
            if not faults:
                rows.found[code] = make(record.values)
            if len(rows.lines) > most:
                rows.complete = False
                rows.errors.append(_row_error(0, "", TOO_MANY_ROWS, most=f"{most:,}"))
                break
    except UnusableFile as unusable:
        rows.complete = False
        rows.errors.append(_file_error(unusable))
    if rows.complete and not rows.lines and not rows.errors:
        rows.errors.append(_row_error(0, "", NO_ROWS))
    return rows


def _code(record: Record, column: str, lines: dict[str, int]) -> tuple[str, list[RowError]]:
    """The code of a row in its stored form, added to `lines`, and its errors."""
    typed = trimmed(record.values[column])
    shown = typed[:_LONGEST_SHOWN]
    bare = unwrapped(typed)
    if _DAMAGED.fullmatch(bare) or is_scientific(typed) or (bare == typed and _DATE.fullmatch(bare)):
        return "", [_row_error(record.line, column, DAMAGED_NUMBER, found=shown)]
    code = None if is_no_value(typed) else access_code_key(typed)
    if code is None:
        if shown:
            why = "An export wrote it for a missing value." if is_no_value(typed) else why_no_code(typed)
            return "", [_row_error(record.line, column, NOT_LIKE_A_CODE, found=shown, why=why)]
        return "", [_row_error(record.line, column, EMPTY_CODE)]
    if code in lines:
        return code, [_row_error(record.line, column, ROW_REPEATED, found=shown, line_before=lines[code])]
    lines[code] = record.line
    return code, []


def _check_group(record: Record) -> Iterator[RowError]:
    site, capacity = record.values["site"].strip(), _number(record.values["capacity"])
    if not 1 <= len(site) <= _LONGEST_SITE:
        yield _row_error(record.line, "site", SITE_LENGTH, longest=_LONGEST_SITE)
    elif hidden := hidden_characters(site):
        yield _row_error(record.line, "site", SITE_INVISIBLE_CHARACTER, characters=named(hidden))
    elif not shows_letter_or_digit(site):
        yield _row_error(record.line, "site", SITE_NOT_VISIBLE)
    if not (_CAPACITY.fullmatch(capacity) and 1 <= int(capacity) <= LARGEST_CAPACITY):
        yield _row_error(record.line, "capacity", NO_CAPACITY, most=LARGEST_CAPACITY)


def _group(values: Mapping[str, str]) -> Group:
    site = unicodedata.normalize("NFC", " ".join(values["site"].split()))
    return Group(site, int(_number(values["capacity"])))


def _number(cell: str) -> str:
    """The text of a cell for a number, without spaces and the quoting of a spreadsheet."""
    return unwrapped(trimmed(cell))


def _row_error(line: int, column: str, kind: ProblemType, **values: object) -> RowError:
    return RowError(line, kind.at(_place(line, column), **values))


def _file_error(found: Rejection | UnusableFile) -> RowError:
    """The error in a row, or in the whole file, that reading the CSV has found."""
    line, column = (found.line, found.column) if isinstance(found, Rejection) else (0, "")
    return RowError(line, Problem(_place(line, column), found.reason, found.message))


def _place(line: int, column: str) -> str:
    """Where in the file: line 0 is the whole file, an empty column the whole row."""
    return ".".join(filter(None, [f"lines[{line}]" if line else "", column]))
