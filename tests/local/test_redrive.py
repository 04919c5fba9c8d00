"""Dead letters are put back, also between much poison, and the command prints how many remain."""

from itertools import count

import boto3
import pytest

from laurel.delivery.queue import write_body
from laurel.ledger.store import Change
from local.deployed import Deployed
from local.redrive import Redriven, redrive, show
from local.troubles import TroubleError
from tests.credits import START, a_credit
from tests.forwarding_world import DAY
from tests.stores import queue_url


class Queue:
    """A dead-letter queue that returns what the test says, receive by receive; it uses the real queues."""

    def __init__(self, receives) -> None:
        self._sqs = boto3.client("sqs")
        self._receives = iter(receives)
        self._handles = count()
        self.received = 0
        self.undeletable: set[str] = set()

    def receive_message(self, **_request) -> dict:
        self.received += 1
        messages = next(self._receives, [])
        return {
            "Messages": [
                {"MessageId": body, "ReceiptHandle": f"{body}/{next(self._handles)}", "Body": body} for body in messages
            ]
        }

    def delete_message_batch(self, *, QueueUrl, Entries) -> dict:  # noqa: N803  # boto3's names
        return {"Failed": [{"Id": one["Id"]} for one in Entries if one["ReceiptHandle"] in self.undeletable]}

    def __getattr__(self, name):
        return getattr(self._sqs, name)


@pytest.fixture
def stack(ledger, delivery_queue_url):
    ledger.save([Change(None, one.report(member_number="M1", at=START, look_again_at=START + DAY)) for one in CREDITS])
    outputs = {
        "LedgerTableName": "LedgerTable",
        "DeliveryQueueUrl": delivery_queue_url,
        "DeliveryDeadLetterQueueUrl": queue_url("DeliveryDeadLetterQueue"),
    }

    def of(sqs=None) -> Deployed:
        clients = {"sqs": sqs or boto3.client("sqs"), "dynamodb": boto3.client("dynamodb")}
        return Deployed(outputs, clients.__getitem__, "")

    return of


CREDITS = [a_credit(f"c{n}") for n in range(12)]
GOOD = [write_body(one.credit_id) for one in CREDITS]
POISON = [f"poison {n}" for n in range(15)]


def put_back(stack) -> list[str]:
    """What is on the delivery queue."""
    found = []
    while (
        messages := boto3.client("sqs")
        .receive_message(QueueUrl=stack.outputs["DeliveryQueueUrl"], MaxNumberOfMessages=10)
        .get("Messages")
    ):
        found += [one["Body"] for one in messages]
    return sorted(found)


def test_poison_that_comes_round_again_does_not_end_it(stack):
    receives = [POISON[:10], POISON[10:], POISON[:10], POISON[10:], POISON[:10], GOOD[:10], POISON[:9], GOOD[10:]]
    done = redrive(stack(Queue(receives)))
    assert done == Redriven(put_back=12, deleted=0, poison=15, all_seen=True)
    assert put_back(stack()) == sorted(GOOD)


def test_poison_without_end_ends_it_and_says_so(stack, capsys):
    queue = Queue([GOOD[:1], *([POISON[:10]] * 1000)])
    done = redrive(stack(queue))
    assert done == Redriven(put_back=1, deleted=0, poison=10, all_seen=False)
    assert queue.received < 30
    with pytest.raises(TroubleError, match="and may hold more"):
        show(done, 10)
    assert "1 messages were put back" in capsys.readouterr().out


def test_a_letter_that_comes_twice_is_put_back_again_and_poison_is_counted_once(stack):
    done = redrive(stack(Queue([[GOOD[0], POISON[0]], [GOOD[0], POISON[0]]])))
    assert (done.put_back, done.poison) == (2, 1)


def test_what_sqs_does_not_delete_is_said(stack):
    queue = Queue([GOOD[:3]])
    queue.undeletable = {f"{GOOD[1]}/1"}
    with pytest.raises(TroubleError, match="did not delete 1 messages"):
        redrive(stack(queue))


def test_twice_is_safe_and_leaves_the_poison(stack):
    sqs, url = boto3.client("sqs"), queue_url("DeliveryDeadLetterQueue")
    for body in [*GOOD, *POISON]:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    first = redrive(stack())
    second = redrive(stack())
    assert (first.put_back, first.poison) == (12, 15)
    assert (second.put_back, second.deleted) == (0, 0)
    assert put_back(stack()) == sorted(GOOD)


def test_what_an_earlier_run_still_hides_is_told(capsys):
    show(Redriven(put_back=2, poison=1), 1)
    assert "holds 1 messages now" in capsys.readouterr().out
    with pytest.raises(TroubleError, match="3 were not returned"):
        show(Redriven(put_back=2, poison=1), 4)
