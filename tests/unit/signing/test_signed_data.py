"""The signature as PAdES asks for it: each part of the CMS, and what the key signs."""

from hashlib import sha256

from asn1crypto import cms, core

from laurel.signing.signed_data import signed_data
from tests.unit.signing.keys import self_made_chain

CHAIN = (*self_made_chain(), *self_made_chain("other"))
TOKEN = cms.ContentInfo({"content_type": "data", "content": b"a time stamp"})


def test_a_signature_says_who_signed_which_bytes_and_when_a_third_party_saw_it() -> None:
    signed, stamped = list[bytes](), list[bytes]()

    def sign(message: bytes) -> bytes:
        signed.append(message)
        return b"the signature"

    def stamp(signature: bytes) -> cms.ContentInfo:
        stamped.append(signature)
        return TOKEN

    found = cms.ContentInfo.load(signed_data(b"the document", CHAIN, sign, stamp), strict=True)
    first = CHAIN[0]
    algorithm = {"algorithm": "sha256", "parameters": None}
    whole = found["content"]
    (signer,) = whole["signer_infos"]
    assert found["content_type"].native == "signed_data"
    assert whole["version"].native == "v1"
    assert whole["digest_algorithms"].native == [algorithm]
    assert whole["encap_content_info"].native == {"content_type": "data", "content": None}
    # A set, in the order of its bytes (X.690, 11.6).
    assert [one.chosen.dump() for one in whole["certificates"]] == sorted(one.dump() for one in CHAIN)
    assert signer["version"].native == "v1"
    named = signer["sid"].chosen
    assert signer["sid"].name == "issuer_and_serial_number"
    assert (named["issuer"], named["serial_number"].native) == (first.issuer, first.serial_number)
    assert signer["digest_algorithm"].native == algorithm
    assert signer["signature_algorithm"].native == {"algorithm": "sha256_rsa", "parameters": None}
    assert signer["signature"].native == b"the signature"
    attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    assert attributes.pop("signing_certificate_v2").native[0]["certs"][0]["cert_hash"] == sha256(first.dump()).digest()
    assert {name: values.native for name, values in attributes.items()} == {
        "content_type": ["data"],
        "message_digest": [sha256(b"the document").digest()],
    }
    # The key signs the attributes as a set, which inside the signature has another tag (RFC 5652, 5.4).
    assert signed == [signer["signed_attrs"].untag().dump()]
    assert core.load(signed[0]).tag == 17
    assert stamped == [b"the signature"]
    (stamping,) = signer["unsigned_attrs"]
    assert stamping["type"].native == "signature_time_stamp_token"
    assert [one.dump() for one in stamping["values"]] == [TOKEN.dump()]


def test_without_a_time_stamp_there_is_no_attribute_for_one() -> None:
    made = signed_data(b"the document", CHAIN, lambda _: b"the signature", lambda _: None)
    (signer,) = cms.ContentInfo.load(made)["content"]["signer_infos"]
    assert signer["unsigned_attrs"].native is None
