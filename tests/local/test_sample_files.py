"""The shape of the sample's files, and the special cases in them."""

import csv
import io
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from local.sample import Sample, generate, generate_plain

BOM = b"\xef\xbb\xbf"
FEED_COLUMNS = {
    "reference", "email", "name", "activity_number", "activity_title", "statement", "contact_hours", "completed_on",
}  # fmt: skip
ROW_CODES = {
    "email_invalid", "name_missing", "hours_invalid", "hours_out_of_range", "date_invalid", "date_in_future",
    "date_too_early", "statement_unknown", "reference_missing", "too_long", "wrong_column_count", "malformed_quotes",
    "not_utf8", "control_character", "conflicting_reference",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return generate(tmp_path_factory.mktemp("sample"))


def members(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def rows(path: Path) -> list[list[str]]:
    """Every row but the header, bytes that are no UTF-8 kept as surrogates; the unclosed quote is read to the end."""
    text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def column(path: Path, name: str) -> list[str]:
    header = path.read_bytes().decode("utf-8-sig", errors="surrogateescape").splitlines()[0].split(",")
    place = header.index(name)
    return [row[place] for row in rows(path) if len(row) == len(header)]


def both(sample: Sample, name: str) -> list[str]:
    return [value for path in sample.feeds.values() for value in column(path, name)]


def script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(sample: Sample, tmp_path: Path) -> None:
    first = contents(sample.out)
    assert set(first) == {
        "roster/ascls/2026-11-20.csv",
        "feed/labce/2026-11-20.csv",
        "feed/asm/2026-11-20.csv",
        "ascp/participants.csv",
        "later/roster/ascls/2026-11-21.csv",
        "expected.json",
    }
    generate(tmp_path / "again")
    assert contents(tmp_path / "again") == first
    generate(tmp_path / "other", seed=7)
    other = contents(tmp_path / "other")
    assert all(other[name] != first[name] for name in first)


def test_labce_writes_a_bom_and_crlf_and_asm_neither(sample: Sample) -> None:
    labce, asm = (sample.feeds[provider].read_bytes() for provider in ("labce", "asm"))
    assert labce.startswith(BOM)
    assert labce.endswith(b"\r\n")
    # The only bare line feeds are those inside quoted titles.
    assert labce.count(b"\n") - labce.count(b"\r\n") == sum(
        title.count("\n") for title in column(sample.feeds["labce"], "activity_title")
    )
    assert not asm.startswith(BOM)
    assert b"\r" not in asm


def test_the_feeds_have_the_contract_s_columns_in_two_orders_and_some_more(sample: Sample) -> None:
    headers = [
        path.read_text("utf-8-sig", errors="replace").splitlines()[0].split(",") for path in sample.feeds.values()
    ]
    assert all(set(header) > FEED_COLUMNS for header in headers)
    places = [[name for name in header if name in FEED_COLUMNS] for header in headers]
    assert places[0] != places[1]


def test_there_are_as_many_members_and_rows_as_asked_for(sample: Sample, tmp_path: Path) -> None:
    assert len(members(sample.roster)) == 2000
    assert sum(len(rows(path)) for path in sample.feeds.values()) == 1500 == sample.expected.rows
    small = generate(tmp_path, members=100, rows=100, seed=3)
    assert len(members(small.roster)) == 100
    assert sum(len(rows(path)) for path in small.feeds.values()) == 100


def test_names_are_written_in_many_scripts(sample: Sample) -> None:
    scripts = Counter({script(letter) for member in members(sample.roster) for letter in member["name"]})
    assert set(scripts) >= {
        "LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL",
    }  # fmt: skip
    letters = {letter for member in members(sample.roster) for letter in member["name"]}
    assert letters >= set("łżŵŷễọĐğ")


def test_the_roster_has_lapsed_shared_and_foreign_addresses(sample: Sample) -> None:
    roster = members(sample.roster)
    assert len({member["member_number"] for member in roster}) == len(roster)
    assert any(member["member_number"].startswith("0") for member in roster)
    assert any(member["status"] == "lapsed" for member in roster)
    assert any(member["status"] == "active" and "" < member["expires_on"] < "2026-11-20" for member in roster)
    assert any(member["status"] == "active" and not member["expires_on"] for member in roster)
    assert any(not member["email"].isascii() for member in roster)
    shared = Counter(member["email"].casefold() for member in roster)
    assert set(shared.values()) == {1, 2}
    assert sum(1 for count in shared.values() if count == 2) >= 4
    assert {status for member in roster for status in [member["status"]]} == {"active", "lapsed"}


def test_addresses_are_nobody_s(sample: Sample) -> None:
    for member in members(sample.roster) + members(sample.later_roster) + members(sample.participants):
        domain = member["email"].partition("@")[2].casefold()
        assert domain.endswith(("example.org", "example.com", "example.net"))


def test_addresses_in_the_feeds_are_typed_in_many_ways(sample: Sample) -> None:
    emails = both(sample, "email")
    assert any("＠" in email for email in emails)
    assert any(email != email.strip() and email.strip() for email in emails)
    assert any("\u3000" in email for email in emails)
    assert any(email.isupper() for email in emails)
    assert any("xn--" in email.lower() for email in emails)
    assert any(not email.partition("@")[2].isascii() for email in emails if "＠" not in email)


def test_titles_hold_commas_quotes_and_line_feeds(sample: Sample) -> None:
    titles = "|".join(both(sample, "activity_title"))
    assert all(sign in titles for sign in (",", '"', "\n", "|-80 °C"))


def test_every_kind_of_bad_row_is_there(sample: Sample) -> None:
    assert set(sample.expected.rejected_rows) == ROW_CODES
    assert sample.expected.conflicts == 8
    assert both(sample, "email").count("") == 1
    assert sorted(
        hours for hours in both(sample, "contact_hours") if hours in {"0", "-1.5", "100.5", "1.125", "one hour", "1,5"}
    ) == sorted(["0", "-1.5", "100.5", "1.125", "one hour", "1,5"])
    assert "category_2" in both(sample, "statement")
    assert "" in both(sample, "reference")
    assert {"1989-12-31", "2026-02-30", "11/09/2026", "2026-12-30"} <= set(both(sample, "completed_on"))
    assert max(map(len, both(sample, "activity_title"))) == 5000
    assert any("\x00" in title for title in both(sample, "activity_title"))
    assert any("\x1b" in name for name in both(sample, "name"))


def test_rows_are_cut_short_run_over_break_their_quotes_and_their_encoding(sample: Sample) -> None:
    widths = [Counter(len(row) for row in rows(path)) for path in sample.feeds.values()]
    assert sum(counted.most_common(1)[0][1] for counted in widths) == 1500 - 3
    asm = sample.feeds["asm"].read_bytes()
    last = asm.splitlines()[-1]
    assert last.count(b'"') == 1
    wrong = [line for path in sample.feeds.values() for line in path.read_bytes().splitlines() if not _is_utf8(line)]
    assert len(wrong) == 1
    assert "José Ibáñez".encode("latin-1") in wrong[0]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_repeats_are_the_same_line_again_and_conflicts_another_with_its_reference(sample: Sample) -> None:
    repeats = conflicts = 0
    for path in sample.feeds.values():
        reference_place = path.read_text("utf-8-sig", errors="replace").splitlines()[0].split(",").index("reference")
        first: dict[str, list[str]] = {}
        for row in rows(path):
            reference = row[reference_place] if len(row) > reference_place else ""
            if reference and reference in first:
                repeats += row == first[reference]
                conflicts += row != first[reference]
            first.setdefault(reference, row)
    assert (repeats, conflicts) == (sample.expected.repeats, sample.expected.conflicts) == (25, 8)


def test_the_later_roster_changes_four_lines(sample: Sample) -> None:
    before = {member["member_number"]: member for member in members(sample.roster)}
    after = {member["member_number"]: member for member in members(sample.later_roster)}
    assert set(after) - set(before) == {"900001"}
    changed = {
        number: {name for name in before[number] if before[number][name] != after[number][name]}
        for number in before
        if before[number] != after[number]
    }
    assert changed == {"900003": {"status", "expires_on"}, "900005": {"email"}, "900006": {"email"}}


def test_all_dates_move_with_today(tmp_path: Path) -> None:
    moved = generate(tmp_path, members=300, rows=300, today=date(2028, 2, 29))
    assert moved.roster.name == "2028-02-29.csv"
    assert moved.later_roster.name == "2028-03-01.csv"
    meeting = {day for day in column(moved.feeds["asm"], "completed_on") if "2028-02-21" <= day <= "2028-02-25"}
    assert len(meeting) == 5


@pytest.mark.parametrize(("count_members", "count_rows"), [(99, 1500), (2000, 99), (100, 50_000)])
def test_what_cannot_be_made_is_refused(tmp_path: Path, count_members: int, count_rows: int) -> None:
    with pytest.raises(ValueError, match=r"at least 100|too few members"):
        generate(tmp_path, members=count_members, rows=count_rows)


def test_a_plain_sample_has_no_special_case(tmp_path: Path) -> None:
    plain = generate_plain(tmp_path / "one", members=1000, rows=1501)
    roster = {member["email"]: member["name"] for member in members(plain.roster)}
    known = {row["email"]: row["name"] for row in members(plain.participants)}
    assert len(roster) == 1000
    assert known == roster
    credits = [row for path in plain.feeds.values() for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))]
    assert len(credits) == len({row["reference"] for row in credits}) == 1501
    assert all(roster[row["email"]] == row["name"] for row in credits)
    assert {row["email"] for row in credits} == set(roster)
    generate_plain(tmp_path / "two", members=1000, rows=1501)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
