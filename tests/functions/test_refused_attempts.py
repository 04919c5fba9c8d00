"""Attempts on data of others, refused: each is an entry of the audit log with who tried, in the record of whose data
it was; and each route by which staff see people adds an entry."""

from datetime import UTC, datetime

import pytest

from functions.certificate_pdf import app as certificate_pdf
from functions.claim_api import app as claim_api
from laurel.intake.feed_cards import file_id_for, file_id_of
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.nightly.lease import Runs
from laurel.nightly.run_report import RunReport
from laurel.platform.clock import utc_now
from laurel.platform.table import Table, TableBusy
from local.sample_catalog import MEETING, WEBINAR
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.organizer_desk import ANA, Books, an_id, unmatched
from tests.functions.test_staff_files import record

WHY = {"reason": "A test."}
MAL, PAT, SAM = learner("mal"), staff_of("asm"), staff()
JOIN = {"learner_id": "ana", "email": "mal@example.org", **WHY}

# Routes of staff that show no learner: what they show instead.
SHOW_NOBODY = {
    "listFiles": "files and counts",
    "getFile": "a file and counts",
    "getUndo": "references and credit IDs",
    "listRuns": "counts",
    "getRunsOfDay": "counts and IDs",
    "listNights": "counts",
    "getNightFlow": "counts",
    "getActivityNumbers": "counts",
    "getActivityDocument": "an activity",
    "listOwnActivities": "activities",
    "getQuarterlyReport": "counts",
    "getEvaluations": "counts, and comments without names",
    "listDrafts": "activities",
    "getDraft": "an activity",
    "listRevisions": "an activity",
    "listDraftCodes": "an activity",
    "getRevision": "an activity",
    "previewDraft": "an activity",
    "downloadSessions": "an activity",
    "previewCertificate": "a certificate of nobody",
    "listProviders": "providers",
    "getProvider": "a provider",
    "listClients": "programs",
}
RECORDED = file_id_for("feed/labce/1.csv", "e1")
# Those that show learners: a request, and its entry.
SEEN = {
    "findCredits": ("/v1/staff/credits?email=ana@example.org", "credits.seen"),
    "findLearner": ("/v1/staff/learners?email=ana@example.org", "learner.seen"),
    "findPeople": ("/v1/staff/people?find=Ana", "learner.seen"),
    "getPerson": ("/v1/staff/people/ana", "learner.seen"),
    "listPersonCertificates": ("/v1/staff/people/ana/certificates", "certificate.seen"),
    "listPersonCredits": ("/v1/staff/people/ana/credits", "credits.seen"),
    "getPersonDiagnosis": ("/v1/staff/people/ana/diagnosis", "credits.seen"),
    "findAddress": ("/v1/staff/addresses?email=ana@example.org", "learner.seen"),
    "getAudit": ("/v1/staff/audit?learner=ana", "audit.seen"),
    "getParticipants": (f"/v1/staff/activities/{WEBINAR}/participants", "participants.seen"),
    "listCodes": (f"/v1/staff/activities/{MEETING}/codes", "codes.seen"),
    "listRejectedRows": (f"/v1/staff/files/{RECORDED}/rejected", "credits.seen"),
    "listRejectedOfRun": ("/v1/staff/runs/2026-11-20/rejected?key=feed/labce/1.csv", "credits.seen"),
    "listCodeUses": (f"/v1/staff/activities/{MEETING}/codes/uses", "codes.seen"),
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def ask(desk, who, method, path, body=None):
    there = desk if "/certificates/" in path else desk.claims
    return there.call(method, path, who, **({"json_body": body} if body else {}))


def attempts(desk, actor):
    """The refused attempts of this person: whose record, and about which certificate."""
    answer = desk.claims.call("GET", f"/v1/staff/audit?actor={actor}&limit=100", SAM)
    found = [one for one in answer.json()["items"] if one["act"] == "refused"]
    return [(one["learner_id"] or one["activity_id"], one["certificate"]) for one in found]


def refused_ways(desk):
    """Ways to reach for Ana's data that name her: by ID, by address, by credit, by certificate."""
    number = desk.printed()["number"]
    Books().add(unmatched("u", email=ANA))
    yield "GET", "/v1/staff/learners?email=ana@example.org", None, None
    yield "GET", "/v1/staff/addresses?email=%C3%80@x", None, None
    yield "GET", "/v1/staff/credits?email=ana@example.org", None, None
    yield "GET", "/v1/staff/audit?learner=ana", None, None
    yield "GET", "/v1/staff/people/ana", None, None
    yield "GET", "/v1/staff/people/ana/diagnosis", None, None
    yield "POST", f"/v1/staff/learners/ana/activities/{MEETING}/free-code", WHY, None
    yield "POST", f"/v1/staff/credits/{an_id('u')}/withdraw", WHY, None
    yield "POST", f"/v1/staff/certificates/{number}/revoke", WHY, number


def test_each_way_to_reach_for_a_learners_data_is_in_their_record(desk):
    for number, (method, path, body, certificate) in enumerate([*refused_ways(desk)]):
        who = learner(f"mal-{number}")
        assert ask(desk, who, method, path, body).code == "staff_only", path
        expected = None if "%C3" in path else "ana"
        assert attempts(desk, f"mal-{number}") == [(expected, certificate)], path
    mine = desk.claims.call("GET", "/v1/me/audit", learner()).json()["items"]
    assert [(one["by"], one["by_you"]) for one in mine if one["act"] == "refused"] == [("learner", False)] * 8
    assert "mal-" not in str(mine)


def test_attempts_that_name_nobody_or_made_up_ones_are_one_entry_a_day(desk):
    for method, path, body in (
        ("GET", "/v1/staff/learners?email=nobody@example.org", None),
        ("GET", "/v1/staff/learners?email=%00", None),
        ("GET", "/v1/staff/runs", None),
        ("POST", "/v1/staff/joins", JOIN),
        ("POST", "/v1/staff/learners/made-up/activities/x/free-code", WHY),
        ("POST", f"/v1/staff/credits/{an_id('gone')}/withdraw", WHY),
        ("POST", "/v1/staff/certificates/7XKDA-9GQMT-C4WHE/revoke", WHY),
    ):
        assert ask(desk, MAL, method, path, body).code == "staff_only", path
    assert attempts(desk, "mal") == [(None, None)]


def test_an_id_that_no_learner_can_have_is_not_looked_up(desk, monkeypatch):
    read, keys = Table.get, []
    monkeypatch.setattr(Table, "get", lambda self, key: keys.append(key) or read(self, key))
    # DynamoDB refuses a key of more than 2,048 bytes.
    assert ask(desk, MAL, "GET", f"/v1/staff/audit?learner={'x' * 3000}").code == "staff_only"
    assert [pk for pk, _ in keys if "xxx" in pk] == []
    assert attempts(desk, "mal") == [(None, None)]


@pytest.mark.slow
def test_staff_of_another_provider_are_in_the_record_of_what_they_reached_for(desk):
    number = desk.printed()["number"]
    Books().add(unmatched("u", email=ANA))
    file = file_id_of(record("feed/labce/1.csv"))
    tried = (
        ("GET", f"/v1/staff/activities/{MEETING}/participants", None, (MEETING, None)),
        ("POST", f"/v1/staff/learners/ana/activities/{MEETING}/free-code", WHY, ("ana", None)),
        ("GET", "/v1/staff/people/ana", None, ("ana", None)),
        ("GET", "/v1/staff/people/ana/certificates", None, ("ana", None)),
        ("POST", f"/v1/staff/credits/{an_id('u')}/withdraw", WHY, ("ana", None)),
        ("POST", f"/v1/staff/certificates/{number}/revoke", WHY, ("ana", number)),
        ("GET", "/v1/staff/audit?learner=ana", None, ("ana", None)),
        ("GET", f"/v1/staff/files/{file}", None, (None, None)),
        ("GET", f"/v1/staff/credits?file={file}", None, (None, None)),
        ("GET", f"/v1/staff/clients/{SOCIETY}", None, (None, None)),
        ("GET", f"/v1/staff/reports/pace-quarterly?provider={SOCIETY}&year=2026&quarter=2", None, (None, None)),
    )
    for index, (method, path, body, whose) in enumerate(tried):
        who = staff_of("asm", sub=f"pat-{index}")
        assert ask(desk, who, method, path, body).status in (403, 404), path
        assert attempts(desk, who["sub"]) == [whose], path
    # Theirs, or nothing at all, is no attempt on another's.
    assert ask(desk, PAT, "GET", "/v1/staff/activities/made-up/participants").status == 404
    assert attempts(desk, "pat") == []


def test_a_refused_attempt_stays_refused_when_the_log_cannot_be_written(desk, monkeypatch):
    def busy(*_args, **_given):
        raise TableBusy("busy")

    monkeypatch.setattr(Table, "put", busy)
    monkeypatch.setattr(Table, "get", busy)
    for path in ("/v1/staff/audit?learner=ana", f"/v1/staff/credits/{an_id('u')}/withdraw"):
        method, body = ("POST", WHY) if path.endswith("withdraw") else ("GET", None)
        assert ask(desk, MAL, method, path, body).code == "staff_only"
    assert ask(desk, MAL, "POST", "/v1/staff/certificates/7XKDA-9GQMT-C4WHE/revoke", WHY).code == "staff_only"


def test_whoever_sees_which_learner_took_which_badge_is_recorded(desk):
    path = f"/v1/staff/activities/{MEETING}/codes"
    assert ask(desk, SAM, "GET", path).status == 200
    desk.claims.open_meeting()
    assert ask(desk, SAM, "GET", path).status == 200
    found = desk.claims.call("GET", f"/v1/staff/audit?activity={MEETING}", SAM).json()["items"]
    assert [one["act"] for one in found if one["act"] == "codes.seen"] == ["codes.seen"]


def a_night_with(key):
    """A run of November 20, 2026, that took this file."""
    at, file = datetime(2026, 11, 20, 7, tzinfo=UTC), FileReport(key=key, outcome=FileOutcome.TAKEN)
    report = RunReport(run_id="r", started_at=at, finished_at=at, tally=Tally(), files=[file], milliseconds={})
    Runs(Table("LedgerTable"), utc_now).record(report.to_wire(), at)


def test_every_route_by_which_staff_read_is_recorded_or_shows_nobody(desk):
    routes = [
        one
        for api in (*claim_api.routes.all(), *certificate_pdf.routes.all())
        for one in api._static_routes + api._dynamic_routes
    ]
    reads = {one.operation_id for one in routes if one.method == "GET" and one.rule.pattern.startswith("^/v1/staff/")}
    assert reads == SHOW_NOBODY.keys() | SEEN.keys()
    desk.printed()
    desk.claims.open_meeting()
    record("feed/labce/1.csv")
    a_night_with("feed/labce/1.csv")
    for number, (path, act) in enumerate(SEEN.values()):
        who = learner(f"sam-{number}", **{"cognito:groups": "[staff]"})
        assert ask(desk, who, "GET", path).status == 200, path
        found = desk.claims.call("GET", f"/v1/staff/audit?actor={who['sub']}", SAM).json()["items"]
        assert [one["act"] for one in found] == [act], path
