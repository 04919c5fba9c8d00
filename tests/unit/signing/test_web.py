"""Questions to servers on the web end at a time and a size, and reach nobody on a network of our own."""

from collections.abc import Iterator
from time import monotonic

import pytest

from laurel.signing.web import NoAnswer, Web, is_public
from tests.raw_server import Script, answer, raw_server

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n"


def web() -> Web:
    return Web(lambda _: True)


def byte_by_byte(data: bytes) -> Iterator[bytes | float]:
    for one in data:
        yield bytes([one])
        yield 0.05


def test_an_answer_is_what_the_server_sent() -> None:
    with raw_server(lambda _: [answer(200, b"an answer")]) as server:
        assert web().answer(server.url, 2, 9, b"a question", "application/x") == b"an answer"
        assert web().answer(server.url, 2, 9) == b"an answer"
    assert server.requests == ["POST / HTTP/1.1", "GET / HTTP/1.1"]


@pytest.mark.parametrize(
    "script",
    [
        [HEAD + b"\r\n", *byte_by_byte(b"x" * 400)],
        [*byte_by_byte(HEAD + b"X-Filler: " + b"x" * 400)],
        [HEAD + b"\r\n" + b"x" * 399, 20.0],
        [20.0],
    ],
    ids=["body", "head", "end", "silent"],
)
def test_a_slow_answer_ends_at_the_limit(script: Script) -> None:
    with raw_server(lambda _: script) as server:
        began = monotonic()
        with pytest.raises(NoAnswer):
            web().answer(server.url, 0.3, 1_000)
        assert monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([answer(200, bytes(1_001))], "more than 1,000 bytes"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", *[bytes(500)] * 9, 20.0], "more than 1,000 bytes"),
        ([b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"], "answered 302"),
        ([answer(503, b"busy")], "answered 503"),
        ([b"no HTTP at all\r\n\r\n"], "BadStatusLine"),
    ],
    ids=["long", "endless", "elsewhere", "busy", "other"],
)
def test_an_answer_that_is_none_is_named(script: Script, why: str) -> None:
    with raw_server(lambda _: script) as server, pytest.raises(NoAnswer, match=why):
        web().answer(server.url, 2, 1_000)
    assert len(server.requests) == 1


@pytest.mark.parametrize("url", ["http://", "http://[", "http://127.0.0.1:x", "ldap://127.0.0.1/"])
def test_an_address_that_is_none_has_no_answer(url: str) -> None:
    with pytest.raises(NoAnswer):
        web().answer(url, 2, 1_000)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_a_server_on_this_machine_is_sent_nothing(host: str) -> None:
    with raw_server(lambda _: [answer(200, b"a secret")]) as server:
        with pytest.raises(NoAnswer):
            Web().answer(server.url.replace("127.0.0.1", host), 2, 1_000)
        assert server.requests == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:169.254.169.254", False),
        ("fd00:ec2::254", False),
        ("fe80::1%eth0", False),
    ],
)
def test_addresses_of_the_internet_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected
