"""docs/delivery-outcomes.md says what each answer does to the credit, the batch and the breakers: seen by giving it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeAliasType, get_args

import pytest

from laurel.delivery import partner as seam
from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.client import Ascp
from laurel.delivery.circuit_breaker import LEAST_CALLS, Breaker, GuardedPartner, NotAsked
from laurel.delivery.partner import Answered, Partner, Unclear
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from tests.credits import a_credit
from tests.forwarding_world import DAY, World
from tests.scripted_server import ScriptedServer
from tests.unit.delivery.outcome_cases import LOOKUPS, NO_ANSWER, OWN_WAIT, SUBMISSIONS, Case

DOCUMENT = Path(__file__).parents[3] / "docs" / "delivery-outcomes.md"
FAILS = Unclear("ASCP answered 500")


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the document's table under `heading`, by their first cell."""
    section = DOCUMENT.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")][2:]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


_NUMBERS = count()


def new_names(number: int) -> list[str]:
    """So many names of credits that no other case uses."""
    return [f"c{next(_NUMBERS)}" for _ in range(number)]


@dataclass
class Watched(Partner):
    """`ascp`, with what it was given and what it answered."""

    ascp: Partner
    name: str = "ASCP"
    most_credits: int = 100
    sizes: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> Any:
        self.sizes.append(len(batch))
        self.outcomes.append(self.ascp.submit(submission_id, batch, until=until))
        return self.outcomes[-1]

    def ask(self, reference: str, *, until: datetime) -> Any:
        self.asked.append(reference)
        self.outcomes.append(self.ascp.ask(reference, until=until))
        return self.outcomes[-1]


class Bench:
    """Gives one case to the client, the forwarder and the breakers, and says in the document's words what happens."""

    def __init__(self, world: World, server: ScriptedServer, case: Case) -> None:
        self.world, self.server, self.case = world, server, case
        self.retry_after(None)

    def retry_after(self, seconds: int | None) -> None:
        """From now on each answer asks for this wait."""
        headers = {"Retry-After": str(seconds)} if seconds else {}
        self.server.respond = partial(self.case.respond, **headers)

    def partner(self) -> Watched:
        url = self.server.url if self.case.reachable else "http://127.0.0.1:9"
        return Watched(Ascp(url, self.case.credentials, self.world.clock))

    def credits(self, number: int, **changes: Any) -> list[str]:
        """So many reported credits, whose participants ASCP knows."""
        names = new_names(number)
        self.world.reported(*names, **changes)
        return names

    def in_doubt(self, number: int) -> list[str]:
        """So many credits in doubt for long enough to be looked up."""
        names = new_names(number)
        at = self.world.now - timedelta(hours=1)
        sent = [a_credit(one).report(member_number="M1", at=at, look_again_at=at) for one in names]
        leased = [one.lease("s", at=at, until=at) for one in sent]
        self.world.put(*(one.put_back(why="500", in_doubt=True, at=at, look_again_at=at + DAY) for one in leased))
        return names

    def forward(self, *names: str, to: Watched, receives: int = 1) -> None:
        forwarder = self.world.another_forwarder(partner=to, parallel_calls=1)
        self.world.forward(*names, by=forwarder, receives=receives, seconds=self.case.seconds)


def outcome_of(watched: Watched) -> str:
    """The name of the first outcome, and of the first credit's in it."""
    first = watched.outcomes[0]
    inner = next(iter(first.results.values())) if isinstance(first, Answered) else None
    return f"`{type(first).__name__}`" + (f", `{type(inner).__name__}`" if inner else "")


def submitted_credit(bench: Bench) -> str:
    """What becomes of one credit that is sent alone."""
    watched = bench.partner()
    [name] = bench.credits(1)
    bench.forward(name, to=watched)
    credit = bench.world.credit(name)
    if credit.state is not State.REPORTED:
        return f"`{credit.state}`"
    if credit.in_doubt:
        return "`reported`, in doubt: looked up before it is sent again"
    assert credit.attempts == 0, "an attempt that surely failed is not counted"
    bench.world.pass_time(hours=4)
    bench.forward(name, to=bench.partner(), receives=2)
    if bench.world.credit(name).state is State.REJECTED:
        return "`reported`: sent again; `rejected` (`invalid`) if it is refused alone again, 4 hours later or more"
    return "`reported`: sent again"


BATCHES = {
    ((4,), (1, 2, 1)): "All have an outcome; the next batch follows",
    ((4, 2, 1, 1, 2, 1), (1, 1, 1)): "Cut in half until each credit is alone; after 3 credits refused alone, no more",
    ((4,), (1, 1)): "All put back; of credits tried before, one more is sent, then no more",
    ((4,), (1,)): "All put back; no more is sent",
}


def submitted_batch(bench: Bench) -> str:
    """What becomes of four new credits, and of four that were tried often."""
    sizes = []
    for attempts in (0, 3):
        watched = bench.partner()
        bench.forward(*bench.credits(4, attempts=attempts), to=watched)
        sizes.append(tuple(watched.sizes))
    return BATCHES[sizes[0], sizes[1]]


def looked_up_credit(bench: Bench) -> str:
    """What becomes of one credit in doubt; the server accepts every credit."""
    watched = bench.partner()
    [name] = bench.in_doubt(1)
    bench.forward(name, to=watched)
    credit = bench.world.credit(name)
    if watched.sizes:
        return "sent in the same run"
    return "stays in doubt: looked up again" if credit.in_doubt else f"`{credit.state}`"


OTHERS = {
    (3, True): "The others are looked up; credits to send are sent",
    (1, False): "No more is looked up or sent",
    (1, True): "No more is looked up; credits to send are sent",
}


def looked_up_batch(bench: Bench) -> str:
    """What becomes of the other credits to look up and to send."""
    watched = bench.partner()
    doubtful = bench.in_doubt(3)
    bench.forward(*doubtful, *bench.credits(1), to=watched)
    return OTHERS[len(watched.asked), bool(watched.sizes)]


def breakers(bench: Bench, call: str) -> str:
    """What the breakers learn of one `call`, and what `Retry-After` changes."""
    counted = kind_of_count(bench, call)
    bench.retry_after(OWN_WAIT)
    guard, _ = guarded(bench)
    make(guard, call, bench)
    opened = is_open(guard, call, bench)
    bench.retry_after(None)
    return f"{counted}; `Retry-After` opens it at once" if counted == f"A failure of {opened}" else counted


def kind_of_count(bench: Bench, call: str) -> str:
    guard, _ = guarded(bench)
    make(guard, call, bench)
    if paused := guard.paused():
        if "does not answer at present" in paused.why:
            return "A failure of all calls; opens it at once"
        return f"Not counted; no calls for {paused.retry_after} s"
    for _ in range(LEAST_CALLS - 1):
        make(guard, call, bench)
    if opened := is_open(guard, call, bench):
        return f"A failure of {opened}"
    # Three failures, this call and one more failure open a breaker, unless this call was a success.
    guard, watched = guarded(bench)
    real, watched.ascp = watched.ascp, Failing()
    for partner in (Failing(),) * (LEAST_CALLS - 1) + (real, Failing()):
        watched.ascp = partner
        make(guard, call, bench)
    return "Not counted" if is_open(guard, call, bench) else "A success"


class Failing(Partner):
    """Answers 500 to everything."""

    name, most_credits = "ASCP", 100

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> Any:
        return FAILS

    def ask(self, reference: str, *, until: datetime) -> Any:
        return FAILS


def guarded(bench: Bench) -> tuple[GuardedPartner, Watched]:
    watched = bench.partner()
    breaker = partial(Breaker, bench.world.clock, lambda: 0.0, base=30, longest=3600)
    return GuardedPartner(watched, breaker, bench.world.clock), watched


def make(guard: GuardedPartner, call: str, bench: Bench) -> Any:
    until = bench.world.now + timedelta(seconds=bench.case.seconds)
    if call == "submit":
        return guard.submit("s", [a_credit("c1", member_number="M1")], until=until)
    return guard.ask("c1", until=until)


def is_open(guard: GuardedPartner, call: str, bench: Bench) -> str:
    """Which calls the guard holds back: all, lookups, or none."""
    if guard.paused():
        return "all calls"
    return "lookups" if isinstance(make(guard, "ask", bench), NotAsked) else ""


def submission(bench: Bench) -> list[str]:
    """The row of a submission, without its first cell."""
    watched = bench.partner()
    bench.forward(*bench.credits(1), to=watched)
    return [outcome_of(watched), submitted_credit(bench), submitted_batch(bench), breakers(bench, "submit")]


def lookup(bench: Bench) -> list[str]:
    """The row of a lookup, without its first cell."""
    watched = bench.partner()
    bench.forward(*bench.in_doubt(1), to=watched)
    return [outcome_of(watched), looked_up_credit(bench), looked_up_batch(bench), breakers(bench, "ask")]


@pytest.fixture(autouse=True)
def short_calls(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Whoever waits for an answer that never ends waits half a second."""
    if NO_ANSWER in request.node.name:
        monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("answer", SUBMISSIONS)
def test_what_an_answer_to_a_submission_does(world: World, server: ScriptedServer, answer: str) -> None:
    found = [submission(Bench(world, server, case)) for case in SUBMISSIONS[answer]]
    assert found == [rows("Submissions").get(answer)] * len(found)


@pytest.mark.slow
@pytest.mark.parametrize("answer", LOOKUPS)
def test_what_an_answer_to_a_lookup_does(world: World, server: ScriptedServer, answer: str) -> None:
    found = [lookup(Bench(world, server, case)) for case in LOOKUPS[answer]]
    assert found == [rows("Lookups").get(answer)] * len(found)


@pytest.mark.parametrize(("heading", "cases"), [("Submissions", SUBMISSIONS), ("Lookups", LOOKUPS)])
def test_the_document_has_the_rows_that_are_tested_and_no_others(heading: str, cases: dict[str, Any]) -> None:
    assert list(rows(heading)) == list(cases)


@pytest.mark.parametrize(("heading", "every"), [("Submissions", seam.SubmissionOutcome), ("Lookups", seam.AskOutcome)])
def test_the_document_names_each_outcome_of_the_protocol(heading: str, every: TypeAliasType) -> None:
    named = {word for cells in rows(heading).values() for word in cells[0].replace("`", "").split(", ")}
    if heading == "Submissions":
        named -= {one.__name__ for one in members(seam.CreditOutcome)}
    assert named == {one.__name__ for one in members(every)}


def members(alias: Any) -> set[type]:
    """The classes of a union, through all aliases in it."""
    if isinstance(alias, TypeAliasType):
        return members(alias.__value__)
    return {found for one in get_args(alias) for found in members(one)} or {alias}
