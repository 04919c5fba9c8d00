"""The address registry: which learner holds an e-mail address, and how one is recorded.

A verified sign-in proves an address. The first learner to prove it holds it (`ADDRESS#<key>` in the claims table,
written only if nobody else holds it). The first address of a learner counts at once. A later one counts when the change
is confirmed or seven days old (`laurel.account_changes`, which calls `follow`). Either is one transaction over both
tables: holder, profile, and the aliases that the nightly run uses to move credits. If it fails, nothing is written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import Acting, AuditLog
from laurel.learners.aliases import writes_of_change
from laurel.learners.customer_ids import customer_id_records
from laurel.learners.held_addresses import held_addresses, key_or_none
from laurel.learners.profile import Profile
from laurel.learners.records import expect_not_erased, from_item, key_of, profile_write
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock, instant
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.table import Check, Elsewhere, Key, Put, Table, Update, Write

# No learner changes their address more often than this; more is abuse.
MOST_FORMER = 20
LEFT_PREFIX = "LEFT#"


@dataclass(frozen=True, slots=True)
class _Refused:
    """Which conditions of a change failed."""

    holder: bool
    former_holder: bool
    profile: bool
    also: bool


@dataclass(frozen=True, slots=True)
class _Proof:
    """A learner proved `email` at `proved_at` (seconds since 1970), and it is recorded together with `also`."""

    learner_id: str
    email: str
    proved_at: int
    actor: Actor
    also: tuple[Write | Elsewhere, ...] = ()


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
        """The caller's profile, after recording their first address. One call if there is nothing to record.

        An address that another learner holds is not recorded. An address other than the profile's changes nothing
        here. Of a joined account the address is recorded for its own learner, and the profile is that of the learner
        who stays: one call more. Raises TableBusy, and RefusedRequest if the account was erased.
        """
        if who.own_id != who.learner_id:
            self.recognize(replace(who, learner_id=who.own_id, signed_in_as=""))
            return self.profile_of(who.learner_id)
        proof = _Proof(who.learner_id, who.email.strip(), who.issued_at, Actor.learner(who.learner_id))
        return self._adopt(proof, lambda profile: profile.email is None)

    def follow(
        self, learner_id: str, email: str, *, proved_at: int, actor: Actor, also: Sequence[Write | Elsewhere] = ()
    ) -> Profile | None:
        """Makes `email` the learner's current address, and their present one a former address.

        `proved_at` is when they proved it, in seconds since 1970. `also` is part of the transaction. Returns the
        profile; None if nothing was written: another learner holds the address, there are too many, or a condition of
        `also` does not hold. Raises as `recognize` does.
        """
        key, proof = key_or_none(email), _Proof(learner_id, email, proved_at, actor, tuple(also))
        before = self.profile_of(learner_id)
        profile = self._adopt(proof, lambda found: _is_new(found, proof))
        return profile if profile.version != before.version and key == key_or_none(profile.email or "") else None

    def _adopt(self, proof: _Proof, is_wanted: Callable[[Profile], bool]) -> Profile:
        """The learner's profile, after recording the proved address if `is_wanted` says so of the stored profile."""
        email_key, learner_id = key_or_none(proof.email), proof.learner_id
        keep_old = True

        def attempt() -> Profile | None:
            nonlocal keep_old
            profile = self.profile_of(learner_id)
            if email_key is None or not is_wanted(profile):
                return profile
            after = _proved(profile, email_key, proof, self._clock(), keep_old=keep_old)
            if len(after.former_emails) > MOST_FORMER:
                logger.warning("a learner changed their address too often", extra={"learner_id": learner_id})
                return profile
            refused = self._record(profile, after, email_key, proof)
            if refused is None:
                logger.info("an address was recorded", extra={"learner_id": learner_id, "version": after.version})
                return after
            # Staff may have reassigned the old address: then it is not an alias of this learner.
            keep_old = keep_old and not refused.former_holder
            return profile if refused.holder or refused.also else None

        if profile := retry_on_conflict(attempt):
            return profile
        logger.warning("an address could not be recorded", extra={"learner_id": learner_id})
        return self.profile_of(learner_id)

    def profile_of(self, learner_id: str) -> Profile:
        """The learner's profile; the default one if there is none yet. One call.

        Raises RefusedRequest if the account was erased.
        """
        return expect_not_erased(from_item(learner_id, self._table.get(key_of(learner_id))))

    def joined_with(self, stays: Profile) -> list[Profile]:
        """The profiles of the accounts that are joined with that of `stays`; their consent is that of `stays`.

        No call if there is none; else one.
        """
        others = self.profiles_of(stays.joined).values() if stays.joined else ()
        return [self.with_consent_of(stays, one) for one in others]

    def with_consent_of(self, stays: Profile, other: Profile) -> Profile:
        """The profile of an account that is joined with that of `stays`, with the consent that counts for it."""
        return replace(other, consent_at=stays.consent_at)

    def held_by(self, who: Caller) -> tuple[str, ...]:
        """The keys of all addresses of the caller, after `recognize`; also of joined accounts. One call more then."""
        stays = self.recognize(who)
        keys = [key for one in (stays, *self.joined_with(stays)) for key in held_addresses(one)]
        return tuple(dict.fromkeys(keys))

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

    def _record(self, before: Profile, after: Profile, email_key: str, proof: _Proof) -> _Refused | None:
        at, also = self._clock(), list(proof.also)
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
        if after.ascp_customer_id:
            changes += customer_id_records(after.learner_id, [email_key], after.ascp_customer_id)
        writes += map(self.elsewhere, changes)
        writes += Acting(self._audit, proof.actor).record(
            AuditAct.ADDRESS_RECORDED,
            on=after.learner_id,
            at=at,
            before={"email": before.email},
            after={"email": after.email},
        )
        held = self._table.write_all([*writes, *also])
        if all(held):
            return None
        return _Refused(
            holder=not held[0],
            profile=not held[1],
            former_holder=left in former and not held[2],
            also=not all(held[len(writes) :]),
        )


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


def release(email_key: str, learner_id: str) -> Update:
    """The write that gives up an address which the learner holds: the next to prove it holds it."""
    return Update(
        holder_key(email_key),
        "REMOVE #learner_id, #held_since",
        "#learner_id = :learner_id",
        {"#learner_id": "learner_id", "#held_since": "held_since"},
        {":learner_id": learner_id},
    )


def left_write(email_key: str, learner_id: str) -> Put:
    """The write that keeps in mind which address the learner gave up to nobody, until their account ends.

    Nothing else leads from the learner to the records that such an address leaves; an erasure removes them.
    """
    item = {"pk": key_of(learner_id)[0], "sk": f"{LEFT_PREFIX}{email_key}", "email_key": email_key}
    return Put(item, "", {}, {})


def _is_new(profile: Profile, proof: _Proof) -> bool:
    if profile.email is None:
        return True
    return key_or_none(profile.email) != key_or_none(proof.email) and proof.proved_at >= profile.email_proved_at


def _proved(profile: Profile, email_key: str, proof: _Proof, at: datetime, *, keep_old: bool) -> Profile:
    """`profile` after its learner proved another address."""
    left = (profile.email,) if profile.email and keep_old else ()
    former = tuple(email for email in (*profile.former_emails, *left) if key_or_none(email) != email_key)
    new = profile.new_email if profile.new_email and key_or_none(profile.new_email.email) != email_key else None
    return replace(
        profile,
        email=proof.email,
        new_email=new,
        email_proved_at=proof.proved_at,
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
