"""Drafts of activities, by the API: saved whole or not, never overwritten silently, published or discarded."""

import gzip
import json

import pytest
from claim_routes.dependencies import dependencies

from local.sample_catalog import MEETING, WEBINAR
from local.sample_catalog.parts import SOCIETY
from tests.api_events import staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.unit.catalog.documents import meeting

OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
NEW = "/v1/staff/drafts/new"
PUBLISHED = "/v1/staff/activities/new"


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk.claims


def told(answer):
    return answer.status if answer.status < 300 else (answer.status, answer.code)


def save(desk, document, who=OPERATOR, *, seen=None, path=NEW, base=None):
    headers = {"If-Match": seen} if seen else {}
    query = "" if base is None else f"?base={base}"
    return desk.call("PUT", path + query, who, json_body=document, headers=headers)


def act(desk, method, what, who=OPERATOR, *, seen=None, path=NEW):
    return desk.call(method, path + what, who, headers={"If-Match": seen} if seen else {})


def whole(**changes):
    return {**meeting(), "id": "new", **changes}


def test_any_object_is_saved_and_its_problems_are_listed_at_once(desk):
    saved = save(desk, {"title": "Platelets", "starts_on": "soon", "sessions": [{"title": ""}], "own": None})
    assert (saved.status, saved.headers["ETag"]) == (201, '"1"')
    paths = {one["path"] for one in saved.json()["problems"]}
    assert {"kind", "number", "starts_on", "sessions[0].title", "sessions[0].starts_at", "own"} <= paths
    read = act(desk, "GET", "")
    assert read.json() == saved.json()
    assert read.json()["document"] == {
        "id": "new",
        "title": "Platelets",
        "starts_on": "soon",
        "sessions": [{"title": ""}],
        "own": None,
    }
    assert told(desk.call("GET", PUBLISHED, OPERATOR)) == (404, "activity_not_found")
    assert told(desk.call("GET", "/v1/activities/new")) == (404, "activity_not_found")


def test_nobody_overwrites_a_draft_silently(desk):
    assert save(desk, whole(title="Mine"), base=0).headers["ETag"] == '"1"'
    # Another begins the same activity, or saves over what they did not see.
    assert told(save(desk, whole(), base=0)) == (409, "id_taken")
    assert told(save(desk, whole())) == (412, "changed_elsewhere")
    assert save(desk, whole(title="Again"), seen='"1"').headers["ETag"] == '"2"'
    late = save(desk, whole(title="Late"), seen='"1"')
    assert (told(late), late.headers["ETag"]) == ((412, "changed_elsewhere"), '"2"')
    assert told(act(desk, "DELETE", "", seen='"1"')) == (412, "changed_elsewhere")
    assert told(act(desk, "POST", "/publish", seen='"1"')) == (412, "changed_elsewhere")
    assert act(desk, "GET", "").json()["document"]["title"] == "Again"


def test_an_etag_of_a_discarded_draft_never_fits_a_later_one(desk):
    save(desk, whole())
    assert told(act(desk, "DELETE", "", seen='"1"')) == 200
    for method, what in (("GET", ""), ("DELETE", ""), ("POST", "/publish")):
        assert told(act(desk, method, what)) == (404, "draft_not_found")
    assert save(desk, whole(title="Later")).headers["ETag"] == '"3"'
    assert told(save(desk, whole(), seen='"1"')) == (412, "changed_elsewhere")


def test_published_it_is_in_the_library_and_no_draft_any_more(desk):
    assert save(desk, whole(title="Platelets")).json()["problems"] == []
    dry = act(desk, "POST", "/publish?dry_run=true", seen='"1"').json()
    assert dry == {"id": "new", "revision": 1, "created": True, "dry_run": True}
    assert told(act(desk, "GET", "")) == 200
    assert act(desk, "POST", "/publish", seen='"1"').json() == {**dry, "dry_run": False}
    assert told(act(desk, "GET", "")) == (404, "draft_not_found")
    assert desk.call("GET", "/v1/activities/new").json()["title"] == "Platelets"
    # The next draft changes revision 1; nothing changes for learners until it is published.
    changed = save(desk, whole(title="Platelets again"))
    assert changed.json()["base"] == 1
    assert desk.call("GET", "/v1/activities/new").json()["title"] == "Platelets"
    assert act(desk, "POST", "/publish").json()["revision"] == 2


def test_what_is_incomplete_is_not_published_and_stays_a_draft(desk):
    save(desk, whole(signatory=None, statements=[]))
    refused = act(desk, "POST", "/publish")
    assert told(refused) == (422, "invalid")
    assert [one["path"] for one in refused.json()["errors"]] == ["statements"]
    assert told(act(desk, "GET", "")) == 200


def test_a_draft_of_a_replaced_revision_is_not_published(desk):
    desk.call("PUT", PUBLISHED, OPERATOR, json_body=whole())
    save(desk, whole(title="Mine"))
    desk.call("PUT", PUBLISHED, OPERATOR, json_body=whole(title="By a program"))
    assert told(act(desk, "POST", "/publish")) == (412, "changed_elsewhere")
    assert desk.call("GET", PUBLISHED, OPERATOR).json()["title"] == "By a program"
    # Having compared both, staff save it upon the present revision.
    assert save(desk, whole(title="Mine"), seen='"1"', base=2).json()["base"] == 2
    assert act(desk, "POST", "/publish").json()["revision"] == 3


@pytest.mark.slow
def test_a_draft_that_harms_claims_is_not_published(desk):
    desk.open_meeting()
    path = f"/v1/staff/drafts/{MEETING}"
    less = desk.call("GET", f"/v1/staff/activities/{MEETING}", OPERATOR).json()
    less["statements"] = [one for one in less["statements"] if one["type"] != "pace"]
    for session in less["sessions"]:
        session["maximum"].pop("pace", None)
    less["sessions"] = [one for one in less["sessions"] if one["maximum"]]
    assert save(desk, less, path=path).json()["problems"] == []
    for query in ("?dry_run=true", ""):
        assert told(act(desk, "POST", f"/publish{query}", path=path)) == (409, "claims_invalidated")
    assert told(act(desk, "GET", "", path=path)) == 200


def test_staff_of_a_provider_reach_their_own_drafts(desk):
    refused = save(desk, whole(), OWN)
    assert told(refused) == (422, "invalid")
    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [("provider_id", "not_own_provider")]
    assert told(save(desk, whole(provider_id="asm"), OWN)) == (422, "invalid")
    assert told(save(desk, whole(provider_id=SOCIETY), OWN)) == 201
    for method, what in (("GET", ""), ("DELETE", ""), ("POST", "/publish")):
        assert told(act(desk, method, what, OTHER)) == (404, "draft_not_found")
    assert told(save(desk, whole(provider_id="asm"), OTHER, seen="*")) == (409, "activity_taken")
    # Nor do they begin a draft of another's activity.
    over = save(desk, {"id": WEBINAR, "provider_id": "asm"}, OTHER, path=f"/v1/staff/drafts/{WEBINAR}")
    assert told(over) == (409, "activity_taken")
    assert told(act(desk, "POST", "/publish", OWN)) == 200


def ids(desk, who, query=""):
    answer = desk.call("GET", f"/v1/staff/drafts?limit=2{query}", who)
    assert answer.status == 200, answer
    return [one["id"] for one in answer.json()["items"]]


def test_the_list_has_the_last_saved_first_and_ones_own(desk):
    for name, of in (("a", SOCIETY), ("b", "asm"), ("c", None)):
        save(desk, {"title": f"Blood {name}", "provider_id": of}, path=f"/v1/staff/drafts/{name}")
    assert ids(desk, OPERATOR) == ["c", "b"]
    following = desk.call("GET", "/v1/staff/drafts?limit=2", OPERATOR).json()["next_cursor"]
    assert ids(desk, OPERATOR, f"&cursor={following}") == ["a"]
    assert (ids(desk, OWN), ids(desk, OTHER)) == (["a"], ["b"])
    assert ids(desk, OTHER, f"&provider={SOCIETY}") == []
    assert ids(desk, OPERATOR, "&q=blood%20a") == ["a"]
    assert ids(desk, OPERATOR, "&provider=asm") == ["b"]


def test_a_draft_too_large_is_refused_with_its_size(desk, monkeypatch):
    monkeypatch.setattr("laurel.catalog.records.LARGEST_DOCUMENT", 20)
    assert told(save(desk, whole())) == (422, "draft_too_large")


def copy(desk, who=OPERATOR, **given):
    wanted = {"id": "next", "starts_on": "2027-03-20", **given}
    return desk.call("POST", f"{NEW}/copy", who, json_body=wanted)


def test_a_copy_moves_all_times_by_the_clock_of_the_zone_and_takes_no_number_or_code(desk):
    codes = [{"code": "PLATE-2026", "valid_from": "2027-03-04T17:00:00Z", "valid_until": None}]
    document = {
        **meeting(kind="webinar", location=None),
        "id": "new",
        "provider_id": SOCIETY,
        "starts_on": "2027-03-04",
        "ends_on": "2027-03-04",
        "claim_window": {"opens_at": "2027-03-04T17:00:00Z", "closes_at": "2027-03-31T04:00:00Z"},
        "access": {"type": "session_code", "codes": codes},
    }
    document["sessions"] = [
        {**document["sessions"][0], "starts_at": "2027-03-04T17:00:00Z", "ends_at": "2027-03-04T18:00:00Z"}
    ]
    assert told(desk.call("PUT", PUBLISHED, OPERATOR, json_body=document)) == 201
    copied = copy(desk, OWN)
    assert (copied.status, copied.headers["ETag"], copied.json()["base"]) == (201, '"1"', 0)
    assert [one["path"] for one in copied.json()["problems"]] == ["number"]
    found = copied.json()["document"]
    assert (found["starts_on"], found["ends_on"], found["id"]) == ("2027-03-20", "2027-03-20", "next")
    # Noon in New York stays noon, though summer time began in between.
    [session], [code] = found["sessions"], found["access"]["codes"]
    assert (session["starts_at"], session["ends_at"]) == ("2027-03-20T16:00:00.000000Z", "2027-03-20T17:00:00.000000Z")
    assert code["valid_from"] == "2027-03-20T16:00:00.000000Z"
    assert code["code"] != "PLATE-2026"
    assert told(copy(desk, OWN)) == (409, "id_taken")
    assert told(copy(desk, OWN, id="new")) == (409, "id_taken")
    assert told(copy(desk, OTHER, id="another")) == (404, "activity_not_found")
    assert told(copy(desk, OWN, id="a b", starts_on="soon")) == (422, "invalid")


def test_the_revision_that_is_replaced_is_kept_with_its_document(desk):
    for title in ("First", "Second", "Third"):
        assert told(desk.call("PUT", PUBLISHED, OPERATOR, json_body=whole(title=title))) in {200, 201}
    keys = [("ACTIVITY#new", f"VERSION#00000{revision}") for revision in (1, 2, 3)]
    kept = dependencies().table.get_many(keys)
    titles = [json.loads(gzip.decompress(kept[key]["document"]))["title"] for key in keys[:2]]
    assert titles == ["First", "Second"]
    assert keys[2] not in kept
