"""The door of certificates: printing, asking, checking, correcting, and what each costs."""

import hashlib
import io
import json
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from botocore.exceptions import EndpointConnectionError

from laurel.certificates.printing import NotReproduced
from laurel.ledger.store import Ledger
from laurel.platform import aws as aws_clients
from laurel.platform.log import logger
from laurel.platform.table import Table, TableBusy
from local.sample_catalog import WEBINAR
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import ATTESTED, NAME, PrintDesk, credit_id, print_desk_on_moto
from tests.functions.claim_api_desk import counted
from tests.unit.certificates.samples import SVG

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
REASON = {"reason": "Name corrected after marriage"}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def printed(desk) -> dict[str, Any]:
    return desk.printed_already()


@pytest.fixture
def log():
    """What the function logs while the test runs."""
    page = io.StringIO()
    before = logger.registered_handler.setStream(page)
    yield page
    logger.registered_handler.setStream(before)


@pytest.mark.slow
def test_a_learner_prints_and_holds_a_document_that_says_what_they_claimed(desk):
    path = desk.complete()
    answer = desk.press(path)
    assert answer.status == 201
    told = answer.json()
    assert answer.headers["Location"] == f"/v1/certificates/{told['number']}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (told["status"], told["learner"], told["credits"], told["statement"]) == ("valid", NAME, "1.5", "pace")
    assert told["verification_url"] == f"https://api.example.org/v1/verify/{told['number']}"
    assert told["claim_id"] == path.rpartition("/")[2]
    assert urlsplit(told["pdf_url"]).path.endswith(f"{told['number']}/{told['sha256']}.pdf")
    pdf = desk.document(told)
    assert hashlib.sha256(pdf).hexdigest() == told["sha256"]
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for said in (NAME, told["number"], told["verification_url"]):
        assert said in " ".join(text.split())
    again = desk.call("POST", f"{path}/certificate", learner(), json_body=ATTESTED)
    assert again.status == 200
    assert again.json()["sha256"] == told["sha256"]


def test_the_claim_is_final_everywhere_and_the_credit_is_earned(desk, printed):
    claims = desk.claims.call
    path = f"/v1/claims/{printed['claim_id']}"
    claim = claims("GET", path, learner()).json()
    assert (claim["status"], claim["certificate_number"], claim["certificate_status"]) == (
        "final",
        printed["number"],
        "valid",
    )
    assert claims("PATCH", path, learner(), json_body={"statement": "florida"}).code == "claim_final"
    [item] = claims("GET", "/v1/transcript", learner()).json()["items"]
    assert (item["certificate_number"], item["total"]) == (printed["number"], "1.5")
    assert printed["credit_id"] == credit_id(printed["claim_id"])
    credit = Ledger(Table("LedgerTable")).get_many([printed["credit_id"]])[printed["credit_id"]]
    assert (credit.state, credit.name, credit.email) == ("earned", NAME, "ana@example.org")


def test_a_statement_that_ascp_does_not_take_has_no_credit(desk):
    assert desk.printed(statement="attendance")["credit_id"] is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"attested": False}, 422, "attestation_required"),
        ({}, 422, "invalid"),
        ({"attested": "yes"}, 422, "invalid"),
        ({"attested": True, "number": "mine"}, 422, "invalid"),
    ],
)
def test_printing_asks_for_the_attestation(desk, body, status, code):
    path = desk.complete()
    refused = desk.press(path, body=body)
    assert (refused.status, refused.code) == (status, code)
    assert desk.claims.call("GET", path, learner()).json()["status"] == "draft"


@pytest.mark.slow
def test_what_the_learner_did_not_see_is_not_printed(desk):
    path = desk.complete()
    for headers in ({}, {"If-Match": "*"}):
        unseen = desk.call("POST", f"{path}/certificate", learner(), json_body=ATTESTED, headers=headers)
        assert (unseen.status, unseen.code) == (428, "version_required")
    seen = unseen.headers["ETag"]
    earlier = {"If-Match": f'"{int(seen.strip('"')) - 1}"'}
    changed = desk.call("POST", f"{path}/certificate", learner(), json_body=ATTESTED, headers=earlier)
    assert (changed.status, changed.code, changed.headers["ETag"]) == (412, "changed_elsewhere", seen)
    assert "Check the summary again" in changed.json()["detail"]
    another = desk.press(path, body=ATTESTED | {"total": "1.25"})
    assert (another.status, another.code) == (409, "total_changed")
    assert "for 1.5, not for 1.25" in another.json()["detail"]
    assert desk.claims.call("GET", path, learner()).json()["status"] == "draft"
    assert desk.press(path, body=ATTESTED | {"total": "1.50"}).status == 201


def test_what_is_missing_is_listed_as_the_summary_lists_it(desk):
    path = desk.complete()
    session = desk.claims.call("GET", path, learner()).json()["sessions"][0]["session_id"]
    desk.claims.call("DELETE", f"{path}/sessions/{session}", learner())
    refused = desk.press(path)
    assert (refused.status, refused.code) == (409, "claim_incomplete")
    missing = desk.claims.call("GET", f"{path}/summary", learner()).json()["missing"]
    assert refused.json()["errors"] == missing != []


def test_a_certificate_is_its_owners_and_staffs(desk, printed):
    path = f"/v1/certificates/{printed['number'].lower()}"
    for claims in (learner(), staff()):
        found = desk.call("GET", path, claims)
        assert (found.status, found.json()["sha256"]) == (200, printed["sha256"])
    for claims in (learner("bea"), learner("bea", **{"cognito:groups": "[editors]"})):
        refused = desk.call("GET", path, claims)
        assert (refused.status, refused.code) == (404, "certificate_not_found")
    assert desk.call("GET", path).code == "not_signed_in"
    mistyped = desk.call("GET", "/v1/certificates/7XKDA-9GQMT-C4WHO", learner())
    assert (mistyped.status, mistyped.code) == (422, "number_mistyped")


@pytest.mark.parametrize("claims", [None, learner("bea"), {}])
def test_anyone_checks_a_number_and_learns_neither_address_nor_licence(desk, printed, claims):
    found = desk.call("GET", f"/v1/verify/{printed['number']}", claims)
    assert found.status == 200
    told = found.json()
    public = {
        "number", "status", "learner", "learner_language", "activity", "provider", "statement", "statement_name",
        "award", "credits", "completed_on", "issued_on", "reissued_on", "superseded_by",
    }  # fmt: skip
    assert set(told) == public
    assert {name: printed[name] for name in public} == told
    assert "example.org" not in found.body
    assert found.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ("34679-ACDEF-GHJKM", 422, "number_mistyped"),
        ("nonsense", 422, "number_mistyped"),
        ("%3Cscript%3E", 422, "number_mistyped"),
        ("x" * 300, 404, "not_found"),
    ],
)
def test_a_number_that_leads_nowhere_says_what_to_look_at(desk, typed, status, code):
    refused = desk.call("GET", f"/v1/verify/{typed}")
    assert (refused.status, refused.code) == (status, code)
    assert refused.json()["detail"]


_TRACES = [")", ",", ".", "/", ");", "%EF%BB%BF", "%E2%80%8B", "%E2%80%8E.", "%C2%A0", "%22", "%3E"]
_ENDINGS = ["'s", "%E2%80%99s", "%2F%3Futm_source%3Dx", "%23x", "%C2%B9", "%0APage%201", "%CC%81"]


@pytest.mark.parametrize("behind", [*_TRACES, *_ENDINGS])
def test_what_a_text_left_behind_the_link_is_passed_over(desk, printed, behind):
    for accept in ({}, HTML):
        found = desk.call("GET", f"/v1/verify/{printed['number']}{behind}", headers=accept)
        assert found.status == 200
        assert printed["number"] in found.body


def test_a_phone_is_shown_a_page(desk, printed):
    number = printed["number"]
    page = desk.call("GET", f"/v1/verify/{number.replace('-', '%20')}", headers=HTML)
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    for said in ("This certificate is valid.", NAME, number):
        assert said in page.body
    lost = desk.call("GET", "/v1/verify/nonsense", headers=HTML)
    assert (lost.status, lost.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "This is not a certificate number" in lost.body
    assert desk.call("GET", f"/v1/verify/{number}", headers={"Accept": "*/*"}).json()["number"] == number


def test_a_dry_run_says_what_a_reissue_would_change(desk, printed):
    path = f"/v1/staff/certificates/{printed['number']}/reissue?dry_run=true"
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    answer = desk.call("POST", path, staff(), json_body=REASON)
    assert (answer.status, answer.json()["dry_run"], answer.json()["credit"]) == (200, True, None)
    assert answer.json()["changes"] == [{"what": "Name", "before": NAME, "after": "Ana Lima"}]
    assert desk.call("GET", f"/v1/certificates/{printed['number']}", learner()).json()["status"] == "valid"


def test_staff_open_the_claim_of_a_revoked_certificate_again(desk, printed):
    path = f"/v1/staff/certificates/{printed['number']}/revoke"
    answer = desk.call("POST", path, staff(), json_body=REASON | {"reopen": True})
    assert (answer.status, answer.json()["reopened"]) == (200, True)
    assert answer.json()["certificate"]["status"] == "revoked"
    claim = f"/v1/claims/{printed['claim_id']}"
    draft = desk.claims.call("GET", claim, learner()).json()
    assert (draft["status"], draft["reopened"]["certificate_number"]) == ("draft", printed["number"])
    assert draft["open_until"]
    again = desk.press(claim)
    assert again.status == 201, again
    assert again.json()["number"] != printed["number"]
    assert again.json()["credit_id"] == printed["credit_id"]
    assert desk.call("POST", path, staff(), json_body=REASON | {"reopen": True}).code == "certificate_superseded"


def test_staff_reissue_under_a_corrected_name(desk, printed):
    path = f"/v1/staff/certificates/{printed['number']}/reissue"
    assert desk.call("POST", path, staff(), json_body=REASON).code == "nothing_changed"
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    answer = desk.call("POST", path, staff(), json_body=REASON)
    assert answer.status == 201
    new, credit = answer.json()["certificate"], answer.json()["credit"]
    assert answer.headers["Location"] == f"/v1/certificates/{new['number']}"
    assert (new["learner"], new["replaces"], new["status"]) == ("Ana Lima", printed["number"], "valid")
    assert (new["completed_on"], new["issued_on"]) == (printed["completed_on"], printed["issued_on"])
    assert new["reissued_on"]
    assert (credit["followed"], credit["state"]) == (True, "earned")
    assert hashlib.sha256(desk.document(new)).hexdigest() == new["sha256"]
    old = desk.call("GET", f"/v1/verify/{printed['number']}").json()
    assert (old["status"], old["superseded_by"], old["learner"]) == ("superseded", new["number"], NAME)
    mine = desk.call("GET", f"/v1/certificates/{printed['number']}", learner()).json()
    assert (mine["status"], mine["reason"]) == ("superseded", REASON["reason"])
    assert (
        desk.claims.call("GET", "/v1/transcript", learner()).json()["items"][0]["certificate_number"] == new["number"]
    )
    assert desk.call("POST", path, staff(), json_body=REASON).code == "certificate_superseded"


def test_staff_revoke(desk, printed):
    path = f"/v1/staff/certificates/{printed['number']}/revoke"
    answer = desk.call("POST", path, staff(), json_body={"reason": "Attended by another"})
    assert answer.status == 200
    assert answer.json()["certificate"]["status"] == "revoked"
    assert (answer.json()["credit"]["followed"], answer.json()["credit"]["state"]) == (True, "withdrawn")
    checked = desk.call("GET", f"/v1/verify/{printed['number']}")
    assert checked.json()["status"] == "revoked"
    assert "Attended by another" not in checked.body
    transcript = desk.claims.call("GET", "/v1/transcript", learner()).json()
    assert (transcript["items"][0]["certificate_status"], transcript["totals"]) == ("revoked", [])
    assert desk.call("POST", path, staff(), json_body=REASON).code == "certificate_revoked"


@pytest.mark.parametrize("action", ["reissue", "revoke"])
@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 1001}, {"reason": 7}, {"reason": "a\u0000"}])
def test_staff_must_say_why(desk, printed, action, body):
    refused = desk.call("POST", f"/v1/staff/certificates/{printed['number']}/{action}", staff(), json_body=body)
    assert (refused.status, refused.code) == (422, "invalid")
    assert desk.call("GET", f"/v1/verify/{printed['number']}").json()["status"] == "valid"


@pytest.mark.parametrize(
    "path", ["certificates/x/reissue", "certificates/x/revoke", f"activities/{WEBINAR}/logo", "providers/labce/logo"]
)
def test_only_staff_do_what_is_staffs(desk, path):
    method = "PUT" if path.endswith("logo") else "POST"
    refused = desk.call(method, f"/v1/staff/{path}", learner(), body=b"\xff" * 2_000_000)
    assert (refused.status, refused.code) == (403, "staff_only")


def test_staff_put_a_logo_that_the_next_certificate_carries(desk):
    path, svg = f"/v1/staff/activities/{WEBINAR}/logo", {"Content-Type": "image/svg+xml"}
    put = desk.call("PUT", path, staff(), body=SVG, headers=svg)
    assert (put.status, put.json()["kind"], put.json()["size"]) == (200, "svg", len(SVG))
    refused = desk.call("PUT", path, staff(), body=b"<svg/>", headers=svg)
    assert (refused.status, refused.code) == (422, "invalid_logo")
    assert desk.call("PUT", path, staff(), body=SVG).code == "media_type"
    assert len(pypdf.PdfReader(io.BytesIO(desk.document(desk.printed()))).pages) >= 1


def test_operators_put_a_logo_of_a_provider(desk):
    path, given = "/v1/staff/providers/labce/logo", {"body": SVG, "headers": {"Content-Type": "image/svg+xml"}}
    missing = desk.call("PUT", path.replace("labce", "nobody"), staff(), **given)
    assert (missing.status, missing.code) == (404, "provider_not_found")
    put = desk.call("PUT", path, staff(), **given)
    assert (put.status, put.json()["provider_id"], put.json()["size"]) == (200, "labce", len(SVG))
    assert desk.call("PUT", path, staff_of("labce"), **given).status == 403


def test_what_each_route_costs(desk):
    made: dict[str, list[str]] = {}

    def cost(name: str, method: str, path: str, claims: dict[str, str] | None = None, **given: Any) -> Any:
        with counted() as calls:
            answer = desk.call(method, path, claims, **given)
        assert answer.status < 300, (name, answer)
        made[name] = calls
        return answer.json()

    path = desk.complete()
    seen = {"If-Match": desk.claims.call("GET", path, learner()).headers["ETag"]}
    told = cost("print", "POST", f"{path}/certificate", learner(), json_body=ATTESTED, headers=seen)
    cost("print again", "POST", f"{path}/certificate", learner(), json_body=ATTESTED)
    cost("get", "GET", f"/v1/certificates/{told['number']}", learner())
    cost("verify", "GET", f"/v1/verify/{told['number']}")
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"})
    new = cost("reissue", "POST", f"/v1/staff/certificates/{told['number']}/reissue", staff(), json_body=REASON)
    number = new["certificate"]["number"]
    cost("revoke", "POST", f"/v1/staff/certificates/{number}/revoke", staff(), json_body=REASON)
    svg = {"Content-Type": "image/svg+xml"}
    cost("logo", "PUT", f"/v1/staff/activities/{WEBINAR}/logo", staff(), body=SVG, headers=svg)
    assert made == {
        # Without a logo of its own, the activity has that of its provider: one read more.
        "print": ["BatchGetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"],
        "print again": ["BatchGetItem", "GetItem"],
        "get": ["GetItem", "GetItem"],
        "verify": ["GetItem"],
        "reissue": ["GetItem", "BatchGetItem", "BatchGetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"],
        "revoke": ["GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"],
        "logo": ["BatchGetItem", "TransactWriteItems"],
    }


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (TableBusy("no more"), 503, "busy"),
        (EndpointConnectionError(endpoint_url="https://s3"), 503, "busy"),
        (RuntimeError(NAME), 500, "failed"),
    ],
)
def test_what_breaks_is_told_without_what_was_printed(desk, printed, monkeypatch, log, error, status, code):
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("laurel.certificates.archive.Archive.holds", broken)
    answer = desk.call("GET", f"/v1/certificates/{printed['number']}", learner())
    assert (answer.status, answer.code) == (status, code)
    assert NAME not in log.getvalue() + answer.body


def test_a_document_that_cannot_be_printed_again_raises_an_alarm(desk, printed, monkeypatch, log, capsys):
    def broken(*_: object) -> None:
        raise NotReproduced(f"{printed['number']}, printed by typst 0.15.0")

    monkeypatch.setattr("certificate_routes.certificates.find_certificate", broken)
    answer = desk.call("GET", f"/v1/certificates/{printed['number']}", learner())
    assert (answer.status, answer.code) == (500, "failed")
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "CertificatesNotReproduced" in line]
    [metric] = metrics
    assert (metric["CertificatesNotReproduced"], metric["service"]) == ([1.0], "laurel-test")
    [where] = metric["_aws"]["CloudWatchMetrics"]
    assert (where["Namespace"], where["Dimensions"]) == ("Laurel", [["service"]])
    assert printed["number"] in log.getvalue()


def test_staff_who_would_help_with_a_printed_claim_read_what_comes_first(desk, printed):
    free = f"/v1/staff/learners/ana/activities/{WEBINAR}/free-code"
    why = {"reason": "Her colleague's code"}
    assert "Revoke it and open" in desk.claims.call("POST", free, staff(), json_body=why).json()["detail"]
    revoke = f"/v1/staff/certificates/{printed['number']}/revoke"
    assert desk.call("POST", revoke, staff(), json_body=why).status == 200
    refused = desk.claims.call("POST", free, staff(), json_body=why)
    assert (refused.code, "was printed and revoked" in refused.json()["detail"]) == ("claim_final", True)


def test_the_log_holds_numbers_and_never_a_person(desk, log):
    told = desk.printed()
    aws_clients.s3().delete_object(Bucket=desk.bucket, Key=f"certificates/{told['number']}/{told['sha256']}.pdf")
    assert desk.call("GET", f"/v1/certificates/{told['number']}", learner()).status == 200
    assert told["number"] in log.getvalue()
    assert NAME not in log.getvalue()
    assert "ana@" not in log.getvalue()


def test_a_verification_address_of_ones_own_is_printed(aws, monkeypatch):
    monkeypatch.setenv("VERIFY_BASE_URL", "https://ce.example.org/check")
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        told = desk.printed()
        assert told["verification_url"] == f"https://ce.example.org/check/{told['number']}"
        assert isinstance(desk, PrintDesk)
