"""What a request costs: the calls to DynamoDB by route. A read is one call, a write at most two."""

from dataclasses import replace

import boto3
import pytest
from claim_routes.dependencies import dependencies
from claim_routes.refusals import OF_OPERATION

from laurel.account_changes.change_links import LinkUse
from laurel.account_changes.changes import SignInAccount
from laurel.account_changes.watch import ChangeWatch
from laurel.certificates.number import new_number
from laurel.certificates.records import to_item
from laurel.learners import sign_ins
from laurel.platform.callers import session_id_of
from laurel.platform.clock import utc_now
from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, WEBINAR, badge_ids, badges_csv, groups_csv
from local.sample_catalog.parts import SOCIETY
from tests.api_events import client, learner, staff
from tests.conftest import aws_in_memory
from tests.functions.claim_api_costs import EXPECTED, LONGER
from tests.functions.claim_api_desk import counted, desk_on_moto, mailed_code
from tests.functions.client_pool_double import clients_in_memory
from tests.functions.provider_rows import LABCE, row
from tests.functions.test_awards import EXPECTED as OF_AWARDS
from tests.functions.test_organizer_calls import EXPECTED as OF_CREDITS
from tests.functions.test_people import EXPECTED as OF_PEOPLE
from tests.unit.catalog.documents import meeting
from tests.unit.certificates.test_certificate_record import CERTIFICATE
from tests.unit.own_credits.proofs import OWN_CREDIT, PDF_FILE


@pytest.fixture(scope="module")
def calls():
    """The calls of each request, by the name of its route."""
    with pytest.MonkeyPatch.context() as patch, aws_in_memory(patch), desk_on_moto(patch.setenv) as desk:
        desk.fill()
        return measured(desk)


class Requests:
    """Requests to `desk`, and the calls of each, by the name of its route."""

    def __init__(self, desk):
        self.desk = desk
        self.calls = {}

    def measure(self, name, method, path, claims=None, **given):
        with counted() as calls:
            answer = self.desk.call(method, path, claims, **given)
        assert answer.status < 300 or (answer.status, name) in {
            (403, "openClaim with a wrong code"),
            (409, "claimSession refused"),
        }, (name, answer)
        self.calls[name] = calls
        return answer


ANA, CSV = learner(), {"Content-Type": "text/csv"}


def measured(desk):
    requests = Requests(desk)
    for some in (of_everybody, of_a_profile, of_progress, of_a_claim, of_a_course):
        some(requests)
    parts = (
        of_staff_who_help,
        of_staff_with_addresses,
        of_own_addresses,
        of_sessions,
        of_joins,
        of_a_change,
        of_staff_with_the_catalog,
        of_codes_of_a_draft,
        of_own_credits,
        of_an_erasure,
        of_providers,
        of_clients,
    )
    for some in parts:
        some(requests)
    return requests.calls


def of_everybody(requests):
    for name, path in (
        ("listActivities", "/v1/activities?open=true&q=microbiology"),
        ("getActivity", f"/v1/activities/{MEETING}"),
        ("listSessions", f"/v1/activities/{MEETING}/sessions?limit=10"),
        ("listStatements", "/v1/statements"),
        ("getOpenApi", "/v1/openapi.json"),
    ):
        requests.measure(name, "GET", path)


def of_a_change(requests):
    here = dependencies()
    watch = ChangeWatch(here.table, here.registry, here.audit, utc_now)
    for sub, use in (("dan", "confirm"), ("cai", "undo")):
        requests.desk.call("GET", "/v1/me", learner(sub))
        change = watch.email_seen(SignInAccount("pool", sub), sub, f"{sub}.new@example.org")
        token = here.change_decisions.links.token(change, LinkUse(use))
        requests.measure("getAccountChange", "GET", f"/v1/account-changes?token={token}")
        requests.measure(f"{use}AccountChange", "POST", f"/v1/account-changes/{use}", json_body={"token": token})


def of_a_profile(requests):
    requests.measure("getMe the first time", "GET", "/v1/me", ANA)
    requests.measure("getMe", "GET", "/v1/me", ANA)
    requests.measure("changeMe", "PATCH", "/v1/me", ANA, json_body={"name_as_printed": "Ana"})
    link = f"/v1/notices/stop?token={dependencies().unsubscribe_links.token('ana')}"
    requests.measure("showStopNotices", "GET", link)
    requests.measure("stopNotices", "POST", link)


def of_progress(requests):
    requests.measure("changeProgress", "PUT", "/v1/me/progress", ANA, json_body={"followed": [{"rule": "florida"}]})
    requests.measure("getProgress", "GET", "/v1/me/progress", ANA)


def of_a_claim(requests):
    session, other = requests.desk.program()[0], requests.desk.program()[1]
    attended = requests.desk.attended(session)
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge_ids(1)[0]}
    wrong = {**wanted, "access_code": "CMW-000000"}
    requests.measure("openClaim with a wrong code", "POST", "/v1/claims", ANA, json_body=wrong)
    opened = requests.measure("openClaim", "POST", "/v1/claims", ANA, json_body=wanted)
    requests.measure("openClaim again", "POST", "/v1/claims", ANA, json_body=wanted)
    path = f"/v1/claims/{opened.json()['claim_id']}"
    ids = [one["id"] for one in requests.desk.call("GET", f"/v1/activities/{MEETING}").json()["disclosures"]]
    requests.measure("changeCode", "PUT", f"{path}/access", ANA, json_body={"access_code": badge_ids(2)[1]})
    requests.measure("acknowledgeDisclosures", "PUT", f"{path}/disclosures", ANA, json_body={"acknowledged": ids})
    requests.measure("claimSession", "PUT", f"{path}/sessions/{session['id']}", ANA, json_body=attended)
    requests.measure("claimSession refused", "PUT", f"{path}/sessions/{other['id']}", ANA, json_body=attended)
    asks_about_the_whole(requests.desk)
    whole = {"evaluation": attended["evaluation"]}
    assert requests.measure("evaluateActivity", "PUT", f"{path}/evaluation", ANA, json_body=whole).status == 200
    requests.measure("listClaims", "GET", "/v1/claims", ANA)
    requests.measure("getClaim", "GET", path, ANA)
    requests.measure("getOwnAttendance", "GET", f"{path}/attendance", ANA)
    requests.measure("getSummary", "GET", f"{path}/summary", ANA)
    requests.measure("getTranscript", "GET", "/v1/transcript", ANA)
    requests.measure("changeStatement", "PATCH", path, ANA, json_body={"statement": "attendance"})
    requests.measure("removeSession", "DELETE", f"{path}/sessions/{session['id']}", ANA)


def asks_about_the_whole(desk):
    """The meeting asks about the whole activity what it asks about its sessions."""
    path = f"/v1/staff/activities/{MEETING}"
    document = desk.call("GET", path, staff()).json()
    changed = document | {"overall_evaluation": document["evaluation_forms"][0]["id"]}
    assert desk.call("PUT", path, staff(), json_body=changed).status == 200


def of_a_course(requests):
    course = requests.desk.open_course()
    test = requests.desk.call("GET", course, ANA).json()["assessment"]["test"]
    answers = {one["id"]: one["choices"][0]["id"] for one in test["questions"]}
    requests.measure("takeAssessment", "POST", f"{course}/assessment", ANA, json_body={"answers": answers})
    for _ in range(test["attempts"] - 1):
        requests.desk.call("POST", f"{course}/assessment", ANA, json_body={"answers": answers})


def of_staff_who_help(requests):
    requests.measure("getMyAudit", "GET", "/v1/me/audit", learner())
    requests.measure("getAudit", "GET", "/v1/staff/audit?learner=ana", staff())
    requests.measure("getAudit of an activity", "GET", f"/v1/staff/audit?activity={MEETING}", staff())
    requests.measure("findLearner", "GET", "/v1/staff/learners?email=ana@example.org", staff())
    requests.measure(
        "findLearner by badge", "GET", f"/v1/staff/learners?activity_id={MEETING}&badge={badge_ids(2)[1]}", staff()
    )
    number = new_number(lambda _: 7)
    dependencies().table.put_many([to_item(replace(CERTIFICATE, number=number))])  # Ana's
    requests.measure("findLearner by certificate", "GET", f"/v1/staff/learners?certificate={number}", staff())
    helped = "/v1/staff/learners/ana/activities"
    why = {"reason": "A test"}
    requests.measure("giveAttempt", "POST", f"{helped}/{ONLINE}/another-attempt", staff(), json_body=why)
    requests.measure("liftLockout", "POST", f"{helped}/{MEETING}/lift-lockout", staff(), json_body=why)
    requests.measure("freeCode", "POST", f"{helped}/{MEETING}/free-code", staff(), json_body=why)


def of_staff_with_addresses(requests):
    for sub in ("bea", "cai"):
        requests.desk.call("GET", "/v1/me", learner(sub))
    requests.measure("findAddress", "GET", "/v1/staff/addresses?email=bea@example.org", staff())
    why = {"reason": "A test", "email": "bea@example.org"}
    to = why | {"to_email": "cai@example.org"}
    moved = requests.measure("moveAddress", "POST", "/v1/staff/addresses/move", staff(), json_body=to).json()
    undo = why | {"move_id": moved["undoable"]}
    requests.measure("undoMove", "POST", "/v1/staff/addresses/undo-move", staff(), json_body=undo)


def of_own_addresses(requests):
    cai, dan = learner("cai"), learner("dan")
    for one in (cai, dan):
        requests.desk.call("GET", "/v1/me", one)
    proof = requests.measure("proveAddress", "POST", "/v1/me/addresses/proof", dan).json()["proof"]
    requests.measure("takeAddress", "POST", "/v1/me/addresses/take", cai, json_body={"proof": proof})
    removed = {"email": dan["email"]}
    requests.measure("removeAddress", "POST", "/v1/me/addresses/remove", cai, json_body=removed)
    [move] = requests.measure("listAddresses", "GET", "/v1/me/addresses", cai).json()["moves"]
    undone = {"email": move["email"], "move_id": move["move_id"]}
    requests.measure("undoOwnMove", "POST", "/v1/me/addresses/undo-move", cai, json_body=undone)
    requests.desk.call("POST", "/v1/me/addresses/remove", cai, json_body=removed)  # Dan needs it again
    new = {"email": "cai.more@example.org"}
    requests.measure("sendAddressCode", "POST", "/v1/me/addresses/code", cai, json_body=new)
    requests.measure("addAddress", "POST", "/v1/me/addresses/confirm", cai, json_body={**new, "code": mailed_code()})


def of_sessions(requests):
    ticket = sign_ins.begin(dependencies().table, "ana", "ana", utc_now())
    here = {**ANA, "session": ticket}
    requests.measure("nameMySession", "PUT", "/v1/me/sessions/this", here)
    requests.measure("listMySessions", "GET", "/v1/me/sessions", here)
    other = session_id_of(sign_ins.begin(dependencies().table, "ana", "ana", utc_now()))
    requests.measure("endMySession", "DELETE", f"/v1/me/sessions/{other}", here)
    requests.measure("endMySessions", "DELETE", "/v1/me/sessions", here)


def of_joins(requests):
    cai, eli = learner("cai"), learner("eli")
    requests.desk.call("GET", "/v1/me", eli)
    proof = requests.measure("proveAccount", "POST", "/v1/me/joins/proof", eli).json()["proof"]
    requests.measure("joinAccount", "POST", "/v1/me/joins", cai, json_body={"proof": proof})
    [join] = requests.measure("listJoins", "GET", "/v1/me/joins", cai).json()["items"]
    requests.measure("undoJoin", "POST", f"/v1/me/joins/{join['join_id']}/undo", cai)
    why = {"reason": "A test", "learner_id": "cai"}
    wanted = {**why, "email": eli["email"]}
    join = requests.measure("joinLearners", "POST", "/v1/staff/joins", staff(), json_body=wanted).json()
    undone = {**why, "join_id": join["join_id"]}
    requests.measure("undoLearnersJoin", "POST", "/v1/staff/joins/undo", staff(), json_body=undone)


def of_codes_of_a_draft(requests):
    draft = "/v1/staff/drafts/coded"
    coded = meeting(id="coded", access={"type": "session_code", "codes": []})
    requests.desk.call("PUT", draft, staff(), json_body=coded)
    requests.measure("listDraftCodes", "GET", f"{draft}/codes", staff())
    requests.measure("makeDraftCodes", "POST", f"{draft}/codes", staff(), json_body={})


def of_staff_with_the_catalog(requests):
    requests.measure("listOwnActivities", "GET", "/v1/staff/activities", staff())
    counted = "/v1/staff/activities?numbers=true&limit=1"
    requests.measure("listOwnActivities with numbers", "GET", counted, staff())
    requests.measure("getActivityNumbers", "GET", f"/v1/staff/activities/{MEETING}/numbers", staff())
    requests.measure("getActivityDocument", "GET", f"/v1/staff/activities/{MEETING}", staff())
    requests.measure("getParticipants", "GET", f"/v1/staff/activities/{MEETING}/participants", staff())
    report = f"/v1/staff/reports/pace-quarterly?provider={SOCIETY}&year=2011&quarter=1"
    requests.measure("getQuarterlyReport", "GET", report, staff())
    requests.measure("getEvaluations", "GET", f"/v1/staff/activities/{MEETING}/evaluations", staff())
    requests.measure("listCodes", "GET", f"/v1/staff/activities/{MEETING}/codes", staff())
    requests.measure("listCodeUses", "GET", f"/v1/staff/activities/{MEETING}/codes/uses", staff())
    report = b"Email,Minutes\nana@example.org,40\n"
    requests.measure("listFileColumns", "POST", "/v1/staff/columns?of=attendance", staff(), body=report, headers=CSV)
    where = f"/v1/staff/activities/{TELECONFERENCE}/attendance"
    requests.measure("takeAttendance", "POST", where, staff(), body=report, headers=CSV)
    requests.measure("putActivity", "PUT", "/v1/staff/activities/meet-1", staff(), json_body=meeting())
    requests.measure("putActivity without a change", "PUT", "/v1/staff/activities/meet-1", staff(), json_body=meeting())
    draft = "/v1/staff/drafts/meet-1"
    requests.measure("saveDraft", "PUT", draft, staff(), json_body={"title": "Later"})
    requests.measure("getDraft", "GET", draft, staff())
    requests.measure("listDrafts", "GET", "/v1/staff/drafts", staff())
    requests.measure("discardDraft", "DELETE", draft, staff())
    requests.desk.call("PUT", draft, staff(), json_body=meeting(title="Later"))
    copy = {"id": "meet-2", "starts_on": "2027-06-03"}
    requests.measure("copyActivity", "POST", f"{draft}/copy", staff(), json_body=copy)
    file, headers = b"Title,Start\nMore,2026-06-04 15:00\n", {**CSV, "If-Match": "*"}
    requests.measure("takeSessions", "PUT", f"{draft}/sessions", staff(), body=file, headers=headers)
    requests.measure("downloadSessions", "GET", f"{draft}/sessions", staff())
    requests.desk.call("PUT", draft, staff(), json_body=meeting(title="Later"), headers={"If-Match": "*"})
    requests.measure("listRevisions", "GET", "/v1/staff/activities/meet-1/revisions", staff())
    requests.measure("getRevision", "GET", "/v1/staff/activities/meet-1/revisions/1", staff())
    restore = {"json_body": {"revision": 1}, "headers": {"If-Match": "*"}}
    requests.measure("restoreRevision", "POST", f"{draft}/restore", staff(), **restore)
    requests.measure("archiveActivity", "POST", "/v1/staff/activities/meet-1/archive", staff())
    requests.measure("restoreActivity", "POST", "/v1/staff/activities/meet-1/restore", staff())
    requests.measure("previewDraft", "GET", f"{draft}/preview", staff())
    requests.measure("publishDraft", "POST", f"{draft}/publish", staff())
    requests.measure("deleteActivity", "DELETE", "/v1/staff/activities/meet-1", staff())
    lists = f"/v1/staff/activities/{MEETING}/badges"
    requests.measure("putBadges", "PUT", lists, staff(), body=badges_csv(501).encode(), headers=CSV)
    requests.measure("putBadges with fewer", "PUT", lists, staff(), body=badges_csv(400).encode(), headers=CSV)
    lists = f"/v1/staff/activities/{TELECONFERENCE}/groups"
    requests.measure("putGroups", "PUT", lists, staff(), body=groups_csv().encode(), headers=CSV)
    made = {"request_id": "0" * 16, "site": "A site", "capacity": 5}
    requests.measure("makeGroups", "POST", lists.replace("groups", "codes"), staff(), json_body=made)
    of_webinar = f"/v1/staff/activities/{WEBINAR}/codes/sessions"
    requests.measure("makeSessionCodes", "POST", of_webinar, staff(), json_body={})


def of_providers(requests):
    record, program = "/v1/staff/providers/labce", client("labce/credits.read", "labce/credits.write")
    requests.measure("putProvider", "PUT", record, staff(), json_body=LABCE)
    requests.measure("getProvider", "GET", record, staff())
    requests.measure("listProviders", "GET", "/v1/staff/providers", staff())
    requests.measure("getOwnProvider", "GET", "/v1/providers/labce", program)
    pushed = "/v1/providers/labce/credits"
    for name, rows in (("pushCredits the first time in an hour", "pq"), ("pushCredits", "rs")):
        body = {"credits": [row(f"{one}1") for one in rows]}
        requests.measure(name, "POST", pushed, program, json_body=body)
    requests.measure("getPushedCredit", "GET", f"{pushed}/r1", program)
    requests.measure("listChanges", "GET", pushed, program)
    asked = (("Upload", "/v1/providers/labce/uploads", program), ("RosterUpload", "/v1/rosters/ascls/uploads", staff()))
    for name, path, who in asked:
        form = requests.measure(f"start{name}", "POST", path, who).json()
        boto3.client("s3").put_object(Bucket="intakebucket", Key=form["fields"]["key"], Body=b"file")
        requests.measure(f"get{name}", "GET", f"{path}/{form['upload_id']}", who)
    why = {"reason": "She left at noon."}
    requests.measure(
        "correctOwnCredit", "POST", f"{pushed}/r1/correct", program, json_body=why | {"contact_hours": "1"}
    )
    requests.measure("withdrawOwnCredit", "POST", f"{pushed}/r1/withdraw", program, json_body=why)


def of_clients(requests):
    path = "/v1/staff/clients/labce"
    with pytest.MonkeyPatch.context() as monkeypatch:
        clients_in_memory(monkeypatch)
        made = requests.measure("createClient", "POST", path, staff(), json_body={"name": "Export"}).json()["client_id"]
        requests.measure("listClients", "GET", path, staff())
        requests.measure("rotateClient", "POST", f"{path}/{made}/rotate", staff(), json_body={})
        requests.measure("revokeClient", "POST", f"{path}/{made}/revoke", staff())


def of_own_credits(requests):
    path = "/v1/own-credits"
    added = requests.measure("addOwnCredit", "POST", path, ANA, json_body=OWN_CREDIT).json()["credit_id"]
    requests.measure("listOwnCredits", "GET", path, ANA)
    requests.measure("changeOwnCredit", "PUT", f"{path}/{added}", ANA, json_body=OWN_CREDIT)
    form = requests.measure("startProof", "POST", f"{path}/{added}/proof/uploads", ANA).json()
    boto3.client("s3").put_object(Bucket="exportbucket", Key=form["fields"]["key"], Body=PDF_FILE)
    upload = {"upload_id": form["upload_id"]}
    assert requests.measure("putProof", "PUT", f"{path}/{added}/proof", ANA, json_body=upload).status == 200
    requests.measure("getProof", "GET", f"{path}/{added}/proof", ANA)
    requests.measure("deleteProof", "DELETE", f"{path}/{added}/proof", ANA)
    requests.measure("deleteOwnCredit", "DELETE", f"{path}/{added}", ANA)


def of_an_erasure(requests):
    requests.measure("requestExport", "POST", "/v1/me/export", ANA)
    requests.measure("getExport", "GET", "/v1/me/export", ANA)
    requests.measure("requestCertificateFile", "POST", "/v1/me/export/certificates", ANA)
    requests.measure("getCertificateFile", "GET", "/v1/me/export/certificates", ANA)
    requests.measure("getErasure", "GET", "/v1/me/erasure", ANA)
    requests.measure("eraseMe", "DELETE", "/v1/me?confirm=erase", ANA)


def test_every_route_costs_what_is_written_here(calls):
    assert calls == EXPECTED


def test_a_read_is_one_call_and_a_write_two(calls):
    reads = {name for name in calls if name.startswith(("get", "list"))}
    for name, made in calls.items():
        # A read of another's data that is recorded is two.
        most = 1 if name in reads and name not in {"getMe the first time", "getAudit"} else 2
        assert len(made) <= most or name in LONGER, (
            name,
            made,
        )


def test_every_route_is_counted(calls):
    assert {name.split()[0] for name in (*calls, *OF_CREDITS, *OF_PEOPLE, *OF_AWARDS)} == set(OF_OPERATION)


def test_an_open_course_asks_for_no_code_and_costs_one_read_and_one_write(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        desk.fill()
        wanted = {"activity_id": ONLINE, "statement": "pace"}
        # The address of the sign-in is recorded, once.
        with counted() as calls:
            desk.call("POST", "/v1/claims", learner("bea"), json_body=wanted)
        assert calls == ["BatchGetItem", "GetItem", "TransactWriteItems", "TransactWriteItems"]
        assert desk.call("GET", "/v1/me", learner()).status == 200
        with counted() as calls:
            desk.call("POST", "/v1/claims", learner(), json_body=wanted)
        assert calls == ["BatchGetItem", "TransactWriteItems"]
