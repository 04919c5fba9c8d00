"""Which tokens of the user pool are believed: signed by its key, from it, in time, and in the one form that counts."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from laurel.platform.signed_claims import PublicKey, claims_of, key_id_of, keys_of

PRIVATE = rsa.generate_private_key(65537, 2048)
NUMBERS = PRIVATE.public_key().public_numbers()
KEY = PublicKey(NUMBERS.n, NUMBERS.e)
ISSUER = "https://idp.example.org/pool"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLAIMS = {"iss": ISSUER, "exp": int(AT.timestamp()) + 1, "sub": "ana", "client_id": "c1"}
HEADER = {"alg": "RS256", "kid": "k1"}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(claims: Any = CLAIMS, header: Any = HEADER, key: rsa.RSAPrivateKey = PRIVATE) -> str:
    parts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in (header, claims)]
    text = ".".join(map(encoded, parts))
    return f"{text}.{encoded(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def believed(token: str, key: PublicKey = KEY, at: datetime = AT) -> dict[str, Any] | None:
    return claims_of(token, key, issuer=ISSUER, at=at)


def test_a_signed_token_is_believed_until_the_second_in_which_it_ends() -> None:
    assert believed(signed()) == CLAIMS
    assert believed(signed(), at=AT + timedelta(milliseconds=999)) == CLAIMS
    assert believed(signed(), at=AT + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "claims",
    [
        {**CLAIMS, "iss": f"{ISSUER}2"},
        {**CLAIMS, "exp": str(CLAIMS["exp"])},
        {name: value for name, value in CLAIMS.items() if name != "exp"},
        {name: value for name, value in CLAIMS.items() if name != "iss"},
        [CLAIMS],
        b"{",
    ],
)
def test_claims_that_say_something_else_are_not_believed(claims: Any) -> None:
    assert believed(signed(claims)) is None


@pytest.mark.parametrize(
    ("header", "kid"),
    [
        (HEADER, "k1"),
        ({**HEADER, "alg": "none"}, None),
        ({**HEADER, "alg": "HS256"}, None),
        ({"kid": "k1"}, None),
        ({"alg": "RS256"}, None),
        ({**HEADER, "kid": 7}, None),
        (["RS256", "k1"], None),
        (b"no JSON", None),
    ],
)
def test_only_a_header_with_the_one_algorithm_names_a_key(header: Any, kid: str | None) -> None:
    token = signed(header=header)
    assert key_id_of(token) == kid
    assert (believed(token) is not None) is (kid is not None)


def test_what_is_no_token_names_no_key() -> None:
    head, body, signature = signed().split(".")
    for text in ("", "a.b.c", f"{head}.{body}", f"{head}.{body}.{signature}.x", f"{head}é.{body}.{signature}"):
        assert key_id_of(text) is None
        assert believed(text) is None
    # A token may have so many letters, and no more.
    assert key_id_of(f"{head}.{'x' * (16_384 - len(head) - 2)}.") == "k1"
    assert key_id_of(f"{head}.{'x' * (16_384 - len(head) - 1)}.") is None


def test_a_changed_token_is_not_believed() -> None:
    head, body, signature = signed().split(".")
    other = signed({**CLAIMS, "sub": "eve"}).split(".")
    assert believed(f"{head}.{other[1]}.{signature}") is None
    assert believed(f"{head}.{body}.{signature[:-8]}") is None
    assert believed(f"{head}.{body}.{'!' * len(signature)}") is None
    assert believed(signed(key=rsa.generate_private_key(65537, 2048))) is None


def test_a_signature_is_checked_whole_and_a_short_key_signs_nothing() -> None:
    signature = PRIVATE.sign(b"message", padding.PKCS1v15(), hashes.SHA256())
    assert KEY.has_signed(b"message", signature)
    assert not KEY.has_signed(b"another", signature)
    assert not KEY.has_signed(b"message", b"\0" + signature)
    assert not KEY.has_signed(b"message", (int.from_bytes(signature) + KEY.modulus).to_bytes(257))
    assert not KEY.has_signed(b"message", KEY.modulus.to_bytes(256))
    assert not KEY.has_signed(b"message", PRIVATE.sign(b"message", padding.PKCS1v15(), hashes.SHA512()))
    short = rsa.generate_private_key(65537, 2047)
    numbers = short.public_key().public_numbers()
    signature = short.sign(b"message", padding.PKCS1v15(), hashes.SHA256())
    assert not PublicKey(numbers.n, numbers.e).has_signed(b"message", signature)


def test_the_keys_of_a_set_are_its_rsa_keys_by_their_ids() -> None:
    one = {"kty": "RSA", "kid": "k1", "n": encoded(KEY.modulus.to_bytes(256)), "e": "AQAB"}
    assert keys_of({"keys": [one, {"kty": "EC", "kid": "k2"}, {"kid": "k3"}]}) == {"k1": KEY}
    with pytest.raises(ValueError, match="no base64url"):
        keys_of({"keys": [{**one, "n": "a"}]})
    for name in ("kid", "n", "e"):
        with pytest.raises(KeyError):
            keys_of({"keys": [{key: value for key, value in one.items() if key != name}]})
