"""New Group IDs: random, none in use or like one in use, and the same request again makes none."""

import secrets

import pytest

from laurel.catalog.access_codes import look_alike
from laurel.catalog.access_lists import AccessLists
from laurel.catalog.new_codes import new_code
from laurel.catalog.new_groups import NewGroups, WantedGroups
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.sample_catalog import MEETING, TELECONFERENCE
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.test_codes import codes, put

SITE = {"site": "Example General Hospital", "capacity": 25}


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def make(desk, who=None, activity=TELECONFERENCE, **more):
    body = {"request_id": secrets.token_hex(16), **SITE, **more}
    return desk.call("POST", f"/v1/staff/activities/{activity}/codes", who or staff(), json_body=body)


def listed(desk):
    return {one["code"]: one for one in codes(desk, TELECONFERENCE).json()["items"]}


def test_new_group_ids_are_added_to_the_list_and_open_a_claim(desk):
    before = listed(desk)
    answer = make(desk, count=5)
    assert answer.status == 201
    made = answer.json()["items"]
    assert {(one["site"], one["capacity"], one["used"]) for one in made} == {("Example General Hospital", 25, 0)}
    assert listed(desk) == before | {one["code"]: one for one in made}
    assert len(made) == 5
    desk.call("GET", "/v1/me", learner("bea"))
    wanted = {"activity_id": TELECONFERENCE, "statement": "pace", "access_code": made[0]["code"].lower()}
    assert desk.call("POST", "/v1/claims", learner("bea"), json_body=wanted).status == 201
    assert listed(desk)[made[0]["code"]]["used"] == 1


def test_the_same_request_again_gives_the_same_and_adds_none(desk):
    once = make(desk, request_id="a" * 16, count=3).json()
    make(desk, count=2)
    assert make(desk, request_id="a" * 16, count=3).json() == once
    assert len(listed(desk).keys() & {one["code"] for one in once["items"]}) == 3
    total = len(listed(desk))
    make(desk, request_id="b" * 16, count=1)
    assert len(listed(desk)) == total + 1


def test_a_file_with_the_list_may_follow(desk):
    made = make(desk, count=2).json()["items"]
    text = codes(desk, TELECONFERENCE, accept="text/csv").body
    assert put(desk, "groups", text.encode(), activity=TELECONFERENCE).status == 200
    assert listed(desk).keys() >= {one["code"] for one in made}


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"count": 201},
        {"capacity": 0},
        {"capacity": "5"},
        {"site": " "},
        {"request_id": "short"},
        {"x": 1},
    ],
    ids=lambda one: "-".join(one),
)
def test_what_cannot_be_made_is_refused(desk, wrong):
    assert make(desk, **wrong).status == 422


def test_only_the_staff_of_a_teleconference_make_them(desk):
    assert make(desk, who=learner()).status == 403
    assert make(desk, who=staff_of("nobodys")).code == "activity_not_found"
    assert make(desk, activity=MEETING).code == "wrong_access"
    assert make(desk, activity="none").code == "activity_not_found"


def test_none_looks_like_one_that_is_in_use(desk):
    """Also not like the others of the same request."""
    table, given = Table("ClaimsTable"), iter(["TC-4411", "CDFH-3479", "cdfh3479", "CDFH-347O", "KMNP-7794"])
    put(desk, "groups", b"group_id,site,capacity\nTC-4411,A,5\nCDFH-3470,B,5\n", activity=TELECONFERENCE)
    maker = NewGroups(table, AccessLists(table), lambda: next(given), utc_now)
    from laurel.audit.log import UNRECORDED

    wanted = WantedGroups(request_id="c" * 16, site="C", capacity=1, count=2)
    assert list(maker.add(TELECONFERENCE, wanted, UNRECORDED)) == ["CDFH3479", "KMNP7794"]


def test_codes_are_random_and_easy_to_read():
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert set("".join(made)) <= set("CDFHJKMNPQRTVWXY3479-")
    assert all(look_alike(code.replace("-", "")) == code.replace("-", "") for code in made)
