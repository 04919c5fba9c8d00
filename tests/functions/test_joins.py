"""Two accounts of one person become one, and two again: over HTTP, with the functions of claims and of certificates."""

from csv import DictReader
from datetime import datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from claim_routes.dependencies import dependencies

from laurel.certificates.store import Certificates
from laurel.learners.address_proofs import VALID_FOR
from laurel.learners.consent import Consents
from laurel.learners.joins import UNDO_WITHIN, Join, join_from_item, join_key, join_write, joined_caller
from laurel.learners.profile import Profile
from laurel.learners.records import from_item, key_of, to_item
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Put, Table
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.claim_api_desk import counted

ANA, BEA = "ana@example.org", "bea@example.org"
WHY = {"reason": "She has two accounts."}
SHOWN = ("/v1/claims", "/v1/transcript", "/v1/organizer", "/v1/me/addresses", "/v1/me")


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as made:
        yield made


def who(sub):
    """The token of an account that may be joined, as the guard writes it."""
    return learner(sub, joined="true", iat="1000")


def ask(desk, path, sub="ana"):
    answer = desk.claims.call("GET", path, who(sub))
    assert answer.status == 200, answer
    return answer.json()


def post(desk, path, sub="ana", body=None):
    return desk.claims.call("POST", path, who(sub), **({"json_body": body} if body else {}))


def proof(desk, sub="bea"):
    return post(desk, "/v1/me/joins/proof", sub).json()["proof"]


def join(desk):
    answer = post(desk, "/v1/me/joins", body={"proof": proof(desk)})
    assert answer.status == 200, answer
    [one] = answer.json()["items"]
    return one


def undo(desk, one, sub="ana"):
    return post(desk, f"/v1/me/joins/{one['join_id']}/undo", sub)


def seen(desk, sub):
    """Everything that the account shows, without counters of changes."""
    found = {path: ask(desk, path, sub) for path in SHOWN}
    for name in ("version", "updated_at"):
        found["/v1/me"].pop(name)
    return found


def known(desk, *subs):
    for sub in subs:
        ask(desk, "/v1/me", sub)


def say(desk, sub, agrees):
    changed = desk.claims.call("PATCH", "/v1/me", who(sub), json_body={"consent_to_report": agrees})
    assert changed.status == 200, changed


def without_consent():
    return Consents(Table("LedgerTable")).missing_among(["ana", "bea"])


# ---- what a joined account shows


@pytest.mark.slow
def test_both_sign_ins_lead_to_everything_of_both(desk):
    first, second = desk.printed("ana"), desk.printed("bea")
    one = join(desk)
    assert (one["email"], one["by_staff"]) == (BEA, False)
    for sub in ("ana", "bea"):
        assert {claim["claim_id"] for claim in ask(desk, "/v1/claims", sub)["items"]} == {
            first["claim_id"],
            second["claim_id"],
        }
        credits = {credit["credit_id"] for credit in ask(desk, "/v1/organizer", sub)["items"]}
        assert credits == {first["credit_id"], second["credit_id"]}
        assert [each["email"] for each in ask(desk, "/v1/me/addresses", sub)["items"]] == [ANA, BEA]
        assert ask(desk, "/v1/me", sub)["email_is_yours"] is True
        for printed in (first, second):
            assert desk.call("GET", f"/v1/certificates/{printed['number']}", who(sub)).status == 200
        assert ask(desk, "/v1/me/joins", sub)["items"] == [one]
    assert desk.call("GET", f"/v1/certificates/{first['number']}", who("eva")).code == "certificate_not_found"


@pytest.mark.slow
def test_two_claims_for_one_activity_are_both_shown_and_counted_once(desk):
    desk.printed("ana")
    alone = ask(desk, "/v1/transcript")
    desk.printed("bea")
    join(desk)
    both = ask(desk, "/v1/transcript")
    assert (len(both["items"]), both["totals"]) == (2, alone["totals"])
    assert len(both["uncounted"]) == 1
    csv = desk.claims.call("GET", "/v1/transcript", who("ana"), headers={"Accept": "text/csv"}).body
    lines = DictReader(StringIO(csv.removeprefix("\ufeff")))
    assert sorted(line["counted"] for line in lines) == ["no", "yes"]


@pytest.mark.slow
def test_separated_accounts_have_what_they_had_before(desk):
    desk.printed("ana")
    desk.printed("bea")
    known(desk, "ana", "bea")
    before = seen(desk, "ana"), seen(desk, "bea")
    one = join(desk)
    assert seen(desk, "ana") != before[0]
    assert undo(desk, one, "bea").json() == {"items": []}
    assert (seen(desk, "ana"), seen(desk, "bea")) == before


@pytest.mark.slow
def test_an_undo_counts_at_once_whatever_the_token_says(desk):
    printed = desk.printed("bea")
    one = join(desk)
    assert desk.call("GET", f"/v1/certificates/{printed['number']}", who("ana")).status == 200
    undo(desk, one)
    assert desk.call("GET", f"/v1/certificates/{printed['number']}", who("ana")).code == "certificate_not_found"
    assert ask(desk, "/v1/claims")["items"] == []
    assert len(ask(desk, "/v1/claims", "bea")["items"]) == 1


@pytest.mark.slow
def test_a_draft_of_the_other_account_is_finished_with_the_name_of_the_one_that_stays(desk):
    path = desk.complete("bea")
    changed = {"name_as_printed": "Ana Lima", "consent_to_report": True}
    desk.claims.call("PATCH", "/v1/me", who("ana"), json_body=changed)
    join(desk)
    wanted = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
    opened = post(desk, "/v1/claims", body=wanted)
    assert (opened.status, opened.headers["Location"]) == (200, path)
    etag = desk.claims.call("GET", f"{path}/summary", who("ana")).headers["ETag"]
    printed = desk.call(
        "POST", f"{path}/certificate", who("ana"), json_body={"attested": True}, headers={"If-Match": etag}
    )
    assert printed.status == 201, printed
    assert Certificates(Table("ClaimsTable")).get(printed.json()["number"]).content.learner == "Ana Lima"
    [credit] = ask(desk, "/v1/organizer")["items"]
    assert credit["credit_id"] == printed.json()["credit_id"]


def test_what_is_opened_since_stays_with_the_account_that_stays(desk):
    known(desk, "ana", "bea")
    one = join(desk)
    wanted = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
    assert post(desk, "/v1/claims", "bea", wanted).status == 201
    undo(desk, one)
    assert len(ask(desk, "/v1/claims")["items"]) == 1
    assert ask(desk, "/v1/claims", "bea")["items"] == []


def test_only_accounts_that_may_be_joined_cost_a_call_more(desk):
    known(desk, "ana", "bea")
    with counted() as calls:
        desk.claims.call("GET", "/v1/transcript", learner("ana"))
    # The profile, the claims, the credits of an address, and credits from elsewhere.
    assert calls == ["GetItem", "Query", "Query", "Query"]
    join(desk)
    with counted() as calls:
        ask(desk, "/v1/transcript", "bea")
    # Who is joined; then of both learners the profile, addresses, claims, credits and credits from elsewhere.
    assert calls == [*["GetItem"] * 4, "BatchGetItem", *["Query"] * 6]


# ---- consent, erasure, the audit log


@pytest.mark.slow
def test_the_consent_of_the_account_that_stays_counts_for_both_until_they_are_separated(desk):
    desk.printed("ana")
    path = desk.complete("bea")
    say(desk, "bea", False)
    desk.press(path, "bea")
    assert without_consent() == {"bea"}
    one = join(desk)
    assert without_consent() == set()
    assert {credit["phase"] for credit in ask(desk, "/v1/organizer")["items"]} == {"on_its_way"}
    undo(desk, one)
    assert without_consent() == {"bea"}
    [held] = ask(desk, "/v1/organizer", "bea")["items"]
    assert held["phase"] == "held"
    assert [credit["phase"] for credit in ask(desk, "/v1/organizer")["items"]] == ["on_its_way"]


@pytest.mark.slow
def test_a_choice_made_while_joined_counts_for_both_afterward_too(desk):
    desk.printed("ana")
    desk.printed("bea")
    one = join(desk)
    say(desk, "bea", False)
    assert without_consent() == {"ana", "bea"}
    assert {credit["phase"] for credit in ask(desk, "/v1/organizer")["items"]} == {"held"}
    undo(desk, one)
    assert without_consent() == {"ana", "bea"}
    assert ask(desk, "/v1/me", "bea")["consent_to_report"] is False


@pytest.mark.slow
def test_an_erasure_reaches_both(desk):
    desk.printed("bea")
    join(desk)
    shown = ask(desk, "/v1/me/erasure", "bea")
    assert "joined" in [one["what"] for one in shown["erased"]]
    assert "certificates" in [one["what"] for one in shown["kept"]]
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", who("bea")).status == 202
    for sub in ("ana", "bea"):
        assert desk.claims.call("GET", "/v1/me", who(sub)).code == "account_erased"
    listed = Table("ClaimsTable").query(None, "pk = :pk", pk="ERASURES")
    assert [item["sk"] for item in listed] == ["ana", "bea"]


def test_a_token_from_before_the_join_erases_both_or_nothing(desk):
    known(desk, "ana", "bea")
    join(desk)
    before = learner("bea"), learner("ana")
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", before[0]).code == "changed_elsewhere"
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", before[1]).status == 202
    for sub in ("ana", "bea"):
        assert desk.claims.call("GET", "/v1/me", who(sub)).code == "account_erased"


def test_the_history_of_both_is_read_page_by_page(desk):
    known(desk, "ana", "bea")
    own = {one["at"] for sub in ("ana", "bea") for one in ask(desk, "/v1/me/audit", sub)["items"]}
    join(desk)
    acts, cursor = [], ""
    while cursor is not None:
        page = ask(desk, f"/v1/me/audit?limit=1{cursor and '&cursor=' + cursor}", "bea")
        acts += page["items"]
        cursor = page["next_cursor"]
    merged = [one for one in acts if one["act"] == "accounts.merged"]
    assert (len(merged), {one["by_you"] for one in merged}) == (2, {True})
    assert own <= {one["at"] for one in acts}
    assert [one["at"] for one in acts] == sorted((one["at"] for one in acts), reverse=True)


# ---- refusals


def test_only_a_proof_of_the_other_account_within_ten_minutes_joins_it(desk):
    known(desk, "ana", "bea")
    assert post(desk, "/v1/me/joins", body={"proof": proof(desk, "ana")}).code == "same_account"
    of_address = post(desk, "/v1/me/addresses/proof", "bea").json()["proof"]
    assert post(desk, "/v1/me/joins", body={"proof": of_address}).code == "proof_not_valid"
    late = dependencies().join_proofs.write("bea", 1, utc_now() - VALID_FOR - timedelta(seconds=5))
    assert post(desk, "/v1/me/joins", body={"proof": late}).code == "proof_not_valid"


def test_a_joined_account_is_joined_once(desk):
    known(desk, "ana", "bea", "cai")
    shown = proof(desk)
    one = join(desk)
    again = post(desk, "/v1/me/joins", body={"proof": shown})
    assert (again.status, again.json()["items"]) == (200, [one])
    assert post(desk, "/v1/me/joins", "cai", {"proof": shown}).code == "already_joined"
    for sub in ("ana", "bea"):
        assert post(desk, "/v1/me/joins/proof", sub).code == "already_joined"
    third = post(desk, "/v1/me/joins", "bea", {"proof": proof(desk, "cai")})
    assert [each["email"] for each in third.json()["items"]] == ["cai@example.org", BEA]


def test_an_account_that_was_separated_between_two_reads_is_its_own():
    profiles = (Profile(learner_id="bea", joined_into="ana", version=2), Profile(learner_id="ana", version=3))
    items = {
        key_of(one.learner_id): {name: value for name, value in to_item(one).items() if value is not None}
        for one in profiles
    }
    bea = Caller("bea", BEA, False, may_be_joined=True)
    assert joined_caller(SimpleNamespace(get=items.get), bea) == bea


def test_a_proof_joins_nothing_again_after_the_accounts_were_separated(desk):
    known(desk, "ana", "bea", "cai")
    shown = proof(desk)
    [one] = post(desk, "/v1/me/joins", body={"proof": shown}).json()["items"]
    assert undo(desk, one, "bea").status == 200
    assert [post(desk, "/v1/me/joins", sub, {"proof": shown}).code for sub in ("ana", "cai")] == ["proof_not_valid"] * 2
    assert join(desk)


def test_an_undo_is_possible_once_within_thirty_days_and_for_the_two_alone(desk):
    known(desk, "ana", "bea", "cai")
    one = join(desk)
    assert undo(desk, one, "cai").code == "join_not_found"
    assert undo(desk, one).status == 200
    assert undo(desk, one).code == "join_undone"
    one = join(desk)
    assert datetime.fromisoformat(one["undo_until"]) - datetime.fromisoformat(one["at"]) == timedelta(days=30)
    table, key = Table("ClaimsTable"), join_key("ana", one["join_id"])
    old = {**table.get(key), "at": (utc_now() - UNDO_WITHIN - timedelta(minutes=1)).isoformat()}
    assert table.put(Put(old, "", {}, {}))
    assert ask(desk, "/v1/me/joins")["items"][0]["undo_until"] is None
    assert undo(desk, one).code == "join_too_old"


def test_a_record_comes_back_as_it_was_written():
    made = Join(
        join_id="j", learner_id="ana", other="bea", email=None, by="staff:sam", at=utc_now(), reason="Two accounts"
    )
    assert join_from_item(join_write(made).item) == made


# ---- staff


def by_staff(desk, learner_id, email):
    body = {"learner_id": learner_id, "email": email, **WHY}
    return desk.claims.call("POST", "/v1/staff/joins", staff(), json_body=body)


@pytest.mark.slow
def test_staff_join_and_separate_with_a_reason(desk):
    desk.printed("bea")
    known(desk, "ana")
    say(desk, "ana", True)
    joined = by_staff(desk, "ana", BEA.upper())
    assert (joined.status, joined.json()["other_learner_id"], joined.json()["by"]) == (200, "bea", "staff:sam")
    found = desk.claims.call("GET", f"/v1/staff/learners?email={BEA}", staff()).json()["items"]
    assert [(one["learner_id"], one["joined_into"], len(one["claims"])) for one in found] == [
        ("bea", "ana", 1),
        ("ana", None, 0),
    ]
    assert [one["join_id"] for one in found[1]["joins"]] == [joined.json()["join_id"]]
    assert ask(desk, "/v1/me/joins")["items"][0]["by_staff"] is True
    merged = next(one for one in ask(desk, "/v1/me/audit")["items"] if one["act"] == "accounts.merged")
    assert (merged["why"], merged["by"], merged["by_you"]) == (WHY["reason"], "staff", False)
    body = {"learner_id": "ana", "join_id": joined.json()["join_id"], **WHY}
    undone = desk.claims.call("POST", "/v1/staff/joins/undo", staff(), json_body=body)
    assert (undone.status, undone.json()["undone"]["by"]) == (200, "staff:sam")
    assert len(desk.claims.call("GET", f"/v1/staff/learners?email={BEA}", staff()).json()["items"]) == 1


def test_staff_never_extend_a_consent(desk):
    known(desk, "ana", "bea")
    say(desk, "ana", True)
    assert by_staff(desk, "ana", BEA).code == "consent_differs"
    assert by_staff(desk, "bea", ANA).status == 200
    assert without_consent() == {"ana", "bea"}
    assert by_staff(desk, "ana", "nobody@example.org").code == "address_not_held"


def test_staff_do_not_join_an_account_with_their_own(desk):
    known(desk, "ana", "sam")
    assert by_staff(desk, "sam", ANA).code == "own_account"
    assert by_staff(desk, "ana", "sam@example.org").code == "own_account"


def test_the_profile_says_who_is_joined_and_nothing_else_changes(desk):
    known(desk, "ana", "bea")
    table = Table("ClaimsTable")
    before = {sub: table.get(key_of(sub)) for sub in ("ana", "bea")}
    join(desk)
    after = {sub: table.get(key_of(sub)) for sub in ("ana", "bea")}
    changed = {"version", "updated_at", "joined", "joined_into"}
    for sub in ("ana", "bea"):
        assert {k: v for k, v in after[sub].items() if k not in changed} == {
            k: v for k, v in before[sub].items() if k not in changed
        }
    assert (from_item("ana", after["ana"]).joined, from_item("bea", after["bea"]).joined_into) == (("bea",), "ana")
