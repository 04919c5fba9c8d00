"""IDs: derived ones (the same input gives the same ID) and new ones (pure except for these)."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

# The beginning of the time in a UUID, which counts tenths of a microsecond.
_EPOCH = datetime(1582, 10, 15, tzinfo=UTC)


def derived_id(kind: str, *parts: str) -> str:
    """An ID of 32 hexadecimal digits, derived from `kind` and `parts`.

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    framed = "".join(f"{len(part)}:{part}" for part in (kind, *parts))
    return hashlib.sha256(framed.encode(errors="surrogatepass")).hexdigest()[:32]


def new_id() -> str:
    """A new unique ID: 32 hexadecimal digits, sorted by time."""
    now = uuid.uuid1()
    return f"{now.time:015x}{uuid.uuid4().hex[:17]}"


def made_at(identifier: str) -> datetime | None:
    """When (UTC) `new_id` made this ID; None for an instant that a clock cannot show."""
    try:
        return _EPOCH + timedelta(microseconds=int(identifier[:15], 16) // 10)
    except OverflowError:
        return None


def shard_of(key: str, shards: int) -> str:
    """The index partition of `key`, one of `shards`, as two digits: spreads hot keys evenly."""
    return f"{int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % shards:02d}"
