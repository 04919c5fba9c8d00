"""A reissue takes name, license and activity as they are now, says what changes, and never touches what was claimed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from laurel.certificates.put_logo import put_logo
from laurel.certificates.reissue_or_revoke import Corrected, reissue
from laurel.certificates.reissued import Difference, differences
from laurel.learners.profile import License, Paper, Profile
from laurel.ledger.states import State
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.certificates.printers import PROFILE, VERIFY_URL, World, ready
from tests.unit.certificates.samples import SVG, content
from tests.unit.claims.samples import SESSIONS, activity, claim, document

WHY = "As the profile and the activity say now"


def again(world: World, number: str, *, dry_run: bool = False) -> Corrected | Refusal:
    return reissue(world.printer, "sam", number, reason=WHY, verify_url=VERIFY_URL, dry_run=dry_run)


def corrected(found: Corrected | Refusal) -> Corrected:
    assert isinstance(found, Corrected), found
    return found


def changes(found: Corrected) -> dict[str, tuple[str, str]]:
    return {one.what: (one.before, one.after) for one in found.changes}


def licensed(*licences: License) -> Profile:
    return replace(PROFILE, licences=licences, version=2)


@pytest.mark.parametrize(
    ("kind", "state", "label", "before"),
    [
        (Statement.FLORIDA, "FL", "Florida license number", "FL 2"),
        (Statement.CALIFORNIA, "CA", "California license number", "MTA 1"),
    ],
)
def test_a_license_number_is_corrected(world: World, kind: Statement, state: str, label: str, before: str) -> None:
    printed = ready(world, claim(kind=kind, a="1", c="3.5")).issued()
    world.has(licensed(License(state, "SU 12345", "Technologist")))
    found = corrected(again(world, printed.number))
    assert changes(found) == {label: (before, "SU 12345 (Technologist)")}
    assert {one.label: one.value for one in found.certificate.content.details}[label] == "SU 12345 (Technologist)"
    assert found.certificate.content.learner == printed.content.learner


def test_a_license_that_is_no_longer_in_the_profile_stays_as_it_was_printed(world: World) -> None:
    printed = ready(world, claim(kind=Statement.FLORIDA, a="1", c="3.5")).issued()
    world.has(replace(licensed(), name_as_printed="Ana Sá"))
    found = corrected(again(world, printed.number))
    assert {*changes(found)} == {"Name"}
    assert {one.label: one.value for one in found.certificate.content.details}["Florida license number"] == "FL 2"


def florida(**changes: str) -> list[dict[str, Any]]:
    """What the activity offers, with `changes` to the statement for Florida."""
    return [one | (changes if one["type"] == "florida" else {}) for one in document()["statements"]]


CORRECTIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "number": ({"number": "148-021-26"}, "Program number", "148-021-26"),
    "title": ({"title": "Clinical Microbiology, Corrected"}, "Title", "Clinical Microbiology, Corrected"),
    "level": ({"level": "advanced"}, "Level of instruction", "Advanced"),
    "location": ({"location": "Athens, Georgia"}, "Location", "Athens, Georgia"),
    "provider": ({"provider": "Example Society for Virology"}, "Provider", "Example Society for Virology"),
    "provider statement": ({"provider_statement": "Approved by P.A.C.E."}, "Wording", "Approved by P.A.C.E."),
    "signatory": ({"signatory": {"name": "Bo Ek", "title": "Chair, Education"}}, "Signatory", "Bo Ek"),
    "wording": ({"statements": florida(wording="As approved.")}, "Wording", "As approved."),
    "approval number": ({"statements": florida(approval_number="20-99")}, "Approval number", "20-99"),
    "title of a session": (
        {"sessions": [SESSIONS[0] | {"title": "Corrected"}, *SESSIONS[1:]]},
        "Sessions",
        "June 4, 2026, Corrected, Microbiology, 1",
    ),
    "specialty area": (
        {"sessions": [one | {"specialty_area": "Hematology"} for one in SESSIONS]},
        "Hours by specialty area",
        "Hematology: 4.5",
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_what_staff_corrected_in_the_activity_is_printed(world: World, name: str) -> None:
    printed = ready(world, claim(kind=Statement.FLORIDA, a="1", c="3.5")).issued()
    change, what, after = CORRECTIONS[name]
    world.has(activity(**change))
    found = corrected(again(world, printed.number))
    assert changes(found)[what][1] == after
    new = found.certificate.content
    assert (new.total, new.issued_on, found.certificate.completed_on) == (
        "4.5",
        printed.content.issued_on,
        printed.completed_on,
    )
    assert [line.credits for line in new.sessions] == [line.credits for line in printed.content.sessions]
    assert [line.held_on for line in new.sessions] == [line.held_on for line in printed.content.sessions]


def test_the_ledger_and_the_transcript_follow_a_corrected_activity(world: World) -> None:
    printed = ready(world).issued()
    world.has(activity(number="148-021-26", title="Corrected"))
    found = corrected(again(world, printed.number))
    credit, mine = world.credit(), world.claim()
    assert credit
    assert (credit.activity_number, credit.activity_title, credit.name) == ("148-021-26", "Corrected", "Ana Lima")
    assert (credit.contact_hours, credit.completed_on) == (Decimal(printed.content.total), printed.completed_on)
    assert credit.state is State.EARNED
    assert (mine.activity.number, mine.activity.title) == ("148-021-26", "Corrected")
    assert mine.certificate_number == found.certificate.number


def test_a_logo_that_was_put_since_is_printed(world: World) -> None:
    printed = ready(world).issued()
    put_logo(world.printer, "eva", "micro-2026", SVG)
    assert "Logo" in changes(corrected(again(world, printed.number)))


def test_another_size_of_paper_alone_is_no_correction(world: World) -> None:
    printed = ready(world).issued()
    world.has(replace(PROFILE, paper=Paper.A4, version=2))
    found = again(world, printed.number)
    assert isinstance(found, Refusal)
    assert found.code == "nothing_changed"


def test_a_dry_run_says_what_would_change_and_writes_nothing(world: World) -> None:
    printed = ready(world).issued()
    world.has(activity(number="148-021-26"))
    objects = world.objects()
    found = corrected(again(world, printed.number, dry_run=True))
    assert changes(found) == {"P.A.C.E.® program number": ("148-012-26", "148-021-26")}
    assert (found.certificate, found.credit) == (printed, None)
    assert world.printer.certificates.get(printed.number) == printed
    assert (world.objects(), world.claim().certificate_number) == (objects, printed.number)


def test_what_was_claimed_comes_from_the_claim_alone(world: World) -> None:
    """Whatever the sessions would give today, the certificate says what was claimed."""
    printed = ready(world).issued()
    less = [one | {"maximum": dict.fromkeys(one["maximum"], "0.5")} for one in document()["sessions"]]
    world.has(activity(sessions=less, number="148-021-26"))
    assert corrected(again(world, printed.number)).certificate.content.total == printed.content.total


def test_what_a_board_would_miss_refuses_it(world: World) -> None:
    printed = ready(world).issued()
    world.has(activity().model_copy(update={"signatory": None}))
    found = again(world, printed.number)
    assert isinstance(found, Refusal)
    assert (found.code, [one.code for one in found.errors]) == ("claim_incomplete", ["signatory_missing"])


def test_a_statement_that_the_activity_no_longer_offers_refuses_it(world: World) -> None:
    printed = ready(world).issued()
    offered = tuple(one for one in activity().statements if one.type is not Statement.PACE)
    world.has(activity().model_copy(update={"statements": offered}))
    found = again(world, printed.number)
    assert isinstance(found, Refusal)
    assert (found.code, [one.code for one in found.errors]) == ("claim_incomplete", ["statement_not_offered"])


def test_an_activity_that_changes_at_that_moment_is_the_one_printed(world: World) -> None:
    printed = ready(world).issued()
    world.has(activity(number="148-021-26"))
    world.wires.before["transact_write_items"] = lambda: world.has(activity(number="148-022-26"))
    found = corrected(again(world, printed.number))
    assert changes(found) == {"P.A.C.E.® program number": ("148-012-26", "148-022-26")}


def test_each_paragraph_that_differs_has_a_line_of_its_own() -> None:
    old = content().model_copy(update={"paragraphs": ("The same.", "One.", "Two.")})
    new = content().model_copy(update={"paragraphs": ("Three.", "The same.", "Four.")})
    assert differences(old, new) == (Difference("Wording", "One.\nTwo.", "Three.\nFour."),)
