"""Codes are the same code however they are typed, and open a claim for exactly those they were given to."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.access import Admitted, NotAdmitted, access_keys, admit
from laurel.catalog.access_codes import CODE_NAMES, access_code_key, meant, meant_by, readings, why_no_code
from laurel.catalog.access_lists import AccessLists
from laurel.catalog.activity import Activity
from laurel.catalog.store import Catalog
from laurel.platform.table import Table
from tests.unit.catalog.documents import meeting, parsed

NOW = datetime(2026, 6, 20, tzinfo=UTC)
CODE = st.text("ABCXYZ0189._/", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ab-12 34", "AB1234"),
        (" AB1234\n", "AB1234"),
        ("ＡＢ１２３４", "AB1234"),
        ("ab\u20111234\u2014", "AB1234"),
        ("a.b/1_2", "A.B/1_2"),
        ("", None),
        (" - ", None),
        ("\u200bAB-1234", "AB1234"),
        ("AB-1234\u200e", "AB1234"),
        ("\u202aAB-1234\u202c", "AB1234"),
        ("\ufeffAB-1234", "AB1234"),
        ("AB\u00ad-12\u206034", "AB1234"),
        ("AB\u22121234", "AB1234"),
        ("＃ＡＢ－１２３４", "AB1234"),
        ("#AB-1234", "AB1234"),
        ("“AB-1234”", "AB1234"),
        ("'AB-1234", "AB1234"),
        ("Badge ID: AB-1234", "AB1234"),
        ("Badge ID AB-1234", "AB1234"),
        ("badge no. AB-1234", "AB1234"),
        ("Badge-ID: AB-1234", "AB1234"),
        ("Badge ID – AB-1234", "AB1234"),
        ("ＩＤ：AB-1234", "AB1234"),
        ("№ AB-1234", "AB1234"),
        ("Group\u00a0ID\u00a0GR-7", "GR7"),
        ("BADGEID1", "BADGEID1"),
        ("Group 12", "GROUP12"),
        ("ID 12", "ID12"),
        ("Badge ID", "BADGEID"),
        ("АВ-1234", "AB1234"),
        ("AB-١٢٣٤", "AB1234"),
        ("#", None),
        ("a@b", None),
        ("ÄB12", None),
        ("AB\x0012", None),
        ("A" * 41, None),
        ("A" * 10_000, None),
        ("A" * 20 + " " * 50 + "B" * 20, "A" * 20 + "B" * 20),
    ],
)
def test_how_a_code_is_read(typed: str, key: str | None) -> None:
    assert access_code_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("AB-1234", ("AB1234",)),
        ("My Badge ID is AB-1234.", ("MYBADGEIDISAB1234.", "AB1234.")),
        ("ID AB-1234", ("IDAB1234", "AB1234")),
        ("Our Group ID is LAKESIDE", ("OURGROUPIDISLAKESIDE", "LAKESIDE")),
        ("The code is BUFFY-7", ("THECODEISBUFFY7", "BUFFY7")),
        ("AB-1234 (Ana Lima)", ("AB1234ANALIMA", "AB1234")),
        ("Badge ID: AB-1234\nName: Ana", ("AB1234NAMEANA", "AB1234")),
        ("https://reg.example.org/badges/AB-1234", ("AB1234",)),
        ("https://reg.example.org/?event=7&badge=AB%2D1234", ("AB1234",)),
        ("AB 1234", ("AB1234",)),
        ("Group 12", ("GROUP12", "12")),
        ("Badge", ("BADGE",)),
        ("NORTHFORK-3", ("NORTHFORK3",)),
        ("💥", ()),
        ("A" * 40 + " " * 160, ("A" * 40,)),
        ("A" * 40 + " " * 161, ()),
        ("x" * 201, ()),
    ],
)
def test_a_code_is_found_in_the_text_around_it(typed: str, keys: tuple[str, ...]) -> None:
    assert readings(typed) == keys


@pytest.mark.parametrize(
    ("key", "codes", "code"),
    [
        ("AB10", {"AB10", "AB1O"}, "AB10"),
        ("ABIO", {"AB10", "CD10"}, "AB10"),
        ("ABIO", {"AB10", "AB1O"}, None),
        ("7", {"0007"}, "0007"),
        ("A.B/7", {"AB7"}, "AB7"),
        ("AB11", {"AB10"}, None),
        ("7", {"0008"}, None),
        ("000", {"0"}, "0"),
        ("XOILZSGB", {"X0112568"}, "X0112568"),
        ("X.Y_Z/1", {"XY21"}, "XY21"),
    ],
)
def test_a_code_that_looks_like_one_alone_means_it(key: str, codes: set[str], code: str | None) -> None:
    assert meant(key, codes) == code
    assert meant_by([key], codes) == code


def test_an_exact_code_goes_before_one_that_looks_alike() -> None:
    assert meant_by(["ABIO", "CD12"], ["AB10", "CD12"]) == "CD12"
    assert meant_by(["ABIO", "CDI2"], ["AB10", "CD12"]) == "AB10"
    assert meant_by([], ["AB10"]) is None


@given(CODE, st.data())
def test_case_spaces_and_dashes_make_no_difference(code: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(code)))
    gap = data.draw(st.sampled_from(["-", " ", "\u2013", "\u00a0", " - "]))
    assert access_code_key(code[:at].lower() + gap + code[at:]) == access_code_key(code) == code


def enter(table: Table, activity: Activity, typed: str | None, learner: str = "ann") -> Admitted | NotAdmitted:
    """Asks, writes the answer's changes, and asks again if somebody else was quicker."""
    keys = access_keys(activity.id, typed)
    outcome = admit(activity, typed, table.get_many(keys), learner_id=learner, at=NOW)
    if isinstance(outcome, Admitted) and outcome.writes and not all(table.write_all(outcome.writes)):
        return enter(table, activity, typed, learner)
    return outcome


def code_of(outcome: Admitted | NotAdmitted) -> str:
    return outcome.problem.code if isinstance(outcome, NotAdmitted) else "admitted"


def opened_by(access: str) -> Activity:
    return parsed(meeting(access={"type": access}))


@pytest.fixture
def badges(claims_table: Table) -> Activity:
    activity = opened_by("badge")
    Catalog(claims_table).save(activity, seen=None)
    AccessLists(claims_table).put_badges(activity.id, io.BytesIO(b"badge_id\nCMW-1\nCMW-2\n"), dry_run=False)
    return activity


@pytest.fixture
def groups(claims_table: Table) -> Activity:
    activity = opened_by("group")
    Catalog(claims_table).save(activity, seen=None)
    file = b"group_id,site,capacity\nLake-1,Lakeside,2\n"
    AccessLists(claims_table).put_groups(activity.id, io.BytesIO(file), dry_run=False)
    return activity


def test_one_badge_serves_one_learner(claims_table: Table, badges: Activity) -> None:
    admitted = enter(claims_table, badges, "cmw 1", "ann")
    assert isinstance(admitted, Admitted)
    assert admitted.code == "CMW1"
    assert code_of(enter(claims_table, badges, "CMW-1", "ben")) == "badge_taken"
    assert code_of(enter(claims_table, badges, "CMW-2", "ben")) == "admitted"


@pytest.mark.parametrize("typed", ["CMW-3", "CMW-1-1"])
def test_an_unknown_badge(claims_table: Table, badges: Activity, typed: str | None) -> None:
    assert code_of(enter(claims_table, badges, typed)) == "wrong_code"


@pytest.mark.parametrize("typed", ["", None, "\x00", "💥"])
def test_what_cannot_be_a_badge(claims_table: Table, badges: Activity, typed: str | None) -> None:
    assert code_of(enter(claims_table, badges, typed)) == "not_a_code"


def test_of_two_learners_at_once_one_gets_the_badge(claims_table: Table, badges: Activity) -> None:
    read = claims_table.get_many(access_keys(badges.id, "CMW-1"))
    both = [admit(badges, "CMW-1", read, learner_id=who, at=NOW) for who in ("ann", "ben")]
    assert [isinstance(one, Admitted) and claims_table.write_all(one.writes) for one in both] == [[True], [False]]


def test_a_group_serves_up_to_its_capacity(claims_table: Table, groups: Activity) -> None:
    first = enter(claims_table, groups, "lake1", "ann")
    assert isinstance(first, Admitted)
    assert first.code == "LAKE1"
    assert code_of(enter(claims_table, groups, "LAKE-1", "ben")) == "admitted"
    assert code_of(enter(claims_table, groups, "LAKE-1", "cy")) == "group_full"
    assert code_of(enter(claims_table, groups, "LAKE-2", "cy")) == "wrong_code"


def test_a_group_is_never_overfilled(claims_table: Table, groups: Activity) -> None:
    """All have read the group as empty before the first of them writes; moto itself is not safe for threads."""
    read = claims_table.get_many(access_keys(groups.id, "LAKE-1"))
    everybody = [admit(groups, "LAKE-1", read, learner_id=f"l{n}", at=NOW) for n in range(8)]
    entered = [isinstance(one, Admitted) and all(claims_table.write_all(one.writes)) for one in everybody]
    assert sum(entered) == 2


def test_no_code_is_asked_where_none_is_needed(claims_table: Table) -> None:
    for typed in (None, "", "whatever"):
        assert enter(claims_table, opened_by("none"), typed) == Admitted()


def test_session_codes() -> None:
    data = meeting(
        access={
            "type": "session_code",
            "codes": [
                {"code": "BUFFY-7"},
                {"code": "EARLY", "valid_until": "2026-06-20T00:00:00Z"},
                {"code": "LATER", "valid_from": "2026-06-20T00:00:01Z"},
                {"code": "TODAY", "valid_from": "2026-06-20T00:00:00Z", "valid_until": "2026-06-20T00:00:01Z"},
            ],
        }
    )
    activity = parsed(data)
    tried = {"buffy7": "admitted", "early": "code_not_valid_now", "LATER": "code_not_valid_now", "today": "admitted"}
    for typed, expected in (tried | {"other": "wrong_code", "": "not_a_code"}).items():
        assert code_of(admit(activity, typed, {}, learner_id="ann", at=NOW)) == expected


def test_what_is_read_is_little(claims_table: Table, badges: Activity, calls: list[str]) -> None:
    assert len(access_keys(badges.id, "CMW-1")) == 4
    claims_table.get_many(access_keys(badges.id, "CMW-1"))
    assert calls == ["BatchGetItem"]


def test_each_code_has_the_name_that_people_read() -> None:
    assert CODE_NAMES == {"badge": "Badge ID", "group": "Group ID", "session_code": "session code"}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("AB$1$", "A code has letters A to Z and digits. It cannot have “$” (U+0024)."),
        ("-- --", "It has no letters or digits."),
        ("A" * 41, "It is too long: a code has at most 40 letters and digits."),
        ("-" * 200, "It has no letters or digits."),
        ("-" * 201, "It is too long: a code has at most 40 letters and digits."),
    ],
)
def test_why_a_text_is_no_code_is_said(typed: str, why: str) -> None:
    assert access_code_key(typed) is None
    assert why_no_code(typed) == why
