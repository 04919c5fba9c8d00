"""Lists of codes as spreadsheets export them, under the columns that staff chose."""

import io

import pytest

from laurel.catalog.list_files import as_csv


@pytest.mark.parametrize(
    "text",
    ["Attendees 2026\nKennung;Name\nA1;Ana\n", "Attendees 2026,\nKennung,Name\nA1,Ana\n"],
    ids=["semicolons", "commas"],
)
def test_a_title_above_columns_that_staff_chose_is_passed_over(text: str) -> None:
    found = as_csv(io.BytesIO(text.encode()), ("badge_id",), {"badge_id": "kennung"}).read()
    assert found.decode().splitlines()[:3] == ["", "badge_id,Name", "A1,Ana"]


def test_the_chosen_columns_stand_beside_those_that_are_found() -> None:
    text = b"My list,,\nCode,Location,Seats\nA1,Lab X,5\n"
    found = as_csv(io.BytesIO(text), ("group_id", "site", "capacity"), {"group_id": "Code"}).read()
    assert found.decode().splitlines()[1] == "group_id,site,capacity"


def test_the_first_line_with_the_chosen_name_is_the_header() -> None:
    found = as_csv(io.BytesIO(b"Code,Kind\nA1,x\ncode,y\n"), ("badge_id",), {"badge_id": "Code"}).read()
    assert found.decode().splitlines() == ["badge_id,Kind", "A1,x", "code,y"]
