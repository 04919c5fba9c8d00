"""On the deployed stack, with IAM enforced: another invocation continues a night that runs out of time."""

import time

import pytest

from local.versions import reconfigure
from tests.flow.nights import PATIENCE, Flow, feed_of


@pytest.fixture
def flow(local_stack):
    return Flow(local_stack)


@pytest.fixture
def hasty_night(local_stack):
    """The nightly function with a second more of time than a run keeps back for its end."""
    functions, name = local_stack.client("lambda"), local_stack.outputs["ReportNightlyFunctionName"]
    reconfigure(functions, name, Timeout=46)
    yield
    reconfigure(functions, name, Timeout=900)


def reports(flow):
    """The reports of all runs that the ledger holds, the oldest first."""
    return list(flow.ledger._table.query(None, "pk = :pk", pk=f"RUNS#{time.gmtime().tm_year}"))


def test_a_feed_too_large_for_one_invocation_is_taken_by_several(flow, hasty_night):
    people = [{"email": f"nobody{n}@example.org", "name": "Nobody"} for n in range(50)]
    text, ids = feed_of("toolarge", people, count=6000)
    flow.put("feed/toolarge/1.csv", text)
    first = flow.night()
    assert first["complete"] is False, "make the feed larger: this machine is too fast"
    assert "another invocation" in first["note"]
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        chain = {one["continues"]: one for one in reports(flow) if one.get("continues")}
        parts = [first]
        while parts[-1]["run_id"] in chain:
            parts.append(chain[parts[-1]["run_id"]])
        if parts[-1]["complete"] or parts[-1]["part"] == 8:
            break
        time.sleep(0.5)
    assert [one["part"] for one in parts] == list(range(1, len(parts) + 1))
    assert len(parts) > 1
    rows = sum(one["rows"] for one in parts)
    assert (parts[-1]["complete"] and rows == 6000) or parts[-1]["part"] == 8
    assert len(flow.credits(ids)) == rows
