"""A night on moto: the real run with its real stores, and its results."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import boto3

from laurel.delivery.queue import DeliveryQueue
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.customer_ids import CustomerIds
from laurel.ledger.store import Ledger
from laurel.nightly.lease import Runs
from laurel.nightly.run import NightlyRun
from laurel.nightly.run_state import RunDependencies
from laurel.platform.clock import utc_now
from laurel.platform.identifiers import comparable
from laurel.platform.ids import derived_id, new_id
from laurel.platform.table import Table
from laurel.roster.store import Roster

TODAY = date(2026, 11, 20)
FEED_HEADER = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on"
ROSTER_HEADER = "member_number,email,name,status,expires_on"


def feed(*rows):
    """A feed of `rows`: (reference, e-mail) or (reference, e-mail, hours), each of its own activity, else alike."""
    lines = [FEED_HEADER]
    for reference, email, *more in rows:
        hours = more[0] if more else "1.5"
        lines.append(f"{reference},{email},Ana Example,578-{reference},Hemostasis,pace,{hours},2026-11-01")
    return "\n".join(lines) + "\n"


def roster(*rows):
    """A roster of `rows`: (member number, e-mail) or (member number, e-mail, status)."""
    return "\n".join([ROSTER_HEADER, *(f"{n},{email},Ana,{(*rest, 'active')[0]}," for n, email, *rest in rows)]) + "\n"


# So many good rows that one bad row among them is no reason to refuse a roster.
OTHERS = tuple((f"O{n}", f"other{n}@example.org") for n in range(20))


class Nights:
    """Runs nights on a table, a queue and a bucket, each night with clients of its own making."""

    def __init__(self, table: Table, queue_url: str, bucket: str):
        self.table = table
        self.ledger = Ledger(table)
        self.queue_url = queue_url
        self.bucket = bucket
        self.now = None
        self.seconds_left = lambda: 900.0
        self.dependencies = RunDependencies(
            ledger=self.ledger,
            roster=Roster(table),
            aliases=Aliases(table),
            consents=Consents(table),
            customer_ids=CustomerIds(table),
            bucket=IntakeBucket(bucket),
            taken_files=TakenFiles(table),
            undos=FileUndos(table),
            runs=Runs(table, self.clock),
            queue=DeliveryQueue(queue_url),
            # moto's transactions copy the whole table and stumble over a second thread; the flow tests have many.
            executor=ThreadPoolExecutor(1),
            clock=self.clock,
        )

    def join_with(self, joined):
        """From now on the nights know of joined accounts."""
        self.dependencies = replace(self.dependencies, joined=joined)

    def clock(self):
        return self.now or utc_now()

    def put(self, key, text):
        body = text if isinstance(text, bytes) else text.encode()
        boto3.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)

    def read(self, key):
        return boto3.client("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read().decode()

    def keys(self, prefix):
        found = boto3.client("s3").list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [one["Key"] for one in found.get("Contents", [])]

    def new_run(self, on=TODAY, part=None):
        return NightlyRun(
            self.dependencies, run_id=new_id(), on=on, seconds_left=lambda: self.seconds_left(), part=part
        )

    def run(self, on=TODAY, part=None):
        return self.new_run(on, part).run().to_wire()

    def credit(self, reference, provider="labce"):
        credit_id = derived_id("feed", provider, comparable(reference))
        return self.ledger.get_many([credit_id]).get(credit_id)

    def queued(self):
        """The credits' ids on the queue; they are taken off it."""
        found = []
        while (
            messages := boto3.client("sqs")
            .receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10)
            .get("Messages")
        ):
            for message in messages:
                found.append(json.loads(message["Body"])["credit_id"])
                boto3.client("sqs").delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return found


def rejected(nights, key):
    """The rows that were handed back of the file `key`."""
    return list(csv.DictReader(io.StringIO(nights.read(f"rejected/{key}").removeprefix("\ufeff"))))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
