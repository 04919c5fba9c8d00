"""Transactions of different writes, updates and pages of the table."""

import pytest

from laurel.platform.table import Check, Elsewhere, Put, Table, Update, create, replace_seen
from tests import stores

TAKE = Update(
    ("P", "counter"),
    "ADD #used :one",
    "attribute_not_exists(#used) OR #used < :most",
    {"#used": "used"},
    {":one": 1, ":most": 2},
)


def item(sk: str, **more: object) -> dict[str, object]:
    return {"pk": "P", "sk": sk, **more}


def test_writes_of_every_kind_go_through_together(ledger_table: Table) -> None:
    ledger_table.put_many([item("there", n=1)])
    writes = [create(item("new")), TAKE, Check(("P", "there"), "#n = :n", {"#n": "n"}, {":n": 1})]
    assert ledger_table.write_all(writes) == [True] * 3
    assert {one["sk"] for one in ledger_table.query(None, "pk = :pk", pk="P")} == {"new", "counter", "there"}


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_of_all_or_nothing_it_is_said_what_did_not_hold(ledger_table: Table, failing: int) -> None:
    ledger_table.put_many([item("there", n=1), item("too")])
    absent: tuple[dict[str, str], dict[str, object]] = ({}, {})
    writes = [
        create(item("new")),
        TAKE,
        Check(("P", "other"), "attribute_not_exists(pk)", *absent),
    ]
    spoilt = [
        create(item("too")),
        Update(("P", "counter"), "SET #n = :n", "attribute_exists(pk)", {"#n": "n"}, {":n": 1}),
        Check(("P", "other"), "attribute_exists(pk)", *absent),
    ]
    writes[failing] = spoilt[failing]
    assert ledger_table.write_all(writes) == [n != failing for n in range(3)]
    assert [one["sk"] for one in ledger_table.query(None, "pk = :pk", pk="P")] == ["there", "too"]


def test_an_update_counts_until_its_condition_fails(ledger_table: Table) -> None:
    assert [one and one["used"] for one in (ledger_table.update(TAKE) for _ in range(3))] == [1, 2, None]
    assert ledger_table.get(TAKE.key) == item("counter", used=2)


def test_an_update_without_a_condition(ledger_table: Table) -> None:
    one = Update(("P", "x"), "SET #n = :n", None, {"#n": "n"}, {":n": "v"})
    assert ledger_table.update(one) == item("x", n="v")


def test_only_the_revision_that_was_seen_is_replaced(ledger_table: Table) -> None:
    assert ledger_table.put(replace_seen(item("x", revision=1), None))
    assert not ledger_table.put(replace_seen(item("x", revision=1), None))
    assert ledger_table.put(replace_seen(item("x", revision=2), 1))
    assert not ledger_table.put(replace_seen(item("x", revision=2), 1))
    assert isinstance(replace_seen(item("x"), 1), Put)


@pytest.mark.parametrize("descending", [False, True])
def test_pages_follow_one_another(ledger_table: Table, descending: bool) -> None:
    ledger_table.put_many(item(f"{n}") for n in range(5))
    found, after = [], None
    while True:
        page = ledger_table.page(None, "pk = :pk", limit=2, after=after, descending=descending, pk="P")
        found += [one["sk"] for one in page.items]
        if page.last_key is None:
            break
        after = page.last_key
    assert found == sorted("01234", reverse=descending)
    # A key that no item has any more is as good a place to go on from.
    page = ledger_table.page(None, "pk = :pk", limit=5, after={"pk": "P", "sk": "15"}, pk="P")
    assert [one["sk"] for one in page.items] == ["2", "3", "4"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_transaction_over_two_tables_is_all_or_nothing_too(ledger_table: Table, taken: bool) -> None:
    other = Table(stores.make_table("ClaimsTable"))
    other.put_many([item("taken")] if taken else [])
    writes = [create(item("here")), Elsewhere(other.name, create(item("taken")))]
    assert ledger_table.write_all(writes) == [True, not taken]
    assert ledger_table.get(("P", "here")) == (None if taken else item("here"))
    assert other.get(("P", "taken")) == item("taken")
    assert ledger_table.get(("P", "taken")) is None
