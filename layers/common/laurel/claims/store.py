"""The claims' store: a claim with all that judges it in one call, and every write on the version that was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from laurel.catalog.activity import Activity
from laurel.catalog.records import activity_key, stored_activity
from laurel.claims.claim import Claim
from laurel.claims.records import CLAIM_PREFIX, Outline, from_item, key_of, outline, to_item
from laurel.learners.profile import Profile
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Write, create


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What one read gives: the learner's profile, the activity, the claim, and whatever else was asked for.

    `revision` is the activity's; 0 where there is none.
    """

    profile: Profile
    activity: Activity | None
    claim: Claim | None
    others: Mapping[Key, Item]
    revision: int = 0


class Claims:
    """The claims in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, learner_id: str, activity_id: str, others: Sequence[Key] = ()) -> ClaimContext:
        """The learner's claim for the activity with all that judges it, read consistently: one call."""
        mine, document, profile = key_of(learner_id, activity_id), activity_key(activity_id), profile_key(learner_id)
        items = self._table.get_many([mine, document, profile, *others])
        stored = stored_activity(items[document]) if document in items else None
        return ClaimContext(
            profile_from_item(learner_id, items.get(profile)),
            stored.activity if stored else None,
            from_item(items[mine]) if mine in items else None,
            items,
            stored.revision if stored else 0,
        )

    def add(self, claim: Claim, others: Sequence[Write] = ()) -> list[bool]:
        """Writes a new claim and `others`, all or nothing, in one call; for each whether its condition held.

        The claim's condition, which comes first, is that the learner has none for the activity yet. Raises TableBusy.
        """
        if not others:
            return [self._table.put(create(to_item(claim)))]
        return self._table.write_all([create(to_item(claim)), *others])

    def replace(self, before: Claim, after: Claim, *, once: bool = False) -> bool:
        """Writes `after` if the claim is still as `before`: one call. Raises ClaimTooLarge, TableBusy.

        `once` is for what must not happen twice even if the answer to the write is lost on its way.
        """
        write = replacement(before, after)
        # Only a transaction carries a token by which DynamoDB knows the repetition of a call it already carried out.
        return self._table.write_all([write])[0] if once else self._table.put(write)

    def write_all(self, writes: Sequence[Write | Elsewhere]) -> list[bool]:
        """Writes claims and what belongs to them, all or nothing, in one call; for each whether its condition held.

        Raises TableBusy.
        """
        return self._table.write_all(writes)

    def count(self, write: Put) -> bool:
        """Writes a count of wrong codes if it is still the one that was seen: one call."""
        return self._table.put(write)

    def of_learner(self, learner_id: str) -> list[Claim]:
        """All claims of the learner, the one opened last first: one call for each megabyte."""
        items = self._table.query(
            None, "pk = :pk AND begins_with(sk, :prefix)", pk=f"LEARNER#{learner_id}", prefix=CLAIM_PREFIX
        )
        return sorted(map(from_item, items), key=lambda claim: (claim.opened_at, claim.claim_id), reverse=True)

    def at_activity(self, activity_id: str) -> Iterator[Outline]:
        """The outline of every claim for the activity, from an index that is a moment behind the table."""
        found = self._table.query("activity_claims", "activity_id = :activity_id", activity_id=activity_id)
        return map(outline, found)


def replacement(before: Claim, after: Claim) -> Put:
    """The write of `after` in the place of `before`, alone or in a transaction. Raises ClaimTooLarge."""
    return Put(
        to_item(after),
        "#version = :version AND #status = :status",
        {"#version": "version", "#status": "status"},
        {":version": before.version, ":status": before.status.value},
    )
