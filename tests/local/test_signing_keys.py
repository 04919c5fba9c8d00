"""The keys that sign links: a new one, and the end of an old one."""

import boto3
import pytest

from laurel.platform.key_ring import read_ring
from laurel.platform.signed_tokens import SignedTokens
from laurel.platform.signing_key import KEPT_SECONDS
from local import signing_keys
from local.deployed import Deployed
from local.troubles import TroubleError

NOW = 1_800_000_000


@pytest.fixture
def keys(aws, monkeypatch, capsys):
    """Runs the command on a stack whose secret is as the first deploy makes it."""
    client = boto3.client("secretsmanager")
    arn = client.create_secret(Name="signing", SecretString="k" * 64)["ARN"]
    stack = Deployed({"SigningSecretArn": arn}, lambda _service: client, "")
    monkeypatch.setattr(signing_keys, "deployed", lambda _name: stack)

    def run(*arguments: str, at: int = NOW) -> list[str]:
        monkeypatch.setattr("sys.argv", ["signing_keys", *arguments])
        monkeypatch.setattr(signing_keys.time, "time", lambda: at)
        signing_keys.main()
        return capsys.readouterr().out.splitlines()

    run.secret = lambda: client.get_secret_value(SecretId=arn)["SecretString"].encode()
    return run


def words(lines: list[str]) -> list[list[str]]:
    return [line.split(maxsplit=1) for line in lines]


def test_a_new_key_waits_until_every_function_has_read_it(keys):
    assert words(keys()) == [["first", "signs"]]
    first, new = words(keys("--rotate"))
    assert first == ["first", "signs"]
    assert new[1].startswith("signs from ")
    ring = read_ring(keys.secret())
    assert ring.keys[1].signs_from - NOW >= 2 * KEPT_SECONDS
    assert len(ring.keys[1].key) == 64
    assert [one for _, one in words(keys(at=NOW + 600))] == ["accepted", "signs"]


def test_an_old_key_ends_only_after_a_new_one_signs(keys):
    tokens = SignedTokens(keys.secret, b"use", longest=100, now=lambda: NOW)
    link = tokens.write(b"ana")
    with pytest.raises(TroubleError, match="signs now"):
        keys("--retire", "first")
    keys("--rotate")
    with pytest.raises(TroubleError, match="signs now"):
        keys("--retire", "first")
    assert tokens.read(link) == b"ana"
    assert len(keys("--retire", "first", at=NOW + 600)) == 1
    assert tokens.read(link) is None


def test_two_at_once_and_an_unknown_key_are_refused(keys):
    keys("--rotate")
    with pytest.raises(TroubleError, match="waits"):
        keys("--rotate")
    with pytest.raises(TroubleError, match="no key"):
        keys("--retire", "k1")


def test_the_keys_themselves_are_not_shown(keys):
    shown = "\n".join([*keys(), *keys("--rotate")])
    assert not any(one.key.decode() in shown for one in read_ring(keys.secret()).keys)
