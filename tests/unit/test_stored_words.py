"""The words of every choice keep their spelling and their order: they are stored, sent to programs, or sorted by.

A stored word that changes leaves records that nobody reads any more. So a changed word here needs a decision
about what is stored, and a new choice adds its words here.
"""

import importlib
import inspect
from enum import StrEnum
from pathlib import Path

import pytest

from tests.architecture.pure_contract import is_pure

LAYER = Path(__file__).parents[2] / "layers" / "common"
# Words with blanks in them are divided by "|".
WORDS = {
    "laurel.account_changes.changes.ChangeKind": "email password second_factor_on second_factor_off",
    "laurel.account_changes.changes.ChangeState": "open confirmed settled replaced undoing undone",
    "laurel.attendance.match_report.RowStatus": "taken known no_email too_short not_in_session unreadable",
    "laurel.audit.acts.AuditAct": (
        "profile.changed consent.given consent.withdrawn notices.stopped address.recorded address.added "
        "address.removed address.moved address.move_undone email.changed email.change_undone password.changed "
        "password.change_undone second_factor.on second_factor.off second_factor.change_undone "
        "account.change_confirmed session.ended sessions.ended accounts.merged accounts.merge_undone data.exported "
        "certificates.exported account.erased claim.opened claim.code_freed claim.attempt_given "
        "claim.lockout_lifted certificate.printed certificate.reissued certificate.revoked claim.reopened "
        "credit.awarded credit.retried credit.self_reported credit.released credit.withdrawn credit.corrected "
        "credit.withdrawal_undone credit.matched activity.put activity.archived activity.restored activity.deleted "
        "activity.badges_put activity.groups_put activity.attendance_taken activity.logo_put provider.put "
        "provider.logo_put file.undo_asked file.undone client.created client.replaced client.revoked "
        "sftp.key_added sftp.user_ended partner_role.let_in partner_role.ended "
        "learner.seen certificate.seen credits.seen participants.seen codes.seen "
        "audit.seen refused"
    ),
    "laurel.audit.acts.ActorKind": "learner staff operator system client",
    "laurel.catalog.activity.Kind": "live_meeting teleconference webinar online",
    "laurel.catalog.activity.Level": "basic intermediate advanced",
    "laurel.catalog.activity.QuestionKind": "likert choice yes_no text",
    "laurel.catalog.activity.QuestionPart": "speaker objective content facilities comment",
    "laurel.certificates.certificate.CertificateStatus": "valid superseded revoked",
    "laurel.certificates.certificate_notice.CertificateEvent": "issued reissued revoked reopened",
    "laurel.certificates.logo.LogoKind": "png svg",
    "laurel.claims.claim.Status": "draft final",
    "laurel.exports.export.ExportState": "waiting making ready failed",
    "laurel.exports.export.ExportPart": "profile claims certificates credits audit",
    "laurel.exports.export.ExportKind": "data certificates",
    "laurel.feed_files.undo.UndoState": "waiting working done failed",
    "laurel.feed_files.undo.UndoOutcome": "undone asked skipped failed",
    "laurel.feed_files.undo.UndoReason": (
        "not_taken not_of_this_file already_undone already_withdrawn at_ascp being_sent outcome_unknown busy"
    ),
    "laurel.feed_files.undo.UndoProblem": "file_gone file_unreadable unexpected",
    "laurel.intake.file_report.FileOutcome": "taken refused put_off begun",
    "laurel.learners.name_languages.NameLanguage": (
        "en ja zh-Hans zh-Hant ko vi ar fa ur ps ckb ug sd he yi ru uk be bg sr mk kk ky mn tg hi ne mr sa bn as "
        "pa am ti bo dz es fr de it pt pl tr fil yo ig"
    ),
    "laurel.learners.profile.Paper": "letter a4",
    "laurel.learners.profile.Language": "en es",
    "laurel.ledger.credit.Source": "claim feed",
    "laurel.ledger.customer_id.IdSource": "profile roster provider",
    "laurel.ledger.explanations.FixPlace": "profile ascls ascp provider organizer nowhere",
    "laurel.ledger.notifications.NoticeCause": "rejected unmatched late accepted",
    "laurel.ledger.states.State": "earned unmatched reported sending accepted rejected withdrawn",
    "laurel.ledger.states.Action": "add correct withdraw",
    "laurel.ledger.states.UnmatchedReason": (
        "not_a_member membership_lapsed ambiguous_email not_reportable likely_duplicate no_consent"
    ),
    "laurel.ledger.states.RejectedReason": "unknown_email name_mismatch outside_cycle customer_id_mismatch invalid",
    "laurel.ledger.states.WithdrawnReason": (
        "by_staff by_provider by_hand certificate_revoked erased file_undone claimed_again"
    ),
    "laurel.ledger.timeline.FollowUpEvent": (
        "correction_asked correction_accepted correction_refused withdrawal_asked withdrawal_accepted "
        "withdrawal_refused"
    ),
    "laurel.organizer.diagnosis_rules.Standing": "active shared lapsed not_there no_roster",
    "laurel.organizer.diagnosis_rules.AtAscls": "same different missing unknown",
    "laurel.organizer.diagnosis_rules.AtAscp": "same different refused unknown",
    "laurel.organizer.diagnosis_texts.Question": "member time emails organizer",
    "laurel.organizer.diagnosis_texts.Answer": "yes no not_yet unknown",
    "laurel.organizer.diagnosis_texts.Cause": (
        "matched active shared lapsed not_there unproven_address no_roster not_held not_usable all_same "
        "former_address ascls_different ascls_missing ascls_unknown ascp_different ascp_refused ascp_unknown "
        "ascp_id_unknown ascp_other_id no_credits not_received waits_for_night not_matched can_be_matched "
        "never_reported likely_duplicate no_consent no_address clock_runs late reached answered refused unreadable "
        "withdrawn"
    ),
    "laurel.organizer.diagnosis_texts.Then": "nothing soon next_night roster_change handed_on asked_again",
    "laurel.organizer.phases.Phase": "on_its_way late needs_you held done",
    "laurel.organizer.unreported.UnreportedReason": "not_reportable no_consent no_address",
    "laurel.organizer.whereabouts.Mark": "passed here broken ends ahead unknown",
    "laurel.organizer.whereabouts_texts.Stop": "you laurel ascls ascp",
    "laurel.organizer.whereabouts_texts.Course": "stuck moving arrived ended",
    "laurel.organizer.whereabouts_texts.Remedy": "nothing retry agree profile ascls ascp by_hand provider write print",
    "laurel.organizer.whereabouts_texts.Halt": (
        "can_be_matched lapsed other_address not_listed shared no_roster refused_email refused_email_and_id "
        "refused_id refused_name refused_cycle refused_as_sent unreadable known_since no_address not_agreed "
        "agreed_elsewhere not_received likely_duplicate late sent_again_tonight moves_tonight matching with_ascls "
        "to_ascp accepted never_reported withdrawn_revoked withdrawn_by_provider withdrawn_with_file "
        "withdrawn_by_hand withdrawn address_not_held address_not_usable no_credits"
    ),
    "laurel.own_credits.own_credit.OwnUnit": "contact_hour hour ceu",
    "laurel.own_credits.own_credit.Topic": (
        "general safety ethics medical_errors hiv_aids laws_and_rules administration blood_bank chemistry cytology "
        "hematology histology immunology microbiology molecular urinalysis"
    ),
    "laurel.own_credits.own_credit.ProofType": "application/pdf image/png image/jpeg image/heic",
    "laurel.platform.callers.Right": "credits.write credits.read roster.write",
    "laurel.platform.refusal.RefusalKind": (
        "malformed not_signed_in forbidden not_found other_method conflict outdated too_large other_media_type "
        "invalid version_needed too_many failed busy"
    ),
    "laurel.platform.retention.Remover": (
        "DynamoDB, by `expires_at`|S3, by a lifecycle rule|CloudWatch Logs|the account guard, every hour|SQS|the "
        "end of the account"
    ),
    "laurel.progress.choices.ReminderChoice": "missing always never",
    "laurel.progress.counting.Why": (
        "counts topic not_valid no_hours statement own excluded same_course before_cycle after_cycle before_license"
    ),
    "laurel.progress.cycles.MissingDate": "issued_on expires_on new_expires_on",
    "laurel.progress.earned.EarnedSource": "claim feed own",
    "laurel.progress.rule.Confidence": "rule secondary unconfirmed",
    "laurel.progress.rule.CycleKind": "fixed calendar_before_renewal to_expiry from_issue",
    "laurel.roster.member.MemberStatus": "active lapsed",
    "laurel.statements.Statement": "ama_pra_1 attendance pace california florida",
    "laurel.transcripts.whole.LineStanding": "counts withdrawn in_question",
    "laurel.workbench.session_rows.SessionRowOutcome": "new changed same left_out",
}


def choice_named(name: str) -> type[StrEnum]:
    module, _, own = name.rpartition(".")
    found: type[StrEnum] = getattr(importlib.import_module(module), own)
    return found


@pytest.mark.parametrize("name", WORDS)
def test_each_word_is_as_it_was(name: str) -> None:
    words = [one.value for one in choice_named(name)]
    assert ("|" if any(" " in one for one in words) else " ").join(words) == WORDS[name]


def test_every_choice_of_a_pure_module_is_listed() -> None:
    found = set()
    for path in sorted((LAYER / "laurel").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "StrEnum" in source and is_pure(source):
            module = importlib.import_module(".".join(path.relative_to(LAYER).with_suffix("").parts))
            found |= {
                f"{module.__name__}.{name}"
                for name, one in inspect.getmembers(module, inspect.isclass)
                if issubclass(one, StrEnum) and one.__module__ == module.__name__ and len(one)
            }
    # The kinds of statement have no "StrEnum" of their own: `test_statement_kinds` looks at each of their fields.
    assert found | {"laurel.statements.Statement"} == set(WORDS), "write the words of a new choice into WORDS"
