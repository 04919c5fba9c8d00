"""The kinds of statement as pages get them."""

from typing import Any

import pytest

from laurel.claims.statement_views import StatementKinds
from laurel.statements import Statement


def shown() -> dict[str, dict[str, Any]]:
    return {one["type"]: one for one in StatementKinds.all().model_dump(mode="json")["items"]}


def test_every_kind_is_shown_in_its_order() -> None:
    assert list(shown()) == ["ama_pra_1", "attendance", "pace", "california", "florida"]


def test_a_kind_for_physicians_is_shown_whole() -> None:
    assert shown()["ama_pra_1"] == {
        "type": "ama_pra_1",
        "name": "AMA PRA Category 1 Credit™",
        "short_name": "AMA PRA",
        "about": "For physicians.",
        "awards_credit": True,
        "reportable": False,
        "physicians_only": True,
        "license_state": None,
        "hours_a_day": None,
    }


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        ("attendance", {"awards_credit": False, "reportable": False, "physicians_only": False, "hours_a_day": None}),
        ("pace", {"awards_credit": True, "reportable": True, "physicians_only": False, "hours_a_day": "7"}),
        ("california", {"license_state": "california", "hours_a_day": None}),
        ("florida", {"license_state": "florida", "hours_a_day": None}),
    ],
)
def test_the_others_differ_in_who_may_claim_and_what_counts(statement: str, fields: dict[str, Any]) -> None:
    assert shown()[statement] | fields == shown()[statement]


@pytest.mark.parametrize("statement", Statement)
def test_a_kind_is_shown_as_it_is(statement: Statement) -> None:
    found = shown()[statement]
    for name in ("name", "short_name", "about", "awards_credit", "reportable", "physicians_only"):
        assert found[name] == getattr(statement.kind, name)
    assert (found["license_state"] is None) == (statement.kind.license_state is None)
