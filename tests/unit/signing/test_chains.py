"""Certificates and requests of the signing key, and what an operator hears of a file that does not fit."""

from datetime import timedelta

import pytest
from asn1crypto import csr, pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from laurel.signing.chains import (
    Chain,
    Subject,
    UnusableChain,
    check_chain,
    days_left,
    read_chain,
    self_made,
    signing_request,
    signs_at,
)
from tests.unit.signing.keys import AT, SUBJECT, in_pem, public_key, rsa_key, self_made_chain, self_made_pem, signature

CHAIN = self_made_chain()
NOT_PEM = "The file holds no X.509 certificates in PEM."


def test_a_self_made_certificate_is_signed_by_its_own_key_and_may_sign_documents() -> None:
    made = x509.load_pem_x509_certificate(self_made_pem())
    made.verify_directly_issued_by(made)
    assert made.subject.rfc4514_string() == "CN=Certificates,O=Łódź Society & Sons,C=US"
    assert made.version is x509.Version.v3
    # Made at random: 120 bits at most (RFC 5280 allows 20 octets).
    assert 2**80 < made.serial_number < 2**120
    assert {(one.oid, one.critical) for one in made.extensions} == {
        (x509.BasicConstraints.oid, True),
        (x509.KeyUsage.oid, True),
        (x509.SubjectKeyIdentifier.oid, False),
    }
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    identifier = x509.SubjectKeyIdentifier.from_public_key(rsa_key("signer").public_key())
    assert made.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value == identifier
    assert made.not_valid_after_utc - made.not_valid_before_utc == timedelta(730)


def test_a_request_proves_that_it_has_the_key() -> None:
    made = signing_request(SUBJECT, public_key("signer"), lambda message: signature("signer", message))
    assert made.splitlines()[0] == b"-----BEGIN CERTIFICATE REQUEST-----"
    asked = x509.load_pem_x509_csr(made)
    assert asked.is_signature_valid
    assert asked.subject.rfc4514_string() == "CN=Certificates,O=Łódź Society & Sons,C=US"
    assert asked.public_key() == rsa_key("signer").public_key()
    _, _, der = pem.unarmor(made)
    info = csr.CertificationRequest.load(der)["certification_request_info"]
    rsa_key("signer").public_key().verify(
        asked.signature, info.dump(), padding.PKCS1v15(), asked.signature_hash_algorithm
    )


def test_a_chain_is_read_in_its_order() -> None:
    other = self_made_chain("other")
    assert [one.dump() for one in read_chain(in_pem(*CHAIN, *other))] == [one.dump() for one in (*CHAIN, *other)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", NOT_PEM),
        (b"hello", NOT_PEM),
        (
            pem.armor("PRIVATE KEY", b"\x30\x00"),
            "The file holds no X.509 certificate. A private key or a request does not help.",
        ),
        (pem.armor("CERTIFICATE", b"\x30\x03\x02\x01\x01"), NOT_PEM),
        (pem.armor("CERTIFICATE", CHAIN[0].dump() + b"\0"), NOT_PEM),
        (self_made_pem()[:400] + self_made_pem()[500:], NOT_PEM),
    ],
)
def test_what_is_no_chain_says_so(text: bytes, why: str) -> None:
    with pytest.raises(UnusableChain) as found:
        read_chain(text)
    assert str(found.value) == why


def test_a_chain_that_fits_is_taken() -> None:
    check_chain(CHAIN, public_key("signer"), AT)


def by_nobody_else() -> Chain:
    """A certificate of another key, under another name."""
    subject = Subject("Another", "Another society", "US")
    return read_chain(self_made(subject, public_key("other"), lambda message: signature("other", message), AT, 1))


def with_usage(**usage: bool) -> Chain:
    """A certificate of the signer with this key usage; without one, if none is given."""
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    names += ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    name = x509.Name.from_rfc4514_string("CN=Certificates")
    made = x509.CertificateBuilder(name, name, rsa_key("signer").public_key(), 7, AT - timedelta(1), AT + timedelta(1))
    if usage:
        made = made.add_extension(x509.KeyUsage(**dict.fromkeys(names, False) | usage), critical=True)
    return read_chain(made.sign(rsa_key("signer"), hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        (
            self_made_chain("other"),
            "The first certificate belongs to another key. The file must begin with the certificate of the key in KMS.",
        ),
        (
            (*CHAIN, *by_nobody_else()),
            "Common Name: Certificates, Organization: Łódź Society & Sons, Country: US was not issued by the"
            " certificate after it in the file. Order the file from the signer to the root.",
        ),
        (
            read_chain(self_made_pem(at=AT + timedelta(1))),
            "The certificate is valid from December 2, 2026. Install it then.",
        ),
        (
            read_chain(self_made_pem(at=AT - timedelta(10), days=10)),
            "The certificate expired on December 1, 2026. Ask for a new one.",
        ),
        (
            with_usage(key_encipherment=True),
            "The certificate may not sign documents: its key usage has neither of the two that may.",
        ),
    ],
)
def test_a_chain_that_does_not_fit_says_why(chain, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnusableChain) as found:
        check_chain(chain, public_key("signer"), AT)
    assert str(found.value) == why


def test_a_key_usage_that_is_there_has_to_allow_signatures() -> None:
    for chain in (with_usage(), with_usage(digital_signature=True), with_usage(content_commitment=True)):
        check_chain(chain, public_key("signer"), AT)


def test_a_chain_is_taken_from_its_first_moment_to_its_last() -> None:
    begins, ends = CHAIN[0].not_valid_before, CHAIN[0].not_valid_after
    check_chain(CHAIN, public_key("signer"), begins)
    check_chain(CHAIN, public_key("signer"), ends - timedelta(seconds=1))
    with pytest.raises(UnusableChain):
        check_chain(CHAIN, public_key("signer"), ends)


def test_the_first_and_the_last_moment_of_a_certificate() -> None:
    begins, ends = CHAIN[0].not_valid_before, CHAIN[0].not_valid_after
    moment = timedelta(seconds=1)
    assert [signs_at(CHAIN, at) for at in (begins - moment, begins, ends - moment, ends)] == [False, True, True, False]
    assert [days_left(CHAIN, at) for at in (ends - timedelta(30), ends - timedelta(29, 86399), ends + moment)] == [
        30,
        29,
        -1,
    ]


def test_the_certificate_that_expires_first_counts() -> None:
    short = read_chain(self_made_pem("other", at=AT, days=12))
    assert [days_left(chain, AT) for chain in ((*CHAIN, *short), (*short, *CHAIN))] == [12, 12]
