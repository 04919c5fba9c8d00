"""The keys that sign Laurel's own texts: one signs, the ones before it are still accepted (pure).

The secret is one key alone, as the first deploy makes it, or a JSON document:

    {"keys": [{"id": "", "key": "…", "signs_from": 0}, {"id": "k20270301", "key": "…", "signs_from": 1803859200}]}

A new key is in the secret before it signs: by then every function has read it. A key that is no longer in the secret
signs nothing, and what it signed is not genuine any more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LEAST_BYTES = 16
"""A key is at least as long as a signature."""


@dataclass(frozen=True, slots=True)
class RingKey:
    """A key, its ID in a text that it signed ("" for the first key, which has none), and from when it signs."""

    key_id: str
    key: bytes
    signs_from: int


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in the secret, in the order in which they sign."""

    keys: tuple[RingKey, ...]

    def signing(self, now: float) -> RingKey:
        """The key that signs at `now`, in seconds since 1970: the newest one whose time has come."""
        return next((one for one in reversed(self.keys) if one.signs_from <= now), self.keys[0])

    def find(self, key_id: str) -> bytes | None:
        """The key with this ID; None if it is not accepted (any more)."""
        return next((one.key for one in self.keys if one.key_id == key_id), None)


@lru_cache(maxsize=4)
def read_ring(secret: bytes) -> KeyRing:
    """The keys in the text of the secret. Raises ValueError for none, and for a short one."""
    if secret.startswith(b"{"):
        found = KeyRing(tuple(map(_read_key, json.loads(secret)["keys"])))
    else:
        found = KeyRing((RingKey("", secret, 0),))
    if not found.keys or any(len(one.key) < LEAST_BYTES for one in found.keys):
        raise ValueError(f"the signing key must have at least {LEAST_BYTES} bytes")
    return found


def write_ring(ring: KeyRing) -> str:
    """The text of the secret."""
    keys = [{"id": one.key_id, "key": one.key.decode(), "signs_from": one.signs_from} for one in ring.keys]
    return json.dumps({"keys": keys})


def _read_key(one: Mapping[str, str | int]) -> RingKey:
    return RingKey(str(one["id"]), str(one["key"]).encode(), int(one["signs_from"]))
