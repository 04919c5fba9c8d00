"""Activities are archived, put back and deleted, unless a claim comes first; earlier revisions come back as drafts."""

import pytest

from laurel.catalog.records import logo_key
from laurel.claims.store import Claims
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from local.sample_catalog import MEETING, WEBINAR, WEBINAR_CODE, badges_csv
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.unit.catalog.documents import meeting, online
from tests.unit.certificates.samples import SVG

OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
ACTIVITY, DRAFT = "/v1/staff/activities/new", "/v1/staff/drafts/new"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def printing(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def desk(printing):
    return printing.claims


def told(answer):
    return answer.status if answer.status < 300 else (answer.status, answer.code)


def put(desk, **changes):
    window = {"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2099-09-01T04:00:00Z"}
    document = {**online(), "claim_window": window, **changes, "id": "new", "provider_id": SOCIETY}
    answer = desk.call("PUT", ACTIVITY, OPERATOR, json_body=document)
    assert answer.status in {200, 201}, answer
    return answer


def act(desk, method, path, who=OWN, *, seen=None, **given):
    return desk.call(method, path, who, headers={"If-Match": seen} if seen else {}, **given)


def logo(desk):
    """The item with the logo, as it is stored."""
    return Table(desk.table, aws_clients.dynamodb()).get(logo_key("new"))


def listed(desk, path, who=OPERATOR):
    return [one["id"] for one in desk.call("GET", path, who).json()["items"]]


def open_claim(desk, who="ana"):
    return desk.call("POST", "/v1/claims", learner(who), json_body={"activity_id": "new", "statement": "pace"})


@pytest.mark.slow
def test_an_archived_activity_leaves_the_library_alone_and_comes_back_as_it_was(desk):
    put(desk, title="Ferritin in the archive")
    assert told(act(desk, "POST", f"{ACTIVITY}/restore")) == (409, "not_archived")
    archived = act(desk, "POST", f"{ACTIVITY}/archive", seen='"1"')
    assert (told(archived), archived.json()["revision"]) == (200, 1)
    assert told(act(desk, "POST", f"{ACTIVITY}/archive")) == (409, "archived_already")
    for path, found in (
        ("/v1/activities?q=ferritin", []),
        ("/v1/staff/activities?q=ferritin", []),
        ("/v1/staff/activities?q=ferritin&state=archived", ["new"]),
        ("/v1/staff/activities?state=archived&provider=asm", []),
    ):
        assert listed(desk, path) == found, path
    assert listed(desk, "/v1/staff/activities?state=archived", OTHER) == []
    # Its page is there, claims go on, and a change leaves it archived.
    assert told(desk.call("GET", "/v1/activities/new")) == 200
    assert told(open_claim(desk)) == 201
    put(desk, title="Ferritin, corrected")
    assert listed(desk, "/v1/staff/activities?state=archived") == ["new"]
    assert act(desk, "GET", f"{ACTIVITY}/revisions").json()["archived_at"] == archived.json()["archived_at"]
    assert act(desk, "POST", f"{ACTIVITY}/restore").json()["archived_at"] is None
    assert listed(desk, "/v1/activities?q=ferritin") == ["new"]
    assert listed(desk, "/v1/staff/activities?state=archived") == []


def test_what_nobody_claimed_is_deleted_with_its_codes_and_its_id_is_free(desk):
    put(desk, **meeting(content=[], assessment=None))
    assert told(desk.call("PUT", f"{ACTIVITY}/badges", OWN, body=badges_csv(3).encode(), headers=CSV)) == 200
    act(desk, "PUT", DRAFT, json_body={"provider_id": SOCIETY})
    assert told(act(desk, "DELETE", ACTIVITY)) == (409, "draft_in_the_way")
    act(desk, "DELETE", DRAFT)
    assert told(act(desk, "DELETE", ACTIVITY, seen='"2"')) == (412, "changed_elsewhere")
    assert told(act(desk, "DELETE", ACTIVITY, OTHER)) == (404, "activity_not_found")
    assert told(act(desk, "DELETE", ACTIVITY, seen='"1"')) == 200
    for path in (ACTIVITY, f"{ACTIVITY}/revisions", f"{ACTIVITY}/numbers", "/v1/activities/new", DRAFT):
        assert act(desk, "GET", path).status == 404, path
    assert "new" not in listed(desk, "/v1/staff/activities?limit=100")
    assert told(open_claim(desk)) == (404, "activity_not_found")
    assert told(act(desk, "DELETE", ACTIVITY)) == (404, "activity_not_found")
    # Another one under the same ID has none of the codes, and no old ETag fits it.
    again = put(desk, **meeting(content=[], assessment=None))
    assert (again.status, again.headers["ETag"]) == (201, '"3"')
    assert desk.call("GET", f"{ACTIVITY}/codes", OWN).json()["items"] == []
    put(desk)
    assert told(open_claim(desk)) == 201
    assert told(act(desk, "DELETE", ACTIVITY)) == (409, "activity_claimed")
    assert told(act(desk, "DELETE", f"/v1/staff/activities/{MEETING}", OPERATOR)) == 200


def test_the_logo_of_a_deleted_activity_is_gone_and_it_gets_no_new_one(desk, printing):
    put(desk)
    picture = {"headers": {"Content-Type": "image/svg+xml"}, "body": SVG}
    assert told(printing.call("PUT", f"{ACTIVITY}/logo", OPERATOR, **picture)) == 200
    assert logo(desk)["sha256"]
    assert told(act(desk, "DELETE", ACTIVITY)) == 200
    for who in (OPERATOR, OWN):
        assert printing.call("PUT", f"{ACTIVITY}/logo", who, **picture).status == 404
    # Another activity under the same ID prints without it.
    put(desk)
    assert "sha256" not in logo(desk)
    assert told(act(desk, "DELETE", ACTIVITY)) == 200


def test_the_id_of_a_deleted_activity_is_free_for_its_provider_alone(desk):
    put(desk)
    put(desk, title="With all its right answers")
    assert told(act(desk, "DELETE", ACTIVITY)) == 200
    document = {**online(), "id": "new", "provider_id": "asm"}
    # Earlier revisions, the logo and the audit log are those of the first one.
    for who in (OTHER, OPERATOR):
        for query in ("?dry_run=true", ""):
            answer = act(desk, "PUT", f"{ACTIVITY}{query}", who, json_body=document)
            assert told(answer) == (409, "activity_taken"), (who, query)
    assert told(act(desk, "PUT", DRAFT, OTHER, json_body=document)) == (409, "activity_taken")
    assert told(act(desk, "GET", f"{ACTIVITY}/revisions", OTHER)) == (404, "activity_not_found")
    put(desk)
    assert [one["revision"] for one in act(desk, "GET", f"{ACTIVITY}/revisions").json()["items"]] == [2, 1]


def test_a_claim_at_the_same_moment_wins_over_a_deletion_that_does_not_see_it(desk, monkeypatch):
    put(desk)
    assert told(open_claim(desk)) == 201
    # The index lags: it does not have the claim yet.
    monkeypatch.setattr(Claims, "at_activity", lambda self, activity_id: iter(()))
    assert told(act(desk, "DELETE", ACTIVITY)) == (409, "activity_claimed")
    assert told(desk.call("GET", "/v1/activities/new")) == 200


def test_a_claim_of_an_activity_that_is_deleted_meanwhile_is_not_opened(desk, monkeypatch):
    put(desk)
    read, deleted = Claims.read, []

    def read_then_deleted(self, *given):
        found = read(self, *given)
        if not deleted:
            deleted.append(act(desk, "DELETE", ACTIVITY))
        return found

    monkeypatch.setattr(Claims, "read", read_then_deleted)
    assert told(open_claim(desk)) == (404, "activity_not_found")
    assert [told(one) for one in deleted] == [200]
    assert desk.call("GET", "/v1/claims", learner("ana")).json()["items"] == []


def test_the_numbers_tell_opened_with_sessions_and_printed_apart(desk):
    wanted = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
    assert told(desk.call("POST", "/v1/claims", learner("ana"), json_body=wanted)) == 201
    numbers = desk.call("GET", f"/v1/staff/activities/{WEBINAR}/numbers", OPERATOR).json()
    assert numbers == {"claimed": 1, "with_sessions": 0, "printed": 0, "codes_used": None}


def test_earlier_revisions_are_listed_read_and_restored_as_a_draft(desk):
    for title in ("First", "Second"):
        put(desk, title=title)
    document = act(desk, "GET", ACTIVITY).json() | {"title": "Third"}
    assert told(act(desk, "PUT", DRAFT, json_body=document)) == 201
    assert told(act(desk, "POST", f"{DRAFT}/publish")) == 200
    page = act(desk, "GET", f"{ACTIVITY}/revisions?limit=1").json()
    assert (page["present"]["title"], page["present"]["revision"], page["archived_at"]) == ("Third", 3, None)
    assert [(one["revision"], one["title"], one["session_count"]) for one in page["items"]] == [(2, "Second", 2)]
    # Each says who published it.
    assert (page["present"]["saved_by"], page["items"][0]["saved_by"]) == ("staff:pat", "staff:sam")
    assert (page["present"]["saved_by_name"], page["items"][0]["saved_by_name"]) == (None, None)
    rest = act(desk, "GET", f"{ACTIVITY}/revisions?limit=1&cursor={page['next_cursor']}").json()
    assert [one["revision"] for one in rest["items"]] == [1]
    first = act(desk, "GET", f"{ACTIVITY}/revisions/1").json()
    assert (first["document"]["title"], first["revision"]) == ("First", 1)
    assert act(desk, "GET", f"{ACTIVITY}/revisions/3").json()["document"]["title"] == "Third"
    assert told(act(desk, "GET", f"{ACTIVITY}/revisions/4")) == (404, "revision_not_found")
    for path in (f"{ACTIVITY}/revisions", f"{ACTIVITY}/revisions/1"):
        assert told(act(desk, "GET", path, OTHER)) == (404, "activity_not_found")
    restored = act(desk, "POST", f"{DRAFT}/restore", json_body={"revision": 1})
    assert (told(restored), restored.json()["document"]["title"], restored.json()["base"]) == (200, "First", 3)
    # It replaces no draft that was not seen, and changes nothing for learners until it is published.
    assert told(act(desk, "POST", f"{DRAFT}/restore", json_body={"revision": 2})) == (412, "changed_elsewhere")
    again = act(desk, "POST", f"{DRAFT}/restore", json_body={"revision": 2}, seen=restored.headers["ETag"])
    assert again.json()["document"]["title"] == "Second"
    assert told(act(desk, "POST", f"{DRAFT}/restore", OTHER, json_body={"revision": 1})) == (404, "activity_not_found")
    assert desk.call("GET", "/v1/activities/new").json()["title"] == "Third"
    assert act(desk, "POST", f"{DRAFT}/publish").json()["revision"] == 4
    assert desk.call("GET", "/v1/activities/new").json()["title"] == "Second"


def test_revisions_name_other_staff_and_show_an_address_to_operators_alone(desk):
    put(desk, title="First")
    document = act(desk, "GET", ACTIVITY).json() | {"title": "Second"}
    act(desk, "PUT", DRAFT, json_body=document)
    act(desk, "POST", f"{DRAFT}/publish")

    def names(who):
        page = act(desk, "GET", f"{ACTIVITY}/revisions", who).json()
        return page["present"]["saved_by_name"], page["items"][0]["saved_by_name"]

    assert names(OPERATOR) == (None, None)  # no profile yet; and the own name is not sent
    for who in (OWN, OPERATOR):
        assert desk.call("GET", "/v1/me", who).status == 200
    assert names(OPERATOR) == ("pat@example.org", None)
    assert names(OWN) == (None, None)
    desk.call("PATCH", "/v1/me", OPERATOR, json_body={"name_as_printed": "Sam Roe"})
    desk.call("PATCH", "/v1/me", OWN, json_body={"name_as_printed": "Pat Doe"})
    assert names(OPERATOR) == ("Pat Doe", None)
    assert names(OWN) == (None, "Sam Roe")
    assert names(staff_of(SOCIETY, sub="kim")) == ("Pat Doe", "Sam Roe")
