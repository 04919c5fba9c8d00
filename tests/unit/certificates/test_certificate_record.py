"""A certificate and its item, and the name under which its document is saved."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from laurel.certificates.certificate import (
    Certificate,
    CertificateStatus,
    Correction,
    NotValid,
    revoked,
    superseded,
    with_badge,
)
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
