"""Excel files as CSV."""

import io
import zipfile

import pytest

from laurel.platform.spreadsheets import UnusableSheet, is_spreadsheet, sheet_as_csv
from tests.functions.test_codes import xlsx


def test_the_first_sheet_comes_as_csv_with_whole_numbers_as_they_are() -> None:
    sheet = xlsx(("Badge ID", "Name"), (4711, "Lima, Ana"), (12, ""))
    assert is_spreadsheet(sheet)
    assert sheet_as_csv(sheet) == 'Badge ID,Name\n4711,"Lima, Ana"\n12,\n'


def test_blank_rows_keep_the_numbers_of_the_lines() -> None:
    assert sheet_as_csv(xlsx(("",), ("a",))) == '""\na\n'


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 nothing", xlsx(("a",))[:300]])
def test_a_damaged_file_is_unusable(data: bytes) -> None:
    with pytest.raises(UnusableSheet):
        sheet_as_csv(data)


def test_a_file_that_unpacks_to_more_than_a_hundred_megabytes_is_unusable() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(100_000_001))
    assert len(made.getvalue()) < 1_000_000
    with pytest.raises(UnusableSheet, match="too large"):
        sheet_as_csv(made.getvalue())


def test_text_is_no_spreadsheet() -> None:
    assert not is_spreadsheet(b"badge_id\n1\n")
