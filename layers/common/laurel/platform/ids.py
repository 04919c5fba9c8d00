"""IDs: derived ones (the same input gives the same ID) and new ones (pure except for these)."""

import hashlib
import uuid


def derived_id(kind: str, *parts: str) -> str:
    """An ID of 32 hexadecimal digits, derived from `kind` and `parts`.

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    framed = "".join(f"{len(part)}:{part}" for part in (kind, *parts))
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def new_id() -> str:
    """A new unique ID: 32 hexadecimal digits, sorted by time."""
    now = uuid.uuid1()
    return f"{now.time:015x}{uuid.uuid4().hex[:17]}"


def shard_of(key: str, shards: int) -> str:
    """The index partition of `key`, one of `shards`, as two digits: spreads hot keys evenly."""
    return f"{int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % shards:02d}"
