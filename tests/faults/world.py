"""A whole Laurel in one process and in simulated time: both functions with a runtime of ours, and all around them."""

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from laurel.delivery.ascp.sign_in import Credentials
from laurel.ledger.credit import Credit
from laurel.ledger.records import from_item
from laurel.ledger.states import State
from laurel.platform import aws
from laurel.platform.attributes import read_value
from laurel.platform.runtime import Runtime
from local.ascp.participants import Participant
from local.ascp.server import LOCAL_CLIENT
from tests.faults.boundary import Boundary, Cloud, Killed, put_between
from tests.faults.buckets import Bucket
from tests.faults.containers import DEAD, ENVIRONMENT, QUEUE, REQUESTS, Context, Process
from tests.faults.dynamo import Dynamo, Index
from tests.faults.partner import Partner
from tests.faults.queues import Queue, Queues
from tests.stores import plain, properties

START = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
_CLIENTS = (aws.session, aws.dynamodb, aws.s3, aws.sqs, aws.functions)


class World:
    """Laurel, AWS and an ASCP that knows `people` (e-mail addresses). `seed` decides all that is random."""

    def __init__(self, monkeypatch: Any, *, seed: str, people: list[str], deduplicate: bool = True) -> None:
        self.now = START
        self.random = random.Random(seed)
        self.deduplicate = deduplicate
        self.seconds_left = lambda: 900.0
        known = [Participant(email=one, name="Ada Example") for one in people]
        self.partner = Partner(known, self.clock, self.pass_time, deduplicate=deduplicate)
        self.cloud = Cloud(Dynamo(indexes(), self.seconds), self._queues(), Bucket(self.clock))
        self.boundary = Boundary(self.cloud, self.partner, draw=random.Random(f"{seed}/answers"))
        self.outcomes: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self.doubled = 0
        self.reports: list[dict] = []
        self.failed_events: list[dict] = []
        self.at_night = False
        self.on_invocation: Callable[[Any], None] = lambda _event: None
        self._settle_in(monkeypatch)

    def _queues(self) -> Queues:
        wanted = properties("DeliveryQueue")
        dead = Queue(visibility=30)
        most = int(plain(wanted["RedrivePolicy"]["maxReceiveCount"]))
        requests = Queue(properties("RunRequestQueue")["VisibilityTimeout"])
        queues = {QUEUE: Queue(wanted["VisibilityTimeout"], most, dead), DEAD: dead, REQUESTS: requests}
        return Queues(queues, self.seconds)

    def _settle_in(self, monkeypatch: Any) -> None:
        put_between(monkeypatch, self.boundary)
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        for client in _CLIENTS:
            client.cache_clear()
        runtime = Runtime(
            clock=self.clock,
            seconds=self.seconds,
            wait=self.pass_time,
            new_id=self.new_id,
            draw=self.random.random,
            publish=lambda _figures: None,
            parallel_calls=1,  # one order of calls, the same each time
        )
        credentials = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
        self._process = partial(Process, runtime, credentials)
        self._ids = 0
        self.new_process()

    # ------------------------------------------------------------ time and processes

    def clock(self) -> datetime:
        """The present instant."""
        return self.now

    def seconds(self) -> float:
        """The present instant, in seconds."""
        return (self.now - START).total_seconds()

    def pass_time(self, seconds: float = 0, **span: float) -> None:
        """Puts the clock forward."""
        self.now += timedelta(seconds=seconds, **span)

    def new_id(self) -> str:
        """An id that was never given before."""
        self._ids += 1
        return f"{self._ids:032x}"

    def new_process(self) -> None:
        """The functions begin with nothing in memory."""
        self.boundary.revive()
        self.process = self._process()

    def run_beside(self, function: Callable[[], object]) -> None:
        """Runs `function` as another process would, while one is under way and waits for an answer."""
        number, kept = self.boundary.number, self.process
        self.process = self._process()
        try:
            function()
        finally:
            self.process = kept
            self.boundary.number = number

    def keep(self) -> Callable[[], None]:
        """Remembers everything as it is; what is given back brings it all back."""
        cloud, partner = self.cloud.keep(), self.partner.keep()
        now, ids = self.now, self._ids

        def bring_back() -> None:
            cloud()
            partner()
            self.now, self._ids = now, ids
            self.boundary.injected.clear()
            self.failed_events.clear()
            self.heal()

        return bring_back

    # ------------------------------------------------------------ input

    def put(self, key: str, text: str) -> None:
        """A partner puts a file into the intake bucket."""
        self.cloud.bucket.put(key, text.encode())
        self.pass_time(1)

    def announce(self, key: str, text: str) -> None:
        """A partner puts a file into the intake bucket, and S3 announces it."""
        self.put(key, text)
        request = {"QueueUrl": REQUESTS, "MessageBody": json.dumps({"detail": {"object": {"key": key}}})}
        self.cloud.queues.call("SendMessage", request)

    # ------------------------------------------------------------ the functions, as Lambda calls them

    def serve_requests(self) -> bool:
        """One batch of requests for a run, as Lambda handles it; false if none is visible."""
        queue = self.cloud.queues.queues[REQUESTS]
        records = [_record(one) for one in self.cloud.queues.receive(queue, 10)]
        if not records:
            return False
        self.at_night = True
        answer = self._call(self.process.run_on_request, {"Records": records}, lambda: int(self.seconds_left() * 1000))
        self.at_night = False
        back = {one["itemIdentifier"] for one in answer["batchItemFailures"]} if answer else None
        for record in records:
            if back is not None and record["messageId"] not in back:
                queue.messages.pop(record["receiptHandle"].split("/")[0], None)
        return True

    def serve_all_requests(self) -> None:
        """Requests for a run until none is left, however long they wait, with the parts that runs ask for."""
        queue = self.cloud.queues.queues[REQUESTS]
        while queue.messages:
            while self.cloud.invoked:
                self.invoke_night(self.cloud.invoked.pop(0))
            if not self.serve_requests():
                self.now = max(self.now, START + timedelta(seconds=min(m.visible_at for m in queue.messages.values())))

    def night(self, event: dict | None = None) -> dict | None:
        """One nightly invocation; None if it failed. Its further parts follow."""
        report = self.invoke_night(event)
        while self.cloud.invoked:
            report = self.invoke_night(self.cloud.invoked.pop(0))
        return report

    def invoke_night(self, event: dict | None = None) -> dict | None:
        """One nightly invocation alone; None if it failed."""
        self.at_night = True
        self.on_invocation(event)
        report = self._call(self.process.report_nightly, event or {}, lambda: int(self.seconds_left() * 1000))
        self.at_night = False
        if report:
            self.reports.append(report)
        else:
            self.failed_events.append(event or {})
        return report

    def night_with_retries(self) -> dict | None:
        """A night as Lambda starts it: tried twice more when it fails."""
        for _ in range(3):
            report = self.night()
            if report and not report["skipped"]:
                return report
            self.pass_time(minutes=1)
        return None

    def forward(self, records: list[dict]) -> set[str]:
        """One invocation of the forwarder: the ids of the messages that come back."""
        answer = self._call(self.process.forward_ascp, {"Records": records}, lambda: 60_000)
        if answer is None:
            return {record["messageId"] for record in records}
        return {one["itemIdentifier"] for one in answer["batchItemFailures"]}

    def arrive(self, credit_ids: list[str]) -> bool:
        """One invocation for credits that the ledger's stream says were just earned; false if it failed."""
        keys = ({"pk": {"S": f"CREDIT#{one}"}, "sk": {"S": "CREDIT"}} for one in credit_ids)
        event = {"Records": [{"dynamodb": {"Keys": key}} for key in keys]}
        return bool(self._call(self.process.match_arrivals, event, lambda: 60_000))

    def arrive_with_retries(self, credit_ids: list[str]) -> None:
        """As Lambda reads a stream: a batch that fails is tried again, five times."""
        for _ in range(6):
            if self.arrive(credit_ids):
                return
            self.pass_time(1)

    def push(self, provider: str, rows: list[dict]) -> list | None:
        """One call of a provider's program: what became of each row; None if it got no answer."""
        return self._call(self.process.push, {"provider": provider, "rows": rows}, lambda: 15_000)

    def _call(self, function: Any, event: dict, milliseconds: Any) -> Any:
        try:
            answer = function(event, Context(milliseconds))
        except Killed:
            answer = None
        except Exception as error:  # noqa: BLE001  # as Lambda does
            answer = None
            self.outcomes[type(error).__name__] += 1
        if self.boundary.dead:
            self.killed[function.__name__] += 1
            self.new_process()
            return None
        return answer

    # ------------------------------------------------------------ SQS and Lambda between them

    def batch(self, most: int = 100, *, twice: float = 0.0) -> list[dict]:
        """The next messages as Lambda hands them over. So large a share of them SQS has `twice`.

        The copy comes at once, while the first is worked on, or long after that was done with.
        """
        queues, queue = self.cloud.queues, self.cloud.queues.queues[QUEUE]
        found = queues.receive(queue, most)
        for message in found if twice else ():
            if self.random.random() < twice:
                queues.double(queue, message, visible_in=self.random.choice((0, 0, 60, 600, 3600, 20_000)))
                self.doubled += 1
        # A copy that is visible at once may come in the same batch.
        found += queues.receive(queue, most - len(found)) if twice else []
        return [_record(one) for one in found]

    def deliver(self, most: int | None = None, *, elsewhere: float = 0.0, **mischief: Any) -> bool:
        """One batch from the queue to the forwarder and back, as Lambda makes it: now full, now of a few messages.

        So large a share of them goes `elsewhere`, to a container that has nothing in memory. False if no message is
        visible.
        """
        records = self.batch(most or self.random.choice((100, 100, 40, 10, 1)), **mischief)
        if not records:
            return False
        if elsewhere and self.random.random() < elsewhere:
            self.run_beside(lambda: self.settle_batch(records, self.forward(records)))
        else:
            self.settle_batch(records, self.forward(records))
        return True

    def deliver_all_at_once(self) -> bool:
        """One batch of a hundred."""
        return self.deliver(100)

    def settle_batch(self, records: list[dict], failed: set[str]) -> None:
        """Deletes the messages that did not fail, as Lambda does."""
        queue = self.cloud.queues.queues[QUEUE]
        for record in records:
            if record["messageId"] not in failed:
                queue.messages.pop(record["receiptHandle"].split("/")[0], None)

    def deliver_until(self, end: datetime, **mischief: Any) -> None:
        """Delivers whatever becomes visible until `end`, or until the queue is empty."""
        queue = self.cloud.queues.queues[QUEUE]
        while queue.messages and self.now < end:
            if not self.deliver(**mischief) and queue.messages:
                self.now = max(self.now, START + timedelta(seconds=min(m.visible_at for m in queue.messages.values())))

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self.boundary.trouble = lambda _name: None
        self.boundary.meanwhile.clear()
        self.boundary.unreadable.clear()
        self.cloud.queues.disorder = None
        self.partner.faults.put([])
        self.partner.down = False
        self.cloud.dynamo.lag = 0.0
        self.new_process()

    def settle(self, nights: int = 4) -> None:
        """Nights and deliveries until nothing is on its way."""
        for _ in range(nights):
            self.pass_time(days=1)
            self.night_with_retries()
            self.deliver_until(self.now + timedelta(hours=20))
            if not any(one.state in OPEN for one in self.credits().values()):
                return

    # ------------------------------------------------------------ what there is to see

    def credits(self) -> dict[str, Credit]:
        """Every credit in the ledger, by id."""
        found = {}
        for (pk, _), item in self.cloud.dynamo.items.items():
            if pk.startswith("CREDIT#"):
                credit = from_item({name: read_value(value) for name, value in item.items()})
                found[credit.credit_id] = credit
        return found

    def files_taken(self) -> dict[str, dict]:
        """What the ledger says of each file that a night was done with, by key."""
        return {
            pk.removeprefix("FILE#"): read_value(item["report"])
            for (pk, _), item in self.cloud.dynamo.items.items()
            if pk.startswith("FILE#") and "report" in item
        }

    def booked(self) -> dict[str, list[str]]:
        """ASCP's own books: the receipts by reference."""
        held: dict[str, list[str]] = {}
        for one in self.partner.books.booked():
            held.setdefault(one.reference, []).append(one.receipt)
        return held


OPEN = (State.EARNED, State.REPORTED, State.SENDING)


def _record(message: Any) -> dict:
    return {
        "messageId": message.message_id,
        "receiptHandle": message.handle,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.receives)},
    }


def indexes() -> dict[str, Index]:
    """The ledger's indexes as the template defines them."""
    found = {}
    for index in properties("LedgerTable")["GlobalSecondaryIndexes"]:
        keys = {key["KeyType"]: key["AttributeName"] for key in index["KeySchema"]}
        projection = index["Projection"]
        also = None if projection["ProjectionType"] == "ALL" else frozenset(projection.get("NonKeyAttributes", ()))
        found[index["IndexName"]] = Index(keys["HASH"], keys.get("RANGE"), also)
    return found
