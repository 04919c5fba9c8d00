"""Nights at a glance over HTTP, on real nights: the limits of the alarms, one night from rows to receipts, and the rows
that were handed back.
"""

from datetime import timedelta
from urllib.parse import quote

import pytest
from claim_routes.dependencies import dependencies

from laurel.feed_files import states_now as counting
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Change
from laurel.platform.clock import utc_now
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import counted, desk_on_moto
from tests.functions.test_uploads import nights
from tests.unit.nightly.nights import OTHERS, feed, roster

OPERATOR, LABCE, OTHER = staff(), staff_of("labce"), staff_of("asm")
ANA = "ana@example.org"
__all__ = ["nights"]


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def get(desk, path, who=OPERATOR):
    answer = desk.call("GET", path, who)
    assert answer.status == 200, answer
    return answer.json()


def today():
    return utc_now().date().isoformat()


def flow(desk, day=None):
    return get(desk, f"/v1/staff/runs/{day or today()}/flow")


def deliver(nights, reference, outcome):
    """What the forwarder does with a credit."""
    found, at = nights.credit(reference), utc_now()
    sending = found.lease("s1", at=at, until=at + timedelta(minutes=1))
    [sending] = nights.ledger.save([Change(found, sending)])
    after = (
        sending.accept("R-1", at=at)
        if outcome is State.ACCEPTED
        else sending.reject(RejectedReason.INVALID, detail=None, at=at)
    )
    [saved] = nights.ledger.save([Change(sending, after)])
    assert saved


@pytest.fixture
def night(nights):
    """Two files: seven rows, of which four are new credits; one has a receipt, one was refused by ASCP."""
    nights.put("feed/labce/1.csv", feed(("a", ANA), ("b", ANA), ("c", "nobody@example.org"), ("d", "bad")))
    nights.put("feed/labce/2.csv", feed(("a", ANA), ("e", ANA), ("f", "bad")))
    nights.run()
    deliver(nights, "a", State.ACCEPTED)
    deliver(nights, "b", State.REJECTED)
    return nights


def test_the_flow_adds_up_and_is_what_the_run_reports_say(desk, night):
    told = flow(desk)
    runs = get(desk, f"/v1/staff/runs/{today()}")["items"]
    for name in ("rows", "credits", "repeats", "rejected"):
        assert told[name] == sum(run[name] for run in runs), name
    assert told["rows"] == told["credits"] + told["repeats"] + told["rejected"] == 7
    assert sum(told["now"].values()) == told["credits"] == 4
    assert told["now"] == {
        "accepted": 1, "on_its_way": 1, "earned": 0, "unmatched": 1, "rejected": 1, "withdrawn": 0, "elsewhere": 0
    }  # fmt: skip


def test_it_costs_four_queries_for_a_provider(desk, night):
    flow(desk)
    with counted() as calls:
        flow(desk)
    assert calls == ["Query"] * 5


def test_credits_of_other_files_and_programs_do_not_count(desk, night):
    night.put("feed/labce/3.csv", feed(("g", ANA)))
    night.run()
    assert flow(desk)["now"]["on_its_way"] == 2
    night.put("feed/asm/1.csv", feed(("h", ANA)))
    before = flow(desk)
    night.run()
    after = flow(desk)
    assert after["now"]["on_its_way"] - before["now"]["on_its_way"] == 1
    assert sum(after["now"].values()) == after["credits"] == 6


def test_credits_of_a_file_of_another_night_do_not_count_when_they_change(desk, night):
    night.put("feed/labce/3.csv", feed(("g", ANA)))
    night.run()
    [latest] = [one for one in dependencies().runs.of_day(utc_now().date()) if one["rows"] == 1]
    night.table.delete((latest["pk"], latest["sk"]), where="run_id", equals=latest["run_id"])
    deliver(night, "g", State.ACCEPTED)
    told = flow(desk)
    assert sum(told["now"].values()) == told["credits"] == 4
    assert (told["now"]["accepted"], told["now"]["elsewhere"]) == (1, 0)


def test_reports_that_do_not_name_their_files_leave_their_credits_open(desk, night):
    [record] = [one for one in dependencies().runs.of_day(utc_now().date()) if one["rows"]]
    for file in record["files"]:
        del file["etag"]
    night.table.put_many([record])
    assert flow(desk)["now"]["elsewhere"] == 4
    assert get(desk, f"/v1/staff/runs/{today()}")["items"][-1]["files"][0]["file_id"] is None


def test_files_with_more_credits_than_the_night_say_nothing_of_them(desk, night):
    [record] = [one for one in dependencies().runs.of_day(utc_now().date()) if one["rows"]]
    record |= {"rows": record["rows"] - 1, "credits": record["credits"] - 1}
    night.table.put_many([record])
    assert flow(desk)["now"] is None


def test_too_many_to_count_is_said(desk, night, monkeypatch):
    monkeypatch.setattr(counting, "MOST_KEYS", 2)
    assert flow(desk)["now"] is None


def test_a_day_without_a_run_has_nothing(desk):
    assert flow(desk, "2026-01-02") == {"rows": 0, "credits": 0, "repeats": 0, "rejected": 0, "now": None}


def test_each_day_is_one_night_with_the_limits_of_the_alarms(desk, night):
    night.put("feed/labce/3.csv", feed(*((f"n{n}", ANA if n < 50 else "bad") for n in range(56))))
    night.run()
    told = get(desk, "/v1/staff/nights")
    [now] = told["items"]
    runs = get(desk, f"/v1/staff/runs/{today()}")["items"]
    assert (now["day"], now["runs"], now["rows"]) == (today(), len(runs), 63)
    assert (now["rejected"], now["too_many_rejected"], now["waits_too_long"]) == (8, True, False)
    assert now["unmatched"] == sum(sum(run["unmatched"].values()) for run in runs)
    assert told["limits"] == {"rejected_percent": 10, "few_rows": 50, "undelivered_days": [3, 7]}


def test_the_files_of_a_run_lead_to_their_rejected_rows(desk, night):
    files = get(desk, f"/v1/staff/runs/{today()}")["items"][-1]["files"]
    first = next(one for one in files if one["key"] == "feed/labce/1.csv")
    assert (first["outcome"], first["rows"], first["rejected"]) == ("taken", 4, 1)
    path = f"/v1/staff/files/{first['file_id']}"
    assert get(desk, path, LABCE)["name"] == "1.csv"
    told = get(desk, f"{path}/rejected", LABCE)
    [row] = told["rejected_rows"]
    assert (row["line"], row["column"], row["values"]["reference"], row["noted"]) == (5, "email", "d", False)
    assert "/rejected/feed/labce/1.csv?" in told["rejected_rows_url"]
    assert desk.call("GET", f"{path}/rejected", OTHER).code == "file_not_found"
    assert desk.call("GET", f"{path}/rejected", learner()).status == 403
    assert desk.call("GET", f"/v1/staff/files/{'0' * 32}/rejected", LABCE).code == "file_not_found"


def test_rejected_rows_of_another_version_of_a_file_are_not_shown_for_it(desk, night):
    files = get(desk, f"/v1/staff/runs/{today()}")["items"][-1]["files"]
    first = next(one for one in files if one["key"] == "feed/labce/1.csv")
    night.put("feed/labce/1.csv", feed(("z", "worse")))
    night.run()
    assert get(desk, f"/v1/staff/files/{first['file_id']}/rejected", LABCE)["rejected_rows"] == []


def test_rejected_and_noted_rows_of_a_roster_are_apart(desk, nights):
    lines = roster(*OTHERS, ("M9", "not an address")).splitlines()
    text = "\n".join([f"{lines[0]},ascp_customer_id", f"{lines[1]},=bad()", *(f"{one}," for one in lines[2:])]) + "\n"
    key = "roster/ascls/½ <b>.csv"
    nights.put("roster/ascls/2.csv", text)
    nights.run()
    path = f"/v1/staff/runs/{today()}/rejected?key="
    told = get(desk, path + quote("roster/ascls/2.csv"))["rejected_rows"]
    assert [(one["values"]["member_number"], one["noted"]) for one in told] == [("O0", True), ("M9", False)]
    assert told[0]["values"]["ascp_customer_id"] == "=bad()"
    assert desk.call("GET", path + quote(key), OPERATOR).code == "file_not_found"
    assert desk.call("GET", path + quote("roster/ascls/2.csv"), LABCE).status == 403
    # No other file of Laurel's can be read by its key.
    assert desk.call("GET", path + quote("../state/x"), OPERATOR).code == "file_not_found"
