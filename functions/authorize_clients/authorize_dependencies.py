"""The composition root of the authorizer: everything that its handler needs, built once per container."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from laurel.catalog.machine_clients import MachineClients
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import AuthorizeClientsSettings
from laurel.platform.signed_claims import PublicKey, keys_of
from laurel.platform.table import Table

_TIMEOUT = 3.0  # seconds
_AGAIN_AFTER = 60.0  # seconds before unknown keys are asked for again


@dataclass(slots=True)
class PoolKeys:
    """The public keys of the user pool, fetched when a token names one that is not known, at most once a minute.

    `fetch` gives the pool's JSON Web Key Set and raises OSError; `now` is a clock in seconds.
    """

    fetch: Callable[[], Any]
    now: Callable[[], float]
    _known: dict[str, PublicKey] = field(default_factory=dict)
    _fetched_at: float | None = None

    def get(self, kid: str) -> PublicKey | None:
        """The key with this ID. Raises OSError if it cannot be fetched."""
        stale = self._fetched_at is None or self.now() - self._fetched_at >= _AGAIN_AFTER
        if kid not in self._known and stale:
            self._known = keys_of(self.fetch())
            self._fetched_at = self.now()
        return self._known.get(kid)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The user pool's keys and issuer, the client of the portal, and the records of machine clients."""

    keys: PoolKeys
    issuer: str
    portal_client_id: str
    clients: MachineClients
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    settings = AuthorizeClientsSettings.read()

    def fetch() -> Any:
        with urllib.request.urlopen(settings.jwks_url, timeout=_TIMEOUT) as answer:  # noqa: S310  # the template's URL
            return json.load(answer)

    return Dependencies(
        keys=PoolKeys(fetch, MACHINE.seconds),
        issuer=settings.token_issuer,
        portal_client_id=settings.portal_client_id,
        clients=MachineClients(Table(settings.claims_table_name)),
        runtime=MACHINE,
    )
