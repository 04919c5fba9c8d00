"""Identities: which learner an account of the user pool belongs to.

A learner's ID is ours. It is the `sub` of the first account with which they signed in, and it never changes: a new user
pool, a new account for the same mailbox, or two accounts that become one change only the mapping here.

The mapping is `USER#<user name>`, `LEARNER` in the claims table. The accounts of a learner are `ACCOUNTS#<learner ID>`,
one item each.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from laurel.learners.address_registry import holder_key
from laurel.learners.held_addresses import is_held, key_or_none
from laurel.learners.records import from_item, key_of
from laurel.platform.clock import Clock, instant
from laurel.platform.table import Key, Table, create


class Accounts(Protocol):
    """The accounts of the user pool."""

    def exists(self, user_name: str) -> bool:
        """Whether the pool has the account."""


class Identities:
    """The identities in `table` (the claims table)."""

    def __init__(self, table: Table, accounts: Accounts, clock: Clock) -> None:
        self._table = table
        self._accounts = accounts
        self._clock = clock

    def learner_of(self, user_name: str, sub: str, verified_email: str | None) -> str:
        """The ID of the learner to whom the account belongs. One call; at the account's first sign-in up to six.

        An account that signs in for the first time is a new learner's, with one exception: its mailbox is the current
        address of a learner none of whose accounts exists any more. Then that learner is back. Raises TableBusy.
        """
        stored = self._table.get(mapping_key(user_name))
        if stored is not None:
            return str(stored["learner_id"])
        learner_id = self._learner_who_is_back(verified_email) or sub
        if assign(self._table, user_name, learner_id, self._clock()):
            return learner_id
        # Two sign-ins at the same moment: the first one decided.
        stored = self._table.get(mapping_key(user_name))
        return str(stored["learner_id"]) if stored else learner_id

    def _learner_who_is_back(self, verified_email: str | None) -> str | None:
        """The learner whose current address it is, if none of their accounts exists any more."""
        email_key = key_or_none(verified_email or "")
        holder = self._table.get(holder_key(email_key)) if email_key else None
        if holder is None or "learner_id" not in holder or verified_email is None:
            return None
        learner_id = str(holder["learner_id"])
        # A former address may have been assigned to another person since.
        if not is_held(from_item(learner_id, self._table.get(key_of(learner_id))), verified_email):
            return None
        return None if any(map(self._accounts.exists, accounts_of(self._table, learner_id))) else learner_id


def is_joined(table: Table, learner_id: str) -> bool:
    """Whether the learner's account is joined with another one. One call."""
    profile = from_item(learner_id, table.get(key_of(learner_id)))
    return bool(profile.joined or profile.joined_into)


def accounts_of(table: Table, learner_id: str) -> set[str]:
    """The user names of all accounts that the learner ever had. One call."""
    items = table.query(None, "pk = :pk", pk=_accounts_key(learner_id))
    # A first account from before there were mappings: its user name is the learner's ID.
    return {learner_id, *(item["sk"] for item in items)}


def keys_of_account(user_name: str, learner_id: str) -> tuple[Key, Key]:
    """The keys of the mapping of this account and of the way back; both items name the learner."""
    return mapping_key(user_name), (_accounts_key(learner_id), user_name)


def learners_of(table: Table, user_names: Iterable[str]) -> dict[str, str]:
    """The learners' IDs of those accounts that have a mapping, by user name. One call for each hundred."""
    items = table.get_many(map(mapping_key, user_names))
    return {pk.removeprefix("USER#"): str(item["learner_id"]) for (pk, _), item in items.items()}


def assign(table: Table, user_name: str, learner_id: str, at: datetime) -> bool:
    """Maps an account that has no mapping yet to this learner; returns False if it has one. Repeatable. One call."""
    named = {"learner_id": learner_id, "since": instant(at)}
    keys = keys_of_account(user_name, learner_id)
    return all(table.write_all([create({"pk": pk, "sk": sk, **named}) for pk, sk in keys]))


def mapping_key(user_name: str) -> Key:
    """The table key of the mapping of this account."""
    return f"USER#{user_name}", "LEARNER"


def second_factor_key(user_name: str) -> Key:
    """The table key of the note about the second factor of this account; the item names the learner."""
    return f"USER#{user_name}", "SECONDFACTOR"


def _accounts_key(learner_id: str) -> str:
    return f"ACCOUNTS#{learner_id}"
