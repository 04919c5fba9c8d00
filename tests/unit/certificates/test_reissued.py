"""What a reissued certificate takes from the earlier one, and each difference, in the words that staff see."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from laurel.certificates.claim_facts import facts_of
from laurel.certificates.content import AreaHours, CertificateContent, Detail, SessionLine
from laurel.certificates.facts import Facts
from laurel.certificates.reissued import WHAT_IS_COMPARED, Difference, differences, reissued_content, reissued_facts
from laurel.claims.claim import Claim, finalize
from laurel.learners.profile import License, Profile
from laurel.statements import Statement
from tests.unit.certificates.printers import PROFILE
from tests.unit.certificates.samples import ADDRESS, content, facts, logo, sessions
from tests.unit.claims.samples import AFTER, activity, claim

MEETING = activity()
AGAIN = "https://ce.example.org/v1/verify/34679-ACDEF-GHJKM"


def final(kind: Statement) -> Claim:
    return finalize(claim(MEETING, kind, a="1", c="3.5"), "LRL-2", AFTER)


def current(old: CertificateContent, profile: Profile, kind: Statement = Statement.FLORIDA) -> Facts:
    corrected = activity(title="Clinical Microbiology, Corrected")
    return reissued_facts(old, final(kind), corrected, profile, logo())


def test_the_facts_are_those_of_today_with_the_first_day_of_issue() -> None:
    profile = replace(PROFILE, name_as_printed="Ana Sá", licences=(License("FL", "SU 1"),))
    corrected = activity(title="Clinical Microbiology, Corrected")
    mine = final(Statement.FLORIDA)
    assert current(content(Statement.FLORIDA), profile) == facts_of(
        replace(mine, activity=replace(mine.activity, title="Clinical Microbiology, Corrected")),
        corrected,
        profile,
        issued_on=date(2026, 6, 20),
        verification_url="",
        logo=logo(),
    )


def test_a_name_and_a_license_that_were_removed_stay_as_printed() -> None:
    nobody = replace(PROFILE, name_as_printed=None, licences=())
    found = current(content(Statement.FLORIDA), nobody)
    assert (found.learner, found.license) == ("Ada Marie Łukasiewicz", License("FL", "SU 12345 (Technologist)"))
    assert current(content(Statement.PACE), nobody, Statement.PACE).license is None
    without = content(Statement.FLORIDA).model_copy(update={"details": (Detail(label="Format", value="FL 1"),)})
    assert current(without, nobody).license is None


def test_the_days_of_the_sessions_stay_and_the_new_day_is_told() -> None:
    old = content()
    moved = tuple(replace(one, held_on=date(2027, 1, 1), title="Corrected") for one in sessions(13))
    new = reissued_content(old, facts(sessions=moved), verification_url=AGAIN, on=date(2026, 7, 1))
    assert {one.title for one in new.sessions} == {"Corrected"}
    assert [one.held_on for one in new.sessions] == [one.held_on for one in old.sessions]
    assert new.issued == "June 20, 2026, reissued on July 1, 2026"
    assert (old.verification_url, new.verification_url) == (ADDRESS, AGAIN)
    assert new.issued_on == date(2026, 6, 20)


def test_sessions_of_another_number_have_their_own_days() -> None:
    fewer = reissued_content(content(), facts(sessions=sessions(2)), verification_url=AGAIN, on=date(2026, 7, 1))
    assert [one.held_on for one in fewer.sessions] == ["June 4, 2026", "June 5, 2026"]


LINE = SessionLine(held_on="June 4, 2026", title="Cells", credits="1.5", area="Hematology")


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("learner", "Ana Lima", "Ana Sá", Difference("Name", "Ana Lima", "Ana Sá")),
        ("learner_language", "fa", None, Difference("Language of the name", "fa", "")),
        ("activity", "Cells", "Tissue", Difference("Title", "Cells", "Tissue")),
        ("provider", "LabCE", "Lab CE", Difference("Provider", "LabCE", "Lab CE")),
        ("heading", "Certificate", "Statement", Difference("Heading", "Certificate", "Statement")),
        ("kicker", "", "Physicians", Difference("Line above the heading", "", "Physicians")),
        ("deed", "took part", "attended", Difference("Completion", "took part", "attended")),
        ("occasion", "Rome", "Paris", Difference("Place and day", "Rome", "Paris")),
        ("award_lead", "and has", "and is awarded", Difference("Award", "and has", "and is awarded")),
        ("award", "1 hour", "2 hours", Difference("Award", "1 hour", "2 hours")),
        (
            "areas",
            (AreaHours(area="Hematology", hours="1"), AreaHours(area="Serology", hours="2")),
            (AreaHours(area="Hematology", hours="1.5"), AreaHours(area="Serology", hours="2")),
            Difference("Hours by specialty area", "Hematology: 1", "Hematology: 1.5"),
        ),
        ("paragraphs", ("One.", "Two."), ("Two.",), Difference("Wording", "One.", "")),
        (
            "sessions",
            (LINE,),
            (LINE.model_copy(update={"area": None}), LINE.model_copy(update={"title": "Tissue"})),
            Difference(
                "Sessions",
                "June 4, 2026, Cells, Hematology, 1.5",
                "June 4, 2026, Cells, 1.5\nJune 4, 2026, Tissue, Hematology, 1.5",
            ),
        ),
        ("signatory", "Bo Ek", "Bo Dahl", Difference("Signatory", "Bo Ek", "Bo Dahl")),
        ("signatory_title", "Chair", "Dean", Difference("Title of the signatory", "Chair", "Dean")),
        ("logo_sha256", None, "ab12", Difference("Logo", "", "ab12")),
        (
            "details",
            (Detail(label="Level", value="Basic"), Detail(label="Gone", value="1"), Detail(label="Same", value="2")),
            (Detail(label="Level", value="Advanced"), Detail(label="Same", value="2")),
            Difference("Level", "Basic", "Advanced"),
        ),
    ],
)
def test_each_difference_has_its_name(field: str, before: Any, after: Any, told: Difference) -> None:
    old, new = (content().model_copy(update={field: one}) for one in (before, after))
    found = differences(old, new)
    assert found[0] == told
    assert found[1:] == ((Difference("Gone", "1", ""),) if field == "details" else ())


def test_a_detail_that_is_new_has_nothing_before_it() -> None:
    before = content().model_copy(update={"details": tuple(d for d in content().details if d.label != "Location")})
    after = before.model_copy(update={"details": (*before.details, Detail(label="Location", value="Rome"))})
    assert differences(before, after) == (Difference("Location", "", "Rome"),)


@pytest.mark.parametrize("field", ["number", "issued", "verification_url", "document_title", "paper"])
def test_what_differs_in_every_print_is_no_difference(field: str) -> None:
    assert differences(content(), content().model_copy(update={field: "another"})) == ()


def test_staff_read_what_was_compared() -> None:
    assert WHAT_IS_COMPARED == (
        "the name, its language and the license in the profile, and of the activity the title, number, level, format, "
        "location, dates, provider and its statement, approval number, wording and maximum, the titles and specialty "
        "areas of the sessions, the signatory and the logo"
    )
