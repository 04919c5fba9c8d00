"""Tokens are those of RFC 7515 to 7518: jose, which knows nothing of us, verifies them."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from laurel.open_badges.addresses import IssuerAddresses
from laurel.open_badges.signer import BadgeSigner
from laurel.open_badges.tokens import TokenKey, UnusableKey, payload_of
from tests.unit.open_badges.badge_keys import BadgeKey, private_key
from tests.unit.open_badges.checkers import jose_says

ADDRESSES = IssuerAddresses("https://ce.example.org/v1/verify")
PAYLOAD = {"name": "Ọláwálé", "iss": ADDRESSES.profile}


def signer(key: BadgeKey) -> BadgeSigner:
    return BadgeSigner("a-key", key)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "algorithm"), [("EC", "ES256"), ("RSA", "RS256")])
def test_a_token_is_verified_with_the_published_key(kind: str, algorithm: str) -> None:
    mine, key = signer(BadgeKey(kind)), BadgeKey(kind)
    token = mine.token(ADDRESSES, PAYLOAD)
    public = TokenKey.read(key.get_public_key()["PublicKey"])
    address = ADDRESSES.key(public.key_id)
    found = jose_says(token, [public.as_jwk(address)], algorithms=[algorithm], issuer=ADDRESSES.profile)
    assert found == {"payload": PAYLOAD, "header": {"alg": algorithm, "kid": address, "typ": "JWT"}}
    assert payload_of(token) == PAYLOAD
    head, body, _ = token.split(".")
    padded = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode() for part in (head, body))
    assert list(padded) == [
        f'{{"alg":"{algorithm}","kid":"{address}","typ":"JWT"}}',
        f'{{"iss":"{ADDRESSES.profile}","name":"Ọláwálé"}}',
    ]


@pytest.mark.slow
def test_a_changed_token_and_a_swapped_key_are_found_out() -> None:
    token = signer(BadgeKey()).token(ADDRESSES, PAYLOAD)
    public = TokenKey.read(BadgeKey().get_public_key()["PublicKey"])
    jwk = public.as_jwk(ADDRESSES.key(public.key_id))
    head, body, signature = token.split(".")
    other = signer(BadgeKey(name="other"))
    for forged in (
        ".".join((head, body[:-4] + "AAAA", signature)),
        ".".join((head, body, other.token(ADDRESSES, PAYLOAD).split(".")[2])),
    ):
        with pytest.raises(AssertionError, match="signature verification failed"):
            jose_says(forged, [jwk])


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_kms_gets_the_digest_of_what_is_too_long_for_it(kind: str) -> None:
    key = BadgeKey(kind)
    mine = signer(key)
    token = mine.token(ADDRESSES, {"name": "x" * 4_000})
    assert key.calls == ["DIGEST"]
    public = TokenKey.read(key.get_public_key()["PublicKey"])
    assert len(jose_says(token, [public.as_jwk(ADDRESSES.key(public.key_id))])["payload"]["name"]) == 4_000


def test_signatures_with_short_numbers_have_their_whole_length() -> None:
    """One of 128 signatures has a number with a leading zero byte, which DER leaves out."""
    mine = signer(BadgeKey())
    lengths = {len(mine.token(ADDRESSES, {"n": n}).split(".")[2]) for n in range(400)}
    assert lengths == {86}


def test_the_id_of_a_key_is_its_thumbprint() -> None:
    """The example of RFC 7638, section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3o"
        "knjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHz"
        "u6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8"
        "awapJzKnqDKgw"
    )
    key = TokenKey("RS256", {"kty": "RSA", "n": modulus, "e": "AQAB"})
    assert key.key_id == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_id_of_a_key_is_of_its_needed_members_in_alphabetical_order() -> None:
    key = TokenKey("ES256", {"kty": "EC", "crv": "P-256", "x": "1", "y": "2"})
    whole = b'{"crv":"P-256","kty":"EC","x":"1","y":"2"}'
    assert key.key_id == base64.urlsafe_b64encode(hashlib.sha256(whole).digest()).decode().rstrip("=")


def test_other_curves_are_refused() -> None:
    from cryptography.hazmat.primitives import serialization

    der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    with pytest.raises(UnusableKey):
        TokenKey.read(ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(*der))
    assert private_key("EC", "badges").curve.name == "secp256r1"
