"""Staff put an activity: the whole document, unless a claim made under the old one would no longer stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from laurel.catalog.activity import Activity
from laurel.catalog.changes import conflicts, narrowing, unversioned
from laurel.catalog.checks import parse_activity
from laurel.catalog.records import DocumentTooLarge, StoredActivity
from laurel.catalog.store import Catalogue
from laurel.claims.claim import Status
from laurel.claims.records import Outline
from laurel.claims.rules import invalid
from laurel.claims.sessions import fit
from laurel.claims.store import Claims
from laurel.platform.clock import Clock
from laurel.platform.refusal import Problem, Refusal

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Invalidated:
    """A claim that fits the old document but not the new one, and why."""

    claim_id: str
    status: Status
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ActivityPut:
    """The activity as it is stored now; with a dry run, as it would be: nothing was written."""

    stored: StoredActivity
    created: bool
    dry_run: bool


def put_activity(
    catalogue: Catalogue,
    claims: Claims,
    clock: Clock,
    activity_id: str,
    document: object,
    *,
    dry_run: bool = False,
    if_match: int | None = None,
) -> ActivityPut | Refusal:
    """Puts `document` (decoded JSON) into the catalogue as `activity_id`; `if_match` is the revision staff saw.

    One read and one write; where claims could be harmed, also a query of the activity's claims.
    """
    activity = parse_activity(document)
    if not isinstance(activity, Activity):
        return invalid(tuple(Problem(one.path, one.code, one.message) for one in activity))
    if activity.id != activity_id:
        message = f"The document says {activity.id}, the address says {activity_id}. They must be the same."
        return invalid((Problem("id", "other_id", message),))
    stored = catalogue.get(activity_id)
    seen = stored.revision if stored else None
    if if_match is not None and if_match != seen:
        message = "This activity was changed by somebody else. Load it again, then make your change."
        return Refusal(412, "changed_elsewhere", message, version=seen)
    if stored and stored.activity == activity:
        return ActivityPut(stored, created=False, dry_run=dry_run)
    if stored and (wrong := unversioned(stored.activity, activity)):
        return invalid(tuple(wrong))
    if stored and (refusal := _harm(claims, stored.activity, activity, clock())):
        return refusal
    if dry_run:
        return ActivityPut(StoredActivity(activity, (seen or 0) + 1), created=stored is None, dry_run=True)
    try:
        saved = catalogue.save(activity, seen=seen)
    except DocumentTooLarge as error:
        return invalid((Problem("", "document_too_large", str(error)),))
    if saved is None:
        return Refusal(409, "try_again", "Somebody else put this activity at the same moment. Load it and try again.")
    return ActivityPut(saved, created=stored is None, dry_run=False)


def claims_invalidated(old: Activity, new: Activity, claims: Iterable[Outline], at: datetime) -> list[Invalidated]:
    """The claims, draft or final, that fit `old` and would not fit `new`; `at` is now.

    What of a draft did not fit before stands in nobody's way. That a draft has to answer a new question or read a
    new disclosure invalidates nothing: its summary says so.
    """
    change = narrowing(old, new)
    found = []
    for claim in claims:
        # Of thousands of claims most have nothing that the change touches; the others are worth a closer look.
        if old.kind == new.kind and not conflicts(change, claim.statement, claim.credits):
            continue
        counted = {one.session.id: one.credits for one in fit(old, claim.statement, claim.credits, at).counted}
        problems = [
            Problem(one.path, one.code, one.message) for one in conflicts(change, claim.statement, counted)
        ] or fit(new, claim.statement, counted, at).problems
        if problems:
            found.append(Invalidated(claim.claim_id, claim.status, tuple(problems)))
    return found


def _harm(claims: Claims, old: Activity, new: Activity, at: datetime) -> Refusal | None:
    """The refusal that names the claims in the way; claims are only asked for if any could be harmed."""
    if old.kind == new.kind and not narrowing(old, new):
        return None
    harmed = claims_invalidated(old, new, claims.at_activity(new.id), at)
    if not harmed:
        return None
    final = sum(one.status is Status.FINAL for one in harmed)
    errors = (
        Problem(f"claims.{one.claim_id}.{problem.path}", problem.code, f"{one.status.capitalize()}: {problem.message}")
        for one in harmed
        for problem in one.problems
    )
    message = (
        f"Claims that fit the present document would not fit this one: {len(harmed)}, of them final: {final}."
        " Leave what they rest on as it is."
    )
    return Refusal(409, "claims_invalidated", message, tuple(islice(errors, MOST_SHOWN)))
