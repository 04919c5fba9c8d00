"""What the files of an export say: each entry as JSON, and the rows of the tables that go with the lists.

Nothing here reads or writes: it only says what is shown.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.attendance.presence import Presence
from laurel.audit.acts import AuditAct
from laurel.audit.records import AuditEntry
from laurel.audit.views import MyAuditLine
from laurel.catalog.activity import Activity, EvaluationForm
from laurel.certificates.certificate import Certificate
from laurel.certificates.verified import VerifiedView
from laurel.claims.claim import Claim, ClaimedSession, EvaluationAnswer
from laurel.claims.views import ClaimLine
from laurel.learners.profile import Profile
from laurel.learners.sign_ins import LearnerSession
from laurel.learners.views import ProfileView
from laurel.organizer.entries import OrganizerEntry, organizer_row
from laurel.organizer.views import CreditView, StepView
from laurel.platform.amounts import amount_text
from laurel.platform.clock import instant_in_seconds
from laurel.progress.choices import ProgressChoices

type Row = tuple[str, ...]

CONSENT_ACTS = frozenset({AuditAct.CONSENT_GIVEN, AuditAct.CONSENT_WITHDRAWN, AuditAct.NOTICES_STOPPED})

SIGN_IN_COLUMNS = ("started_at", "browser", "seen_at", "until", "ended")
CLAIM_COLUMNS = (
    "claim_id",
    "title",
    "provider",
    "activity_number",
    "statement",
    "status",
    "credits",
    "completed_on",
    "certificate_number",
    "opened_at",
)
EVALUATION_COLUMNS = ("claim_id", "activity", "session_id", "session", "question_id", "question", "answer")
ATTENDANCE_COLUMNS = ("activity_id", "session_id", "email", "minutes")
CERTIFICATE_COLUMNS = (
    "number",
    "status",
    "activity",
    "statement",
    "credits",
    "completed_on",
    "issued_on",
    "verification_url",
    "file",
)
TIMELINE_COLUMNS = ("credit_id", "activity", "at", "state", "reason", "detail", "by")
AUDIT_COLUMNS = ("at", "act", "by", "by_you", "why", "changes", "activity_id", "claim_id", "certificate", "credit_ids")


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim, and its activity with the questions of the evaluations; None if the activity is gone."""

    claim: Claim
    activity: Activity | None


@dataclass(frozen=True, slots=True)
class AttendanceEntry:
    """The time in a session that reports of attendance show for an address of the learner."""

    email_key: str
    activity_id: str
    session_id: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """A certificate, and the name of its document in the export; None if the archive does not have it."""

    certificate: Certificate
    file: str | None


def shown_profile(profiles: Sequence[Profile]) -> dict[str, Any]:
    """The profile, with the learner's ID, and those of joined accounts, which come after it."""
    shown, *joined = (
        {"learner_id": one.learner_id} | ProfileView.of(one, one.email or "").model_dump(mode="json")
        for one in profiles
    )
    return shown | {"joined": joined}


def shown_addresses(profile: Profile, held: Mapping[str, bool]) -> dict[str, Any]:
    """The addresses; `held` says of each one with which the learner signed in whether it is theirs still."""
    return {
        "sign_in": [
            {"email": email, "current": email == profile.email, "yours": yours} for email, yours in held.items()
        ],
        "ascls_email": profile.ascls_email,
        "ascp_email": profile.ascp_email,
        "ascp_customer_id": profile.ascp_customer_id,
    }


def shown_consents(profile: Profile, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The choices about reporting and e-mails, and how they changed."""
    consent_at, stopped_at = profile.consent_at, profile.notices_stopped_at
    return {
        "consent_to_report": consent_at is not None,
        "consent_given_at": instant_in_seconds(consent_at) if consent_at else None,
        "notices": stopped_at is None,
        "notices_stopped_at": instant_in_seconds(stopped_at) if stopped_at else None,
        "changes": changes,
    }


def shown_progress(choices: Iterable[ProgressChoices]) -> list[dict[str, Any]]:
    """The licenses and certifications that each of the joined accounts follows, and when it is reminded."""
    return [
        {
            "learner_id": one.learner_id,
            "followed": [
                {
                    "rule": each.rule_id,
                    "issued_on": each.facts.issued_on and each.facts.issued_on.isoformat(),
                    "expires_on": each.facts.expires_on and each.facts.expires_on.isoformat(),
                }
                for each in one.followed
            ],
            "reminders": one.reminders.value,
        }
        for one in choices
    ]


def shown_sign_in(one: LearnerSession) -> dict[str, Any]:
    """A sign-in; `ended` says whether somebody ended its session, which would have gone on until later."""
    return {
        "session_id": one.session_id,
        "started_at": instant_in_seconds(one.started_at),
        "browser": one.browser,
        "seen_at": instant_in_seconds(one.seen_at),
        "until": instant_in_seconds(one.until),
        "ended": one.ended_at is not None,
    }


def sign_in_rows(one: LearnerSession) -> Iterator[Row]:
    """The sign-in under `SIGN_IN_COLUMNS`."""
    shown = shown_sign_in(one)
    yield tuple({True: "yes", False: "no"}.get(shown[name], shown[name] or "") for name in SIGN_IN_COLUMNS)


def shown_attendance(entry: AttendanceEntry) -> dict[str, Any]:
    """The time in one session: the minutes that count, and each stay that a report has."""
    return {
        "activity_id": entry.activity_id,
        "session_id": entry.session_id,
        "email": entry.email_key,
        "minutes": entry.presence.minutes,
        "stays": [[instant_in_seconds(start), instant_in_seconds(end)] for start, end in entry.presence.spans],
    }


def attendance_rows(entry: AttendanceEntry) -> Iterator[Row]:
    """The row of one session."""
    yield entry.activity_id, entry.session_id, entry.email_key, str(entry.presence.minutes)


def shown_claim(entry: ClaimEntry) -> dict[str, Any]:
    """A claim with all that was entered, the answers of its evaluations with their questions."""
    claim = entry.claim
    return ClaimLine.of(claim).model_dump(mode="json") | {
        "access": {"kind": claim.access.kind, "code": claim.access.key},
        "disclosures_read": [
            {"disclosure_id": one.disclosure_id, "version": one.version, "at": instant_in_seconds(one.at)}
            for one in claim.acknowledgements
        ],
        "sessions": [
            {
                "session_id": session.session_id,
                "title": session.title,
                "starts_at": instant_in_seconds(session.starts_at),
                "ends_at": instant_in_seconds(session.ends_at),
                "credits": amount_text(session.credits),
                "evaluation": [
                    {"question_id": question, "question": text, "answer": answer}
                    for question, text, answer in _answers(_form(entry, session), session.evaluation)
                ],
            }
            for session in claim.sessions
        ],
        "evaluation": [
            {"question_id": question, "question": text, "answer": answer}
            for question, text, answer in _answers(_overall_form(entry), claim.evaluation)
        ],
        "post_test": [
            {"score": one.score, "passed": one.passed, "at": instant_in_seconds(one.at)} for one in claim.attempts
        ],
        "acts_of_staff": [
            {"what": one.what, "at": instant_in_seconds(one.at), "reason": one.reason} for one in claim.staff_acts
        ],
    }


def claim_rows(entry: ClaimEntry) -> Iterator[Row]:
    """The claim under `CLAIM_COLUMNS`."""
    claim = entry.claim
    yield (
        claim.claim_id,
        claim.activity.title,
        claim.activity.provider,
        claim.activity.number,
        claim.statement.value,
        claim.status.value,
        amount_text(claim.total),
        str(claim.completed_on or ""),
        claim.certificate_number or "",
        instant_in_seconds(claim.opened_at),
    )


def evaluation_rows(entry: ClaimEntry) -> Iterator[Row]:
    """Each answer of the claim's evaluations under `EVALUATION_COLUMNS`; no session: about the whole activity."""
    claim = entry.claim
    for session in claim.sessions:
        for question, text, answer in _answers(_form(entry, session), session.evaluation):
            known = (claim.claim_id, claim.activity.title, session.session_id, session.title)
            yield (*known, question, text or "", _in_words(answer))
    for question, text, answer in _answers(_overall_form(entry), claim.evaluation):
        yield (claim.claim_id, claim.activity.title, "", "", question, text or "", _in_words(answer))


def shown_certificate(entry: CertificateEntry) -> dict[str, Any]:
    """A certificate with everything that is printed on it, and whether it is valid."""
    certificate, correction = entry.certificate, entry.certificate.correction
    return VerifiedView.of(certificate).model_dump(mode="json") | {
        "claim_id": certificate.claim_id,
        "replaces": certificate.replaces,
        "reason": correction.reason if correction else None,
        "credit_id": certificate.credit_id,
        "verification_url": certificate.content.verification_url,
        "sha256": certificate.sha256,
        "file": entry.file,
        "printed": certificate.content.model_dump(mode="json"),
    }


def certificate_rows(entry: CertificateEntry) -> Iterator[Row]:
    """The certificate under `CERTIFICATE_COLUMNS`."""
    certificate, content = entry.certificate, entry.certificate.content
    yield (
        certificate.number,
        certificate.status.value,
        content.activity,
        content.statement.value,
        content.total,
        certificate.completed_on.isoformat(),
        content.issued_on.isoformat(),
        content.verification_url,
        entry.file or "",
    )


def shown_credit(entry: OrganizerEntry) -> dict[str, Any]:
    """A credit with its timeline, as the learner's page of credits shows it."""
    return CreditView.of(entry).model_dump(mode="json")


def credit_rows(entry: OrganizerEntry) -> Iterator[Row]:
    """The credit under the columns of that page's table."""
    yield organizer_row(entry)


def timeline_rows(entry: OrganizerEntry) -> Iterator[Row]:
    """Each step of the credit under `TIMELINE_COLUMNS`."""
    for step in map(StepView.of, entry.credit.timeline):
        known = (entry.credit.credit_id, entry.credit.activity_title, instant_in_seconds(step.at), step.state.value)
        yield (*known, step.reason or "", step.detail or "", step.by or "")


def shown_act(entry: AuditEntry, theirs: Collection[str]) -> dict[str, Any]:
    """An entry of the audit log as its learner sees it; `theirs` are the IDs of all joined accounts."""
    return _line(entry, theirs).model_dump(mode="json")


def act_rows(entry: AuditEntry, theirs: Collection[str]) -> Iterator[Row]:
    """The entry under `AUDIT_COLUMNS`."""
    line = _line(entry, theirs)
    changes = "; ".join(f"{one.field}: {one.before or 'empty'} → {one.after or 'empty'}" for one in line.changes)
    about = (line.activity_id or "", line.claim_id or "", line.certificate or "", " ".join(line.credit_ids))
    who = (line.act.value, line.by.value, "yes" if line.by_you else "no")
    yield (instant_in_seconds(line.at), *who, line.why or "", changes, *about)


def _line(entry: AuditEntry, theirs: Collection[str]) -> MyAuditLine:
    return MyAuditLine.of(entry, entry.actor.id if entry.actor.id in theirs else entry.on.learner_id or "")


def _answers(
    form: EvaluationForm | None, answers: Mapping[str, EvaluationAnswer]
) -> Iterator[tuple[str, str | None, bool | int | str]]:
    """The id of each question, its text if it is known, and the answer."""
    texts = {question.id: question.text for question in form.questions} if form else {}
    for question, answer in answers.items():
        yield question, texts.get(question), answer if isinstance(answer, bool | str) else int(answer)


def _form(entry: ClaimEntry, session: ClaimedSession) -> EvaluationForm | None:
    held = entry.activity.session(session.session_id) if entry.activity else None
    return entry.activity.form(held.evaluation_form) if entry.activity and held else None


def _overall_form(entry: ClaimEntry) -> EvaluationForm | None:
    return entry.activity.overall_form if entry.activity else None


def _in_words(answer: bool | int | str) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
