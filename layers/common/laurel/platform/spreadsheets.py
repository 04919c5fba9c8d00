"""Reads the first sheet of an Excel file as CSV (no I/O).

Numbers and dates come as they are meant: whole numbers without decimals, times as `2026-06-04 09:00:00`.
"""

import csv
import io
from datetime import date, datetime, time, timedelta

from laurel.platform.workbook_parts import UnusableSheet, expect_few, moderate

_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX, and the XLS of before 2007


def is_spreadsheet(data: bytes) -> bool:
    """Whether `data` begins as an Excel file does."""
    return data.startswith(_BEGINNINGS)


def sheet_as_csv(data: bytes) -> str:
    """The first sheet as CSV with commas. Raises UnusableSheet."""
    import python_calamine as calamine  # here: nobody else waits for it

    if data.startswith(_BEGINNINGS[0]):
        data = moderate(data)
    try:
        sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        expect_few(sheet.total_height, sheet.total_width)
        rows = sheet.to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, OSError, IndexError) as error:
        raise UnusableSheet("it is no Excel file, or it is damaged or has a password") from error
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return made.getvalue()


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
