"""`make redrive`: put dead letters back on the delivery queue, but for those that no return would help.

A message is only a wake-up that names a credit. What is on its way to ASCP is woken again; what has come to its end
needs no wake-up and is deleted; what names no credit of the ledger is poison and stays, for a person to look at.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from laurel.reporting.delivery_queue import UnreadableMessage, read_body
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told


@dataclass
class Redriven:
    """How many messages were put back, were superfluous, and stay."""

    put_back: int = 0
    superfluous: int = 0
    poison: int = 0


def redrive(stack: Deployed) -> Redriven:
    """Empties the dead-letter queue but for its poison. Raises TroubleError when SQS does not take a message."""
    done = Redriven()
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    for messages in _dead_letters(stack):
        named = {handle: credit_id for handle, body in messages.items() if (credit_id := _credit_id(body))}
        known = ledger.get_many(set(named.values()))
        on_their_way = {handle for handle, credit_id in named.items() if _is_on_its_way(known.get(credit_id))}
        over = {handle for handle, credit_id in named.items() if credit_id in known} - on_their_way
        _send(stack, [messages[handle] for handle in on_their_way])
        _delete(stack, [*on_their_way, *over])
        done.put_back += len(on_their_way)
        done.superfluous += len(over)
        done.poison += len(messages) - len(on_their_way) - len(over)
    return done


def _dead_letters(stack: Deployed) -> Iterator[dict[str, str]]:
    """The bodies in the dead-letter queue by receipt handle, up to ten at a time, each message once."""
    seen: set[str] = set()
    url = stack.outputs["DeliveryDeadLetterQueueUrl"]
    while True:
        # Long enough that what stays is not handed over again before everything was looked at.
        found = stack.client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2, VisibilityTimeout=120
        )
        fresh = [one for one in found.get("Messages", []) if one["MessageId"] not in seen]
        if not fresh:
            return
        seen |= {one["MessageId"] for one in fresh}
        yield {one["ReceiptHandle"]: one["Body"] for one in fresh}


def _credit_id(body: str) -> str | None:
    try:
        return read_body(body)
    except UnreadableMessage:
        return None


def _is_on_its_way(credit: Credit | None) -> bool:
    return credit is not None and credit.state in (State.REPORTED, State.SENDING)


def _send(stack: Deployed, bodies: list[str]) -> None:
    if not bodies:
        return
    entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
    answer: Mapping[str, Any] = stack.client("sqs").send_message_batch(
        QueueUrl=stack.outputs["DeliveryQueueUrl"], Entries=entries
    )
    if failed := answer.get("Failed"):
        raise TroubleError(f"SQS did not take {len(failed)} messages.", do="Run it again: nothing was deleted.")


def _delete(stack: Deployed, handles: list[str]) -> None:
    for handle in handles:
        stack.client("sqs").delete_message(QueueUrl=stack.outputs["DeliveryDeadLetterQueueUrl"], ReceiptHandle=handle)


def main() -> None:
    """Redrives and says what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    done = redrive(deployed(parser.parse_args().stack or None))
    print(f"{done.put_back} messages were put back on the delivery queue.")
    if done.superfluous:
        print(f"{done.superfluous} were deleted: their credits have come to their end.")
    if done.poison:
        print(f"{done.poison} name no credit of the ledger and stay in the dead-letter queue. See docs/runbook.md.")


if __name__ == "__main__":
    sys.exit(told(main))
