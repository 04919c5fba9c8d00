"""What the audit log records: acts, those who act, and whose data it is (pure)."""

from dataclasses import dataclass
from enum import StrEnum


class AuditAct(StrEnum):
    """Everything that an entry can say was done. The portal has words for each."""

    PROFILE_CHANGED = "profile.changed"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    NOTICES_STOPPED = "notices.stopped"
    ADDRESS_RECORDED = "address.recorded"
    ADDRESS_ADDED = "address.added"
    ADDRESS_REMOVED = "address.removed"
    ADDRESS_MOVED = "address.moved"
    ADDRESS_MOVE_UNDONE = "address.move_undone"
    EMAIL_CHANGED = "email.changed"
    EMAIL_CHANGE_UNDONE = "email.change_undone"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105  # the name of an act
    PASSWORD_CHANGE_UNDONE = "password.change_undone"  # noqa: S105  # the name of an act
    SECOND_FACTOR_ON = "second_factor.on"
    SECOND_FACTOR_OFF = "second_factor.off"
    SECOND_FACTOR_UNDONE = "second_factor.change_undone"
    CHANGE_CONFIRMED = "account.change_confirmed"
    SESSION_ENDED = "session.ended"
    SESSIONS_ENDED = "sessions.ended"
    ACCOUNTS_MERGED = "accounts.merged"
    ACCOUNTS_MERGE_UNDONE = "accounts.merge_undone"
    DATA_EXPORTED = "data.exported"
    CERTIFICATES_EXPORTED = "certificates.exported"
    ACCOUNT_ERASED = "account.erased"
    CLAIM_OPENED = "claim.opened"
    CODE_FREED = "claim.code_freed"
    ATTEMPT_GIVEN = "claim.attempt_given"
    LOCKOUT_LIFTED = "claim.lockout_lifted"
    CERTIFICATE_PRINTED = "certificate.printed"
    CERTIFICATE_REISSUED = "certificate.reissued"
    CERTIFICATE_REVOKED = "certificate.revoked"
    CLAIM_REOPENED = "claim.reopened"
    CREDIT_AWARDED = "credit.awarded"
    CREDIT_RETRIED = "credit.retried"
    CREDIT_SELF_REPORTED = "credit.self_reported"
    CREDIT_RELEASED = "credit.released"
    CREDIT_WITHDRAWN = "credit.withdrawn"
    CREDIT_CORRECTED = "credit.corrected"
    CREDIT_WITHDRAWAL_UNDONE = "credit.withdrawal_undone"
    CREDIT_MATCHED = "credit.matched"
    ACTIVITY_PUT = "activity.put"
    ACTIVITY_ARCHIVED = "activity.archived"
    ACTIVITY_RESTORED = "activity.restored"
    ACTIVITY_DELETED = "activity.deleted"
    BADGES_PUT = "activity.badges_put"
    GROUPS_PUT = "activity.groups_put"
    ATTENDANCE_TAKEN = "activity.attendance_taken"
    LOGO_PUT = "activity.logo_put"
    PROVIDER_PUT = "provider.put"
    PROVIDER_LOGO_PUT = "provider.logo_put"
    FILE_UNDO_ASKED = "file.undo_asked"
    FILE_UNDONE = "file.undone"
    CLIENT_CREATED = "client.created"
    CLIENT_REPLACED = "client.replaced"
    CLIENT_REVOKED = "client.revoked"
    SFTP_KEY_ADDED = "sftp.key_added"
    SFTP_USER_ENDED = "sftp.user_ended"
    PARTNER_ROLE_LET_IN = "partner_role.let_in"
    PARTNER_ROLE_ENDED = "partner_role.ended"
    LEARNER_SEEN = "learner.seen"
    CERTIFICATE_SEEN = "certificate.seen"
    CREDITS_SEEN = "credits.seen"
    PARTICIPANTS_SEEN = "participants.seen"
    CODES_SEEN = "codes.seen"
    AUDIT_SEEN = "audit.seen"
    REFUSED = "refused"


class ActorKind(StrEnum):
    """Who acts: a learner on their own data, staff, an operator by command, the system, a provider's program."""

    LEARNER = "learner"
    STAFF = "staff"
    OPERATOR = "operator"
    SYSTEM = "system"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the learner ID of a person, or the name of a command or of a function."""

    kind: ActorKind
    id: str

    @classmethod
    def named(cls, name: str) -> "Actor":
        """The actor that a timeline names, such as `staff:<learner ID>`. Raises ValueError for another kind."""
        kind, _, own_id = name.partition(":")
        return cls(ActorKind(kind), own_id)

    @property
    def name(self) -> str:
        """The actor as a timeline names it: `staff:<learner ID>`."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def learner(cls, learner_id: str) -> "Actor":
        """A learner who acts on their own data."""
        return cls(ActorKind.LEARNER, learner_id)

    @classmethod
    def client(cls, client_id: str) -> "Actor":
        """A machine client: a provider's program."""
        return cls(ActorKind.CLIENT, client_id)

    @classmethod
    def staff(cls, learner_id: str) -> "Actor":
        """A member of staff, by their own learner ID."""
        return cls(ActorKind.STAFF, learner_id)


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """Whose record an entry is in: a learner's, an activity's, a provider's, or else the actor's."""

    key: str

    @classmethod
    def learner(cls, learner_id: str) -> "AuditSubject":
        """The learner whose data it is."""
        return cls(f"WHO#{learner_id}")

    @classmethod
    def activity(cls, activity_id: str) -> "AuditSubject":
        """The activity of the catalog that it is about."""
        return cls(f"ACTIVITY#{activity_id}")

    @classmethod
    def provider(cls, provider_id: str) -> "AuditSubject":
        """The provider whose record it is about."""
        return cls(f"PROVIDER#{provider_id}")

    @classmethod
    def many(cls, actor: Actor) -> "AuditSubject":
        """No single learner: a list of several learners, or an address that no account holds. Found by the actor."""
        return cls(f"BY#{actor.id}")

    @property
    def learner_id(self) -> str | None:
        """The learner, if it is one."""
        return self.key.removeprefix("WHO#") if self.key.startswith("WHO#") else None

    @property
    def activity_id(self) -> str | None:
        """The activity, if it is one."""
        return self.key.removeprefix("ACTIVITY#") if self.key.startswith("ACTIVITY#") else None

    @property
    def provider_id(self) -> str | None:
        """The provider, if it is one."""
        return self.key.removeprefix("PROVIDER#") if self.key.startswith("PROVIDER#") else None
