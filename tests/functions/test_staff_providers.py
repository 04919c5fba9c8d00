"""The records of providers over HTTP: operators make and change them, and nothing is overwritten unseen."""

import os
from datetime import UTC, datetime

import pytest

from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.intake.freshness import ROSTER_SOURCE
from laurel.intake.sources import Sources
from laurel.platform.table import Table
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import counted
from tests.functions.provider_rows import LABCE


def put(desk, provider_id="labce", *, if_match=None, **changes):
    headers = {"If-Match": if_match} if if_match else {}
    return desk.call(
        "PUT", f"/v1/staff/providers/{provider_id}", staff(), json_body={**LABCE, **changes}, headers=headers
    )


def names(desk):
    return [
        (one["id"], one["display_name"]) for one in desk.call("GET", "/v1/staff/providers", staff()).json()["items"]
    ]


def test_a_provider_comes_back_as_it_was_put(desk):
    made = put(desk)
    assert (made.status, made.headers["ETag"]) == (201, '"1"')
    read = desk.call("GET", "/v1/staff/providers/labce", staff())
    assert read.json() == made.json() == {**LABCE, "id": "labce", "revision": 1}
    assert read.headers["ETag"] == '"1"'
    assert put(desk, "asm", display_name="ASM").status == 201
    assert names(desk) == [("asm", "ASM"), ("labce", "LabCE")]


def test_a_new_provider_takes_no_id_that_means_another(desk):
    assert put(desk).status == 201
    for provider_id, changes, says in (
        ("ascls", {}, "ascls-education"),
        ("asm", {"display_name": "ASM"}, None),
        ("labce2", {"display_name": "asm-west"}, None),
        ("asm-west", {}, "the display name of the provider labce2"),
    ):
        answer = put(desk, provider_id, **{"display_name": "Another", **changes})
        if says is None:
            assert answer.status == 201
            continue
        [problem] = answer.json()["errors"]
        assert (answer.status, problem["path"], problem["code"]) == (422, "provider_id", "provider_id_taken")
        assert says in problem["message"]


def test_a_provider_on_record_is_changed_whatever_its_id_means_since(desk):
    Providers(Table(os.environ["CLAIMS_TABLE_NAME"])).save("ascls", Provider(**LABCE), seen=None)
    assert put(desk, "ascls", active=False).status == 200


def test_the_least_that_a_provider_needs(desk):
    least = {name: LABCE[name] for name in ("display_name", "contact_email", "time_zone")}
    answer = desk.call("PUT", "/v1/staff/providers/labce", staff(), json_body=least)
    assert answer.status == 201
    assert answer.json() == {
        **LABCE,
        "id": "labce",
        "revision": 1,
        "pace_provider_number": None,
        "provider_statement": "",
        "expected_every_days": None,
    }


def test_reading_and_putting_cost_a_call_each(desk):
    with counted() as calls:
        put(desk)
        desk.call("GET", "/v1/staff/providers", staff())
        desk.call("GET", "/v1/staff/providers/labce", staff())
        put(desk)
    listing = ["GetItem", "Query", "Query"]  # the roster in force; the providers, and when each sent something
    assert calls == ["Query", "TransactWriteItems", *listing, "GetItem", "Query"]


def listed(desk):
    answer = desk.call("GET", "/v1/staff/providers", staff()).json()
    return {one["id"]: (one["last_sent_at"], one["is_late"]) for one in answer["items"]}, answer["roster"]


def test_the_list_says_who_has_sent_nothing_for_too_long(desk):
    ledger = Table(os.environ["LEDGER_TABLE_NAME"])
    put(desk, expected_every_days=7)
    put(desk, "asm", display_name="ASM", expected_every_days=7, active=False)
    put(desk, "acme", display_name="Acme", expected_every_days=None)
    nothing = (None, False)
    roster = {"last_sent_at": None, "expected_every_days": 3, "is_late": False}
    assert listed(desk) == ({"acme": nothing, "asm": nothing, "labce": nothing}, roster)
    long_ago = datetime(2026, 1, 2, 3, tzinfo=UTC)
    Sources(ledger).await_from(long_ago, ["labce", "asm", "acme", ROSTER_SOURCE])
    assert listed(desk) == ({"acme": nothing, "asm": nothing, "labce": (None, True)}, {**roster, "is_late": True})
    Sources(ledger).note_files((one, long_ago) for one in ("labce", "asm", "acme"))
    since = "2026-01-02T03:00:00Z"
    assert listed(desk)[0] == {"acme": (since, False), "asm": (since, False), "labce": (since, True)}


@pytest.mark.parametrize("days", [0, 367, 1.5, "7"])
def test_days_that_are_no_number_of_days_are_refused(desk, days):
    answer = put(desk, expected_every_days=days)
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "expected_every_days")


def test_the_same_record_again_changes_nothing(desk):
    put(desk)
    again = put(desk)
    assert (again.status, again.headers["ETag"]) == (200, '"1"')


def test_a_change_names_what_was_seen(desk):
    put(desk)
    assert put(desk, display_name="LabCE Online", if_match='"1"').json()["revision"] == 2
    stale = put(desk, display_name="Lab CE", if_match='"1"')
    assert (stale.status, stale.code, stale.headers["ETag"]) == (412, "changed_elsewhere", '"2"')
    taken = put(desk, display_name="Another", if_match='"0"')
    assert (taken.status, taken.code) == (412, "changed_elsewhere")
    assert "this ID" in taken.json()["detail"]
    assert put(desk, "asm", display_name="ASM", if_match='"0"').status == 201
    assert names(desk) == [("asm", "ASM"), ("labce", "LabCE Online")]


def test_of_two_operators_at_once_neither_overwrites_the_other(desk, monkeypatch):
    put(desk)
    save = Providers.save

    def overtaken(providers, provider_id, provider, *, seen, entries=()):
        assert save(providers, provider_id, provider.model_copy(update={"display_name": "Theirs"}), seen=seen)
        return save(providers, provider_id, provider, seen=seen, entries=entries)

    monkeypatch.setattr(Providers, "save", overtaken)
    answer = put(desk, display_name="Mine", if_match='"1"')
    assert (answer.status, answer.code) == (409, "try_again")
    monkeypatch.setattr(Providers, "save", save)
    answer = put(desk, display_name="Mine", if_match='"1"')
    assert (answer.status, answer.code) == (412, "changed_elsewhere")
    assert names(desk) == [("labce", "Theirs")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("display_name", "", "empty"),
        ("display_name", "\u200b", "invisible_character"),
        ("display_name", "—", "nothing_visible"),
        ("display_name", "<b>LabCE</b>", "markup"),
        ("display_name", "x" * 301, "too_long"),
        ("display_name", "ASM", "display_name_taken"),
        ("display_name", "asm", "display_name_taken"),
        ("provider_statement", "Approved \U0001f9a0", "unprintable"),
        ("contact_email", "education", "string_pattern_mismatch"),
        ("time_zone", "America/Nowhere", "unknown_zone"),
        ("time_zone", "a b", "string_pattern_mismatch"),
        ("active", "yes", "not_yes_or_no"),
        ("name", "LabCE", "unknown_field"),
    ],
    ids=lambda value: None if isinstance(value, str) else str(value),
)
def test_what_is_wrong_is_said_at_its_field(desk, field, value, code):
    put(desk, "asm", display_name="ASM")
    answer = put(desk, **{field: value})
    assert (answer.status, answer.code) == (422, "invalid")
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    assert names(desk) == [("asm", "ASM")]


def test_the_name_of_an_id_is_the_providers_own(desk):
    assert put(desk, "asm", display_name="asm").status == 201


@pytest.mark.parametrize("provider_id", ["LabCE", "1st", "a_b", "a" * 33, "-"])
def test_an_id_is_small_letters_digits_and_dashes(desk, provider_id):
    assert put(desk, provider_id).status == 404


def test_a_provider_that_is_not_there(desk):
    answer = desk.call("GET", "/v1/staff/providers/labce", staff())
    assert (answer.status, answer.code) == (404, "provider_not_found")


def test_only_operators_see_and_change_them(desk):
    for method, path in (("GET", ""), ("GET", "/labce"), ("PUT", "/labce")):
        answer = desk.call(
            method, f"/v1/staff/providers{path}", learner(), json_body=LABCE if method == "PUT" else None
        )
        assert (answer.status, answer.code) == (403, "staff_only")


def test_the_audit_log_has_what_changed(desk):
    put(desk)
    put(desk, display_name="LabCE Online")
    entries = desk.call("GET", "/v1/staff/audit?actor=sam", staff()).json()["items"]
    changed, made = [one for one in entries if one["act"] == "provider.put"]
    assert changed["changes"] == [{"field": "display_name", "before": "LabCE", "after": "LabCE Online"}]
    assert {one["field"] for one in made["changes"]} == set(LABCE)
