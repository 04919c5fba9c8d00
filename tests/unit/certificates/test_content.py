"""What each type of certificate says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from laurel.catalog.activity import Kind
from laurel.certificates.content import TEMPLATE_VERSION, CertificateContent
from laurel.certificates.facts import Attended, Offer
from laurel.learners.profile import Paper
from laurel.statements import Statement
from tests.unit.certificates.samples import (
    ACTIVITY,
    ADDRESS,
    LICENSES,
    NUMBER,
    PACE_SENTENCE,
    content,
    logo,
    sessions,
    with_logo,
)


def particulars(of: CertificateContent) -> dict[str, str]:
    return {one.label: one.value for one in of.details}


def whole_text(of: CertificateContent) -> str:
    return of.model_dump_json()


def test_ama_credit_for_physicians() -> None:
    said = content(Statement.AMA_PRA_1)
    assert said.heading == "Certificate of Credit"
    assert said.deed == "has participated in the live activity titled"
    assert f"{said.award_lead} {said.award}" == "and is awarded 6.5 AMA PRA Category 1 Credit(s)™"
    assert said.paragraphs == (
        "Example Society for Microbiology designates this live activity for a maximum of 31.25 AMA PRA Category 1"
        " Credit(s)™. Physicians should claim only the credit commensurate with the extent of their participation in"
        " the activity.",
    )
    assert particulars(said) == {
        "Activity number": "578-104-26",
        "Format": "Live meeting",
        "Location": "Example Convention Center, Atlanta, Georgia",
        "Activity dates": "June 4–8, 2026",
        "Date of completion": "June 8, 2026",
        "Credits claimed": "6.5",
    }


def test_attendance_states_what_the_activity_was_designated_for_and_awards_nothing() -> None:
    said = content(Statement.ATTENDANCE)
    assert said.heading == "Certificate of Attendance"
    sentence = f"{said.award_lead} {said.award}"
    assert sentence == "This live activity was designated for 31.25 AMA PRA Category 1 Credit(s)™"
    assert "awarded" not in whole_text(said)
    assert particulars(said)["Hours attended"] == "6.5"
    assert said.paragraphs[-1].endswith("does not award AMA PRA Category 1 Credit™.")


@pytest.mark.parametrize(
    "wording",
    [
        "This activity was designated for 31.25 AMA PRA Category 1 Credit(s)™.",
        "The Example Society designates this live activity for a maximum of 31.25 AMA PRA Category 1 Credits™.",
    ],
)
def test_attendance_says_the_designation_once(wording: str) -> None:
    said = content(Statement.ATTENDANCE, offer=Offer(Decimal("31.25"), wording))
    assert f"{said.award_lead} {said.award}".endswith("was designated for 31.25 AMA PRA Category 1 Credit(s)™")
    assert said.paragraphs == ("This certificate states attendance; it does not award AMA PRA Category 1 Credit™.",)


def test_attendance_keeps_what_else_staff_word() -> None:
    said = content(Statement.ATTENDANCE, offer=Offer(Decimal("31.25"), "Hosted together with two universities."))
    assert said.paragraphs[0] == "Hosted together with two universities."


def test_pace() -> None:
    said = content(Statement.PACE)
    assert f"{said.award_lead} {said.award}" == "and is awarded 6.5 P.A.C.E.® contact hours"
    assert PACE_SENTENCE in said.paragraphs
    assert particulars(said) == {
        "P.A.C.E.® program number": "578-104-26",
        "Level of instruction": "Intermediate",
        "Format": "Live meeting",
        "Location": "Example Convention Center, Atlanta, Georgia",
        "Activity dates": "June 4–8, 2026",
        "Date of completion": "June 8, 2026",
        "Contact hours": "6.5",
    }


def test_california() -> None:
    said = content(Statement.CALIFORNIA)
    assert said.provider == "Example Society for Microbiology"
    assert said.learner == "Ada Marie Łukasiewicz"
    assert said.activity == "Clinical Microbiology Today: From Blood Culture to Genome"
    assert said.award == "6.5 contact hours of continuing education"
    found = particulars(said)
    assert found["Course number"] == "578-104-26"
    assert found["Accrediting agency number"] == "CA 0001"
    assert found["California license number"] == "MTA 00067890"
    assert found["Date of completion"] == "June 8, 2026"
    assert found["Contact hours"] == "6.5"
    assert any("four years" in paragraph for paragraph in said.paragraphs)


def test_california_without_a_licence_number_leaves_it_out() -> None:
    assert "California license number" not in particulars(content(Statement.CALIFORNIA, license=None))


def test_florida_counts_hours_by_specialty_area() -> None:
    said = content(Statement.FLORIDA)
    found = particulars(said)
    assert found["Florida license number"] == "SU 12345 (Technologist)"
    assert found["Approval number"] == "20-123456"
    assert found["Activity dates"] == "June 4–8, 2026"
    assert {one.area: one.hours for one in said.areas} == {"Microbiology": "4.5", "Serology/Immunology": "2"}
    assert sum(Decimal(one.hours) for one in said.areas) == Decimal(found["Contact hours"])
    assert said.sessions[1].area == "Serology/Immunology"
    assert said.signatory == "Grace Okonkwo, PhD"


@pytest.mark.parametrize("statement", [one for one in Statement if not one.kind.hours_by_area])
def test_areas_belong_to_florida_and_kinds_like_it_alone(statement: Statement) -> None:
    said = content(statement)
    assert said.areas == ()
    assert all(line.area is None for line in said.sessions)


@pytest.mark.parametrize("statement", Statement)
def test_every_type_says_who_what_when_and_how_to_check(statement: Statement) -> None:
    said = content(statement)
    assert said.learner == "Ada Marie Łukasiewicz"
    assert said.activity == ACTIVITY.title
    assert said.occasion == "Example Convention Center, Atlanta, Georgia · completed on June 8, 2026"
    assert (said.number, said.verification_url) == (NUMBER, ADDRESS)
    assert said.issued == "June 20, 2026"
    assert (said.signatory, said.signatory_title) == ("Grace Okonkwo, PhD", "Director of Education")
    assert said.template_version == TEMPLATE_VERSION
    assert [line.title for line in said.sessions] == [one.title for one in sessions(13)]
    assert said.total == "6.5"


@pytest.mark.parametrize("statement", [one for one in Statement if one is not Statement.ATTENDANCE])
def test_credits_are_those_claimed_not_the_maximum(statement: Statement) -> None:
    said = content(statement, sessions=(Attended("Quality", date(2026, 6, 4), Decimal("2.50"), "General"),))
    assert said.award.startswith("2.5 ")
    assert "2.5" in particulars(said).values()
    assert "31.25" not in said.award + str(said.details)


@pytest.mark.parametrize(
    ("statement", "award"),
    [
        (Statement.AMA_PRA_1, "1 AMA PRA Category 1 Credit(s)™"),
        (Statement.PACE, "1 P.A.C.E.® contact hour"),
        (Statement.FLORIDA, "1 contact hour of continuing education"),
    ],
)
def test_one_is_singular(statement: Statement, award: str) -> None:
    assert (
        content(statement, sessions=(Attended("Quality", date(2026, 6, 4), Decimal("1.00"), "General"),)).award == award
    )


def test_the_wording_of_the_accreditor_takes_the_place_of_ours() -> None:
    offer = Offer(Decimal(2), "Jointly provided by two societies.\n\n Designated for {maximum}  credits.")
    said = content(Statement.AMA_PRA_1, offer=offer)
    assert said.paragraphs == ("Jointly provided by two societies.", "Designated for {maximum} credits.")


def test_names_with_braces_are_not_filled_in() -> None:
    said = content(Statement.AMA_PRA_1, issuer=replace(with_logo(), name="{maximum} {0} {"))
    assert said.paragraphs[0].startswith("{maximum} {0} { designates this")


@pytest.mark.parametrize(
    ("kind", "deed", "form"),
    [
        (Kind.LIVE_MEETING, "live activity", "Live meeting"),
        (Kind.TELECONFERENCE, "live teleconference", "Live teleconference"),
        (Kind.WEBINAR, "live internet activity", "Live webinar"),
        (Kind.ONLINE, "enduring material", "Enduring material (online)"),
    ],
)
def test_the_format_is_named(kind: Kind, deed: str, form: str) -> None:
    said = content(Statement.AMA_PRA_1, activity=replace(ACTIVITY, kind=kind))
    assert said.deed == f"has participated in the {deed} titled"
    assert particulars(said)["Format"] == form


def test_an_online_course_has_no_place_and_says_until_when_it_was_offered() -> None:
    said = content(activity=replace(ACTIVITY, kind=Kind.ONLINE))
    assert said.occasion == "Completed on June 8, 2026"
    assert particulars(said)["Available"] == "June 4–8, 2026"
    assert "Location" not in particulars(said)


def test_the_date_of_completion_is_printed_as_given() -> None:
    said = content(completed_on=date(2026, 6, 7), issued_on=date(2026, 6, 8))
    assert particulars(said)["Date of completion"] == "June 7, 2026"
    assert said.issued == "June 8, 2026"


def test_a_course_that_is_its_own_only_session_needs_no_annexe() -> None:
    whole = (Attended(ACTIVITY.title, date(2026, 6, 8), Decimal(1), "General"),)
    assert content(sessions=whole).sessions == ()
    assert len(content(sessions=(replace(whole[0], title="Quality"),)).sessions) == 1


def test_texts_are_composed() -> None:
    said = content(learner="Jose\u0301 Nguye\u0302\u0303n")
    assert said.learner == "Jos\u00e9 Nguy\u1ec5n"


def test_content_comes_back_from_its_record_unchanged() -> None:
    said = content(Statement.FLORIDA, issuer=with_logo(), paper=Paper.A4)
    assert said.logo_sha256 == logo().sha256
    assert CertificateContent.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize("statement", [Statement.AMA_PRA_1, Statement.ATTENDANCE, Statement.PACE])
def test_a_licence_is_printed_only_where_a_state_asks_for_it(statement: Statement) -> None:
    assert "MTA 00067890" not in whole_text(content(statement, license=LICENSES[Statement.CALIFORNIA]))


@pytest.mark.parametrize(
    ("statement", "one", "two"),
    [
        (Statement.AMA_PRA_1, "1 AMA PRA Category 1 Credit(s)™", "2 AMA PRA Category 1 Credit(s)™"),
        (Statement.PACE, "1 P.A.C.E.® contact hour", "2 P.A.C.E.® contact hours"),
        (
            Statement.CALIFORNIA,
            "1 contact hour of continuing education",
            "2 contact hours of continuing education",
        ),
        (Statement.FLORIDA, "1 contact hour of continuing education", "2 contact hours of continuing education"),
    ],
)
def test_one_hour_is_no_hours(statement: Statement, one: str, two: str) -> None:
    assert [content(statement, sessions=sessions(count)).award for count in (2, 4)] == [one, two]
