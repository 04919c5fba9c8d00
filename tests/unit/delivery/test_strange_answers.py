"""Answers that contradict themselves or what was known are counted, and what never left is not called sent."""

from datetime import datetime

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.contract import read_results
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.partner import Accepted, Answered, AskOutcome, NotHeld, SubmissionOutcome
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Change
from local.ascp.faults import Rule
from tests.forwarding_world import POSTS, World

BODY = b'{"results": [%s]}'
RESULT = b'{"reference": "%s", "outcome": "accepted", "receipt": "%s"}'


def results(*pairs: tuple[bytes, bytes]) -> bytes:
    return BODY % b", ".join(RESULT % pair for pair in pairs)


def test_receipts_that_contradict_are_counted() -> None:
    names = ["c1", "c2", "c3"]
    assert read_results(results((b"c1", b"R1"), (b"c2", b"R2"), (b"c1", b"R1")), names).contradictions == 0  # type: ignore[union-attr]
    assert read_results(results((b"c1", b"R1"), (b"c1", b"R2")), names).contradictions == 1  # type: ignore[union-attr]
    twice = [(b"c1", b"R1"), (b"c1", b"R2"), (b"c2", b"R3"), (b"c2", b"R4")]
    assert read_results(results(*twice), names).contradictions == 2  # type: ignore[union-attr]
    assert read_results(results((b"c1", b"R1"), (b"c2", b"R1"), (b"c3", b"R3")), names).contradictions == 2  # type: ignore[union-attr]


class Saying:
    """An ASCP that answers a submission as a test wants, after something else has happened."""

    name, most_credits = "ASCP", 100

    def __init__(self, outcome: SubmissionOutcome, meanwhile: object = None) -> None:
        self.outcome, self.meanwhile = outcome, meanwhile

    def submit(self, _id: str, _leased: list[Credit], *, until: datetime) -> SubmissionOutcome:
        if callable(self.meanwhile):
            self.meanwhile()
        return self.outcome

    def ask(self, _reference: str, *, until: datetime) -> AskOutcome:
        return NotHeld()


def test_strange_and_contradicting_results_are_in_the_report(world: World) -> None:
    world.reported("c1")
    saying = Saying(Answered({"c1": Accepted("R1")}, unexpected=2, contradictions=1))
    report = world.forward("c1", by=world.another_forwarder(partner=saying))
    assert (report.accepted, report.unexpected, report.contradictions) == (1, 2, 1)


def test_a_receipt_that_contradicts_the_one_in_the_ledger_is_counted_and_changes_nothing(world: World) -> None:
    world.reported("c1", "c2")

    def another_was_faster() -> None:
        before = world.ledger.get_many(["c1", "c2"])
        world.ledger.save([Change(one, one.accept(f"R-{name}", at=world.now)) for name, one in before.items()])

    saying = Saying(Answered({"c1": Accepted("R-c1"), "c2": Accepted("R-other")}), another_was_faster)
    report = world.forward("c1", "c2", by=world.another_forwarder(partner=saying))
    assert report.contradictions == 1
    assert world.credit("c2").receipt == "R-c2"


def test_what_never_left_is_not_called_sent(world: World) -> None:
    world.reported("c1", "c2", "c3")
    wrong = Ascp(world.stand_in.url, lambda: Credentials("laurel-local", "wrong"), world.clock)
    world.forward("c1", by=world.another_forwarder(partner=wrong))
    world.forward("c2", seconds=1)
    for one in ("c1", "c2"):
        assert State.SENDING not in {step.state for step in world.credit(one).timeline}
    assert world.asked("POST", POSTS) == []
    world.fail(kind="status", status=500, path=POSTS)
    world.forward("c3")
    assert State.SENDING in {step.state for step in world.credit("c3").timeline}


def test_of_a_batch_that_stops_half_way_only_what_went_out_is_called_sent(world: World) -> None:
    names = [f"c{n}" for n in range(20)]
    world.reported(*names)
    for receive in range(1, 4):  # from the third on they go out in portions
        world.fail(kind="status", status=500, path=POSTS)
        world.forward(*names, receives=receive)
        world.heal()
        world.pass_time(hours=2)
    before = {one: world.credit(one) for one in names}
    seen = len(world.sent())
    world.fail(kind="status", status=500, path=POSTS)
    world.forward(*names, receives=4)
    went_out = {one for references in world.sent()[seen:] for one in references}
    assert 0 < len(went_out) < len(names)
    for one in names:
        steps = world.credit(one).timeline[len(before[one].timeline) :]
        assert (State.SENDING in {step.state for step in steps}) == (one in went_out)


def test_a_half_that_stays_behind_left_with_the_whole(world: World) -> None:
    names = [f"c{n}" for n in range(4)]
    world.reported(*names)
    world.fail(
        Rule(kind="status", status=400, path=POSTS, times=1),
        Rule(kind="status", status=500, path=POSTS, times=1),
    )
    world.forward(*names)
    for one in names:
        assert State.SENDING in {step.state for step in world.credit(one).timeline}
