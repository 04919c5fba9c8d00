"""What a certificate may not be printed without."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from laurel.catalog.activity import Kind
from laurel.certificates.content import IncompleteFacts, certificate_content
from laurel.certificates.facts import Attended, Offer, lacking
from laurel.statements import Statement
from tests.unit.certificates.samples import ACTIVITY, ISSUER, facts

NOWHERE = replace(ACTIVITY, location=None)
NO_AREA = (Attended("Quality", date(2026, 6, 4), Decimal(1)),)


@pytest.mark.parametrize("statement", Statement)
def test_whole_facts_lack_nothing(statement: Statement) -> None:
    assert lacking(facts(statement)) == ()


@pytest.mark.parametrize(
    ("statement", "changes", "code", "path"),
    [
        (Statement.AMA_PRA_1, {"learner": ""}, "name_missing", "me.name_as_printed"),
        (Statement.AMA_PRA_1, {"issuer": replace(ISSUER, name="")}, "provider_missing", "activity.provider"),
        (Statement.AMA_PRA_1, {"issuer": replace(ISSUER, signatory="")}, "signatory_missing", "activity.signatory"),
        (Statement.PACE, {"issuer": replace(ISSUER, signatory_title="")}, "signatory_missing", "activity.signatory"),
        (Statement.AMA_PRA_1, {"activity": NOWHERE}, "location_missing", "activity.location"),
        (Statement.AMA_PRA_1, {"sessions": ()}, "no_session_claimed", "sessions"),
        (
            Statement.PACE,
            {"issuer": replace(ISSUER, statement="")},
            "provider_statement_missing",
            "activity.provider_statement",
        ),
        (Statement.CALIFORNIA, {"offer": Offer(Decimal(7))}, "approval_number_missing", "activity.statements"),
        (Statement.FLORIDA, {"offer": Offer(Decimal(7))}, "approval_number_missing", "activity.statements"),
        (Statement.FLORIDA, {"license": None}, "licence_missing", "me.licences"),
        (Statement.FLORIDA, {"sessions": NO_AREA}, "specialty_area_missing", "activity.sessions"),
    ],
)
def test_what_is_lacking_is_named_and_stops_the_certificate(
    statement: Statement, changes: dict[str, Any], code: str, path: str
) -> None:
    found = facts(statement, **changes)
    (problem,) = lacking(found)
    assert (problem.code, problem.path) == (code, path)
    assert problem.message.endswith(".")
    with pytest.raises(IncompleteFacts) as raised:
        certificate_content(found)
    assert raised.value.problems == (problem,)


def test_only_a_meeting_has_a_place() -> None:
    for kind in (Kind.TELECONFERENCE, Kind.WEBINAR, Kind.ONLINE):
        assert lacking(facts(activity=replace(NOWHERE, kind=kind))) == ()


def test_everything_lacking_is_named_at_once() -> None:
    poor = facts(Statement.FLORIDA, learner="", license=None, sessions=NO_AREA, offer=Offer(Decimal(7)))
    codes = {problem.code for problem in lacking(poor)}
    assert codes == {"name_missing", "licence_missing", "specialty_area_missing", "approval_number_missing"}
