"""Files that arrive on the deployed stack: taken without a night, while that is switched on."""

import csv
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from laurel.ledger.states import State
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
