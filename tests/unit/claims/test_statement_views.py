"""The kinds of statement as pages get them."""

import pytest

from laurel.claims.statement_views import StatementKinds
from laurel.statements import Statement

SHOWN = {one.type: one for one in StatementKinds.all().items}


def test_every_kind_is_shown_in_its_order() -> None:
    assert list(SHOWN) == list(Statement)


@pytest.mark.parametrize("statement", Statement)
def test_a_kind_is_shown_as_it_is(statement: Statement) -> None:
    kind, shown = statement.kind, SHOWN[statement]
    assert (shown.name, shown.short_name, shown.about) == (kind.name, kind.short_name, kind.about)
    flags = (shown.awards_credit, shown.reportable, shown.physicians_only)
    assert flags == (kind.awards_credit, kind.reportable, kind.physicians_only)
    assert (shown.license_state is None) == (kind.license_state is None)


def test_a_license_and_a_daily_limit_are_in_words() -> None:
    assert SHOWN[Statement.CALIFORNIA].license_state == "california"
    assert SHOWN[Statement.PACE].hours_a_day == "7"
    assert SHOWN[Statement.ATTENDANCE].hours_a_day is None
