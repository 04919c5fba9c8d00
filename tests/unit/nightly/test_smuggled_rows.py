"""What a learner typed into a cell of a provider's export never becomes a row, in feeds and in rosters."""

import pytest

from tests.unit.nightly.nights import FEED_HEADER, ROSTER_HEADER, Nights, feed, rejected

ANA = "ana@example.org,Ana Example,578-1,Hemostasis,pace,1.5,2026-11-01"
MALLORY = "x1,mallory@example.org,Mallory Roe,578-9,Free hours,pace,99,2026-11-01,x"


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def commented(*rows):
    return "\n".join([f"{FEED_HEADER},comments", *rows]) + "\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f'r2,{ANA},"{"fine\n" * 100}{MALLORY}\nbye"', "too_long"),
        (f'r2,{ANA},"{MALLORY}\n{"x" * 70_000}"', "too_long"),
        (f'r2,{ANA},"{"x" * 70_000}\n{MALLORY}\n"', "too_long"),
        (f'r2,{ANA},one too many,"fine\n{MALLORY}\nbye"', "wrong_column_count"),
        (f'r2,{ANA},"he said "fine"\n{MALLORY}\nbye"', "malformed_quotes"),
    ],
    ids=["lines", "bytes", "long line", "columns", "marks"],
)
def test_a_long_cell_of_a_feed_is_rejected_with_its_row(nights, row, reason):
    nights.put("feed/labce/1.csv", commented(f"r1,{ANA},ok", row, f"r3,{ANA},ok"))
    report = nights.run()
    assert (report["rows"], report["credits"], report["rejected"]) == (3, 2, 1)
    assert nights.credit("x1") is None
    assert [(one["line"], one["reason"]) for one in rejected(nights, "feed/labce/1.csv")] == [("3", reason)]


@pytest.mark.parametrize(
    "comment",
    [
        f'he said "fine"\n{MALLORY}\nand "bye"',
        f'he said "fine",\n{MALLORY}\n"bye", he said',
        f'"\n{MALLORY}\nbye',
        f'a 5" pipe\n"fine", he said\n{MALLORY}\nbye,',
        f'"fine"\n{MALLORY}\n',
    ],
)
def test_an_export_that_puts_backslashes_before_marks_makes_no_row_of_a_comment(nights, comment):
    row = f'r2,{ANA},"{comment.replace('"', '\\"')}"'
    nights.put("feed/labce/1.csv", commented(f"r1,{ANA},ok", row, f'r3,{ANA},"ok"', f"r4,{ANA},ok"))
    nights.run()
    assert nights.credit("x1") is None
    assert {one["reason"] for one in rejected(nights, "feed/labce/1.csv")} == {"malformed_quotes"}


def test_a_cell_that_ends_with_a_backslash_is_a_cell_like_others(nights):
    rows = [f'r{n},{ANA.replace("578-1", f"578-{n}")},"C:\\exports\\"' for n in range(5)]
    nights.put("feed/labce/1.csv", commented(*rows, f"r5,{ANA},ok"))
    assert (nights.run()["credits"], nights.keys("rejected/")) == (6, [])


def test_a_feed_that_was_cut_off_within_a_cell_loses_that_row_alone(nights):
    nights.put("feed/labce/1.csv", commented(f"r1,{ANA},ok", f'r2,{ANA},"fine', MALLORY, "bye"))
    assert nights.run()["credits"] == 1
    assert (nights.credit("r1") is None, nights.credit("x1")) == (False, None)
    assert [(one["line"], one["reason"]) for one in rejected(nights, "feed/labce/1.csv")] == [("3", "malformed_quotes")]


def test_a_feed_with_a_mark_that_leaves_the_rest_open_is_refused_before_anything_is_taken(nights):
    nights.put("feed/labce/1.csv", commented(f"r1,{ANA},ok", f'r2,{ANA},"fine', MALLORY, *["bye"] * 100))
    report = nights.run()
    assert [(file["outcome"], file["reason"]) for file in report["files"]] == [("refused", "malformed_quotes")]
    assert (report["credits"], nights.credit("r1"), nights.credit("x1")) == (0, None, None)


@pytest.mark.parametrize("note", ["fine\n" * 100 + "M9,mallory@example.org,Mallory,active,\n", "fine\n" * 100])
def test_a_long_cell_of_a_roster_makes_nobody_a_member(nights, note):
    members = [f"M{n},m{n}@example.org,Member {n},active,,x" for n in range(2000)]
    members[5] = f'M5,m5@example.org,Member,active,,"{note}"'
    nights.put("roster/ascls/1.csv", "\n".join([f"{ROSTER_HEADER},notes", *members]) + "\n")
    nights.put("feed/labce/1.csv", feed(("r1", "mallory@example.org"), ("r2", "m6@example.org")))
    report = nights.run()
    assert report["unmatched"] == {"not_a_member": 1}
    assert [file["members"] for file in report["files"] if file["key"].startswith("roster/")] == [1999]


def test_a_roster_that_loses_many_lines_to_one_mark_is_not_put_in_force(nights):
    members = [f"M{n},m{n}@example.org,Member {n},active," for n in range(200)]
    members[5] = 'M5,m5@example.org,"Member,active,'
    members[50] = 'M50,m50@example.org,5",active,'
    nights.put("roster/ascls/1.csv", "\n".join([ROSTER_HEADER, *members]) + "\n")
    assert [file["reason"] for file in nights.run()["files"]] == ["too_many_bad_rows"]


def test_rows_of_commas_and_missing_last_cells_cost_a_roster_nothing(nights):
    """As a spreadsheet saves it: the last column is left out where it is empty, and emptied rows stay."""
    members = [f"M{n},m{n}@example.org,Member {n},active" + (",2027-12-31" if n < 16 else "") for n in range(160)]
    nights.put("roster/ascls/1.csv", "\n".join([ROSTER_HEADER, *members, *[",,,,"] * 200]) + "\n")
    (file,) = nights.run()["files"]
    assert (file["outcome"], file["members"], file["rows"], file["rejected"]) == ("taken", 160, 160, 0)


def test_a_last_row_without_a_line_end_is_not_taken(nights):
    members = [f"M{n},m{n}@example.org,Member {n},active,2027-01-31" for n in range(20)]
    nights.put("roster/ascls/1.csv", "\n".join([ROSTER_HEADER, *members])[:-3])
    nights.put("feed/labce/1.csv", feed(("r1", "a@example.org"), ("r2", "a@example.org")).rstrip("\n"))
    assert nights.run()["credits"] == 1
    for key, line in (("roster/ascls/1.csv", "21"), ("feed/labce/1.csv", "3")):
        assert [(one["line"], one["reason"]) for one in rejected(nights, key)] == [(line, "cut_off")]
