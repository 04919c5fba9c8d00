"""The delivery queue on moto, and what happens when SQS refuses a request."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.queue import (
    PAUSE_AFTER_FAILURE,
    DeliveryQueue,
    UnreadableMessage,
    read_body,
    write_body,
)
from laurel.platform.postpone import LONGEST_WAIT


@given(st.from_regex(r"[!-~]{1,128}", fullmatch=True))
def test_a_body_names_its_credit(credit_id: str) -> None:
    assert read_body(write_body(credit_id)) == credit_id


NAMES_NONE = ["", "c1", "[]", "null", "{}", "[" * 100_000]
NAMES_NO_ID = [5, "", "x" * 129, "two words", "\ud800", "c1\n", ["c1"], None]


@pytest.mark.parametrize("body", NAMES_NONE + [json.dumps({"credit_id": one}) for one in NAMES_NO_ID])
def test_a_body_that_names_none_is_refused(body: str) -> None:
    with pytest.raises(UnreadableMessage):
        read_body(body)


def receive(url: str) -> list[dict[str, Any]]:
    sqs, found = boto3.client("sqs"), []
    while answer := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += answer
    return found


def test_each_credit_is_queued_once(delivery_queue_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        refused = DeliveryQueue(delivery_queue_url).send((f"c{n}" for n in range(25)), pool)
    assert refused == 0
    assert sorted(read_body(one["Body"]) for one in receive(delivery_queue_url)) == sorted(f"c{n}" for n in range(25))


def test_what_is_postponed_comes_back_after_its_own_wait(delivery_queue_url: str) -> None:
    queue = DeliveryQueue(delivery_queue_url)
    with ThreadPoolExecutor(1) as pool:
        queue.send([f"c{n}" for n in range(12)], pool)
    messages = {read_body(one["Body"]): one["ReceiptHandle"] for one in receive(delivery_queue_url)}
    queue.postpone({handle: 0 if credit_id == "c7" else 99_999 for credit_id, handle in messages.items()})
    assert [read_body(one["Body"]) for one in receive(delivery_queue_url)] == ["c7"]


class Refusing:
    """SQS that gives scripted answers and keeps the requests."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[list[dict[str, Any]]] = []

    def change_message_visibility_batch(self, **request: Any) -> Any:
        self.asked.append(request["Entries"])
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_trouble_with_postponing_spares_the_other_messages() -> None:
    trouble = ClientError({"Error": {"Code": "ServiceUnavailable"}}, "ChangeMessageVisibilityBatch")
    sqs = Refusing(trouble, {"Failed": [{"Id": "0", "Code": "ReceiptHandleIsInvalid"}]}, {})
    DeliveryQueue("url", sqs).postpone({f"h{n}": 43_200 for n in range(21)})  # type: ignore[arg-type]
    assert [len(entries) for entries in sqs.asked] == [10, 10, 1]
    assert {entry["VisibilityTimeout"] for entries in sqs.asked for entry in entries} == {LONGEST_WAIT}


class Outage:
    """SQS out of order while `down`; keeps what it was asked."""

    def __init__(self) -> None:
        self.down = True
        self.calls = 0

    def send_message_batch(self, **_: Any) -> Any:
        self.calls += 1
        if self.down:
            raise EndpointConnectionError(endpoint_url="sqs")
        return {}


def test_an_outage_of_sqs_counts_as_refusal_and_is_left_alone_for_a_while() -> None:
    sqs, now = Outage(), [1000.0]
    queue = DeliveryQueue("url", sqs, lambda: now[0])  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as pool:
        assert queue.send([f"c{n}" for n in range(25)], pool) == 25
        assert sqs.calls == 1
        sqs.down = False
        assert queue.send(["c1"], pool) == 1
        now[0] += PAUSE_AFTER_FAILURE
        assert queue.send(["c1"], pool) == 0
    assert sqs.calls == 2
