"""The participants of an activity: those who printed a certificate, with what it says (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.catalog.activity import Activity
from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.content import license_label
from laurel.claims.claim import Claim
from laurel.platform.amounts import amount_text
from laurel.platform.csv_tables import csv_table
from laurel.statements import Statement

COLUMNS = (
    "activity_number",
    "name",
    "statement",
    "hours",
    "sessions",
    "session_ids",
    "completed_on",
    "certificate",
    "standing",
    "license",
)


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant. `name` and `license` are as printed; `license` is empty where the statement needs none."""

    name: str
    statement: Statement
    hours: Decimal
    session_ids: tuple[str, ...]
    completed_on: date
    certificate: str
    standing: CertificateStatus
    license: str


def participant_of(claim: Claim, certificate: Certificate) -> Participant:
    """The participant with this final claim and its certificate."""
    label = license_label(claim.statement)
    details = certificate.content.details
    return Participant(
        name=certificate.content.learner,
        statement=claim.statement,
        hours=claim.total,
        session_ids=tuple(one.session_id for one in claim.sessions),
        completed_on=certificate.completed_on,
        certificate=certificate.number,
        standing=certificate.status,
        license=next((one.value for one in details if label and one.label == label), ""),
    )


def participants_of(claims: Iterable[Claim], certificates: Mapping[str, Certificate]) -> list[Participant]:
    """The participants with these final claims, whose certificates are given by number. Others are passed over."""
    return [
        participant_of(claim, certificate)
        for claim in claims
        if (number := claim.certificate_number) and (certificate := certificates.get(number))
    ]


def in_order(participants: Iterable[Participant]) -> list[Participant]:
    """The participants by name, and then by certificate."""
    return sorted(participants, key=lambda one: (one.name.casefold(), one.certificate))


def participants_csv(activity: Activity, participants: Iterable[Participant]) -> str:
    """The list as CSV in which a spreadsheet runs no formula."""
    return csv_table(
        COLUMNS,
        (
            (
                activity.number,
                one.name,
                one.statement.value,
                amount_text(one.hours),
                str(len(one.session_ids)),
                " ".join(one.session_ids),
                one.completed_on.isoformat(),
                one.certificate,
                one.standing.value,
                one.license,
            )
            for one in participants
        ),
    )
