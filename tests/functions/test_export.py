"""A learner asks for their data: what is in the file, who gets it, and when they may ask again."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError

from functions.export_data import app
from laurel.exports.export import Export, ExportState, taken
from laurel.exports.start import start_function
from laurel.learners import sign_ins
from laurel.platform import aws as aws_clients
from laurel.platform.callers import session_id_of
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.sample_catalog import TELECONFERENCE
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import NAME
from tests.functions.export_desk import BUCKET, an_hour_older, export_desk_on_moto, put, stored
from tests.functions.organizer_desk import Books, unmatched
from tests.functions.proof_desk import hand_in
from tests.unit.own_credits.proofs import PDF_FILE

EVENT = {"learner_id": "ana", "export_id": "gone"}
WHY = {"reason": "She asked for it."}


@pytest.fixture
def desk(aws, monkeypatch):
    with export_desk_on_moto(monkeypatch) as found:
        yield found


def table(desk, name):
    return list(csv.DictReader(io.StringIO(desk.zip().read(name).decode("utf-8-sig"))))


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_sign_ins_of_joined_accounts_are_in_it_too(desk):
    for sub in ("ana", "bea"):
        desk.claims.call("GET", "/v1/me", learner(sub))
        sign_ins.begin(Table("ClaimsTable"), sub, sub, utc_now())
    proof = desk.claims.call("POST", "/v1/me/joins/proof", learner("bea")).json()["proof"]
    assert desk.claims.call("POST", "/v1/me/joins", learner(), json_body={"proof": proof}).status == 200
    desk.claims.call("POST", "/v1/me/export", learner(joined="true"))
    desk.make()
    assert len(desk.read("sign_ins.json")) == 2


@pytest.mark.slow
def test_the_readme_explains_each_file(desk):
    desk.printing.printed()
    credit_id = hand_in(desk.claims, "ana")
    desk.ask()
    desk.make()
    text = desk.zip().read("README.txt").decode()
    folders = (name.rpartition("/")[:2] for name in desk.zip().namelist())
    names = {folder + slash if slash else "" for folder, slash in folders} - {""}
    names |= {name for name in desk.zip().namelist() if "/" not in name} - {"README.txt"}
    (own,) = json.loads(desk.zip().read("own_credits.json"))
    assert (own["credit_id"], own["source"]) == (credit_id, "own")
    assert desk.zip().read(own["file"]) == PDF_FILE
    assert own["file"] in desk.zip().read("own_credits.csv").decode()
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


@pytest.mark.slow
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
    assert json.loads(given["Payload"]) == {"learner_id": "ana", "export_id": "e1", "kind": "data"}


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
    put(an_hour_older(before), before)
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
