"""What the owner of the former address decides with a link from the e-mail: undo the change, or confirm it.

To undo a change the record and the profile say so in one transaction; from then on nobody gets a token for the account.
The account guard then restores the account in the user pool (`restore`).
"""

from dataclasses import dataclass, replace

from laurel.account_changes.change_links import ChangeLink, ChangeLinks, LinkUse
from laurel.account_changes.changes import AccountChange, ChangeKind, ChangeState
from laurel.account_changes.records import advanced, changes_of
from laurel.account_changes.refusals import (
    CHANGE_CONFIRMED,
    CHANGE_LINK_UNKNOWN,
    CHANGE_REPLACED,
    CHANGE_TOO_OLD,
    CHANGE_UNDONE,
)
from laurel.account_changes.settle import Settling
from laurel.account_changes.watch import writes_without_new
from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import AuditLog
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.held_addresses import is_held
from laurel.learners.profile import Profile
from laurel.learners.records import from_item, key_of, profile_write
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Elsewhere, Table, Write

_UNDONE = {
    ChangeKind.EMAIL: AuditAct.EMAIL_CHANGE_UNDONE,
    ChangeKind.PASSWORD: AuditAct.PASSWORD_CHANGE_UNDONE,
    ChangeKind.SECOND_FACTOR_ON: AuditAct.SECOND_FACTOR_UNDONE,
    ChangeKind.SECOND_FACTOR_OFF: AuditAct.SECOND_FACTOR_UNDONE,
}
_ENDED = {
    ChangeState.UNDOING: CHANGE_UNDONE,
    ChangeState.UNDONE: CHANGE_UNDONE,
    ChangeState.CONFIRMED: CHANGE_CONFIRMED,
    ChangeState.SETTLED: CHANGE_TOO_OLD,
    ChangeState.REPLACED: CHANGE_REPLACED,
}
_MOST_OTHERS = 50  # open changes in one transaction
BY_LINK = "By the link in the e-mail to the former address."


@dataclass(frozen=True, slots=True)
class DecidedChange:
    """A change and what the link to it is for."""

    change: AccountChange
    use: LinkUse


@dataclass(frozen=True, slots=True)
class ChangeDecisions:
    """Decisions by link about the changes in `table` (the claims table)."""

    table: Table
    registry: AddressRegistry
    audit: AuditLog
    links: ChangeLinks
    clock: Clock

    def look(self, token: str) -> DecidedChange | Refusal:
        """The change that the link is about, if it can be followed now. Changes nothing. Up to three calls."""
        link = self.links.read(token)
        if link is None:
            return CHANGE_LINK_UNKNOWN.refuse()
        found = self._find(link)
        return found if isinstance(found, Refusal) else DecidedChange(found, link.use)

    def undo(self, token: str) -> AccountChange | Refusal:
        """Records that the change is undone; the account itself is restored after that. May be repeated until then."""
        link = self._link(token, LinkUse.UNDO)
        if isinstance(link, Refusal):
            return link

        def attempt() -> AccountChange | Refusal | None:
            found = self._find(link)
            if isinstance(found, Refusal) or found.state is ChangeState.UNDOING:
                return found
            after, write = advanced(found, ChangeState.UNDOING)
            return after if all(self.table.write_all([write, *self._undoing(found)])) else None

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def confirm(self, token: str) -> AccountChange | Refusal:
        """Lets the change count now."""
        link = self._link(token, LinkUse.CONFIRM)
        found = link if isinstance(link, Refusal) else self._find(link)
        if isinstance(found, Refusal):
            return found
        actor = Actor.learner(found.learner_id)
        entry = self._entry(found, AuditAct.CHANGE_CONFIRMED)
        done = Settling(self.table, self.registry).settle(found, ChangeState.CONFIRMED, actor, [entry])
        return done if done and done.state is ChangeState.CONFIRMED else TRY_AGAIN.refuse()

    def _link(self, token: str, use: LinkUse) -> ChangeLink | Refusal:
        link = self.links.read(token)
        return link if link and link.use is use else CHANGE_LINK_UNKNOWN.refuse()

    def _find(self, link: ChangeLink) -> AccountChange | Refusal:
        """The change, if it can be decided now: open, or being undone and the link is for that."""
        changes = changes_of(self.table, link.learner_id)
        found = next((one for one in changes if one.change_id == link.change_id), None)
        if found is None:
            return CHANGE_LINK_UNKNOWN.refuse()
        later = [one for one in changes if one.kind is found.kind and one.change_id > found.change_id]
        if found.is_open(self.clock()) and later and link.use is LinkUse.UNDO and all(map(_is_open, later[1:])):
            # Who changes the account every minute must not void the link before its owner reads it: it undoes them all.
            found, later = later[0], []
        if found.state is ChangeState.UNDOING and link.use is LinkUse.UNDO:
            return found
        if refusal := _ENDED.get(found.state):
            return refusal.refuse()
        if not found.is_open(self.clock()):
            return CHANGE_TOO_OLD.refuse()
        profile = self._profile(link.learner_id)
        if profile.erased_at:
            return CHANGE_LINK_UNKNOWN.refuse()
        return CHANGE_REPLACED.refuse() if later or not _fits(found, profile, link.use) else found

    def _profile(self, learner_id: str) -> Profile:
        return from_item(learner_id, self.table.get(key_of(learner_id)))

    def _undoing(self, change: AccountChange) -> list[Write | Elsewhere]:
        """The writes of the undoing to profile, holder and audit log, and to other open changes: it undoes them too."""
        profile, at = self._profile(change.learner_id), self.clock()
        after = replace(profile, new_email=None, version=profile.version + 1, updated_at=at)
        entry = self._entry(change, _UNDONE[change.kind])
        others = [one for one in changes_of(self.table, change.learner_id) if one.change_id != change.change_id]
        ended = [advanced(one, ChangeState.UNDONE)[1] for one in filter(_is_open, others)][:_MOST_OTHERS]
        return [profile_write(profile, after), *writes_without_new(profile), entry, *ended]

    def _entry(self, change: AccountChange, act: AuditAct) -> Elsewhere:
        undone = change.kind is ChangeKind.EMAIL and act is AuditAct.EMAIL_CHANGE_UNDONE
        return self.audit.record(
            actor=Actor.learner(change.learner_id),
            act=act,
            on=change.learner_id,
            at=self.clock(),
            before={"email": change.email} if undone else None,
            after={"email": change.former_email} if undone else None,
            why=BY_LINK,
        )


def _is_open(change: AccountChange) -> bool:
    return change.state is ChangeState.OPEN


def _fits(change: AccountChange, profile: Profile, use: LinkUse) -> bool:
    """Whether the profile is still as the change left it: the same address counts, and for `confirm` the same is new.

    A new address that was given away since is no reason not to undo: the account still signs in with it.
    """
    new = profile.new_email
    if use is LinkUse.CONFIRM and change.kind is ChangeKind.EMAIL and (not new or new.change_id != change.change_id):
        return False
    return profile.email is None or is_held(profile, change.former_email)
