"""What a record has where nothing is said: records are read with it that were stored before a field was there.

A default that changes here changes how such records are read. A new field adds its default.
"""

import dataclasses
import importlib
import inspect
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from laurel.exports.export import ExportPart, Progress
from laurel.organizer.missed import MissedProvider
from tests.architecture.pure_contract import is_pure

LAYER = Path(__file__).parents[2] / "layers" / "common"


def of(**given: Any) -> dict[str, Any]:
    return given


DEFAULTS = {
    "laurel.account_changes.changes.AccountChange": of(state="open", told_at=None, version=1),
    "laurel.attendance.layouts.Columns": of(email=None, name=None, join=None, leave=None, minutes=None, complete=None),
    "laurel.attendance.layouts.AttendanceRow": of(
        joined=None, left=None, minutes=None, completed=False, unreadable=None
    ),
    "laurel.attendance.match_report.ReportSettings": of(session_id=None),
    "laurel.attendance.match_report.JudgedRow": of(stays=(), why=None),
    "laurel.attendance.presence.Presence": of(spans=(), stated=0),
    "laurel.catalog.library.LibraryEntry": of(provider_id=None),
    "laurel.catalog.library.LibraryFilter": of(
        kind=None, query=None, starting=None, ending=None, open=False, providers=None, archived=False
    ),
    "laurel.certificate_mail.mailed.MailedCertificate": of(is_sure=True),
    "laurel.certificates.certificate.Certificate": of(
        signature=None,
        badge=None,
        credit_id=None,
        reissued_on=None,
        replaces=None,
        status="valid",
        superseded_by=None,
        correction=None,
        version=1,
    ),
    "laurel.certificates.certificate_notice.CertificateNotice": of(open_until=None),
    "laurel.certificates.facts.Issuer": of(logo=None),
    "laurel.certificates.facts.Event": of(location=None),
    "laurel.certificates.facts.Offer": of(wording="", approval_number=None),
    "laurel.certificates.facts.Attended": of(area=None),
    "laurel.certificates.facts.Facts": of(license=None, paper="letter", learner_language=None),
    "laurel.certificates.wording.Wording": of(
        number_label="Activity number", approval_label="", designation="", note=""
    ),
    "laurel.claims.claim.Heading": of(provider_id=None),
    "laurel.claims.claim.AccessUsed": of(key=None),
    "laurel.claims.claim.Claim": of(
        status="draft",
        version=1,
        acknowledgements=(),
        sessions=(),
        attempts=(),
        total=Decimal("0"),
        completed_on=None,
        finalised_at=None,
        certificate_number=None,
        certificate_revoked_at=None,
        reopened=None,
        open_until=None,
        extra_attempts=0,
        staff_acts=(),
    ),
    "laurel.delivery.ascp.contract.ProblemAnswer": of(reference=None),
    "laurel.delivery.outcomes.Deferred": of(in_doubt=False, retry_after=0, for_all=False, not_asked=False, sent=True),
    "laurel.delivery.partner.Rejected": of(judged=True),
    "laurel.delivery.partner.Answered": of(unexpected=0, contradictions=0),
    "laurel.delivery.partner.Busy": of(retry_after=0),
    "laurel.delivery.partner.Unclear": of(retry_after=0, for_all=False, cut_off=False),
    "laurel.delivery.partner.NotSent": of(retry_after=0, ours=False, cut_off=False),
    "laurel.delivery.submit.BatchSubmitter": of(submissions=0, unreadable=0, unexpected=0, contradictions=0),
    "laurel.evaluations.counts.AnswerCounts": of(answered=0, unlike=0),
    "laurel.evaluations.results.People": of(claimed=0, evaluated=0),
    "laurel.evaluations.results.SpeakerResults": of(sessions=0),
    "laurel.exports.export.Progress": of(done=0, total=None),
    "laurel.exports.export.Export": of(
        kind="data",
        state="waiting",
        attempt=0,
        lease_until=None,
        progress=Progress(ExportPart.PROFILE),
        ready_at=None,
        key=None,
        size=0,
        notified=False,
        asked=(),
        version=1,
    ),
    "laurel.feed_files.undo.RowResult": of(reason=None, credit_id=None),
    "laurel.feed_files.undo.FileUndo": of(state="waiting", line=0, finished_at=None, problem=None, version=1),
    "laurel.intake.feed_rows.FeedRow": of(ascp_customer_id=None),
    "laurel.intake.file_report.Tally": of(
        rows=0, credits=0, repeats=0, rejected=0, resumed=0, reported=0, requeued=0, queue_refused=0
    ),
    "laurel.intake.file_report.FileReport": of(
        reason=None,
        message=None,
        rows=0,
        credits=0,
        repeats=0,
        rejected=0,
        members=None,
        changed=None,
        noted=None,
        behind=None,
        again_on=None,
        etag=None,
        milliseconds=0,
    ),
    "laurel.intake.freshness.LastSent": of(file_at=None, pushed_at=None, awaited_at=None),
    "laurel.learners.profile.License": of(profession=None),
    "laurel.learners.profile.NewEmail": of(is_theirs=True),
    "laurel.learners.profile.Profile": of(
        email=None,
        new_email=None,
        former_emails=(),
        email_proved_at=0,
        name_as_printed=None,
        name_language=None,
        physician=None,
        professions=(),
        licences=(),
        ascls_email=None,
        ascp_email=None,
        ascp_customer_id=None,
        consent_at=None,
        notices_stopped_at=None,
        paper="letter",
        language=None,
        version=0,
        updated_at=None,
        erased_at=None,
        joined=(),
        joined_into=None,
        in_name_index=False,
    ),
    "laurel.ledger.credit.Credit": of(
        state="earned",
        version=0,
        reason=None,
        detail=None,
        attempts=0,
        receipt=None,
        member_number=None,
        submission_id=None,
        in_doubt=False,
        due_at=None,
        retried_on=None,
        retries=0,
        notified=(),
        resembles=None,
        distinct=False,
        learner_id=None,
        file_id=None,
        customer_id=None,
        provider_customer_id=None,
        sent_as=None,
        action="add",
        number=0,
        follow_up=None,
    ),
    "laurel.ledger.follow_ups.CreditCorrection": of(
        name=None, activity_number=None, activity_title=None, contact_hours=None, completed_on=None
    ),
    "laurel.ledger.timeline.Step": of(reason=None, detail=None, by=None, judged=True, event=None),
    "laurel.nightly.nights.Night": of(
        runs=0, rows=0, credits=0, repeats=0, rejected=0, resumed=0, reported=0, unmatched=0, oldest_seconds=None
    ),
    "laurel.nightly.run_report.RunReport": of(
        complete=True,
        skipped=False,
        behind_arrival=False,
        arrival=False,
        note="",
        part=1,
        continues=None,
        messages_pending=False,
        requeue_from=0,
        oldest_reported_at=None,
        providers_without_record=(),
        sources=None,
    ),
    "laurel.organizer.diagnosis.Track": of(next_at=None),
    "laurel.organizer.diagnosis.AnsweredCredit": of(credit=None, certificate=None),
    "laurel.organizer.diagnosis.Diagnosis": of(search=None),
    "laurel.organizer.diagnosis_texts.Verdict": of(do="", where="nowhere", then="nothing"),
    "laurel.organizer.entries.Wanted": of(
        credit_id=None, state=None, phase=None, provider=None, starting=None, ending=None
    ),
    "laurel.organizer.missed.Missed": of(credit_id=None, provider=None, starting=None, ending=None, is_not_there=False),
    "laurel.organizer.missed.MissedProvider": of(contact=None, last_sent_at=None),
    "laurel.organizer.missed.MissedSearch": of(sender=MissedProvider()),
    "laurel.organizer.situation.Situation": of(unreported=()),
    "laurel.organizer.whereabouts_texts.Whereabouts": of(do="", remedy="nothing", where="nowhere", again=False),
    "laurel.own_credits.own_credit.OwnFacts": of(statement=None, topic=None),
    "laurel.own_credits.own_credit.OwnCredit": of(statement=None, topic=None, proof=None, version=1),
    "laurel.platform.callers.Caller": of(
        issued_at=0,
        needs_second_factor=False,
        providers=frozenset(),
        may_be_joined=False,
        joined=(),
        signed_in_as="",
        signed_in_at=0,
        session_id="",
    ),
    "laurel.platform.csv_lines.Marks": of(broken=False, reopens=False, odd=False),
    "laurel.platform.csv_lines.Extent": of(broken=False, reopened=False),
    "laurel.platform.csv_records.Record": of(lines=1),
    "laurel.platform.csv_records.Rejection": of(lines=1, faults=()),
    "laurel.platform.plain_page.PlainPages": of(forms="'none'"),
    "laurel.platform.refusal.Problem": of(kind="invalid"),
    "laurel.platform.refusal.Refusal": of(errors=(), retry_after=None, version=None),
    "laurel.platform.refusal.ProblemType": of(sentence=""),
    "laurel.platform.refusal.RefusalType": of(sentence=""),
    "laurel.progress.choices.ProgressChoices": of(followed=(), reminders="missing", version=0),
    "laurel.progress.counting.CreditVerdict": of(topic=None),
    "laurel.progress.cycles.LicenseFacts": of(issued_on=None, expires_on=None),
    "laurel.progress.earned.Earned": of(statement=None, is_valid=True, topic=None),
    "laurel.roster.member.Member": of(ascp_customer_id=None),
    "laurel.workbench.session_rows.SessionRow": of(session_id=None, place=None, problems=()),
    "laurel.workbench.session_values.RowReader": of(day_first=False),
}


# What a document says where it says nothing: it is stored with it, or read again without the field.
MODELS = {
    "laurel.catalog.activity.Access": of(codes=()),
    "laurel.catalog.activity.Activity": of(
        description="",
        provider_id=None,
        provider_statement="",
        signatory=None,
        objectives=(),
        faculty=(),
        canceled=False,
        location=None,
        disclosures=(),
        overall_evaluation=None,
        content=(),
        assessment=None,
        attendance=None,
    ),
    "laurel.catalog.activity.Assessment": of(attempts=3, tells_wrong=False),
    "laurel.catalog.activity.AttendanceRule": of(share=80),
    "laurel.catalog.activity.EvaluationQuestion": of(part=None, required=True, choices=()),
    "laurel.catalog.activity.OfferedStatement": of(approval_number=None),
    "laurel.catalog.activity.Session": of(speakers=(), track=None, specialty_area=None),
    "laurel.catalog.activity.SessionCode": of(valid_from=None, valid_until=None, session_id=None, site=None),
    "laurel.catalog.library.ActivitySummary": of(location=None, canceled=False),
    "laurel.catalog.provider.Provider": of(
        pace_provider_number=None, provider_statement="", active=True, expected_every_days=None
    ),
    "laurel.certificates.content.CertificateContent": of(
        areas=(), annexe_heading="", sessions=(), logo_sha256=None, learner_language=None
    ),
    "laurel.certificates.content.SessionLine": of(area=None),
    "laurel.platform.problem_documents.ProblemDocument": of(errors=None, request_id=None),
    "laurel.progress.rule.Counts": of(excluded=()),
    "laurel.progress.rule.CycleRule": of(starts_on=None),
    "laurel.progress.rule.KeptEvidence": of(kept_years=None),
    "laurel.progress.rule.Rule": of(
        state=None,
        unit="hour",
        unit_minutes=None,
        topics=(),
        first_cycle=(),
        carry_over=None,
        reminders=(90, 30, 7),
        check_yourself=(),
    ),
    "laurel.progress.rule.RuleSource": of(url=None),
    "laurel.progress.rule.RuleTopic": of(in_first_cycle=True),
}


def model_defaults_of(one: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model that it may lack, each with its default."""
    own = {name: one.model_fields[name] for name in one.__annotations__ if name in one.model_fields}
    return {
        name: field.get_default(call_default_factory=True) for name, field in own.items() if not field.is_required()
    }


def defaults_of(one: type) -> dict[str, Any]:
    """The public fields with a default, each with its own."""
    known = [field for field in dataclasses.fields(one) if field.default is not dataclasses.MISSING]
    return {field.name: field.default for field in known if not field.name.startswith("_")}


@pytest.mark.parametrize("name", DEFAULTS)
def test_each_default_is_as_it_was(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert defaults_of(getattr(importlib.import_module(module), own)) == DEFAULTS[name]


@pytest.mark.parametrize("name", MODELS)
def test_each_default_of_a_document_is_as_it_was(name: str) -> None:
    module, _, own = name.rpartition(".")
    assert repr(model_defaults_of(getattr(importlib.import_module(module), own))) == repr(MODELS[name])


def test_every_document_of_a_pure_module_with_a_default_is_listed() -> None:
    found = set()
    for path in sorted((LAYER / "laurel").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "pydantic" in source and is_pure(source):
            module = importlib.import_module(".".join(path.relative_to(LAYER).with_suffix("").parts))
            found |= {
                f"{module.__name__}.{name}"
                for name, one in inspect.getmembers(module, inspect.isclass)
                if issubclass(one, BaseModel) and one.__module__ == module.__name__ and model_defaults_of(one)
            }
    assert found == set(MODELS), "write the defaults of a document into MODELS"


def test_every_record_of_a_pure_module_with_a_default_is_listed() -> None:
    found = {"laurel.delivery.submit.BatchSubmitter"}  # of a module that is not pure
    for path in sorted((LAYER / "laurel").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "@dataclass" in source and is_pure(source):
            module = importlib.import_module(".".join(path.relative_to(LAYER).with_suffix("").parts))
            found |= {
                f"{module.__name__}.{name}"
                for name, one in inspect.getmembers(module, inspect.isclass)
                if dataclasses.is_dataclass(one) and one.__module__ == module.__name__ and not name.startswith("_")
                if defaults_of(one)
            }
    assert found == set(DEFAULTS), "write the defaults of a record into DEFAULTS"
