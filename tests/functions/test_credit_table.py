"""The table of credits: all filters together, true totals, the same as CSV, for operators and for providers."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.intake.feed_cards import file_id_of
from laurel.intake.sources import Sources
from laurel.ledger.credit import Source
from laurel.ledger.states import State, UnmatchedReason
from laurel.platform.clock import utc_now
from tests.api_events import learner, staff, staff_of
from tests.functions.organizer_desk import (
    IN_EACH_STATE,
    accepted,
    an_id,
    find,
    one_of_each,
    rejected,
    unmatched,
)
from tests.functions.test_staff_files import record

CSV = {"accept": "text/csv"}


@pytest.fixture
def filled(desk, books):
    """Two in each state of a provider that has sent a file, one of a claim, and one long ago."""
    Sources(books.table).note_files([("labce", utc_now())])
    for n, (state, make) in enumerate(IN_EACH_STATE.items()):
        books.add(make(f"{state}-a"), make(f"{state}-b", email=f"x{n}@example.org"))
    books.add(accepted("claimed", source=Source.CLAIM, provider="Lakeside Society", learner_id="ana"))
    books.add(unmatched("shared", reason=UnmatchedReason.AMBIGUOUS_EMAIL))
    return books


def ids(answer):
    return sorted(one["credit_id"] for one in answer["items"])


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_listed_with_its_total(desk, filled, state):
    told = find(desk, f"state={state}&limit=1")
    total = 2 + (state in (State.ACCEPTED, State.UNMATCHED))
    assert (told["total"], len(told["items"])) == (total, 1)
    following = find(desk, f"state={state}&limit=100&cursor={told['next_cursor']}")
    assert (following["total"], len(following["items"])) == (total, total - 1)
    assert ids(told)[0] not in ids(following)


@pytest.mark.slow
def test_filters_hold_together(desk, filled):
    today = utc_now().date()
    for query, found in (
        ("state=unmatched&reason=ambiguous_email", ["shared"]),
        (f"state=unmatched&reason=ambiguous_email&to={today - timedelta(days=4)}", []),
        ("provider=labce&state=accepted", ["accepted-a", "accepted-b"]),
        ("provider=lakeside%20society", ["claimed"]),
        (f"state=accepted&provider=labce&from={today - timedelta(days=2)}", ["accepted-a", "accepted-b"]),
        (f"state=accepted&from={today + timedelta(days=3)}", []),
        ("reason=name_mismatch&provider=labce", ["rejected-a", "rejected-b"]),
        ("email=x1@example.org&state=unmatched&reason=not_a_member", ["unmatched-b"]),
        (f"email=x1@example.org&to={today - timedelta(days=9)}", []),
    ):
        told = find(desk, query)
        assert (ids(told), told["total"]) == (sorted(map(an_id, found)), len(found)), query
    everything = find(desk, f"from={today - timedelta(days=30)}&limit=100")
    assert everything["total"] == len(everything["items"]) == 2 * len(State) + 2


@pytest.mark.slow
def test_the_credits_of_a_file(desk, filled):
    file = record("feed/labce/1.csv")
    file_id = file_id_of(file)
    filled.add(rejected("of the file", file_id=file_id), accepted("too", file_id=file_id))
    assert ids(find(desk, f"file={file_id}")) == sorted(map(an_id, ("of the file", "too")))
    told = find(desk, f"file={file_id}&state=rejected")
    assert (ids(told), told["total"]) == ([an_id("of the file")], 1)
    for who, status in ((staff_of("labce"), 200), (staff_of("asm"), 404)):
        assert desk.call("GET", f"/v1/staff/credits?file={file_id}", who).status == status
    assert desk.call("GET", f"/v1/staff/credits?file={an_id('none')}", staff()).code == "file_not_found"


def test_days_in_the_wrong_order_are_refused(desk, books):
    refused = desk.call("GET", "/v1/staff/credits?from=2026-11-20&to=2026-11-19", staff())
    assert (refused.status, refused.code) == (422, "invalid")


def test_the_table_as_csv_page_by_page(desk, filled):
    hostile = rejected("hostile", email="@sum@example.org", activity_title="-1+1")
    filled.add(replace(hostile, name='=HYPERLINK("x")'))
    lines, cursor, pages = "", "", 0
    while cursor is not None:
        query = f"state=rejected&limit=2{cursor and '&cursor='}{cursor}"
        answer = desk.call("GET", f"/v1/staff/credits?{query}", staff(), headers=CSV)
        assert answer.status == 200
        cursor, lines, pages = answer.headers.get("Next-Cursor"), lines + answer.body, pages + 1
    assert pages == 2
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))
    assert sorted(row["credit_id"] for row in rows) == ids(find(desk, "state=rejected"))
    (hostile,) = (row for row in rows if row["credit_id"] == an_id("hostile"))
    assert (hostile["name"], hostile["title"], hostile["email"]) == ('\'=HYPERLINK("x")', "'-1+1", "'@sum@example.org")
    assert (hostile["state"], hostile["reason"]) == ("rejected", "name_mismatch")


def test_staff_of_a_provider_see_and_count_their_own(desk, books):
    books.add(*one_of_each(), unmatched("theirs", provider="asm"))
    mine = [one for one in one_of_each() if one.provider == "LabCE"]
    answer = desk.call("GET", "/v1/staff/credits", staff_of("labce")).json()
    assert (ids(answer), answer["total"]) == (sorted(one.credit_id for one in mine), len(mine))
    assert desk.call("GET", "/v1/staff/credits?provider=asm", staff_of("labce")).status == 422
    assert desk.call("GET", "/v1/staff/credits", learner()).status == 403
    lines = desk.call("GET", "/v1/staff/credits", staff_of("labce"), headers=CSV).body
    assert an_id("theirs") not in lines
    assert lines.count("\r\n") == len(mine) + 1
