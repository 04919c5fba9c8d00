"""Changes of indexes that CloudFormation would refuse in the middle of a deploy are found before it."""

import copy

import pytest

from local.index_changes import index_changes, index_refusal
from tests.stores import template


def an_index(name: str, *, holds: tuple[str, ...] | None = None, key: str = "state") -> dict:
    kept = (
        {"ProjectionType": "KEYS_ONLY"} if holds is None else {"ProjectionType": "INCLUDE", "NonKeyAttributes": holds}
    )
    return {"IndexName": name, "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}], "Projection": kept}


def stack(**tables: list[dict]) -> dict:
    resources = {
        name: {"Type": "AWS::DynamoDB::Table", "Properties": {"GlobalSecondaryIndexes": indexes}}
        for name, indexes in tables.items()
    }
    return {"Resources": resources | {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}}}


A, B, C = an_index("a"), an_index("b"), an_index("c")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([A], [A]),
        ([A, B], [B, A]),
        ([A], [A, B]),
        ([A, B], [A]),
        ([], [A]),
        ([an_index("a", holds=("x", "y"))], [an_index("a", holds=("y", "x"))]),
    ],
    ids=["none", "order", "one more", "one less", "the first", "order of its attributes"],
)
def test_what_one_deploy_can_change_is_let_through(before: list[dict], after: list[dict]) -> None:
    assert index_refusal(stack(Ledger=before), stack(Ledger=after)) is None


def test_a_new_table_and_one_that_goes_may_have_any_indexes() -> None:
    assert index_refusal(stack(Old=[A, B]), stack(New=[A, B, C])) is None


def test_one_index_for_each_of_two_tables_is_one_deploy() -> None:
    before, after = stack(Ledger=[A], Claims=[B]), stack(Ledger=[A, C], Claims=[B, C])
    assert [one.table for one in index_changes(before, after)] == ["Ledger", "Claims"]
    assert index_refusal(before, after) is None


def test_two_at_once_are_refused_with_the_order_of_the_deploys() -> None:
    said = index_refusal(stack(Ledger=[A], Claims=[A]), stack(Ledger=[B, C], Claims=[A, B]))
    assert said
    what, do = said
    assert what == "The indexes cannot change in one deploy (Ledger: new b, c, removed a)."
    assert do.startswith(
        "Ledger: (1) deploy with the new index b alone, then (2) deploy with the new index c alone, then (3) deploy"
        " without the index a;"
    )
    assert "ACTIVE" in do
    assert "Claims" not in do


@pytest.mark.parametrize(("before", "after"), [([A], [A, B, C]), ([A, B, C], [A]), ([A], [B])])
def test_two_are_too_many_however_they_differ(before: list[dict], after: list[dict]) -> None:
    assert index_refusal(stack(Ledger=before), stack(Ledger=after))


def test_what_an_index_holds_is_not_changed_in_place() -> None:
    before, after = (stack(Ledger=[an_index("a", holds=held)]) for held in (("x",), ("x", "y")))
    assert index_refusal(before, after)


@pytest.mark.parametrize(
    "changed", [an_index("a", key="due"), an_index("a", holds=("x",))], ids=["other key", "holds more"]
)
def test_an_index_is_never_changed_in_place(changed: dict) -> None:
    said = index_refusal(stack(Ledger=[A]), stack(Ledger=[changed]))
    assert said
    assert said[0].endswith("(Ledger: changed a).")
    assert "new name" in said[1]


def test_our_own_template_is_understood() -> None:
    """Its processed form, which CloudFormation gives back, has the tables in the same words."""
    ours = template()
    assert index_changes(ours, ours) == ()
    less = copy.deepcopy(ours)
    gone = less["Resources"]["LedgerTable"]["Properties"]["GlobalSecondaryIndexes"].pop()["IndexName"]
    (change,) = index_changes(less, ours)
    assert (change.table, change.new, change.gone, change.changed) == ("LedgerTable", (gone,), (), ())
