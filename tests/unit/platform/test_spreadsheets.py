"""Excel files as CSV."""

import io
import struct
import zipfile

import pytest

from laurel.platform.spreadsheets import is_spreadsheet, sheet_as_csv
from laurel.platform.workbook_parts import UnusableSheet
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


@pytest.mark.slow
def test_a_file_that_unpacks_to_more_than_a_hundred_megabytes_is_unusable() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(100_000_001))
    assert len(made.getvalue()) < 1_000_000
    with pytest.raises(UnusableSheet, match="too large"):
        sheet_as_csv(made.getvalue())


def test_a_file_whose_directory_hides_how_large_a_part_is_is_not_unpacked() -> None:
    """A library that unpacks until the part ends would need the memory of all of it."""
    made = bytearray(xlsx(("Badge ID",), ("x" * 5_000_000,)))
    start = made.rindex(b"PK\x01\x02")  # the sheet's entry in the directory, with its size
    struct.pack_into("<I", made, start + 24, 1_000)
    with pytest.raises(UnusableSheet, match="damaged"):
        sheet_as_csv(bytes(made))


@pytest.mark.parametrize(
    ("far", "said"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "row 1,048,576 and across 16,384 columns"),
        ('<row r="1048576"><c r="J1048576"><v>1</v></c></row>', "row 1,048,576 and across 10 columns"),
        ('<row r="200000"><c/></row><row>' + "<c/>" * 10 + "<c><v>1</v></c></row>", "row 200,001 and across 11"),
        ('<row r="40"><c r="CWUM40"><v>1</v></c></row>', "row 40 and across 68,835 columns"),
    ],
)
def test_a_cell_far_from_the_others_is_refused_before_a_table_is_made_of_all_in_between(far: str, said: str) -> None:
    with pytest.raises(UnusableSheet, match=said):
        sheet_as_csv(xlsx(("Badge ID",), more=far))


def test_a_far_cell_that_has_a_style_alone_does_not_count() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert sheet_as_csv(xlsx(("Badge ID",), more=far)) == "Badge ID\n"


def test_parts_that_are_no_xml_are_not_looked_at() -> None:
    made = io.BytesIO(xlsx(("Badge ID",), (12,)))
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("xl/media/image1.png", b"\x89PNG\r\n")
    assert sheet_as_csv(made.getvalue()) == "Badge ID\n12\n"


def test_text_is_no_spreadsheet() -> None:
    assert not is_spreadsheet(b"badge_id\n1\n")
