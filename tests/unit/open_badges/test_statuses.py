"""Places in status lists, what a badge and a list say of them, and the addresses of the issuer."""

import base64
import gzip
from datetime import UTC, datetime

import pytest

from laurel.open_badges.addresses import IssuerAddresses
from laurel.open_badges.statuses import GIVEN, LENGTH, StatusPlace, status_entry, status_list
from laurel.open_badges.tokens import TokenKey

BASE = "https://ce.example.org/v1/verify"
ADDRESSES = IssuerAddresses(BASE)
AT = datetime(2026, 11, 29, 12, 0, 1, 5, UTC)


def test_all_addresses_are_below_the_one_where_certificates_are_checked() -> None:
    assert IssuerAddresses.next_to(f"{BASE}/7XKDA-9GQMT-C4WHE") == ADDRESSES
    assert ADDRESSES.profile == f"{BASE}/issuer/profile"
    assert ADDRESSES.keys == f"{BASE}/issuer/keys"
    assert ADDRESSES.key("k1") == f"{BASE}/issuer/keys/k1"
    assert ADDRESSES.status_list(3) == f"{BASE}/issuer/status/3"


@pytest.mark.parametrize(
    ("count", "place"),
    [(0, (0, 0)), (1, (0, 1)), (24_999, (0, 24_999)), (25_000, (1, 0)), (50_001, (2, 1))],
)
def test_a_list_is_given_up_to_its_end_and_then_the_next(count: int, place: tuple[int, int]) -> None:
    assert StatusPlace.nth(count) == StatusPlace(*place)
    assert (LENGTH, GIVEN) == (131_072, 25_000)


def test_a_badge_names_its_place() -> None:
    assert status_entry(ADDRESSES, StatusPlace(3, 17)) == {
        "id": f"{BASE}/issuer/status/3#17",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "17",
        "statusListCredential": f"{BASE}/issuer/status/3",
    }


def test_a_list_says_which_places_ended_and_nothing_else() -> None:
    found = status_list(ADDRESSES, 3, [0, 9, LENGTH - 1], AT)
    address = f"{BASE}/issuer/status/3"
    encoded = found["credentialSubject"].pop("encodedList")
    assert found == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": f"{BASE}/issuer/profile",
        "validFrom": "2026-11-29T12:00:01Z",
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
        },
        "iss": f"{BASE}/issuer/profile",
        "jti": address,
        "sub": f"{address}#list",
        "nbf": int(AT.timestamp()),
    }
    assert encoded.startswith("u")
    assert "=" not in encoded
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-(len(encoded) - 1) % 4))
    assert packed[4:8] == bytes(4), "no time of packing"
    bits = gzip.decompress(packed)
    assert (len(bits), bits[0], bits[1], bits[-1]) == (LENGTH // 8, 0x80, 0x40, 0x01)
    assert sum(bits) == 0x80 + 0x40 + 0x01
    again = status_list(ADDRESSES, 3, [LENGTH - 1, 9, 0], AT)["credentialSubject"]["encodedList"]
    assert again == encoded, "the same places give the same bytes"


def test_a_list_of_any_length_has_no_filling() -> None:
    lists = [status_list(ADDRESSES, 0, range(count), AT)["credentialSubject"]["encodedList"] for count in range(1, 40)]
    assert {(len(one) - 1) % 4 for one in lists} == {0, 2, 3}
    assert not [one for one in lists if one.endswith("=")]


def test_a_key_as_everyone_reads_it_says_that_it_signs() -> None:
    key = TokenKey("ES256", {"kty": "EC", "crv": "P-256", "x": "1", "y": "2"})
    assert key.as_jwk("https://x.org/k") == {
        "kty": "EC",
        "crv": "P-256",
        "x": "1",
        "y": "2",
        "kid": "https://x.org/k",
        "alg": "ES256",
        "use": "sig",
    }
