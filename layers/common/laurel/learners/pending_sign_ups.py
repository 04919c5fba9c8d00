"""Pending sign-ups: accounts whose password is not proved to be from the mailbox owner.

Anyone can sign up with any address and their own password. The code goes to the mailbox, so its owner confirms, but
Cognito then accepts the password of the person who signed up. So each sign-up is pending from the start, and nobody can
sign in to its account. It ends in one of two ways, both with a code from the mailbox: the sign-up code, entered in the
browser that signed up (which has a ticket), or a code that sets a new password.

The record is `SIGNUP#<user name>`, `PENDING` in the claims table; it holds a digest of the ticket. One call each.
"""

import hashlib

from laurel.platform.clock import Clock, instant
from laurel.platform.table import Key, Table, Update

_NO_TICKET = "none"


class PendingSignUps:
    """The pending sign-ups in `table` (the claims table), by Cognito's user name, which never changes."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def open(self, user_name: str, ticket: str | None) -> None:
        """Records that the holder of `ticket` signs up `user_name`. The first ticket counts. Raises TableBusy."""
        self._table.update(
            Update(
                _key(user_name),
                "SET #ticket = :ticket, #at = :at",
                "attribute_not_exists(pk) OR #ticket = :none",
                {"#ticket": "ticket", "#at": "signed_up_at"},
                {
                    ":ticket": _digest(ticket) if ticket else _NO_TICKET,
                    ":at": instant(self._clock()),
                    ":none": _NO_TICKET,
                },
            )
        )

    def is_pending(self, user_name: str) -> bool:
        """Whether sign-in to the account must be refused. Raises TableBusy."""
        return self._table.get(_key(user_name)) is not None

    def confirm(self, user_name: str, ticket: str | None) -> bool:
        """Ends the sign-up if `ticket` is its ticket; returns whether it did. Raises TableBusy."""
        return bool(ticket) and self._table.delete(_key(user_name), where="ticket", equals=_digest(str(ticket)))

    def end(self, user_name: str) -> None:
        """Ends the sign-up: its account has a new password or was removed. May be repeated. Raises TableBusy."""
        key = _key(user_name)
        self._table.delete(key, where="pk", equals=key[0])


def _key(user_name: str) -> Key:
    return f"SIGNUP#{user_name}", "PENDING"


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
