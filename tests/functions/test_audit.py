"""The audit log over HTTP: every route that acts on somebody's data adds an entry; learners and staff read them."""

import pytest

from functions.certificate_pdf import app as certificate_pdf
from functions.claim_api import app as claim_api
from laurel.intake.feed_cards import file_id_of
from laurel.ledger.states import UnmatchedReason
from local.sample_catalog import MEETING, WEBINAR, badge_ids
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.organizer_desk import BEA, Books, an_id, rejected, reported, unmatched
from tests.functions.provider_rows import LABCE, award
from tests.functions.test_claim_api_calls import measured
from tests.functions.test_staff_files import record
from tests.unit.catalog.documents import meeting
from tests.unit.certificates.samples import SVG

WHY = {"reason": "She asked for it."}
SAM, EVA = staff(), learner("eva", **{"cognito:groups": "[staff]"})
# A learner's own draft is not recorded step by step, but when it is opened, and what of it is printed.
NOT_RECORDED = {
    "changeStatement",
    "acknowledgeDisclosures",
    "claimSession",
    "removeSession",
    "evaluateActivity",
    "takeAssessment",
    "changeCode",
    "proveAddress",  # it changes nothing
    # By link and without a sign-in: tests/functions/test_account_changes.py reads their entries.
    "undoAccountChange",
    "confirmAccountChange",
    "pushCredits",  # the credit is the record: its timeline begins there
    "startUpload",  # nor does this: the run that reads the file records it
    "startRosterUpload",
    "proveAccount",  # nor does this
    "sendAddressCode",  # it changes nothing either
    "saveDraft",  # what is published is the record
    "discardDraft",
    "copyActivity",
    "takeSessions",
    "makeDraftCodes",
    "restoreRevision",
    "nameMySession",  # nor does this
    "listFileColumns",  # a file of the caller's is read and forgotten
    # A learner's own statements, which nobody checks and nothing is decided by, and their proofs.
    "addOwnCredit",
    "changeOwnCredit",
    "deleteOwnCredit",
    "startProof",
    "putProof",
    "deleteProof",
    "mailCertificate",  # the document goes to its learner, at the address of their account
    "changeProgress",  # the learner's own notes: no credit and no mail address depends on them
}

RECORDED = {
    "publishDraft": "activity.put",
    "archiveActivity": "activity.archived",
    "restoreActivity": "activity.restored",
    "deleteActivity": "activity.deleted",
    "changeMe": "profile.changed",
    "eraseMe": "account.erased",
    "endMySession": "session.ended",
    "endMySessions": "sessions.ended",
    "requestExport": "data.exported",
    "requestCertificateFile": "certificates.exported",
    "openClaim": "claim.opened",
    "stopNotices": "notices.stopped",
    "retryCredit": "credit.retried",
    "reportByHand": "credit.self_reported",
    "awardCredit": "credit.awarded",
    "releaseCredit": "credit.released",
    "withdrawCredit": "credit.withdrawn",
    "actOnCredits": "credit.withdrawn",
    "undoWithdrawal": "credit.withdrawal_undone",
    "correctCredit": "credit.corrected",
    "correctOwnCredit": "credit.corrected",
    "withdrawOwnCredit": "credit.withdrawn",
    "matchCredit": "credit.matched",
    "freeCode": "claim.code_freed",
    "giveAttempt": "claim.attempt_given",
    "liftLockout": "claim.lockout_lifted",
    "joinAccount": "accounts.merged",
    "undoJoin": "accounts.merge_undone",
    "joinLearners": "accounts.merged",
    "undoLearnersJoin": "accounts.merge_undone",
    "addAddress": "address.added",
    "undoOwnMove": "address.move_undone",
    "takeAddress": "address.moved",
    "removeAddress": "address.removed",
    "moveAddress": "address.moved",
    "undoMove": "address.move_undone",
    "putActivity": "activity.put",
    "putBadges": "activity.badges_put",
    "putGroups": "activity.groups_put",
    "makeGroups": "activity.groups_put",
    "makeSessionCodes": "activity.put",
    "takeAttendance": "activity.attendance_taken",
    "putProvider": "provider.put",
    "createClient": "client.created",
    "rotateClient": "client.replaced",
    "revokeClient": "client.revoked",
    "putLogo": "activity.logo_put",
    "putProviderLogo": "provider.logo_put",
    "undoFile": "file.undo_asked",
    "printCertificate": "certificate.printed",
    "reissueCertificate": "certificate.reissued",
    "revokeCertificate": "certificate.revoked",
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def entries(desk, query):
    """The entries that staff find, without those of such readings."""
    answer = desk.claims.call("GET", f"/v1/staff/audit?{query}", EVA)
    assert answer.status == 200, answer
    return [one for one in answer.json()["items"] if one["act"] != "audit.seen"]


def mine(desk, sub="ana"):
    answer = desk.claims.call("GET", "/v1/me/audit", learner(sub))
    assert answer.status == 200, answer
    return answer.json()["items"]


def changes(entry):
    return {one["field"]: (one["before"], one["after"]) for one in entry["changes"]}


# ---- who reads what


def test_a_learner_reads_what_concerns_them_and_nobody_elses(desk):
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima", "physician": True})
    desk.claims.call("PATCH", "/v1/me", learner("bea"), json_body={"name_as_printed": "Bea"})
    changed, recorded = mine(desk)
    assert (changed["act"], changed["by"], changed["by_you"], changed["why"]) == (
        "profile.changed",
        "learner",
        True,
        None,
    )
    assert changes(changed) == {"name_as_printed": (None, "Ana Lima"), "physician": (None, "yes")}
    assert changes(recorded) == {"email": (None, "ana@example.org")}
    assert [one["act"] for one in mine(desk, "bea")] == ["profile.changed", "address.recorded"]


def test_a_learner_sees_that_staff_looked_and_why_they_acted_but_not_who_it_was(desk):
    desk.claims.open_meeting()
    assert desk.claims.call("GET", "/v1/staff/learners?email=ana@example.org", SAM).status == 200
    freed = f"/v1/staff/learners/ana/activities/{MEETING}/free-code"
    assert desk.claims.call("POST", freed, SAM, json_body=WHY).status == 200
    helped, seen, *_ = mine(desk)
    assert (helped["act"], helped["by"], helped["by_you"], helped["why"]) == (
        "claim.code_freed",
        "staff",
        False,
        WHY["reason"],
    )
    assert (helped["activity_id"], changes(helped)) == (MEETING, {"code_held": ("yes", "no")})
    assert (seen["act"], seen["by"]) == ("learner.seen", "staff")
    assert "sam" not in str(mine(desk))
    assert badge_ids(1)[0] not in str(mine(desk))


def test_staff_read_the_acts_on_a_learner_on_an_activity_and_of_a_person(desk):
    desk.claims.open_meeting()
    desk.claims.call("GET", "/v1/staff/learners?email=ana@example.org", SAM)
    [seen] = [one for one in entries(desk, "learner=ana") if one["by"] == "staff"]
    assert (seen["actor_id"], seen["learner_id"]) == ("sam", "ana")
    # Before that Sam put the sample catalog.
    assert [one["act"] for one in entries(desk, "actor=sam")][:2] == ["learner.seen", "activity.groups_put"]
    assert {one["act"] for one in entries(desk, f"activity={MEETING}")} == {"activity.put", "activity.badges_put"}
    for query in ("", "learner=ana&actor=sam"):
        refused = desk.claims.call("GET", f"/v1/staff/audit?{query}", SAM)
        assert (refused.status, refused.code) == (422, "invalid")
    assert desk.claims.call("GET", "/v1/staff/audit?learner=ana", learner()).code == "staff_only"


def test_reading_the_log_of_a_person_is_an_entry_too(desk):
    desk.claims.call("GET", "/v1/staff/audit?learner=ana", SAM)
    desk.claims.call("GET", "/v1/staff/audit?actor=eva", SAM)
    assert [one["act"] for one in mine(desk)] == ["audit.seen"]
    assert [one["act"] for one in mine(desk, "eva")] == ["audit.seen"]


def test_pages_follow_each_other_and_a_cursor_is_for_one_list(desk):
    for number in range(5):
        desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": f"Ana {number}"})
    first = desk.claims.call("GET", "/v1/me/audit?limit=4", learner()).json()
    cursor = first["next_cursor"]
    second = desk.claims.call("GET", f"/v1/me/audit?limit=4&cursor={cursor}", learner()).json()
    assert [one["act"] for one in second["items"]] == ["profile.changed", "address.recorded"]
    assert second["next_cursor"] is None
    assert desk.claims.call("GET", f"/v1/me/audit?cursor={cursor}", learner("bea")).status == 422


# ---- attempts


def test_an_attempt_on_a_learner_is_recorded_once_a_day_with_who_it_was(desk):
    desk.claims.call("GET", "/v1/me", learner())
    for _ in range(3):
        path = f"/v1/staff/learners/ana/activities/{MEETING}/free-code"
        assert desk.claims.call("POST", path, learner("mal"), json_body=WHY).code == "staff_only"
    desk.claims.call("POST", f"/v1/staff/learners/nobody/activities/{MEETING}/free-code", learner("mal"), json_body=WHY)
    of_nobody, refused = sorted(entries(desk, "actor=mal"), key=lambda one: one["learner_id"] or "")
    assert (refused["act"], refused["learner_id"], refused["by"]) == ("refused", "ana", "learner")
    assert (of_nobody["act"], of_nobody["learner_id"]) == ("refused", None)
    assert [(one["act"], one["by_you"]) for one in mine(desk)][-1:] == [("refused", False)]


def test_who_asks_for_the_certificate_of_another_is_recorded(desk):
    printed = desk.printed()
    path = f"/v1/certificates/{printed['number']}"
    assert desk.call("GET", path, learner()).status == 200
    assert desk.call("GET", path, learner("mal")).status == 404
    assert desk.call("GET", path, SAM).status == 200
    found = [one for one in entries(desk, "learner=ana") if one["act"] in ("refused", "certificate.seen")]
    assert {(one["act"], one["actor_id"], one["certificate"]) for one in found} == {
        ("refused", "mal", printed["number"]),
        ("certificate.seen", "sam", printed["number"]),
    }


# ---- what acts record


@pytest.mark.slow
def test_acts_on_a_certificate_are_recorded_with_what_changed_and_why(desk):
    printed = desk.printed()
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    path = f"/v1/staff/certificates/{printed['number']}"
    new = desk.call("POST", f"{path}/reissue", SAM, json_body=WHY).json()["certificate"]["number"]
    assert desk.call("POST", f"/v1/staff/certificates/{new}/revoke", SAM, json_body=WHY).status == 200
    found = {one["act"]: one for one in entries(desk, "learner=ana")}
    assert found["certificate.printed"]["certificate"] == printed["number"]
    reissued, revoked = found["certificate.reissued"], found["certificate.revoked"]
    assert changes(reissued)["Name"] == ("Ana Sörensen", "Ana Lima")
    assert (changes(reissued)["certificate"], reissued["certificate"]) == ((None, new), printed["number"])
    assert (changes(revoked), revoked["why"], revoked["actor_id"]) == (
        {"status": ("valid", "revoked")},
        WHY["reason"],
        "sam",
    )


def test_consent_is_an_act_of_its_own(desk):
    for agrees in (True, True, False):
        desk.claims.call("PATCH", "/v1/me", learner(), json_body={"consent_to_report": agrees})
    assert [one["act"] for one in mine(desk)] == ["consent.withdrawn", "consent.given", "address.recorded"]


def test_a_change_of_an_activity_names_the_fields_and_shows_no_answers_or_codes(desk):
    path = "/v1/staff/activities/meet-1"
    desk.claims.call("PUT", path, SAM, json_body=meeting())
    desk.claims.call("PUT", path, SAM, json_body=meeting(title="Another title"))
    changed, first = entries(desk, "activity=meet-1")
    assert changes(changed)["revision"] == ("1", "2")
    assert changes(changed)["fields"] == (None, "title")
    assert changes(changed)["title"][1] == "Another title"
    assert {one["field"] for one in first["changes"]}.isdisjoint({"access", "assessment", "sessions"})


# ---- nothing is left out


@pytest.mark.slow
def test_every_route_that_acts_adds_its_entry_or_is_named_here(desk):
    """A new route that changes something records it, or is in `NOT_RECORDED`."""
    apis = [*claim_api.routes.all(), *certificate_pdf.routes.all()]
    routes = [one for api in apis for one in api._static_routes + api._dynamic_routes]
    assert {one.operation_id for one in routes if one.method != "GET"} == set(RECORDED) | NOT_RECORDED
    act_on_credits(desk.claims)
    act_on_certificates(desk)
    undo = f"/v1/staff/files/{file_id_of(record('feed/labce/1.csv'))}/undo"
    assert desk.claims.call("POST", undo, SAM, json_body=WHY).status == 202
    measured(desk.claims)  # at the end Ana erases her account
    found = {one["act"] for who in ("ana", "cai", "sam") for one in entries(desk, f"actor={who}&limit=100")}
    assert set(RECORDED.values()) - found == set()


def act_on_credits(desk):
    books = Books()
    books.put_roster_in_force()
    books.members(BEA, "M1", "M2")
    ambiguous = unmatched("a", UnmatchedReason.AMBIGUOUS_EMAIL, email=BEA)
    books.add(rejected("r"), reported("w"), unmatched("u"), unmatched("v"), ambiguous)
    for name, act in (("u", "retry"), ("v", "self-reported")):
        assert desk.call("POST", f"/v1/organizer/{an_id(name)}/{act}", learner()).status == 200
    assert desk.call("PUT", "/v1/staff/providers/labce", SAM, json_body=LABCE).status == 200
    assert desk.call("PATCH", "/v1/me", learner("cai"), json_body={"name_as_printed": "Cai Lund"}).status == 200
    awarded = desk.call("POST", "/v1/staff/people/cai/credits", SAM, json_body=award())
    assert awarded.status == 200, awarded
    for name, act, more in (
        ("r", "release", {}),
        ("w", "correct", {"name": "Ada Right"}),
        ("w", "withdraw", {}),
        ("w", "undo-withdrawal", {}),
        ("a", "match", {"member_number": "M2"}),
    ):
        answer = desk.call("POST", f"/v1/staff/credits/{an_id(name)}/{act}", SAM, json_body=WHY | more)
        assert answer.status == 200, answer


def act_on_certificates(desk):
    number = desk.printed()["number"]
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    new = desk.call("POST", f"/v1/staff/certificates/{number}/reissue", SAM, json_body=WHY).json()
    path = f"/v1/staff/certificates/{new['certificate']['number']}/revoke"
    assert desk.call("POST", path, SAM, json_body=WHY).status == 200
    picture = {"Content-Type": "image/svg+xml"}
    assert desk.call("PUT", f"/v1/staff/activities/{WEBINAR}/logo", SAM, body=SVG, headers=picture).status == 200
    desk.claims.call("PUT", "/v1/staff/providers/labce", SAM, json_body=LABCE)
    assert desk.call("PUT", "/v1/staff/providers/labce/logo", SAM, body=SVG, headers=picture).status == 200
