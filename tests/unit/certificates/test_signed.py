"""Printed certificates are signed, and a lost document comes back with the same signature, without the key."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.printing import NotReproduced, ensure_archived, link_to
from laurel.certificates.records import from_item, to_item
from laurel.certificates.reissue_or_revoke import Corrected, Revocation, reissue, revoke
from laurel.signing.chains import chain_key
from local.verify_certificate import verify
from tests.unit.certificates.pages import holds, read
from tests.unit.certificates.printers import PROFILE, VERIFY_URL, World, make_world, ready
from tests.unit.signing import test_signer as signers


@pytest.fixture
def keys() -> signers.World:
    return signers.World()


@pytest.fixture
def world(aws: None, keys: signers.World) -> World:
    return ready(make_world(keys.signer))


def document(world: World, certificate: Certificate) -> bytes:
    return world.objects()[f"certificates/{certificate.number}/{certificate.sha256}.pdf"]


def is_genuine(pdf: bytes, keys: signers.World) -> bool:
    return all(one.good for one in verify(pdf, keys.s3.objects[chain_key(signers.KEY)]))


def reissued(world: World, *, dry_run: bool = False) -> Corrected:
    world.has(replace(PROFILE, name_as_printed="Ana Lima-Sá", version=2))
    number = world.claim().certificate_number
    assert number
    found = reissue(world.printer, "sam", number, reason="Marriage", verify_url=VERIFY_URL, dry_run=dry_run)
    assert isinstance(found, Corrected), found
    return found


def test_a_printed_certificate_is_signed_and_its_digest_is_that_of_the_signed_document(
    world: World, keys: signers.World
) -> None:
    certificate = world.issued()
    pdf = document(world, certificate)
    assert is_genuine(pdf, keys)
    assert hashlib.sha256(pdf).hexdigest() == certificate.sha256
    assert certificate.signature and pdf.endswith(certificate.signature)
    assert len(keys.kms.calls) == 1


def test_a_lost_document_comes_back_with_the_signature_of_then(world: World, keys: signers.World) -> None:
    """Even when the key has a new certificate, or is gone."""
    certificate = world.issued()
    before = document(world, certificate)
    world.lose_objects()
    keys.s3.objects.clear()
    keys.now += timedelta(days=400)
    ensure_archived(world.printer, certificate)
    assert document(world, certificate) == before
    assert len(keys.kms.calls) == 1


@pytest.mark.slow
def test_a_signed_document_says_a_name_with_marks_as_it_was_given_also_when_it_comes_back(world: World) -> None:
    name = "Adérónkẹ́ Ọ̀ṣọ́bà"
    world.has(replace(PROFILE, name_as_printed=name, version=2))
    certificate = world.issued()
    before = document(world, certificate)
    assert holds(before, f"certifies that {name} has")
    world.lose_objects()
    ensure_archived(world.printer, certificate)
    assert document(world, certificate) == before


def test_a_document_is_not_replaced_by_one_with_another_signature(world: World) -> None:
    certificate = world.issued()
    world.lose_objects()
    with pytest.raises(NotReproduced):
        ensure_archived(world.printer, replace(certificate, signature=b"%%EOF"))
    assert world.objects() == {}


def test_certificates_from_before_signatures_come_back_as_they_were(aws: None) -> None:
    world = ready(make_world())
    certificate = world.issued()
    before = document(world, certificate)
    world.lose_objects()
    stored = {name: value for name, value in to_item(certificate).items() if name != "signature"}
    ensure_archived(replace(world.printer, signer=signers.World().signer), from_item(stored))
    assert document(world, certificate) == before


def test_the_record_keeps_the_signature_in_few_bytes(world: World) -> None:
    certificate = world.issued()
    item = to_item(certificate)
    assert from_item(item) == certificate
    assert len(item["signature"]) < 3_000


@pytest.mark.slow
def test_a_reissue_is_signed_anew_and_a_dry_run_signs_nothing(world: World, keys: signers.World) -> None:
    first = world.issued()
    assert reissued(world, dry_run=True).certificate == first
    assert len(keys.kms.calls) == 1
    second = reissued(world).certificate
    assert second and second.signature != first.signature
    assert is_genuine(document(world, second), keys)


def test_without_a_signing_certificate_a_learner_still_gets_a_certificate(world: World, keys: signers.World) -> None:
    keys.s3.objects.clear()
    certificate = world.issued()
    assert certificate.signature is None
    assert document(world, certificate).rstrip().endswith(b"%%EOF")
    assert keys.counts == {"CertificatesUnsigned": 1}


@pytest.mark.slow
@pytest.mark.parametrize("status", [CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED])
def test_one_that_is_no_longer_valid_is_shown_with_a_mark_and_its_document_stays_as_it_was(
    world: World, keys: signers.World, status: CertificateStatus
) -> None:
    first = world.issued()
    before = document(world, first)
    calls = len(keys.kms.calls)
    if status is CertificateStatus.REVOKED:
        found = revoke(world.printer, "sam", first.number, Revocation("Attended by another"))
        assert isinstance(found, Corrected)
        said, name = "Revoked", f"{first.number}%20REVOKED.pdf"
    else:
        said, name = f"No longer valid: see {reissued(world).certificate.number}.", f"{first.number}%20REPLACED.pdf"
        calls += 1
    current = world.printer.certificates.get(first.number)
    assert current
    link = urlsplit(link_to(world.printer, current))
    marked = world.objects()[f"certificates/{first.number}/{first.sha256}-{status}.pdf"]
    assert link.path.endswith(f"/{first.sha256}-{status}.pdf")
    assert all(said in page.extract_text() for page in read(marked).pages)
    assert read(marked).metadata.title.startswith(("Revoked: ", "Replaced: "))
    assert name in unquote(link.query)
    assert document(world, first) == before
    assert len(keys.kms.calls) == calls
    assert not is_genuine(marked, keys)


def test_a_valid_certificate_is_linked_without_a_call(world: World) -> None:
    certificate = world.issued()
    before = world.objects()
    link = link_to(world.printer, certificate)
    assert f"{certificate.number}/{certificate.sha256}.pdf" in link
    assert "REVOKED" not in link
    assert world.objects() == before
