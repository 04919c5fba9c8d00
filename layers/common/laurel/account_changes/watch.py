"""Notices changes of the sign-in address, the password or the second factor, by any way.

The account guard calls this for each token that Cognito is about to issue, before each sign-in, after each new
password, and every night for all accounts. So a change counts as one too if it was made at Cognito without the portal.

A new address or password ends the sessions from before it, in the same transaction: nobody can close the portal too
early for that.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from laurel.account_changes.changes import UNDO_WITHIN, AccountChange, ChangeKind, ChangeState, SignInAccount
from laurel.account_changes.records import (
    advanced,
    changes_of,
    factor_known,
    find_change,
    has_known_factor,
    opening,
)
from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import AuditLog
from laurel.learners.address_registry import AddressRegistry, hold, holder_key, left_write, release
from laurel.learners.addresses import address_key
from laurel.learners.held_addresses import held_addresses, key_or_none
from laurel.learners.profile import NewEmail, Profile
from laurel.learners.records import from_item, key_of, profile_write
from laurel.learners.sign_ins import endings
from laurel.platform.clock import Clock
from laurel.platform.ids import new_id
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.table import Elsewhere, Table, Write

# Cognito and EventBridge may say the same thing twice.
_SAME_WITHIN = timedelta(minutes=1)


class ChangeBeingUndoneError(Exception):
    """The account is being restored: until that is done, nobody gets a token for it."""


@dataclass(frozen=True, slots=True)
class ChangeWatch:
    """Notices changes and records them in `table` (the claims table)."""

    table: Table
    registry: AddressRegistry
    audit: AuditLog
    clock: Clock

    def email_seen(
        self, account: SignInAccount, learner_id: str, email: str, session_id: str = ""
    ) -> AccountChange | None:
        """Compares the account's verified address with the learner's; returns the change if it is a new one.

        `session_id` is the session that is being renewed: it goes on. One call if nothing changed. Raises
        ChangeBeingUndoneError while a change of the account is being undone, and TableBusy.
        """
        email_key = key_or_none(email)

        def attempt() -> AccountChange | bool | None:
            profile = from_item(learner_id, self.table.get(key_of(learner_id)))
            current = key_or_none(profile.email or "")
            if email_key is None or current is None:
                return False  # the first address of a learner is no change
            new = profile.new_email
            if email_key == current:
                return self._returned(profile, new) if new else False
            if new and email_key == key_or_none(new.email):
                return False if new.is_theirs else self._held_by_now(profile, new)
            return self._opened(account, profile, email.strip(), session_id)

        found = retry_on_conflict(attempt)
        return found if isinstance(found, AccountChange) else None

    def password_changed(
        self, account: SignInAccount, learner_id: str, email: str, at: datetime | None = None
    ) -> AccountChange | None:
        """Records that the account has a new password since `at` (now without it). Up to four calls.

        The e-mail goes to the address that counts: `email`, the account's, may be new. Returns None if the same change
        is recorded already, or the account is being restored. Raises TableBusy.
        """
        since = at or self.clock()

        def attempt() -> AccountChange | bool | None:
            profile = from_item(learner_id, self.table.get(key_of(learner_id)))
            if profile.erased_at:
                return False
            for known in changes_of(self.table, learner_id):
                if known.state is ChangeState.UNDOING:
                    return False
                if known.kind is ChangeKind.PASSWORD and abs(known.at - since) < _SAME_WITHIN:
                    return False
            to = profile.email or email
            change = _new_change(ChangeKind.PASSWORD, account, learner_id, (to, to), since)
            ended = endings(self.table, learner_id, self.clock(), before=since)
            writes = [*opening(change), *ended, self._entry(change, AuditAct.PASSWORD_CHANGED)]
            return change if all(self.table.write_all(writes)) else None

        found = retry_on_conflict(attempt)
        return found if isinstance(found, AccountChange) else None

    def second_factor_seen(
        self, account: SignInAccount, learner_id: str, email: str, *, on: bool
    ) -> AccountChange | None:
        """Compares whether the account has a second factor with what is known; returns the change if it is a new one.

        `email` is the account's address, for the e-mail if the learner has no other. One call if nothing changed.
        Returns None too while the account is being restored. Raises TableBusy.
        """

        def attempt() -> AccountChange | bool | None:
            if has_known_factor(self.table, account.user_name) == on:
                return False
            profile = from_item(learner_id, self.table.get(key_of(learner_id)))
            is_undoing = any(one.state is ChangeState.UNDOING for one in changes_of(self.table, learner_id))
            if profile.erased_at or is_undoing:
                return False
            kind = ChangeKind.SECOND_FACTOR_ON if on else ChangeKind.SECOND_FACTOR_OFF
            act = AuditAct.SECOND_FACTOR_ON if on else AuditAct.SECOND_FACTOR_OFF
            to = profile.email or email
            change = _new_change(kind, account, learner_id, (to, to), self.clock())
            known = factor_known(account.user_name, learner_id, on=on)
            writes: list[Write | Elsewhere] = [known, *opening(change), self._entry(change, act)]
            return change if all(self.table.write_all(writes)) else None

        found = retry_on_conflict(attempt)
        return found if isinstance(found, AccountChange) else None

    def _opened(self, account: SignInAccount, profile: Profile, email: str, session_id: str) -> AccountChange | None:
        if any(one.state is ChangeState.UNDOING for one in changes_of(self.table, profile.learner_id)):
            raise ChangeBeingUndoneError
        email_key, learner_id, at = address_key(email), profile.learner_id, self.clock()
        holder = (self.table.get(holder_key(email_key)) or {}).get("learner_id", learner_id)
        change = _new_change(ChangeKind.EMAIL, account, learner_id, (profile.email or "", email), at)
        new = NewEmail(
            email=email, change_id=change.change_id, counts_from=change.until, is_theirs=holder == learner_id
        )
        after = replace(profile, new_email=new, version=profile.version + 1, updated_at=at)
        writes: list[Write | Elsewhere] = [profile_write(profile, after), *opening(change)]
        if new.is_theirs:
            writes.append(hold(email_key, learner_id, at))
        writes += writes_without_new(profile)
        writes += endings(self.table, learner_id, at, before=at, but=session_id)
        writes.append(self._entry(change, AuditAct.EMAIL_CHANGED))
        return change if all(self.table.write_all(writes)) else None

    def _returned(self, profile: Profile, new: NewEmail) -> bool | None:
        """Ends the change of a learner who signs in with the former address again."""
        at = self.clock()
        change = find_change(self.table, profile.learner_id, new.change_id)
        after = replace(profile, new_email=None, version=profile.version + 1, updated_at=at)
        writes: list[Write | Elsewhere] = [profile_write(profile, after), *writes_without_new(profile)]
        if change and change.state is ChangeState.OPEN:
            writes.append(advanced(change, ChangeState.REPLACED)[1])
        return False if all(self.table.write_all(writes)) else None

    def _held_by_now(self, profile: Profile, new: NewEmail) -> bool:
        """Lets a new address count that another learner held: staff may have freed it since."""
        at = self.clock()
        if at > new.counts_from:
            actor, proved_at = Actor.learner(profile.learner_id), int(at.timestamp())
            self.registry.follow(profile.learner_id, new.email, proved_at=proved_at, actor=actor)
        return False

    def _entry(self, change: AccountChange, act: AuditAct) -> Elsewhere:
        emails = change.kind is ChangeKind.EMAIL
        return self.audit.record(
            actor=Actor.learner(change.learner_id),
            act=act,
            on=change.learner_id,
            at=change.at,
            before={"email": change.former_email} if emails else None,
            after={"email": change.email} if emails else None,
        )


def writes_without_new(profile: Profile) -> list[Write]:
    """The writes that give up the new address of `profile`, unless the learner holds it for another reason too."""
    new = profile.new_email
    if new is None or not new.is_theirs:
        return []
    key = key_or_none(new.email)
    kept = held_addresses(replace(profile, new_email=None))
    if not key or key in kept:
        return []
    return [release(key, profile.learner_id), left_write(key, profile.learner_id)]


def _new_change(
    kind: ChangeKind, account: SignInAccount, learner_id: str, emails: tuple[str, str], at: datetime
) -> AccountChange:
    return AccountChange(
        change_id=new_id(),
        learner_id=learner_id,
        kind=kind,
        account=account,
        former_email=emails[0],
        email=emails[1],
        at=at,
        until=at + UNDO_WITHIN,
    )
