"""Ids: those that are derived (the same input, the same id) and those that are new (pure but for these)."""

import hashlib
import uuid


def derived_id(kind: str, *parts: str) -> str:
    """An id of 32 hexadecimal digits that only `kind` and `parts` decide.

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    framed = "".join(f"{len(part)}:{part}" for part in (kind, *parts))
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def new_id() -> str:
    """An id that was never given before: sorted by time, 32 hexadecimal digits."""
    now = uuid.uuid1()
    return f"{now.time:015x}{uuid.uuid4().hex[:17]}"


def shard_of(key: str, shards: int) -> str:
    """Which of `shards` index partitions `key` lives in, as two digits: spreads hot keys evenly."""
    return f"{int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % shards:02d}"
