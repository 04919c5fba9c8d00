"""The authorizer of the routes of providers: whose token it is, checked against a library and with forged tokens."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from authorize_dependencies import Dependencies, PoolKeys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from functions.authorize_clients.app import authorize
from laurel.catalog.machine_clients import ClientRecord, MachineClients
from laurel.platform.callers import Right
from laurel.platform.runtime import Runtime
from laurel.platform.table import Table
from tests import stores
from tests.api_events import client, learner
from tests.permitted import permitted

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
KEY, OTHER_KEY, SHORT_KEY = (rsa.generate_private_key(65537, bits) for bits in (2048, 2048, 1024))
NOBODY = {"isAuthorized": True, "context": {}}
LABCE = client("labce/credits.write", "labce/credits.read")
RECORD = ClientRecord(
    client_id="client-1",
    owner="labce",
    name="Nightly export",
    rights=(Right.WRITE_CREDITS, Right.READ_CREDITS),
    created_at=NOW - timedelta(days=1),
    created_by="sam",
)


def text(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def jwk(key, kid):
    numbers = key.public_key().public_numbers()
    modulus, exponent = (n.to_bytes((n.bit_length() + 7) // 8) for n in (numbers.n, numbers.e))
    return {"kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": text(modulus), "e": text(exponent)}


def token(claims, *, key=KEY, kid="k1", alg="RS256", digest=None, **changes):
    stamped = {"iss": ISSUER, "exp": int(NOW.timestamp()) + 60, "aud": "portal", **claims, **changes}
    signed = f"{text(json.dumps({'alg': alg, 'kid': kid}).encode())}.{text(json.dumps(stamped).encode())}"
    return f"{signed}.{text(key.sign(signed.encode(), padding.PKCS1v15(), digest or hashes.SHA256()))}"


@pytest.fixture
def here(aws):
    clients = MachineClients(Table(stores.make_table("ClaimsTable")))
    assert clients.add(RECORD, [])
    fetched = []

    def fetch():
        fetched.append(1)
        return {"keys": [jwk(KEY, "k1"), jwk(SHORT_KEY, "short"), {"kty": "EC", "kid": "e"}]}

    keys = PoolKeys(fetch, lambda: 0.0)
    runtime = Runtime(clock=lambda: NOW)
    return Dependencies(keys=keys, issuer=ISSUER, portal_client_id="portal", clients=clients, runtime=runtime)


def asked(here, given, scheme="Bearer "):
    with permitted("AuthorizeClientsRole"):
        return authorize(here, {"identitySource": [scheme + given] if given is not None else []})


def claims_of(answer):
    assert answer["isAuthorized"] is True
    return answer["context"].get("claims")


def test_a_client_on_record_is_known_by_its_token(here):
    assert claims_of(asked(here, token(LABCE))) == LABCE
    assert claims_of(asked(here, token(client("labce/credits.read")))) == client("labce/credits.read")


def test_somebody_who_is_signed_in_at_the_portal_is_known_too(here):
    pat = learner("pat", **{"cognito:groups": ["provider:labce"]})
    assert claims_of(asked(here, token(pat))) == pat


def test_nothing_else_of_a_token_goes_on(here):
    assert claims_of(asked(here, token(LABCE, jti="secret", version=2))) == LABCE


@pytest.mark.parametrize(
    "make",
    {
        "no token": lambda: None,
        "garbage": lambda: "garbage",
        "three parts of garbage": lambda: "a.b.c",
        "letters that are no base64": lambda: "\N{LATIN SMALL LETTER E WITH ACUTE}.b.c",
        "expired": lambda: token(LABCE, exp=int(NOW.timestamp())),
        "no end": lambda: token(LABCE, exp=None),
        "of another pool": lambda: token(LABCE, iss=ISSUER + "2"),
        "signed by another": lambda: token(LABCE, key=OTHER_KEY),
        "an unknown key": lambda: token(LABCE, kid="k2"),
        "a short key": lambda: token(LABCE, key=SHORT_KEY, kid="short"),
        "another hash": lambda: token(LABCE, digest=hashes.SHA512()),
        "another algorithm": lambda: token(LABCE, alg="RS512"),
        "no algorithm": lambda: token(LABCE, alg="none"),
        "no signature": lambda: token(LABCE).rpartition(".")[0] + ".",
        "changed": lambda: ".".join(
            [token(LABCE).split(".")[0], token(client("asm/credits.write")).split(".")[1], token(LABCE).split(".")[2]]
        ),
        "no object": lambda: token_of("[]"),
        "a scope that it does not have": lambda: token(client("labce/credits.write", "labce/roster.write")),
        "scopes of two": lambda: token(client("labce/credits.write", "asm/credits.write")),
        "another provider's scope": lambda: token(client("asm/credits.write")),
        "no scope": lambda: token(client()),
        "no record": lambda: token(client("labce/credits.write", client_id="client-2")),
        "a person's access token": lambda: token(LABCE, username="ana"),
        "an ID token for another client": lambda: token(learner(), aud="client-1"),
        "a refresh token": lambda: token(learner(token_use="refresh")),
    }.items(),
    ids=lambda one: one[0],
)
def test_whoever_has_no_good_token_is_nobody(here, make):
    assert asked(here, make[1]()) == NOBODY


def token_of(payload):
    signed = f"{text(json.dumps({'alg': 'RS256', 'kid': 'k1'}).encode())}.{text(payload.encode())}"
    return f"{signed}.{text(KEY.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@pytest.mark.parametrize("scheme", ["", "Basic ", "Bearer: "])
def test_a_token_comes_as_a_bearer_token(here, scheme):
    assert asked(here, token(LABCE), scheme) == NOBODY


def test_the_name_of_the_scheme_has_no_case(here):
    assert claims_of(asked(here, token(LABCE), "BEARER ")) == LABCE


def test_every_changed_bit_of_a_signature_is_noticed(here):
    signed, _, signature = token(LABCE).rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    for place in range(0, len(raw) * 8, 97):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        assert asked(here, f"{signed}.{text(bytes(changed))}") == NOBODY
    assert asked(here, f"{signed}.{text(b'0' + raw)}") == NOBODY


def test_a_client_that_was_ended_is_refused_from_then_on(here):
    later = NOW + timedelta(days=7)
    ending = here.clients.end(RECORD, later, [])
    assert claims_of(asked(here, token(LABCE))) == LABCE
    assert here.clients.end(RECORD, NOW, []) is None  # it was read before the first end
    assert here.clients.end(ending, NOW, []) == replace(RECORD, ends_at=NOW)
    assert asked(here, token(LABCE)) == NOBODY


def test_keys_are_fetched_once_and_unknown_ones_at_most_once_a_minute():
    now, fetched = [0.0], []

    def fetch():
        fetched.append(now[0])
        return {"keys": [jwk(KEY, "k1" if len(fetched) < 3 else "k3")]}

    keys = PoolKeys(fetch, lambda: now[0])
    for now[0], kid, found in (
        (0, "k1", True),
        (1, "k1", True),
        (30, "k3", False),
        (61, "k3", False),
        (100, "k3", False),
    ):
        assert (keys.get(kid) is not None) is found
    now[0] = 130
    assert keys.get("k3")
    assert fetched == [0, 61, 130]


def test_without_keys_it_fails_and_lambda_says_so(here):
    def fetch():
        raise OSError("no way there")

    with pytest.raises(OSError, match="no way there"):
        asked(replace(here, keys=PoolKeys(fetch, lambda: 0.0)), token(LABCE))
