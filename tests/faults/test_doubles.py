"""What the doubles of AWS promise, moto keeps too: each test here runs against both."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.bucket import FileUnavailable, IntakeBucket
from laurel.platform import aws
from laurel.platform.table import Put, Table, create
from tests import stores
from tests.faults.boundary import Boundary, Cloud, put_between
from tests.faults.buckets import Bucket
from tests.faults.containers import ENVIRONMENT
from tests.faults.dynamo import Dynamo
from tests.faults.queues import Queue, Queues
from tests.faults.world import indexes


def doubles(request, monkeypatch):
    """A table, a queue and a bucket in memory."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    clients = (aws.dynamodb, aws.s3, aws.sqs)
    for client in clients:
        client.cache_clear()
    request.addfinalizer(lambda: [client.cache_clear() for client in clients])
    dead = Queue(30)
    most = int(stores.plain(stores.properties("DeliveryQueue")["RedrivePolicy"]["maxReceiveCount"]))
    queues = Queues({"queue": Queue(420, most, dead), "dead": dead}, lambda: 0.0)
    bucket = Bucket(lambda: datetime(2026, 11, 20, tzinfo=UTC))
    put_between(monkeypatch, Boundary(Cloud(Dynamo(indexes(), lambda: 0.0), queues, bucket), None))
    return SimpleNamespace(table="ledger", queue="queue", dead="dead", bucket="intake")


def moto(request, monkeypatch):
    """A table, a queue and a bucket of moto's, as the template defines them."""
    request.getfixturevalue("aws")
    monkeypatch.setattr("laurel.platform.table.Table.__init__.__defaults__", (None, lambda _seconds: None))
    return SimpleNamespace(
        table=stores.make_table("LedgerTable"),
        queue=stores.make_queue("DeliveryQueue"),
        dead=stores.queue_url("DeliveryDeadLetterQueue"),
        bucket=stores.make_bucket("IntakeBucket"),
    )


@pytest.fixture(params=[doubles, moto], ids=["the doubles", "moto"])
def cloud(request, monkeypatch):
    """Names of a table, a queue and a bucket."""
    return request.param(request, monkeypatch)


@pytest.fixture
def table(cloud):
    return Table(cloud.table)


def item(n, **more):
    return {"pk": f"P#{n}", "sk": "S", "n": n, **more}


def test_conditions_hold_or_not(table):
    assert table.put(create(item(1, state="a", version=1, report={"outcome": "refused"})))
    assert not table.put(create(item(1)))
    versioned = "#state = :state AND #version = :version"
    names = {"#state": "state", "#version": "version"}
    assert not table.put(Put(item(1), versioned, names, {":state": "a", ":version": 2}))
    assert not table.put(Put(item(2), versioned, names, {":state": "a", ":version": 1}))
    assert table.put(Put(item(1, at="2"), "#r.#o = :x", {"#r": "report", "#o": "outcome"}, {":x": "refused"}))
    either = "attribute_not_exists(pk) OR #at < :at OR #n = :n"
    names = {"#at": "at", "#n": "n"}
    assert not table.put(Put(item(1), either, names, {":at": "2", ":n": 5}))
    assert table.put(Put(item(1, at="3"), either, names, {":at": "3", ":n": 5}))
    assert table.put(Put(item(1, at="4"), either, names, {":at": "0", ":n": 1}))
    assert table.put(Put(item(9), either, names, {":at": "0", ":n": 5}))
    newer = "#at < :at OR (#at = :at AND #n <= :n)"
    assert not table.put(Put(item(1, at="4"), newer, names, {":at": "4", ":n": 0}))
    assert table.put(Put(item(1, at="4"), newer, names, {":at": "4", ":n": 1}))
    assert not table.delete(("P#1", "S"), where="at", equals="3")
    assert table.delete(("P#1", "S"), where="at", equals="4")
    assert table.get(("P#1", "S")) is None


def test_a_transaction_writes_all_whose_conditions_hold_and_names_the_others(table):
    assert table.put_each([create(item(n)) for n in range(100)]) == [True] * 100
    again = [create(item(n, second=True)) for n in (98, 99, 100, 101)]
    assert table.put_each(again) == [False, False, True, True]
    found = table.get_many([(f"P#{n}", "S") for n in range(103)])
    assert len(found) == 102
    assert [found[f"P#{n}", "S"].get("second") for n in (98, 99, 100, 101)] == [None, None, True, True]


def test_a_transaction_sent_again_with_its_token_counts_once(request, monkeypatch):
    """DynamoDB keeps tokens for ten minutes; moto knows none."""
    table = doubles(request, monkeypatch).table
    put = {"TableName": table, "Item": {"pk": {"S": "P"}, "sk": {"S": "S"}}}
    write = {"TransactItems": [{"Put": {**put, "ConditionExpression": "attribute_not_exists(pk)"}}]}
    for _ in range(2):
        aws.dynamodb().transact_write_items(**write, ClientRequestToken="token")
    with pytest.raises(ClientError, match="TransactionCanceled"):
        aws.dynamodb().transact_write_items(**write, ClientRequestToken="another")


def test_batches_write_and_delete(table):
    table.put_many([item(n) for n in range(60)])
    table.put_many([item(60)], [(f"P#{n}", "S") for n in range(30)])
    assert len(table.get_many([(f"P#{n}", "S") for n in range(70)])) == 31


def test_an_index_holds_what_has_its_key_in_order_and_in_pages(table):
    table.put_many([item(n, due_shard="deliver#01", due_at=f"{n:03d}") for n in range(100)])
    table.put_many([item(n, due_shard="deliver#02", due_at=f"{n:03d}") for n in range(100, 110)])
    table.put_many([item(n) for n in range(110, 120)])
    found = list(table.query("due", "due_shard = :shard AND due_at <= :until", shard="deliver#01", until="089"))
    assert [one["due_at"] for one in found] == [f"{n:03d}" for n in range(90)]
    table.put_many([item(5, due_shard=None)])
    assert len(list(table.query("due", "due_shard = :shard", shard="deliver#01"))) == 99
    between = "due_shard = :shard AND due_at BETWEEN :a AND :b"
    assert len(list(table.query("due", between, shard="deliver#02", a="101", b="103"))) == 3
    page = table.page("due", "due_shard = :shard", limit=7, shard="deliver#02")
    rest = table.page("due", "due_shard = :shard", limit=7, after=page.last_key, shard="deliver#02")
    assert [len(page.items), len(rest.items), rest.last_key] == [7, 3, None]
    # One key, many items, no order of its own: none is left out between pages.
    table.put_many([item(n, reported_shard="2026-11-20#01") for n in range(200, 300)])
    listed = [one["pk"] for one in table.query("reported", "reported_shard = :shard", shard="2026-11-20#01")]
    assert sorted(listed) == sorted(f"P#{n}" for n in range(200, 300))


def test_the_table_itself_is_queried(table):
    table.put_many([{"pk": "RUNS#2026", "sk": f"{n:03d}"} for n in range(90)])
    assert [one["sk"] for one in table.query(None, "pk = :pk", pk="RUNS#2026")] == [f"{n:03d}" for n in range(90)]
    prefixed = "pk = :pk AND begins_with(sk, :start)"
    assert len(list(table.query(None, prefixed, pk="RUNS#2026", start="08"))) == 10


def receive(url):
    messages = aws.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])
    return messages.get("Messages", [])


def test_messages_come_back_until_they_are_deleted_and_die_of_too_many_returns(cloud):
    with ThreadPoolExecutor(1) as pool:
        assert DeliveryQueue(cloud.queue).send([f"c{n}" for n in range(12)], pool) == 0
    first, second = receive(cloud.queue), receive(cloud.queue)
    assert [len(first), len(second), len(receive(cloud.queue))] == [10, 2, 0]
    for message in second:
        aws.sqs().delete_message(QueueUrl=cloud.queue, ReceiptHandle=message["ReceiptHandle"])
    queue = DeliveryQueue(cloud.queue)
    counts = []
    handles = [one["ReceiptHandle"] for one in first]
    while handles:
        queue.postpone(dict.fromkeys(handles, 0))
        found = receive(cloud.queue)
        counts.append({one["Attributes"]["ApproximateReceiveCount"] for one in found})
        handles = [one["ReceiptHandle"] for one in found]
    assert counts == [{str(n)} for n in range(2, 9)] + [set()]
    dead = receive(cloud.dead)
    assert {json.loads(one["Body"])["credit_id"] for one in dead} == {
        json.loads(one["Body"])["credit_id"] for one in first
    }


def test_a_stale_handle_is_refused(cloud):
    sent = aws.sqs().send_message(QueueUrl=cloud.queue, MessageBody="x")
    assert sent["MessageId"]
    entry = {"Id": "0", "ReceiptHandle": "unknown/1", "VisibilityTimeout": 5}
    answer = aws.sqs().change_message_visibility_batch(QueueUrl=cloud.queue, Entries=[entry])
    assert [one["Code"] for one in answer["Failed"]] == ["ReceiptHandleIsInvalid"]


def test_files_are_listed_read_by_their_version_and_written(cloud, tmp_path):
    bucket = IntakeBucket(cloud.bucket)
    for name, text in (("feed/labce/a & b.csv", "one"), ("feed/asm/1.csv", "two"), ("roster/1.csv", "three")):
        (tmp_path / "file").write_text(text, encoding="utf-8")
        bucket.store(name, tmp_path / "file", "text/csv")
    found = list(bucket.list("feed/"))
    assert [(one.key, one.size) for one in found] == [("feed/asm/1.csv", 3), ("feed/labce/a & b.csv", 3)]
    bucket.fetch(found[1], tmp_path / "copy")
    assert (tmp_path / "copy").read_text(encoding="utf-8") == "one"
    (tmp_path / "file").write_text("another", encoding="utf-8")
    bucket.store("feed/asm/1.csv", tmp_path / "file", "text/csv")
    with pytest.raises(FileUnavailable):
        bucket.fetch(found[0], tmp_path / "copy")
    assert bucket.fetch_state("feed/asm/1.csv", tmp_path / "copy")
    assert not bucket.fetch_state("feed/asm/2.csv", tmp_path / "copy")
    bucket.store("rejected/feed/asm/1.csv", tmp_path / "file", "text/csv", made_of="etag of 1")
    assert bucket.fetch_state("rejected/feed/asm/1.csv", tmp_path / "copy").made_of == "etag of 1"
    with pytest.raises(ClientError, match="NoSuchKey"):
        boto3.client("s3").get_object(Bucket=cloud.bucket, Key="nothing")


def test_an_index_holds_of_an_item_what_the_template_says(table):
    keys = {"due_shard": "deliver#01", "untold_shard": "01", "untold_at": "1", "learner_key": "a", "learner_order": "1"}
    whole = {**item(1, **keys, due_at="1"), "email_key": "ana@example.org", "state": "reported", "name": "Ana"}
    table.put_many([whole])
    (due,) = table.query("due", "due_shard = :shard", shard="deliver#01")
    (untold,) = table.query("untold", "untold_shard = :shard", shard="01")
    (learner,) = table.query("learner", "learner_key = :key", key="a")
    assert due.keys() == {"pk", "sk", "due_shard", "due_at"}
    assert untold.keys() == {"pk", "sk", "untold_shard", "untold_at", "email_key", "state"}
    assert learner == whole


PUT = {"PutRequest": {"Item": {"pk": {"S": "P"}, "sk": {"S": "S"}}}}
DELETE = {"DeleteRequest": {"Key": {"pk": {"S": "P"}, "sk": {"S": "S"}}}}


@pytest.mark.parametrize("twice", [[PUT, PUT], [DELETE, DELETE]], ids=["put", "deleted"])
def test_a_batch_that_names_a_key_twice_is_refused(cloud, twice):
    with pytest.raises(ClientError, match="ValidationException"):
        aws.dynamodb().batch_write_item(RequestItems={cloud.table: twice})


def test_a_batch_that_puts_and_deletes_one_key_is_refused(request, monkeypatch):
    """By DynamoDB; moto compares puts with puts alone."""
    table = doubles(request, monkeypatch).table
    with pytest.raises(ClientError, match="ValidationException"):
        aws.dynamodb().batch_write_item(RequestItems={table: [PUT, DELETE]})


def test_an_object_is_written_only_over_the_one_that_is_named(cloud):
    s3 = boto3.client("s3")
    first = s3.put_object(Bucket=cloud.bucket, Key="state", Body=b"1", IfNoneMatch="*")["ETag"]
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=cloud.bucket, Key="state", Body=b"2", IfNoneMatch="*")
    second = s3.put_object(Bucket=cloud.bucket, Key="state", Body=b"2", IfMatch=first)["ETag"]
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=cloud.bucket, Key="state", Body=b"3", IfMatch=first)
    assert second != first
    with pytest.raises(ClientError, match="NoSuchKey"):
        s3.put_object(Bucket=cloud.bucket, Key="nothing", Body=b"1", IfMatch=first)
