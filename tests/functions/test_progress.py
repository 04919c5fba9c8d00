"""What a learner still needs, over HTTP: what they follow, what counts, and what is stored of it."""

from datetime import date, timedelta

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.platform.clock import utc_now
from laurel.progress.read_rules import all_rules
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from tests.api_events import learner
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.claim_api_desk import counted
from tests.functions.organizer_desk import Books, unmatched, withdrawn

PATH = "/v1/me/progress"


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as found:
        yield found


def today():
    return dependencies().date_at(utc_now())


def get(desk, sub="ana"):
    answer = desk.claims.call("GET", PATH, learner(sub))
    assert answer.status == 200, answer
    return answer.json()


def put(desk, *followed, sub="ana", status=200, headers=None, **more):
    body = {"followed": [{"rule": one} if isinstance(one, str) else one for one in followed], **more}
    answer = desk.claims.call("PUT", PATH, learner(sub), json_body=body, headers=headers or {})
    assert answer.status == status, answer
    return answer


def stored(prefix):
    items = boto3.client("dynamodb").scan(TableName="ClaimsTable")["Items"]
    return sorted((one["pk"]["S"], one["sk"]["S"]) for one in items if one["pk"]["S"].startswith(prefix))


def test_who_follows_nothing_can_follow_every_rule(desk):
    found = get(desk)
    assert (found["items"], found["version"], found["reminders"]) == ([], 0, "missing")
    assert [one["rule"] for one in found["others"]] == [one.id for one in all_rules()]
    assert found["note"] == "This is an estimate. The board decides."


def test_a_license_of_the_profile_is_shown_and_followed_once_its_dates_are_saved(desk):
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"licences": [{"state": "california", "number": "MTA 1"}]})
    (shown,) = get(desk)["items"]
    assert (shown["rule"], shown["followed"], shown["missing_date"]) == ("california", False, "expires_on")
    assert (shown["cycle"], shown["missing"], shown["credits"]) == (None, None, [])
    expires = today() + timedelta(days=100)
    (shown,) = put(desk, {"rule": "california", "expires_on": expires.isoformat()}).json()["items"]
    assert (shown["followed"], shown["missing_date"], shown["missing"]) == (True, None, "24")
    assert (shown["cycle"]["last"], shown["cycle"]["days_left"]) == (expires.isoformat(), 101)
    assert get(desk)["items"] == [shown]


def test_a_claim_and_a_providers_credit_count_once_each(desk):
    desk.printed()  # a claim, and in the ledger its credit
    Books().add(
        unmatched("fed", completed_on=today()),
        withdrawn("gone", completed_on=today(), activity_title="Withdrawn"),
    )
    certified = today() - timedelta(days=400)
    (shown,) = put(desk, {"rule": "ascp-cmp", "issued_on": certified.isoformat()}).json()["items"]
    assert sorted((one["source"], one["counts"], one["why"]) for one in shown["credits"]) == [
        ("claim", True, "counts"),
        ("feed", False, "not_valid"),
        ("feed", True, "counts"),
    ]
    counting = [float(one["hours"]) for one in shown["credits"] if one["counts"]]
    assert float(shown["counted"]) == sum(counting) > 0


def test_a_credit_from_elsewhere_counts_where_the_rule_allows_it(desk):
    own = {"title": "Ethics", "provider": "Somebody", "completed_on": today().isoformat(), "topic": "ethics"}
    body = {**own, "amount": "0.2", "unit": "ceu"}
    answer = desk.claims.call("POST", "/v1/own-credits", learner(), json_body=body)
    assert answer.status == 201, answer
    since = (today() - timedelta(days=9)).isoformat()
    at_ascp, in_louisiana = put(desk, {"rule": "ascp-cmp", "issued_on": since}, "louisiana").json()["items"]
    (credit,) = at_ascp["credits"]
    assert (at_ascp["counted"], credit["why"], credit["topic"]) == ("2", "topic", "ethics")
    assert (in_louisiana["counted"], in_louisiana["credits"][0]["why"]) == ("0", "own")


def test_a_draft_brings_nothing(desk):
    wanted = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
    assert desk.claims.call("POST", "/v1/claims", learner(), json_body=wanted).status == 201
    (shown,) = put(desk, "louisiana").json()["items"]
    assert (shown["credits"], shown["counted"], shown["missing"]) == ([], "0", "12")


def test_nobody_sees_what_another_follows(desk):
    put(desk, "florida")
    assert get(desk, "bea")["items"] == []


@pytest.mark.parametrize(
    ("followed", "path", "code"),
    [
        ([{"rule": "atlantis"}], "followed.0.rule", "rule_unknown"),
        ([{"rule": "florida"}, {"rule": "florida"}], "followed.1.rule", "rule_twice"),
        ([{"rule": "florida", "issued_on": "2190-01-01"}], "followed.0.issued_on", "date_to_come"),
        (
            [{"rule": "california", "issued_on": "2020-01-02", "expires_on": "2020-01-02"}],
            "followed.0.expires_on",
            "expires_before_issue",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(desk, followed, path, code):
    refused = put(desk, *followed, status=422).json()
    assert [(one["path"], one["code"]) for one in refused["errors"]] == [(path, code)]
    assert get(desk)["version"] == 0
    assert stored("REMINDER") == []


def test_a_change_of_another_device_is_not_overwritten(desk):
    put(desk, "florida")
    refused = put(desk, "louisiana", status=412, headers={"If-Match": '"0"'})
    assert refused.code == "changed_elsewhere"
    assert put(desk, "louisiana", headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert [one["rule"] for one in get(desk)["items"]] == ["louisiana"]


def test_the_next_reminder_is_listed_once_and_moves_with_the_dates(desk):
    expires = today() + timedelta(days=60)
    put(desk, {"rule": "nevada", "expires_on": expires.isoformat()})
    day = (expires - timedelta(days=30)).isoformat()
    assert stored("REMINDER") == [("REMINDER#ana", "NEXT"), ("REMINDERS", f"{day}#ana")]
    later = today() + timedelta(days=120)
    put(desk, {"rule": "nevada", "expires_on": later.isoformat()})
    day = (later - timedelta(days=90)).isoformat()
    assert stored("REMINDER") == [("REMINDER#ana", "NEXT"), ("REMINDERS", f"{day}#ana")]
    put(desk, {"rule": "nevada", "expires_on": later.isoformat()}, reminders="never")
    assert stored("REMINDER") == [("REMINDER#ana", "NEXT")]
    put(desk, {"rule": "nevada", "expires_on": later.isoformat()}, reminders="always")
    assert stored("REMINDERS") == [("REMINDERS", f"{day}#ana")]
    put(desk)
    assert stored("REMINDERS") == []


def test_a_read_costs_two_calls_and_a_change_two_more(desk):
    desk.claims.call("GET", "/v1/me", learner())
    put(desk, "florida")
    with counted() as calls:
        get(desk)
    # The claims, the profile and what is followed lie side by side; then the credits of the address.
    assert calls == ["Query", "Query"]
    with counted() as calls:
        put(desk, "florida")
    assert calls == ["BatchGetItem", "TransactWriteItems", "Query", "Query"]


def test_the_first_request_of_a_learner_records_their_address(desk):
    get(desk)
    assert desk.claims.call("GET", "/v1/me", learner()).json()["version"] == 1


def test_the_cycle_is_that_of_the_date_where_the_nights_are(desk):
    (shown,) = put(desk, "louisiana").json()["items"]
    assert shown["cycle"]["last"] == date(today().year, 12, 31).isoformat()
    assert get(desk)["today"] == today().isoformat()
