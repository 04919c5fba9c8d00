"""Whether badges still count: their places in status lists, and what a list says (pure).

A Bitstring Status List (W3C, version 1.0) is one bit for each of its places. It has at least 131,072, so that asking
for a list does not tell which badge somebody looks at. We give fewer: one item of DynamoDB holds the places that ended,
even if all of a list do.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laurel.open_badges.addresses import IssuerAddresses
from laurel.platform.base64url import base64url
from laurel.platform.clock import instant_in_seconds

LENGTH = 131_072
GIVEN = 25_000
PURPOSE = "revocation"


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """A place in a status list: the list's number and the bit's, both from 0."""

    number: int
    index: int

    @classmethod
    def nth(cls, count: int) -> "StatusPlace":
        """The place of the badge before which `count` others got one."""
        return cls(*divmod(count, GIVEN))


@dataclass(frozen=True, slots=True)
class Badge:
    """An open badge that was given: a JSON Web Token, and its place in a status list."""

    token: str
    place: StatusPlace


def status_entry(addresses: IssuerAddresses, place: StatusPlace) -> dict[str, str]:
    """What a badge says of its place."""
    address = addresses.status_list(place.number)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE,
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def status_list(addresses: IssuerAddresses, number: int, ended: Iterable[int], at: datetime) -> dict[str, Any]:
    """The list with this number as a credential: the bits of the places that `ended` are 1."""
    address = addresses.status_list(number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.profile,
        "validFrom": instant_in_seconds(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": _encoded(ended),
        },
        "iss": addresses.profile,
        "jti": address,
        "sub": f"{address}#list",
        "nbf": int(at.timestamp()),
    }


def _encoded(ended: Iterable[int]) -> str:
    bits = bytearray(LENGTH // 8)
    for index in ended:
        bits[index // 8] |= 0x80 >> index % 8  # the first bit is the leftmost
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64url(packed)
