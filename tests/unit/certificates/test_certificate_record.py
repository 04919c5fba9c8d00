"""A certificate and its item, and the name under which its document is saved."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.certificate import (
    Certificate,
    CertificateStatus,
    Correction,
    NotValid,
    revoked,
    superseded,
    with_badge,
)
from laurel.certificates.file_name import disposition
from laurel.certificates.records import from_item, to_item
from laurel.open_badges.statuses import Badge, StatusPlace
from laurel.platform.retention import CERTIFICATES
from tests.unit.certificates.samples import NUMBER, content

AT = datetime(2026, 6, 20, 12, tzinfo=UTC)
RULING = Correction("sam", AT, "Wrong person")
CERTIFICATE = Certificate(
    number=NUMBER,
    learner_id="ana",
    claim_id="c.micro-2026",
    activity_id="micro-2026",
    content=content(),
    completed_on=date(2026, 6, 8),
    attested_at=AT,
    issued_at=AT,
    sha256="ab" * 32,
    typesetter="typst 0.15.0",
)


@pytest.mark.parametrize(
    "certificate",
    [
        CERTIFICATE,
        replace(CERTIFICATE, credit_id="c1", replaces="34679-ACDEF-GHJKM", reissued_on=date(2026, 7, 1)),
        superseded(CERTIFICATE, "34679-ACDEF-GHJKM", RULING),
        revoked(CERTIFICATE, RULING),
    ],
    ids=["valid", "reissued", "superseded", "revoked"],
)
def test_a_certificate_comes_back_from_its_item_as_it_was(certificate: Certificate) -> None:
    item = {name: value for name, value in to_item(certificate).items() if value is not None}
    assert from_item(item) == certificate


def test_the_table_removes_a_certificate_seven_years_after_its_issue() -> None:
    assert to_item(CERTIFICATE)["expires_at"] == CERTIFICATES.expires_at(AT)


def test_what_is_no_longer_valid_never_changes_again() -> None:
    for gone in (revoked(CERTIFICATE, RULING), superseded(CERTIFICATE, "x", RULING)):
        assert gone.status is not CertificateStatus.VALID
        with pytest.raises(NotValid):
            revoked(gone, RULING)
        with pytest.raises(NotValid):
            superseded(gone, "y", RULING)


def saved_as(header: str) -> str:
    """The name that a browser takes."""
    assert header.isascii()
    assert header.isprintable()
    start, _, encoded = header.partition("; filename*=UTF-8''")
    assert start == f'attachment; filename="certificate-{NUMBER}.pdf"'
    return unquote(encoded, errors="strict")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Clinical Microbiology 2026", "Clinical Microbiology 2026"),
        ("علم الأحياء الدقيقة السريري", "علم الأحياء الدقيقة السريري"),
        ("临床微生物学：从血培养到基因组", "临床微生物学：从血培养到基因组"),
        ('A/B: "C" <D> | E? *F* \\ G', "A B C D E F G"),
        ("../../etc/passwd", "etc passwd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("CON.", "CON"),
        ("…", "…"),
        ("ü" * 300, "ü" * 90),
        ("a" + "微" * 300, "a" + "微" * 59),  # 180 bytes would end within a character
    ],
)
def test_the_document_is_saved_under_its_title_in_any_script(title: str, name: str) -> None:
    shown = content().model_copy(update={"activity": title})
    assert saved_as(disposition(shown)) == f"{name} {NUMBER}.pdf"


@given(st.text(max_size=400))
def test_no_title_breaks_out_of_the_header_or_the_folder(title: str) -> None:
    shown = content().model_copy(update={"activity": title.encode(errors="ignore").decode()})
    name = saved_as(disposition(shown))
    assert name.endswith(f"{NUMBER}.pdf")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\r\n\0')


def test_each_change_is_a_write_of_its_own_and_leaves_the_rest() -> None:
    seventh = replace(CERTIFICATE, version=7)
    assert superseded(seventh, "LRL-2", RULING) == replace(
        seventh, status=CertificateStatus.SUPERSEDED, superseded_by="LRL-2", correction=RULING, version=8
    )
    assert revoked(seventh, RULING) == replace(seventh, status=CertificateStatus.REVOKED, correction=RULING, version=8)
    badge = Badge("token", StatusPlace(1, 3))
    assert with_badge(seventh, badge) == replace(seventh, badge=badge, version=8)
    for change in (lambda one: with_badge(one, badge), lambda one: revoked(one, RULING)):
        with pytest.raises(NotValid, match=NUMBER):
            change(revoked(seventh, RULING))
