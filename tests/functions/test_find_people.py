"""One box: learners by address, certificate, member number, badge or name; what was tried is said, found or not."""

from urllib.parse import urlencode

import pytest
from claim_routes import find_people

from local.sample_catalog import badge_ids
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.claim_api_desk import counted
from tests.functions.organizer_desk import ANA, Books

OPERATOR, OWN, OTHER = staff(), staff_of(SOCIETY), staff_of("asm")
BADGE = badge_ids(1)[0]


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def books(desk):
    books = Books()
    books.put_roster_in_force()
    books.members(ANA, "AB-0042")
    return books


def asked(desk, text, who=OPERATOR):
    return desk.claims.call("GET", f"/v1/staff/people?{urlencode({'find': text})}", who)


def found(desk, text, who=OPERATOR):
    answer = asked(desk, text, who)
    assert answer.status == 200, answer
    told = answer.json()
    people = [(one["learner_id"], one["by"]) for one in told["items"]]
    return people, [one["by"] for one in told["tried"]]


@pytest.mark.slow
def test_a_learner_is_found_by_each_of_what_staff_have(desk, books):
    number = desk.printed()["number"]
    desk.claims.open_meeting()
    for text, by, tried in (
        (" Ana@Example.org ", "email", ["email"]),
        (number.lower(), "certificate", ["certificate"]),
        (number.replace("-", " "), "certificate", ["certificate"]),
        ("ab-0042", "member_number", ["member_number", "badge", "name"]),
        (BADGE.lower(), "badge", ["member_number", "badge", "name"]),
        ("sören", "name", ["name"]),
    ):
        assert found(desk, text) == ([("ana", by)], tried), text


def test_who_is_not_found_is_not_there_and_what_was_tried_is_said(desk, books):
    for text, tried in (
        ("nobody@example.org", ["email"]),
        ("zz99-1", ["member_number", "badge", "name"]),
        ("Nobody", ["name"]),
        ("42", ["member_number", "badge", "name"]),
    ):
        assert found(desk, text) == ([], tried), text


def test_a_mistyped_certificate_number_says_what_is_wrong_with_it(desk):
    number = desk.printed()["number"]
    wrong = number[:-1] + ("A" if number[-1] != "A" else "C")
    [tried] = [one for one in asked(desk, wrong).json()["tried"] if one["by"] == "certificate"]
    assert tried["says"]
    assert found(desk, wrong)[0] == []


def test_a_member_without_an_account_is_nobody_and_one_who_left_the_roster_too(desk, books):
    books.members("else@example.org", "77-1")
    assert found(desk, "77-1")[0] == []
    desk.claims.call("GET", "/v1/me", learner())
    assert found(desk, "AB-0042")[0] == [("ana", "member_number")]
    books.members(ANA)
    assert found(desk, "AB-0042")[0] == []


def test_one_person_found_in_two_ways_is_one_line(desk, books):
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana AB-0042"})
    assert found(desk, "AB-0042")[0] == [("ana", "member_number")]


@pytest.mark.slow
def test_staff_of_a_provider_find_their_own_and_never_by_member_number(desk, books):
    number = desk.printed()["number"]
    desk.claims.open_meeting("bea")
    assert found(desk, "AB-0042", OWN) == ([], ["badge", "name"])
    for text, who in ((ANA, "ana"), (number, "ana"), (BADGE, "bea"), ("sörensen", "ana")):
        assert ([one for one, _ in found(desk, text, OWN)[0]], found(desk, text, OTHER)[0]) == ([who], []), text
    assert asked(desk, ANA, learner()).code == "staff_only"


@pytest.mark.parametrize(
    "text",
    [
        "\u202e1",
        "x1" * 500,
        "é1" * 400,
        "<img src=x onerror=alert(1)> 1",
        "=cmd|' /C calc'!A1",
        "🦟 1",
        "a\x00b1",
        "1\n2",
        "MEMBER#1",
        "1#" * 30,
        "@",
        "a@@b",
        f"{'a' * 900}@example.org",
    ],
)
def test_hostile_texts_find_nobody_and_break_nothing(desk, text):
    answer = asked(desk, text)
    assert answer.status in {200, 422}, answer
    if answer.status == 200:
        assert answer.json()["items"] == []
    else:
        assert [one["path"] for one in answer.json()["errors"]] == ["find"]


def test_a_text_that_is_longer_than_any_number_or_name_is_not_looked_up_as_one(desk):
    for text, tried in (("x1" * 33, ["name"]), ("x1 " * 70, []), ("x1" * 20, ["member_number", "badge", "name"])):
        answer = asked(desk, text)
        assert [one["by"] for one in answer.json().get("tried", ())] == tried, text


def test_a_text_that_can_be_nothing_is_refused(desk):
    for text in ("", "  ", "a", "x" * 1001):
        answer = asked(desk, text)
        assert (answer.status, [one["path"] for one in answer.json()["errors"]]) == (422, ["find"]), text


def test_only_the_badges_of_the_latest_activities_are_looked_at(desk, monkeypatch):
    desk.claims.open_meeting()
    assert found(desk, BADGE)[0] == [("ana", "badge")]
    monkeypatch.setattr(find_people, "_LATEST", 1)
    assert found(desk, BADGE)[0] == []


def test_each_way_costs_its_own_calls_and_the_entry(desk, books):
    desk.claims.open_meeting()
    desk.claims.call("GET", "/v1/me", learner())

    def cost(text):
        with counted() as calls:
            found(desk, text)
        return calls

    # Who holds the address, their records, the activities of their drafts, the entry.
    assert cost(ANA) == ["BatchGetItem", "Query", "BatchGetItem", "PutItem"]
    # Where the number is, whether it still is, who holds the address, their profile; the library, its badges; the name.
    number = ["Query", *["BatchGetItem"] * 3]
    assert cost("AB-0042") == [*number, "Query", "BatchGetItem", "Query", "PutItem"]
    # Nobody's member number; the library, its badges, the records and drafts of who took it; the name.
    assert cost(BADGE) == ["Query", "Query", "BatchGetItem", "Query", "BatchGetItem", "Query", "PutItem"]
