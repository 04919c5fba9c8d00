"""What authorities say of certificates: the questions, and what each answer shows and how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha1

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from laurel.signing.revocation import (
    UselessAnswer,
    ValidationInfo,
    certificates_in,
    is_root,
    issuer_among,
    issuer_urls,
    joined,
    list_until,
    list_urls,
    stamping_certificate,
    status_request,
    status_until,
    status_urls,
)
from laurel.signing.signed_data import signed_data
from tests.unit.signing.keys import AT, rsa_key

DER = serialization.Encoding.DER
DAY, SECOND = timedelta(1), timedelta(seconds=1)
LDAP = "ldap://example.org/cn=authority"


def made(
    name: str,
    serial: int,
    issuer: str = "Authority",
    status: Sequence[str] = (),
    issuers: Sequence[str] = (),
    points: Sequence[x509.GeneralName] = (),
    identified: bool = False,
) -> x509.Certificate:
    """A certificate that names these addresses."""
    subject, above = (x509.Name.from_rfc4514_string(f"CN={one}") for one in (name, issuer))
    key = rsa_key(name).public_key()
    built = x509.CertificateBuilder(above, subject, key, serial, AT - 9 * DAY, AT + 9 * DAY)
    oids = ((AuthorityInformationAccessOID.OCSP, status), (AuthorityInformationAccessOID.CA_ISSUERS, issuers))
    places = [x509.AccessDescription(oid, x509.UniformResourceIdentifier(url)) for oid, urls in oids for url in urls]
    if places:
        built = built.add_extension(x509.AuthorityInformationAccess(places), critical=False)
    if points:
        point = x509.DistributionPoint(points, None, None, None)
        built = built.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if identified:
        built = built.add_extension(x509.SubjectKeyIdentifier(b"key of " + name.encode()), critical=False)
    return built.sign(rsa_key(issuer), hashes.SHA256())


def read(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(DER))


ROOT = made("Authority", 1)
SIGNER = made("signer", 11)
OTHER = made("other", 12)


def test_only_addresses_on_the_web_are_asked_each_once() -> None:
    directory = x509.DirectoryName(x509.Name.from_rfc4514_string("CN=http://example.org/name"))
    web = x509.UniformResourceIdentifier("http://example.org/list")
    one = read(
        made(
            "signer",
            11,
            status=[LDAP, "http://example.org/a", "HTTPS://EXAMPLE.ORG/b", "http://example.org/a"],
            issuers=["https://example.org/issuer", LDAP],
            points=[directory, x509.UniformResourceIdentifier(LDAP), web],
        )
    )
    assert status_urls(one) == ["http://example.org/a", "https://example.org/b"]
    assert issuer_urls(one) == ["https://example.org/issuer"]
    assert list_urls(one) == ["http://example.org/list"]


def test_a_certificate_may_name_nobody() -> None:
    assert (status_urls(read(SIGNER)), issuer_urls(read(SIGNER)), list_urls(read(SIGNER))) == ([], [], [])


def test_a_root_answers_for_itself_and_an_issuer_is_found_by_its_name() -> None:
    root, signer, other = map(read, (ROOT, SIGNER, OTHER))
    assert [is_root(one) for one in (root, signer)] == [True, False]
    assert issuer_among(signer, [other, root]) is root
    assert issuer_among(signer, [other]) is None


def test_the_certificates_of_an_authority_are_one_or_several() -> None:
    alone, several = ROOT.public_bytes(DER), pkcs7.serialize_certificates([ROOT, OTHER], DER)
    assert [one.serial_number for one in certificates_in(alone)] == [1]
    assert {one.serial_number for one in certificates_in(several)} == {1, 12}


@pytest.mark.parametrize("data", [b"", b"<html>", ROOT.public_bytes(DER) + b"\0"], ids=["nothing", "page", "more"])
def test_what_is_no_certificate_says_so(data: bytes) -> None:
    with pytest.raises(UselessAnswer) as found:
        certificates_in(data)
    assert str(found.value) == "the answer is no certificate of an authority"


def stamp(*brought: x509.Certificate, by: x509.Certificate = SIGNER) -> cms.ContentInfo:
    """A token that `by` signed, and that brings these certificates."""
    der = signed_data(b"", [read(by)], lambda _: b"signature", lambda _: None)
    token = cms.ContentInfo.load(der)
    token["content"]["certificates"] = [read(one) for one in brought]
    return token


def test_the_certificate_of_a_time_stamp_is_named_by_issuer_and_number() -> None:
    same_number = made("other", 11, issuer="other")
    signer, brought = stamping_certificate(stamp(OTHER, same_number, SIGNER, ROOT))
    assert signer.dump() == SIGNER.public_bytes(DER)
    assert [one.serial_number for one in brought] == [12, 11, 11, 1]


def test_the_certificate_of_a_time_stamp_may_be_named_by_its_key() -> None:
    one, other = made("signer", 11, identified=True), made("other", 11, identified=True)
    token = stamp(other, one)
    token["content"]["signer_infos"][0]["sid"] = cms.SignerIdentifier({"subject_key_identifier": b"key of signer"})
    assert stamping_certificate(token)[0].dump() == one.public_bytes(DER)


def test_a_time_stamp_without_the_certificate_of_its_signer_says_so() -> None:
    with pytest.raises(UselessAnswer) as found:
        stamping_certificate(stamp(OTHER, ROOT))
    assert str(found.value) == "the time stamp comes without the authority's certificate"


def test_a_damaged_time_stamp_says_so() -> None:
    token = stamp(SIGNER)
    token["content"]["signer_infos"] = []
    with pytest.raises(UselessAnswer) as found:
        stamping_certificate(token)
    assert str(found.value) == "the time stamp is damaged"


def test_the_question_names_the_certificate_by_its_issuer_and_number() -> None:
    asked = ocsp.load_der_ocsp_request(status_request(read(SIGNER), read(ROOT)))
    assert asked.serial_number == 11
    assert isinstance(asked.hash_algorithm, hashes.SHA1)
    assert asked.issuer_name_hash == sha1(ROOT.subject.public_bytes(), usedforsecurity=False).digest()
    assert asked.issuer_key_hash == x509.SubjectKeyIdentifier.from_public_key(ROOT.public_key()).digest
    assert list(asked.extensions) == []


def answer(
    of: x509.Certificate = SIGNER,
    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD,
    until: datetime | None = AT + DAY,
) -> bytes:
    """An authority's word of a certificate, given at AT."""
    revoked = AT - DAY if status is ocsp.OCSPCertStatus.REVOKED else None
    built = ocsp.OCSPResponseBuilder().add_response(of, ROOT, hashes.SHA1(), status, AT, until, revoked, None)
    responder = built.responder_id(ocsp.OCSPResponderEncoding.HASH, ROOT)
    return responder.sign(rsa_key("Authority"), hashes.SHA256()).public_bytes(DER)


def listed(*revoked: int, by: x509.Certificate = ROOT) -> bytes:
    """An authority's list of revoked certificates, of AT."""
    built = x509.CertificateRevocationListBuilder(by.subject, AT, AT + DAY)
    for serial in revoked:
        built = built.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, AT - DAY).build())
    return built.sign(rsa_key("Authority"), hashes.SHA256()).public_bytes(DER)


@pytest.mark.parametrize("at", [AT - timedelta(minutes=5), AT, AT + DAY - SECOND])
def test_an_answer_counts_from_five_minutes_before_until_the_next_one(at: datetime) -> None:
    assert status_until(answer(), read(SIGNER), read(ROOT), at) == AT + DAY
    assert list_until(listed(), read(SIGNER), at) == AT + DAY
    assert list_until(listed(10, 12), read(SIGNER), at) == AT + DAY


def test_an_answer_without_an_end_counts_for_an_hour() -> None:
    hour = timedelta(hours=1)
    assert status_until(answer(until=None), read(SIGNER), read(ROOT), AT + hour - SECOND) == AT + hour
    with pytest.raises(UselessAnswer):
        status_until(answer(until=None), read(SIGNER), read(ROOT), AT + hour)


@pytest.mark.parametrize("at", [AT - timedelta(minutes=5, seconds=1), AT + DAY])
def test_an_answer_of_another_time_says_when_it_counts(at: datetime) -> None:
    said = "the answer counts from 2026-12-01 15:30 to 2026-12-02 15:30"
    with pytest.raises(UselessAnswer) as of_status:
        status_until(answer(), read(SIGNER), read(ROOT), at)
    with pytest.raises(UselessAnswer) as of_list:
        list_until(listed(), read(SIGNER), at)
    assert (str(of_status.value), str(of_list.value)) == (said, said)


TRY_LATER = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(DER)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (TRY_LATER, "the authority answered try_later"),
        (answer(of=OTHER), "the answer is about another certificate"),
        (answer(status=ocsp.OCSPCertStatus.REVOKED), "the authority says that the certificate is revoked"),
        (answer(status=ocsp.OCSPCertStatus.UNKNOWN), "the authority says that the certificate is unknown"),
        (b"<html>", "the answer is no status of a certificate"),
        (answer() + b"\0", "the answer is no status of a certificate"),
        (listed(), "the answer is no status of a certificate"),
    ],
)
def test_a_status_that_shows_nothing_says_why(said: bytes, why: str) -> None:
    with pytest.raises(UselessAnswer) as found:
        status_until(said, read(SIGNER), read(ROOT), AT)
    assert str(found.value) == why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (listed(by=OTHER), "the list is of another authority"),
        (listed(10, 11), "the authority's list says that the certificate is revoked"),
        (b"<html>", "the answer is no list of revoked certificates"),
        (listed() + b"\0", "the answer is no list of revoked certificates"),
    ],
)
def test_a_list_that_shows_nothing_says_why(said: bytes, why: str) -> None:
    with pytest.raises(UselessAnswer) as found:
        list_until(said, read(SIGNER), AT)
    assert str(found.value) == why


def test_what_several_authorities_said_is_joined_each_thing_once_until_the_first_end() -> None:
    one = ValidationInfo((b"a", b"b"), (b"status 1",), (b"list 1", b"list 2"), AT + DAY)
    other = ValidationInfo((b"b", b"c"), (b"status 1", b"status 2"), (b"list 2", b"list 3"), AT)
    assert joined([one, other]) == ValidationInfo(
        (b"a", b"b", b"c"), (b"status 1", b"status 2"), (b"list 1", b"list 2", b"list 3"), AT
    )
