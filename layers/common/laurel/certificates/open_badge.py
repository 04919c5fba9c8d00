"""What the open badge of a certificate says: an OpenBadgeCredential (Open Badges 3.0) (pure).

No more than what everyone sees who checks the certificate: the name as printed, and no license, e-mail address or list
of sessions. Its ID is the address where the certificate is checked.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from laurel.certificates.content import CertificateContent
from laurel.certificates.verified import award_of
from laurel.platform.clock import instant_in_seconds

_CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a badge is made from: the content of its certificate, what was claimed for, and when (issued: UTC)."""

    content: CertificateContent
    activity_id: str
    completed_on: date
    issued_at: datetime


def badge_payload(awarded: Awarded, issuer: Mapping[str, Any], status: Mapping[str, str]) -> dict[str, Any]:
    """The badge by this issuer, with what it says of its place in a status list."""
    content = awarded.content
    address = content.verification_url
    holder = f"{address}#holder"
    return {
        "@context": _CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{content.heading}: {content.activity}",
        "description": f"{content.statement.kind.name}: {award_of(content)}",
        "issuer": dict(issuer),
        "validFrom": instant_in_seconds(awarded.issued_at),
        "credentialSubject": _subject(awarded, str(issuer["id"]), holder),
        "credentialStatus": dict(status),
        "credentialSchema": [_SCHEMA],
        "iss": issuer["id"],
        "jti": address,
        "sub": holder,
        "nbf": int(awarded.issued_at.timestamp()),
    }


def _subject(awarded: Awarded, issuer_id: str, holder: str) -> dict[str, Any]:
    content = awarded.content
    name = {"type": "IdentityObject", "hashed": False, "identityHash": content.learner, "identityType": "ext:name"}
    subject: dict[str, Any] = {
        "id": holder,
        "type": ["AchievementSubject"],
        "identifier": [name],
        "activityEndDate": instant_in_seconds(datetime.combine(awarded.completed_on, datetime.min.time(), UTC)),
        "achievement": _achievement(awarded, issuer_id),
    }
    if content.statement.kind.awards_credit:
        subject["creditsEarned"] = float(content.total)
    return subject


def _achievement(awarded: Awarded, issuer_id: str) -> dict[str, Any]:
    content = awarded.content
    return {
        "id": _urn(issuer_id, "achievement", awarded.activity_id, content.statement.value),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion" if content.statement.kind.awards_credit else "Achievement",
        "name": content.activity,
        "description": f"{content.statement.kind.name}, by {content.provider}",
        "criteria": {"narrative": "Attended or completed what was claimed, and answered its evaluation."},
        "creator": {
            "id": _urn(issuer_id, "provider", content.provider),
            "type": ["Profile"],
            "name": content.provider,
        },
    }


def _urn(issuer_id: str, *parts: str) -> str:
    """The same ID for the same thing of the same issuer."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((issuer_id, *parts))).urn
