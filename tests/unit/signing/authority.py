"""A certificate authority on this machine, with a time-stamp authority: they answer about what they issued."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.unit.signing.keys import AT, rsa_key

SIGNER, STAMPER = 11, 12  # serial numbers
_ROOT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority")])
_PEM, _DER = serialization.Encoding.PEM, serialization.Encoding.DER


class Authority:
    """Issues certificates for the signer and for time stamps. `asked` counts the requests by path.

    `lists` are those of `ocsp`, `crl` and `ca` that its certificates name; with `others`, addresses that do not help
    come first, and with `directory` all are of one. What is in `broken` answers so, and what is in `slow` byte by byte.
    """

    def __init__(self, *lists: str) -> None:
        self.url, self.lists = "", lists
        self.asked = Counter[str]()
        self.broken: dict[str, Callable[[], tuple[int, bytes]]] = {}
        self.revoked: set[int] = set()
        self.slow: set[str] = set()
        self.now, self.days, self.filler, self.last = AT, 7.0, 0, b""

    @cached_property
    def root(self) -> x509.Certificate:
        return self._issued("An authority", "authority", 1, x509.BasicConstraints(ca=True, path_length=None))

    @cached_property
    def signer(self) -> x509.Certificate:
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        return self._issued("Example Society", "signer", SIGNER, usage)

    @cached_property
    def stamper(self) -> x509.Certificate:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return self._issued("An authority of time", "stamper", STAMPER, usage)

    def chain(self) -> bytes:
        """What an operator installs, without the root."""
        return self.signer.public_bytes(_PEM)

    def trusted(self) -> bytes:
        return self.root.public_bytes(_PEM)

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        self.asked[path] += 1
        self.last = body
        if path in self.broken:
            return self.broken[path]()
        return 200, {"/ocsp": self.status, "/crl": self.list, "/ca": self._own, "/tsa": self.stamp}[path](body)

    def status(self, asked: bytes) -> bytes:
        serial = ocsp.load_der_ocsp_request(asked).serial_number
        found = {SIGNER: self.signer, STAMPER: self.stamper}[serial]
        is_revoked = serial in self.revoked
        made = ocsp.OCSPResponseBuilder().add_response(
            found,
            self.root,
            hashes.SHA1(),
            ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            self.now - timedelta(1),
            self.now + timedelta(self.days),
            self.now - timedelta(2) if is_revoked else None,
            None,
        )
        responder = made.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root)
        return responder.sign(rsa_key("authority"), hashes.SHA256()).public_bytes(_DER)

    def list(self, _: bytes = b"") -> bytes:
        made = x509.CertificateRevocationListBuilder(_ROOT, self.now - timedelta(1), self.now + timedelta(self.days))
        for serial in (*self.revoked, *range(1000, 1000 + self.filler)):
            one = x509.RevokedCertificateBuilder(serial, self.now - timedelta(2))
            made = made.add_revoked_certificate(one.build())
        number = made.add_extension(x509.CRLNumber(1), critical=False)
        return number.sign(rsa_key("authority"), hashes.SHA256()).public_bytes(_DER)

    def stamp(self, asked: bytes) -> bytes:
        key = translate_pyca_cryptography_key_to_asn1(rsa_key("stamper"))
        made = DummyTimeStamper(translate_pyca_cryptography_cert_to_asn1(self.stamper), key, fixed_dt=self.now)
        return made.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()

    def _own(self, _: bytes) -> bytes:
        return self.root.public_bytes(_DER)

    def _issued(self, name: str, key: str, serial: int, usage: x509.ExtensionType) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(_ROOT)
            .public_key(rsa_key(key).public_key())
            .serial_number(serial)
            .not_valid_before(AT - timedelta(9))
            .not_valid_after(AT + timedelta(900))
            .add_extension(usage, critical=True)
        )
        kinds = {"ocsp": AuthorityInformationAccessOID.OCSP, "ca": AuthorityInformationAccessOID.CA_ISSUERS}
        places = [
            x509.AccessDescription(kinds[one], place)
            for one in self.lists
            if one in kinds
            for place in self._places(one)
        ]
        if places and serial != 1:
            made = made.add_extension(x509.AuthorityInformationAccess(places), critical=False)
        if "crl" in self.lists and serial != 1:
            point = x509.DistributionPoint(self._places("crl"), None, None, None)
            made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return made.sign(rsa_key("authority"), hashes.SHA256())

    def _places(self, name: str) -> Sequence[x509.GeneralName]:
        directory = x509.UniformResourceIdentifier("ldap://127.0.0.1/cn=An%20authority")
        if "directory" in self.lists:
            return [directory]
        others = [directory, x509.UniformResourceIdentifier(f"{self.url}gone")] if "others" in self.lists else []
        return [*others, x509.UniformResourceIdentifier(self.url + name)]


@contextmanager
def authority(*lists: str) -> Iterator[Authority]:
    """An authority that answers at `url` until the end."""
    found = Authority(*lists)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            status, answer = found.answer(self.path, body)
            self.send_response(status)
            self.end_headers()
            if self.path not in found.slow:
                self.wfile.write(answer)
                return
            with suppress(OSError):  # the client goes away
                for one in answer:
                    self.wfile.write(bytes([one]))
                    time.sleep(0.05)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
