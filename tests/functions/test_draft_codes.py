"""Session codes of a draft: made and printed before the activity is published, and the same afterward."""

import csv
import io

import pytest

from local.sample_catalog import MEETING, WEBINAR, WEBINAR_CODE
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto
from tests.unit.catalog.documents import meeting

NEW = "webinar-next"
DRAFT = f"/v1/staff/drafts/{NEW}"
BY_CODE = {"type": "session_code", "codes": []}


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def save(desk, document=None, **changes):
    """A draft of an activity that learners may claim now."""
    open_ = {"opens_at": "2020-01-01T00:00:00Z", "closes_at": "2099-01-01T00:00:00Z"}
    whole = document or meeting(id=NEW, access=BY_CODE, kind="webinar", claim_window=open_, **changes)
    answer = desk.call("PUT", DRAFT, staff(), json_body=whole, headers={"If-Match": "*"})
    assert answer.status in (200, 201), answer.json()
    return answer


def make(desk, query="", etag=None, who=None, **body):
    headers = {"If-Match": etag} if etag else None
    return desk.call("POST", f"{DRAFT}/codes{query}", who or staff(), json_body=body, headers=headers)


def listed(desk, **headers):
    return desk.call("GET", f"{DRAFT}/codes", staff(), headers=headers)


def open_claim(desk, who, code):
    wanted = {"activity_id": NEW, "statement": "pace", "access_code": code}
    return desk.call("POST", "/v1/claims", learner(who), json_body=wanted)


def test_codes_of_a_draft_open_nothing_before_it_is_published_and_claims_afterward(desk):
    save(desk)
    answer = make(desk, session_ids=["s1", "s2"], site="Lakeside")
    assert answer.status == 201
    made = answer.json()["items"]
    assert [(one["session"], one["site"], one["session_starts_at"]) for one in made] == [
        ("Gram stains", "Lakeside", "2026-06-04T13:00:00Z"),
        ("Malaria at night", "Lakeside", "2026-06-06T02:00:00Z"),
    ]
    assert listed(desk).json() == {"access": "session_code", "items": made}
    [head, first, _] = csv.reader(io.StringIO(listed(desk, accept="text/csv").body.removeprefix("\ufeff")))
    assert (head, first) == (
        ["code", "site", "session_id", "session"],
        [made[0]["code"], "Lakeside", "s1", "Gram stains"],
    )
    assert open_claim(desk, "bea", made[0]["code"]).status == 404
    assert desk.call("POST", f"{DRAFT}/publish", staff()).status == 200
    published = desk.call("GET", f"/v1/staff/activities/{NEW}/codes", staff()).json()["items"]
    assert [one["code"] for one in published] == [one["code"] for one in made]
    assert open_claim(desk, "bea", made[0]["code"]).status == 201
    assert open_claim(desk, "cai", made[1]["code"]).status == 201


def test_a_discarded_draft_takes_its_codes_with_it(desk):
    save(desk)
    [code] = make(desk).json()["items"]
    assert (code["session_id"], code["site"]) == (None, None)
    assert desk.call("DELETE", DRAFT, staff()).status == 200
    assert listed(desk).status == 404
    save(desk)
    assert listed(desk).json()["items"] == []


def test_the_same_request_again_and_a_draft_that_changed_since_make_nothing(desk):
    etag = save(desk).headers["ETag"]
    made = make(desk, etag=etag)
    assert (made.status, make(desk, etag=etag).status) == (201, 412)
    assert make(desk, etag=made.headers["ETag"]).status == 201
    assert len(listed(desk).json()["items"]) == 2


def test_a_dry_run_says_what_would_go_and_changes_nothing(desk):
    save(desk)
    present = make(desk, session_ids=["s1", "s2"]).json()["items"]
    dry = make(desk, "?dry_run=true", session_ids=["s1"], replace=True)
    assert (dry.status, dry.json()) == (
        200,
        {"items": [], "replaced": present[:1], "opened": None, "dry_run": True},
    )
    assert listed(desk).json()["items"] == present
    [new] = make(desk, session_ids=["s1"], replace=True).json()["items"]
    assert listed(desk).json()["items"] == [present[1], new]


def test_what_else_the_draft_has_stays(desk):
    save(desk, {"title": "Half", "access": {"type": "session_code", "codes": [7, {"code": "OLD-1", "later": 1}]}})
    [new] = make(desk).json()["items"]
    document = desk.call("GET", DRAFT, staff()).json()["document"]
    assert document["title"] == "Half"
    assert document["access"]["codes"] == [7, {"code": "OLD-1", "later": 1}, {"code": new["code"]}]


def test_a_code_looks_like_none_of_the_draft(desk, monkeypatch):
    save(desk)
    [first] = make(desk).json()["items"]
    drawn = iter([first["code"], first["code"].replace("-", ""), "KMNP-7794"])
    monkeypatch.setattr("claim_routes.draft_codes.new_code", lambda: next(drawn))
    assert [one["code"] for one in make(desk).json()["items"]] == ["KMNP-7794"]


@pytest.mark.parametrize(
    ("document", "body", "code"),
    [
        ({"title": "No access"}, {}, "wrong_access"),
        ({"access": "session_code"}, {}, "wrong_access"),
        ({"access": {"type": "group"}}, {}, "wrong_access"),
        ({"access": {"type": ["session_code"]}}, {}, "wrong_access"),
        ({"access": BY_CODE, "sessions": "none"}, {"session_ids": ["s1"]}, "invalid"),
    ],
)
def test_what_cannot_be_made_is_refused(desk, document, body, code):
    save(desk, document)
    assert make(desk, **body).json()["code"] == code
    assert listed(desk).json()["items"] == []


def test_a_draft_of_any_shape_can_be_shown(desk):
    codes = [{"code": "A-1234", "session_id": 5, "site": ["x"]}, {"code": "B-1234", "session_id": "s1"}, {}, None]
    sessions = [{"id": "s1", "title": None, "starts_at": "tomorrow"}, 5]
    save(desk, {"access": {"type": "session_code", "codes": codes}, "sessions": sessions})
    shown = listed(desk).json()["items"]
    assert [(one["code"], one["session_id"], one["session_starts_at"]) for one in shown] == [
        ("A-1234", None, None),
        ("B-1234", "s1", None),
    ]


def test_the_codes_of_what_is_published_stay_until_the_draft_is(desk):
    document = desk.call("GET", f"/v1/staff/activities/{WEBINAR}", staff()).json()
    desk.call("PUT", f"/v1/staff/drafts/{WEBINAR}", staff(), json_body=document)
    made = desk.call("POST", f"/v1/staff/drafts/{WEBINAR}/codes", staff(), json_body={"replace": True})
    assert [one["code"] for one in made.json()["replaced"]] == [WEBINAR_CODE]
    published = desk.call("GET", f"/v1/staff/activities/{WEBINAR}/codes", staff()).json()["items"]
    assert [one["code"] for one in published] == [WEBINAR_CODE]


def test_without_a_draft_there_is_none(desk):
    for method in ("GET", "POST"):
        answer = desk.call(method, f"/v1/staff/drafts/{MEETING}/codes", staff(), json_body={})
        assert (answer.status, answer.json()["code"]) == (404, "draft_not_found")
