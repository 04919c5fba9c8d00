"""Proofs that somebody is signed in to another account: from this release alone, and for ten minutes."""

import json
from datetime import UTC, datetime, timedelta

from laurel.learners.address_proofs import VALID_FOR, AddressProofs, ProvedAddress
from laurel.learners.join_proofs import JoinProofs
from laurel.platform.signed_tokens import SignedTokens

AT = datetime(2026, 11, 29, tzinfo=UTC)
UNTIL = int((AT + timedelta(minutes=5)).timestamp())


def _key() -> bytes:
    return b"0123456789abcdef"


def _earlier(use: bytes, *body: object) -> str:
    return SignedTokens(_key, use, longest=1000).write(json.dumps(body).encode())


def test_a_proof_is_read_as_it_was_written_until_its_time_is_over() -> None:
    proved, late = ProvedAddress("ana", "ana@example.org", 3), AT + VALID_FOR + timedelta(seconds=1)
    addresses, joins = AddressProofs(_key), JoinProofs(_key)
    address, join = addresses.write(proved, AT), joins.write("ana", 3, AT)
    assert (addresses.read(address, AT), joins.read(join, AT)) == (proved, ("ana", 3))
    assert (addresses.read(address, late), joins.read(join, late)) == (None, None)
    assert (addresses.read(join, AT), joins.read(address, AT)) == (None, None)


def test_a_proof_of_an_earlier_release_is_none() -> None:
    assert AddressProofs(_key).read(_earlier(b"address-proof\0", "ana", "ana@example.org", UNTIL), AT) is None
    assert JoinProofs(_key).read(_earlier(b"join-proof\0", "ana", UNTIL), AT) is None
