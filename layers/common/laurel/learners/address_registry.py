"""The address registry: which learner holds an e-mail address, and how a new one is recorded.

A verified sign-in proves an address. The first learner to prove it holds it (`ADDRESS#<key>` in the claims table,
written only if nobody else holds it). A change of address is one transaction over both tables: holder, profile, and the
aliases that the nightly run uses to move credits. If it fails, nothing is written, and the next request tries again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import Acting, AuditLog
from laurel.learners.aliases import writes_of_change
from laurel.learners.held_addresses import key_or_none
from laurel.learners.profile import Profile
from laurel.learners.records import expect_not_erased, from_item, key_of, profile_write
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock, instant
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.table import Check, Elsewhere, Key, Table, Update, Write

# No learner changes their address more often than this; more is abuse.
MOST_FORMER = 20


@dataclass(frozen=True, slots=True)
class _Refused:
    """Which conditions of a change failed."""

    holder: bool
    former_holder: bool
    profile: bool


class AddressRegistry:
    """The registry in `table` (the claims table), with the aliases in the table called `ledger_table_name`.

    `audit` records new addresses; who only reads, such as the nightly run, needs none.
    """

    def __init__(self, table: Table, ledger_table_name: str, clock: Clock, audit: AuditLog | None = None) -> None:
        self._audit = audit
        self._table = table
        self._ledger_table_name = ledger_table_name
        self._clock = clock

    def recognize(self, who: Caller) -> Profile:
        """The caller's profile, after recording a new address of theirs. One call if there is no new address.

        An address that another learner holds is not recorded: the profile keeps its old one. Raises TableBusy, and
        RefusedRequest if the account was erased.
        """
        email_key = key_or_none(who.email)
        keep_old = True

        def attempt() -> Profile | None:
            nonlocal keep_old
            profile = self.profile_of(who.learner_id)
            if email_key is None or not _is_new(profile, email_key, who):
                return profile
            after = _proved(profile, email_key, who, self._clock(), keep_old=keep_old)
            if len(after.former_emails) > MOST_FORMER:
                logger.warning("a learner changed their address too often", extra={"learner_id": who.learner_id})
                return profile
            refused = self._record(profile, after, email_key)
            if refused is None:
                logger.info("an address was recorded", extra={"learner_id": who.learner_id, "version": after.version})
                return after
            # Staff may have reassigned the old address: then it is not an alias of this learner.
            keep_old = keep_old and not refused.former_holder
            return profile if refused.holder else None

        if profile := retry_on_conflict(attempt):
            return profile
        logger.warning("an address could not be recorded", extra={"learner_id": who.learner_id})
        return self.profile_of(who.learner_id)

    def profile_of(self, learner_id: str) -> Profile:
        """The learner's profile; the default one if there is none yet. One call.

        Raises RefusedRequest if the account was erased.
        """
        return expect_not_erased(from_item(learner_id, self._table.get(key_of(learner_id))))

    def elsewhere(self, write: Write) -> Elsewhere:
        """`write` to the ledger's table, for a transaction that starts in the registry's table."""
        return Elsewhere(self._ledger_table_name, write)

    def holders_of(self, email_keys: Iterable[str]) -> dict[str, str]:
        """The ID of the learner who holds each of `email_keys`; keys that nobody holds are missing.

        One call for each hundred.
        """
        items = self._table.get_many(map(holder_key, email_keys))
        return {
            key.removeprefix("ADDRESS#"): item["learner_id"] for (key, _), item in items.items() if "learner_id" in item
        }

    def profiles_of(self, learner_ids: Iterable[str]) -> dict[str, Profile]:
        """The profiles that exist among `learner_ids`, by ID, without erased ones. One call for each hundred."""
        items = self._table.get_many(map(key_of, learner_ids))
        profiles = (from_item(key.removeprefix("LEARNER#"), item) for (key, _), item in items.items())
        return {profile.learner_id: profile for profile in profiles if not profile.erased_at}

    def _record(self, before: Profile, after: Profile, email_key: str) -> _Refused | None:
        at = self._clock()
        writes: list[Write | Elsewhere] = [
            hold(email_key, after.learner_id, at),
            profile_write(before, after),
        ]
        left = key_or_none(before.email) if before.email else None
        former = [key for email in after.former_emails if (key := key_or_none(email))]
        if left in former:
            writes.append(_check_held(left, after.learner_id))
        # Also if another learner now holds the previous address: older addresses must no longer point to it.
        changes = writes_of_change(after.learner_id, left, email_key, after.email or "", former, at=at)
        writes += map(self.elsewhere, changes)
        writes += Acting(self._audit, Actor.learner(after.learner_id)).record(
            AuditAct.ADDRESS_RECORDED,
            on=after.learner_id,
            at=at,
            before={"email": before.email},
            after={"email": after.email},
        )
        held = self._table.write_all(writes)
        if all(held):
            return None
        return _Refused(holder=not held[0], profile=not held[1], former_holder=left in former and not held[2])


def hold(email_key: str, learner_id: str, at: datetime) -> Update:
    """The write that gives an address to the learner; the transaction fails if another learner holds it.

    It also fails if staff took the address from this learner and freed it: then whoever else proves it gets it.
    Credits that arrive with the address then belong to this learner, even if another person verifies it later.
    """
    return Update(
        holder_key(email_key),
        "SET #learner_id = :learner_id, #held_since = if_not_exists(#held_since, :at)",
        "attribute_not_exists(pk) OR #learner_id = :learner_id"
        " OR (attribute_not_exists(#learner_id)"
        " AND (attribute_not_exists(#freed_from) OR #freed_from <> :learner_id))",
        {"#learner_id": "learner_id", "#held_since": "held_since", "#freed_from": "freed_from"},
        {":learner_id": learner_id, ":at": instant(at)},
    )


def _is_new(profile: Profile, email_key: str, who: Caller) -> bool:
    if profile.email is None:
        return True
    # The token of another device stays valid for an hour after a change: it proves nothing new.
    return key_or_none(profile.email) != email_key and who.issued_at >= profile.email_proved_at


def _proved(profile: Profile, email_key: str, who: Caller, at: datetime, *, keep_old: bool) -> Profile:
    """`profile` after `who` proved another address."""
    left = (profile.email,) if profile.email and keep_old else ()
    former = tuple(email for email in (*profile.former_emails, *left) if key_or_none(email) != email_key)
    return replace(
        profile,
        email=who.email.strip(),
        email_proved_at=who.issued_at,
        former_emails=former,
        version=profile.version + 1,
        updated_at=at,
    )


def holder_key(email_key: str) -> Key:
    """The table key that says who holds this address."""
    return f"ADDRESS#{email_key}", "HOLDER"


def _check_held(email_key: str, learner_id: str) -> Check:
    return Check(
        holder_key(email_key), "#learner_id = :learner_id", {"#learner_id": "learner_id"}, {":learner_id": learner_id}
    )
