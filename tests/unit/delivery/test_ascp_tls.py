"""Calls over TLS: the messages that TLS sends by itself are no answer, and a second answer is not the next one's."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.partner import Accepted
from laurel.platform.clock import utc_now
from tests.raw_server import TOKEN, answer, held


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for localhost, which is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return file


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def url(certificate: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that gives each answer twice."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.minimum_version = context.maximum_version = request.param

    def serve(listening: socket.socket) -> None:
        for _ in range(4):
            with context.wrap_socket(listening.accept()[0], server_side=True) as sock, sock.makefile("rb") as incoming:
                first, length = incoming.readline().decode(), 0
                while line := incoming.readline().strip().lower():
                    length = int(line.partition(b":")[2]) if line.startswith(b"content-length:") else length
                incoming.read(length)
                body = answer(200, TOKEN) if "/oauth/token" in first else held(first.split()[1].rpartition("/")[2])
                sock.sendall(body * 2)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=serve, args=(listening,), daemon=True).start()
        yield f"https://localhost:{listening.getsockname()[1]}"


def test_each_call_over_tls_has_its_own_answer(url: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    ascp = Ascp(url, lambda: Credentials("laurel", "secret"), utc_now)
    until = utc_now() + timedelta(seconds=30)
    assert [ascp.ask(one, until=until) for one in ("c1", "c2", "c3")] == [Accepted(f"R-c{n}") for n in (1, 2, 3)]
