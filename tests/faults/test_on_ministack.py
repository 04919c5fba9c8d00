"""A night of 1,000 credits by the doors of both functions, in batches of a hundred, on MiniStack and over real sockets.

AWS and ASCP fail at random as in the nights in simulated time; here table, queue, bucket and connections are not ours.
"""

import json
import random
import socket
import time
from datetime import timedelta
from functools import partial
from itertools import batched
from types import SimpleNamespace

import boto3
import pytest
from botocore.httpsession import URLLib3Session

from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.sign_in import Credentials
from laurel.ledger.store import Ledger
from laurel.platform import aws
from laurel.platform.clock import utc_now
from laurel.platform.runtime import Runtime
from laurel.platform.table import Table
from local import ministack
from local.ascp.participants import Participant
from local.ascp.server import LOCAL_CLIENT
from local.ascp.server import start as start_stand_in
from local.ascp.settings import Settings
from local.places import CREDENTIALS, REGION
from local.processes import Register
from tests import stores
from tests.faults.boundary import Boundary, Killed
from tests.faults.containers import NO_MAIL, Context, Process
from tests.faults.mischief import Mischief, bad_days_of_ascp
from tests.faults.plan import a_plan, judge
from tests.faults.table import SEED
from tests.faults.world import OPEN

CREDITS = 1000
PATIENCE = 600  # seconds: far more than any of it takes on a busy machine
_CLIENTS = (aws.session, aws.dynamodb, aws.s3, aws.sqs, aws.functions)
_SEND = URLLib3Session.send


class RealCloud:
    """The real AWS after the boundary: each call reaches its service."""

    def __init__(self):
        # As botocore's clients do: otherwise each call waits 40 ms for the rest of its request.
        self._session = URLLib3Session(socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)])

    def conditions(self, request):
        """Nobody looks which conditions of a transaction hold before it is made."""
        return [True] * len(json.loads(request.body)["TransactItems"])

    def answer(self, _name, _operation, request):
        """What the service answers."""
        whole = request.stream_output
        request.stream_output = False
        answer = _SEND(self._session, request)
        request.stream_output = whole
        return answer.status_code, dict(answer.headers), answer.content


@pytest.fixture
def cloud(tmp_path, monkeypatch):
    """MiniStack on its own, with table, queue and bucket as the template defines them; messages come back at once."""
    register = Register(tmp_path)
    endpoint = ministack.start(tmp_path, register)
    try:
        for name, value in {**CREDENTIALS, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": endpoint}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it remembers the credentials of other tests
        for client in _CLIENTS:
            client.cache_clear()
        queue = stores.make_queue("DeliveryQueue")
        boto3.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "2"})
        yield {
            "LEDGER_TABLE_NAME": stores.make_table("LedgerTable"),
            "CLAIMS_TABLE_NAME": stores.make_table("ClaimsTable"),
            "DELIVERY_QUEUE_URL": queue,
            "RUN_REQUEST_QUEUE_URL": queue,  # nothing arrives here
            "AUDIT_TABLE_NAME": "audit",  # nothing is undone here
            "INTAKE_BUCKET_NAME": stores.make_bucket("IntakeBucket"),
        }
    finally:
        for client in _CLIENTS:
            client.cache_clear()
        register.end_all()


class OnMiniStack:
    """Both functions in this process; `credits` and `booked` are what the judge of a plan asks for."""

    def __init__(self, monkeypatch, names, stand_in, plan):
        self.names, self.stand_in, self.plan = names, stand_in, plan
        self.boundary = Boundary(RealCloud(), None)
        self.at_night = False
        self.ahead = timedelta()  # of the nights' clock: the lease of a killed night is soon over
        monkeypatch.setattr(
            "botocore.httpsession.URLLib3Session.send", lambda _session, request: self.boundary.send(request)
        )
        monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
        settings = {
            **NO_MAIL,
            **names,
            "ASCP_BASE_URL": stand_in.url,
            "ASCP_SECRET_ID": "ascp",
            "ASCP_REQUESTS_PER_SECOND": "1000000",
            "RETRY_BASE_SECONDS": "1",
            "RETRY_MAX_SECONDS": "1",
            "LEASE_SECONDS": "5",
            "SETTLE_SECONDS": "0",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.3)
        runtime = Runtime(draw=random.Random(SEED).random)
        of_nights = Runtime(clock=lambda: utc_now() + self.ahead)
        credentials = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
        self._process = partial(Process, runtime, credentials, of_nights=of_nights)
        self.new_process()

    def new_process(self):
        """The functions begin with nothing in memory."""
        self.boundary.revive()
        self.process = self._process()

    def call(self, handler, event):
        """One invocation; None if it failed."""
        try:
            return handler(event, Context(lambda: 900_000))
        except Killed:
            return None
        except Exception:  # noqa: BLE001  # as Lambda does
            return None
        finally:
            if self.boundary.dead:
                self.new_process()

    def night(self):
        """A night, tried until it comes to its end."""
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            self.at_night = True
            report = self.call(self.process.report_nightly, {})
            self.at_night = False
            if report and not report["skipped"]:
                return report
            self.ahead += timedelta(minutes=1)
        raise AssertionError("no night came to its end")

    def batch(self):
        """Up to a hundred messages as Lambda hands them over."""
        sqs, records = aws.sqs(), []
        while len(records) < 100:
            found = _without_mischief(
                self,
                lambda: sqs.receive_message(
                    QueueUrl=self.names["DELIVERY_QUEUE_URL"],
                    MaxNumberOfMessages=10,
                    MessageSystemAttributeNames=["All"],
                ),
            )
            if not found.get("Messages"):
                break
            for one in found["Messages"]:
                records.append(
                    {
                        "messageId": one["MessageId"],
                        "receiptHandle": one["ReceiptHandle"],
                        "body": one["Body"],
                        "attributes": one["Attributes"],
                    }
                )
        return records

    def deliver(self):
        """A batch; False if there is none."""
        records = self.batch()
        if not records:
            return False
        answer = self.call(self.process.forward_ascp, {"Records": records})
        failed = (
            {one["messageId"] for one in records}
            if answer is None
            else {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        )
        done = [
            {"Id": str(n), "ReceiptHandle": one["receiptHandle"]}
            for n, one in enumerate(records)
            if one["messageId"] not in failed
        ]
        url = self.names["DELIVERY_QUEUE_URL"]
        for ten in batched(done, 10):
            _without_mischief(self, lambda ten=ten: aws.sqs().delete_message_batch(QueueUrl=url, Entries=list(ten)))
        return True

    def deliver_for(self, seconds):
        """Delivers until the queue is empty, for so long at most."""
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at and (self.deliver() or self.waits()):
            pass

    def waits(self):
        """Whether the queue holds messages that come back later; waits a little if so."""
        asked = {"QueueUrl": self.names["DELIVERY_QUEUE_URL"], "AttributeNames": ["All"]}
        told = _without_mischief(self, lambda: aws.sqs().get_queue_attributes(**asked))["Attributes"]
        held = any(int(count) for name, count in told.items() if name.startswith("ApproximateNumberOfMessages"))
        time.sleep(0.1 if held else 0)
        return held

    def credits(self):
        """The credits of the plan that the ledger holds."""
        ledger = Ledger(Table(self.names["LEDGER_TABLE_NAME"]))
        return _without_mischief(self, lambda: ledger.get_many(self.plan.fates))

    def booked(self):
        """The stand-in's own books."""
        held = {}
        for one in self.stand_in.books.booked():
            held.setdefault(one.reference, []).append(one.receipt)
        return held


def _without_mischief(world, function):
    """What Lambda and this test do for themselves does not fail."""
    trouble, world.boundary.trouble = world.boundary.trouble, lambda _name: None
    try:
        return function()
    finally:
        world.boundary.trouble = trouble


def brisk(rule):
    """The rule with waits that are long for us and short for whoever waits for the test."""
    return rule.model_copy(update={"seconds": 0.5}) if rule.wait() else rule


def test_a_night_of_a_thousand_on_ministack(cloud, monkeypatch, book):
    plan = a_plan(f"{SEED}/ministack", CREDITS)
    known = [Participant(email=one, name="Ada Example") for one in plan.people]
    with start_stand_in(participants=known, settings=Settings(deduplicate=False)) as stand_in:
        world = OnMiniStack(monkeypatch, cloud, stand_in, plan)
        s3 = boto3.client("s3")
        for key, text in plan.files.items():
            s3.put_object(Bucket=cloud["INTAKE_BUCKET_NAME"], Key=key, Body=text.encode())
        draw = random.Random(SEED)
        world.boundary.trouble = Mischief(draw, lambda: world.at_night, wrong=0.02, killed=0.03)
        stand_in.faults.put([brisk(rule) for rule in bad_days_of_ascp(7, 0.7) if not rule.retry_after])
        world.night()
        world.deliver_for(10)
        injected = world.boundary.injected
        for one in stand_in.faults.tallies():
            injected[f"ascp {one.rule.kind}"] += one.fired
        world.boundary.trouble = lambda _name: None
        stand_in.faults.put([])
        monkeypatch.setattr(ascp_http, "READ_SECONDS", 30)  # from here on ASCP is only as slow as the machine
        world.new_process()
        for _ in range(4):  # at least once: the first night may have put off a file, also where nothing is under way
            world.ahead += timedelta(days=1)
            world.night()
            world.deliver_for(PATIENCE)
            if not any(one.state in OPEN for one in world.credits().values()):
                break
        book("on MiniStack, no deduplication", injected, judge(plan, world))
