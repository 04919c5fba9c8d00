"""Consent over the API: what a learner says in the profile reaches their credits at once, and every page knows."""

import boto3
import pytest

from laurel.certificates.records import key_of
from laurel.learners.consent import Consents
from laurel.ledger.store import Ledger
from laurel.platform.table import Table, TableBusy
from local.sample_catalog.parts import PROVIDER
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import credit_id, print_desk_on_moto
from tests.functions.claim_api_desk import counted

ME = "/v1/me"


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def say(desk, agrees):
    answer = desk.claims.call("PATCH", ME, learner(), json_body={"consent_to_report": agrees})
    assert (answer.status, answer.json()["consent_to_report"]) == (200, agrees)


def ask(desk, path):
    return desk.claims.call("GET", path, learner()).json()


def unagreed(desk, statement="pace"):
    """A certificate that was printed without consent."""
    path = desk.complete(statement=statement)
    say(desk, False)
    return desk.press(path).json()


def only(desk):
    [one] = ask(desk, "/v1/organizer")["items"]
    return one


def test_what_was_printed_without_consent_waits_and_says_what_helps(desk):
    printed = unagreed(desk)
    one = only(desk)
    assert (one["credit_id"], one["state"], one["phase"]) == (printed["credit_id"], "unmatched", "held")
    assert (one["reason"]["code"], one["reason"]["where"], one["can_retry"]) == ("no_consent", "profile", False)
    refused = desk.claims.call("POST", f"/v1/organizer/{one['credit_id']}/retry", learner())
    assert (refused.status, refused.code) == (409, "nothing_to_retry")
    assert "Agree in your profile" in refused.json()["detail"]
    [entry] = ask(desk, "/v1/organizer/manual-entry")["items"]
    assert entry["phase"] == "held"
    found = {one["question"]: one for one in ask(desk, "/v1/organizer/diagnosis")["findings"]}
    for question in ("time", "organizer"):
        assert (found[question]["causes"], found[question]["where"]) == (["no_consent"], "profile")
    track = ask(desk, "/v1/organizer/diagnosis")["subject"]["track"]
    assert (track["code"], track["remedy"]) == ("not_agreed", "agree")
    assert "you have not agreed" in track["says"]


def test_agreeing_later_has_it_reported_and_taking_that_back_holds_it(desk):
    unagreed(desk)
    say(desk, True)
    one = only(desk)
    assert (one["state"], one["phase"], one["timeline"][-1]["by"]) == ("earned", "on_its_way", "you")
    say(desk, False)
    assert only(desk)["phase"] == "held"
    say(desk, False)
    assert [step["state"] for step in only(desk)["timeline"]] == ["earned", "unmatched", "earned", "unmatched"]


def test_the_nights_and_the_forwarder_can_see_what_was_said(desk):
    printed = unagreed(desk)
    consents = Consents(Table("LedgerTable"))
    [change] = consents.changes()
    assert change.email_keys == ("ana@example.org",)
    credit = Ledger(Table("LedgerTable")).get(printed["credit_id"])
    assert credit.learner_id == change.learner_id
    assert consents.missing_among([change.learner_id]) == {change.learner_id}
    say(desk, True)
    assert consents.missing_among([change.learner_id]) == frozenset()


@pytest.mark.slow
def test_a_claim_printed_before_unreported_credits_were_kept_gets_its_credit(desk):
    printed = unagreed(desk)
    wanted = credit_id(printed["claim_id"])
    client = boto3.client("dynamodb")
    client.delete_item(TableName="LedgerTable", Key={"pk": {"S": f"CREDIT#{wanted}"}, "sk": {"S": "CREDIT"}})
    pk, sk = key_of(printed["number"])
    client.update_item(
        TableName="ClaimsTable", Key={"pk": {"S": pk}, "sk": {"S": sk}}, UpdateExpression="REMOVE credit_id"
    )
    [missing] = ask(desk, "/v1/organizer")["not_reported"]
    assert (missing["certificate_number"], missing["reason"]["code"]) == (printed["number"], "no_consent")
    assert not ask(desk, "/v1/organizer/manual-entry")["ascp_has_all"]
    for _ in range(2):
        say(desk, True)
        assert (only(desk)["credit_id"], only(desk)["state"]) == (wanted, "earned")
    assert ask(desk, "/v1/organizer")["not_reported"] == []
    assert desk.call("GET", f"/v1/certificates/{printed['number']}", learner()).json()["credit_id"] == wanted


@pytest.mark.parametrize("statement", ["ama_pra_1", "attendance"])
def test_a_certificate_of_a_type_that_ascp_does_not_take_is_known_and_said(desk, statement):
    printed = desk.printed(statement=statement)
    [one] = ask(desk, "/v1/organizer")["not_reported"]
    assert (one["certificate_number"], one["reason"]["code"]) == (printed["number"], "not_reportable")
    assert one["provider"] == PROVIDER  # its name, not its ID
    sheet = ask(desk, "/v1/organizer/manual-entry")
    assert (sheet["items"], sheet["ascp_has_all"], len(sheet["not_reported"])) == ([], False, 1)
    page = desk.claims.call("GET", "/v1/organizer/manual-entry", learner(), headers={"Accept": "text/html"}).body
    assert "Certificates that are not reported" in page
    assert "You do not need to enter any of the credits that we report." in page
    assert "There is nothing to enter by hand." not in page
    found = {one["question"]: one for one in ask(desk, "/v1/organizer/diagnosis")["findings"]}
    assert found["organizer"]["causes"] == found["time"]["causes"] == ["never_reported"]
    assert "rovider" not in found["organizer"]["do"]
    for narrowed in ("?phase=done", "?state=earned", "?provider=another", "?from=2035-01-01"):
        assert ask(desk, f"/v1/organizer{narrowed}")["not_reported"] == []


def test_whoever_agrees_without_a_usable_address_is_not_said_to_have_refused(desk):
    """Signed in with an address that no credit can have: printed without consent, agreed to later."""
    odd = "o\u2019brien"
    path = desk.complete(odd)

    def choose(agrees):
        return desk.claims.call("PATCH", ME, learner(odd), json_body={"consent_to_report": agrees}).json()

    def shown(path):
        return desk.claims.call("GET", path, learner(odd)).json()

    choose(False)
    assert desk.press(path, odd).json()["credit_id"] is None
    [before] = shown("/v1/organizer")["not_reported"]
    assert before["reason"]["code"] == "no_consent"
    me = choose(True)
    assert (me["email_is_yours"], me["email_is_usable"]) == (False, False)
    [missing] = shown("/v1/organizer")["not_reported"]
    assert (missing["reason"]["code"], missing["reason"]["where"]) == ("no_address", "profile")
    assert "You agreed to reporting" in missing["reason"]["says"]
    found = {one["question"]: one["causes"] for one in shown("/v1/organizer/diagnosis")["findings"]}
    assert found == {
        "member": ["not_usable"],
        "time": ["no_address"],
        "emails": ["not_usable"],
        "organizer": ["no_address"],
    }


def test_what_a_change_of_mind_costs(desk):
    unagreed(desk)
    with counted() as calls:
        say(desk, True)
    # The profile with its record; then the claims and which of them have their credit; then the credits that wait.
    assert calls == ["GetItem", "TransactWriteItems", "Query", "BatchGetItem", "Query", "TransactWriteItems"]
    with counted() as calls:
        say(desk, False)
    assert calls == ["GetItem", "TransactWriteItems", "Query", "TransactWriteItems"]


def as_signed_in(desk, email, method, path, **given):
    """A call of Ana's, signed in with this address."""
    answer = desk.claims.call(method, path, learner(email=email), **given)
    assert answer.status == 200, answer
    return answer.json()


def without_a_credit(desk, path):
    """Prints the claim at `path` without consent, while Ana is signed in with an address that Bea holds."""
    shared = "shared@example.org"
    bea = desk.claims.call("PATCH", ME, learner("bea", email=shared), json_body={"paper": "a4"})
    assert bea.status == 200
    as_signed_in(desk, shared, "PATCH", ME, json_body={"consent_to_report": False})
    seen = desk.claims.call("GET", f"{path}/summary", learner(email=shared)).headers["ETag"]
    printed = desk.call(
        "POST",
        f"{path}/certificate",
        learner(email=shared),
        json_body={"attested": True},
        headers={"If-Match": seen},
    )
    assert (printed.status, printed.json()["credit_id"]) == (201, None)
    return printed.json()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/v1/organizer", "/v1/organizer/diagnosis", "/v1/organizer/manual-entry"])
def test_who_agreed_and_only_then_got_an_address_of_their_own_is_credited(desk, monkeypatch, page):
    monkeypatch.setattr("tests.functions.certificate_pdf_desk.learner", lambda sub: learner(email="shared@example.org"))
    desk.claims.call("PATCH", ME, learner("bea", email="shared@example.org"), json_body={"paper": "a4"})
    printed = without_a_credit(desk, desk.complete())
    as_signed_in(desk, "shared@example.org", "PATCH", ME, json_body={"consent_to_report": True})
    as_signed_in(desk, "ana@example.org", "GET", page)
    one = only(desk)
    assert (one["credit_id"], one["state"]) == (credit_id(printed["claim_id"]), "earned")
    assert ask(desk, "/v1/organizer")["not_reported"] == []
    assert "no_consent" not in str(ask(desk, "/v1/organizer/diagnosis")["findings"])


@pytest.mark.slow
def test_a_claim_printed_again_without_a_credit_does_not_hide_behind_the_withdrawn_one(desk):
    first = desk.printed()
    wanted = {"reason": "The hours are wrong", "reopen": True}
    assert (
        desk.call("POST", f"/v1/staff/certificates/{first['number']}/revoke", staff(), json_body=wanted).status == 200
    )
    printed = without_a_credit(desk, f"/v1/claims/{first['claim_id']}")
    [missing] = ask(desk, "/v1/organizer")["not_reported"]
    assert (missing["certificate_number"], missing["reason"]["code"]) == (printed["number"], "no_consent")
    for _ in range(2):
        say(desk, True)
    one = only(desk)
    assert (one["credit_id"], [step["state"] for step in one["timeline"]]) == (
        first["credit_id"],
        ["earned", "withdrawn", "earned"],
    )
    assert ask(desk, "/v1/organizer")["not_reported"] == []
    now = desk.call("GET", f"/v1/certificates/{printed['number']}", learner()).json()
    assert now["credit_id"] == first["credit_id"]


@pytest.mark.slow
def test_a_claim_printed_again_as_a_type_that_is_not_reported_is_said(desk):
    first = desk.printed()
    wanted = {"reason": "The wrong type", "reopen": True}
    assert (
        desk.call("POST", f"/v1/staff/certificates/{first['number']}/revoke", staff(), json_body=wanted).status == 200
    )
    path = f"/v1/claims/{first['claim_id']}"
    changed = desk.claims.call("PATCH", path, learner(), json_body={"statement": "ama_pra_1"})
    assert changed.status == 200
    desk.complete(statement="ama_pra_1")
    printed = desk.press(path)
    assert printed.status == 201, printed
    [missing] = ask(desk, "/v1/organizer")["not_reported"]
    assert (missing["certificate_number"], missing["reason"]["code"]) == (printed.json()["number"], "not_reportable")


@pytest.mark.slow
def test_what_stopped_between_the_profile_and_the_credit_is_entered_by_the_organizer(desk, monkeypatch):
    monkeypatch.setattr("tests.functions.certificate_pdf_desk.learner", lambda sub: learner(email="shared@example.org"))
    desk.claims.call("PATCH", ME, learner("bea", email="shared@example.org"), json_body={"paper": "a4"})
    printed = without_a_credit(desk, desk.complete())
    assert as_signed_in(desk, "ana@example.org", "GET", ME)["email"] == "ana@example.org"

    def busy(*_, **__):
        raise TableBusy("busy")

    with monkeypatch.context() as broken:
        broken.setattr("claim_routes.followed_consent.enter_late_credits", busy)
        say(desk, True)
    assert only(desk)["credit_id"] == credit_id(printed["claim_id"])
