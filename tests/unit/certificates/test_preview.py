"""The preview of a certificate: all that one learner may claim, in order, without a person."""

from datetime import date
from decimal import Decimal

import pytest

from laurel.certificates.content import CertificateContent
from laurel.certificates.preview import preview_content
from laurel.platform.dates import day_in_words
from laurel.statements import Statement
from tests.unit.certificates.samples import logo
from tests.unit.claims.samples import activity, document, online, session

ADDRESS = "https://ce.example.org/v1/verify/Preview"


def preview(of, statement: Statement = Statement.PACE) -> CertificateContent:  # type: ignore[no-untyped-def]
    offered = of.offered(statement)
    assert offered
    found = preview_content(of, offered, issued_on=date(2026, 6, 20), verification_url=ADDRESS, logo=None)
    assert isinstance(found, CertificateContent), found
    return found


def test_it_names_nobody_and_says_that_it_is_a_preview() -> None:
    found = preview(activity())
    assert (found.learner, found.number, found.issued_on) == ("Name of the Learner", "Preview", date(2026, 6, 20))
    assert found.document_title.startswith("Preview: ")
    assert found.verification_url == ADDRESS


def test_sessions_are_in_the_order_of_their_times_and_then_of_their_ids() -> None:
    of = activity(
        sessions=[session("c", "10:00", "11:30"), session("b", "09:00", "10:00"), session("a", "09:00", "10:00")]
    )
    titles = {one.id: one.title for one in of.sessions}
    assert [one.title for one in preview(of).sessions] == [titles[name] for name in ("a", "b", "c")]


def test_it_lists_no_more_than_one_learner_may_claim() -> None:
    of = activity()
    offered = of.offered(Statement.PACE)
    assert offered
    found = preview(of)
    assert sum(Decimal(one.credits) for one in found.sessions) == min(
        offered.maximum, sum(of.maximum(one, Statement.PACE) for one in of.sessions)
    )


def test_a_session_for_which_nothing_is_left_is_not_listed() -> None:
    statements = [one | {"maximum": "4.5"} for one in document()["statements"]]
    found = preview(activity(statements=statements))
    assert [(one.title, one.credits) for one in found.sessions] == [
        ("Session a", "1"),
        ("Session a-parallel", "1"),
        ("Session b", "1.5"),
        ("Session c", "1"),
    ]


def test_it_has_the_logo_and_the_signatory_of_the_activity() -> None:
    of = activity()
    offered = of.offered(Statement.PACE)
    assert offered
    found = preview_content(of, offered, issued_on=date(2026, 6, 20), verification_url=ADDRESS, logo=logo())
    assert isinstance(found, CertificateContent)
    assert (found.logo_sha256, found.signatory) == (logo().sha256, "Inés Quintero Vidal")


def test_a_course_is_completed_on_its_last_day() -> None:
    of = online(sessions=[session("a", "09:00", "10:00")])
    assert preview(of).sessions[0].held_on == day_in_words(of.ends_on)


@pytest.mark.parametrize("statement", [Statement.FLORIDA, Statement.CALIFORNIA])
def test_a_statement_of_a_state_shows_a_license_of_nobody(statement: Statement) -> None:
    of = activity()
    if of.offered(statement) is None:
        pytest.fail(f"the sample offers no {statement}")
    assert "000000" in preview(of, statement).model_dump_json()
