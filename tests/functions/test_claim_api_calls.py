"""What a request costs: the calls to DynamoDB by route. A read is one call, a write at most two."""

import pytest
from claim_routes.dependencies import dependencies
from claim_routes.refusals import OF_OPERATION

from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, badge_ids, badges_csv, groups_csv
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import counted, desk_on_moto
from tests.functions.test_organizer_calls import EXPECTED as OF_CREDITS
from tests.unit.catalog.documents import meeting

READ, WRITE = ["GetItem"], ["GetItem", "PutItem"]
TOGETHER, DRAFT = ["BatchGetItem"], ["BatchGetItem", "PutItem"]

EXPECTED = {
    "listActivities": ["Query"],
    "getActivity": READ,
    "getActivityDocument": READ,
    "listSessions": READ,
    "listStatements": [],
    # The address of the sign-in is recorded, once.
    "getMe the first time": ["GetItem", "TransactWriteItems"],
    "getMe": READ,
    "changeMe": WRITE,
    "openClaim": ["BatchGetItem", "TransactWriteItems"],
    "openClaim again": TOGETHER,
    "openClaim with a wrong code": DRAFT,
    "listClaims": ["Query"],
    "getClaim": TOGETHER,
    "getSummary": TOGETHER,
    "changeStatement": DRAFT,
    "acknowledgeDisclosures": DRAFT,
    "claimSession": DRAFT,
    "claimSession refused": TOGETHER,
    "removeSession": DRAFT,
    "takeAssessment": ["BatchGetItem", "TransactWriteItems"],
    "getTranscript": ["Query"],
    "changeCode": ["BatchGetItem", "TransactWriteItems"],
    # Who holds the address or the badge, all that is theirs, and the activities of their drafts.
    "findLearner": ["BatchGetItem", "Query", "BatchGetItem"],
    "findLearner by badge": ["GetItem", "Query", "BatchGetItem"],
    "freeCode": ["BatchGetItem", "TransactWriteItems"],
    "giveAttempt": ["BatchGetItem", "TransactWriteItems"],
    "liftLockout": ["BatchGetItem", "TransactWriteItems"],
    "putActivity": WRITE,
    "putActivity without a change": READ,
    # Who has taken a badge that would be left out must be asked for.
    "putBadges": ["BatchGetItem", "TransactWriteItems"],
    "putBadges with fewer": ["BatchGetItem", "Query", "TransactWriteItems"],
    "putGroups": ["BatchGetItem", "TransactWriteItems"],
    "showStopNotices": [],
    "stopNotices": ["UpdateItem"],
    "getOpenApi": [],
}


@pytest.fixture
def calls(aws, monkeypatch):
    """The calls of each request, by the name of its route."""
    with desk_on_moto(monkeypatch.setenv) as desk:
        desk.fill()
        yield measured(desk)


def measured(desk):
    found = {}

    def measure(name, method, path, claims=None, **given):
        with counted() as calls:
            answer = desk.call(method, path, claims, **given)
        assert answer.status < 300 or (answer.status, name) in {
            (403, "openClaim with a wrong code"),
            (409, "claimSession refused"),
        }, (name, answer)
        found[name] = calls
        return answer

    session, other = desk.program()[0], desk.program()[1]
    attended = desk.attended(session)
    ana, csv = learner(), {"Content-Type": "text/csv"}
    for name, path in (
        ("listActivities", "/v1/activities?open=true&q=microbiology"),
        ("getActivity", f"/v1/activities/{MEETING}"),
        ("listSessions", f"/v1/activities/{MEETING}/sessions?limit=10"),
        ("listStatements", "/v1/statements"),
        ("getOpenApi", "/v1/openapi.json"),
    ):
        measure(name, "GET", path)
    measure("getMe the first time", "GET", "/v1/me", ana)
    measure("getMe", "GET", "/v1/me", ana)
    measure("changeMe", "PATCH", "/v1/me", ana, json_body={"name_as_printed": "Ana"})
    link = f"/v1/notices/stop?token={dependencies().unsubscribe_links.token('ana')}"
    measure("showStopNotices", "GET", link)
    measure("stopNotices", "POST", link)
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge_ids(1)[0]}
    wrong = {**wanted, "access_code": "CMW-000000"}
    measure("openClaim with a wrong code", "POST", "/v1/claims", ana, json_body=wrong)
    opened = measure("openClaim", "POST", "/v1/claims", ana, json_body=wanted)
    measure("openClaim again", "POST", "/v1/claims", ana, json_body=wanted)
    path = f"/v1/claims/{opened.json()['claim_id']}"
    ids = [one["id"] for one in desk.call("GET", f"/v1/activities/{MEETING}").json()["disclosures"]]
    measure("changeCode", "PUT", f"{path}/access", ana, json_body={"access_code": badge_ids(2)[1]})
    measure("acknowledgeDisclosures", "PUT", f"{path}/disclosures", ana, json_body={"acknowledged": ids})
    measure("claimSession", "PUT", f"{path}/sessions/{session['id']}", ana, json_body=attended)
    measure("claimSession refused", "PUT", f"{path}/sessions/{other['id']}", ana, json_body=attended)
    measure("listClaims", "GET", "/v1/claims", ana)
    measure("getClaim", "GET", path, ana)
    measure("getSummary", "GET", f"{path}/summary", ana)
    measure("getTranscript", "GET", "/v1/transcript", ana)
    measure("changeStatement", "PATCH", path, ana, json_body={"statement": "attendance"})
    measure("removeSession", "DELETE", f"{path}/sessions/{session['id']}", ana)
    course = desk.open_course()
    test = desk.call("GET", course, ana).json()["assessment"]["test"]
    answers = {one["id"]: one["choices"][0]["id"] for one in test["questions"]}
    measure("takeAssessment", "POST", f"{course}/assessment", ana, json_body={"answers": answers})
    for _ in range(test["attempts"] - 1):
        desk.call("POST", f"{course}/assessment", ana, json_body={"answers": answers})
    measure("findLearner", "GET", "/v1/staff/learners?email=ana@example.org", staff())
    measure("findLearner by badge", "GET", f"/v1/staff/learners?activity_id={MEETING}&badge={badge_ids(2)[1]}", staff())
    helped = "/v1/staff/learners/ana/activities"
    why = {"reason": "A test"}
    measure("giveAttempt", "POST", f"{helped}/{ONLINE}/another-attempt", staff(), json_body=why)
    measure("liftLockout", "POST", f"{helped}/{MEETING}/lift-lockout", staff(), json_body=why)
    measure("freeCode", "POST", f"{helped}/{MEETING}/free-code", staff(), json_body=why)
    measure("getActivityDocument", "GET", f"/v1/staff/activities/{MEETING}", staff())
    measure("putActivity", "PUT", "/v1/staff/activities/meet-1", staff(), json_body=meeting())
    measure("putActivity without a change", "PUT", "/v1/staff/activities/meet-1", staff(), json_body=meeting())
    lists = f"/v1/staff/activities/{MEETING}/badges"
    measure("putBadges", "PUT", lists, staff(), body=badges_csv(501).encode(), headers=csv)
    measure("putBadges with fewer", "PUT", lists, staff(), body=badges_csv(400).encode(), headers=csv)
    lists = f"/v1/staff/activities/{TELECONFERENCE}/groups"
    measure("putGroups", "PUT", lists, staff(), body=groups_csv().encode(), headers=csv)
    return found


def test_every_route_costs_what_is_written_here(calls):
    assert calls == EXPECTED


def test_a_read_is_one_call_and_a_write_two(calls):
    reads = {name for name in calls if name.startswith(("get", "list"))}
    for name, made in calls.items():
        most = 1 if name in reads and name != "getMe the first time" else 2
        assert len(made) <= most or name in {"putBadges with fewer", "findLearner", "findLearner by badge"}, (
            name,
            made,
        )


def test_every_route_is_counted(calls):
    assert {name.split()[0] for name in (*calls, *OF_CREDITS)} == set(OF_OPERATION)


def test_an_open_course_asks_for_no_code_and_costs_no_transaction(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        desk.fill()
        wanted = {"activity_id": ONLINE, "statement": "pace"}
        # The address of the sign-in is recorded, once.
        with counted() as calls:
            desk.call("POST", "/v1/claims", learner("bea"), json_body=wanted)
        assert calls == ["BatchGetItem", "GetItem", "TransactWriteItems", "PutItem"]
        assert desk.call("GET", "/v1/me", learner()).status == 200
        with counted() as calls:
            desk.call("POST", "/v1/claims", learner(), json_body=wanted)
        assert calls == DRAFT
