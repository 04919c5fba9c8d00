"""The facts of a certificate, from the claim, the activity and the profile."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from laurel.catalog.activity import Kind, Level
from laurel.certificates.claim_facts import NotCompleted, facts_of, with_catalog_titles
from laurel.certificates.facts import Attended, Event, Facts, Issuer, Offer
from laurel.claims.claim import finalize
from laurel.learners.name_languages import NameLanguage
from laurel.learners.profile import License, Paper
from laurel.statements import Statement
from tests.unit.certificates.printers import PROFILE
from tests.unit.claims.samples import AFTER, activity, claim, online, statement

FLORIDA, NEVADA = License("FL", "TN 1234"), License("NV", "5678")


@pytest.mark.parametrize(("statement", "license"), [(Statement.FLORIDA, FLORIDA), (Statement.PACE, None)])
def test_the_license_is_that_of_the_statements_state(statement: Statement, license: License | None) -> None:
    meeting = activity()
    printed = finalize(claim(meeting, statement, a="1"), "LRL-1", AFTER)
    found = facts_of(
        printed,
        meeting,
        replace(PROFILE, licences=(NEVADA, FLORIDA)),
        issued_on=date(2026, 6, 20),
        verification_url="https://example.org/verify/LRL-1",
        logo=None,
    )
    assert found.license == license


def printed_facts(**changes: object) -> Facts:
    final = finalize(claim(MEETING, Statement.FLORIDA, a="1", c="3.5"), "LRL-1", AFTER)
    profile = replace(PROFILE, name_as_printed="Ana Lima", name_language=NameLanguage.JAPANESE, licences=(FLORIDA,))
    said = {"issued_on": date(2026, 6, 20), "verification_url": "https://example.org/verify/LRL-1", "logo": None}
    return facts_of(replace(final, **changes), MEETING, replace(profile, paper=Paper.A4), **said)  # type: ignore[arg-type]


MEETING = activity()


def test_each_fact_comes_from_where_it_belongs() -> None:
    assert MEETING.signatory
    assert printed_facts() == Facts(
        statement=Statement.FLORIDA,
        learner="Ana Lima",
        learner_language="ja",
        activity=Event(
            title="Clinical Microbiology 2026",
            number="148-012-26",
            kind=Kind.LIVE_MEETING,
            level=Level.INTERMEDIATE,
            starts_on=date(2026, 6, 4),
            ends_on=date(2026, 6, 5),
            location="Atlanta, Georgia",
        ),
        offer=Offer(Decimal(12), "Example Society designated this activity for a maximum of 12.", "123-456"),
        issuer=Issuer(
            name="Example Society for Microbiology",
            statement=MEETING.provider_statement,
            signatory="Inés Quintero Vidal",
            signatory_title="Chair, Education",
            logo=None,
        ),
        sessions=(
            Attended("Session a", date(2026, 6, 4), Decimal(1), "Microbiology"),
            Attended("Session c", date(2026, 6, 4), Decimal("3.5"), "Microbiology"),
        ),
        completed_on=date(2026, 6, 4),
        number="LRL-1",
        issued_on=date(2026, 6, 20),
        verification_url="https://example.org/verify/LRL-1",
        license=FLORIDA,
        paper=Paper.A4,
    )


def test_titles_are_those_of_the_catalog_and_of_a_session_that_is_gone_those_of_the_claim() -> None:
    final = finalize(claim(MEETING, a="1", c="3.5"), "LRL-1", AFTER)
    corrected = MEETING.sessions[0].model_copy(update={"title": "Session A, corrected"})
    now = MEETING.model_copy(update={"title": "Microbiology", "sessions": (corrected,)})
    found = with_catalog_titles(final, now)
    assert [one.title for one in found.sessions] == ["Session A, corrected", "Session c"]
    assert found.activity.title == "Microbiology"


def test_sessions_are_on_days_of_the_zone_and_those_of_a_course_on_the_day_of_completion() -> None:
    assert MEETING.zone.key == "America/New_York"
    late = replace(claim(MEETING, a="1").sessions[0], starts_at=datetime(2026, 6, 5, 3, tzinfo=UTC))
    assert printed_facts(sessions=(late,)).sessions[0].held_on == date(2026, 6, 4)
    course = online()
    final = replace(finalize(claim(course, a="1"), "LRL-1", AFTER), completed_on=date(2026, 7, 9))
    found = facts_of(final, course, PROFILE, issued_on=date(2026, 7, 9), verification_url="x", logo=None)
    assert found.sessions[0].held_on == date(2026, 7, 9)
    gone = facts_of(
        final,
        course.model_copy(update={"sessions": course.sessions[1:], "signatory": None}),
        replace(PROFILE, name_as_printed=None, name_language=None),
        issued_on=date(2026, 7, 9),
        verification_url="x",
        logo=None,
    )
    assert (gone.sessions[0].area, gone.learner, gone.learner_language) == (None, "", None)
    assert (gone.issuer.signatory, gone.issuer.signatory_title) == ("", "")


@pytest.mark.parametrize(
    "changes", [{"completed_on": None}, {"certificate_number": None}, {"statement": Statement.AMA_PRA_1}]
)
def test_a_claim_with_nothing_to_certify_is_named(changes: dict[str, object]) -> None:
    offers = [statement("pace", "12", "0.5"), statement("florida", "12", "0.5")]
    meeting = activity(statements=offers)
    final = replace(finalize(claim(meeting, a="1"), "LRL-1", AFTER), **changes)  # type: ignore[arg-type]
    with pytest.raises(NotCompleted) as error:
        facts_of(final, meeting, PROFILE, issued_on=date(2026, 6, 20), verification_url="x", logo=None)
    assert str(error.value) == final.claim_id
