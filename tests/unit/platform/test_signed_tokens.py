"""A token comes back as it was written, and only for its own use and key."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.key_ring import KeyRing, RingKey, read_ring, write_ring
from laurel.platform.signed_tokens import SignedTokens

KEY = b"0123456789abcdef"
TOKENS = SignedTokens(lambda: KEY, b"use", longest=80)


@given(st.binary(max_size=40))
def test_a_token_comes_back(body):
    assert TOKENS.read(TOKENS.write(body)) == body


@given(st.binary(min_size=1, max_size=30), st.data())
def test_no_changed_token_is_genuine(body, data):
    token = TOKENS.write(body)
    at = data.draw(st.integers(0, len(token) - 1))
    changed = token[:at] + data.draw(st.characters()) + token[at + 1 :]
    assert TOKENS.read(changed) == (body if changed == token else None)


def test_another_spelling_of_the_same_bytes_is_not_genuine():
    token = TOKENS.write(b"x")  # 17 bytes: the two lowest bits of the last character say nothing
    twin = token[:-1] + chr(ord(token[-1]) + 1)
    assert base64.urlsafe_b64decode(twin + "=") == base64.urlsafe_b64decode(token + "=")
    assert TOKENS.read(twin) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 30, "=" * 40, "A" * 22, "A" * 24, "A" * 33, "A" * 80, "A" * 81])
def test_no_garbage_is_genuine(token):
    assert TOKENS.read(token) is None


def test_a_token_has_a_greatest_length():
    token = TOKENS.write(b"x" * 45)
    assert len(token) == 82
    assert TOKENS.read(token) is None
    assert SignedTokens(lambda: KEY, b"use", longest=82).read(token) == b"x" * 45


def test_another_key_or_another_use_is_not_genuine():
    token = TOKENS.write(b"ana")
    assert SignedTokens(lambda: b"another key, 16 b", b"use", longest=80).read(token) is None
    assert SignedTokens(lambda: KEY, b"another use", longest=80).read(token) is None


def test_tokens_that_are_in_e_mails_stay_genuine():
    """Links in e-mails never expire: the form of a token must not change."""
    assert SignedTokens(lambda: b"k" * 64, b"stop-notices\0", longest=400).read(LINK) == b"ana"


LINK = "UuFx1-iw-wos1UxTBmA4zmFuYQ"


def test_a_short_key_is_refused():
    tokens = SignedTokens(lambda: KEY[:15], b"use", longest=80)
    with pytest.raises(ValueError, match="16 bytes"):
        tokens.write(b"x")
    with pytest.raises(ValueError, match="16 bytes"):
        tokens.read(TOKENS.write(b"x"))


# A ring after a change of the key: the second key signs from second 100 on.
RING = KeyRing((RingKey("", KEY, 0), RingKey("k2", b"second key, 16 b", 100)))


def on_ring(ring: KeyRing, *, at: float, use: bytes = b"use") -> SignedTokens:
    return SignedTokens(write_ring(ring).encode, use, longest=80, now=lambda: at)


def test_a_new_key_signs_from_its_time_on_and_says_so():
    before, after = on_ring(RING, at=99.9), on_ring(RING, at=100)
    assert before.write(b"ana") == TOKENS.write(b"ana")
    assert after.write(b"ana").startswith("k2.")
    assert before.read(after.write(b"ana")) == b"ana"  # whoever still waits for its time accepts it


def test_what_an_earlier_key_signed_stays_genuine_until_the_key_is_gone():
    link = TOKENS.write(b"ana")
    assert on_ring(RING, at=1e9).read(link) == b"ana"
    assert on_ring(KeyRing(RING.keys[1:]), at=1e9).read(link) is None


def test_a_key_signs_only_under_its_own_id():
    """The ID names the key to check with; with another key the signature is wrong."""
    token = on_ring(RING, at=100).write(b"ana")
    for changed in (
        token.removeprefix("k2."),
        f"k3.{token[3:]}",
        f"k2.{TOKENS.write(b'ana')}",
        f"k2.k2.{token[3:]}",
        "k2.",
    ):
        assert on_ring(RING, at=100).read(changed) is None, changed


def test_a_ring_whose_keys_all_wait_signs_with_the_first():
    assert read_ring(KEY) == KeyRing((RingKey("", KEY, 0),))
    assert KeyRing((RingKey("k2", KEY, 100), RingKey("k3", KEY, 200))).signing(0).key_id == "k2"


@pytest.mark.parametrize(
    "secret", [b'{"keys": []}', write_ring(KeyRing((RingKey("k", KEY[:15], 0),))).encode(), b"short"]
)
def test_a_ring_without_a_good_key_is_refused(secret):
    with pytest.raises(ValueError, match="16 bytes"):
        read_ring(secret)
