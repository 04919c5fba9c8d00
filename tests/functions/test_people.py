"""The page of one learner for staff: the parts it is made of, who sees what of them, and the search by name."""

from urllib.parse import urlencode

import pytest

from laurel.audit.acts import Actor, AuditSubject
from laurel.audit.log import AuditLog
from laurel.certificates.records import key_of as certificate_key
from laurel.learners import name_index
from laurel.platform.table import Table
from local.sample_catalog import MEETING, WEBINAR, WEBINAR_CODE
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import NAME, print_desk_on_moto
from tests.functions.claim_api_desk import counted, mailed_code
from tests.functions.organizer_desk import Books, accepted, an_id, unmatched
from tests.functions.test_provider_staff import told

WHY = {"reason": "She asked for it."}
OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
PEOPLE = "/v1/staff/people"
PARTS = ("", "/certificates", "/credits", "/diagnosis")
# Each with the entry of the read; the diagnosis reads claims, credits of one address, and what the roster says of it.
EXPECTED = {
    "findPeople": ["Query", "BatchGetItem", "PutItem"],
    "getPerson": ["Query", "PutItem"],
    "listPersonCertificates": ["Query", "BatchGetItem", "PutItem"],
    "listPersonCredits": ["BatchGetItem", "Query", "PutItem"],
    "getPersonDiagnosis": ["BatchGetItem", "Query", "Query", "PutItem", "BatchGetItem"],
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def books(desk):
    books = Books()
    books.put_roster_in_force()
    books.members("ana@example.org", "M1", "M2")
    return books


def person(desk, part="", who=OPERATOR, learner_id="ana"):
    answer = desk.claims.call("GET", f"{PEOPLE}/{learner_id}{part}", who)
    assert answer.status == 200, answer
    return answer.json()


def changes_profile(desk, **given):
    assert desk.claims.call("PATCH", "/v1/me", learner(), json_body=given).status == 200


def acts(desk):
    lines = desk.claims.call("GET", "/v1/me/audit", learner()).json()["items"]
    return [one["act"] for one in lines if one["by"] == "staff"]


def test_operators_see_the_whole_profile_and_every_claim(desk):
    desk.printed()
    desk.claims.open_meeting()
    licenses = [{"state": "california", "number": "MTA 1", "profession": None}]
    changes_profile(desk, licences=licenses, professions=["MLS"], ascls_email="ana@home.example")
    found = person(desk)
    assert (found["learner_id"], found["name"], found["email"]) == ("ana", NAME, "ana@example.org")
    assert {one["activity_id"] for one in found["claims"]} == {MEETING, WEBINAR}
    assert found["licences"] == licenses
    profile = found["profile"]
    assert (profile["consent_to_report"], profile["ascls_email"]) == (True, "ana@home.example")
    assert (profile["professions"], profile["notices"], profile["erased_at"]) == (["MLS"], True, None)
    assert acts(desk) == ["learner.seen"]


def test_staff_of_a_provider_see_its_claims_and_the_licenses_that_these_print(desk):
    changes_profile(desk, licences=[{"state": "florida", "number": "SU 1"}, {"state": "california", "number": "MTA 1"}])
    desk.claims.open_meeting()
    found = person(desk, who=OWN)
    assert [one["activity_id"] for one in found["claims"]] == [MEETING]
    assert (found["licences"], found["profile"], found["joins"]) == ([], None, [])
    wanted = {"activity_id": WEBINAR, "statement": "florida", "access_code": WEBINAR_CODE}
    opened = desk.claims.call("POST", "/v1/claims", learner(), json_body=wanted)
    assert opened.status == 201, opened
    assert [one["state"] for one in person(desk, who=OWN)["licences"]] == ["florida"]


def test_nobody_sees_a_learner_of_another_provider(desk, books):
    desk.printed()
    books.add(accepted("labce", provider="LabCE"))
    for part, answer in zip(PARTS, [(404, "learner_not_found")] * 2 + [200, (403, "staff_only")], strict=True):
        assert told(desk.claims.call("GET", f"{PEOPLE}/ana{part}", OTHER)) == answer, part
    assert person(desk, "/credits", OTHER)["items"] == []
    assert [one["credit_id"] for one in person(desk, "/credits", staff_of("labce"))["items"]] == [an_id("labce")]
    assert [one["source"] for one in person(desk, "/credits", OWN)["items"]] == ["claim"]
    assert acts(desk) == ["credits.seen"] * 2


def test_nobody_is_there_under_an_id_that_no_learner_has(desk):
    for part in PARTS:
        assert told(desk.claims.call("GET", f"{PEOPLE}/nobody{part}", OPERATOR)) == (404, "learner_not_found"), part


@pytest.mark.slow
def test_certificates_with_those_that_were_replaced_and_revoked(desk):
    first = desk.printed()["number"]
    changes_profile(desk, name_as_printed="Ana Lima")
    reissued = desk.call("POST", f"/v1/staff/certificates/{first}/reissue", OPERATOR, json_body=WHY)
    second = reissued.json()["certificate"]["number"]
    revoked = {**WHY, "reopen": True}
    assert told(desk.call("POST", f"/v1/staff/certificates/{second}/revoke", OPERATOR, json_body=revoked)) == 200
    found = person(desk, "/certificates")["items"]
    assert [(one["number"], one["status"], one["learner"]) for one in found] == [
        (second, "revoked", "Ana Lima"),
        (first, "superseded", NAME),
    ]
    assert [one["reason"] for one in found] == [WHY["reason"]] * 2
    assert person(desk, "/certificates", OWN)["items"] == found
    assert acts(desk)[:2] == ["certificate.seen"] * 2


@pytest.mark.slow
def test_a_replaced_certificate_whose_time_is_over_is_no_more_in_the_list(desk):
    first = desk.printed()["number"]
    changes_profile(desk, name_as_printed="Ana Lima")
    reissued = desk.call("POST", f"/v1/staff/certificates/{first}/reissue", OPERATOR, json_body=WHY)
    second = reissued.json()["certificate"]["number"]
    assert Table("ClaimsTable").delete(certificate_key(first), where="pk", equals=certificate_key(first)[0])
    assert [one["number"] for one in person(desk, "/certificates")["items"]] == [second]


@pytest.mark.slow
def test_credits_of_every_address_with_their_history(desk, books):
    desk.printed()
    books.add(unmatched("home", email="ana.home@example.org"), accepted("work"))
    here = desk.claims
    assert here.call("POST", "/v1/me/addresses/code", learner(), json_body={"email": "ana.home@example.org"}).status
    code = {"email": "ana.home@example.org", "code": mailed_code()}
    assert here.call("POST", "/v1/me/addresses/confirm", learner(), json_body=code).status == 200
    found = person(desk, "/credits")
    assert found["total"] == 3
    assert {one["credit_id"] for one in found["items"]} >= {an_id("home"), an_id("work")}
    days = [one["completed_on"] for one in found["items"]]
    assert days == sorted(days, reverse=True)
    assert all(one["timeline"] for one in found["items"])


def test_the_diagnosis_is_word_for_word_what_the_learner_reads(desk, books):
    desk.printed()
    books.add(unmatched("u"), accepted("a"))
    before = books.ledger.get(an_id("u"))
    theirs = desk.claims.call("GET", "/v1/organizer/diagnosis", learner()).json()
    assert person(desk, "/diagnosis") == theirs
    assert theirs["stuck"]
    assert books.ledger.get(an_id("u")) == before
    assert acts(desk) == ["credits.seen"]


def test_a_joined_account_shows_the_diagnosis_of_the_one_that_stays(desk, books):
    for sub in ("ana", "bea"):
        desk.claims.call("GET", "/v1/me", learner(sub))
    joined = {"learner_id": "ana", "email": "bea@example.org", **WHY}
    answer = desk.claims.call("POST", "/v1/staff/joins", OPERATOR, json_body=joined)
    assert answer.status == 200, answer
    books.add(unmatched("b", email="bea@example.org"))
    assert person(desk, "/diagnosis", learner_id="bea") == person(desk, "/diagnosis")
    assert person(desk, learner_id="bea")["joined_into"] == "ana"
    assert [one["other_learner_id"] for one in person(desk)["joins"]] == ["bea"]


def test_an_erased_learner_keeps_a_page_with_what_is_kept(desk):
    desk.printed()
    erased = desk.claims.call("DELETE", "/v1/me?confirm=erase", learner())
    assert erased.status == 202, erased
    found = person(desk)
    assert (found["name"], found["email"], bool(found["profile"]["erased_at"])) == (None, None, True)
    assert [one["status"] for one in found["claims"]] == ["final"]
    assert told(desk.claims.call("GET", f"{PEOPLE}/ana/diagnosis", OPERATOR)) == (404, "learner_not_found")


def test_each_part_costs_what_is_written_here(desk, books):
    desk.printed()
    books.add(unmatched("u"))
    named(desk, "ana", "Ana Lima")
    person(desk, "/credits")  # the names of providers are read once a minute

    def cost(part):
        with counted() as calls:
            person(desk, part)
        return calls

    with counted() as searched:
        assert names(desk, "lima") == ["ana"]
    assert dict(zip(EXPECTED, [searched, *map(cost, PARTS)], strict=True)) == EXPECTED


# ---- by name


def named(desk, sub, name):
    answer = desk.claims.call("PATCH", "/v1/me", learner(sub), json_body={"name_as_printed": name})
    assert answer.status == 200, answer


def search(desk, name, who=OPERATOR):
    return desk.claims.call("GET", f"{PEOPLE}?{urlencode({'find': name})}", who)


def names(desk, name, who=OPERATOR):
    """The learners that are found."""
    answer = search(desk, name, who)
    assert answer.status == 200, answer
    return [one["learner_id"] for one in answer.json()["items"]]


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        (
            "Zo\u00eb O’Brien-Søndergård, MLS(ASCP)",
            ["zoe", "OBRIEN", "o'bri", "sondergard zoe", "Zoë O’Brien-S", "mls"],
        ),
        ("Nguyễn Thị Thu Trang", ["nguyen", "trang thu", "NGUYỄN", "thi th"]),
        ("王小明", ["王", "王小"]),
        ("Ольга Чайковская", ["ольга", "чайк ОЛ"]),
        ("अनिता शर्मा", ["अनि", "शर्मा"]),
        ("محمد الفاسي", ["محمد", "الفا"]),
        ("김 민준", ["김", "민준"]),
        ("J. R. Example", ["example j", "r j exam"]),
    ],
    ids=["latin", "vietnamese", "han", "cyrillic", "devanagari", "arabic", "hangul", "initials"],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(desk, name, queries):
    named(desk, "ana", name)
    named(desk, "bea", "Zzyzx Qqq")
    for query in queries:
        assert names(desk, query) == ["ana"], query
    assert names(desk, f"{queries[0]} zzz") == []


def test_a_query_needs_something_to_find(desk):
    for query in ("a", "", "- ’", "j r"):
        answer = search(desk, query)
        assert [one["code"] for one in answer.json()["errors"]] == ["name_too_short"], query


def test_a_name_that_was_changed_or_removed_is_found_no_longer(desk):
    named(desk, "ana", "Ana Lima")
    named(desk, "ana", "Ana Diaz")
    assert [names(desk, one) for one in ("lima", "diaz", "ana")] == [[], ["ana"], ["ana"]]
    named(desk, "ana", None)
    assert names(desk, "diaz") == []


def test_staff_of_a_provider_find_by_name_who_has_a_claim_for_its_activities(desk):
    for sub in ("ana", "bea"):
        named(desk, sub, "Sam Example")
    desk.claims.open_meeting()
    assert names(desk, "example", OPERATOR) == ["ana", "bea"]
    assert (names(desk, "example", OWN), names(desk, "example", OTHER)) == (["ana"], [])
    assert acts(desk) == ["learner.seen"]  # one alone: of several, the entry is the searcher's, and names them
    [entry] = AuditLog(Table("AuditTable"), 7).of(AuditSubject.many(Actor.staff("sam")), limit=5).entries
    assert (entry.act, entry.about) == ("learner.seen", {"learner_ids": "ana bea"})


def test_many_of_one_name_are_narrowed_down(desk, monkeypatch):
    monkeypatch.setattr(name_index, "MOST_FOUND", 2)
    for sub, name in (("ana", "Ana Smith"), ("bea", "Bea Smith"), ("cai", "Cai Smith")):
        named(desk, sub, name)
    found = search(desk, "smith").json()
    assert ([one["learner_id"] for one in found["items"]], found["more"]) == (["ana", "bea"], True)
    narrowed = search(desk, "smith ca").json()
    assert ([one["learner_id"] for one in narrowed["items"]], narrowed["more"]) == (["cai"], False)


def test_a_joined_account_is_found_by_its_own_name_and_says_where_it_went(desk):
    named(desk, "ana", "Ana Lima")
    named(desk, "bea", "Ana Former")
    joined = {"learner_id": "ana", "email": "bea@example.org", **WHY}
    assert told(desk.claims.call("POST", "/v1/staff/joins", OPERATOR, json_body=joined)) == 200
    [found] = search(desk, "former").json()["items"]
    assert (found["learner_id"], found["joined_into"]) == ("bea", "ana")
