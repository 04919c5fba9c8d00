"""`make signing-keys`: the keys that sign links in e-mails, cursors and proofs.

make signing-keys STACK=laurel-prod                    # list them
make signing-keys STACK=laurel-prod ROTATE=yes         # a new one, which signs in ten minutes
make signing-keys STACK=laurel-prod RETIRE=first       # no longer accept what a key signed
"""

import argparse
import secrets
import string
import sys
import time
from datetime import UTC, datetime
from typing import Any

from laurel.platform.key_ring import KeyRing, RingKey, read_ring, write_ring
from laurel.platform.signing_key import KEPT_SECONDS
from local.deployed import deployed
from local.troubles import TroubleError, told

_FIRST = "first"  # how a person names the key without an ID
# Every function has read a new key before one of them signs with it.
_SIGNS_AFTER = 2 * KEPT_SECONDS
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 64


def main() -> None:
    """Do what the arguments ask for, then list the keys. Raises TroubleError when it is refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    parser.add_argument("--rotate", action="store_true", help="make a new key")
    parser.add_argument("--retire", help="the ID of a key that is no longer accepted")
    asked = parser.parse_args()
    stack, now = deployed(asked.stack or None), int(time.time())
    client, secret_id = stack.client("secretsmanager"), stack.outputs["SigningSecretArn"]
    ring = read_ring(client.get_secret_value(SecretId=secret_id)["SecretString"].encode())
    if asked.rotate:
        ring = _kept(client, secret_id, rotated(ring, now))
    elif asked.retire:
        ring = _kept(client, secret_id, retired(ring, asked.retire, now))
    print(listed(ring, now))


def rotated(ring: KeyRing, now: int) -> KeyRing:
    """The ring with a new key. Raises TroubleError while an earlier new one waits."""
    if ring.keys[-1].signs_from > now:
        raise TroubleError("A new key waits for its time already.", do="Wait ten minutes if you want one more.")
    key = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)).encode()
    return KeyRing((*ring.keys, RingKey(f"k{now:x}", key, now + _SIGNS_AFTER)))


def retired(ring: KeyRing, key_id: str, now: int) -> KeyRing:
    """The ring without this key. Raises TroubleError for the key that signs, and for one that is not there."""
    wanted = "" if key_id == _FIRST else key_id
    if ring.find(wanted) is None:
        raise TroubleError(f"There is no key {key_id}.", do="See the list: make signing-keys.")
    if ring.signing(now).key_id == wanted:
        raise TroubleError(f"The key {key_id} signs now.", do="Make a new one first, ROTATE=yes, and wait ten minutes.")
    return KeyRing(tuple(one for one in ring.keys if one.key_id != wanted))


def listed(ring: KeyRing, now: int) -> str:
    """The keys by ID, without the keys themselves."""
    signing = ring.signing(now)
    return "\n".join(f"{one.key_id or _FIRST:12}  {_role(one, signing, now)}" for one in ring.keys)


def _role(one: RingKey, signing: RingKey, now: int) -> str:
    if one is signing:
        return "signs"
    if one.signs_from > now:
        return f"signs from {datetime.fromtimestamp(one.signs_from, UTC):%H:%M} UTC; accepted everywhere in 5 minutes"
    return "accepted"


def _kept(client: Any, secret_id: str, ring: KeyRing) -> KeyRing:
    client.put_secret_value(SecretId=secret_id, SecretString=write_ring(ring))
    return ring


if __name__ == "__main__":
    sys.exit(told(main))
