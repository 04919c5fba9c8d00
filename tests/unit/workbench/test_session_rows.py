"""A table of sessions taken into a draft: row by row, nothing lost, nothing doubled."""

import pytest

from laurel.workbench.session_rows import SessionRowOutcome
from tests.unit.workbench.tables import merged, told

NEW, CHANGED, SAME, LEFT_OUT = SessionRowOutcome
FIRST = {
    "id": "s1",
    "title": "Gram stains",
    "speakers": ["Søren Lindqvist"],
    "starts_at": "2026-06-04T13:00:00Z",
    "ends_at": "2026-06-04T14:00:00Z",
    "maximum": {"pace": "1"},
    "evaluation_form": "form",
}
SECOND = {"id": "s2", "title": "Malaria at night", "starts_at": "2026-06-05T01:00:00Z"}


def test_a_new_session_gets_what_its_row_leaves_out() -> None:
    found = merged("Title|Speakers|Date|Start|End", "Sepsis|Ana Lima, PhD; Bo Dahl|2026-06-04|9:00|10:30")
    assert found.sessions == (
        {
            "title": "Sepsis",
            "speakers": ["Ana Lima, PhD", "Bo Dahl"],
            "starts_at": "2026-06-04T13:00:00Z",
            "ends_at": "2026-06-04T14:30:00Z",
            "id": "new-1",
            "evaluation_form": "form",
            "maximum": {"pace": "1.5", "ama_pra_1": "1.5"},
        },
    )
    (row,) = found.rows
    assert (row.line, row.title, row.outcome, row.session_id, row.place) == (2, "Sepsis", NEW, "new-1", 0)


def test_a_new_id_is_one_that_no_session_has() -> None:
    found = merged("Title|Track", "Sepsis|A", sessions=[{"id": "new-1", "title": "x"}, {"id": "new-2", "title": "y"}])
    assert [one["id"] for one in found.sessions] == ["new-1", "new-2", "new-3"]


def test_a_row_changes_the_session_with_its_id_and_only_what_it_says_otherwise() -> None:
    found = merged("ID|Title|Speakers|Track", "s1|Gram stains again||Bench", sessions=[FIRST, SECOND])
    assert found.sessions[0] == {
        **{name: value for name, value in FIRST.items() if name != "speakers"},
        "title": "Gram stains again",
        "track": "Bench",
    }
    assert found.sessions[1] == SECOND
    assert (told(found), found.missing) == ([(2, CHANGED, [])], ("Malaria at night",))


def test_a_row_without_an_id_is_about_the_session_with_its_title() -> None:
    found = merged("Title|Track", "MALARIA AT NIGHT|Other", "New|", sessions=[FIRST, SECOND])
    assert [(one.outcome, one.place) for one in found.rows] == [(CHANGED, 1), (NEW, 2)]
    assert found.sessions[1] == {**SECOND, "title": "MALARIA AT NIGHT", "track": "Other"}


def test_of_several_with_one_title_the_beginning_tells() -> None:
    twice = [{**FIRST, "id": f"s{hour}", "starts_at": f"2026-06-04T{hour}:00:00Z"} for hour in (13, 15)]
    found = merged("Title|Start", "Gram stains|2026-06-04 11:00", sessions=twice)
    assert [(one.outcome, one.session_id) for one in found.rows] == [(SAME, "s15")]
    unclear = merged("Title|Start", "Gram stains|2026-06-04 8:00", sessions=twice)
    assert [one.outcome for one in unclear.rows] == [NEW]


def test_two_rows_with_one_title_are_told_apart_by_their_beginnings() -> None:
    found = merged(
        "Title|Start", "Gram stains|2026-06-04 9:00", "Gram stains|2026-06-04 11:00", sessions=[FIRST, SECOND]
    )
    assert [(one.outcome, one.place) for one in found.rows] == [(SAME, 0), (NEW, 2)]


def test_an_id_that_comes_twice_is_left_out_the_second_time_and_names_the_first_line() -> None:
    found = merged("ID|Title", "s1|Gram", "s1|Other", sessions=[FIRST])
    assert told(found) == [(2, CHANGED, []), (3, LEFT_OUT, [("session_id", "session_row_doubled")])]
    assert "2" in found.rows[1].problems[0].message
    assert found.sessions == ({**FIRST, "title": "Gram"},)


def test_two_sessions_with_one_id_take_a_row_each() -> None:
    found = merged("ID|Title", "s1|A", "s1|B", sessions=[FIRST, {**FIRST, "title": "Twin"}])
    assert [one["title"] for one in found.sessions] == ["A", "B"]


def test_sessions_that_no_row_is_about_are_removed_when_asked_and_places_follow() -> None:
    found = merged("ID|Title", "s2|Malaria at night", "|New", sessions=[FIRST, SECOND], removes=True)
    assert [one["id"] for one in found.sessions] == ["s2", "new-1"]
    assert [(one.outcome, one.place) for one in found.rows] == [(SAME, 0), (NEW, 1)]
    assert found.missing == ("Gram stains",)


def test_a_bad_row_changes_nothing_and_costs_no_other() -> None:
    found = merged(
        "ID|Title|Date|Start|End|Credits|Form",
        "s1||the 4th|25:00|soon|one|nothing",
        "a b|Talk|2026-06-04|9:00|10:00|1|form",
        "s2|Malaria|2026-06-04|9 PM|||",
        sessions=[FIRST, SECOND],
    )
    columns = ["title", "evaluation_form", "credits", "date", "starts_at", "ends_at"]
    assert [path for path, _ in told(found)[0][2]] == columns
    assert [[path for path, _ in problems] for _, _, problems in told(found)[1:]] == [["session_id"], []]
    assert (found.sessions[0], found.sessions[1]) == (FIRST, {**SECOND, "title": "Malaria"})
    assert (found.rows[0].title, found.rows[1].title) == ("", "Talk")


@pytest.mark.parametrize(
    ("dates", "day"), [(("3/6/2026", "4/6/2026"), "2026-06-03"), (("6/3/2026", "6/4/2026"), "2026-06-03")]
)
def test_days_are_read_so_that_they_are_days_of_the_activity(dates: tuple[str, str], day: str) -> None:
    found = merged("Title|Date|Start", f"A|{dates[0]}|9:00", f"B|{dates[1]}|9:00")
    assert found.sessions[0]["starts_at"].startswith(day)


@pytest.mark.parametrize("day", ["3/6/2026", "5/6/2026"])
def test_the_first_and_the_last_day_of_an_activity_are_days_of_it(day: str) -> None:
    found = merged("Title|Date|Start", f"A|{day}|9:00")
    assert found.sessions[0]["starts_at"] == f"2026-06-0{day[0]}T13:00:00Z"


def test_each_problem_of_a_row_has_its_sentence_with_what_was_found() -> None:
    long, shown = "x y" * 21, "x y" * 20
    found = merged(
        "ID|Title|Credits|Form", f"{long}|Talk|{long}|{long}", "s1||1|", "s1|B||", "s1|C||", sessions=[FIRST]
    )
    assert [[(one.path, one.message) for one in row.problems] for row in found.rows] == [
        [
            ("session_id", f"“{shown}” is no ID: write 1 to 64 letters, digits, dots, dashes and underscores."),
            ("evaluation_form", f"The activity has no evaluation form “{shown}”."),
            (
                "credits",
                f"“{shown}” is no amount of credit. Write a number with at most two decimals, such as 1.25.",
            ),
        ],
        [("title", "Write the title of the session here.")],
        [("session_id", "Line 3 is about the same session.")],
        [("session_id", "Line 3 is about the same session.")],
    ]


@pytest.mark.parametrize(
    ("ends", "amounts"),
    [
        ("9:49", {"pace": "0.5", "ama_pra_1": "0.75"}),
        ("9:50", {"pace": "1", "ama_pra_1": "0.75"}),
        ("9:53", {"pace": "1", "ama_pra_1": "1"}),
        ("9:52", {"pace": "1", "ama_pra_1": "0.75"}),
    ],
)
def test_credit_by_length_is_exact_to_the_minute(ends: str, amounts: dict[str, str]) -> None:
    (found,) = merged("Title|Date|Start|End", f"A|2026-06-04|9:00|{ends}").sessions
    assert found["maximum"] == amounts


@pytest.mark.parametrize(
    ("head", "cell", "maximum"),
    [
        ("Credits", "1.5", {"pace": "1.5", "ama_pra_1": "1.5"}),
        ("Credits", "1,5", {"pace": "1.5", "ama_pra_1": "1.5"}),
        ("credits_pace", "2", {"pace": "2"}),
        ("credits_pace", "1", {"pace": "1"}),
        ("credits_pace", "", {}),
        ("credits_pace", "0", {}),
        ("Credits", "", {"pace": "1"}),
    ],
)
def test_credit_is_for_all_statements_or_for_one(head: str, cell: str, maximum: dict[str, str]) -> None:
    found = merged(f"ID|Title|{head}", f"s1|Gram stains|{cell}", sessions=[FIRST])
    assert found.sessions[0]["maximum"] == maximum


def test_a_form_is_found_by_its_title_and_another_one_is_named() -> None:
    found = merged("ID|Title|Form", "s1|Gram stains|workshop evaluation", sessions=[FIRST])
    assert found.sessions[0]["evaluation_form"] == "second"
    wrong = merged("ID|Title|Form", "s1|Gram stains|gone", sessions=[FIRST])
    (problem,) = wrong.rows[0].problems
    assert problem.path == "evaluation_form"
    assert "gone" in problem.message


def test_without_statements_or_a_length_there_is_no_credit_to_propose() -> None:
    assert "maximum" not in merged("Title|Start", "A|2026-06-04 9:00").sessions[0]
    assert "maximum" not in merged("Title|Start|End", "A|2026-06-04 9:00|10:00", statements=None).sessions[0]
    short = merged("Title|Start|End", "A|2026-06-04 9:00|9:10", statements=[{"type": "pace", "step": "0.5"}])
    assert "maximum" not in short.sessions[0]
    limited = merged(
        "Title|Start|End", "A|2026-06-04 9:00|12:00", statements=[{"type": "pace", "step": "0.5", "maximum": "2"}]
    )
    assert limited.sessions[0]["maximum"] == {"pace": "2"}


def test_what_a_spreadsheet_guarded_is_read_without_its_guard() -> None:
    found = merged("ID|Title", "s1|'=SUM(1)", sessions=[FIRST])
    assert found.sessions[0]["title"] == "=SUM(1)"
    assert found.rows[0].title == "=SUM(1)"


@pytest.mark.parametrize("column", ["track", "specialty_area"])
def test_each_text_of_a_row_changes_its_field_and_an_empty_cell_removes_it(column: str) -> None:
    before = {**FIRST, column: "Old"}
    head = f"ID|Title|{column.replace('_', ' ')}"
    (changed,) = merged(head, "s1|Gram stains|New", sessions=[before]).sessions
    assert changed == {**before, column: "New"}
    assert merged(head, "s1|Gram stains|", sessions=[before]).sessions == (FIRST,)


def test_credit_of_one_statement_leaves_that_of_the_others() -> None:
    before = {**FIRST, "maximum": {"pace": "1", "ama_pra_1": "0.75"}}
    (found,) = merged("ID|Title|credits_pace", "s1|Gram stains|2", sessions=[before]).sessions
    assert found["maximum"] == {"pace": "2", "ama_pra_1": "0.75"}
    (same,) = merged("ID|Title|credits", "s1|Gram stains|1", sessions=[before]).sessions
    assert same["maximum"] == {"pace": "1", "ama_pra_1": "1"}
