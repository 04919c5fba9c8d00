"""Staff correct a name or a license number and reissue the certificate in one step."""

import pytest

from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import NAME, print_desk_on_moto
from tests.functions.test_people import changes_profile, names, person
from tests.functions.test_provider_staff import told

WHY = {"reason": "Her passport has it so."}
OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
FLORIDA = [{"state": "florida", "number": "SU 12354", "profession": "Technologist"}]


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def reissue(desk, number, who=OPERATOR, query="", **given):
    return desk.call("POST", f"/v1/staff/certificates/{number}/reissue{query}", who, json_body={**WHY, **given})


def entries(desk, act):
    lines = desk.claims.call("GET", "/v1/me/audit", learner()).json()["items"]
    return [one for one in lines if one["act"] == act and one["by"] == "staff"]


@pytest.mark.slow
@pytest.mark.parametrize("who", [OPERATOR, OWN], ids=["operator", "provider"])
def test_a_name_is_corrected_in_the_profile_and_on_the_certificate(desk, who):
    number = desk.printed()["number"]
    answer = reissue(desk, number, who, name_as_printed="Ana Lima")
    assert answer.status == 201, answer
    found = answer.json()
    assert (found["certificate"]["learner"], found["certificate"]["replaces"]) == ("Ana Lima", number)
    assert [(one["before"], one["after"]) for one in found["changes"]] == [(NAME, "Ana Lima")]
    assert person(desk)["name"] == "Ana Lima"
    assert (names(desk, "lima"), names(desk, "sorensen")) == (["ana"], [])
    [changed] = entries(desk, "profile.changed")
    assert changed["changes"] == [{"field": "name_as_printed", "before": NAME, "after": "Ana Lima"}]
    assert changed["why"] == entries(desk, "certificate.reissued")[0]["why"] == WHY["reason"]


@pytest.mark.slow
def test_a_license_number_is_corrected_where_the_certificate_prints_it(desk):
    changes_profile(desk, licences=FLORIDA)
    number = desk.printed(statement="florida")["number"]
    answer = reissue(desk, number, license_number="SU 12345")
    assert answer.status == 201, answer
    assert person(desk)["licences"] == [{**FLORIDA[0], "number": "SU 12345"}]
    again = reissue(desk, answer.json()["certificate"]["number"], license_number="SU 12345")
    assert told(again) == (409, "nothing_changed")
    assert len(entries(desk, "profile.changed")) == 1


@pytest.mark.slow
def test_what_is_refused_changes_nothing(desk):
    number = desk.printed()["number"]
    assert told(reissue(desk, number, license_number="SU 1")) == (409, "license_not_printed")
    assert told(reissue(desk, number, OTHER, name_as_printed="Ana Lima")) == (404, "certificate_not_found")
    assert told(reissue(desk, number, name_as_printed=NAME)) == (409, "nothing_changed")
    assert [one["path"] for one in reissue(desk, number, name_as_printed="\u200b").json()["errors"]] == [
        "name_as_printed"
    ]
    looked = reissue(desk, number, query="?dry_run=true", name_as_printed="Ana Lima")
    assert (looked.status, looked.json()["changes"][0]["after"]) == (200, "Ana Lima")
    assert (person(desk)["name"], entries(desk, "profile.changed")) == (NAME, [])


@pytest.mark.slow
def test_the_certificate_of_a_joined_account_is_reissued_with_the_name_that_counts(desk):
    number = desk.printed("bea")["number"]
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Bea Former", "physician": True})
    joined = {"learner_id": "ana", "email": "bea@example.org", **WHY}
    changes_profile(desk, consent_to_report=True)
    assert told(desk.claims.call("POST", "/v1/staff/joins", OPERATOR, json_body=joined)) == 200
    plain = reissue(desk, number)
    assert (plain.status, plain.json()["certificate"]["learner"]) == (201, "Bea Former")
    corrected = reissue(desk, plain.json()["certificate"]["number"], name_as_printed="Bea Lima")
    assert corrected.status == 201, corrected
    assert person(desk)["name"] == "Bea Lima"
