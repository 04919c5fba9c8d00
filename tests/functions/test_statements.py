"""The list of the kinds of statement: public, complete, kept by browsers, and in the words of the rest of the API."""

from laurel.statements import Statement
from tests.api_events import learner
from tests.functions.claim_api_desk import counted


def test_everybody_sees_every_kind_and_browsers_keep_the_list_for_an_hour(desk):
    with counted() as calls:
        answer = desk.call("GET", "/v1/statements")
    assert (answer.status, calls) == (200, [])
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert [one["type"] for one in answer.json()["items"]] == list(Statement)


def test_the_list_says_what_a_page_must_know(desk):
    found = {one.pop("type"): one for one in desk.call("GET", "/v1/statements").json()["items"]}
    assert found["pace"] == {
        "name": "P.A.C.E.® contact hours",
        "short_name": "P.A.C.E.",
        "about": "For laboratory professionals. It counts at ASCP.",
        "awards_credit": True,
        "reportable": True,
        "physicians_only": False,
        "license_state": None,
        "hours_a_day": "7",
    }
    first = {name: found[name] for name in ("ama_pra_1", "attendance", "pace", "california", "florida")}
    assert {name for name, one in first.items() if one["physicians_only"]} == {"ama_pra_1"}
    assert {name for name, one in first.items() if one["reportable"]} == {"pace", "california", "florida"}
    assert {name for name, one in first.items() if not one["awards_credit"]} == {"attendance"}
    assert {name for name, one in first.items() if one["hours_a_day"]} == {"pace"}


def test_a_license_state_is_named_as_in_the_profile(desk):
    states = {one["type"]: one["license_state"] for one in desk.call("GET", "/v1/statements").json()["items"]}
    assert (states["california"], states["florida"], states["pace"]) == ("california", "florida", None)
    for state in filter(None, states.values()):
        wanted = {"licences": [{"state": state, "number": "1"}]}
        assert desk.call("PATCH", "/v1/me", learner(), json_body=wanted).json()["licences"][0]["state"] == state
