"""Reads the first sheet of an Excel file as CSV (no I/O).

Numbers and dates come as they are meant: whole numbers without decimals, times as `2026-06-04 09:00:00`.
"""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta

_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX, and the XLS of before 2007
_LARGEST = 100_000_000  # bytes of an unpacked XLSX: a small file may hold gigabytes of blanks


class UnusableSheet(Exception):
    """It is no spreadsheet that can be read. The message says why, for who sent it."""


def is_spreadsheet(data: bytes) -> bool:
    """Whether `data` begins as an Excel file does."""
    return data.startswith(_BEGINNINGS)


def sheet_as_csv(data: bytes) -> str:
    """The first sheet as CSV with commas. Raises UnusableSheet."""
    import python_calamine as calamine  # here: nobody else waits for it

    _expect_moderate(data)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, OSError, IndexError) as error:
        raise UnusableSheet("it is no Excel file, or it is damaged or has a password") from error
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return made.getvalue()


def _expect_moderate(data: bytes) -> None:
    if not data.startswith(_BEGINNINGS[0]):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnusableSheet("it is no Excel file, or it is damaged") from error
    if size > _LARGEST:
        raise UnusableSheet("it is too large when it is unpacked")


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:  # beyond it digits are lost
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
