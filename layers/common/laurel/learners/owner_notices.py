"""Pending notices to a mailbox about its address or its account: written with the act, sent by the account guard.

Anyone who has the password of an account can give its address to another one, or join it with another one, without the
mailbox. So the mailbox hears of it, while the act can be undone. A notice is `LEARNER#<learner ID>`, `NOTICE#<ID>` in
the claims table until it is sent. It is listed as `CHANGES`, `NOTICE#<ID>`, next to the changes that wait for the
account guard.
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
"""The list of the account guard's pending work."""
PREFIX = "NOTICE#"


class OwnerNoticeKind(StrEnum):
    """The act."""

    ADDRESS_MOVED = "address_moved"
    ADDRESS_REMOVED = "address_removed"
    ACCOUNTS_JOINED = "accounts_joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerNotice:
    """A notice to the mailbox `to` about an act at `at` (UTC). `other` is the address of the other joined account."""

    notice_id: str
    learner_id: str
    kind: OwnerNoticeKind
    to: str
    at: datetime
    by_staff: bool
    other: str | None = None


def notice_writes(
    learner_id: str, kind: OwnerNoticeKind, to: str, at: datetime, *, by_staff: bool, other: str | None = None
) -> list[Put]:
    """The writes of a new notice about the account of this learner."""
    notice_id = new_id()
    keys = [dict(zip(("pk", "sk"), key, strict=True)) for key in _keys(learner_id, notice_id)]
    expires: Item = {EXPIRES_AT: OWNER_NOTICES.expires_at(at)}
    said: Item = {"kind": kind.value, "to": to, "at": instant(at), "by_staff": by_staff, "other": other}
    return [create({**keys[0], **said, **expires}), create({**keys[1], "learner_id": learner_id, **expires})]


def waiting_notices(table: Table) -> Iterator[OwnerNotice]:
    """The notices that were not sent yet, the earliest first. The cost grows only with their number.

    What an erased account has left of one is removed.
    """
    for listed in table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=LIST, prefix=PREFIX):
        learner_id, notice_id = listed["learner_id"], listed["sk"].removeprefix(PREFIX)
        item = table.get(_keys(learner_id, notice_id)[0])
        if item is None:
            take_off(table, learner_id, notice_id)
            continue
        yield OwnerNotice(
            notice_id=notice_id,
            learner_id=learner_id,
            kind=OwnerNoticeKind(item["kind"]),
            to=item["to"],
            at=read_instant(item["at"]),
            by_staff=item["by_staff"],
            other=item.get("other"),
        )


def take_off(table: Table, learner_id: str, notice_id: str) -> None:
    """Removes a notice that was sent. May be repeated."""
    for key in _keys(learner_id, notice_id):
        table.delete(key, where="pk", equals=key[0])


def _keys(learner_id: str, notice_id: str) -> tuple[Key, Key]:
    """The keys of the notice, and of its place in the list."""
    return (f"LEARNER#{learner_id}", f"{PREFIX}{notice_id}"), (LIST, f"{PREFIX}{notice_id}")
