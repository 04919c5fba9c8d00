"""The columns of a file over HTTP: the same that the upload takes, from any kind of file; nothing is kept or logged."""

from urllib.parse import quote

import pytest

from local.sample_catalog import TELECONFERENCE
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.test_codes import CSV, XLSX, put, xlsx

BINARY = {"Content-Type": "application/octet-stream"}
ROWS = (("Registrant", "Registration number"), ("Ana Lima", 4711), ("Bo Dahl", 4712))


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def ask(desk, body, of="badges", who=None, media=BINARY):
    return desk.call("POST", f"/v1/staff/columns?of={of}", who or staff(), body=body, headers=media)


TEXT = "\n".join(f"{name};{number}" for name, number in ROWS)


@pytest.mark.parametrize(
    ("body", "media"),
    [(xlsx(*ROWS), XLSX), (TEXT.encode("utf-16"), BINARY), (TEXT.encode(), CSV)],
    ids=["excel", "utf-16", "csv"],
)
def test_the_columns_of_a_file_and_the_one_that_is_chosen_is_taken(desk, body, media):
    answer = ask(desk, body, media=media)
    assert (answer.status, answer.json()) == (
        200,
        {
            "line": 1,
            "columns": [
                {"name": "Registrant", "cells": ["Ana Lima", "Bo Dahl"]},
                {"name": "Registration number", "cells": ["4711", "4712"]},
            ],
            "found": {},
        },
    )
    put_as = f"?badge_column={answer.json()['columns'][1]['name'].replace(' ', '+')}"
    assert put(desk, "badges", body, put_as, media=media).json()["rows"] == 2


def test_what_is_found_is_named_by_the_parameter_of_the_upload(desk):
    text = b"Code,Location,Seats\nG-1,Lakeside,30\n"
    found = ask(desk, text, "groups").json()["found"]
    assert found == {"site_column": "Location", "capacity_column": "Seats"}
    query = "?group_column=Code&" + "&".join(f"{parameter}={name}" for parameter, name in found.items())
    assert put(desk, "groups", text, query, TELECONFERENCE).json()["rows"] == 1


def test_a_name_as_long_as_a_question_can_be_chosen(desk):
    name = "What is the number that is printed on your badge, below the code that can be scanned?"
    text = f'"{name}";When\nMB-1;now\n'.encode()
    assert [one["name"] for one in ask(desk, text).json()["columns"]] == [name, "When"]
    assert put(desk, "badges", text, f"?badge_column={quote(name)}").json()["rows"] == 1


def test_a_file_that_is_no_table_is_refused(desk):
    answer = ask(desk, b"%PDF-1.7")
    assert (answer.status, answer.json()["code"]) == (422, "table_unreadable")


def test_only_staff_may_ask_and_nothing_of_the_file_is_logged(desk, capsys):
    assert ask(desk, TEXT.encode(), who=learner("ana")).status == 403
    assert ask(desk, TEXT.encode()).status == 200
    assert ask(desk, b'Badge ID\n"Ana Lima\n').status == 422
    logged = capsys.readouterr()
    assert "Ana Lima" not in logged.out + logged.err
    assert "Registrant" not in logged.out + logged.err
