"""What the open badge of a certificate says, field by field."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from laurel.certificates.open_badge import Awarded, badge_payload
from laurel.statements import Statement
from tests.unit.certificates.samples import ADDRESS, content

ISSUER = {"id": "https://ce.example.org/v1/badges/issuer", "type": ["Profile"], "name": "Laurel"}
STATUS = {"id": "https://ce.example.org/v1/badges/status/0#7", "type": "BitstringStatusListEntry"}
AWARDED = Awarded(content(), "micro-2026", date(2026, 6, 8), datetime(2026, 6, 20, 12, 30, 15, 999, UTC))


def payload(awarded: Awarded = AWARDED) -> dict[str, Any]:
    return badge_payload(awarded, ISSUER, STATUS)


def urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((ISSUER["id"], *parts))).urn  # type: ignore[arg-type]


def test_a_badge_says_this_and_no_more() -> None:
    printed = AWARDED.content
    assert payload() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": ADDRESS,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{printed.heading}: {printed.activity}",
        "description": f"P.A.C.E.® contact hours: {printed.total} P.A.C.E.® contact hours",
        "issuer": ISSUER,
        "validFrom": "2026-06-20T12:30:15Z",
        "credentialSubject": {
            "id": f"{ADDRESS}#holder",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": printed.learner,
                    "identityType": "ext:name",
                }
            ],
            "activityEndDate": "2026-06-08T00:00:00Z",
            "achievement": {
                "id": urn("achievement", "micro-2026", "pace"),
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": printed.activity,
                "description": f"P.A.C.E.® contact hours, by {printed.provider}",
                "criteria": {"narrative": "Attended or completed what was claimed, and answered its evaluation."},
                "creator": {"id": urn("provider", printed.provider), "type": ["Profile"], "name": printed.provider},
            },
            "creditsEarned": float(printed.total),
        },
        "credentialStatus": STATUS,
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
        "iss": ISSUER["id"],
        "jti": ADDRESS,
        "sub": f"{ADDRESS}#holder",
        "nbf": int(datetime(2026, 6, 20, 12, 30, 15, tzinfo=UTC).timestamp()),
    }


def test_a_statement_of_attendance_earns_no_credits() -> None:
    found = payload(replace(AWARDED, content=content(Statement.ATTENDANCE)))["credentialSubject"]
    assert "creditsEarned" not in found
    assert found["achievement"]["id"] == urn("achievement", "micro-2026", "attendance")
