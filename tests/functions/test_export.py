"""A learner asks for their data: what is in the file, who gets it, and what happens when a run stops or comes twice."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.export_data import app
from laurel.certificates.archive import Archive
from laurel.exports import files
from laurel.exports.export import Export, ExportPart, ExportState, Progress, taken
from laurel.exports.records import Exports, write_of
from laurel.exports.start import start_function
from laurel.learners import sign_ins
from laurel.ledger.store import Change
from laurel.platform import aws as aws_clients
from laurel.platform.callers import session_id_of
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.sample_catalog import TELECONFERENCE
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import NAME
from tests.functions.export_desk import BUCKET, Mailbox, export_desk_on_moto
from tests.functions.organizer_desk import Books, unmatched

EVENT = {"learner_id": "ana", "export_id": "gone"}
WHY = {"reason": "She asked for it."}


@pytest.fixture
def desk(aws, monkeypatch):
    mailbox = Mailbox()
    monkeypatch.setattr(aws_clients, "sesv2", lambda: mailbox)
    with export_desk_on_moto(monkeypatch.setenv, mailbox) as found:
        yield found


def stored(learner_id="ana") -> Export | None:
    return Exports(Table("ClaimsTable")).of(learner_id)


def put(export, before=None):
    assert Table("ClaimsTable").put(write_of(before, export))
    return export


def table(desk, name):
    return list(csv.DictReader(io.StringIO(desk.zip().read(name).decode("utf-8-sig"))))


def test_it_is_asked_for_made_and_downloaded(desk):
    printed = desk.printing.printed()
    assert desk.look()["state"] == "none"
    asked = desk.ask()
    assert (asked.status, asked.json()["state"], asked.json()["url"]) == (202, "waiting", None)
    assert desk.make() == "ready"
    found = desk.look()
    assert (found["state"], found["progress"]) == ("ready", None)
    (key,) = desk.keys()
    url = urlsplit(found["url"])
    assert url.path.endswith(key)
    assert parse_qs(url.query)["X-Amz-Expires"] == ["300"]
    older = desk.claims.call("GET", "/v1/me/export", learner(auth_time="1")).json()
    assert older == {**found, "url": None, "url_expires_at": None}  # found or copied, a session downloads nothing
    assert found["size"] == aws_clients.s3().head_object(Bucket=BUCKET, Key=key)["ContentLength"]
    ready, until = (datetime.fromisoformat(found[name]) for name in ("ready_at", "available_until"))
    assert until - ready == timedelta(days=7)
    assert desk.zip().testzip() is None
    assert any(printed["number"] in name for name in desk.zip().namelist())


def test_everything_about_the_learner_is_in_it_and_nothing_about_others(desk):
    printed = desk.printing.printed()
    desk.printing.printed("bea")
    desk.claims.call("GET", "/v1/staff/learners?email=ana@example.org", staff())
    Books().add(unmatched("u", email="ana@example.org"), unmatched("b", email="bea@example.org"))
    report = b"Email,Minutes\nana@example.org,60\nbea@example.org,40\n"
    where = f"/v1/staff/activities/{TELECONFERENCE}/attendance"
    assert desk.claims.call("POST", where, staff(), body=report, headers={"Content-Type": "text/csv"}).status == 200
    desk.ask()
    desk.make()
    profile = desk.read("profile.json")
    assert (profile["learner_id"], profile["name_as_printed"]) == ("ana", NAME)
    assert desk.read("addresses.json")["sign_in"] == [{"email": "ana@example.org", "current": True, "yours": True}]
    consents = desk.read("consents.json")
    assert consents["consent_to_report"] is True
    assert [one["act"] for one in consents["changes"]] == ["consent.given"]
    (claim,) = desk.read("claims.json")
    assert claim["certificate_number"] == printed["number"]
    (session,) = claim["sessions"]
    assert session["evaluation"]
    assert all(one["question"] for one in session["evaluation"])
    answers = table(desk, "evaluations.csv")
    assert [one["question"] for one in answers] == [one["question"] for one in session["evaluation"]]
    (attended,) = desk.read("attendance.json")
    assert (attended["activity_id"], attended["minutes"]) == (TELECONFERENCE, 60)
    assert [one["minutes"] for one in table(desk, "attendance.csv")] == ["60"]
    (certificate,) = desk.read("certificates.json")
    assert desk.zip().read(certificate["file"]) == desk.printing.document(printed)
    credits = desk.read("credits.json")
    assert len(credits) == 2
    assert all(one["timeline"] for one in credits)
    assert {one["provider"] for one in credits} >= {"LabCE"}
    assert len(table(desk, "timelines.csv")) == sum(len(one["timeline"]) for one in credits)
    acts = [one["act"] for one in desk.read("audit.json")]
    assert {"data.exported", "learner.seen", "certificate.printed", "claim.opened"} <= set(acts)
    assert len(table(desk, "audit.csv")) == len(acts)
    whole = b"".join(desk.zip().read(name) for name in desk.zip().namelist() if not name.endswith(".pdf")).decode()
    assert "bea" not in whole
    assert '"sam"' not in whole


def test_sign_ins_are_in_it_without_what_renews_a_session(desk):
    here, at = Table("ClaimsTable"), utc_now()
    first, last = (sign_ins.begin(here, "ana", "ana-account", at - timedelta(hours=ago)) for ago in (9, 1))
    other = sign_ins.begin(here, "bea", "bea-account", at)
    assert sign_ins.name(here, ["ana"], session_id_of(last), "Firefox, Windows")
    sign_ins.end_all(here, "ana", at)
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    desk.make()
    found = desk.read("sign_ins.json")
    assert [(one["session_id"], one["browser"], one["ended"]) for one in found] == [
        (session_id_of(last), "Firefox, Windows", True),
        (session_id_of(first), None, False),
    ]
    rows = table(desk, "sign_ins.csv")
    assert [(row["browser"], row["ended"]) for row in rows] == [("Firefox, Windows", "yes"), ("", "no")]
    assert [row["started_at"] for row in rows] == [one["started_at"] for one in found]
    whole = b"".join(desk.zip().read(name) for name in desk.zip().namelist()).decode()
    assert not [one for one in (first, last, other, session_id_of(other), "ana-account") if one in whole]


def test_the_readme_explains_each_file(desk):
    desk.printing.printed()
    desk.ask()
    desk.make()
    text = desk.zip().read("README.txt").decode()
    names = {"certificates/" if name.endswith(".pdf") else name for name in desk.zip().namelist()} - {"README.txt"}
    firsts = {line.partition(" ")[0] for line in text.splitlines()}
    listed = {first for first in firsts if first.endswith((".json", ".csv", "/")) and not first.startswith(".")}
    assert listed == names
    assert "help@example.org" in text


def test_an_account_without_anything_has_an_export_too(desk):
    desk.claims.call("GET", "/v1/me", learner("new"))
    desk.ask("new")
    assert desk.make() == "ready"
    assert desk.read("claims.json") == desk.read("credits.json") == desk.read("certificates.json") == []
    assert desk.read("profile.json")["email"] == "new@example.org"


def test_a_replaced_certificate_and_one_whose_document_is_lost(desk):
    printed = desk.printing.printed()
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    path = f"/v1/staff/certificates/{printed['number']}/reissue"
    new = desk.printing.call("POST", path, staff(), json_body=WHY).json()["certificate"]
    key = f"certificates/{new['number']}/{new['sha256']}.pdf"
    aws_clients.s3().delete_object(Bucket=desk.printing.bucket, Key=key)
    desk.ask()
    desk.make()
    found = {one["number"]: one for one in desk.read("certificates.json")}
    assert (found[printed["number"]]["status"], found[new["number"]]["status"]) == ("superseded", "valid")
    assert (found[new["number"]]["file"], bool(found[printed["number"]]["file"])) == (None, True)
    assert f"could not be read: {new['number']}." in desk.zip().read("README.txt").decode()


def test_the_mail_leads_to_the_portal_and_not_to_the_file(desk):
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    desk.make()
    assert desk.make() == "nothing_to_do"
    (mail,) = desk.mailbox.sent
    assert mail["Destination"] == {"ToAddresses": ["ana@example.org"]}
    body = mail["Content"]["Simple"]["Body"]
    for text in (body["Text"]["Data"], body["Html"]["Data"]):
        assert "https://ce.example.org/profile/data" in text
        assert "You did not ask for it?" in text
        assert "X-Amz" not in text
    names = {one["Name"] for one in mail["Content"]["Simple"]["Headers"]}
    assert names == {"Auto-Submitted"}  # nobody unsubscribes from what they asked for


NOT_VERIFIED = "Email address is not verified. The following identities failed the check in region US-EAST-1: a@b.org"


def ses_says(code, said=""):
    return ClientError({"Error": {"Code": code, "Message": said}}, "SendEmail")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("MessageRejected", NOT_VERIFIED),
        ("MessageRejected", "It says nothing that we know."),
        ("AccountSuspendedException", ""),
        ("MailFromDomainNotVerifiedException", ""),
        ("NotFoundException", "Configuration set does not exist"),
    ],
)
def test_while_ses_takes_no_mail_nobody_counts_as_notified_and_lambda_tries_again(desk, code, said):
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    desk.mailbox.troubles = [ses_says(code, said)] * 2
    for _ in range(2):
        with pytest.raises(app.MailNotSentError):
            desk.make()
        assert (desk.look()["state"], stored().notified, desk.mailbox.sent) == ("ready", False, [])
    assert desk.make() == "nothing_to_do"
    assert (stored().notified, len(desk.mailbox.sent)) == (True, 1)
    desk.make()
    assert len(desk.mailbox.sent) == 1


def test_an_address_that_ses_refuses_is_not_tried_again(desk):
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    desk.mailbox.troubles = [ses_says("BadRequestException", "Missing final '@domain'")]
    assert desk.make() == "ready"
    assert desk.make() == "nothing_to_do"
    assert desk.mailbox.sent == []


def test_the_function_is_started_and_not_waited_for(monkeypatch):
    asked = []
    monkeypatch.setattr(aws_clients, "functions", lambda: SimpleNamespace(invoke=lambda **given: asked.append(given)))
    start_function("export-data", Export(learner_id="ana", export_id="e1", requested_at=utc_now()))
    (given,) = asked
    assert (given["FunctionName"], given["InvocationType"]) == ("export-data", "Event")
    assert json.loads(given["Payload"]) == {"learner_id": "ana", "export_id": "e1"}


# ---- one at a time


def test_asking_again_answers_the_one_that_is_being_made(desk):
    desk.ask()
    first = stored()
    assert desk.ask().status == 202
    # The function was never seen to start: asking again starts it once more.
    assert [one["export_id"] for one in desk.claims.started] == [first.export_id] * 2
    put(taken(first, utc_now()), first)
    assert desk.ask().json()["state"] == "making"
    assert len(desk.claims.started) == 2
    acts = [item["act"] for item in Table("AuditTable").query(None, "pk = :pk", pk="WHO#ana")]
    assert acts.count("data.exported") == 1


def test_a_new_one_an_hour_after_the_last_request(desk):
    desk.ask()
    desk.make()
    refused = desk.ask()
    assert (refused.status, refused.code) == (429, "export_too_soon")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    before = stored()
    (old,) = desk.keys()
    put(_an_hour_older(before), before)
    assert desk.ask().json()["state"] == "waiting"
    assert desk.look()["url"] is None
    assert desk.make() == "ready"
    (new,) = desk.keys()
    assert new != old


def test_one_that_stopped_for_good_is_failed_and_can_be_asked_for_again(desk):
    desk.ask()
    before = stored()
    put(taken(before, utc_now() - timedelta(minutes=20)), before)
    assert desk.look()["state"] == "failed"
    assert desk.ask().json()["state"] == "waiting"
    assert stored().export_id != before.export_id
    assert desk.make({"learner_id": "ana", "export_id": before.export_id}) == "nothing_to_do"
    assert desk.make() == "ready"


def test_a_ready_one_whose_week_is_over_is_none(desk):
    desk.ask()
    before = stored()
    at = utc_now() - timedelta(days=8)
    put(replace(before, state=ExportState.READY, ready_at=at, key="exports/ana/x.zip", version=2), before)
    assert desk.look() == desk.look("nobody")
    assert desk.look()["state"] == "none"


def _an_hour_older(export):
    return replace(export, requested_at=export.requested_at - timedelta(hours=1), version=export.version + 1)


# ---- runs that stop, and runs that come twice


def test_while_one_run_has_it_another_does_nothing(desk):
    desk.ask()
    before = stored()
    put(taken(before, utc_now()), before)
    assert desk.make() == "nothing_to_do"
    assert (desk.keys(), desk.open_uploads()) == ([], 0)


@pytest.mark.parametrize("calls", range(0, 22, 2))
def test_it_may_stop_anywhere_and_the_next_run_makes_it(desk, calls):
    printed = desk.printing.printed()
    desk.ask()
    left = iter(range(calls))

    def stop(model, **_):
        if next(left, None) is None:
            raise RuntimeError("the process died")

    clients = (aws_clients.dynamodb().meta.events, "dynamodb"), (aws_clients.s3().meta.events, "s3")
    for events, name in clients:
        events.register(f"before-call.{name}", stop)
    try:
        desk.make()
    except RuntimeError:
        pass
    finally:
        for events, name in clients:
            events.unregister(f"before-call.{name}", stop)
    desk.late = timedelta(minutes=1)
    desk.make()
    assert desk.look()["state"] == "ready"
    assert len(desk.keys()) == 1
    assert any(printed["number"] in name for name in desk.zip().namelist())
    assert len(desk.mailbox.sent) == 1


def test_a_run_that_lost_its_lease_leaves_nothing(desk, monkeypatch):
    """Another run takes over in the middle: the first one stops at its next step."""
    desk.printing.printed()
    desk.ask()
    once = iter([None])

    def taken_over():
        if next(once, "over") is None:
            before = stored()
            put(taken(before, utc_now()), before)

    _before_documents(monkeypatch, taken_over)
    assert desk.make() == "lost"
    assert (desk.keys(), desk.open_uploads()) == ([], 0)
    desk.late = timedelta(minutes=1)
    assert desk.make() == "ready"


def test_an_erasure_stops_it_and_removes_every_file(desk, monkeypatch):
    desk.printing.printed()
    desk.ask()
    desk.make()
    before = stored()
    put(_an_hour_older(before), before)
    desk.ask()
    aws_clients.s3().put_object(Bucket=BUCKET, Key="exports/bea/other.zip", Body=b"")
    # By another client, whose rights are not looked at: the account guard does this.
    key = {"pk": {"S": "EXPORT#ana"}, "sk": {"S": "EXPORT"}}
    _before_documents(monkeypatch, lambda: boto3.client("dynamodb").delete_item(TableName="ClaimsTable", Key=key))
    assert desk.make() == "lost"
    assert desk.keys() == ["exports/bea/other.zip"]
    assert len(desk.mailbox.sent) == 1


def test_without_its_item_nothing_is_made_and_left_files_go(desk):
    aws_clients.s3().put_object(Bucket=BUCKET, Key="exports/ana/left.zip", Body=b"")
    assert desk.make(EVENT) == "nothing_to_do"
    assert desk.keys() == []


def test_an_erased_account_gets_no_export(desk):
    desk.claims.call("GET", "/v1/me", learner())
    desk.ask()
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", learner()).status == 202
    assert desk.make() == "lost"
    assert desk.keys() == []
    for method in ("GET", "POST"):
        assert desk.claims.call(method, "/v1/me/export", learner()).code == "account_erased"


def _before_documents(monkeypatch, act):
    document = Archive.document

    def acted(self, certificate):
        act()
        return document(self, certificate)

    monkeypatch.setattr(Archive, "document", acted)


def test_progress_is_seen_while_it_is_made(desk):
    desk.ask()
    before = stored()
    making = taken(before, utc_now())
    put(making, before)
    put(replace(making, progress=Progress(ExportPart.CERTIFICATES, 3, 12), version=making.version + 1), making)
    assert desk.look()["progress"] == {"part": "certificates", "step": 3, "steps": 5, "done": 3, "total": 12}


def test_nobody_gets_the_export_of_another(desk):
    desk.ask()
    desk.make()
    assert desk.look("bea") == desk.look("nobody")
    assert "ana" not in str(desk.look("bea"))


def test_a_large_account_goes_in_parts_that_make_one_file(desk, monkeypatch):
    monkeypatch.setattr(files, "PART_BYTES", 5 * 1024 * 1024)
    desk.claims.call("GET", "/v1/me", learner())
    many = [unmatched(f"c{n}", email="ana@example.org") for n in range(300)]
    ledger = Books().ledger
    assert all(ledger.save([Change(None, one) for one in many]))
    desk.ask()
    desk.make()
    assert len(desk.read("credits.json")) == 300
    assert len(table(desk, "credits.csv")) == 300
    assert isinstance(desk.zip(), ZipFile)
