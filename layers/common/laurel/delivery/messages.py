"""The wake-ups of one batch: which credits they name, and which of them come back, and when."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from laurel.delivery.queue import UnreadableMessage, read_body
from laurel.delivery.retry import wait_seconds
from laurel.platform.log import logger

POISON_WAIT = 5  # seconds: a message that can never be delivered soon uses up its returns


@dataclass(frozen=True, slots=True)
class Message:
    """A wake-up as SQS handed it over; `receives` counts how often it did, this time included."""

    message_id: str
    receipt_handle: str
    body: str
    receives: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeliveryPolicy:
    """When messages come back: after `base` seconds, doubled each time, at most `longest`, at most `most` times.

    `most` is the queue's maxReceiveCount. `draw` (0 up to 1) is drawn once a batch, so that what failed together comes
    back together and costs one submission again.
    """

    base: int
    longest: int
    most: int
    draw: float = 0.0


class Messages:
    """The messages of one batch, one for each credit; others for the same credit are superfluous and let go.

    `not_done` are the credits that need another try, whether their message comes back or was let go.
    """

    def __init__(self, messages: Iterable[Message], returns: RedeliveryPolicy) -> None:
        self._returns = returns
        self._named: dict[str, Message] = {}
        self.failed: dict[str, Message] = {}
        self.waits: dict[str, int] = {}
        self.not_done: set[str] = set()
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
        """The credits that are waiting for something to be done."""
        return tuple(self._named)

    def keep(self, known: Container[str]) -> None:
        """What names none of the `known` credits is poison."""
        for credit_id in [one for one in self._named if one not in known]:
            self._poison(self._named.pop(credit_id))

    def is_last(self, credit_id: str) -> bool:
        """Whether this is the message's last time: it cannot come back without going to the dead-letter queue."""
        return self._named[credit_id].receives >= self._returns.most

    def backoff(self, credit_id: str) -> int:
        """Seconds to wait after this attempt."""
        returns, attempt = self._returns, self._named[credit_id].receives
        return wait_seconds(attempt, base=returns.base, longest=returns.longest, draw=returns.draw)

    def come_back(self, credit_id: str, seconds: int) -> None:
        """The credit's message comes back in `seconds`, or is let go if this is its last time."""
        self.not_done.add(credit_id)
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
