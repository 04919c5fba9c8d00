"""Time stamps from an authority on this machine: taken when they fit, else a signature goes without."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import (
    CertificateBuilder,
    ExtendedKeyUsage,
    KeyUsage,
    Name,
    NameAttribute,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.timestamps import DummyTimeStamper

from laurel.signing import time_stamps
from laurel.signing.time_stamps import TimeStamps
from laurel.signing.web import Web
from local.verify_certificate import verify
from tests.raw_server import raw_server
from tests.unit.signing.keys import AT, rsa_key, self_made_pem
from tests.unit.signing.test_signer import KEY, World

type Answer = Callable[[bytes], tuple[int, bytes]]


def authority() -> DummyTimeStamper:
    """Stamps with the time of the tests."""
    key, name = rsa_key("authority"), Name([NameAttribute(NameOID.COMMON_NAME, "An authority of time")])
    made = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(AT - timedelta(9))
        .not_valid_after(AT + timedelta(900))
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    assert der
    return DummyTimeStamper(
        translate_pyca_cryptography_cert_to_asn1(made), translate_pyca_cryptography_key_to_asn1(key), fixed_dt=AT
    )


def stamped(asked: bytes) -> tuple[int, bytes]:
    return 200, authority().request_tsa_response(tsp.TimeStampReq.load(asked)).dump()


def for_another(asked: bytes) -> tuple[int, bytes]:
    request = tsp.TimeStampReq.load(asked)
    request["message_imprint"]["hashed_message"] = bytes(32)
    return stamped(request.dump(force=True))


def with_another_nonce(asked: bytes) -> tuple[int, bytes]:
    request = tsp.TimeStampReq.load(asked)
    request["nonce"] = 4
    return stamped(request.dump(force=True))


def with_a_long_text(asked: bytes) -> tuple[int, bytes]:
    made = authority().request_tsa_response(tsp.TimeStampReq.load(asked))
    made["status"]["status_string"] = ["a" * 8_192]
    return 200, made.dump(force=True)


def rejected(_: bytes) -> tuple[int, bytes]:
    return 200, tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()


def enciphered(_: bytes) -> tuple[int, bytes]:
    cipher = {"algorithm": "aes128_cbc", "parameters": bytes(16)}
    secret = {"content_type": "data", "content_encryption_algorithm": cipher}
    token = {"content_type": "encrypted_data", "content": {"version": "v0", "encrypted_content_info": secret}}
    return 200, tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()


@contextmanager
def listening(answer: Answer) -> Iterator[str]:
    """The address of an authority that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, body = answer(asked)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
def test_a_certificate_carries_the_word_of_a_third_party_for_its_time() -> None:
    with listening(stamped) as url:
        world = World(url)
        pdf = world.signed()
    found = [one.words for one in verify(pdf, self_made_pem())]
    assert "A time-stamp authority saw it on December 1, 2026." in found
    assert "TimeStampsMissing" not in world.counts


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        for_another,
        with_another_nonce,
        rejected,
        enciphered,
        lambda _: (200, b""),
        lambda _: (200, b"<html>busy</html>"),
        lambda _: (503, b""),
        lambda asked: (200, stamped(asked)[1][:-100]),
        with_a_long_text,
    ],
    ids=["another", "nonce", "rejected", "enciphered", "empty", "html", "503", "cut", "long"],
)
def test_an_answer_that_does_not_fit_leaves_the_signature_without_a_time_stamp(answer: Answer) -> None:
    with listening(answer) as url:
        world = World(url)
        found = [one.words for one in verify(world.signed(), world.s3.objects[f"signing/{KEY}.pem"])]
    assert "The signer says it was on December 1, 2026; no third party saw it." in found
    assert world.counts["TimeStampsMissing"] == 1


@pytest.mark.slow
def test_an_authority_that_is_not_there_is_no_trouble() -> None:
    with listening(stamped) as url:
        pass
    assert TimeStamps(url, Web(lambda _: True), lambda: AT).stamp(b"signature") is None


def test_an_authority_on_a_network_of_our_own_is_not_asked() -> None:
    with listening(stamped) as url:
        assert TimeStamps(url, Web(lambda _: True), lambda: AT).stamp(b"signature")
        assert TimeStamps(url, Web(), lambda: AT).stamp(b"signature") is None


@pytest.mark.slow
def test_an_authority_that_gave_none_rests_for_five_minutes() -> None:
    asked, answers = list[bytes](), [rejected, stamped]

    def answer(body: bytes) -> tuple[int, bytes]:
        asked.append(body)
        return answers[0](body)

    with listening(answer) as url:
        world = World(url)
        for _ in range(3):
            world.signed()
        world.now += timedelta(minutes=4, seconds=59)
        found = [one.words for one in verify(world.signed(), self_made_pem())]
        assert "The signer says it was on December 1, 2026; no third party saw it." in found
        assert (len(asked), world.counts["TimeStampsMissing"]) == (1, 4)
        answers.pop(0)
        world.now += timedelta(seconds=1)
        found = [one.words for one in verify(world.signed(), self_made_pem())]
        assert "A time-stamp authority saw it on December 1, 2026." in found
        assert world.counts["TimeStampsMissing"] == 4


def test_an_authority_that_answers_byte_by_byte_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_stamps, "_SECONDS", 0.3)
    with raw_server(lambda _: [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x", 0.05] * 200]) as server:
        world = World(server.url)
        began = monotonic()
        world.signed()
        assert monotonic() - began < 3
    assert world.counts["TimeStampsMissing"] == 1
