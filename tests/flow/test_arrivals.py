"""Files that arrive on the deployed stack: taken without a night, while that is switched on."""

import csv
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
import urllib3

from laurel.audit.acts import Actor, ActorKind
from laurel.catalog.client_desk import rights_of
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import State
from local.api import Api
from local.clients import access_token, desk_of
from local.sample_providers import put_providers
from local.uploads import upload, wait_for_report
from local.users import STAFF
from tests.flow.nights import Flow, feed_of

PATIENCE = 60.0


@pytest.fixture
def flow(local_stack, day_one):
    flow = Flow(local_stack)
    local_stack.put("roster/ascls/arrivals.csv", day_one.roster)
    flow.night()
    local_stack.take_files_on_arrival()
    yield flow
    local_stack.take_files_on_arrival(switched_on=False)


def test_a_feed_is_with_ascp_without_a_night(flow, day_one):
    people = known_to_both(day_one)[:5]
    assert len(people) == 5
    text, ids = feed_of("arriving", people, count=len(people))
    before = datetime.now(UTC)
    flow.put("feed/arriving/1.csv", text)
    give_up_at = time.monotonic() + PATIENCE
    while len(flow.credits(ids)) < len(ids) and time.monotonic() < give_up_at:
        time.sleep(0.25)
    credits = flow.follow(ids)
    assert len(credits) == len(ids)
    assert {credit.state for credit in credits.values()} == {State.ACCEPTED}
    assert min(credit.timeline[0].at for credit in credits.values()) >= before


def test_an_uploaded_file_is_with_ascp_within_a_minute_and_can_be_changed_there(flow, local_stack, day_one):
    put_providers(local_stack.api(STAFF))
    made = desk_of(local_stack).create("labce", "Uploads", rights_of("labce"), actor=Actor(ActorKind.OPERATOR, "tests"))
    api = Api(local_stack.api_url, access_token(local_stack.outputs["TokenUrl"], made.client_id, made.secret))
    path = "/v1/providers/labce/uploads"
    text, ids = feed_of("labce", known_to_both(day_one)[5:10], count=5)
    text += "bad,nobody,Ada,1,Hemostasis,pace,1.5,2026-11-01\n"
    done = wait_for_report(api, path, upload(api, path, text.encode()), PATIENCE)
    counts = {name: done["report"][name] for name in ("rows", "credits", "rejected")}
    assert counts == {"rows": 6, "credits": 5, "rejected": 1}
    link = urllib3.request("GET", done["rejected_rows_url"])
    assert link.data.decode("utf-8-sig").count("email_invalid") == 1
    again = wait_for_report(api, path, upload(api, path, text.encode()), PATIENCE)["report"]
    assert (again["credits"], again["repeats"]) == (0, 5)
    assert {credit.state for credit in flow.follow(ids).values()} == {State.ACCEPTED}
    changed_at_ascp(flow, api, ids)
    refused_by_the_bucket(api)


def changed_at_ascp(flow, api, ids):
    """The provider corrects one credit and withdraws another; then staff undo the file."""
    for reference, deed, facts in (("labce-0", "correct", {"contact_hours": "1"}), ("labce-1", "withdraw", {})):
        answer = api.call(
            "POST", f"/v1/providers/labce/credits/{reference}/{deed}", json={**facts, "reason": "A slip."}
        )
        assert answer.json()["follow_up"]["status"] == "under_way", answer.data
    told = answered(flow, ids)
    assert [counted(flow, one) for one in ids] == ["1", None, "1.5", "1.5", "1.5"]
    assert (str(told[0].contact_hours), told[1].state) == ("1", State.WITHDRAWN)
    staff = flow.stack.api(STAFF)
    files = staff.call("GET", "/v1/staff/files?provider=labce").json()["items"]
    [path] = [f"/v1/staff/files/{one['file_id']}" for one in files if one["credits"] == len(ids)]
    staff.call("POST", f"{path}/undo", json={"reason": "The wrong people.", "dry_run": False})
    give_up_at = time.monotonic() + PATIENCE
    while (undo := staff.call("GET", path).json()["undo"])["state"] != "done" and time.monotonic() < give_up_at:
        time.sleep(0.25)
    assert (undo["asked"], undo["reasons"]) == (4, {"already_withdrawn": 1, "not_taken": 1})
    assert {one.state for one in answered(flow, ids)} == {State.WITHDRAWN}
    assert {counted(flow, one) for one in ids} == {None}


def answered(flow, ids):
    """The credits in the order of `ids`, once ASCP has answered to their follow-ups."""
    give_up_at = time.monotonic() + PATIENCE
    while any(map(is_under_way, (held := flow.credits(ids)).values())) and time.monotonic() < give_up_at:
        time.sleep(0.25)
    return [held[one] for one in ids]


def counted(flow, credit_id):
    """The hours that ASCP counts for the credit; None if it does not count it."""
    [held] = urllib3.request("GET", f"{flow.stack.ascp_url}/control/held?reference={credit_id}").json()
    return held["contact_hours"] if held["counts"] else None


def refused_by_the_bucket(api):
    """The form is for one key, one media type and a file with bytes."""
    form = api.call("POST", "/v1/providers/labce/uploads").json()
    changed = (
        ({**form["fields"], "key": "feed/asm/stolen.csv"}, b"file"),
        ({**form["fields"], "Content-Type": "text/html"}, b"file"),
        (form["fields"], b""),
        ({**form["fields"], "acl": "public-read"}, b"file"),
    )
    for fields, content in changed:
        answer = urllib3.request("POST", form["url"], fields={**fields, "file": ("credits.csv", content, "text/csv")})
        assert answer.status in (400, 403), (answer.status, answer.data)


def known_to_both(sample):
    """People who are ASCLS members in good standing, alone with their address, and whom ASCP knows under it."""
    members, participants = rows(sample.roster), rows(sample.participants)
    sharing = Counter(one["email"] for one in members)
    today = datetime.now(UTC).date().isoformat()
    known = {one["email"]: one for one in participants if one["cycle_from"] <= today <= one["cycle_to"]}
    good = [one["email"] for one in members if one["status"] == "active" and not one["expires_on"]]
    return [known[email] for email in good if email in known and sharing[email] == 1]


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
