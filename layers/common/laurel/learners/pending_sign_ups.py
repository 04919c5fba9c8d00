"""Pending sign-ups: accounts whose password nobody has proved to be the mailbox owner's.

Anyone can sign up any address with a password of their own. The code goes to the mailbox, so its owner confirms; but
Cognito then takes the password of whoever signed up. So each sign-up is pending from the moment at which it is made.
While it is, its account opens to nobody. It ends in one of two ways, both by a code from the mailbox: the code of the
sign-up, entered in the browser that signed up (which holds a ticket), or a code that sets a new password.

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
        """Notes that who holds `ticket` signs up `user_name`. The first ticket counts. Raises TableBusy."""
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
        """Whether the account must not open yet. Raises TableBusy."""
        return self._table.get(_key(user_name)) is not None

    def confirm(self, user_name: str, ticket: str | None) -> bool:
        """Ends the sign-up if `ticket` is the one that it was made with; says whether it did. Raises TableBusy."""
        return bool(ticket) and self._table.delete(_key(user_name), where="ticket", equals=_digest(str(ticket)))

    def end(self, user_name: str) -> None:
        """Ends the sign-up: its account has a new password, or is gone. May be repeated. Raises TableBusy."""
        key = _key(user_name)
        self._table.delete(key, where="pk", equals=key[0])


def _key(user_name: str) -> Key:
    return f"SIGNUP#{user_name}", "PENDING"


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
