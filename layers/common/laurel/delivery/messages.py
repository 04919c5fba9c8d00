"""The messages of one batch: which credits they name, which of them come back, and when."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from laurel.delivery.queue import UnreadableMessage, read_body
from laurel.delivery.retry import wait_seconds
from laurel.platform.log import logger

POISON_WAIT = 5  # seconds: a message that can never succeed soon reaches the dead-letter queue


@dataclass(frozen=True, slots=True)
class Message:
    """A message as SQS delivered it; `receives` counts the deliveries, including this one."""

    message_id: str
    receipt_handle: str
    body: str
    receives: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeliveryPolicy:
    """When messages come back: after `base` seconds, doubled each time, at most `longest`, at most `most` times.

    `most` is the queue's maxReceiveCount. `draw` (0 up to 1) is drawn once per batch, so that messages that failed
    together come back together and cost one submission again.
    """

    base: int
    longest: int
    most: int
    draw: float = 0.0


class Messages:
    """The messages of one batch, one for each credit; duplicates for the same credit are dropped.

    `unfinished` are the credits that need another try, whether or not their message comes back.
    """

    def __init__(self, messages: Iterable[Message], redelivery: RedeliveryPolicy) -> None:
        self._redelivery = redelivery
        self._named: dict[str, Message] = {}
        self.failed: dict[str, Message] = {}
        self.waits: dict[str, int] = {}
        self.unfinished: set[str] = set()
        self.left_for_later = 0
        self.poison = 0
        for message in messages:
            self._open(message)

    def _open(self, message: Message) -> None:
        try:
            credit_id = read_body(message.body)
        except UnreadableMessage:
            self._poison(message)
            return
        known = self._named.get(credit_id)
        if known is None or message.receives < known.receives:
            self._named[credit_id] = message

    @property
    def credit_ids(self) -> tuple[str, ...]:
        """The credits that the messages name."""
        return tuple(self._named)

    def keep_known(self, known: Container[str]) -> None:
        """Treats messages that name none of the `known` credits as poison."""
        for credit_id in [one for one in self._named if one not in known]:
            self._poison(self._named.pop(credit_id))

    def is_last(self, credit_id: str) -> bool:
        """Whether this is the last delivery: if the message comes back again it goes to the dead-letter queue."""
        return self._named[credit_id].receives >= self._redelivery.most

    def backoff(self, credit_id: str) -> int:
        """Seconds to wait after this attempt."""
        redelivery, attempt = self._redelivery, self._named[credit_id].receives
        return wait_seconds(attempt, base=redelivery.base, longest=redelivery.longest, draw=redelivery.draw)

    def redeliver(self, credit_id: str, seconds: int) -> None:
        """Sends the credit's message back in `seconds`, or drops it if this is its last delivery."""
        self.unfinished.add(credit_id)
        if self.is_last(credit_id):
            self.left_for_later += 1
        else:
            self._fail(self._named[credit_id], seconds)

    def _poison(self, message: Message) -> None:
        logger.error("message names no credit", message_id=message.message_id, receives=message.receives)
        self.poison += 1
        self._fail(message, POISON_WAIT)

    def _fail(self, message: Message, seconds: int) -> None:
        self.failed[message.message_id] = message
        self.waits[message.receipt_handle] = seconds
