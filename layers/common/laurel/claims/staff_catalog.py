"""Staff save an activity as a whole document, unless it would invalidate a claim made under the old one.

This is here and not in `catalog` because it has to look at claims.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import UNRECORDED, Acting
from laurel.audit.records import Values, changed_values
from laurel.catalog.activity import Activity
from laurel.catalog.changes import conflicts, narrowing, unversioned
from laurel.catalog.checks import parse_activity
from laurel.catalog.history import kept_revision
from laurel.catalog.provider import Provider
from laurel.catalog.provider_defaults import provider_wanted, with_texts_of
from laurel.catalog.records import DeletedActivity, DocumentTooLarge, StoredActivity
from laurel.catalog.refusals import DOCUMENT_TOO_LARGE
from laurel.catalog.store import Catalog
from laurel.claims.claim import Status
from laurel.claims.records import Outline
from laurel.claims.refusals import (
    ACTIVITY_BUSY,
    ACTIVITY_CHANGED,
    ACTIVITY_TAKEN,
    CLAIMS_INVALIDATED,
    NOT_OWN_PROVIDER,
    OTHER_ID,
    PROVIDER_UNKNOWN,
)
from laurel.claims.sessions import check_all
from laurel.claims.store import Claims
from laurel.platform.clock import Clock
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.refusals import INVALID
from laurel.platform.table import Elsewhere, Write

MOST_SHOWN = 100
LONGEST_VALUE = 200  # characters of a value in the audit log


@dataclass(frozen=True, slots=True)
class Invalidated:
    """A claim that is valid under the old document but not the new one, and why."""

    claim_id: str
    status: Status
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ActivityPut:
    """The activity as it is now stored or, after a dry run, as it would be stored."""

    stored: StoredActivity
    created: bool
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose activities somebody may save: those of the providers `own`, or everybody's (None).

    `record_of` gives the record of a provider, if there is one; None leaves that unchecked.
    """

    own: frozenset[str] | None = None
    record_of: Callable[[str], Provider | None] | None = None

    def may_save(self, activity: Activity) -> bool:
        """Whether the activity is one of theirs."""
        return self.own is None or activity.provider_id in self.own

    def problem_of(self, activity: Activity) -> Problem | None:
        """What is wrong with the provider that the document names. One read if it names one. Raises TableBusy."""
        if not self.may_save(activity):
            return NOT_OWN_PROVIDER.at("provider_id", own=", ".join(sorted(self.own or ())))
        named = activity.provider_id
        if named and self.record_of and self.record_of(named) is None:
            return PROVIDER_UNKNOWN.at("provider_id", provider=named)
        return None

    def completed(self, document: object) -> object:
        """`document` with the texts of its provider that it leaves out. One read if it leaves any out."""
        named = provider_wanted(document)
        return with_texts_of(document, self.record_of(named)) if named and self.record_of else document


ANY_OWNER = Owners()


def put_activity(
    catalog: Catalog,
    claims: Claims,
    clock: Clock,
    activity_id: str,
    document: object,
    *,
    dry_run: bool = False,
    if_match: int | None = None,
    acting: Acting = UNRECORDED,
    owners: Owners = ANY_OWNER,
    also: Sequence[Write] = (),
) -> ActivityPut | Refusal:
    """Saves `document` (decoded JSON) in the catalog as `activity_id`; `if_match` is the revision that staff saw.

    A provider's name or statement that the document leaves out is taken from the record of the provider.

    `also` are writes of the same transaction: what was saved is a draft no more. `if_match` 0 lets only a
    new activity through.

    `acting` is the member of staff, `owners` says whose activities they may save. One read and one write; one more read
    if the document names its provider; if the change could invalidate claims, also a query of the
    activity's claims.
    """
    activity = parse_activity(owners.completed(document))
    if not isinstance(activity, Activity):
        return INVALID.refuse(errors=activity)
    if activity.id != activity_id:
        return INVALID.refuse(errors=[OTHER_ID.at("id", id=activity.id, id_in_url=activity_id)])
    if problem := owners.problem_of(activity):
        return INVALID.refuse(errors=[problem])
    found = catalog.find(activity_id)
    if isinstance(found, DeletedActivity) and found.provider_id != activity.provider_id:
        return ACTIVITY_TAKEN.refuse()
    stored = found if isinstance(found, StoredActivity) else None
    if stored and not owners.may_save(stored.activity):
        return ACTIVITY_TAKEN.refuse()
    seen = stored.revision if stored else None
    if if_match is not None and if_match != (seen or 0):
        return ACTIVITY_CHANGED.refuse(version=seen)
    if stored and stored.activity == activity and not also:
        return ActivityPut(stored, created=False, dry_run=dry_run)
    if stored and (wrong := unversioned(stored.activity, activity)):
        return INVALID.refuse(errors=wrong)
    if stored and (refusal := _harm(claims, stored.activity, activity, clock())):
        return refusal
    if dry_run:
        return ActivityPut(StoredActivity(activity, (seen or 0) + 1), created=stored is None, dry_run=True)
    return _write(catalog, stored, activity, clock(), acting, also)


def _write(
    catalog: Catalog,
    stored: StoredActivity | None,
    activity: Activity,
    at: datetime,
    acting: Acting,
    also: Sequence[Write],
) -> ActivityPut | Refusal:
    kept = [kept_revision(stored)] if stored else []
    entries = [*kept, *_entry(acting, stored, activity, at), *also]
    try:
        saved = catalog.save(
            activity,
            seen=stored.revision if stored else None,
            at=at,
            by=acting.actor.name if acting.log else None,
            entries=entries,
            archived_at=stored.archived_at if stored else None,
        )
    except DocumentTooLarge as error:
        too_large = DOCUMENT_TOO_LARGE.at("", what=error.what, size=error.size, largest=error.largest)
        return INVALID.refuse(errors=[too_large])
    if saved is None:
        return ACTIVITY_BUSY.refuse()
    return ActivityPut(saved, created=stored is None, dry_run=False)


def _entry(acting: Acting, stored: StoredActivity | None, activity: Activity, at: datetime) -> list[Elsewhere]:
    """The entry of the audit log: the fields that changed, with the values of the short ones.

    The lists of sessions, forms and questions are only named: they hold right answers and codes.
    """
    before = stored.activity.model_dump(mode="json") if stored else {}
    was, now = changed_values(before, activity.model_dump(mode="json"))
    changed, revision = sorted(now), stored.revision if stored else 0
    return acting.record(
        AuditAct.ACTIVITY_PUT,
        on=AuditSubject.activity(activity.id),
        at=at,
        before={"revision": revision, **_short(was)},
        after={"revision": revision + 1, "fields": changed, **_short(now)},
    )


def _short(values: Values) -> dict[str, str | int | bool]:
    kinds = str | int | bool
    return {name: one for name, one in values.items() if isinstance(one, kinds) and len(str(one)) <= LONGEST_VALUE}


def claims_invalidated(old: Activity, new: Activity, claims: Iterable[Outline], at: datetime) -> list[Invalidated]:
    """The claims, draft or final, that are valid under `old` and not under `new`; `at` is now.

    Sessions of a draft that did not count before do not matter. A new question or disclosure does not invalidate a
    draft: its summary asks for it.
    """
    change = narrowing(old, new)
    found = []
    for claim in claims:
        # Most of thousands of claims are not affected by the change; only the others are checked in full.
        if old.kind == new.kind and not conflicts(change, claim.statement, claim.credits):
            continue
        counted = {one.session.id: one.credits for one in check_all(old, claim.statement, claim.credits, at).counted}
        problems = conflicts(change, claim.statement, counted) or check_all(new, claim.statement, counted, at).problems
        if problems:
            found.append(Invalidated(claim.claim_id, claim.status, tuple(problems)))
    return found


def _harm(claims: Claims, old: Activity, new: Activity, at: datetime) -> Refusal | None:
    """The refusal that names the invalidated claims. Claims are read only if the change could invalidate any."""
    if old.kind == new.kind and not narrowing(old, new):
        return None
    harmed = claims_invalidated(old, new, claims.at_activity(new.id), at)
    if not harmed:
        return None
    final = sum(one.status is Status.FINAL for one in harmed)
    errors = (
        replace(
            problem,
            path=f"claims.{one.claim_id}.{problem.path}",
            message=f"{one.status.capitalize()}: {problem.message}",
        )
        for one in harmed
        for problem in one.problems
    )
    return CLAIMS_INVALIDATED.refuse(claims=len(harmed), final=final, errors=islice(errors, MOST_SHOWN))
