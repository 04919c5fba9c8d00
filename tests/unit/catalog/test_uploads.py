"""A list of codes is taken whole or not at all, with every error by row and column."""

import io
import random
import re

import pytest

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.records import Group, badge_key, badge_list_keys, badges_of, group_key, group_list_key, groups_of
from laurel.catalog.store import Catalog
from laurel.catalog.uploads import MOST_BADGES, Taken
from laurel.platform.problems import MOST_ERRORS
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from tests.unit.catalog.documents import meeting, parsed


@pytest.fixture
def lists(claims_table: Table) -> AccessLists:
    catalog = Catalog(claims_table)
    for access in ("badge", "group"):
        catalog.save(parsed(meeting(id=access, access={"type": access})), seen=None)
    return AccessLists(claims_table)


def put_badges(lists: AccessLists, text: str, *, dry_run: bool = False) -> Taken | Refusal:
    return lists.put_badges("badge", io.BytesIO(text.encode()), dry_run=dry_run)


def put_groups(lists: AccessLists, text: str, *, dry_run: bool = False) -> Taken | Refusal:
    return lists.put_groups("group", io.BytesIO(text.encode()), dry_run=dry_run)


def badges(table: Table) -> set[str]:
    found = table.get_many(badge_list_keys("badge"))
    return {badge for item in found.values() for badge in badges_of(item)}


def groups(table: Table) -> dict[str, Group]:
    return groups_of(table.get(group_list_key("group")))


def take(table: Table, badge: str) -> None:
    pk, sk = badge_key("badge", badge)
    table.put_many([{"pk": pk, "sk": sk, "learner_id": "ann"}])


def use(table: Table, group: str, used: int) -> None:
    pk, sk = group_key("group", group)
    table.put_many([{"pk": pk, "sk": sk, "used": used}])


def errors(outcome: Taken | Refusal) -> list[tuple[int, str, str]]:
    assert isinstance(outcome, Refusal)
    assert all(one.message for one in outcome.errors)
    return [(*place(one.path), one.code) for one in outcome.errors]


def place(path: str) -> tuple[int, str]:
    """The line and the column in a path like `lines[12].badge_id`; line 0 is the whole file."""
    found = re.fullmatch(r"(?:lines\[([1-9][0-9]*)\])?\.?(\w*)", path)
    assert found, path
    return int(found[1] or 0), found[2]


def test_badges_replace_badges(lists: AccessLists, claims_table: Table) -> None:
    assert put_badges(lists, "Name,badge_id\nAnn,cmw-1\nBen,CMW 2\n") == Taken(2, 2, 0, 0, dry_run=False)
    assert badges(claims_table) == {"CMW1", "CMW2"}
    assert put_badges(lists, "badge_id\nCMW2\nCMW3\nCMW4\n") == Taken(3, 2, 1, 0, dry_run=False)
    assert badges(claims_table) == {"CMW2", "CMW3", "CMW4"}
    assert put_badges(lists, "badge_id\nCMW2\nCMW3\nCMW4\n") == Taken(3, 0, 0, 0, dry_run=False)


def test_groups_replace_groups(lists: AccessLists, claims_table: Table) -> None:
    first = 'capacity,site,group_id\n3,"Lake, Side",lake-1\n5,Hill,HILL\n'
    assert put_groups(lists, first) == Taken(2, 2, 0, 0, dry_run=False)
    assert groups(claims_table) == {"LAKE1": Group("Lake, Side", 3), "HILL": Group("Hill", 5)}
    assert put_groups(lists, "group_id,site,capacity\nLAKE1,Lake,3\nSEA,Sea,1\n") == Taken(2, 1, 1, 1, dry_run=False)
    assert groups(claims_table) == {"LAKE1": Group("Lake", 3), "SEA": Group("Sea", 1)}


def test_a_dry_run_says_the_same_and_writes_nothing(lists: AccessLists, claims_table: Table, calls: list[str]) -> None:
    calls.clear()
    assert put_badges(lists, "badge_id\nA1\n", dry_run=True) == Taken(1, 1, 0, 0, dry_run=True)
    assert put_groups(lists, "group_id,site,capacity\nG,S,1\n", dry_run=True) == Taken(1, 1, 0, 0, dry_run=True)
    assert calls == ["BatchGetItem"] * 2
    assert badges(claims_table) == set()
    assert groups(claims_table) == {}
    assert errors(put_badges(lists, "badge_id\n?\n", dry_run=True)) == [(2, "badge_id", "no_code")]


def test_all_errors_of_a_file_of_badges(lists: AccessLists, claims_table: Table) -> None:
    text = "badge_id,name\nA-1,x\n,x\na1,x\nÄ,x\nB2\nC3,x\n\x01,x\n"
    assert errors(put_badges(lists, text)) == [
        (3, "badge_id", "empty"),
        (4, "badge_id", "repeated"),
        (5, "badge_id", "no_code"),
        (8, "badge_id", "control_character"),
    ]
    assert badges(claims_table) == set()


def test_rows_that_a_spreadsheet_left_blank_or_short_are_no_errors(lists: AccessLists, claims_table: Table) -> None:
    assert put_badges(lists, "\u200b,,\nbadge_id,name,note\nA-1\nB-2,Ben\n,,\n,\n\u200b,\ufeff,\n") == Taken(
        2, 2, 0, 0, dry_run=False
    )
    assert put_groups(lists, "group_id;site;capacity;note\n\u200b;;;\nG;Lake;\u200b3\n;;;\n") == Taken(
        1, 1, 0, 0, dry_run=False
    )
    assert badges(claims_table) == {"A1", "B2"}


def test_a_long_cell_of_a_list_holds_no_code(lists: AccessLists, claims_table: Table) -> None:
    note = "\n" * 100 + "FREE-1,x\n"
    assert errors(put_badges(lists, f'badge_id,note\nA-1,"{note}"\n')) == [(2, "", "too_long")]
    assert badges(claims_table) == set()


def test_all_errors_of_a_file_of_groups(lists: AccessLists, claims_table: Table) -> None:
    text = f"group_id,site,capacity\nA,Lake,0\nB,,5\nC,Hill,1.5\nD,{'x' * 201},10001\nA,Lake,²\nE,Sea,{'9' * 5000}\n"
    assert errors(put_groups(lists, text)) == [
        (2, "capacity", "no_capacity"),
        (3, "site", "site_length"),
        (4, "capacity", "no_capacity"),
        (5, "site", "site_length"),
        (5, "capacity", "no_capacity"),
        (6, "group_id", "repeated"),
        (6, "capacity", "no_capacity"),
        (7, "capacity", "no_capacity"),
    ]
    assert groups(claims_table) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("attendee\nA1\n", "columns_missing"),
        ("badge_id\n", "no_rows"),
        ("badge_id\n" + "".join(f"A{n}\n" for n in range(MOST_BADGES + 1)), "too_many_rows"),
    ],
)
def test_a_file_that_is_refused_whole(lists: AccessLists, claims_table: Table, text: str, code: str) -> None:
    put_badges(lists, "badge_id\nZ1\n")
    take(claims_table, "Z1")
    # Nothing is said to be missing of a file that could not be read to its end.
    assert errors(put_badges(lists, text)) == [(0, "", code)] + (
        [(0, "badge_id", "badge_in_use")] if code == "no_rows" else []
    )
    assert badges(claims_table) == {"Z1"}


@pytest.mark.parametrize("row", ["!", '"x"y', "A1", "\x01"], ids=["no-code", "quotes", "repeated", "control"])
def test_reading_stops_where_no_more_errors_are_shown(lists: AccessLists, claims_table: Table, row: str) -> None:
    put_badges(lists, "badge_id\nA1\nZ1\n")
    take(claims_table, "Z1")
    found = errors(put_badges(lists, "badge_id\nA1\n" + f"{row}\n" * 1_000))
    assert (found[0], len(found)) == ((0, "", "too_many_errors"), MOST_ERRORS + 1)
    assert [line for line, _, _ in found[1:]] == [*range(3, MOST_ERRORS + 3)]
    assert badges(claims_table) == {"A1", "Z1"}


def test_reading_of_groups_stops_too_and_says_where(lists: AccessLists) -> None:
    outcome = put_groups(lists, "group_id;site;capacity\n" + "!;;0\n" * 1_000)
    assert isinstance(outcome, Refusal)
    assert outcome.errors[0].message.startswith("Reading stopped at line 69, after 200 errors.")
    assert len(outcome.errors) < MOST_ERRORS + 4


def test_as_many_errors_as_are_shown_are_all_of_them(lists: AccessLists) -> None:
    found = errors(put_badges(lists, "badge_id\nA1\n" + "!\n" * MOST_ERRORS + "\n\n"))
    assert {code for _, _, code in found} == {"no_code"}


def test_a_badge_in_use_stays(lists: AccessLists, claims_table: Table) -> None:
    put_badges(lists, "badge_id\nA1\nA2\nA3\n")
    take(claims_table, "A1")
    take(claims_table, "A2")
    assert errors(put_badges(lists, "badge_id\nA2\nA4\n")) == [(0, "badge_id", "badge_in_use")]
    assert badges(claims_table) == {"A1", "A2", "A3"}
    assert put_badges(lists, "badge_id\nA2\nA1\n") == Taken(2, 0, 1, 0, dry_run=False)


def test_a_group_in_use_stays_and_does_not_shrink_below_its_use(lists: AccessLists, claims_table: Table) -> None:
    put_groups(lists, "group_id,site,capacity\nA,a,5\nB,b,5\nC,c,5\n")
    use(claims_table, "A", 3)
    use(claims_table, "B", 1)
    shrunk = "group_id,site,capacity\nA,a,2\nD,d,1\n"
    assert errors(put_groups(lists, shrunk)) == [
        (0, "group_id", "group_in_use"),
        (2, "capacity", "capacity_below_used"),
    ]
    assert groups(claims_table)["A"] == Group("a", 5)
    assert put_groups(lists, "group_id,site,capacity\nA,a,3\nB,b,9\n") == Taken(2, 0, 1, 2, dry_run=False)


def test_a_row_with_another_error_is_not_said_to_be_missing(lists: AccessLists, claims_table: Table) -> None:
    put_groups(lists, "group_id,site,capacity\nA,a,5\n")
    use(claims_table, "A", 3)
    assert errors(put_groups(lists, "group_id,site,capacity\nA,,5\n")) == [(2, "site", "site_length")]


def test_the_activity_must_be_there_and_opened_so(lists: AccessLists) -> None:
    file = io.BytesIO(b"badge_id\nA1\n")
    for activity, code in (("none", "activity_not_found"), ("group", "wrong_access")):
        outcome = lists.put_badges(activity, file, dry_run=False)
        assert isinstance(outcome, Refusal)
        assert outcome.code == code


def test_two_uploads_at_once_do_not_mix(lists: AccessLists, claims_table: Table) -> None:
    class Interrupted(io.BytesIO):
        """A file during whose reading somebody else uploads theirs."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 0:
                put_badges(lists, "badge_id\nTHEIRS\n")
            return super().read(size)

    for _ in range(2):  # the first list of all, and one that replaces another
        outcome = lists.put_badges("badge", Interrupted(b"badge_id\nMINE1\nMINE2\n"), dry_run=False)
        assert isinstance(outcome, Refusal)
        assert outcome.code == "try_again"
        assert badges(claims_table) == {"THEIRS"}


@pytest.mark.slow
def test_twenty_thousand_badges_in_two_calls(lists: AccessLists, claims_table: Table, calls: list[str]) -> None:
    draw = random.Random(1)
    codes = {"".join(draw.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=40)) for _ in range(MOST_BADGES)}
    calls.clear()
    assert put_badges(lists, "badge_id\n" + "\n".join(sorted(codes))) == Taken(MOST_BADGES, MOST_BADGES, 0, 0, False)
    assert calls == ["BatchGetItem", "TransactWriteItems"]
    assert badges(claims_table) == codes


def test_groups_in_two_calls(lists: AccessLists, calls: list[str]) -> None:
    calls.clear()
    put_groups(lists, "group_id,site,capacity\nA,a,5\n")
    assert calls == ["BatchGetItem", "TransactWriteItems"]


@pytest.mark.parametrize(
    "text",
    [
        "Badge ID;Name\r\nA-1;Ana\r\nB-2;Ben, MD\r\n;\r\n",
        "Name\tBadge Number\nAna\tA-1\nBen\tB-2\n\t\n",
        'sep=;\nBADGE_ID;Name\nA-1;"Ana; MLS"\nB-2;Ben\n',
        '\ufeff"Badge No.",Name\nA-1,Ana\nB-2,Ben\n,,\n',
        "badge|name\nA-1|Ana\nB-2|Ben\n",
        'Badge #,Name\n="A-1",Ana\n\'B-2,Ben\n',
        "\n\nBadge-ID\nA-1\n\nB-2\n",
        ',,\n"",""\nBadge ID,Name,\nA-1,Ana,\nB-2,Ben,\n',
        ";;\nBadge ID;Name;\nA-1;Ana;\nB-2;Ben;\n",
        '"sep=,"\nBadge ID,Name\nA-1,Ana\nB-2,Ben\n',
        'Badge ID;"Name, first"\nA-1;Ana\nB-2;Ben\n',
        "Badge,Badge ID,Name\nFull,A-1,Ana\nOne day,B-2,Ben\n",
        "Table 1\n\nBadge ID,Name\nA-1,Ana\nB-2,Ben\n",
        "Badges\nBadge ID\nA-1\nB-2\n",
        "Badges;;\nMeeting of 2026;;\n;;\nBadge ID;Name;Type\nA-1;Ana;Badge\nB-2;Ben;Badge\n",
        "Badge ID,Name\rA-1,Ana\rB-2,Ben\r",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_as_spreadsheets_export_it_is_understood(
    lists: AccessLists, claims_table: Table, text: str, encoding: str
) -> None:
    assert lists.put_badges("badge", io.BytesIO(text.encode(encoding)), dry_run=False) == Taken(2, 2, 0, 0, False)
    assert badges(claims_table) == {"A1", "B2"}


def test_zeros_in_front_stay(lists: AccessLists, claims_table: Table) -> None:
    assert put_badges(lists, 'Badge ID\n="00123"\n00124\n') == Taken(2, 2, 0, 0, dry_run=False)
    assert badges(claims_table) == {"00123", "00124"}


def test_a_date_that_somebody_marked_as_text_is_a_code(lists: AccessLists, claims_table: Table) -> None:
    assert put_badges(lists, "badge_id\n'12-Mar\nMAR-12\n2026-11-0001\n") == Taken(3, 3, 0, 0, dry_run=False)
    assert badges(claims_table) == {"12MAR", "MAR12", "2026110001"}


def test_a_list_of_groups_as_a_spreadsheet_exports_it(lists: AccessLists, claims_table: Table) -> None:
    text = 'Table 1\nGroup ID;Site Name;Seats\nLAKE-1;Lakeside;="25"\n'
    assert put_groups(lists, text) == Taken(1, 1, 0, 0, dry_run=False)
    assert groups(claims_table) == {"LAKE1": Group("Lakeside", 25)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("badge_id\n1.23E+11\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n1E+05\n", (2, "badge_id", "damaged_number")),
        ("Badge ID;Name\nA;x\n1,23E+11;x\n", (3, "badge_id", "damaged_number")),
        ("badge_id\n1001.0\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n'1001.0\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n1.23E11\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n12-Mar\n", (2, "badge_id", "damaged_number")),
        ("badge_id\nMar-12\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n12. Mrz\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n3/4/2026\n", (2, "badge_id", "damaged_number")),
        ("badge_id\n2026-03-12 00:00:00\n", (2, "badge_id", "damaged_number")),
        ("A-1,Full\nA-2,Badge\n", (0, "", "columns_missing")),
        ("badge_id\n#N/A\n", (2, "badge_id", "no_code")),
        ("badge_id\n#BEZUG!\n", (2, "badge_id", "no_code")),
        ("badge_id\nErr:502\n", (2, "badge_id", "no_code")),
        ("badge_id\nNULL\n", (2, "badge_id", "no_code")),
        ('Badge ID;Name\nA;"x\nB;y"\n', (0, "", "malformed_quotes")),
        ("Badge,Badge Number\nA,1\n", (0, "", "columns_repeated")),
    ],
)
def test_what_a_spreadsheet_has_damaged_is_refused_with_its_line(
    lists: AccessLists, claims_table: Table, text: str, found: tuple[int, str, str]
) -> None:
    assert errors(put_badges(lists, text)) == [found]
    assert badges(claims_table) == set()


def test_a_value_that_is_missing_is_named(lists: AccessLists) -> None:
    outcome = put_badges(lists, "badge_id\nNULL\n")
    assert isinstance(outcome, Refusal)
    assert outcome.errors[0].message == "“NULL” is not a code. An export wrote it for a missing value."


def test_a_code_that_stands_there_twice_is_quoted_as_it_is_written(lists: AccessLists) -> None:
    outcome = put_badges(lists, "badge_id\nCMW-031731\ncmw 031731\n")
    assert isinstance(outcome, Refusal)
    assert outcome.errors[0].message.startswith("“cmw 031731” is already in line 2.")


def test_codes_that_look_alike_stay_two(lists: AccessLists, claims_table: Table) -> None:
    assert put_badges(lists, "badge_id\nAB-10\nAB-IO\n") == Taken(2, 2, 0, 0, dry_run=False)
    assert badges(claims_table) == {"AB10", "ABIO"}


def test_a_site_that_cannot_be_seen_is_refused(lists: AccessLists, claims_table: Table) -> None:
    text = "group_id,site,capacity\nA,\u3164,1\nB,—,1\nC,Lake\u202eside,1\n"
    assert [one[2] for one in errors(put_groups(lists, text))] == [
        "invisible_character",
        "nothing_visible",
        "invisible_character",
    ]
