"""A transcript of claims: completed ones with their certificates, totals by statement type, drafts apart (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.claims.claim import Claim, Status
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class Transcript:
    """Final claims, latest first; their credits by type, never added across types; drafts.

    A claim whose certificate was revoked is listed as revoked, but its credits do not count. Of two claims for one
    activity, from two joined accounts, the larger one counts; `uncounted` are the IDs of the others.
    """

    completed: tuple[Claim, ...]
    totals: dict[Statement, Decimal]
    drafts: tuple[Claim, ...]
    uncounted: frozenset[str]

    def counts(self, claim: Claim) -> bool:
        """Whether the credits of this completed claim are in the totals."""
        return not claim.certificate_revoked_at and claim.claim_id not in self.uncounted


def transcript_of(claims: Iterable[Claim], starting: date | None = None, ending: date | None = None) -> Transcript:
    """The transcript of `claims`; only those completed from `starting` to `ending`, both included, and all drafts."""
    completed: list[tuple[date, Claim]] = []
    drafts = []
    claims = list(claims)
    uncounted = _uncounted(claims)
    for claim in claims:
        if claim.status is Status.DRAFT:
            drafts.append(claim)
        elif claim.completed_on and (starting or date.min) <= claim.completed_on <= (ending or date.max):
            completed.append((claim.completed_on, claim))
    completed.sort(key=lambda one: (one[0], one[1].claim_id), reverse=True)
    totals: dict[Statement, Decimal] = {}
    for _, claim in completed:
        if claim.certificate_revoked_at or claim.claim_id in uncounted:
            continue
        totals[claim.statement] = totals.get(claim.statement, Decimal(0)) + claim.total
    in_order = {statement: totals[statement] for statement in Statement if statement in totals}
    return Transcript(tuple(claim for _, claim in completed), in_order, tuple(drafts), uncounted)


def _uncounted(claims: Iterable[Claim]) -> frozenset[str]:
    """The completed claims whose activity counts with another claim: first one that awards credit, then the larger one,
    then the one completed first.
    """
    by_activity: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.status is Status.FINAL and claim.completed_on and not claim.certificate_revoked_at:
            by_activity.setdefault(claim.activity_id, []).append(claim)
    found = set[str]()
    for same in by_activity.values():
        same.sort(key=_rank)
        found.update(one.claim_id for one in same[1:])
    return frozenset(found)


def _rank(claim: Claim) -> tuple[bool, Decimal, date, str]:
    return (
        not claim.statement.kind.awards_credit,
        -claim.total,
        claim.completed_on or date.max,
        claim.claim_id,
    )
