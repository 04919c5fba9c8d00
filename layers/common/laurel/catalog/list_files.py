"""Converts lists of codes, as spreadsheets and registration systems export them, to CSV (no I/O).

Accepted: Excel files (their first sheet), UTF-16, semicolons, tabs or bars between the columns, lines that end with
CR alone, titles above the header (Apple Numbers writes the name of the table there), and headers such as “Badge ID”
or “Badge Number”.
Lines keep their numbers, so that an error names the line that staff see.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from laurel.platform.csv_records import ByteSource, UnusableFile
from laurel.platform.file_kinds import kind_of
from laurel.platform.spreadsheets import is_spreadsheet, sheet_as_csv
from laurel.platform.table_files import table_text
from laurel.platform.workbook_parts import UnusableSheet

_CHUNK = 1 << 20
_BEGINNING = 1_000  # bytes that tell the kind of a file
_DELIMITERS = ";\t|"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # cells that look empty may hold these
_BLANKS = f'{_UNSEEN}",{_DELIMITERS} \u00a0\r\n'
_QUOTED = re.compile('"[^"]*"')
_CELLS = re.compile("[,;\t|]")
_MOST_TITLES = 5
_SEPARATOR = re.compile(r'"?sep=([;\t|])"?[;\t|,]*', re.IGNORECASE)
_HEADER = re.compile(
    rf"""(?P<blank>(?:(?:""|[,{_UNSEEN} \t\u00a0])*+\r?\n|"?sep=,[^\r\n]*\r?\n)*)(?P<header>[^\r\n]+)""", re.IGNORECASE
)

HEADERS: Mapping[str, frozenset[str]] = {
    "badge_id": frozenset(
        {"badgeid", "badge", "badgenumber", "badgeno", "badgenr", "badgenum", "badgecode", "badgeids", "badges"}
    ),
    "group_id": frozenset({"groupid", "group", "groupnumber", "groupno", "groupnr", "groupcode", "groupids"}),
    "site": frozenset({"site", "sitename", "location", "facility", "facilityname", "institution"}),
    "capacity": frozenset(
        {"capacity", "places", "seats", "maximum", "participants", "maxparticipants", "numberofseats", "numberofplaces"}
    ),
}


NO_NAMES: Mapping[str, str] = {}


def as_csv(stream: ByteSource, columns: tuple[str, ...], named: Mapping[str, str] = NO_NAMES) -> ByteSource:
    """`stream` as CSV with commas, in UTF-8, under the names of `columns`. Raises UnusableFile.

    `named` says how the file calls a column, where staff chose one.
    """
    data = b"".join(iter(lambda: stream.read(_CHUNK), b""))
    if is_spreadsheet(data):
        data = _sheet(data)
    text = _decoded(data)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    text = _without_titles(text, columns, named)
    if delimiter := _delimiter(text):
        text = _with_commas(text, delimiter)
    return io.BytesIO(_renamed(text, columns, named).encode("utf-8", "surrogateescape"))


def _decoded(data: bytes) -> str:
    """`data` as text; surrogates stand for what cannot be read. Raises UnusableFile."""
    if (kind := kind_of(data[:_BEGINNING])) and kind.reason != "not_utf8":  # reading its bytes says what it is
        return data.decode("utf-8", "surrogateescape")
    text = table_text(data)
    if text is None:
        raise UnusableFile("not_utf8", "The file is UTF-16 and its end is missing. Save it as CSV in UTF-8.")
    return text.removeprefix("\ufeff")


def guess_columns(cells: Sequence[str], columns: tuple[str, ...]) -> dict[str, int]:
    """Which of the `cells` of a header stand for `columns`, by the usual names."""
    plain = list(map(_plain, cells))
    found = {}
    for column in columns:
        aliases = _aliases(column, plain)
        place = next((place for place, name in enumerate(plain) if name in aliases), None)
        if place is not None:
            found[column] = place
    return found


def _aliases(column: str, plain: Collection[str]) -> frozenset[str]:
    """The names that stand for `column` in a header with these names.

    If there are both “Badge ID” and “Badge” (perhaps the kind of badge), “Badge ID” is meant.
    """
    own = _plain(column)
    return frozenset({own}) if own in plain else HEADERS[column]


def _without_titles(text: str, columns: tuple[str, ...], named: Mapping[str, str]) -> str:
    """`text` with empty lines in place of titles above the header: lines with one filled cell each.

    Above a header with a column that staff chose, lines may have any cells.
    """
    lines = text.split("\n", 2 * _MOST_TITLES)
    above: list[int] = []
    titles: list[int] = []
    for n, line in enumerate(lines[:-1]):
        filled = [cell for cell in _CELLS.split(line) if cell.strip(_BLANKS)]
        if not filled or _SEPARATOR.fullmatch(line.rstrip()):
            continue
        if _names(line, columns, named):  # perhaps only a title that sounds like a header
            titles = [*above]
            if named:
                break
        if len(filled) > 1 and not named:
            break
        above.append(n)
    return "\n".join("" if n in titles else line for n, line in enumerate(lines)) if titles else text


def _names(line: str, columns: tuple[str, ...], named: Mapping[str, str]) -> bool:
    """Whether `line` can be a header with all `columns`."""
    found = set(map(_plain, _CELLS.split(line)))
    return all(_plain(named[column]) in found if column in named else found & HEADERS[column] for column in columns)


def _sheet(data: bytes) -> bytes:
    try:
        return sheet_as_csv(data).encode()
    except UnusableSheet as error:
        raise UnusableFile("not_csv", f"This file cannot be read: {error}.") from error


def _delimiter(text: str) -> str | None:
    """The separator of the columns, if it is not a comma."""
    first = next((line for line in text.splitlines() if line.strip(_BLANKS)), "")
    if said := _SEPARATOR.fullmatch(first.rstrip()):
        return said[1]
    unquoted = _QUOTED.sub("", first)
    return None if "," in unquoted else next((one for one in _DELIMITERS if one in unquoted), None)


def _with_commas(text: str, delimiter: str) -> str:
    """`text` with commas between the columns, line by line. Raises UnusableFile."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    for number, line in enumerate(re.split("\r\n|\n|\r", text), start=1):
        if _SEPARATOR.fullmatch(line.rstrip()):
            made.write("\n")
            continue
        try:
            rows = list(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error as error:
            message = (
                f"The quotation marks in line {number} are not in pairs. Correct the line, or save the list as"
                " CSV with commas."
            )
            raise UnusableFile("malformed_quotes", message) from error
        if rows and rows[0]:
            writer.writerow(rows[0])
        else:
            made.write("\n")
    return made.getvalue()


def _renamed(text: str, columns: tuple[str, ...], named: Mapping[str, str]) -> str:
    """`text` with the names of `columns` in its header. A header that cannot be read stays unchanged."""
    found = _HEADER.match(text)
    if found is None:
        return text
    try:
        names = next(csv.reader([found["header"]], strict=True))
    except (csv.Error, StopIteration):
        return text
    exact, plain = {name.strip().casefold() for name in names}, {*map(_plain, names)}
    spelled: dict[str, str] = {}
    chosen = {_plain(column) for column in named}
    for column in columns:
        if column in named:
            spelled |= {_plain(named[column]): column}
            continue
        spelled |= {alias: column for alias in _aliases(column, plain) if column not in exact}
    # A column that was not chosen gives up the name.
    renamed = [spelled.get(_plain(name), f"{name} (not chosen)" if _plain(name) in chosen else name) for name in names]
    if renamed == names:
        return text
    header = io.StringIO()
    csv.writer(header, lineterminator="").writerow(renamed)
    return found["blank"] + header.getvalue() + text[found.end() :]


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
