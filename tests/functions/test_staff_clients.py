"""Machine clients by the API: made, listed, replaced and ended, by operators and by staff of the provider."""

from datetime import timedelta

import pytest
from claim_routes.dependencies import dependencies
from guard_dependencies import build

from functions.guard_accounts import app as guard
from laurel.audit.acts import AuditSubject
from laurel.catalog.client_desk import MOST_CLIENTS
from laurel.platform.clock import read_instant, utc_now
from laurel.platform.runtime import MACHINE
from tests.api_events import learner, staff, staff_of
from tests.functions.client_pool_double import PORTAL, clients_in_memory
from tests.functions.test_staff_providers import put

PATH = "/v1/staff/clients/labce"


@pytest.fixture
def pool(desk, monkeypatch):
    """The user pool, and LabCE on record."""
    put(desk)
    return clients_in_memory(monkeypatch)


def create(desk, who=None, name="Nightly export", **more):
    return desk.call("POST", PATH, who or staff(), json_body={"name": name, **more})


def listed(desk, who=None):
    return desk.call("GET", PATH, who or staff()).json()["items"]


def acts(desk):
    entries = dependencies().audit.of(AuditSubject.provider("labce"), limit=50).entries
    return [(entry.act.value, entry.actor.id) for entry in entries if entry.act.value.startswith("client.")]


@pytest.mark.parametrize("who", [staff(), staff_of("labce")], ids=["operator", "staff of the provider"])
def test_a_client_is_made_with_a_secret_that_is_shown_once(desk, pool, who):
    answer = create(desk, who)
    assert answer.status == 201, answer.body
    made = answer.json()
    assert made["token_url"] == "https://auth.example.org/oauth2/token"
    assert answer.headers["Cache-Control"] == "no-store"
    stored = pool.clients[made["client_id"]]
    assert stored["ClientSecret"] == made["secret"]
    assert sorted(stored["AllowedOAuthScopes"]) == ["labce/credits.read", "labce/credits.write"]
    [one] = listed(desk, who)
    assert (one["client_id"], one["name"], one["ends_at"], one["in_use"]) == (
        made["client_id"],
        "Nightly export",
        None,
        True,
    )
    assert made["secret"] not in desk.call("GET", PATH, who).body
    assert acts(desk) == [("client.created", who["sub"])]


def test_a_client_may_have_fewer_rights_and_no_others(desk, pool):
    assert create(desk, rights=["credits.read", "credits.read"]).status == 201
    assert listed(desk)[0]["rights"] == ["credits.read"]
    refused = create(desk, rights=["roster.write"])
    assert (refused.status, refused.json()["errors"][0]["code"]) == (422, "right_not_offered")
    assert desk.call("POST", "/v1/staff/clients/ascls", staff(), json_body={"name": "Roster"}).status == 201
    names = [desk.call("GET", f"/v1/staff/clients/{one}", staff()).json()["owner_name"] for one in ("labce", "ascls")]
    assert names == ["LabCE", "ASCLS"]
    assert desk.call("GET", "/v1/staff/clients/nobody", staff()).code == "provider_not_found"
    for bad in ({"name": ""}, {"name": "x" * 101}, {"name": "x", "rights": []}, {"name": "x", "secret": "mine"}):
        assert desk.call("POST", PATH, staff(), json_body=bad).status == 422


def test_a_replaced_client_works_for_the_days_that_were_said(desk, pool):
    old = create(desk).json()["client_id"]
    made = desk.call("POST", f"{PATH}/{old}/rotate", staff_of("labce"), json_body={}).json()
    new, before = listed(desk)
    assert (new["client_id"], before["client_id"]) == (made["client_id"], old)
    assert (new["name"], new["rights"]) == (before["name"], before["rights"])
    assert timedelta(days=6) < read_instant(before["ends_at"]) - utc_now() <= timedelta(days=7)
    assert before["in_use"]
    assert desk.call("POST", f"{PATH}/{old}/rotate", staff(), json_body={"overlap_days": 31}).status == 422


def test_a_client_that_is_replaced_at_once_is_ended_and_gone(desk, pool):
    old = create(desk).json()["client_id"]
    assert desk.call("POST", f"{PATH}/{old}/rotate", staff(), json_body={"overlap_days": 0}).status == 201
    assert [one["in_use"] for one in listed(desk)] == [True, False]
    assert pool.names() == ["labce Nightly export", "portal"]


def test_a_revoked_client_is_ended_and_gone(desk, pool):
    made = create(desk).json()["client_id"]
    ended = desk.call("POST", f"{PATH}/{made}/revoke", staff_of("labce"))
    assert (ended.status, ended.json()["in_use"]) == (200, False)
    assert pool.names() == ["portal"]
    again = desk.call("POST", f"{PATH}/{made}/revoke", staff())
    assert (again.status, again.code) == (409, "client_ended")
    assert desk.call("POST", f"{PATH}/none/revoke", staff()).code == "client_not_found"
    assert [act for act, _ in acts(desk)] == ["client.revoked", "client.created"]


def test_others_find_no_provider_and_ascls_is_for_operators(desk, pool):
    made = create(desk).json()["client_id"]
    for who, status, code in (
        (staff_of("asm"), 404, "provider_not_found"),
        (learner(), 403, "staff_only"),
        (learner(second_factor_needed="true"), 403, None),
    ):
        for method, path, body in (
            ("GET", PATH, None),
            ("POST", PATH, {"name": "Mine"}),
            ("POST", f"{PATH}/{made}/rotate", {}),
            ("POST", f"{PATH}/{made}/revoke", None),
        ):
            answer = desk.call(method, path, who, **({"json_body": body} if body is not None else {}))
            assert answer.status == status
            assert code in (None, answer.code)
    for group in ("ascls", "labce"):
        assert desk.call("GET", "/v1/staff/clients/ascls", staff_of(group)).status == 404
    assert len(listed(desk)) == 1


def test_no_owner_has_more_clients_than_a_person_keeps_track_of(desk, pool):
    made = [create(desk).json()["client_id"] for _ in range(MOST_CLIENTS)]
    refused = create(desk)
    assert (refused.status, refused.code) == (409, "too_many_clients")
    assert desk.call("POST", f"{PATH}/{made[0]}/revoke", staff()).status == 200
    assert create(desk).status == 201


def test_a_guard_that_does_not_answer_leaves_no_client_on_record(desk, pool):
    pool.is_down = True
    assert create(desk).status == 503
    assert listed(desk) == []


def test_the_guard_removes_no_client_with_which_people_sign_in(desk, pool):
    with pytest.raises(ValueError, match="no machine client"):
        guard.guard(build(MACHINE), {"task": "remove_client", "user_pool_id": "us-east-1_pool", "client_id": PORTAL})
    assert PORTAL in pool.names()
