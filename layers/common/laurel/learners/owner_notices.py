"""What a mailbox is to be told about its address or its account: written with the act, sent by the account guard.

Whoever has the password of an account can give its address to another one, or join it with another one, without the
mailbox. So the mailbox hears of it, while the act can be undone. A notice is `CHANGES`, `NOTICE#<ID>` in the claims
table, next to the changes that wait for the account guard, until it is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from laurel.platform.clock import instant, read_instant
from laurel.platform.ids import new_id
from laurel.platform.retention import EXPIRES_AT, OWNER_NOTICES
from laurel.platform.table import Item, Key, Put, Table, create

LIST = "CHANGES"
"""The list of what waits for the account guard."""
PREFIX = "NOTICE#"


class OwnerNoticeKind(StrEnum):
    """What was done."""

    ADDRESS_MOVED = "address_moved"
    ADDRESS_REMOVED = "address_removed"
    ACCOUNTS_JOINED = "accounts_joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerNotice:
    """A notice to the mailbox `to` about an act at `at` (UTC). `other` is the address of the other joined account."""

    notice_id: str
    kind: OwnerNoticeKind
    to: str
    at: datetime
    by_staff: bool
    other: str | None = None


def notice_write(kind: OwnerNoticeKind, to: str, at: datetime, *, by_staff: bool, other: str | None = None) -> Put:
    """The write of a new notice."""
    pk, sk = _key(new_id())
    item: Item = {"pk": pk, "sk": sk, "kind": kind.value, "to": to, "at": instant(at), "by_staff": by_staff}
    return create({**item, "other": other, EXPIRES_AT: OWNER_NOTICES.expires_at(at)})


def waiting_notices(table: Table) -> Iterator[OwnerNotice]:
    """The notices that were not sent yet, the earliest first. The cost grows only with their number."""
    for item in table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=LIST, prefix=PREFIX):
        yield OwnerNotice(
            notice_id=item["sk"].removeprefix(PREFIX),
            kind=OwnerNoticeKind(item["kind"]),
            to=item["to"],
            at=read_instant(item["at"]),
            by_staff=item["by_staff"],
            other=item.get("other"),
        )


def take_off(table: Table, notice: OwnerNotice) -> None:
    """Removes a notice that was sent. May be repeated."""
    key = _key(notice.notice_id)
    table.delete(key, where="pk", equals=key[0])


def _key(notice_id: str) -> Key:
    return LIST, f"{PREFIX}{notice_id}"
