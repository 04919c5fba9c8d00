"""The certificates of claims: the valid ones, and those that they replaced or that were revoked."""

from collections.abc import Iterable

from laurel.certificates.certificate import Certificate
from laurel.certificates.store import Certificates
from laurel.claims.claim import Claim


def numbers_of(claim: Claim) -> list[str]:
    """The numbers that the claim names: its certificate, and the revoked one of a claim that staff reopened (pure)."""
    reopened = claim.reopened.certificate_number if claim.reopened else None
    return [number for number in (claim.certificate_number, reopened) if number]


def certificates_of(certificates: Certificates, claims: Iterable[Claim]) -> list[Certificate]:
    """All certificates of `claims`, the latest issued first.

    One call for up to a hundred; one more where some were replaced, and so on for those before them. A replaced one
    whose time is over is not there any more.
    """
    found: dict[str, Certificate] = {}
    asked: set[str] = set()
    wanted = {number for claim in claims for number in numbers_of(claim)}
    while wanted:
        found |= {one.number: one for one in certificates.get_many(wanted)}
        asked |= wanted
        wanted = {one.replaces for one in found.values() if one.replaces} - asked
    return sorted(found.values(), key=lambda one: (one.issued_at, one.number), reverse=True)
