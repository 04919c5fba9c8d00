"""Staff find a learner by an address that the learner holds, by name, by a certificate, or by the badge of a claim.

One read finds the learner, one query reads everything stored under them, and one batch reads their drafts' activities.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
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
from laurel.learners.name_index import FoundNames, NameIndex
from laurel.learners.profile import Profile
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.clock import Clock
from laurel.platform.table import Item, Table

type Mine = Callable[[Activity], bool]
"""Whether an activity is one of those who search: the staff of a provider find what concerns theirs alone."""
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

    def by_address(self, email_key: str, mine: Mine | None = None) -> list[FoundLearner]:
        """The learner who holds this address (in its comparable form), and joined accounts: two more calls for each.

        With `mine` only what concerns an activity for which it is true; nobody if nothing does.
        """
        return self._learners(self.registry.holders_of([email_key]).get(email_key), mine)

    def by_id(self, learner_id: str, mine: Mine | None = None) -> FoundLearner | None:
        """The learner with this ID, without joined accounts: two calls, one without drafts. `mine` as for
        `by_address`; None if there is no such learner.
        """
        found = self._learner(learner_id, mine)
        is_there = found.profile.version > 0 if mine is None else False
        return found if is_there or found.claims or found.tries else None

    def by_name(self, words: tuple[str, ...], mine: Mine | None = None) -> FoundNames:
        """Learners whose name has these words (`words_to_find`): two calls. With `mine` two more for each of them, and
        only those with a claim or a wrong code for an activity for which it is true.
        """
        found = NameIndex(self.table, self.registry).find(words)
        if mine is None:
            return found
        return replace(found, profiles=[one for one in found.profiles if self.by_id(one.learner_id, mine)])

    def by_badge(self, activity_id: str, typed: str, mine: Mine | None = None) -> list[FoundLearner]:
        """The learner who has taken this badge of the activity, and joined accounts; `mine` as for `by_address`."""
        code = access_code_key(typed)
        holder = taken_by(self.table.get(badge_key(activity_id, code))) if code else None
        return self.by_activity(holder, activity_id, mine)

    def takers_of(self, activity_ids: Iterable[str], typed: str) -> list[tuple[str, str]]:
        """Who has taken this badge at which of the activities. One call for each hundred activities."""
        code = access_code_key(typed)
        keys = {badge_key(one, code): one for one in activity_ids} if code else {}
        items = self.table.get_many(keys) if keys else {}
        return [(holder, keys[key]) for key, item in items.items() if (holder := taken_by(item))]

    def by_activity(self, learner_id: str | None, activity_id: str, mine: Mine | None = None) -> list[FoundLearner]:
        """The learner and joined accounts; with `mine` nobody without a claim for the activity that is theirs."""
        found = self._learners(learner_id, mine)
        concerned = any(one.claim.activity_id == activity_id for learner in found for one in learner.claims)
        return found if mine is None or concerned else []

    def _learners(self, learner_id: str | None, mine: Mine | None) -> list[FoundLearner]:
        if learner_id is None:
            return []
        found = [self._learner(learner_id, mine)]
        stays = found[0].profile.joined_into
        if stays:
            found.append(self._learner(stays, mine))
        others = [one for one in found[-1].profile.joined if one != learner_id]
        found += [self._learner(one, mine) for one in others]
        return [one for one in found if mine is None or one.claims or one.tries]

    def _learner(self, learner_id: str, mine: Mine | None) -> FoundLearner:
        pk, sk = profile_key(learner_id)
        items = {item["sk"]: item for item in self.table.query(None, "pk = :pk", pk=pk)}
        profile, at = profile_from_item(learner_id, items.get(sk)), self.clock()
        claims = [claim_from_item(item) for key, item in items.items() if key.startswith(CLAIM_PREFIX)]
        claims.sort(key=lambda one: (one.opened_at, one.claim_id), reverse=True)
        tries = _tries(items, at)
        tried = [one.activity_id for one in tries] if mine else []
        drafts = [one.activity_id for one in claims if mine or one.status is Status.DRAFT]
        activities = self._activities([*drafts, *tried])
        if mine:
            own = {one.id for one in activities.values() if mine(one)}
            claims = [one for one in claims if one.activity_id in own]
            tries = tuple(one for one in tries if one.activity_id in own)
        found = tuple(FoundClaim(one, _summary(one, activities, profile, at)) for one in claims)
        # A join concerns all providers.
        joined = [] if mine else [item for key, item in items.items() if key.startswith(JOIN_PREFIX)]
        joins = tuple(map(join_from_item, joined))
        return FoundLearner(profile, found, tries, joins)

    def _activities(self, activity_ids: list[str]) -> dict[str, Activity]:
        keys = [activity_key(one) for one in activity_ids]
        items = self.table.get_many(keys) if keys else {}
        found = (stored_activity(item) for item in items.values())
        return {one.activity.id: one.activity for one in found if one}


def _summary(claim: Claim, activities: Mapping[str, Activity], profile: Profile, at: datetime) -> Summary | None:
    activity = activities.get(claim.activity_id)
    is_draft = claim.status is Status.DRAFT
    return summarize(claim, activity, profile, at) if activity and is_draft else None


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
