"""A claim: what one learner claims for one activity, and how it may change (pure)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from laurel.catalog.activity import Activity, Kind
from laurel.platform.ids import derived_id
from laurel.statements import Statement

type EvaluationAnswer = bool | int | str

FREEABLE = frozenset({"badge", "group"})
MOST_ACTS = 20
"""A claim keeps the latest staff acts, at most this many."""

_CLAIM_ID = re.compile(r"[0-9a-f]{32}\.([A-Za-z0-9][A-Za-z0-9._-]{0,63})")


class Status(StrEnum):
    """A draft may change until it is printed; a final claim never changes again."""

    DRAFT = "draft"
    FINAL = "final"


class ClaimNotRevoked(Exception):
    """A bug: a claim was to be reopened whose certificate is valid, or that has none."""


class ClaimIsFinal(Exception):
    """A bug: a final claim was to be changed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What lists and transcripts show of the claim's activity, as it was when the claim last changed."""

    title: str
    kind: Kind
    provider: str
    number: str
    time_zone: str
    provider_id: str | None = None

    @classmethod
    def of(cls, activity: Activity) -> "Heading":
        """The heading of `activity`."""
        return cls(
            activity.title,
            activity.kind,
            activity.provider,
            activity.number,
            activity.time_zone,
            activity.provider_id,
        )

    @property
    def credit_provider(self) -> str:
        """The provider as the claim's credit names it: its ID, or without one the printed name."""
        return self.provider_id or self.provider


@dataclass(frozen=True, slots=True)
class AccessUsed:
    """What opened the claim: `badge`, `group`, `session_code` or `none`, and the code in its comparable form.

    A badge or group without a code was freed by staff: its learner has to enter a code again. Claims from earlier
    releases do not say which session code opened them.
    """

    kind: str
    key: str | None = None

    @property
    def is_freed(self) -> bool:
        """Whether staff have freed the badge or the place in the group."""
        return self.kind in FREEABLE and self.key is None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A disclosure that the learner says they read: its version, and when."""

    disclosure_id: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedSession:
    """A session of the claim, as it was in the catalog when it was claimed.

    `credits` are in the claim's statement type; `evaluation` holds the answers by question id.
    """

    session_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    credits: Decimal
    evaluation: Mapping[str, EvaluationAnswer]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at the post-test; `score` in whole percent, rounded down."""

    score: int
    passed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffAct:
    """What staff did for a claim: who (`staff:` and their `sub` in Cognito), when, what, and why."""

    by: str
    at: datetime
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """Staff reopened a final claim: when, the number of the revoked certificate, and its date of completion."""

    at: datetime
    certificate_number: str
    completed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim. `version` counts its changes and is its ETag.

    `total` are the credits that counted when it was last changed. `completed_on` (a date in the activity's zone),
    `finalised_at` and `certificate_number` are set when it becomes final. The number changes when staff
    reissue the certificate; `certificate_revoked_at` is set when they revoke it, `reopened` when they then reopen the
    claim. `open_until` is set where staff gave this learner more time than the activity's window. `extra_attempts` at
    the post-test were given by staff. `staff_acts` are the latest acts of staff. `evaluation` holds the answers about
    the whole activity, by question id.
    """

    claim_id: str
    learner_id: str
    activity_id: str
    activity: Heading
    statement: Statement
    access: AccessUsed
    opened_at: datetime
    updated_at: datetime
    status: Status = Status.DRAFT
    version: int = 1
    acknowledgements: tuple[Acknowledgement, ...] = ()
    sessions: tuple[ClaimedSession, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    total: Decimal = Decimal(0)
    completed_on: date | None = None
    finalised_at: datetime | None = None
    certificate_number: str | None = None
    certificate_revoked_at: datetime | None = None
    reopened: Reopened | None = None
    open_until: datetime | None = None
    extra_attempts: int = 0
    staff_acts: tuple[StaffAct, ...] = ()
    evaluation: Mapping[str, EvaluationAnswer] = field(default_factory=dict)

    @property
    def credits(self) -> dict[str, Decimal]:
        """The credits asked for, by session id."""
        return {one.session_id: one.credits for one in self.sessions}

    @property
    def passed(self) -> bool:
        """Whether the post-test was passed."""
        return any(one.passed for one in self.attempts)

    @property
    def is_certified(self) -> bool:
        """Whether it has a valid certificate: printed, and not revoked by staff."""
        return self.status is Status.FINAL and self.certificate_revoked_at is None

    def attempts_left(self, attempts: int) -> int:
        """How many attempts at the post-test are left; `attempts` is the number that every learner has."""
        return max(0, attempts + self.extra_attempts - len(self.attempts))

    def session(self, session_id: str) -> ClaimedSession | None:
        """The claimed session with this id."""
        return next((one for one in self.sessions if one.session_id == session_id), None)

    def acknowledged(self, disclosure_id: str) -> Acknowledgement | None:
        """The acknowledgment of this disclosure, whatever version it was of."""
        return next((one for one in self.acknowledgements if one.disclosure_id == disclosure_id), None)


def claim_id_of(learner_id: str, activity_id: str) -> str:
    """The id of the one claim of this learner for this activity.

    It ends with the activity's id, so that one call can read the claim and the activity.
    """
    return f"{derived_id('claim', learner_id, activity_id)}.{activity_id}"


def activity_id_of(learner_id: str, claim_id: str) -> str | None:
    """The activity of the claim; None if `claim_id` is not one of this learner's."""
    found = _CLAIM_ID.fullmatch(claim_id)
    return found[1] if found and claim_id == claim_id_of(learner_id, found[1]) else None


def opened(learner_id: str, activity: Activity, statement: Statement, access: AccessUsed, at: datetime) -> Claim:
    """A new draft."""
    return Claim(
        claim_id=claim_id_of(learner_id, activity.id),
        learner_id=learner_id,
        activity_id=activity.id,
        activity=Heading.of(activity),
        statement=statement,
        access=access,
        opened_at=at,
        updated_at=at,
    )


def with_acknowledgements(claim: Claim, given: Iterable[Acknowledgement]) -> Claim:
    """The claim with these acknowledgments. A repeated one of the same version keeps its first time."""
    kept = {one.disclosure_id: one for one in claim.acknowledgements}
    for one in given:
        before = kept.get(one.disclosure_id)
        if before is None or before.version != one.version:
            kept[one.disclosure_id] = one
    return replace(claim, acknowledgements=tuple(kept.values()))


def with_session(claim: Claim, session: ClaimedSession) -> Claim:
    """The claim with this session added or replaced; sessions stay in order of time."""
    others = without_session(claim, session.session_id).sessions
    ordered = sorted((*others, session), key=lambda one: (one.starts_at, one.session_id))
    return replace(claim, sessions=tuple(ordered))


def without_session(claim: Claim, session_id: str) -> Claim:
    """The claim without this session."""
    return replace(claim, sessions=tuple(one for one in claim.sessions if one.session_id != session_id))


def completed_on(claim: Claim) -> date | None:
    """The date of completion in the activity's own zone; None while no session is claimed.

    It is the day on which the last claimed session ended; for an online course the day on which the post-test was
    passed or, without a post-test, the day of the last change.
    """
    if not claim.sessions:
        return None
    zone = ZoneInfo(claim.activity.time_zone)
    if claim.activity.kind is Kind.ONLINE:
        passed = next((one.at for one in claim.attempts if one.passed), None)
        if passed is None and claim.reopened:
            return claim.reopened.completed_on
        return (passed or claim.updated_at).astimezone(zone).date()
    # A session that ends at midnight belongs to the day before.
    last = max(one.ends_at for one in claim.sessions) - timedelta(microseconds=1)
    return last.astimezone(zone).date()


def finalize(claim: Claim, certificate_number: str, at: datetime) -> Claim:
    """The final claim, with its certificate `certificate_number` printed at the instant `at`.

    The caller has checked that nothing is missing. Raises ClaimIsFinal.
    """
    if claim.status is Status.FINAL:
        raise ClaimIsFinal(claim.claim_id)
    return replace(
        claim,
        status=Status.FINAL,
        version=claim.version + 1,
        updated_at=at,
        finalised_at=at,
        completed_on=completed_on(claim),
        certificate_number=certificate_number,
    )


def with_certificate(claim: Claim, certificate_number: str) -> Claim:
    """The final claim with the number of its reissued certificate. What was claimed does not change."""
    return replace(claim, version=claim.version + 1, certificate_number=certificate_number)


def with_certificate_revoked(claim: Claim, at: datetime) -> Claim:
    """The final claim with its certificate revoked at the instant `at`."""
    return replace(claim, version=claim.version + 1, certificate_revoked_at=at)


def reopen(claim: Claim, act: StaffAct, open_until: datetime) -> Claim:
    """The claim as a draft again, after its certificate was revoked. What was claimed can be changed and printed again.

    Raises ClaimNotRevoked.
    """
    revoked = claim.certificate_number if claim.certificate_revoked_at else None
    if claim.status is not Status.FINAL or revoked is None or claim.completed_on is None:
        raise ClaimNotRevoked(claim.claim_id)
    draft = replace(
        claim,
        status=Status.DRAFT,
        completed_on=None,
        finalised_at=None,
        certificate_number=None,
        certificate_revoked_at=None,
        reopened=Reopened(act.at, revoked, claim.completed_on),
    )
    return helped(draft, act, open_until)


def helped(claim: Claim, act: StaffAct, open_until: datetime) -> Claim:
    """The draft after an act of staff.

    It stays open at least until `open_until`, so that the learner can use their help.
    """
    return replace(
        claim,
        version=claim.version + 1,
        open_until=max(open_until, claim.open_until or open_until),
        staff_acts=(*claim.staff_acts, act)[-MOST_ACTS:],
    )
