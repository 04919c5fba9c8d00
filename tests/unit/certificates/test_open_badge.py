"""Each certificate has an open badge: what it says, who verifies it, and what its status list says of it."""

import io
import json
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError
from pypdf import PdfReader

from laurel.certificates.badge_of import badge_of
from laurel.certificates.certificate import Certificate
from laurel.certificates.printing import ensure_archived
from laurel.certificates.records import from_item, to_item
from laurel.certificates.reissue_or_revoke import Corrected, Revocation, reissue, revoke
from laurel.open_badges.addresses import IssuerAddresses
from laurel.open_badges.statuses import StatusPlace
from laurel.open_badges.tokens import payload_of
from laurel.platform.callers import Caller
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from local.verify_certificate import verify
from tests.unit.certificates.pages import nonconformities
from tests.unit.certificates.printers import ANA, PROFILE, VERIFY_URL, World, make_world, ready
from tests.unit.certificates.samples import content, renderer
from tests.unit.claims.samples import claim
from tests.unit.open_badges.checkers import ended, jose_says, openbadgeslib_says
from tests.unit.signing import test_signer as signers

ADDRESSES = IssuerAddresses(VERIFY_URL)
LIST = ADDRESSES.status_list(0)


@pytest.fixture
def world(aws: None) -> World:
    return ready(make_world())


def token_of(certificate: Certificate) -> str:
    assert certificate.badge
    return certificate.badge.token


def list_now(world: World) -> str:
    world.later(seconds=20)
    found = world.printer.badges.status_list(ADDRESSES, 0)
    assert found
    return found


def says(world: World, certificate: Certificate) -> Any:
    return openbadgeslib_says(token_of(certificate), world.badge_key.pem, {LIST: list_now(world)})


def reissued(world: World, number: str) -> Certificate:
    world.has(replace(PROFILE, name_as_printed="Ana Lima-Sá", version=2))
    found = reissue(world.printer, "sam", number, reason="Marriage", verify_url=VERIFY_URL)
    assert isinstance(found, Corrected), found
    return found.certificate


def asked(world: World, certificate: Certificate, who: Caller = ANA) -> tuple[Certificate, str] | Refusal:
    return badge_of(world.printer, who, certificate.number, lambda who, _: who.is_staff)


def attached(pdf: bytes) -> dict[str, list[bytes]]:
    return dict(PdfReader(io.BytesIO(pdf)).attachments)


@pytest.mark.slow
def test_two_programs_of_others_verify_the_badge_of_a_printed_certificate(world: World) -> None:
    certificate = world.issued()
    badge = says(world, certificate)
    assert (badge.id, badge.issuer.id) == (certificate.content.verification_url, ADDRESSES.profile)
    assert [one.identity_hash for one in badge.identifiers] == ["Ana Lima"]
    assert (badge.achievement.name, badge.credits_earned) == (certificate.content.activity, 4.5)
    keys = world.printer.badges.keys(ADDRESSES)
    found = jose_says(token_of(certificate), keys, issuer=ADDRESSES.profile, subject=f"{badge.id}#holder")
    assert found["payload"]["jti"] == badge.id
    assert jose_says(list_now(world), keys, issuer=ADDRESSES.profile)["payload"]["id"] == LIST


def test_a_revoked_certificate_ends_its_badge(world: World) -> None:
    certificate = world.issued()
    assert isinstance(revoke(world.printer, "sam", certificate.number, Revocation("Not attended")), Corrected)
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        says(world, certificate)


def test_a_replaced_certificate_ends_its_badge_and_the_new_one_counts(world: World) -> None:
    first = world.issued()
    second = reissued(world, first.number)
    assert ended(list_now(world)) == {0}
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        says(world, first)
    assert [one.identity_hash for one in says(world, second).identifiers] == ["Ana Lima-Sá"]


def test_a_badge_ends_once_even_if_its_claim_is_reopened_later(world: World) -> None:
    certificate = world.issued()
    for wanted in (Revocation("Not attended"), Revocation("Print again", reopen=True)):
        assert isinstance(revoke(world.printer, "sam", certificate.number, wanted), Corrected)
    stored = world.table.get(("BADGES#0", "ENDED"))
    assert stored and stored["ended"] == [0]


def test_a_dry_run_gives_no_badge(world: World) -> None:
    certificate = world.issued()
    world.has(replace(PROFILE, name_as_printed="Ana Lima-Sá", version=2))
    reissue(world.printer, "sam", certificate.number, reason="Marriage", verify_url=VERIFY_URL, dry_run=True)
    assert world.badge_key.calls == ["RAW"]


def test_the_badge_is_in_the_document_and_printed_again_with_it(world: World) -> None:
    certificate = world.issued()
    [(_, pdf)] = world.objects().items()
    assert attached(pdf)["open-badge.jwt"] == [token_of(certificate).encode()]
    world.lose_objects()
    ensure_archived(world.printer, certificate)
    assert list(world.objects().values()) == [pdf]
    assert len(world.badge_key.calls) == 1


def test_printing_again_gives_no_second_badge(world: World) -> None:
    certificate = world.issued()
    again = world.issued()
    assert (again.badge, world.badge_key.calls) == (certificate.badge, ["RAW"])


def test_a_print_that_another_forestalls_leaves_its_place_empty(world: World) -> None:
    """Each of two prints at once takes a place; the certificate has the badge of the one that won."""
    world.wires.before["transact_write_items"] = lambda: world.issued() and None
    certificate = world.issued()
    assert certificate.badge and certificate.badge.place == StatusPlace(0, 1)
    stored = world.printer.certificates.get(certificate.number)
    assert stored and stored.badge == certificate.badge
    assert payload_of(token_of(certificate))["credentialStatus"]["statusListIndex"] == "1"


def test_a_signed_document_covers_its_badge(aws: None) -> None:
    keys = signers.World()
    world = ready(make_world(keys.signer))
    certificate = world.issued()
    [(_, pdf)] = world.objects().items()
    chain = next(iter(keys.s3.objects.values()))
    assert all(one.good for one in verify(pdf, chain))
    assert token_of(certificate).encode() in attached(pdf)["open-badge.jwt"]
    assert nonconformities(pdf) == []


@pytest.mark.parametrize("statement", Statement)
def test_a_document_with_a_badge_is_archival_and_accessible(statement: Statement) -> None:
    pdf = renderer().render(content(statement), badge="e" * 2_500)
    assert nonconformities(pdf) == []


@pytest.mark.parametrize("statement", Statement)
def test_a_badge_says_no_more_than_everyone_sees_who_checks_the_certificate(aws: None, statement: Statement) -> None:
    world = ready(make_world(), claim(kind=statement, a="1", c="3.5"))
    certificate = world.issued()
    said = payload_of(token_of(certificate))
    text = json.dumps(said, ensure_ascii=False)
    assert "Ana Lima" in text
    for hidden in ("MTA 1", "FL 2", 'example.org"', "ana@", "Ana@", certificate.learner_id + '"', certificate.claim_id):
        assert hidden not in text, hidden
    earned = said["credentialSubject"].get("creditsEarned")
    kind = said["credentialSubject"]["achievement"]["achievementType"]
    credit = statement.kind.awards_credit
    assert (earned, kind) == ((4.5, "CertificateOfCompletion") if credit else (None, "Achievement"))
    assert credit or "awards no such credit" in said["description"]


def test_a_certificate_from_before_badges_gets_one_when_it_is_asked_for(world: World) -> None:
    printed = world.issued()
    before = replace(printed, badge=None)
    world.table.put_many([to_item(before)])
    found = asked(world, before)
    assert isinstance(found, tuple)
    after, token = found
    assert after.badge and after.badge.token == token
    assert after.badge.place == StatusPlace(0, 1)
    assert world.printer.certificates.get(printed.number) == after
    assert asked(world, before) == (after, token)
    assert isinstance(revoke(world.printer, "sam", printed.number, Revocation("Not attended")), Corrected)
    assert ended(list_now(world)) == {1}
    ended_one = asked(world, before)
    assert isinstance(ended_one, tuple) and ended_one[1] == token


def test_two_calls_at_once_give_one_badge(world: World) -> None:
    before = replace(world.issued(), badge=None)
    world.table.put_many([to_item(before)])
    world.wires.before["transact_write_items"] = lambda: asked(world, before) and None
    found = asked(world, before)
    assert isinstance(found, tuple)
    stored = world.printer.certificates.get(before.number)
    assert stored and stored.badge and stored.badge.token == found[1]


def test_what_was_revoked_or_replaced_before_badges_gets_none(world: World) -> None:
    first = world.issued()
    second = reissued(world, first.number)
    assert isinstance(revoke(world.printer, "sam", second.number, Revocation("Not attended")), Corrected)
    for number, code in ((first.number, "certificate_superseded"), (second.number, "certificate_revoked")):
        current = world.printer.certificates.get(number)
        assert current
        world.table.put_many([to_item(replace(current, badge=None))])
        refused = asked(world, current)
        assert isinstance(refused, Refusal) and refused.code == code
        assert "Use that one" in refused.message or "no now" in refused.message or "gets none now" in refused.message


def test_another_learners_badge_looks_like_none(world: World) -> None:
    refused = asked(world, world.issued(), Caller("bo", "bo@example.org", False))
    assert isinstance(refused, Refusal) and refused.code == "certificate_not_found"


def test_a_badge_is_on_record_as_it_was_given(world: World) -> None:
    certificate = world.issued()
    assert from_item(to_item(certificate)) == certificate
    assert len(to_item(certificate)["badge"]) < 2_000


def test_poppler_lists_the_badge(world: World, tmp_path: Any) -> None:
    world.issued()
    [(_, pdf)] = world.objects().items()
    (tmp_path / "one.pdf").write_bytes(pdf)
    done = subprocess.run(["pdfdetach", "-list", tmp_path / "one.pdf"], capture_output=True, text=True, check=True)
    assert "open-badge.jwt" in done.stdout
