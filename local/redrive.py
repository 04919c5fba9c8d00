"""`make redrive`: put dead letters back on the delivery queue if another try can help.

A message only names a credit. If the credit is on its way to ASCP, its message goes back on the delivery queue. If the
credit is final, its message is deleted. A message that names no credit of the ledger is poison: it stays in the
dead-letter queue, for a person to look at.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laurel.delivery.queue import UnreadableMessage, read_body
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told

_AT_ONCE = 10  # messages that SQS returns or takes in one call
_PATIENCE = 10  # more calls than one round of the poison needs: SQS often returns fewer messages than it could

type _Message = Mapping[str, str]


@dataclass
class Redriven:
    """How many messages were put back, were deleted, and stay; `all_seen` unless poison may hide more of them."""

    put_back: int = 0
    deleted: int = 0
    poison: int = 0
    all_seen: bool = True


def redrive(stack: Deployed) -> Redriven:
    """Empties the dead-letter queue except for its poison. Raises TroubleError when SQS does not take a message.

    Ends when the queue is empty, or when it has returned only known poison for more calls than all of the poison needs:
    SQS returns a message again once it was hidden long enough, and in no order.
    """
    done = Redriven()
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    poison: set[str] = set()
    calls_without_news = 0
    while messages := _receive(stack):
        fresh = [one for one in messages if one["MessageId"] not in poison]
        calls_without_news = 0 if fresh else calls_without_news + 1
        if calls_without_news > len(poison) // _AT_ONCE + _PATIENCE:
            done.all_seen = False
            break
        if fresh:
            poison |= _take(stack, ledger, fresh, done)
    done.poison = len(poison)
    return done


def _take(stack: Deployed, ledger: Ledger, messages: list[_Message], done: Redriven) -> set[str]:
    """Puts back or deletes `messages`, as their credits need, and counts them in `done`. Returns the ids of poison."""
    named = {one["MessageId"]: credit_id for one in messages if (credit_id := _credit_id(one["Body"]))}
    known = ledger.get_many(set(named.values()))
    readable = [one for one in messages if named.get(one["MessageId"]) in known]
    on_their_way = [one for one in readable if _is_on_its_way(known[named[one["MessageId"]]])]
    _send(stack, [one["Body"] for one in on_their_way])
    _delete(stack, readable)
    done.put_back += len(on_their_way)
    done.deleted += len(readable) - len(on_their_way)
    return {one["MessageId"] for one in messages} - {one["MessageId"] for one in readable}


def _receive(stack: Deployed) -> list[_Message]:
    """Up to ten messages of the dead-letter queue; none when it is empty."""
    # Hidden for so long that poison seldom comes back before we have seen every message. With a wait SQS asks all its
    # servers, so an empty answer means an empty queue.
    answer: Mapping[str, Any] = stack.client("sqs").receive_message(
        QueueUrl=stack.outputs["DeliveryDeadLetterQueueUrl"],
        MaxNumberOfMessages=_AT_ONCE,
        WaitTimeSeconds=2,
        VisibilityTimeout=120,
    )
    messages: list[_Message] = answer.get("Messages", [])
    return messages


def _credit_id(body: str) -> str | None:
    try:
        return read_body(body)
    except UnreadableMessage:
        return None


def _is_on_its_way(credit: Credit) -> bool:
    return credit.state in (State.REPORTED, State.SENDING)


def _send(stack: Deployed, bodies: list[str]) -> None:
    if not bodies:
        return
    entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
    answer: Mapping[str, Any] = stack.client("sqs").send_message_batch(
        QueueUrl=stack.outputs["DeliveryQueueUrl"], Entries=entries
    )
    if failed := answer.get("Failed"):
        raise TroubleError(f"SQS did not take {len(failed)} messages.", do="Run it again: nothing was deleted.")


def _delete(stack: Deployed, messages: list[_Message]) -> None:
    if not messages:
        return
    entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
    answer: Mapping[str, Any] = stack.client("sqs").delete_message_batch(
        QueueUrl=stack.outputs["DeliveryDeadLetterQueueUrl"], Entries=entries
    )
    if failed := answer.get("Failed"):
        raise TroubleError(f"SQS did not delete {len(failed)} messages.", do="Run it again: twice does no harm.")


def _left(stack: Deployed) -> int:
    """How many messages the dead-letter queue holds by SQS's approximate count, with the hidden ones."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    url = stack.outputs["DeliveryDeadLetterQueueUrl"]
    counts = stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(counts[name]) for name in names)


def show(done: Redriven, left: int) -> None:
    """Prints the counts. Raises TroubleError if the queue may still hold messages to put back."""
    print(f"{done.put_back} messages were put back on the delivery queue.")
    if done.deleted:
        print(f"{done.deleted} were deleted: their credits are final.")
    if done.poison:
        print(f"{done.poison} name no credit of the ledger and stay in the dead-letter queue. See docs/runbook.md.")
    print(f"The dead-letter queue holds {left} messages now, by SQS's count.")
    again = "Run it again in a few minutes; twice does no harm."
    if not done.all_seen:
        raise TroubleError("SQS returns only those that stay, and may hold more.", do=again)
    if left > done.poison:
        raise TroubleError(f"{left - done.poison} were not returned: hidden by an earlier run, or new.", do=again)


def main() -> None:
    """Redrives and prints the counts. Raises TroubleError if the queue may still hold messages to put back."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    stack = deployed(parser.parse_args().stack or None)
    done = redrive(stack)
    show(done, _left(stack))


if __name__ == "__main__":
    sys.exit(told(main))
