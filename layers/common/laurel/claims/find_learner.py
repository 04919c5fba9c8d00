"""Staff find a learner by an address that the learner holds, or by the badge of a claim.

One read finds the learner, one query reads everything stored under them, and one batch reads their drafts' activities.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.access_codes import access_code_key
from laurel.catalog.activity import Activity
from laurel.catalog.records import activity_key, badge_key, stored_activity, taken_by
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.claim import Claim, StaffAct, Status
from laurel.claims.records import CLAIM_PREFIX
from laurel.claims.records import from_item as claim_from_item
from laurel.claims.staff_help import LIFTED_PREFIX, lifted_act
from laurel.claims.summary import Summary, summarize
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.joins import JOIN_PREFIX, Join, join_from_item
from laurel.learners.profile import Profile
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.clock import Clock
from laurel.platform.table import Item, Table

WRONG_CODES_PREFIX = "ATTEMPTS#"


@dataclass(frozen=True, slots=True)
class CodeTries:
    """A learner's wrong codes for an activity that count now, until when they are locked out, and what staff did."""

    activity_id: str
    wrong: int
    locked_until: datetime | None
    acts: tuple[StaffAct, ...]


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim; for a draft also its summary, unless its activity is gone."""

    claim: Claim
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class FoundLearner:
    """A learner with all their claims, latest opened first, their attempts at codes, and the accounts that were ever
    joined with theirs.
    """

    profile: Profile
    claims: tuple[FoundClaim, ...]
    tries: tuple[CodeTries, ...]
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class LookUp:
    """Looks up learners; `table` is the claims table."""

    table: Table
    registry: AddressRegistry
    clock: Clock

    def by_address(self, email_key: str) -> list[FoundLearner]:
        """The learner who holds this address (in its comparable form), and joined accounts: two more calls for each."""
        return self._learners(self.registry.holders_of([email_key]).get(email_key))

    def by_badge(self, activity_id: str, typed: str) -> list[FoundLearner]:
        """The learner who has taken this badge of the activity, and joined accounts."""
        code = access_code_key(typed)
        return self._learners(taken_by(self.table.get(badge_key(activity_id, code))) if code else None)

    def _learners(self, learner_id: str | None) -> list[FoundLearner]:
        if learner_id is None:
            return []
        found = [self._learner(learner_id)]
        stays = found[0].profile.joined_into
        if stays:
            found.append(self._learner(stays))
        others = [one for one in found[-1].profile.joined if one != learner_id]
        return [*found, *map(self._learner, others)]

    def _learner(self, learner_id: str) -> FoundLearner:
        pk, sk = profile_key(learner_id)
        items = {item["sk"]: item for item in self.table.query(None, "pk = :pk", pk=pk)}
        profile, at = profile_from_item(learner_id, items.get(sk)), self.clock()
        claims = [claim_from_item(item) for key, item in items.items() if key.startswith(CLAIM_PREFIX)]
        claims.sort(key=lambda one: (one.opened_at, one.claim_id), reverse=True)
        activities = self._activities(claims)
        found = tuple(FoundClaim(one, _summary(one, activities, profile, at)) for one in claims)
        joins = tuple(join_from_item(item) for key, item in items.items() if key.startswith(JOIN_PREFIX))
        return FoundLearner(profile, found, _tries(items, at), joins)

    def _activities(self, claims: list[Claim]) -> dict[str, Activity]:
        keys = [activity_key(one.activity_id) for one in claims if one.status is Status.DRAFT]
        items = self.table.get_many(keys) if keys else {}
        return {(found := stored_activity(item).activity).id: found for item in items.values()}


def _summary(claim: Claim, activities: Mapping[str, Activity], profile: Profile, at: datetime) -> Summary | None:
    activity = activities.get(claim.activity_id)
    return summarize(claim, activity, profile, at) if activity else None


def _tries(items: Mapping[str, Item], at: datetime) -> tuple[CodeTries, ...]:
    """Attempts at codes that matter: wrong ones that still count, and lifted lockouts."""
    found = []
    for key, item in items.items():
        if not key.startswith(WRONG_CODES_PREFIX):
            continue
        activity_id, seen = key.removeprefix(WRONG_CODES_PREFIX), wrong_codes.from_item(item)
        acts = tuple(lifted_act(one) for sk, one in items.items() if sk.startswith(f"{LIFTED_PREFIX}{activity_id}#"))
        wrong = len(wrong_codes.within_the_hour(seen, at))
        if wrong or acts:
            found.append(CodeTries(activity_id, wrong, wrong_codes.locked_until(seen, at), acts))
    return tuple(found)
