"""SQS in memory, in simulated time: visibility, receive counts, dead letters; duplicates and disorder on demand.

It speaks SQS's JSON, so that boto3 stays in the game. `test_doubles.py` holds it against moto.
"""

import random
from dataclasses import dataclass, field, replace
from itertools import count


class QueueError(Exception):
    """An error of SQS's, by its type."""


@dataclass
class Waiting:
    """A message in a queue; `visible_at` in seconds."""

    message_id: str
    body: str
    visible_at: float
    receives: int = 0
    handle: str = ""


@dataclass
class Queue:
    """One queue. A message received more than `most` times goes to `dead`."""

    visibility: float
    most: int | None = None
    dead: "Queue | None" = None
    messages: dict[str, Waiting] = field(default_factory=dict)


class Queues:
    """The queues, by URL; `now` gives seconds. With `disorder` messages are handed over in any order."""

    def __init__(self, queues: dict[str, Queue], now) -> None:
        self.queues = queues
        self.now = now
        self.disorder: random.Random | None = None
        self._numbers = count(1)

    def keep(self):
        """Remembers the messages; what is given back brings them back."""
        kept = {url: [replace(one) for one in queue.messages.values()] for url, queue in self.queues.items()}

        def bring_back() -> None:
            for url, messages in kept.items():
                self.queues[url].messages = {one.message_id: replace(one) for one in messages}

        return bring_back

    def call(self, operation: str, request: dict) -> dict:
        """Answers one call. Raises QueueError."""
        if request["QueueUrl"] not in self.queues:
            raise QueueError("AWS.SimpleQueueService.NonExistentQueue")
        return getattr(self, f"_{operation}")(self.queues[request["QueueUrl"]], request)

    def _SendMessage(self, queue: Queue, request: dict) -> dict:  # noqa: N802  # the names of the operations
        return {"MessageId": self.add(queue, request["MessageBody"])}

    def _SendMessageBatch(self, queue: Queue, request: dict) -> dict:  # noqa: N802
        entries = request["Entries"]
        if not 1 <= len(entries) <= 10:
            raise QueueError("AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
        return {
            "Successful": [{"Id": one["Id"], "MessageId": self.add(queue, one["MessageBody"])} for one in entries],
            "Failed": [],
        }

    def add(self, queue: Queue, body: str) -> str:
        """Puts a message in; its id."""
        message_id = f"m{next(self._numbers)}"
        queue.messages[message_id] = Waiting(message_id, body, self.now())
        return message_id

    def double(self, queue: Queue, message: Waiting, *, visible_in: float) -> None:
        """SQS has a message twice: the copy is one of its own, whatever becomes of the first."""
        message_id = f"{message.message_id}-again{next(self._numbers)}"
        queue.messages[message_id] = Waiting(message_id, message.body, self.now() + visible_in)

    def _ReceiveMessage(self, queue: Queue, request: dict) -> dict:  # noqa: N802
        found = self.receive(queue, min(request.get("MaxNumberOfMessages", 1), 10))
        if not found:
            return {}
        return {
            "Messages": [
                {
                    "MessageId": one.message_id,
                    "ReceiptHandle": one.handle,
                    "Body": one.body,
                    "Attributes": {"ApproximateReceiveCount": str(one.receives)},
                }
                for one in found
            ]
        }

    def receive(self, queue: Queue, most: int) -> list[Waiting]:
        """Hands over up to `most` messages; those that came too often go to the dead letters instead."""
        found: list[Waiting] = []
        now = self.now()
        waiting = [message for message in queue.messages.values() if message.visible_at <= now]
        if self.disorder:
            self.disorder.shuffle(waiting)
        for message in waiting:
            if len(found) == most:
                break
            if queue.most is not None and message.receives >= queue.most:
                del queue.messages[message.message_id]
                if queue.dead is not None:
                    message.visible_at = now
                    queue.dead.messages[message.message_id] = message
                continue
            message.receives += 1
            message.visible_at = now + queue.visibility
            message.handle = f"{message.message_id}/{message.receives}"
            found.append(message)
        return found

    def _DeleteMessage(self, queue: Queue, request: dict) -> dict:  # noqa: N802
        queue.messages.pop(request["ReceiptHandle"].split("/")[0], None)
        return {}

    def _DeleteMessageBatch(self, queue: Queue, request: dict) -> dict:  # noqa: N802
        for one in request["Entries"]:
            self._DeleteMessage(queue, one)
        return {"Successful": [{"Id": one["Id"]} for one in request["Entries"]], "Failed": []}

    def _ChangeMessageVisibilityBatch(self, queue: Queue, request: dict) -> dict:  # noqa: N802
        answer: dict = {"Successful": [], "Failed": []}
        for one in request["Entries"]:
            message = queue.messages.get(one["ReceiptHandle"].split("/")[0])
            if message is None or message.handle != one["ReceiptHandle"]:
                answer["Failed"].append({"Id": one["Id"], "Code": "ReceiptHandleIsInvalid", "SenderFault": True})
                continue
            message.visible_at = self.now() + one["VisibilityTimeout"]
            answer["Successful"].append({"Id": one["Id"]})
        return answer

    def _PurgeQueue(self, queue: Queue, _request: dict) -> dict:  # noqa: N802
        queue.messages.clear()
        return {}
