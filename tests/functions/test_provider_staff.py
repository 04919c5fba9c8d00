"""The staff of a provider reach what is their provider's, and nothing else; operators reach everything."""

from csv import DictReader
from dataclasses import replace
from io import StringIO

import pytest

from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.states import State
from local.sample_catalog import MEETING, WEBINAR, badge_ids, badges_csv
from local.sample_catalog.parts import PROVIDER, SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.organizer_desk import Books, an_id, rejected, unmatched, withdrawn
from tests.unit.catalog.documents import meeting
from tests.unit.certificates.samples import SVG

WHY = {"reason": "She asked for it."}
OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("asm"), staff()
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def ask(desk, method, path, who, **given):
    return (
        desk.call(method, path, who, **given)
        if "certificates" in path or "logo" in path
        else desk.claims.call(method, path, who, **given)
    )


def told(answer):
    return answer.status if answer.status < 300 else (answer.status, answer.code)


# ---- activities


def test_activities_and_their_codes(desk):
    path = f"/v1/staff/activities/{MEETING}"
    for method, below, given in (
        ("GET", "", {}),
        ("PUT", "/badges", {"body": badges_csv().encode(), "headers": CSV}),
        ("PUT", "/logo", {"body": SVG, "headers": {"Content-Type": "image/svg+xml"}}),
    ):
        found = [told(ask(desk, method, path + below, who, **given)) for who in (OWN, OTHER, OPERATOR)]
        assert found == [200, (404, "activity_not_found"), 200], below
    for who, status in ((OWN, 200), (OTHER, (404, "activity_not_found")), (OPERATOR, 200)):
        assert told(desk.claims.call("GET", f"/v1/staff/audit?activity={MEETING}", who)) == status


def listed(desk, who, query=""):
    answer = desk.claims.call("GET", f"/v1/staff/activities?limit=100{query}", who)
    assert answer.status == 200, answer
    return {one["id"] for one in answer.json()["items"]}


@pytest.mark.slow
def test_staff_list_the_activities_of_their_provider_and_operators_all(desk):
    assert told(put(desk, OPERATOR, title="Operators’ own day")) == 201
    assert told(put(desk, OPERATOR, provider_id="asm")) == 200
    assert "new" in listed(desk, OPERATOR) and MEETING in listed(desk, OPERATOR)
    assert MEETING in listed(desk, OWN) and "new" not in listed(desk, OWN)
    assert listed(desk, OTHER) == {"new"}
    # To name another's provider opens nothing.
    assert listed(desk, OTHER, f"&provider={SOCIETY}") == set()
    assert listed(desk, OPERATOR, "&provider=asm") == {"new"}
    assert listed(desk, OPERATOR, "&provider=asm&q=no-such-word") == set()


@pytest.mark.slow
def test_the_numbers_count_claims_and_codes_and_are_the_providers(desk):
    path = f"/v1/staff/activities/{MEETING}/numbers"
    assert desk.claims.call("GET", path, OWN).json() == {
        "claimed": 0,
        "with_sessions": 0,
        "printed": 0,
        "codes_used": 0,
    }
    desk.claims.open_meeting()
    desk.claims.open_meeting("bea", badge=1)
    assert desk.claims.call("GET", path, OPERATOR).json() == {
        "claimed": 2,
        "with_sessions": 0,
        "printed": 0,
        "codes_used": 2,
    }
    freed = f"/v1/staff/learners/ana/activities/{MEETING}/free-code"
    assert told(desk.claims.call("POST", freed, OWN, json_body=WHY)) == 200
    assert desk.claims.call("GET", path, OWN).json() == {
        "claimed": 2,
        "with_sessions": 0,
        "printed": 0,
        "codes_used": 1,
    }
    assert told(desk.claims.call("GET", path, OTHER)) == (404, "activity_not_found")
    desk.printed()
    webinar = desk.claims.call("GET", f"/v1/staff/activities/{WEBINAR}/numbers", OPERATOR).json()
    assert webinar == {"claimed": 1, "with_sessions": 1, "printed": 1, "codes_used": None}
    listed = desk.claims.call("GET", "/v1/staff/activities?numbers=true", OWN).json()
    assert listed["numbers"].keys() == {one["id"] for one in listed["items"]}
    assert listed["numbers"][MEETING] == desk.claims.call("GET", path, OWN).json()
    assert listed["numbers"][WEBINAR] == webinar
    assert desk.claims.call("GET", "/v1/staff/activities", OWN).json()["numbers"] is None
    assert desk.claims.call("GET", "/v1/staff/activities?numbers=true", OTHER).json()["numbers"] == {}


def put(desk, who, **changes):
    document = {**meeting(), "id": "new", **changes}
    return desk.claims.call("PUT", "/v1/staff/activities/new", who, json_body=document)


def errors(answer):
    assert (answer.status, answer.code) == (422, "invalid")
    return [(one["path"], one["code"]) for one in answer.json()["errors"]]


def test_an_activity_is_put_for_ones_own_provider(desk):
    assert errors(put(desk, OWN)) == [("provider_id", "not_own_provider")]
    assert errors(put(desk, OWN, provider_id="asm")) == [("provider_id", "not_own_provider")]
    assert told(put(desk, OWN, provider_id=SOCIETY)) == 201
    # The other provider can neither take it nor change it.
    for changes in ({"provider_id": "asm"}, {"provider_id": "asm", "title": "Taken"}):
        assert told(put(desk, OTHER, **changes)) == (409, "activity_taken")
    assert errors(put(desk, OTHER, provider_id=SOCIETY)) == [("provider_id", "not_own_provider")]
    assert errors(put(desk, OPERATOR, provider_id="none")) == [("provider_id", "provider_unknown")]
    assert told(put(desk, OPERATOR, provider_id="asm")) == 200
    assert told(put(desk, OWN, provider_id=SOCIETY)) == (409, "activity_taken")


def test_what_operators_put_without_a_provider_is_theirs(desk):
    assert told(put(desk, OPERATOR)) == 201
    assert told(put(desk, OWN, provider_id=SOCIETY)) == (409, "activity_taken")
    assert told(desk.claims.call("GET", "/v1/staff/activities/new", OWN)) == (404, "activity_not_found")


# ---- learners and claims


def found(desk, who, query):
    answer = desk.claims.call("GET", f"/v1/staff/learners?{query}", who)
    assert answer.status == 200, answer
    return [[claim["activity_id"] for claim in one["claims"]] for one in answer.json()["items"]]


def test_learners_are_found_by_what_concerns_the_provider(desk):
    desk.claims.open_meeting()
    others = {**meeting(), "id": "asm-meeting", "provider_id": "asm", "access": {"type": "none"}}
    assert desk.claims.call("PUT", "/v1/staff/activities/asm-meeting", OPERATOR, json_body=others).status == 201
    for query in ("email=ana@example.org", f"activity_id={MEETING}&badge={badge_ids(1)[0]}"):
        assert found(desk, OWN, query) == found(desk, OPERATOR, query) == [[MEETING]]
        assert found(desk, OTHER, query) == []
    assert found(desk, OWN, "email=nobody@example.org") == []


@pytest.mark.slow
def test_a_certificate_finds_its_learner_for_staff_of_its_activity(desk):
    number = desk.printed()["number"]
    desk.claims.open_meeting()
    shown = desk.claims.call("GET", f"/v1/staff/activities/{MEETING}", OPERATOR).json()
    others = {**shown, "id": "asm-meeting", "provider_id": "asm", "access": {"type": "none"}}
    assert desk.claims.call("PUT", "/v1/staff/activities/asm-meeting", OPERATOR, json_body=others).status == 201
    wanted = {"activity_id": "asm-meeting", "statement": "pace"}
    assert desk.claims.call("POST", "/v1/claims", learner(), json_body=wanted).status == 201
    query = f"certificate={number.lower().replace('-', '%20')}"
    assert set(*found(desk, OWN, query)) == {WEBINAR, MEETING}
    assert set(*found(desk, OPERATOR, query)) == {WEBINAR, MEETING, "asm-meeting"}
    # They see the learner by the address, but not that the certificate is the learner's.
    assert found(desk, OTHER, "email=ana@example.org") == [["asm-meeting"]]
    assert found(desk, OTHER, query) == []
    assert told(desk.call("POST", f"/v1/staff/certificates/{number}/revoke", OWN, json_body=WHY)) == 200
    assert WEBINAR in found(desk, OWN, query)[0]


def test_nobody_else_helps_with_a_claim(desk):
    desk.claims.open_meeting()
    path = f"/v1/staff/learners/ana/activities/{MEETING}/free-code"
    assert told(desk.claims.call("POST", path, OTHER, json_body=WHY)) == (404, "claim_not_found")
    assert told(desk.claims.call("POST", path, OWN, json_body=WHY)) == 200


# ---- certificates


@pytest.mark.slow
def test_certificates_of_the_providers_activities(desk):
    number = desk.printed()["number"]
    for who, status in ((OWN, 200), (OTHER, (404, "certificate_not_found")), (OPERATOR, 200)):
        assert told(desk.call("GET", f"/v1/certificates/{number}", who)) == status
    path = f"/v1/staff/certificates/{number}"
    assert told(desk.call("POST", f"{path}/revoke", OTHER, json_body=WHY)) == (404, "certificate_not_found")
    assert told(desk.call("POST", f"{path}/reissue", OTHER, json_body=WHY)) == (404, "certificate_not_found")
    assert told(desk.call("POST", f"{path}/reissue", OWN, json_body=WHY)) == (409, "nothing_changed")
    assert told(desk.call("POST", f"{path}/revoke", OWN, json_body=WHY)) == 200


# ---- credits


@pytest.fixture
def books(desk):
    books = Books()
    books.put_roster_in_force()
    make = {"u": unmatched, "r": rejected, "w": withdrawn}
    books.add(
        *(state(name, provider="labce") for name, state in make.items()),
        *(state(f"{name}-asm", provider="ASM") for name, state in make.items()),
    )
    return books


def credits(desk, query, who):
    answer = desk.claims.call("GET", f"/v1/staff/credits?{query}", who)
    assert answer.status == 200, answer
    return {one["credit_id"] for one in answer.json()["items"]}


def ids(*names):
    return {an_id(name) for name in names}


def test_credits_are_found_by_address_id_and_state_within_the_provider(desk, books):
    labce, asm = staff_of("labce"), staff_of("asm")
    assert credits(desk, "email=ana@example.org", labce) == ids("u", "r", "w")
    assert credits(desk, "email=ana@example.org", asm) == ids("u-asm", "r-asm", "w-asm")
    assert credits(desk, "email=ana@example.org", staff_of("labce", "asm")) == credits(
        desk, "email=ana@example.org", OPERATOR
    )
    assert credits(desk, f"credit_id={an_id('u')}", asm) == set()
    assert credits(desk, f"credit_id={an_id('u')}", labce) == ids("u")
    assert credits(desk, "state=unmatched", labce) == ids("u")
    assert credits(desk, "state=unmatched&provider=LabCE", labce) == ids("u")
    for query in ("state=unmatched&provider=ASM", "state=unmatched&provider=nobody"):
        answer = desk.claims.call("GET", f"/v1/staff/credits?{query}", labce)
        assert errors(answer) == [("provider", "own_provider_needed")]
    answer = desk.claims.call("GET", "/v1/staff/credits?state=unmatched", staff_of("labce", "asm"))
    assert errors(answer) == [("provider", "own_provider_needed")]


def test_the_total_does_not_tell_of_others_credits(desk, books):
    answer = desk.claims.call("GET", "/v1/staff/credits?email=ana@example.org", staff_of("labce"))
    assert answer.json()["total"] is None


def test_pages_do_not_tell_of_others_credits(desk, books):
    """A cursor names the last credit of its page, and everybody can decode it."""
    path = "/v1/staff/credits?email=ana@example.org&limit=1"
    found, cursor = [], ""
    while cursor is not None:
        page = desk.claims.call("GET", path + (f"&cursor={cursor}" if cursor else ""), staff_of("labce")).json()
        found.append([one["provider"] for one in page["items"]])
        cursor = page["next_cursor"]
    assert (len(found), {len(one) for one in found}) == (3, {1})
    assert desk.claims.call("GET", path, staff_of("nobody")).json()["next_cursor"] is None


@pytest.mark.parametrize(
    ("name", "deed", "more"),
    [
        ("r", "release", {}),
        ("u", "withdraw", {}),
        ("u", "correct", {"activity_number": "578-999-26"}),
        ("w", "undo-withdrawal", {}),
    ],
)
def test_credits_are_changed_by_their_own_provider(desk, books, name, deed, more):
    before, path, body = books.get(name), f"/v1/staff/credits/{an_id(name)}/{deed}", WHY | more
    assert told(desk.claims.call("POST", path, staff_of("asm"), json_body=body)) == (404, "credit_not_found")
    assert books.get(name) == before
    assert told(desk.claims.call("POST", path, staff_of("labce"), json_body=body)) == 200
    assert books.get(name).timeline[-1].by == "staff:pat"


def test_the_roster_is_for_operators(desk, books):
    path, body = f"/v1/staff/credits/{an_id('u')}/match", {**WHY, "member_number": "M1"}
    assert told(desk.claims.call("POST", path, staff_of("labce"), json_body=body)) == (403, "staff_only")


@pytest.mark.parametrize(("given", "shown"), [(source, source is IdSource.PROVIDER) for source in IdSource])
def test_staff_of_a_provider_see_nothing_of_the_roster_or_a_profile_in_a_credit(desk, books, given, shown):
    known = replace(rejected("k", provider="labce"), customer_id=CustomerId("12345678", given))
    books.add(known)
    customer_id = "12345678" if shown else None
    path = f"/v1/staff/credits?credit_id={an_id('k')}"
    release, why = f"/v1/staff/credits/{an_id('k')}/release", {"json_body": WHY}

    def numbers(method, path, who, **given):
        answer = desk.claims.call(method, path, who, **given).json()
        [one] = answer.get("items", [answer])
        return one["member_number"], one["ascp_customer_id"]

    def all_numbers(path, who):
        items = desk.claims.call("GET", path, who).json()["items"]
        return {(one["member_number"], one["ascp_customer_id"]) for one in items}

    def cells(who):
        [line] = DictReader(StringIO(desk.claims.call("GET", path, who, headers={"Accept": "text/csv"}).body))
        return line["member_number"], line["ascp_customer_id"]

    assert known.member_number
    assert numbers("GET", path, OPERATOR) == cells(OPERATOR) == (known.member_number, "12345678")
    assert numbers("GET", path, staff_of("labce")) == (None, customer_id)
    desk.claims.call("GET", "/v1/me", learner())
    of_person = "/v1/staff/people/ana/credits"
    assert (known.member_number, "12345678") in all_numbers(of_person, OPERATOR)
    assert {number for number, _ in all_numbers(of_person, staff_of("labce"))} == {None}
    assert cells(staff_of("labce")) == ("", customer_id or "")
    assert numbers("POST", release, staff_of("labce"), **why) == (None, customer_id)
    assert books.get("k").customer_id == known.customer_id


# ---- everything else


@pytest.mark.parametrize(
    "path",
    [
        "/v1/staff/addresses?email=ana@example.org",
        "/v1/staff/runs",
        "/v1/staff/runs/2026-11-20",
        "/v1/staff/providers",
        f"/v1/staff/providers/{SOCIETY}",
        "/v1/staff/audit?learner=ana",
        "/v1/staff/audit?actor=sam",
    ],
)
def test_what_concerns_all_providers_is_for_operators(desk, path):
    assert told(desk.claims.call("GET", path, OWN)) == (403, "staff_only")


def test_staff_of_a_provider_need_a_second_factor_too(desk):
    without = learner("pat", second_factor_needed="true")
    assert told(desk.claims.call("GET", f"/v1/staff/activities/{MEETING}", without)) == (403, "second_factor_needed")


# ---- names


def test_a_claims_credit_belongs_to_the_activitys_provider_and_shows_its_name(desk):
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"consent_to_report": True})
    desk.printed()
    [credit] = Books().ledger.of_address("ana@example.org")
    assert (credit.provider, credit.state) == (SOCIETY, State.EARNED)
    [shown] = desk.claims.call("GET", "/v1/organizer", learner()).json()["items"]
    assert shown["provider"] == PROVIDER
    assert credits(desk, "email=ana@example.org", OWN) == {credit.credit_id}
    assert credits(desk, "email=ana@example.org", OTHER) == set()
