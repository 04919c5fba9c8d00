"""The issuer of open badges: gives each its place in a status list, signs it, and says which badges ended.

Its records are in the claims table: one item with all public keys and the number of places that were given, and one for
each status list in which a badge ended. To read a list costs the same however many badges there are.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from laurel.open_badges.addresses import IssuerAddresses
from laurel.open_badges.signer import BadgeSigner
from laurel.open_badges.statuses import GIVEN, Badge, StatusPlace, status_list
from laurel.platform.clock import Clock
from laurel.platform.table import Key, Table, Update

ISSUER_KEY: Key = ("BADGES", "ISSUER")
_GIVEN = "given"
_NO_KEYS = ("pk", "sk", _GIVEN)
# A list that is asked for again within this time is not signed again. With `max-age` of the answer: less than a minute.
SIGNED_AGAIN = timedelta(seconds=20)

type Payload = Callable[[StatusPlace], Mapping[str, Any]]
type Jwk = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Signed:
    token: str
    at: datetime


class BadgeIssuer:
    """Issues badges under `name`; its records are in `table`."""

    def __init__(self, table: Table, signer: BadgeSigner, name: str, clock: Clock) -> None:
        self.name = name
        self._table, self._signer, self._clock = table, signer, clock
        self._lists: dict[str, _Signed] = {}

    def issue(self, addresses: IssuerAddresses, payload: Payload) -> Badge:
        """A badge with a place that no other has: one call to DynamoDB and one to KMS, one more in a new process.

        A place is never given twice, and stays empty if the badge comes to nothing. Raises AwsError, TableBusy.
        """
        place = self._next_place()
        return Badge(self._signer.token(addresses, payload(place)), place)

    def profile(self, addresses: IssuerAddresses) -> dict[str, Any]:
        """The issuer, as badges name it and as everyone may read it."""
        return {"id": addresses.profile, "type": ["Profile"], "name": self.name or _host(addresses)}

    def keys(self, addresses: IssuerAddresses) -> list[Jwk]:
        """All public keys that ever signed: one call."""
        item = self._table.get(ISSUER_KEY) or {}
        keys: dict[str, Jwk] = {name: json.loads(text) for name, text in item.items() if name not in _NO_KEYS}
        return [{**key, "kid": addresses.key(key_id)} for key_id, key in sorted(keys.items())]

    def key(self, addresses: IssuerAddresses, key_id: str) -> Jwk | None:
        """The public key with this ID, if it ever signed: one call."""
        return next((one for one in self.keys(addresses) if one["kid"] == addresses.key(key_id)), None)

    def status_list(self, addresses: IssuerAddresses, number: int) -> str | None:
        """The signed status list with this number; None if it has no badge yet.

        One call to DynamoDB and one to KMS; none for a list that this process signed less than 20 seconds ago.
        """
        address, now = addresses.status_list(number), self._clock()
        kept = self._lists.get(address)
        if kept and timedelta(0) <= now - kept.at < SIGNED_AGAIN:
            return kept.token
        found = self._table.get_many([ISSUER_KEY, _list_key(number)])
        given = int(found.get(ISSUER_KEY, {}).get(_GIVEN, 0))
        if number * GIVEN >= given:
            return None
        ended = map(int, found.get(_list_key(number), {}).get("ended", []))
        made = self._signer.token(addresses, status_list(addresses, number, ended, now))
        self._lists[address] = _Signed(made, now)
        return made

    def _next_place(self) -> StatusPlace:
        """A place that no other badge has. The key is known to everyone before it signs."""
        key = self._signer.public_key()
        change = "SET #key = if_not_exists(#key, :jwk) ADD #given :one"
        names = {"#given": _GIVEN, "#key": key.key_id}
        jwk = json.dumps(key.as_jwk(""), sort_keys=True)
        counted = self._table.update(Update(ISSUER_KEY, change, None, names, {":one": 1, ":jwk": jwk}))
        if counted is None:
            raise AssertionError("unreachable: the update has no condition")
        return StatusPlace.nth(int(counted[_GIVEN]) - 1)


def ending(badge: Badge) -> Update:
    """The write that ends a badge: part of the transaction that ends its certificate, which happens once."""
    return Update(
        _list_key(badge.place.number),
        "SET #ended = list_append(if_not_exists(#ended, :none), :index)",
        None,
        {"#ended": "ended"},
        {":none": [], ":index": [badge.place.index]},
    )


def _list_key(number: int) -> Key:
    return f"BADGES#{number}", "ENDED"


def _host(addresses: IssuerAddresses) -> str:
    return addresses.base.partition("://")[2].partition("/")[0]
