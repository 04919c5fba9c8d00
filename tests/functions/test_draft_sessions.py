"""Sessions of a draft from a file, by the API: each row for itself, nothing lost, nothing doubled."""

import csv
import io

import pytest

from local.sample_catalog.parts import SOCIETY
from tests.api_events import staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.test_codes import xlsx
from tests.unit.catalog.documents import meeting

OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
DRAFT = "/v1/staff/drafts/new"
PATH = f"{DRAFT}/sessions"
HEAD = "Session title,Speaker(s),Date,Start time,End time,Contact hours\n"


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk.claims


def begin(desk, who=OPERATOR, **changes):
    document = {**meeting(), "id": "new", **changes}
    answer = desk.call("PUT", DRAFT, who, json_body=document)
    assert answer.status == 201, answer
    return document


def take(desk, file, who=OPERATOR, *, seen="*", query=""):
    data = file if isinstance(file, bytes) else file.encode()
    headers = {"Content-Type": "application/octet-stream"} | ({"If-Match": seen} if seen else {})
    return desk.call("PUT", f"{PATH}{query}", who, body=data, headers=headers)


def told(answer):
    assert answer.status == 200, answer
    return [(one["line"], one["outcome"], [p["path"] for p in one["problems"]]) for one in answer.json()["rows"]]


def sessions(desk):
    return desk.call("GET", DRAFT, OPERATOR).json()["document"]["sessions"]


def download(desk):
    answer = desk.call("GET", PATH, OPERATOR, headers={"Accept": "text/csv"})
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return answer.body


def test_a_program_is_taken_in_the_time_of_the_activity_with_the_credit_of_its_length(desk):
    begin(desk, sessions=[])
    file = (
        "Program of the Laboratory Days,,,,\n\n"
        "Session;Presenters;Day;Starts;Ends\n"
        'Sepsis;"Ana Lima, PhD; Bo Dahl";6/4/2026;9:00 AM;10:00 AM\n'
        "Night shift;;Friday, June 5, 2026;11:30 PM;12:30 AM\n"
    ).replace(",,,,", "")
    answer = take(desk, file)
    assert told(answer) == [(4, "new", []), (5, "new", ["ends_at"])]  # it ends outside the activity's days
    assert answer.headers["ETag"] == '"2"'
    first, second = sessions(desk)
    assert first | {"id": ""} == {
        "id": "",
        "title": "Sepsis",
        "speakers": ["Ana Lima, PhD", "Bo Dahl"],
        "starts_at": "2026-06-04T13:00:00Z",
        "ends_at": "2026-06-04T14:00:00Z",
        "maximum": {"ama_pra_1": "1", "pace": "1"},
        "evaluation_form": "form",
    }
    assert (second["starts_at"], second["ends_at"]) == ("2026-06-06T03:30:00Z", "2026-06-06T04:30:00Z")
    assert "speakers" not in second


def test_a_bad_row_says_all_that_is_wrong_and_costs_no_other_row(desk):
    begin(desk, sessions=[])
    rows = [
        "Good,Ana,2026-06-04,9:00 AM,10:00 AM,1",
        ",Bo,the 4th,25:00,soon,one",
        "Early,Bo,2026-06-04,1:00 PM,2:00,1",
        "No time,,2026-06-04,,10:00 AM,0.5",
        "Too much,Bo,2026-06-04,11:00 AM,12:00 PM,1.5",
    ]
    dry = take(desk, HEAD + "\n".join(rows), query="?dry_run=true")
    assert told(dry) == [
        (2, "new", []),
        (3, "left_out", ["title", "credits", "date", "starts_at", "ends_at"]),
        (4, "left_out", ["ends_at"]),
        (5, "left_out", ["starts_at"]),
        (6, "new", ["credits_ama_pra_1", "credits_pace"]),
    ]
    assert (dry.json()["saved"], sessions(desk)) == (False, [])
    taken = take(desk, HEAD + "\n".join(rows))
    assert (told(taken), taken.json()["saved"]) == (told(dry), True)
    assert [one["title"] for one in sessions(desk)] == ["Good", "Too much"]
    # The same file again changes nothing, and nothing is doubled.
    again = take(desk, HEAD + "\n".join(rows))
    assert [outcome for _, outcome, _ in told(again)] == ["same", "left_out", "left_out", "left_out", "same"]
    assert (again.json()["saved"], again.headers["ETag"]) == (False, '"2"')


STRANGE = [
    {
        "id": "s1",
        "title": '=SUM(1)\t"x", y',
        "speakers": ["Lima; PhD", "Bo"],
        "starts_at": "2026-11-01T06:30:00Z",
        "track": None,
    },
    {"id": "s2", "title": "'=x", "starts_at": "2026-11-01T05:30:00.25Z", "ends_at": "soon", "maximum": {"pace": "1.0"}},
    {"id": "s3", "title": " Two\nlines ", "speakers": [], "track": "\u202eabc", "evaluation_form": "gone"},
    {"title": "No ID", "maximum": {"florida": "1"}, "specialty_area": "-1"},
    "no session",
]


@pytest.mark.parametrize("found", [meeting()["sessions"], STRANGE], ids=["usual", "strange"])
def test_the_download_handed_in_again_changes_nothing(desk, found):
    begin(desk, sessions=found)
    answer = take(desk, download(desk), query="?remove_missing=true" if found is not STRANGE else "")
    assert {outcome for _, outcome, _ in told(answer)} == {"same"}
    assert (sessions(desk), answer.json()["saved"]) == (found, False)


def test_the_download_is_read_by_a_spreadsheet_and_back(desk):
    begin(desk)
    table = list(csv.reader(io.StringIO(download(desk).removeprefix("\ufeff"))))
    assert table[0][:6] == ["session_id", "title", "speakers", "track", "starts_at", "ends_at"]
    assert table[1][:6] == ["s1", "Gram stains", "Søren Lindqvist", "Bench", "2026-06-04 09:00", "2026-06-04 10:00"]
    table[1][1], table[1][4], table[2][2] = "Gram stains again", "6/4/2026 8:00", ""
    answer = take(desk, xlsx(*table))
    assert [outcome for _, outcome, _ in told(answer)] == ["changed", "changed"]
    before = meeting()["sessions"]
    first, second = sessions(desk)
    assert first == before[0] | {"title": "Gram stains again", "starts_at": "2026-06-04T12:00:00Z"}
    assert second == {name: value for name, value in before[1].items() if name != "speakers"}


def test_a_row_is_about_the_session_with_its_id_or_title_and_others_stay(desk):
    begin(desk)
    answer = take(desk, "Title,Track\nMALARIA AT NIGHT,Other\nNew one,\n")
    assert told(answer) == [(2, "changed", []), (3, "new", ["starts_at", "ends_at", "credits"])]
    assert answer.json()["missing"] == ["Gram stains"]
    assert [one["title"] for one in sessions(desk)] == ["Gram stains", "MALARIA AT NIGHT", "New one"]
    assert sessions(desk)[1]["track"] == "Other"
    doubled = take(desk, "id,Title\ns1,Gram\ns1,Gram\na b,X\n", query="?dry_run=true")
    assert told(doubled) == [(2, "changed", []), (3, "left_out", ["session_id"]), (4, "left_out", ["session_id"])]
    removed = take(desk, "id,Title\ns2,Malaria at night\n", query="?remove_missing=true")
    assert (removed.json()["missing"], removed.json()["removed"]) == (["Gram stains", "New one"], True)
    assert [one["id"] for one in sessions(desk)] == ["s2"]


def test_repeated_sessions_are_told_apart_by_their_beginning(desk):
    begin(desk, sessions=[])
    file = HEAD + "".join(f"Workshop,,2026-06-04,{hour}:00,{hour}:50,1\n" for hour in (9, 11, 14))
    assert [outcome for _, outcome, _ in told(take(desk, file))] == ["new"] * 3
    assert [outcome for _, outcome, _ in told(take(desk, file))] == ["same"] * 3
    assert desk.call("GET", PATH, OPERATOR).json()["items"] == sessions(desk)


@pytest.mark.parametrize(
    ("columns", "cells", "starts", "ends"),
    [
        # With the day first it is within the activity.
        ("day,starts,ends", "3/6/2026,9:00,10:00", "2026-06-03T13:00:00Z", "2026-06-03T14:00:00Z"),
        ("date,time", "2026-06-04,9:00 – 10:30 AM", "2026-06-04T13:00:00Z", "2026-06-04T14:30:00Z"),
        ("date,starts,length", "2026-06-04,9 a.m.,50", "2026-06-04T13:00:00Z", "2026-06-04T13:50:00Z"),
        ("from,until", "2026-06-04 09:00:00,2026-06-04 10:00 -04:00", "2026-06-04T13:00:00Z", "2026-06-04T14:00:00Z"),
    ],
    ids=["day first", "both ends in one cell", "a length", "an offset"],
)
def test_times_are_read_as_programs_write_them(desk, columns, cells, starts, ends):
    begin(desk, sessions=[], starts_on="2026-06-03", ends_on="2026-06-05")
    answer = take(desk, f"title,{columns}\nTalk,{cells}\n")
    assert [outcome for _, outcome, _ in told(answer)] == ["new"]
    [session] = sessions(desk)
    assert (session["starts_at"], session["ends_at"]) == (starts, ends)


def test_an_hour_that_the_clock_skips_is_no_time_and_columns_can_be_named(desk):
    begin(desk, sessions=[])
    named = "?title_column=Was&starts_at_column=Wann"
    assert told(take(desk, "Was,Wann\nTalk,2026-03-08 02:30\n", query=named)) == [(2, "left_out", ["starts_at"])]


@pytest.mark.parametrize("day", ["9999-12-31", "December 31 9999", "0001-01-01"])
def test_a_year_at_the_end_of_the_calendar_costs_its_row_alone(desk, day):
    begin(desk, sessions=[])
    file = f"title,date,starts,ends\nTalk,{day},23:00,23:50\nOther,2026-06-04,9:00,10:00\n"
    assert told(take(desk, file)) == [(2, "left_out", ["date", "starts_at", "ends_at"]), (3, "new", [])]


def test_what_is_no_table_of_sessions_is_refused_whole(desk):
    begin(desk)
    for file, query, code in (
        ("Name only\nA\n", "", "session_columns_unknown"),
        ("Title,Track\nA,B\n", "?speakers_column=Who", "session_columns_unknown"),
        ('Title,Track\n"A,B\n', "", "sessions_unreadable"),
        (b"PK\x03\x04 nothing", "", "sessions_unreadable"),
        ("", "", "session_columns_unknown"),
    ):
        answer = take(desk, file, query=query)
        assert (answer.status, answer.code) == (422, code), file
    begin_without_zone = desk.call("PUT", DRAFT, OPERATOR, json_body={"time_zone": "Mars"}, headers={"If-Match": "*"})
    assert begin_without_zone.status == 200
    for answer in (take(desk, "Title,Track\nA,B\n"), desk.call("GET", PATH, OPERATOR, headers={"Accept": "text/csv"})):
        assert (answer.status, answer.code) == (409, "draft_without_zone")


def test_two_members_of_staff_never_overwrite_each_other_and_a_published_activity_gets_a_draft(desk):
    document = begin(desk, OWN, provider_id=SOCIETY)
    assert desk.call("POST", f"{DRAFT}/publish", OWN).status == 200
    added = "Title,Start\nMore,2026-06-04 15:00\n"
    first = take(desk, added, OWN, seen=None)
    assert (first.status, first.json()["sessions"]) == (200, len(document["sessions"]) + 1)
    assert desk.call("GET", DRAFT, OWN).json()["base"] == 1
    for seen in (None, '"1"'):
        late = take(desk, added, OWN, seen=seen)
        assert (late.status, late.code, late.headers["ETag"]) == (412, "changed_elsewhere", first.headers["ETag"])
    assert len(desk.call("GET", "/v1/activities/new/sessions").json()["items"]) == len(document["sessions"])
    for answer in (take(desk, added, OTHER), desk.call("GET", PATH, OTHER)):
        assert (answer.status, answer.code) == (404, "activity_not_found")
