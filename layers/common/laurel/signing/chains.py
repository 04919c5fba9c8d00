"""The X.509 certificates of the key that signs: read, checked, asked for, and made for a trial (pure).

The key is in KMS and never leaves it: who makes a request or a certificate passes a function that signs bytes with
RSASSA-PKCS1-v1_5 and SHA-256.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from asn1crypto import core, csr, keys, pem, x509

from laurel.signing.signed_data import Sign

type Chain = tuple[x509.Certificate, ...]


class UnusableChain(Exception):
    """The file is no chain for this key; the message tells the operator what to do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the certificate names: the organization that signs, its country (two letters), and a name for the key."""

    name: str
    organization: str
    country: str

    def as_name(self) -> x509.Name:
        """As X.509 has it."""
        return x509.Name.build(
            {"country_name": self.country, "organization_name": self.organization, "common_name": self.name}
        )


def chain_key(key_id: str) -> str:
    """The key of the object with the certificates (PEM) of this KMS key."""
    return f"signing/{key_id}.pem"


def read_chain(text: bytes) -> Chain:
    """The certificates of a PEM file, the signer's first. Raises UnusableChain."""
    try:
        found = tuple(
            x509.Certificate.load(der, strict=True)
            for kind, _, der in pem.unarmor(text, multiple=True)
            if kind == "CERTIFICATE"
        )
        for one in found:
            one.dump(force=True)  # reads all of it, so that damage shows now
    except (ValueError, TypeError) as error:
        raise UnusableChain("The file holds no X.509 certificates in PEM.") from error
    if not found:
        raise UnusableChain("The file holds no X.509 certificate. A private key or a request does not help.")
    return found


def check_chain(chain: Chain, public_key: bytes, at: datetime) -> None:
    """Raises UnusableChain if the chain cannot sign with this key (SubjectPublicKeyInfo, in DER) at this time (UTC)."""
    first = chain[0]
    if first.public_key.dump() != keys.PublicKeyInfo.load(public_key).dump():
        raise UnusableChain(
            "The first certificate belongs to another key. The file must begin with the certificate of the key in KMS."
        )
    for one, issuer in pairwise(chain):
        if one.issuer != issuer.subject:
            raise UnusableChain(
                f"{one.subject.human_friendly} was not issued by the certificate after it in the file."
                " Order the file from the signer to the root."
            )
    if at < first.not_valid_before:
        raise UnusableChain(f"The certificate is valid from {first.not_valid_before:%B %-d, %Y}. Install it then.")
    if at >= first.not_valid_after:
        raise UnusableChain(f"The certificate expired on {first.not_valid_after:%B %-d, %Y}. Ask for a new one.")
    usage = first.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise UnusableChain("The certificate may not sign documents: its key usage has neither of the two that may.")


def signs_at(chain: Chain, at: datetime) -> bool:
    """Whether the signer's certificate is valid at this time (UTC)."""
    return bool(chain[0].not_valid_before <= at < chain[0].not_valid_after)


def days_left(chain: Chain, at: datetime) -> int:
    """Whole days until the first of the certificates expires; less than 0 after that."""
    return int((min(one.not_valid_after for one in chain) - at).days)


def signing_request(subject: Subject, public_key: bytes, sign: Sign) -> bytes:
    """A request (PKCS #10, in PEM) for a certificate of this key, for a certificate authority."""
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": subject.as_name(),
            "subject_pk_info": keys.PublicKeyInfo.load(public_key),
            "attributes": [],
        }
    )
    request = csr.CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": core.OctetBitString(sign(info.dump())),
        }
    )
    return bytes(pem.armor("CERTIFICATE REQUEST", request.dump()))


def self_made(subject: Subject, public_key: bytes, sign: Sign, at: datetime, days: int) -> bytes:
    """A certificate (PEM) that the key signs for itself, valid for `days` from `at` (UTC): for a trial alone."""
    key = keys.PublicKeyInfo.load(public_key)
    begins = at.astimezone(UTC).replace(microsecond=0)
    to_be_signed = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(120),
            "signature": {"algorithm": "sha256_rsa"},
            "issuer": subject.as_name(),
            "validity": x509.Validity(
                {
                    "not_before": x509.Time({"utc_time": begins}),
                    "not_after": x509.Time({"utc_time": begins + timedelta(days)}),
                }
            ),
            "subject": subject.as_name(),
            "subject_public_key_info": key,
            "extensions": _extensions(key),
        }
    )
    made = x509.Certificate(
        {
            "tbs_certificate": to_be_signed,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature_value": core.OctetBitString(sign(to_be_signed.dump())),
        }
    )
    return bytes(pem.armor("CERTIFICATE", made.dump()))


def _extensions(key: keys.PublicKeyInfo) -> Sequence[dict[str, object]]:
    usage = x509.KeyUsage({"digital_signature", "non_repudiation"})
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": False}},
        {"extn_id": "key_usage", "critical": True, "extn_value": usage},
        {"extn_id": "key_identifier", "critical": False, "extn_value": key.sha1},
    ]
