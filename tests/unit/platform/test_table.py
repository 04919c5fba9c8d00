"""The table, and what it does when DynamoDB answers in part, cancels or throttles."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from laurel.platform import aws
from laurel.platform.table import Put, Table, TableBusy, Update, create


class Troubled:
    """A DynamoDB client whose calls of one name first go through `trouble`, which may answer in its place."""

    def __init__(self, name: str, *trouble: Callable[[Callable[..., Any], dict[str, Any]], Any]) -> None:
        self._name = name
        self._trouble = list(trouble)
        self.calls: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(aws.dynamodb(), name)
        if name != self._name:
            return real

        def call(**request: Any) -> Any:
            self.calls.append(request)
            return self._trouble.pop(0)(real, request) if self._trouble else real(**request)

        return call


def canceled(*codes: str) -> Callable[..., Any]:
    def raise_(_real: object, _request: object) -> Any:
        answer = {
            "Error": {"Code": "TransactionCanceledException"},
            "CancellationReasons": [{"Code": c} for c in codes],
        }
        raise ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]

    return raise_


def failing(code: str) -> Callable[..., Any]:
    def raise_(_real: object, _request: object) -> Any:
        raise ClientError({"Error": {"Code": code}}, "Any")

    return raise_


def item(n: int, **more: Any) -> dict[str, Any]:
    return {"pk": f"P#{n}", "sk": "S", "n": n, **more}


def keys(count: int) -> list[tuple[str, str]]:
    return [(f"P#{n}", "S") for n in range(count)]


def with_client(table: Table, client: Troubled, naps: list[float] | None = None) -> Table:
    naps = [] if naps is None else naps
    return Table(table.name, client, naps.append)  # type: ignore[arg-type]


def test_what_is_none_is_not_written(ledger_table: Table) -> None:
    assert ledger_table.put(create(item(1, due_shard=None, words=["a", {"b": True}])))
    assert ledger_table.get(("P#1", "S")) == item(1, words=["a", {"b": True}])
    assert ledger_table.get(("P#2", "S")) is None


def test_a_conditional_write_says_whether_it_held(ledger_table: Table) -> None:
    write = Put(item(1, state="b"), "#s = :s", {"#s": "state"}, {":s": "a"})
    assert not ledger_table.put(write)
    assert ledger_table.put(create(item(1, state="a")))
    assert not ledger_table.put(create(item(1, state="a")))
    assert ledger_table.put(write)
    assert ledger_table.delete(("P#1", "S"), where="state", equals="a") is False
    assert ledger_table.delete(("P#1", "S"), where="state", equals="b") is True


def test_a_trouble_that_is_no_condition_is_raised(ledger_table: Table) -> None:
    table = with_client(ledger_table, Troubled("put_item", failing("AccessDeniedException")))
    with pytest.raises(ClientError, match="AccessDenied"):
        table.put(create(item(1)))


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("get_item", lambda table: table.get(("P", "S"))),
        ("batch_get_item", lambda table: table.get_many(keys(1))),
        ("batch_write_item", lambda table: table.put_many([item(1)])),
        ("put_item", lambda table: table.put(create(item(1)))),
        ("transact_write_items", lambda table: table.put_each([create(item(1))])),
        ("transact_write_items", lambda table: table.write_all([create(item(1))])),
        ("update_item", lambda table: table.update(Update(("P", "S"), "ADD #n :n", None, {"#n": "n"}, {":n": 1}))),
        ("delete_item", lambda table: table.delete(("P", "S"), where="state", equals="a")),
        ("query", lambda table: list(table.query(None, "pk = :pk", pk="P"))),
        ("query", lambda table: table.page(None, "pk = :pk", limit=1, pk="P")),
    ],
)
def test_a_table_that_throttles_is_busy_whatever_the_call(ledger_table: Table, name: str, call: Any) -> None:
    client = Troubled(name, failing("ThrottlingException"))
    with pytest.raises(TableBusy, match="ThrottlingException"):
        call(with_client(ledger_table, client))
    assert len(client.calls) == 1  # the SDK has tried again already


def test_every_word_for_throttling_means_busy(ledger_table: Table) -> None:
    codes = ["ProvisionedThroughputExceededException", "RequestLimitExceeded", "TransactionInProgressException"]
    table = with_client(ledger_table, Troubled("get_item", *map(failing, codes)))
    for code in codes:
        with pytest.raises(TableBusy, match=code):
            table.get(("P", "S"))


def test_reading_goes_on_where_dynamodb_stopped(ledger_table: Table) -> None:
    ledger_table.put_many(item(n) for n in range(150))

    def half(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        [(name, wanted)] = request["RequestItems"].items()
        first, rest = wanted["Keys"][:40], wanted["Keys"][40:]
        answer = real(RequestItems={name: {**wanted, "Keys": first}})
        return {**answer, "UnprocessedKeys": {name: {**wanted, "Keys": rest}}}

    client, naps = Troubled("batch_get_item", half), []
    found = with_client(ledger_table, client, naps).get_many([*keys(151), *keys(3)])
    assert sorted(found) == sorted(keys(150))
    assert [len(call["RequestItems"]["LedgerTable"]["Keys"]) for call in client.calls] == [100, 60, 51]
    assert len(naps) == 1


def test_writing_goes_on_where_dynamodb_stopped(ledger_table: Table) -> None:
    def all_but_ten(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        [(name, wanted)] = request["RequestItems"].items()
        real(RequestItems={name: wanted[10:]})
        return {"UnprocessedItems": {name: wanted[:10]}}

    with_client(ledger_table, Troubled("batch_write_item", all_but_ten)).put_many(item(n) for n in range(30))
    assert len(ledger_table.get_many(keys(30))) == 30
    ledger_table.put_many([], keys(29))
    assert set(ledger_table.get_many(keys(30))) == {("P#29", "S")}


def test_a_table_that_stays_busy_is_given_up_after_longer_and_longer_waits(ledger_table: Table) -> None:
    def nothing(_real: object, request: dict[str, Any]) -> Any:
        return {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}

    naps: list[float] = []
    client = Troubled("batch_get_item", *[nothing] * 20)
    with pytest.raises(TableBusy):
        with_client(ledger_table, client, naps).get_many(keys(1))
    assert len(client.calls) == 8
    assert all(nap <= 0.05 * 2**n for n, nap in enumerate(naps, start=1))


def test_writes_side_by_side_go_through_but_those_whose_condition_fails(ledger_table: Table) -> None:
    ledger_table.put_many([item(3), item(120)])
    held = ledger_table.put_each([create(item(n, new=True)) for n in range(150)])
    assert [n for n, ok in enumerate(held) if not ok] == [3, 120]
    stored = ledger_table.get_many(keys(150))
    assert len(stored) == 150
    assert sorted(n for (_, _), one in stored.items() if not one.get("new") for n in [one["n"]]) == [3, 120]


def test_a_transaction_that_met_another_is_sent_again(ledger_table: Table) -> None:
    client = Troubled(
        "transact_write_items", canceled("None", "TransactionConflict"), canceled("ThrottlingError", "None")
    )
    assert with_client(ledger_table, client).put_each([create(item(1)), create(item(2))]) == [True, True]
    assert len(client.calls) == 3
    assert len(ledger_table.get_many(keys(3))) == 2


def test_a_conflict_beside_a_failed_condition_loses_only_the_latter(ledger_table: Table) -> None:
    client = Troubled("transact_write_items", canceled("ConditionalCheckFailed", "TransactionConflict"))
    assert with_client(ledger_table, client).put_each([create(item(1)), create(item(2))]) == [False, True]
    assert [len(call["TransactItems"]) for call in client.calls] == [2, 1]


@pytest.mark.parametrize("trouble", [canceled("ValidationError", "None"), failing("AccessDeniedException")])
def test_a_transaction_that_can_never_pass_is_raised_at_once(ledger_table: Table, trouble: Callable[..., Any]) -> None:
    client = Troubled("transact_write_items", trouble)
    with pytest.raises(ClientError):
        with_client(ledger_table, client).put_each([create(item(1)), create(item(2))])
    assert len(client.calls) == 1


def test_a_transaction_that_always_meets_another_is_given_up(ledger_table: Table) -> None:
    client = Troubled("transact_write_items", *[canceled("TransactionConflict")] * 20)
    with pytest.raises(TableBusy):
        with_client(ledger_table, client).put_each([create(item(1))])


def test_a_query_reads_every_page(ledger_table: Table) -> None:
    ledger_table.put_many({"pk": "P", "sk": f"{n:03d}", "filler": "x" * 20_000} for n in range(120))
    found = list(ledger_table.query(None, "pk = :pk AND sk >= :from", **{"pk": "P", "from": "010"}))
    assert [one["sk"] for one in found] == [f"{n:03d}" for n in range(10, 120)]
