"""How a certificate is stored in the claims table: one mapping each way. Content, signature and badge are
compressed.
"""

import gzip
from datetime import date
from typing import TYPE_CHECKING

from laurel.certificates.certificate import Certificate, CertificateStatus, Correction
from laurel.certificates.content import CertificateContent
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import CERTIFICATES, EXPIRES_AT
from laurel.platform.table import Item, Key

if TYPE_CHECKING:
    from laurel.open_badges.statuses import Badge


def key_of(number: str) -> Key:
    """The table key of the certificate with this number."""
    return f"CERTIFICATE#{number}", "RECORD"


def provider_logo_key(provider_id: str) -> Key:
    """The key of the item with the logo of a provider, for activities without one."""
    return f"PROVIDER#{provider_id}", "LOGO"


def to_item(certificate: Certificate) -> Item:
    """`certificate` as an item. Dates and instants are strings."""
    pk, sk = key_of(certificate.number)
    correction = certificate.correction
    return {
        "pk": pk,
        "sk": sk,
        "number": certificate.number,
        "learner_id": certificate.learner_id,
        "claim_id": certificate.claim_id,
        "activity_id": certificate.activity_id,
        "content": gzip.compress(certificate.content.model_dump_json().encode(), compresslevel=6, mtime=0),
        "completed_on": certificate.completed_on.isoformat(),
        "attested_at": instant(certificate.attested_at),
        "issued_at": instant(certificate.issued_at),
        "sha256": certificate.sha256,
        "typesetter": certificate.typesetter,
        "signature": certificate.signature and gzip.compress(certificate.signature, compresslevel=6, mtime=0),
        "badge": certificate.badge and gzip.compress(certificate.badge.token.encode(), compresslevel=6, mtime=0),
        "badge_place": certificate.badge and [certificate.badge.place.number, certificate.badge.place.index],
        "credit_id": certificate.credit_id,
        "reissued_on": certificate.reissued_on and certificate.reissued_on.isoformat(),
        "replaces": certificate.replaces,
        "status": certificate.status.value,
        "superseded_by": certificate.superseded_by,
        "ruling": [correction.by, instant(correction.at), correction.reason] if correction else None,
        "version": certificate.version,
        EXPIRES_AT: CERTIFICATES.expires_at(certificate.issued_at),
    }


def from_item(item: Item) -> Certificate:
    """The certificate in `item`."""
    reissued_on, correction = item.get("reissued_on"), item.get("ruling")
    signature = item.get("signature")
    return Certificate(
        number=item["number"],
        learner_id=item["learner_id"],
        claim_id=item["claim_id"],
        activity_id=item["activity_id"],
        content=CertificateContent.model_validate_json(gzip.decompress(bytes(item["content"]))),
        completed_on=date.fromisoformat(item["completed_on"]),
        attested_at=read_instant(item["attested_at"]),
        issued_at=read_instant(item["issued_at"]),
        sha256=item["sha256"],
        typesetter=item["typesetter"],
        signature=gzip.decompress(bytes(signature)) if signature else None,
        badge=_badge(item),
        credit_id=item.get("credit_id"),
        reissued_on=date.fromisoformat(reissued_on) if reissued_on else None,
        replaces=item.get("replaces"),
        status=CertificateStatus(item["status"]),
        superseded_by=item.get("superseded_by"),
        correction=Correction(correction[0], read_instant(correction[1]), correction[2]) if correction else None,
        version=int(item["version"]),
    )


def _badge(item: Item) -> "Badge | None":
    if "badge" not in item:
        return None
    from laurel.open_badges.statuses import Badge, StatusPlace

    number, index = item["badge_place"]
    return Badge(gzip.decompress(bytes(item["badge"])).decode(), StatusPlace(int(number), int(index)))
