"""Names from before the index: found after the person, or staff, have looked at the profile; written once."""

from urllib.parse import urlencode

import pytest

from laurel.learners import name_index
from laurel.learners.records import key_of
from laurel.platform.table import Put, Table, TableBusy
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import counted, desk_on_moto

ME, PERSON = "/v1/me", "/v1/staff/people/ana"


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        assert desk.call("PATCH", ME, learner(), json_body={"name_as_printed": "Ana Lima"}).status == 200
        forget(Table("ClaimsTable"))
        assert found(desk, "lima") == []
        yield desk


def forget(table):
    """The profile as it was before there was an index."""
    item = table.get(key_of("ana"))
    names = [(f"NAMES#{word[:2]}", f"{word} {other}#ana") for word, other in (("ana", "lima"), ("lima", "ana"))]
    assert all(table.get(key) for key in names)
    table.put_many([{name: value for name, value in item.items() if name != "in_name_index"}], names)


def found(desk, name):
    answer = desk.call("GET", f"/v1/staff/people?{urlencode({'find': name})}", staff())
    return [one["learner_id"] for one in answer.json()["items"]]


@pytest.mark.parametrize(("path", "who"), [(ME, learner()), (PERSON, staff())], ids=["the person", "staff"])
def test_a_look_at_the_profile_puts_the_name_into_the_index_once(desk, path, who):
    with counted() as first:
        seen = desk.call("GET", path, who)
    with counted() as second:
        again = desk.call("GET", path, who)
    assert first.count("TransactWriteItems") == 1
    assert [one for one in first if one != "TransactWriteItems"] == second
    assert found(desk, "lima") == ["ana"]
    assert (seen.status, seen.body, seen.headers.get("ETag")) == (200, again.body, again.headers.get("ETag"))


def test_the_look_of_staff_is_in_the_way_of_no_change(desk):
    seen = desk.call("GET", ME, learner()).headers["ETag"]
    forget(Table("ClaimsTable"))
    assert desk.call("GET", PERSON, staff()).status == 200
    changed = desk.call("PATCH", ME, learner(), json_body={"name_as_printed": "Ana Diaz"}, headers={"If-Match": seen})
    assert changed.status == 200, changed
    assert (found(desk, "lima"), found(desk, "diaz")) == ([], ["ana"])


def test_a_change_that_comes_first_wins(desk, monkeypatch):
    """The name is changed between the read and the write of the look: the former name is not written."""
    real = name_index.name_writes

    def late(before, after):
        with monkeypatch.context() as patch:
            patch.setattr(name_index, "name_writes", real)
            table = Table("ClaimsTable")
            table.put(Put({**table.get(key_of("ana")), "version": 99}, "", {}, {}))
        return real(before, after)

    monkeypatch.setattr(name_index, "name_writes", late)
    assert desk.call("GET", ME, learner()).status == 200
    assert found(desk, "lima") == []


def test_a_busy_table_costs_nobody_the_page(desk, monkeypatch):
    def busy(*_):
        raise TableBusy

    with monkeypatch.context() as patch:
        patch.setattr(Table, "write_all", busy)
        assert desk.call("GET", ME, learner()).status == 200
    assert desk.call("GET", ME, learner()).status == 200
    assert found(desk, "lima") == ["ana"]


def test_a_change_of_something_else_leaves_the_name_to_the_next_look(desk):
    assert desk.call("PATCH", ME, learner(), json_body={"paper": "a4"}).status == 200
    assert found(desk, "lima") == []
    desk.call("GET", ME, learner())
    assert found(desk, "lima") == ["ana"]
