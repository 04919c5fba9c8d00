"""The store of claims: one call reads a claim with all that its rules need; every write checks the version that was"
" read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from laurel.catalog.activity import Activity
from laurel.catalog.records import activity_key, stored_activity
from laurel.claims.claim import Claim, Status
from laurel.claims.records import CLAIM_PREFIX, Outline, from_item, key_of, outline, owner_of, to_item
from laurel.learners.profile import Profile
from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.table import READ_BATCH, Elsewhere, Item, Key, Put, Table, Write, create


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What one read returns: the learner's profile, the activity, the claim, and the other items asked for.

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
        """The learner's claim for the activity with all that its rules need, read consistently: one call.

        The profile of a joined account is that of the learner who stays: one call more. Raises RefusedRequest if the
        account was erased.
        """
        mine, document, profile = key_of(learner_id, activity_id), activity_key(activity_id), profile_key(learner_id)
        items = self._table.get_many([mine, document, profile, *others])
        stored = stored_activity(items.get(document))
        found = expect_not_erased(profile_from_item(learner_id, items.get(profile)))
        if found.joined_into:
            stays = self._table.get(profile_key(found.joined_into))
            found = expect_not_erased(profile_from_item(found.joined_into, stays))
        return ClaimContext(
            found,
            stored.activity if stored else None,
            from_item(items[mine]) if mine in items else None,
            items,
            stored.revision if stored else 0,
        )

    def add(self, claim: Claim, others: Sequence[Write | Elsewhere] = ()) -> list[bool]:
        """Writes a new claim and `others`, all or nothing, in one call; returns for each whether its condition held.

        The claim comes first; its condition is that the learner has no claim for the activity yet. Raises TableBusy.
        """
        if not others:
            return [self._table.put(create(to_item(claim)))]
        return self._table.write_all([create(to_item(claim)), *others])

    def replace(self, before: Claim, after: Claim, *, once: bool = False) -> bool:
        """Writes `after` if the claim is still as `before`: one call. Raises ClaimTooLarge, TableBusy.

        `once` is for a change that must not happen twice even if DynamoDB's answer is lost.
        """
        write = replacement(before, after)
        # Only a transaction has a token by which DynamoDB recognizes the repetition of a call that succeeded.
        return self._table.write_all([write])[0] if once else self._table.put(write)

    def write_all(self, writes: Sequence[Write | Elsewhere]) -> list[bool]:
        """Writes claims and related items, all or nothing, in one call; returns for each whether its condition held.

        Raises TableBusy.
        """
        return self._table.write_all(writes)

    def count(self, write: Put) -> bool:
        """Writes the wrong codes if the stored ones are still those that were read: one call."""
        return self._table.put(write)

    def of_learner(self, learner_id: str) -> list[Claim]:
        """All claims of the learner, latest opened first: one call for each megabyte."""
        claims = self.each_of_learner(learner_id)
        return sorted(claims, key=lambda claim: (claim.opened_at, claim.claim_id), reverse=True)

    def each_of_learner(self, learner_id: str) -> Iterator[Claim]:
        """The same claims in no order, without holding more than a megabyte of them."""
        items = self._table.query(
            None, "pk = :pk AND begins_with(sk, :prefix)", pk=f"LEARNER#{learner_id}", prefix=CLAIM_PREFIX
        )
        return map(from_item, items)

    def many(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Claim]:
        """The claims that exist among `wanted` (learner and activity), read consistently: one call for each hundred."""
        keys = {key_of(*one): one for one in wanted}
        return {keys[key]: from_item(item) for key, item in self._table.get_many(keys).items()}

    def at_activity(self, activity_id: str) -> Iterator[Outline]:
        """The outline of every claim for the activity, from an index that lags the table by a moment."""
        return map(outline, self._index_at(activity_id))

    def learners_with_draft(self, activity_id: str) -> Iterator[str]:
        """The IDs of the learners with a draft for the activity, from the same index."""
        return (owner_of(item) for item in self._index_at(activity_id) if item["status"] == Status.DRAFT.value)

    def _index_at(self, activity_id: str) -> Iterator[Item]:
        return self._table.query("activity_claims", "activity_id = :activity_id", activity_id=activity_id)

    def each_at_activity(self, activity_id: str) -> Iterator[Claim]:
        """Every claim for the activity in no order: one call for each hundred, and one query.

        It holds a hundred of them, and a page of the index, which lags the table by a moment.
        """
        for batch in batched(self._index_at(activity_id), READ_BATCH):
            yield from map(from_item, self._table.get_many((one["pk"], one["sk"]) for one in batch).values())

    def completed_at_activity(self, activity_id: str, first: date, last: date) -> Iterator[Claim]:
        """Every final claim for the activity that was completed from `first` to `last`: calls as `each_at_activity`.

        The index holds certificates too, which are passed over.
        """
        found = self._table.query(
            "completions",
            "activity_id = :activity_id AND completed_on BETWEEN :first AND :last",
            activity_id=activity_id,
            first=first.isoformat(),
            last=last.isoformat(),
        )
        keys = ((one["pk"], one["sk"]) for one in found if one["sk"].startswith(CLAIM_PREFIX))
        for batch in batched(keys, READ_BATCH):
            for claim in map(from_item, self._table.get_many(batch).values()):
                # The index lags: a claim may have been reopened since.
                if claim.status is Status.FINAL:
                    yield claim


def replacement(before: Claim, after: Claim) -> Put:
    """The write that replaces `before` with `after`, alone or in a transaction. Raises ClaimTooLarge."""
    return Put(
        to_item(after),
        "#version = :version AND #status = :status",
        {"#version": "version", "#status": "status"},
        {":version": before.version, ":status": before.status.value},
    )
