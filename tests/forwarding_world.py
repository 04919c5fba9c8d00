"""All that forwarding needs: a ledger on moto, the ASCP stand-in over HTTP, a clock that is set by hand."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
from laurel.delivery.forwarder import Forwarder, Report, RetryPolicy
from laurel.delivery.messages import Message, RedeliveryPolicy
from laurel.learners.consent import Consents
from laurel.ledger.credit import Credit
from laurel.ledger.store import Change, Ledger
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from local.ascp.faults import Rule
from local.ascp.participants import Participant
from local.ascp.server import LOCAL_CLIENT
from local.ascp.server import Ascp as StandIn
from local.ascp.server import start as start_stand_in
from tests.credits import START, a_credit

POSTS = "/v1/submissions"
RETRY_POLICY = RetryPolicy(
    lease=timedelta(seconds=120),
    ask_after=timedelta(seconds=60),
    redelivery=RedeliveryPolicy(base=30, longest=3600, most=8),
)
DAY = timedelta(days=1)


class Queue:
    """A delivery queue that only notes what is postponed."""

    def __init__(self) -> None:
        self.waits: dict[str, int] = {}

    def postpone(self, waits: Mapping[str, int]) -> None:
        self.waits = dict(waits)


class World:
    """Forwarding, and everything around it."""

    def __init__(self, ledger: Ledger, stand_in: StandIn) -> None:
        self.ledger = ledger
        self.consents = Consents(Table("LedgerTable"))
        self.stand_in = stand_in
        self.queue = Queue()
        self.now = START
        self.calls: Counter[str] = Counter()
        self._ids = (f"s{n}" for n in count(1))
        credentials = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
        self.ascp = Ascp(stand_in.url, lambda: credentials, self.clock)
        self.forwarder = self.another_forwarder()
        aws_clients.dynamodb().meta.events.register("before-call.dynamodb.*", self._count)

    def _count(self, model: Any, **_: object) -> None:
        self.calls[model.name] += 1

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        """Puts the clock forward."""
        self.now += timedelta(**span)

    def another_forwarder(self, **changes: Any) -> Forwarder:
        """A forwarder for the same queue and ledger; `changes` replace its parts."""
        parts = {
            "ledger": self.ledger,
            "consents": self.consents,
            "queue": self.queue,
            "partner": self.ascp,
            "retry_policy": RETRY_POLICY,
            **changes,
        }
        new_breaker = partial(Breaker, self.clock, lambda: 0.0, base=30, longest=3600)
        parts = {"clock": self.clock, **parts, "partner": GuardedPartner(parts["partner"], new_breaker, self.clock)}
        return Forwarder(**parts, new_id=lambda: next(self._ids), draw=lambda: 0.0)

    def reported(self, *credit_ids: str, **changes: Any) -> None:
        """Puts reported credits into the ledger, for participants ASCP knows."""
        credits_ = [a_credit(one, **changes) for one in credit_ids]
        self.put(*(one.report(member_number="M1", at=START, look_again_at=START + DAY) for one in credits_))

    def put(self, *credits_: Credit) -> None:
        """Puts new credits into the ledger as they are."""
        assert None not in self.ledger.save([Change(None, credit) for credit in credits_])
        self.calls.clear()

    def forward(self, *credit_ids: str, receives: int = 1, seconds: float = 50, by: Forwarder | None = None) -> Report:
        """Wakes the forwarder once for each of `credit_ids`."""
        messages = [message(f"m-{one}", json.dumps({"credit_id": one}), receives) for one in credit_ids]
        return self.deliver(messages, seconds=seconds, by=by)

    def deliver(self, messages: Iterable[Message], *, seconds: float = 50, by: Forwarder | None = None) -> Report:
        """Hands `messages` to the forwarder, with so many seconds of time."""
        return (by or self.forwarder).forward(list(messages), until=self.now + timedelta(seconds=seconds))

    def credit(self, credit_id: str) -> Credit:
        """The credit as the ledger holds it."""
        return self.ledger.get_many([credit_id])[credit_id]

    def states(self) -> dict[str, str]:
        """The states of the credits c0, c1…, as far as there are any."""
        found = self.ledger.get_many(f"c{n}" for n in range(100))
        return {one: str(found[one].state) for one in sorted(found)}

    def fail(self, *rules: Any, **rule: Any) -> None:
        """Tells the stand-in to fail."""
        self.stand_in.faults.put([*rules, Rule(**rule)] if rule else list(rules))

    def heal(self) -> None:
        """Tells the stand-in to work again."""
        self.stand_in.faults.put([])

    def asked(self, method: str, path: str = "/v1/") -> list[Any]:
        """The requests ASCP has seen."""
        return [one for one in self.stand_in.records.seen(path) if one.method == method]

    def sent(self) -> list[list[str]]:
        """The references of each submission ASCP has seen."""
        bodies = [json.loads(one.body) for one in self.asked("POST")]
        return [[credit["reference"] for credit in body["credits"]] for body in bodies]

    def times_booked(self) -> set[int]:
        """How often ASCP booked each credit it holds: never more than once."""
        return {one.times_booked for one in self.stand_in.books.booked()}


def message(message_id: str, body: str, receives: int = 1) -> Message:
    """A message as SQS hands it over."""
    return Message(message_id, f"handle-{message_id}", body, receives)


@contextmanager
def a_world(ledger: Ledger) -> Iterator[World]:
    """A world in which ASCP knows the learners of the credits c0 to c99."""
    known = [Participant(email=f"c{n}@example.org", name="Ada Example") for n in range(100)]
    made: list[World] = []
    with start_stand_in(participants=known, clock=lambda: made[0].now if made else START) as stand_in:
        made.append(World(ledger, stand_in))
        yield made[0]
