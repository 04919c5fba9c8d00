"""Two of staff at the same thing: who comes second overwrites nothing of the first unseen, at any route of staff."""

import pytest

from local.sample_catalog import MEETING, TELECONFERENCE, WEBINAR, badges_csv, groups_csv
from local.sample_catalog.parts import SOCIETY
from local.sample_providers import PROVIDERS
from tests.api.routes import HELP, OWNED, ROWS, STAFF
from tests.api_events import staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.unit.catalog.documents import meeting

FIRST, SECOND = staff(), staff_of(SOCIETY, "labce")
NEW, DRAFT = "/v1/staff/activities/new", "/v1/staff/drafts/new"
CSV = {"Content-Type": "text/csv"}
DOCUMENT = meeting(provider_id=SOCIETY) | {"id": "new"}
SESSIONS = b"Title,Track,Date,Start,End\nMalaria,B,2026-06-04,9:00,10:00\n"

# What a second one sends who has seen the version before: how it begins, what the first one does, what the second one
# sends, and what is stored afterward. A function of the desk makes the version that the second one saw.
GUARDED = {
    ("PUT", "/v1/staff/activities/{activity_id}"): ("activity", NEW, {"json_body": DOCUMENT | {"title": "Theirs"}}),
    ("DELETE", "/v1/staff/activities/{activity_id}"): ("activity", NEW, {}),
    ("POST", "/v1/staff/activities/{activity_id}/archive"): ("activity", f"{NEW}/archive", {}),
    ("POST", "/v1/staff/activities/{activity_id}/restore"): ("archived", f"{NEW}/restore", {}),
    ("PUT", "/v1/staff/drafts/{activity_id}"): ("draft", DRAFT, {"json_body": DOCUMENT | {"title": "Theirs"}}),
    ("DELETE", "/v1/staff/drafts/{activity_id}"): ("draft", DRAFT, {}),
    ("POST", "/v1/staff/drafts/{activity_id}/publish"): ("draft", f"{DRAFT}/publish", {}),
    ("POST", "/v1/staff/drafts/{activity_id}/restore"): ("draft", f"{DRAFT}/restore", {"json_body": {"revision": 1}}),
    ("PUT", "/v1/staff/drafts/{activity_id}/sessions"): (
        "draft",
        f"{DRAFT}/sessions",
        {"body": SESSIONS, "headers": CSV},
    ),
    ("PUT", "/v1/staff/activities/{activity_id}/badges"): (
        "badges",
        f"/v1/staff/activities/{MEETING}/badges",
        {"body": badges_csv().encode(), "headers": CSV},
    ),
    ("PUT", "/v1/staff/activities/{activity_id}/groups"): (
        "groups",
        f"/v1/staff/activities/{TELECONFERENCE}/groups",
        {"body": groups_csv().encode(), "headers": CSV},
    ),
    ("POST", "/v1/staff/activities/{activity_id}/codes/sessions"): (
        "webinar",
        f"/v1/staff/activities/{WEBINAR}/codes/sessions",
        {"json_body": {}},
    ),
    ("POST", "/v1/staff/drafts/{activity_id}/codes"): (
        "draft_of_webinar",
        f"/v1/staff/drafts/{WEBINAR}/codes",
        {"json_body": {}},
    ),
    ("PUT", "/v1/staff/providers/{provider_id}"): (
        "provider",
        "/v1/staff/providers/labce",
        {"json_body": PROVIDERS["labce"].model_dump() | {"pace_provider_number": "903"}},
    ),
}

# Those without a version, and why nobody's work is overwritten by them.
REPLACED = "It replaces a picture by a picture; the audit log has both, and the other file is at hand."
BY_STATE = "It is refused unless the thing is still in the state that it is for; the first one has ended that state."
ADDS = "It only adds; what another one added stays."
ONCE = "The same again changes nothing, and it takes nothing away that somebody entered."
ONE_FIELD = "It changes the facts that are sent and no other; the timeline has both, with their reasons."
UNGUARDED = {
    ("PUT", "/v1/staff/activities/{activity_id}/logo"): REPLACED,
    ("PUT", "/v1/staff/providers/{provider_id}/logo"): REPLACED,
    ("POST", "/v1/staff/activities/{activity_id}/codes"): ADDS,
    ("POST", "/v1/staff/activities/{activity_id}/attendance"): ADDS,
    ("POST", "/v1/staff/drafts/{activity_id}/copy"): "It makes a new draft, and is refused if the ID has one.",
    ("POST", "/v1/staff/people/{learner_id}/credits"): ADDS,
    ("POST", "/v1/staff/clients/{owner}"): ADDS,
    ("POST", "/v1/staff/clients/{owner}/{client_id}/rotate"): ADDS,
    ("POST", "/v1/staff/clients/{owner}/{client_id}/revoke"): ONCE,
    ("POST", "/v1/staff/certificates/{number}/reissue"): BY_STATE,
    ("POST", "/v1/staff/certificates/{number}/revoke"): BY_STATE,
    ("POST", "/v1/staff/credits/bulk"): BY_STATE,
    ("POST", "/v1/staff/credits/{credit_id}/release"): BY_STATE,
    ("POST", "/v1/staff/credits/{credit_id}/withdraw"): ONCE,
    ("POST", "/v1/staff/credits/{credit_id}/correct"): ONE_FIELD,
    ("POST", "/v1/staff/credits/{credit_id}/match"): BY_STATE,
    ("POST", "/v1/staff/credits/{credit_id}/undo-withdrawal"): BY_STATE,
    ("POST", f"{HELP}/free-code"): BY_STATE,
    ("POST", f"{HELP}/another-attempt"): BY_STATE,
    ("POST", f"{HELP}/lift-lockout"): BY_STATE,
    ("POST", "/v1/staff/joins"): BY_STATE,
    ("POST", "/v1/staff/joins/undo"): BY_STATE,
    (
        "POST",
        "/v1/staff/addresses/move",
    ): "The move before it is in the list of the address, and can be undone.",
    ("POST", "/v1/staff/addresses/undo-move"): BY_STATE,
    ("POST", "/v1/staff/files/{file_id}/undo"): ONCE,
    ("POST", "/v1/staff/columns"): "It reads the file that it is sent, and stores nothing.",
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk.claims


def done(answer):
    assert answer.status in {200, 201}, answer
    return answer.headers["ETag"]


def activity(ask):
    seen = done(ask("PUT", NEW, FIRST, json_body=DOCUMENT))
    return seen, lambda: done(ask("PUT", NEW, FIRST, json_body=DOCUMENT | {"title": "Mine"})), NEW


def archived(ask):
    seen, change, read = activity(ask)
    assert ask("POST", f"{NEW}/archive", FIRST).status == 200
    return seen, change, read


def draft(ask):
    done(ask("PUT", NEW, FIRST, json_body=DOCUMENT))
    seen = done(ask("PUT", DRAFT, FIRST, json_body=DOCUMENT | {"title": "Seen"}))
    change = {"json_body": DOCUMENT | {"title": "Mine"}, "headers": {"If-Match": "*"}}
    return seen, lambda: done(ask("PUT", DRAFT, FIRST, **change)), DRAFT


def badges(ask):
    path = f"/v1/staff/activities/{MEETING}"
    rows = badges_csv().encode()
    seen = done(ask("PUT", f"{path}/badges?dry_run=true", FIRST, body=rows, headers=CSV))
    return (
        seen,
        lambda: done(ask("PUT", f"{path}/badges", FIRST, body=rows + b"NEW-0001\n", headers=CSV)),
        f"{path}/codes",
    )


def groups(ask):
    path = f"/v1/staff/activities/{TELECONFERENCE}"
    seen = done(ask("PUT", f"{path}/groups?dry_run=true", FIRST, body=groups_csv().encode(), headers=CSV))
    wanted = {"request_id": "0" * 16, "site": "Mine", "capacity": 3}

    def change():
        assert ask("POST", f"{path}/codes", FIRST, json_body=wanted).status == 201

    return seen, change, f"{path}/codes"


def webinar(ask):
    path = f"/v1/staff/activities/{WEBINAR}"
    stored = ask("GET", path, FIRST)
    change = {"json_body": stored.json() | {"title": "Mine"}}
    return stored.headers["ETag"], lambda: done(ask("PUT", path, FIRST, **change)), path


def draft_of_webinar(ask):
    path = f"/v1/staff/drafts/{WEBINAR}"
    stored = ask("GET", f"/v1/staff/activities/{WEBINAR}", FIRST).json()
    seen = done(ask("PUT", path, FIRST, json_body=stored | {"title": "Seen"}))
    change = {"json_body": stored | {"title": "Mine"}, "headers": {"If-Match": "*"}}
    return seen, lambda: done(ask("PUT", path, FIRST, **change)), path


def provider(ask):
    path = "/v1/staff/providers/labce"
    record = PROVIDERS["labce"].model_dump()
    seen = done(ask("PUT", path, FIRST, json_body=record | {"pace_provider_number": "901"}))
    return seen, lambda: done(ask("PUT", path, FIRST, json_body=record | {"pace_provider_number": "902"})), path


BEGIN = {one.__name__: one for one in (activity, archived, draft, badges, groups, webinar, draft_of_webinar, provider)}


def test_each_route_of_staff_that_writes_has_a_guard_or_a_reason():
    writing = {route for route, (who, _) in ROWS.items() if who in (OWNED, STAFF) and route[0] != "GET"}
    assert writing == GUARDED.keys() | UNGUARDED.keys()
    assert not GUARDED.keys() & UNGUARDED.keys()


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_who_saw_an_earlier_version_overwrites_nothing(desk, route):
    begin, path, sent = GUARDED[route]
    seen, change, read = BEGIN[begin](desk.call)
    change()
    before = desk.call("GET", read, FIRST)
    given = {**sent, "headers": sent.get("headers", {}) | {"If-Match": seen}}
    who = FIRST if begin == "provider" else SECOND
    refused = desk.call(route[0], path, who, **given)
    assert (refused.status, refused.code) == (412, "changed_elsewhere"), refused
    after = desk.call("GET", read, FIRST)
    assert (after.status, after.body) == (200, before.body)
    # Who sees the present one may.
    now = refused.headers["ETag"]
    again = desk.call(route[0], path, who, **{**given, "headers": given["headers"] | {"If-Match": now}})
    assert again.status in {200, 201}, again
