"""A small night with all kinds of work in it: quick enough to be run once for each of its calls."""

from collections import Counter

from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from tests.faults.boundary import AFTER
from tests.faults.containers import QUEUE
from tests.faults.plan import Plan, judge
from tests.faults.world import World
from tests.unit.nightly.nights import feed, roster

KNOWN = ("ana", "ben", "cat", "dan", "eve", "fay")


def at(name):
    return f"{name}@example.org"


class SmallNight:
    """A night that finds pending work of each kind, and the expected result."""

    def __init__(self, monkeypatch):
        self.world = world = World(monkeypatch, seed="small", people=[at(name) for name in KNOWN], deduplicate=False)
        self.plan = Plan()
        members = [("M1", at("ana")), ("M2", at("ben")), ("M3", at("gus"))]
        world.put("roster/ascls/1.csv", roster(*members))
        self.put_feed("labce", "old", accepted=["ana", "ben"], waiting=["cat", "zoe"], unknown=["gus"])
        world.night()
        world.deliver(100)
        self.put_feed("labce", "lost", accepted=["ana"])
        world.night()
        world.cloud.queues.queues[QUEUE].messages.clear()  # its message is lost
        world.pass_time(hours=20)
        self.put_feed("labce", "begun", accepted=["ben"])
        world.night()
        world.new_process()
        world.boundary.kill_at = (5, AFTER)  # it is with ASCP, but nobody wrote that down
        world.deliver(100)
        assert world.booked().keys() == world.booked().keys() | {derived_id("feed", "labce", "begun-ben")}
        world.pass_time(days=1)
        world.put("roster/ascls/2.csv", roster(*members, ("M4", at("cat")), ("M5", at("dan")), ("M6", at("eve"))))
        self.plan.fates[derived_id("feed", "labce", "old-cat")] = (State.ACCEPTED, None)
        self.put_feed("labce", "new", accepted=["ana", "dan", "eve"], unknown=["gus"], waiting=["zoe"], bad=2)
        self.put_feed("asm", "new", accepted=["ben", "cat"])
        self._kept = world.keep()

    def put_feed(self, provider, name, *, accepted=(), unknown=(), waiting=(), bad=0):
        fates = [(State.ACCEPTED, None), (State.REJECTED, "unknown_email"), (State.UNMATCHED, "not_a_member")]
        rows = []
        for people, fate in zip((accepted, unknown, waiting), fates, strict=True):
            for person in people:
                rows.append((f"{name}-{person}", at(person)))
                self.plan.fates[derived_id("feed", provider, f"{name}-{person}")] = fate
        if bad:
            rows += [(f"{name}-bad", "nobody"), (*rows[0], "9.5"), rows[0]]
        # The people's name is what ASCP knows them by.
        self.world.put(f"feed/{provider}/{name}.csv", feed(*rows).replace("Ana Example", "Ada Example"))

    def again(self):
        """Everything as it was before the night."""
        self._kept()
        return self.world


def calls_of(world, function):
    """How many calls the function makes when nothing disturbs it."""
    world.boundary.revive()
    function()
    return world.boundary.number


def rejected_rows(world):
    return {key: one.body for key, one in world.cloud.bucket.objects.items() if key.startswith("rejected/")}


def night_is_undisturbed(small):
    """What a night comes to that nothing disturbs: files rejected, the roster that counts, the credits' ends."""
    world = small.again()
    world.night()
    world.settle()
    return rejected_rows(world)


def finish(world, book, small, name, rejected, **also):
    """Settles, and enters into the table the faults of this process, and `also` other events."""
    world.settle()
    injected = world.boundary.injected + world.partner.injected()
    book(
        name,
        injected + Counter({kind.replace("_", " "): count for kind, count in also.items()}),
        judge(small.plan, world),
    )
    assert rejected_rows(world) == rejected
