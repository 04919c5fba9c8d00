"""A draft as learners would see it and as its certificate would print: nothing is stored, and no claim is needed."""

import base64
import copy
import io

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from pypdf import PdfReader

from laurel.platform import aws as aws_clients
from local.sample_catalog import MEETING
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.unit.catalog.documents import meeting, online

OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
DRAFT = "/v1/staff/drafts/new"
CERTIFICATE = f"{DRAFT}/certificate?statement="


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def save(desk, document, who=OPERATOR):
    answer = desk.claims.call("PUT", DRAFT, who, json_body={**document, "id": "new"}, headers={"If-Match": "*"})
    assert answer.status in {200, 201}, answer


def stored(desk):
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables
    objects = aws_clients.s3().list_objects_v2(Bucket=desk.bucket).get("Contents", [])
    return {name: copy.deepcopy(table.items) for name, table in tables.items()}, [one["Key"] for one in objects]


def pages(answer):
    assert answer.status == 200, answer
    return [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(answer.json()["pdf"]))).pages]


@pytest.mark.slow
@pytest.mark.parametrize("statement", ["ama_pra_1", "pace", "california"])
def test_the_certificate_of_a_draft_says_preview_on_each_page_and_is_stored_nowhere(desk, statement):
    save(desk, meeting(title="Blood & “Ω” #days"))
    before = stored(desk)
    first, *more = pages(desk.call("GET", CERTIFICATE + statement, OPERATOR))
    assert "Blood & “Ω” #days" in first.replace("\n", " ")
    assert "Name of the Learner" in first
    assert all("Preview" in page for page in (first, *more))
    assert "Gram stains" in " ".join(more)
    assert repr(stored(desk)) == repr(before)


def test_it_says_what_a_learner_may_claim_at_most(desk):
    document = meeting()
    save(desk, document | {"statements": [one | {"maximum": "1.5"} for one in document["statements"]]})
    said = desk.call("GET", CERTIFICATE + "pace", OPERATOR).json()["content"]
    assert (said["number"], said["total"], [one["credits"] for one in said["sessions"]]) == (
        "Preview",
        "1.5",
        ["1", "0.5"],
    )
    save(desk, online())
    assert desk.call("GET", CERTIFICATE + "pace", OPERATOR).json()["content"]["document_title"].startswith("Preview: ")


def test_the_post_test_is_the_one_that_a_learner_would_answer(desk):
    ask = desk.claims.call
    save(desk, online(claim_window={"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2099-09-01T04:00:00Z"}))
    previewed = ask("GET", f"{DRAFT}/preview", OPERATOR).json()["assessment"]
    assert "right" not in str(previewed)
    assert ask("POST", f"{DRAFT}/publish", OPERATOR).status == 200
    claim = ask("POST", "/v1/claims", learner("ana"), json_body={"activity_id": "new", "statement": "pace"}).json()
    assert previewed == claim["assessment"]["test"]


def test_what_is_incomplete_or_not_offered_is_refused_with_all_that_is_missing(desk):
    save(desk, meeting(signatory=None, number="  "))
    for answer in (
        desk.call("GET", CERTIFICATE + "pace", OPERATOR),
        desk.claims.call("GET", f"{DRAFT}/preview", OPERATOR),
    ):
        assert (answer.status, answer.code) == (422, "invalid")
        assert "number" in [one["path"] for one in answer.json()["errors"]]
    save(desk, meeting())
    refused = desk.call("GET", CERTIFICATE + "florida", OPERATOR)
    assert (refused.status, refused.code) == (409, "statement_not_in_draft")
    assert desk.call("GET", CERTIFICATE + "gold", OPERATOR).status == 422


@pytest.mark.slow
def test_learners_would_see_it_like_any_activity_and_see_nothing_before(desk):
    ask = desk.claims.call
    save(desk, meeting(provider_id=SOCIETY), OWN)
    seen = ask("GET", f"{DRAFT}/preview", OWN).json()
    assert ask("GET", "/v1/activities/new").status == 404
    assert ask("POST", f"{DRAFT}/publish", OWN).status == 200
    assert seen["activity"] == ask("GET", "/v1/activities/new").json()
    assert seen["sessions"] == ask("GET", "/v1/activities/new/sessions").json()["items"]
    # Without a draft it is the published document.
    assert ask("GET", f"{DRAFT}/preview", OWN).json() == seen
    assert seen["assessment"] is None
    for call, path in ((ask, f"{DRAFT}/preview"), (desk.call, CERTIFICATE + "pace")):
        assert (call("GET", path, OTHER).status, call("GET", path, learner("ana")).status) == (404, 403)
        assert call("GET", path.replace("new", MEETING), OPERATOR).status == 200
