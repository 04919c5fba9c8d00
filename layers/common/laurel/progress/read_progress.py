"""Reads what the rules look at: a learner's profile, choices, claims and credits."""

from collections.abc import Iterable
from dataclasses import dataclass

from laurel.claims.claim import Claim
from laurel.claims.records import CLAIM_PREFIX
from laurel.claims.records import from_item as claim_from
from laurel.learners.profile import Profile
from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from
from laurel.learners.records import key_of as profile_key
from laurel.own_credits.own_credit import OwnCredit
from laurel.own_credits.records import OWN_PREFIX, found_in
from laurel.platform.table import Table
from laurel.progress.choices import Followed, ProgressChoices
from laurel.progress.read_rules import all_rules
from laurel.progress.records import PROGRESS, choices_from


@dataclass(frozen=True, slots=True)
class LearnerRecords:
    """What is stored under one learner: the profile, the choices, all claims, and the credits from elsewhere."""

    profile: Profile
    choices: ProgressChoices
    claims: tuple[Claim, ...]
    own: tuple[OwnCredit, ...]


def read_learner(table: Table, learner_id: str) -> LearnerRecords:
    """The learner's records: one call for each megabyte. Raises TableBusy, and RefusedRequest if they were erased.

    The keys lie side by side: from the claims over the credits from elsewhere and the profile to the choices.
    """
    pk, profile = profile_key(learner_id)
    found = table.query(None, "pk = :pk AND sk BETWEEN :first AND :last", pk=pk, first=CLAIM_PREFIX, last=PROGRESS)
    items = {item["sk"]: item for item in found}
    claims = tuple(claim_from(item) for key, item in items.items() if key.startswith(CLAIM_PREFIX))
    return LearnerRecords(
        expect_not_erased(profile_from(learner_id, items.get(profile))),
        choices_from(learner_id, items.get(PROGRESS)),
        claims,
        tuple(found_in(item for key, item in items.items() if key.startswith(OWN_PREFIX))),
    )


def shown_rules(choices: ProgressChoices, profile: Profile) -> list[Followed]:
    """What the page of progress shows: what the learner follows, then the licenses in their profile that have a rule.

    A license of the profile has no dates; a learner who enters them follows it.
    """
    chosen = {one.rule_id for one in choices.followed}
    states = {one.state for one in profile.licences}
    return [*choices.followed, *(Followed(one) for one in _rules_of(states) if one not in chosen)]


def _rules_of(states: Iterable[str]) -> list[str]:
    wanted = frozenset(states)
    return [one.id for one in all_rules() if one.state in wanted]
