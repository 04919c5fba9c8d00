"""What people and programs send that is not what it should be: always a reason, never a 5xx."""

import json

import pytest

from laurel.platform.problems import MOST_ERRORS
from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto
from tests.unit.catalog.documents import meeting

JSON = {"Content-Type": "application/json"}
CSV = {"Content-Type": "text/csv"}


@pytest.fixture(scope="module")
def library():
    from moto import mock_aws

    from laurel.platform import aws as clients

    patch = pytest.MonkeyPatch()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        patch.setenv(name, "testing")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws(), patch.context():
        for client in (clients.dynamodb, clients.secrets_manager):
            client.cache_clear()
        with desk_on_moto(patch.setenv) as desk:
            desk.fill()
            yield desk
        for client in (clients.dynamodb, clients.secrets_manager):
            client.cache_clear()
    patch.undo()


@pytest.fixture(scope="module")
def paths(library):
    """Each route that takes JSON: method, path, claims, and a body that it takes."""
    claim, course = library.open_meeting("bea"), library.open_course("bea")
    session = library.program()[0]
    return {
        "me": ("PATCH", "/v1/me", learner("bea"), {"name_as_printed": "Bea"}),
        "open": ("POST", "/v1/claims", learner("bea"), {"activity_id": ONLINE, "statement": "pace"}),
        "statement": ("PATCH", course, learner("bea"), {"statement": "pace"}),
        "disclosures": ("PUT", f"{claim}/disclosures", learner("bea"), {"acknowledged": ["unlabeled-use"]}),
        "session": ("PUT", f"{claim}/sessions/{session['id']}", learner("bea"), library.attended(session)),
        "assessment": ("POST", f"{course}/assessment", learner("bea"), {"answers": {"q1": "a"}}),
        "activity": ("PUT", "/v1/staff/activities/meet-1?dry_run=true", staff(), meeting()),
    }


ROUTES = ("me", "open", "statement", "disclosures", "session", "assessment", "activity")
DEEP = b'{"a":' * 5_000 + b"1" + b"}" * 5_000


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (None, JSON, 400, "not_json"),
        (b"", JSON, 400, "not_json"),
        (b"{", JSON, 400, "not_json"),
        (b'{"a": NaN}', JSON, 400, "not_json"),
        (b'{"a": 1e999999}', JSON, 422, "invalid"),
        (b'{"a": ' + b"9" * 5_000 + b"}", JSON, 400, "not_json"),
        (b'{"a": "\x01"}', JSON, 400, "not_json"),
        (b'{"a": "\\ud800"}', JSON, 400, "not_json"),
        (b'{"a": "\\ud800\\u0041"}', JSON, 400, "not_json"),
        (DEEP, JSON, 400, "not_json"),
        (b"null", JSON, 422, "invalid"),
        (b"[]", JSON, 422, "invalid"),
        (b'[{"statement": "pace"}]', JSON, 422, "invalid"),
        (b'"text"', JSON, 422, "invalid"),
        (b"5", JSON, 422, "invalid"),
        (b'{"no\\u0000body": 1}', JSON, 422, "invalid"),
        (b'{"knows": "this"}', {"Content-Type": "Application/JSON; charset=utf-8"}, 422, "invalid"),
        (b"{}", {}, 415, "media_type"),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "media_type"),
        (b"--b--", {"Content-Type": "multipart/form-data; boundary=b"}, 415, "media_type"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "media_type"),
        (b"{}", {"Content-Type": "application/jsonp"}, 415, "media_type"),
        (b'{"a": "' + b"x" * 3_200_000 + b'"}', JSON, 413, "body_too_large"),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, bytes | str) else None,
)
def test_a_body_that_is_none_is_refused_with_the_reason(library, paths, route, body, headers, status, code):
    method, path, claims, _ = paths[route]
    refused = library.call(method, path, claims, body=body, headers=headers)
    assert (refused.status, refused.code) == (status, code)
    assert refused.json()["detail"]


@pytest.mark.parametrize(
    "many",
    [{"sessions": [{}] * 50_000}, {"a": [[1] * 600] * 100}, {str(n): 1 for n in range(50_001)}],
    ids=["items", "nested", "fields"],
)
def test_more_values_than_any_document_has_are_refused_before_each_one_is_an_error(library, paths, many):
    method, path, claims, _ = paths["activity"]
    refused = library.call(method, path, claims, json_body=many)
    assert (refused.status, refused.code) == (413, "body_too_large")
    assert "50,000 values" in refused.json()["detail"]


def test_so_many_errors_are_listed(library, paths):
    method, path, claims, body = paths["activity"]
    refused = library.call(method, path, claims, json_body={**body, "sessions": [{}] * 100})
    assert (refused.status, len(refused.json()["errors"])) == (422, MOST_ERRORS)


def test_what_is_sent_as_it_should_be_passes(library, paths):
    for route, (method, path, claims, body) in paths.items():
        answer = library.call(method, path, claims, json_body=body)
        assert answer.status == 200 or (route, answer.code) == ("assessment", "invalid"), answer


HOSTILE = [
    None, True, 5, -1, 10**400, 1.5, [], {}, [[]], "", " ", "\x00", "a\x00b", "\u202e", "\ufffe", "x" * 20_000,
    "' OR 1=1 --", "${jndi:ldap://x}", "<script>", "../../etc/passwd", "=cmd|' /C calc'!A0", "\N{PILE OF POO}" * 300,
    {"a": {"b": []}}, [None] * 500, "2026-13-45", "1e400", "NaN", "Infinity", "-0", "0.001", "1.005", "9999999999",
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:24])
def test_a_value_that_cannot_be_is_never_a_fault_of_ours(library, paths, route, value):
    method, path, claims, body = paths[route]
    for field in body:
        # Some of them are only odd, and are taken; the answer names the others with a path.
        answer = library.call(method, path, claims, json_body={**body, field: value})
        assert answer.status in (200, 403, 404, 409, 422), (field, answer)
        if answer.status == 422:
            assert answer.json()["errors"], answer
        assert library.call(method, path, claims, json_body={**body, "un\ud83dknown": value}).status in (400, 422)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"badge_id",
        b"badge_id\n",
        b"\x00\x01\x02",
        b"\xff\xfe\xfd",
        "badge_id\nA\ud800".encode("utf-8", "surrogatepass"),
        b'badge_id\n"open',
        b"badge_id\n\x00\n",
        b"other\n1\n",
        b"badge_id,badge_id\n1,2\n",
        b"badge_id\n" + b"x" * 100_000,
        b"group_id,site,capacity\nG," + b"s" * 5000 + b",99999999999999999999\n",
        b"group_id,site,capacity\nG,Site,-1\nG,Site,1e3\n,,\n",
    ],
    ids=lambda body: repr(body)[:24],
)
def test_a_file_that_is_none_is_refused_with_lines(library, body):
    for path in (f"/v1/staff/activities/{MEETING}/badges", f"/v1/staff/activities/{TELECONFERENCE}/groups"):
        refused = library.call("PUT", path, staff(), body=body, headers=CSV)
        assert (refused.status, refused.code) == (422, "invalid_rows")
        assert refused.json()["errors"]


def test_a_file_over_the_limit_or_of_another_type_is_refused(library):
    path = f"/v1/staff/activities/{MEETING}/badges"
    assert library.call("PUT", path, staff(), body=b"a" * (3 * 1024 * 1024 + 1), headers=CSV).code == "body_too_large"
    assert library.call("PUT", path, staff(), body=b"{}", headers=JSON).code == "media_type"


def test_staff_may_send_more_than_learners(library):
    large = {**meeting(), "description": "x" * 100_000}
    assert library.call("PUT", "/v1/staff/activities/meet-1", staff(), json_body=large).code == "invalid"
    assert library.call("PATCH", "/v1/me", learner(), json_body={"a": "x" * 65_536}).code == "body_too_large"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=101", "limit=1&limit=2", "limit=a", "limit=1e3", "limit=9999999999999999999999", "limit=",
        "open=perhaps", "kind=party", "from=20260604", "from=1750000000", "to=2026-02-30", "from=-1", "to=",
        "q=" + "x" * 201, "cursor=" + "A" * 2001, "cursor=%00", "cursor=%F0%9F%92%A9", "day=2026-06-04T00:00:00Z",
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_is_refused(library, query):
    path = f"/v1/activities/{MEETING}/sessions" if query.startswith("day") else "/v1/activities"
    refused = library.call("GET", f"{path}?{query}")
    assert (refused.status, refused.code) == (422, "invalid")
    assert json.loads(refused.body)["errors"][0]["path"] == query.partition("=")[0]


def test_odd_queries_that_ask_for_nothing_wrong_are_answered(library):
    for query in ("q=%00", "q=%ED%A0%80", "q=a,b", "q=%25%27", "unknown=1", "q=", "open=true&open=true&kind=online"):
        assert library.call("GET", f"/v1/activities?{query}").status in (200, 422), query
