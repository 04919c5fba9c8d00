"""Lists of codes over HTTP: from Excel files and columns of any name, and back as a list with what is used."""

import io
import zipfile

import pytest

from local.sample_catalog import MEETING, TELECONFERENCE, badge_ids
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto

CSV = {"Content-Type": "text/csv"}
XLSX = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def xlsx(*rows, more=""):
    """A workbook with one sheet; whole numbers are numbers. `more` is XML of further rows."""

    def cell(value):
        if isinstance(value, int):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows) + more
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{relations}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{lines}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return made.getvalue()


def put(desk, what, body, query="", activity=MEETING, media=CSV):
    return desk.call("PUT", f"/v1/staff/activities/{activity}/{what}{query}", staff(), body=body, headers=media)


def codes(desk, activity=MEETING, **headers):
    return desk.call("GET", f"/v1/staff/activities/{activity}/codes", staff(), headers=headers)


def test_a_list_comes_from_an_excel_file_by_the_column_that_staff_name(desk):
    sheet = xlsx(("Registrant", "Registration number"), ("Ana Lima", 4711), ("Bo Dahl", 4712))
    assert put(desk, "badges", sheet, "?dry_run=true", media=XLSX).status == 422  # no column with that name
    taken = put(desk, "badges", sheet, "?badge_column=Registration+number", media=XLSX)
    assert (taken.status, taken.json()["rows"]) == (200, 2)
    assert [one["code"] for one in codes(desk).json()["items"]] == ["4711", "4712"]


def test_the_named_column_counts_and_not_another_one_with_the_usual_name(desk):
    text = b"Badge ID;Real one\nguest;MB-1\nspeaker;MB-2\n"
    assert put(desk, "badges", text, "?badge_column=Real+one").json()["rows"] == 2
    assert [one["code"] for one in codes(desk).json()["items"]] == ["MB1", "MB2"]


def test_groups_are_read_by_named_columns_too(desk):
    text = b"Code,Hospital,Seats\nLAKESIDE-24,Lakeside,30\nNORTH-1,North Clinic,12\n"
    query = "?group_column=Code&site_column=Hospital&capacity_column=Seats"
    assert put(desk, "groups", text, query, TELECONFERENCE).json()["rows"] == 2
    found = codes(desk, TELECONFERENCE).json()
    assert found["access"] == "group"
    assert [(one["code"], one["site"], one["capacity"], one["used"]) for one in found["items"]] == [
        ("LAKESIDE24", "Lakeside", 30, 0),
        ("NORTH1", "North Clinic", 12, 0),
    ]


def test_the_list_says_who_took_which_badge_and_can_be_put_again(desk):
    mine = badge_ids(1)[0]
    assert put(desk, "badges", f"badge_id\n{mine}\nMB-2\n".encode()).status == 200
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": mine}
    assert desk.call("POST", "/v1/claims", learner("ana"), json_body=wanted).status == 201
    listed = {one["code"]: (one["used"], one["learner_id"]) for one in codes(desk).json()["items"]}
    assert sorted(listed.values(), key=str) == [(0, None), (1, "ana")]
    file = codes(desk, Accept="text/csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    again = put(desk, "badges", file.body.encode())
    assert (again.status, again.json()["added"], again.json()["removed"]) == (200, 0, 0)


@pytest.mark.parametrize("body", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 no workbook"])
def test_a_damaged_excel_file_says_so(desk, body):
    refused = put(desk, "badges", body, media=XLSX)
    assert refused.status == 422
    assert "cannot be read" in str(refused.json())


def test_an_attendance_report_may_be_an_excel_file(desk):
    sheet = xlsx(("Email", "Minutes"), ("ana@example.org", 60))
    where = f"/v1/staff/activities/{TELECONFERENCE}/attendance"
    taken = desk.call("POST", where, staff(), body=sheet, headers=XLSX)
    assert (taken.status, taken.json()["counts"]["taken"]) == (200, 1), taken
