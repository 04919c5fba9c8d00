"""Joins two accounts of one person, and undoes that within 30 days.

Each is one transaction: both profiles, the join, the other's consent, a note for the next night, and two entries of the
audit log. No claim, no certificate, no credit and no address is written: they stay with their learner, and are read for
both. So nothing can be lost or doubled half-way, and an undo brings back exactly what was.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from laurel.audit.acts import Actor, ActorKind, AuditAct
from laurel.audit.log import AuditLog
from laurel.learners.address_moves import Undone, addresses_by_key
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import write_of_join
from laurel.learners.consent import consent_change, consent_record
from laurel.learners.customer_ids import customer_id_change, customer_id_records
from laurel.learners.held_addresses import held_addresses
from laurel.learners.joins import (
    JOIN_PREFIX,
    MOST_JOINED,
    Join,
    join_from_item,
    join_key,
    join_write,
    joined,
    separated,
)
from laurel.learners.owner_notices import OwnerNoticeKind, notice_writes
from laurel.learners.profile import Profile
from laurel.learners.records import profile_write
from laurel.learners.refusals import (
    ALREADY_JOINED,
    CONSENT_DIFFERS,
    JOIN_NOT_FOUND,
    JOIN_TOO_OLD,
    JOIN_UNDONE,
    OWN_ACCOUNT,
    PROOF_NOT_VALID,
    SAME_ACCOUNT,
    TOO_MANY_JOINED,
)
from laurel.platform.clock import Clock
from laurel.platform.ids import new_id
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Elsewhere, Put, Table, Write


@dataclass(frozen=True, slots=True)
class Joins:
    """The joins in `table` (the claims table)."""

    table: Table
    registry: AddressRegistry
    audit: AuditLog
    clock: Clock

    def of(self, learner_id: str) -> list[Join]:
        """The joins with this learner, who stays; latest first. One query."""
        pk, _ = join_key(learner_id, "")
        items = self.table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=JOIN_PREFIX)
        return sorted(map(join_from_item, items), key=lambda one: one.join_id, reverse=True)

    def join(
        self, learner_id: str, other: str, actor: Actor, reason: str, *, seen: int | None = None
    ) -> Join | Refusal:
        """Joins the account of `other` with that of `learner_id`, which stays. Two reads, one transaction.

        With `seen`, only if the profile of `other` still has this version.

        A repetition returns the join that there is. From then on the consent of the one who stays counts for both; so
        staff cannot join somebody who did not agree to reporting into an account that did. Nor can they join an account
        with their own: they would act as that person.
        """

        def attempt() -> Join | Refusal | None:
            stays, goes = self.registry.profile_of(learner_id), self.registry.profile_of(other)
            if goes.joined_into == learner_id:
                return self._present(learner_id, other)
            if refusal := _not_joinable(stays, goes, actor):
                return refusal
            if seen is not None and goes.version != seen:
                return PROOF_NOT_VALID.refuse()
            at = self.clock()
            join = Join(
                join_id=new_id(),
                learner_id=learner_id,
                other=other,
                email=goes.email,
                by=actor.name,
                at=at,
                reason=reason,
            )
            after = joined(stays, goes, at)
            return join if self._write((stays, goes), after, join, actor, AuditAct.ACCOUNTS_MERGED) else None

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def undo(self, learner_id: str, join_id: str, actor: Actor, reason: str) -> Join | Refusal:
        """Separates the two accounts again. Three reads, one transaction. Refused 30 days later.

        What was opened since stays with the account into which they were joined.
        """

        def attempt() -> Join | Refusal | None:
            item = self.table.get(join_key(learner_id, join_id))
            if item is None:
                return JOIN_NOT_FOUND.refuse()
            join, at = join_from_item(item), self.clock()
            if join.undone:
                return JOIN_UNDONE.refuse()
            if not join.is_undoable(at):
                return JOIN_TOO_OLD.refuse()
            before = self.registry.profile_of(learner_id), self.registry.profile_of(join.other)
            ended = replace(join, undone=Undone(actor.name, at, reason))
            after = separated(*before, at)
            return ended if self._write(before, after, ended, actor, AuditAct.ACCOUNTS_MERGE_UNDONE) else None

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def _present(self, learner_id: str, other: str) -> Join | None:
        return next((one for one in self.of(learner_id) if one.other == other and one.undone is None), None)

    def _write(
        self, before: tuple[Profile, Profile], after: tuple[Profile, Profile], join: Join, actor: Actor, act: AuditAct
    ) -> bool:
        """Writes the join or its end, all or nothing. One call."""
        at, reason = (join.undone.at, join.undone.reason) if join.undone else (join.at, join.reason)
        writes: list[Write | Elsewhere] = [
            join_write(join),
            *(profile_write(one, now) for one, now in zip(before, after, strict=True)),
            *self._consent(*after, at),
            *self._look_again(*after, at),
            *self._customer_id(*after, at),
            *(_notices(*after, join) if join.undone is None else ()),
        ]
        ids = [one.learner_id for one in after]
        for one, another in (ids, reversed(ids)):
            about = {"other_learner_id": another}
            writes.append(self.audit.record(actor=actor, act=act, on=one, at=at, why=reason, about=about))
        return all(self.table.write_all(writes))

    def _consent(self, stays: Profile, other: Profile, at: datetime) -> list[Elsewhere]:
        """The writes of the other's consent, if it changes: while they are joined, it is that of the one who stays."""
        given = stays.consent_at if other.joined_into else other.consent_at
        if (stays.consent_at is None) == (other.consent_at is None):
            return []
        return [
            self.registry.elsewhere(consent_record(other.learner_id, given)),
            self.registry.elsewhere(consent_change(other.learner_id, held_addresses(other), at=at)),
        ]

    def _look_again(self, stays: Profile, other: Profile, at: datetime) -> list[Elsewhere]:
        """The write that has the next night match the credits of both; none at the end of a join."""
        held = held_addresses(other) or held_addresses(stays)
        if not other.joined_into or not held:
            return []
        return [self.registry.elsewhere(write_of_join(other.learner_id, held[0], at=at))]

    def _customer_id(self, stays: Profile, other: Profile, at: datetime) -> list[Elsewhere]:
        """The writes of the other's ASCP customer ID, if it changes: while they are joined, it is that of both."""
        if stays.ascp_customer_id in (None, other.ascp_customer_id):
            return []
        value = stays.ascp_customer_id if other.joined_into else other.ascp_customer_id
        keys = list(addresses_by_key(other))
        records = customer_id_records(other.learner_id, keys, value)
        return [self.registry.elsewhere(one) for one in (*records, customer_id_change(other.learner_id, keys, at=at))]


def _notices(stays: Profile, goes: Profile, join: Join) -> list[Put]:
    """The notices of a new join to the mailboxes of both: the log-in of either leads to everything of both."""
    kind, by_staff = OwnerNoticeKind.ACCOUNTS_JOINED, join.by.startswith(ActorKind.STAFF)
    return [
        write
        for one, other in ((stays, goes), (goes, stays))
        if one.email
        for write in notice_writes(one.learner_id, kind, one.email, join.at, by_staff=by_staff, other=other.email)
    ]


def _not_joinable(stays: Profile, goes: Profile, actor: Actor) -> Refusal | None:
    if stays.learner_id == goes.learner_id:
        return SAME_ACCOUNT.refuse()
    if actor.kind is ActorKind.STAFF and actor.id in (stays.learner_id, goes.learner_id):
        return OWN_ACCOUNT.refuse()
    if stays.joined_into or goes.joined_into or goes.joined:
        return ALREADY_JOINED.refuse()
    if len(stays.joined) >= MOST_JOINED:
        return TOO_MANY_JOINED.refuse(most=MOST_JOINED)
    if actor.kind is ActorKind.STAFF and stays.consent_at and not goes.consent_at:
        return CONSENT_DIFFERS.refuse()
    return None
