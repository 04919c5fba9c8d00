"""Looks at the parts of an XLSX before a library unpacks them: a small file may ask for all the memory there is.

What the ZIP directory says of a part may be wrong, and one cell far from the others makes a table of billions of
blanks. So each part is read here first, no further than the directory says, and put into a new archive: the library
reads what was looked at (no I/O).
"""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

LARGEST = 100_000_000
"""Bytes of all parts, unpacked."""
MOST_CELLS = 2_000_000
"""Cells of a sheet, the blank ones between others too."""
_CELL = re.compile("([A-Za-z]{1,7})([0-9]{1,9})")


class UnusableSheet(Exception):
    """It is no spreadsheet that can be read. The message says why, for who sent it."""


def moderate(data: bytes) -> bytes:
    """The XLSX with those of its parts that are XML, none of them packed. Raises UnusableSheet."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(made, "w") as unpacked:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise UnusableSheet("it is too large when it is unpacked")
            for name in dict.fromkeys(packed.namelist()):
                part = packed.read(name)
                if _is_xml(part):
                    unpacked.writestr(name, part)
    # RuntimeError: a part has a password, or is packed in a way that we do not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnusableSheet("it is no Excel file, or it is damaged or has a password") from error
    return made.getvalue()


def expect_few(rows: int, columns: int) -> None:
    """Raises UnusableSheet if a sheet with so many rows and columns is too large."""
    if rows * columns > MOST_CELLS:
        raise UnusableSheet(
            f"it reaches down to row {rows:,} and across {columns:,} columns. Delete the cells outside the list"
        )


def _is_xml(part: bytes) -> bool:
    """Whether the part is XML. Raises UnusableSheet for a sheet that is too large."""
    parser, extent = expat.ParserCreate(), _Extent()
    parser.StartElementHandler = extent.start
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return False
    return True


class _Extent:
    """How far the cells with something in them reach, as the library counts: blank ones with a style do not."""

    def __init__(self) -> None:
        self._rows = self._columns = 0
        self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match tag.rpartition(":")[2]:
            case "row":
                place = attributes.get("r", "")
                self._row, self._column = int(place) if place.isdecimal() else self._row + 1, 0
            case "c":
                self._column += 1
                if named := _CELL.fullmatch(attributes.get("r", "")):
                    self._row, self._column = int(named[2]), _number(named[1])
            case "v" | "is" | "t":
                self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
                expect_few(self._rows, self._columns)


def _number(letters: str) -> int:
    """The number of the column with these letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
