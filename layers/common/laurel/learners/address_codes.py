"""Codes for addresses: a learner proves one more mailbox with a code that is sent to it.

A learner has one code at a time: `LEARNER#<learner ID>`, `ADDRESSCODE` in the claims table. It holds a digest of the
code, the wrong attempts, and when codes were sent in the last hour.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import ADDRESS_CODES, EXPIRES_AT
from laurel.platform.table import Item, Key, Put, create

VALID_FOR = timedelta(minutes=15)
MOST_WRONG = 5
MOST_SENT = 5
SENT_WITHIN = timedelta(hours=1)
DIGITS = 8


@dataclass(frozen=True, slots=True)
class SentCode:
    """The code of a learner for `email`. `digest` is None once it was used.

    `sent` are the times of the codes of the last hour, the latest last: this code is the last of them. A code whose
    e-mail could not be sent leaves its time out, and no digest if there was no code before it.
    """

    learner_id: str
    email: str
    email_key: str
    digest: str | None
    sent: tuple[datetime, ...]
    wrong: int = 0
    version: int = 1

    @property
    def valid_until(self) -> datetime:
        """Until when (UTC) the code can be entered."""
        return self.sent[-1] + VALID_FOR

    def is_open(self, email_key: str, at: datetime) -> bool:
        """Whether a code for this address can be entered at `at`."""
        fresh = self.digest is not None and at <= self.valid_until
        return fresh and self.email_key == email_key and self.wrong < MOST_WRONG

    def is_right(self, code: str) -> bool:
        """Whether it is `code`."""
        return self.digest is not None and hmac.compare_digest(self.digest, digest(self.learner_id, code))


def new_code(below: Callable[[int], int]) -> str:
    """Eight random digits; `below` draws a number from 0 up to its argument."""
    return f"{below(10**DIGITS):0{DIGITS}}"


def digest(learner_id: str, code: str) -> str:
    """How a code is stored."""
    return hashlib.sha256(f"{learner_id}#{code}".encode()).hexdigest()


def sent_lately(seen: SentCode | None, at: datetime) -> tuple[datetime, ...]:
    """When codes were sent within the hour before `at`."""
    return tuple(one for one in seen.sent if at < one + SENT_WITHIN) if seen else ()


def code_key(learner_id: str) -> Key:
    """The table key of the learner's code."""
    return f"LEARNER#{learner_id}", "ADDRESSCODE"


def code_write(before: SentCode | None, after: SentCode) -> Put:
    """The write of `after`, which succeeds only if the stored code is still `before`."""
    pk, sk = code_key(after.learner_id)
    last_sent = max((*after.sent, *(before.sent if before else ())))
    item: Item = {
        "pk": pk,
        "sk": sk,
        "email": after.email,
        "email_key": after.email_key,
        "digest": after.digest,
        "sent": [instant(one) for one in after.sent],
        "wrong": after.wrong,
        "version": after.version,
        EXPIRES_AT: ADDRESS_CODES.expires_at(last_sent),
    }
    if before is None:
        return create(item)
    return Put(item, "#version = :seen", {"#version": "version"}, {":seen": before.version})


def code_from_item(learner_id: str, item: Item | None) -> SentCode | None:
    """The code in `item`, if there is one."""
    if item is None:
        return None
    return SentCode(
        learner_id=learner_id,
        email=item["email"],
        email_key=item["email_key"],
        digest=item.get("digest"),
        sent=tuple(map(read_instant, item["sent"])),
        wrong=int(item["wrong"]),
        version=int(item["version"]),
    )
