"""Every call that both functions make disturbed in each way that it can be, for one call or for some in a row.

On the small night that `test_killed_everywhere.py` kills at each of its calls. boto3 tries six times: what lasts for a
call or two it hides from us, what lasts for eight ends the call.
"""

import random
from datetime import timedelta

import pytest

from local.ascp.faults import Rule
from tests.faults.mischief import WAYS, Lasting, kinds_of
from tests.faults.small_night import SmallNight, finish, night_is_undisturbed
from tests.faults.table import NIGHTS, SEED

KINDS = ["lost before", "lost after", "throttled", "error", "conflict", "in part", "broken off"]
LASTS = [1, 2, 8, 14]  # calls


@pytest.fixture
def small(monkeypatch):
    return SmallNight(monkeypatch)


def points_for(kind, world, function):
    """The numbers of the calls of `function` with which that can go wrong."""
    found = []

    def look(name):
        if kind in kinds_of(name):
            found.append(world.boundary.number)

    world.boundary.revive()
    world.boundary.trouble = look
    function()
    return found


def disturb(world, point, kind, lasts):
    world.boundary.revive()
    world.boundary.trouble = Lasting(lambda: world.boundary.number, point, kind, lasts=lasts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_night_disturbed_at_each_call(small, book, kind):
    """At every fourth call on average, for a while that is drawn; at every one, for each while, in `make soak`."""
    rejected = night_is_undisturbed(small)
    points = points_for(kind, small.again(), small.world.night)
    draw = random.Random(f"{SEED}/{kind}")
    tried = [(point, lasts) for point in points for lasts in LASTS]
    for point, lasts in tried if NIGHTS > 1 else draw.sample(tried, -(-len(points) // 4)):
        world = small.again()
        disturb(world, point, kind, lasts)
        failed = world.night() is None
        assert world.boundary.injected.keys() == {kind}
        world.boundary.trouble = lambda _name: None
        world.pass_time(minutes=1)
        if failed:  # Lambda tries again
            assert world.night()
        finish(world, book, small, f"night disturbed: {kind}", rejected)


BUSY = [Rule(kind="status", status=429, path="/v1/submissions", times=1)]


@pytest.mark.parametrize("rules", [[], BUSY], ids=["ASCP well", "ASCP busy"])
@pytest.mark.parametrize("kind", [one for one in KINDS if one != "broken off"])
def test_the_forwarder_disturbed_at_each_call(small, book, kind, rules):
    rejected = night_is_undisturbed(small)
    world, kept = before_delivery(small)
    world.partner.faults.put(rules)
    points = points_for(kind, world, world.deliver_all_at_once)
    for point in points:
        for lasts in LASTS if NIGHTS > 1 else (1, 8):
            kept()
            world.partner.faults.put(rules)
            disturb(world, point, kind, lasts)
            world.deliver_all_at_once()
            assert world.boundary.injected.keys() == {kind}
            world.boundary.trouble = lambda _name: None
            world.deliver_until(world.now + timedelta(hours=20))
            finish(world, book, small, f"delivery disturbed: {kind}", rejected)
    assert points or kind == "in part"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(map(str, way.values())))
def test_ascp_fails_in_each_way_from_each_request_on(small, book, way):
    """For one request, and for some in a row."""
    rejected = night_is_undisturbed(small)
    world, kept = before_delivery(small)
    rule = Rule(**way)
    seen = len(world.partner.records.seen())
    world.deliver_all_at_once()
    requests = [one for one in world.partner.records.seen()[seen:] if one.path.startswith(rule.path)]
    assert requests
    for point in range(len(requests)):
        for times in (1, 3):
            kept()
            world.partner.faults.put([rule.model_copy(update={"after": point, "times": times})])
            world.deliver_all_at_once()
            world.deliver_until(world.now + timedelta(hours=20))
            came = world.partner.injected().total()
            assert came or rule.kind in ("missing_results", "expired_token")
            finish(world, book, small, f"ASCP: {rule.kind} from each request on", rejected)


def before_delivery(small):
    """The world when the night is over and nothing is delivered, and what brings that back."""
    world = small.again()
    world.night()
    world.pass_time(minutes=5)
    return world, world.keep()
