"""The signature itself: CMS as PAdES (ETSI EN 319 142-1, level B-B and B-T) asks for it (pure).

The key is elsewhere: whoever calls passes a function that signs bytes with RSASSA-PKCS1-v1_5 and SHA-256.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

from asn1crypto import algos, cms, tsp, x509

type Sign = Callable[[bytes], bytes]
type TimeStamping = Callable[[bytes], cms.ContentInfo | None]


def signed_data(part: bytes, chain: Sequence[x509.Certificate], sign: Sign, stamp: TimeStamping) -> bytes:
    """The signature over `part`, in DER, by the key of the first certificate of `chain`.

    `stamp` gives the time stamp of a signature, or None: then the signature has none. Raises what both raise.
    """
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = _read_back(
        cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(part).digest()]}),
                cms.CMSAttribute.load(_naming(chain[0].dump())),
            ]
        )
    )
    signature = sign(attributes.dump())
    token = stamp(signature)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {"issuer": chain[0].issuer, "serial_number": chain[0].serial_number},
            },
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": signature,
        }
    )
    if token:
        signer["unsigned_attrs"] = _time_stamp(token)
    whole = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": list(chain),
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump())


@lru_cache(maxsize=2)
def _naming(certificate: bytes) -> bytes:
    """The attribute that ties the signature to this certificate and no other of the same key (RFC 5035), in DER."""
    named = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})]})
    return bytes(cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]}).dump())


def _read_back(attributes: cms.CMSAttributes) -> cms.CMSAttributes:
    """The same, which asn1crypto does not write again, part by part, for each thing that holds it."""
    return cms.CMSAttributes.load(attributes.dump())


def _time_stamp(token: cms.ContentInfo) -> cms.CMSAttributes:
    return cms.CMSAttributes([cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})])
