"""A kind of statement is one record: what it needs in other files, and that a new one is refused until it has that."""

import ast
import dataclasses
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from laurel.catalog.accreditors import check_statements
from laurel.certificates.content import TEMPLATE_VERSION, certificate_content, license_label
from laurel.certificates.facts import Facts, Offer, lacking
from laurel.certificates.rendering import LAYOUTS
from laurel.certificates.wording import WORDING, Wording
from laurel.claims.rules import entitlement
from laurel.learners.license_states import POSTAL_CODES
from laurel.learners.profile import License, Profile
from laurel.platform.refusal import Problem
from laurel.statements import DescribedStatement, LicenseState, Statement, StatementKind
from tests.unit.certificates import samples
from tests.unit.claims.samples import activity

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "tests" / "unit" / "certificates" / "approved"


class TestOnly(DescribedStatement):
    """A kind that Laurel does not have, of a state with a license and hours by specialty area."""

    __test__ = False

    NEW_YORK = StatementKind(
        value="new_york_license",
        name="New York credit",
        short_name="New York",
        in_sentence="New York credit",
        about="If you are licensed in New York.",
        minutes=50,
        step=Decimal("0.5"),
        hours_a_day=Decimal(6),
        shortest_program=100,
        awards_credit=True,
        reportable=True,
        physicians_only=False,
        for_laboratory=True,
        approved_by="the New York State Education Department",
        needs_evaluation=True,
        needs_approval_number=True,
        hours_by_area=True,
        license_state=LicenseState("NY", "New York"),
        needs_license_number=True,
    )


# The code asks for a `Statement`; nothing in it may depend on more than the record.
NEW_YORK = cast("Statement", TestOnly.NEW_YORK)
WORDS = Wording(
    heading="Certificate of Continuing Education",
    kicker="New York clinical laboratory personnel",
    deed="has successfully completed the program titled",
    award_lead="and is awarded",
    unit="contact hour",
    units="contact hours",
    credits_label="Contact hours",
    approval_label="Approval number",
)


def has_texts(statement: Statement) -> None:
    """Names for pages, tables and messages, and a sentence that says for whom it is."""
    kind = statement.kind
    assert all((kind.value, kind.name, kind.short_name, kind.in_sentence))
    assert kind.about.endswith(".")


def has_a_state_with_a_postal_code(statement: Statement) -> None:
    """A license is found in the profile by its postal code."""
    state = statement.kind.license_state
    assert state is None or state.code in POSTAL_CODES
    assert state or not statement.kind.needs_license_number


def has_wording(statement: Statement) -> None:
    """The words of the certificate; with a label where an approval number is printed."""
    assert statement in WORDING
    words = WORDING[statement]
    assert bool(words.approval_label) == statement.kind.for_laboratory
    assert statement.kind.for_laboratory or not statement.kind.needs_approval_number


def has_a_layout(statement: Statement) -> None:
    """The page of the certificate; with the hours by area where the kind counts them."""
    layout = (LAYOUTS / TEMPLATE_VERSION / f"{statement}.typ").read_text(encoding="utf-8")
    assert ("\n#areas\n" in layout) == statement.kind.hours_by_area


def has_an_approved_picture(statement: Statement) -> None:
    """The picture of the certificate that somebody looked at."""
    assert (PICTURES / f"{statement}.png").is_file()


def is_in_the_api(statement: Statement) -> None:
    """The value in the OpenAPI document, written by `make openapi`."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert statement.value in document["components"]["schemas"]["Statement"]["enum"]


def is_in_the_contract_of_feeds(statement: Statement) -> None:
    """The value in the description of the feed's columns for partners."""
    contract = (ROOT / "docs" / "partners" / "intake-bucket.md").read_text(encoding="utf-8")
    (column,) = [line for line in contract.splitlines() if line.startswith("| `statement` |")]
    assert f"`{statement}`" in column


OF_THE_RECORD = (has_texts, has_a_state_with_a_postal_code)
IN_OTHER_FILES = (
    has_wording,
    has_a_layout,
    has_an_approved_picture,
    is_in_the_api,
    is_in_the_contract_of_feeds,
)
type Part = Callable[[Statement], None]


@pytest.mark.parametrize("part", [*OF_THE_RECORD, *IN_OTHER_FILES])
@pytest.mark.parametrize("statement", Statement)
def test_every_kind_is_complete(statement: Statement, part: Part) -> None:
    part(statement)


@pytest.mark.parametrize("part", IN_OTHER_FILES)
def test_a_new_kind_is_refused_for_each_part_that_it_lacks(part: Part) -> None:
    with pytest.raises((AssertionError, OSError)):
        part(NEW_YORK)


def test_a_value_without_a_record_is_refused() -> None:
    with pytest.raises(TypeError, match="new_jersey has no record"):
        DescribedStatement("Other", {"NEW_JERSEY": "new_jersey"})


def test_no_module_but_the_wording_and_the_reports_of_pace_names_a_kind() -> None:
    folders = (ROOT / "layers" / "common" / "laurel", ROOT / "functions")
    named = {
        (path.name, node.attr)
        for folder in folders
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in Statement.__members__ and is_statement(node.value)
    }
    # The reports of P.A.C.E. are about its own kind.
    assert named == {*(("wording.py", name) for name in Statement.__members__), ("report.py", "PACE")}


def is_statement(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Statement"


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(StatementKind)])
def test_a_record_without_a_field_is_a_type_error(field: str) -> None:
    given = {one.name: getattr(NEW_YORK.kind, one.name) for one in dataclasses.fields(StatementKind)}
    assert StatementKind(**given) == NEW_YORK.kind
    del given[field]
    with pytest.raises(TypeError, match=field):
        StatementKind(**given)


def new_york(**changes: Any) -> Facts:
    """Facts of a New York certificate, with everything that it needs."""
    whole: dict[str, Any] = {
        "statement": NEW_YORK,
        "offer": Offer(Decimal(7), approval_number="NY 1"),
        "license": License("NY", "NY 4711"),
    }
    return samples.facts(**whole | changes)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {one.code for one in problems}


def test_a_certificate_of_a_new_kind_is_not_printed_without_its_license() -> None:
    assert lacking(new_york()) == ()
    (problem,) = lacking(new_york(license=None))
    assert (problem.code, problem.path) == ("licence_missing", "me.licences")
    assert "New York" in problem.message


@pytest.mark.parametrize("statement", [one for one in [*Statement, NEW_YORK] if one.kind.needs_license_number])
def test_no_kind_that_needs_a_license_number_is_printed_without_it(statement: Statement) -> None:
    assert "licence_missing" in codes(lacking(new_york(statement=statement, license=None)))


def test_whatever_else_the_record_asks_for_is_missed_too() -> None:
    bare = replace(samples.ISSUER, statement="")
    sessions = (replace(samples.sessions(1)[0], area=None),)
    found = lacking(new_york(issuer=bare, offer=Offer(Decimal(7)), sessions=sessions))
    assert codes(found) == {"provider_statement_missing", "approval_number_missing", "specialty_area_missing"}
    assert any("New York State Education Department" in one.message for one in found)


def test_a_new_kind_prints_the_license_with_no_more_than_its_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDING, NEW_YORK, WORDS)
    has_wording(NEW_YORK)
    # What is stored names kinds that Laurel has: the content is made for one of these, with the record of New York.
    monkeypatch.setattr(Statement.FLORIDA, "kind", NEW_YORK.kind)
    said = certificate_content(new_york(statement=Statement.FLORIDA))
    details = {one.label: one.value for one in said.details}
    assert license_label(NEW_YORK) == "New York license number"
    assert details["New York license number"] == "NY 4711"
    assert said.areas


def test_a_new_kind_is_claimed_by_those_with_a_license_of_its_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Statement.FLORIDA, "kind", NEW_YORK.kind)
    elsewhere = Profile(learner_id="x", licences=(License("FL", "1"),))
    problem = entitlement(activity(), Statement.FLORIDA, elsewhere)
    assert problem
    assert problem.code == "licence_missing"
    assert "Add your New York license" in problem.message
    assert entitlement(activity(), Statement.FLORIDA, replace(elsewhere, licences=(License("NY", "1"),))) is None


def test_an_activity_that_offers_a_new_kind_follows_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {one.code for one in check_statements(activity())}
    monkeypatch.setattr(Statement.FLORIDA, "kind", NEW_YORK.kind)
    meeting = activity()
    statements = tuple(
        one.model_copy(update={"approval_number": None, "step": Decimal("0.3"), "maximum": Decimal(600)})
        for one in meeting.statements
        if one.type is Statement.FLORIDA
    )
    assert statements
    found = check_statements(meeting.model_copy(update={"statements": statements, "provider_statement": ""}))
    new = {one.code for one in found} - before
    assert {"not_in_quarters", "approval_number_missing", "provider_statement_missing", "over_hours_a_day"} <= new


def test_each_kind_has_its_short_name() -> None:
    assert {one.value: one.kind.short_name for one in Statement} == {
        "ama_pra_1": "AMA PRA",
        "attendance": "Attendance",
        "california": "California",
        "florida": "Florida",
        "pace": "P.A.C.E.",
    }


NAMES = {
    "ama_pra_1": ("AMA PRA Category 1 Credit™", "AMA PRA Category 1 Credit™", "For physicians."),
    "attendance": (
        "Statement of attendance",
        "the statement of attendance",
        "For everyone else at an AMA activity. It states that you attended.",
    ),
    "pace": ("P.A.C.E.® contact hours", "P.A.C.E.®", "For laboratory professionals. It counts at ASCP."),
    "california": (
        "California credit",
        "California credit",
        "If you are licensed in California. Your license number is printed on it.",
    ),
    "florida": (
        "Florida credit",
        "Florida credit",
        "If you are licensed in Florida. Your license number is printed on it.",
    ),
}


def test_each_kind_has_its_names_and_says_for_whom_it_is() -> None:
    kinds = [one.kind for one in Statement]
    assert {one.value: (one.name, one.in_sentence, one.about) for one in kinds} == NAMES


def test_each_kind_has_the_lengths_of_its_rule() -> None:
    """What the sources in `laurel.statements` say; None where no rule is known."""
    kinds = [one.kind for one in Statement]
    assert {one.value: (one.minutes, one.step, one.hours_a_day, one.shortest_program) for one in kinds} == {
        "ama_pra_1": (60, Decimal("0.25"), None, None),
        "attendance": (60, Decimal("0.25"), None, None),
        "pace": (50, None, Decimal(7), 50),
        "california": (None, None, None, None),
        "florida": (50, None, None, None),
    }


FLAGS = {
    "awards_credit": {"ama_pra_1", "pace", "california", "florida"},
    "reportable": {"pace", "california", "florida"},
    "physicians_only": {"ama_pra_1"},
    "for_laboratory": {"pace", "california", "florida"},
    "needs_evaluation": {"pace"},
    "needs_approval_number": {"california", "florida"},
    "hours_by_area": {"florida"},
    "needs_license_number": {"florida"},
}


@pytest.mark.parametrize("flag", FLAGS)
def test_each_kind_says_yes_or_no(flag: str) -> None:
    said = {one.value: getattr(one.kind, flag) for one in Statement}
    # The answers are sent in JSON: a value that is none of the two would be another answer there.
    assert {type(value) for value in said.values()} == {bool}
    assert {value for value, yes in said.items() if yes} == FLAGS[flag]


def test_each_kind_has_its_state_and_those_who_approve_its_providers() -> None:
    kinds = [one.kind for one in Statement]
    assert {one.value: one.license_state for one in kinds if one.license_state is not None} == {
        "california": LicenseState("CA", "California"),
        "florida": LicenseState("FL", "Florida"),
    }
    assert {one.value: one.approved_by for one in kinds if one.approved_by is not None} == {
        "pace": "the ASCLS P.A.C.E.® Program"
    }
