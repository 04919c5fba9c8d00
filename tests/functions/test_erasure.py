"""A learner has their account erased: what goes, what stays, and what the same mailbox meets afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError
from claim_routes.dependencies import dependencies
from guard_dependencies import dependencies as guard_dependencies

from functions.guard_accounts import app as guard
from laurel.certificates.claim_credit import claim_credit_id, credit_of
from laurel.claims.claim import finalize
from laurel.claims.records import from_item, to_item
from laurel.learners.aliases import Aliases
from laurel.learners.identities import assign
from laurel.ledger.follow_ups import Action, follow_up
from laurel.ledger.records import from_item as credit_from_item
from laurel.ledger.records import to_item as credit_item
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Put, Table, create
from local.sample_catalog import MEETING, badge_ids
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto
from tests.guard_settings import guard_settings
from tests.permitted import permitted
from tests.proofs import prove

HOUR = {"user_pool_id": "us-east-1_pool"}
TOKEN = {
    "triggerSource": "TokenGeneration_Authentication",
    "userPoolId": "us-east-1_pool",
    "callerContext": {"clientId": "portal"},
    "response": {},
}


class Context:
    function_name = "guard"
    memory_limit_in_mb = 1769
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:guard"
    aws_request_id = "r-1"


class Pool:
    """Cognito with these accounts."""

    def __init__(self, *names):
        self.names, self.signed_out = set(names), []

    def list_users(self, **_):
        return {"Users": []}

    def _expect(self, name):
        if name not in self.names:
            raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "Admin")

    def admin_get_user(self, **given):
        self._expect(given["Username"])
        return {}

    def describe_user_pool_client(self, **_):
        return {"UserPoolClient": {}}

    def admin_user_global_sign_out(self, **given):
        self._expect(given["Username"])
        self.signed_out.append(given["Username"])

    def admin_delete_user(self, **given):
        self._expect(given["Username"])
        self.names.remove(given["Username"])


@pytest.fixture
def pool(monkeypatch):
    found = Pool("ana")
    monkeypatch.setattr(aws_clients, "user_pools", lambda: found)
    return found


@pytest.fixture
def desk(aws, monkeypatch, pool):
    monkeypatch.setenv("BACKUP_BUCKET_NAME", "BackupBucket")
    guard_settings(monkeypatch.setenv, audit_table=False)
    guard_dependencies.cache_clear()
    with desk_on_moto(monkeypatch.setenv) as found:
        found.fill()
        yield found
    guard_dependencies.cache_clear()


@pytest.fixture
def tables(desk):
    return Table("ClaimsTable"), Table("LedgerTable")


def an_hour_passes():
    with permitted("GuardAccountsRole"):
        return guard.handler(HOUR, Context())["erased"]


def erase(desk, sub="ana", **given):
    return desk.call("DELETE", "/v1/me?confirm=erase", learner(sub), **given)


def claimed(desk, badge=0):
    """A draft of Ana's with one session and its evaluation."""
    path = desk.open_meeting("ana", badge)
    session = desk.program()[0]
    saved = desk.call("PUT", f"{path}/sessions/{session['id']}", learner("ana"), json_body=desk.attended(session))
    assert saved.status == 200, saved
    return path.rpartition("/")[2]


def printed(tables, claim_id, change=lambda credit: credit):
    """The draft made final, its credit in the ledger after `change`."""
    claims, ledger = tables
    draft = from_item(claims.get(("LEARNER#ana", f"CLAIM#{claim_id}")))
    final = finalize(draft, "7XKDA-9GQMT-C4WHX", utc_now())
    claims.put(Put(to_item(final), "", {}, {}))
    credit = change(credit_of(final, "ana@example.org", "ana@example.org", "Ana", agreed=True, at=utc_now()))
    ledger.put(create(credit_item(replace(credit, version=1))))


def credit_in(tables, claim_id):
    return credit_from_item(tables[1].get((f"CREDIT#{claim_credit_id(claim_id)}", "CREDIT")))


def accepted(credit):
    at = utc_now()
    sending = credit.report(member_number="M1", at=at, look_again_at=at).lease("s1", at=at, until=at)
    return sending.accept("ASCP-1", at=at)


def sending(credit):
    at = utc_now()
    return credit.report(member_number="M1", at=at, look_again_at=at).lease("s1", at=at, until=at)


def under(table, pk):
    return {item["sk"]: item for item in table.query(None, "pk = :pk", pk=pk)}


def signs_in(user_name, email):
    attributes = {"sub": user_name, "email": email, "email_verified": "true"}
    event = {**TOKEN, "userName": user_name, "request": {"userAttributes": attributes}}
    answer = guard.handler(event, Context())
    return answer["response"]["claimsAndScopeOverrideDetails"]["idTokenGeneration"]["claimsToAddOrOverride"][
        "learner_id"
    ]


def test_it_is_shown_before_and_nothing_changes(desk, tables):
    claim_id = claimed(desk)
    before = under(tables[0], "LEARNER#ana")
    shown = desk.call("GET", "/v1/me/erasure", learner("ana")).json()
    assert shown["state"] == "possible"
    assert {one["what"] for one in shown["erased"]} == {"account", "profile", "addresses", "drafts"}
    assert {one["what"] for one in shown["kept"]} == {"provider_credits", "roster", "audit", "backups"}
    printed(tables, claim_id, accepted)
    shown = desk.call("GET", "/v1/me/erasure", learner("ana")).json()
    assert "evaluations" in {one["what"] for one in shown["erased"]}
    kept = {one["what"]: one for one in shown["kept"]}
    assert {what for what, one in kept.items() if one["until"]} == {"certificates", "credits", "audit", "backups"}
    assert all(one["why"] for one in kept.values())
    assert datetime.fromisoformat(kept["certificates"]["until"]).year == datetime.now(UTC).year + 7
    assert kept["credits"]["text"].endswith(": 1")
    assert "on_their_way" not in kept
    assert datetime.fromisoformat(kept["backups"]["until"]) > utc_now() + timedelta(days=42)
    assert before.keys() == under(tables[0], "LEARNER#ana").keys()


def test_it_needs_the_confirmation_and_the_version_that_was_seen(desk):
    desk.call("PATCH", "/v1/me", learner("ana"), json_body={"paper": "a4"})
    assert desk.call("DELETE", "/v1/me", learner("ana")).status == 422
    assert desk.call("DELETE", "/v1/me?confirm=yes", learner("ana")).status == 422
    assert erase(desk, headers={"If-Match": '"9"'}).status == 412
    assert desk.call("GET", "/v1/me", learner("ana")).json()["paper"] == "a4"


def test_from_then_on_the_old_sign_in_does_nothing(desk):
    path = desk.open_meeting("ana")
    assert erase(desk).json()["state"] == "started"
    for method, where, body in [
        ("GET", "/v1/me", None),
        ("PATCH", "/v1/me", {"paper": "a4"}),
        ("GET", path, None),
        ("PATCH", path, {"statement": "pace"}),
        ("GET", "/v1/organizer", None),
        ("POST", "/v1/claims", {"activity_id": MEETING, "statement": "pace", "access_code": "x"}),
        ("GET", "/v1/me/erasure", None),
    ]:
        answer = desk.call(method, where, learner("ana"), **({"json_body": body} if body else {}))
        assert (answer.status, answer.json()["code"]) == (403, "account_erased"), (method, where)


def test_everything_of_the_learner_goes_and_what_proves_credit_stays(desk, tables, pool):
    claims, ledger = tables
    printed(tables, kept := claimed(desk), accepted)
    desk.open_course("ana")
    desk.call("PATCH", "/v1/me", learner("ana"), json_body={"name_as_printed": "Ana Lima", "consent_to_report": True})
    assign(claims, "ana", "ana", utc_now())
    erase(desk)
    assert an_hour_passes() == 1
    assert under(claims, "LEARNER#ana").keys() == {"PROFILE", f"CLAIM#{kept}"}
    profile = claims.get(("LEARNER#ana", "PROFILE"))
    assert {"email", "name_as_printed", "consent_at"}.isdisjoint(profile)
    assert profile["expires_at"] > datetime.now(UTC).timestamp()
    final = from_item(claims.get(("LEARNER#ana", f"CLAIM#{kept}")))
    assert final.is_certified and final.sessions and not any(one.evaluation for one in final.sessions)
    assert claims.get(("ADDRESS#ana@example.org", "HOLDER")) is None
    assert under(claims, "ACCOUNTS#ana") == under(claims, "USER#ana") == under(claims, "ERASURES") == {}
    assert under(ledger, "CONSENT#ana") == under(ledger, "CONSENTS") == {}
    credit = credit_in(tables, kept)
    assert (credit.state, credit.receipt) == (State.ACCEPTED, "ASCP-1")
    assert "ana@example.org" not in str(ledger.get((f"CREDIT#{credit.credit_id}", "CREDIT")))
    assert (pool.names, pool.signed_out) == (set(), ["ana"])


def test_a_credit_that_was_not_sent_is_withdrawn(desk, tables):
    printed(tables, claim_id := claimed(desk))
    shown = {one["what"]: one["text"] for one in erase(desk).json()["erased"]}
    assert shown["unsent_credits"].endswith(": 1")
    an_hour_passes()
    credit = credit_in(tables, claim_id)
    assert (credit.state, credit.withdrawn_for) == (State.WITHDRAWN, WithdrawnReason.ERASED)


def test_a_credit_on_its_way_is_waited_for(desk, tables, pool):
    printed(tables, claim_id := claimed(desk), sending)
    shown = desk.call("GET", "/v1/me/erasure", learner("ana")).json()
    (waits,) = [one for one in shown["kept"] if one["what"] == "on_their_way"]
    assert (waits["text"].endswith(": 1"), waits["until"]) == (True, None)
    erase(desk)
    assert an_hour_passes() == 0
    assert pool.names == set()  # the account need not wait
    credit = credit_in(tables, claim_id)
    assert credit.state is State.SENDING
    tables[1].put(Put(credit_item(replace(credit.accept("ASCP-1", at=utc_now()), version=2)), "", {}, {}))
    assert an_hour_passes() == 1
    assert credit_in(tables, claim_id).email == "ana@erased.invalid"


def test_a_withdrawal_on_its_way_is_waited_for_and_said(desk, tables):
    printed(tables, claim_id := claimed(desk), accepted)
    at = utc_now()
    credit = credit_in(tables, claim_id)
    asked = follow_up(credit, Action.WITHDRAW, why="asked", at=at, by="staff:sam", look_again_at=at)
    tables[1].put(Put(credit_item(replace(asked, version=credit.version + 1)), "", {}, {}))
    shown = desk.call("GET", "/v1/me/erasure", learner("ana")).json()
    (waits,) = [one for one in shown["kept"] if one["what"] == "on_their_way"]
    assert waits["text"].endswith(": 1")
    erase(desk)
    assert an_hour_passes() == 0
    assert credit_in(tables, claim_id).email == "ana@example.org"


def test_who_comes_back_with_the_mailbox_is_a_new_learner_and_not_locked_out(desk, tables, pool):
    claimed(desk)
    erase(desk)
    an_hour_passes()
    assert signs_in("ana-2", "ana@example.org") == "ana-2"
    again = {**learner("ana"), "sub": "ana-2", "learner_id": "ana-2"}
    me = desk.call("GET", "/v1/me", again).json()
    assert me["email_is_yours"] is True
    assert me["name_as_printed"] is None
    # The badge of the erased draft is free again.
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge_ids(1)[0]}
    assert desk.call("POST", "/v1/claims", again, json_body=wanted).status == 201


def test_an_account_that_belongs_to_another_learner_by_now_stays(desk, tables, pool):
    desk.call("GET", "/v1/me", learner("ana"))
    pool.names.add("moved")
    assign(tables[0], "moved", "ana", utc_now())
    tables[0].put(Put({"pk": "USER#moved", "sk": "LEARNER", "learner_id": "bea"}, "", {}, {}))
    erase(desk)
    an_hour_passes()
    assert pool.names == {"moved"}
    assert tables[0].get(("USER#moved", "LEARNER"))["learner_id"] == "bea"


def test_addresses_that_were_left_go_too_and_those_of_others_stay(desk, tables):
    desk.call("GET", "/v1/me", learner("ana"))
    newer = {**learner("ana"), "email": "ana.lima@example.org", "iat": "9999999999"}
    prove(dependencies().registry, Caller("ana", newer["email"], False, int(newer["iat"])))
    assert desk.call("GET", "/v1/me", newer).json()["former_emails"] == ["ana@example.org"]
    keys = ["ana@example.org", "ana.lima@example.org"]
    assert Aliases(tables[1]).of(keys).keys() == set(keys)
    tables[0].put(Put({"pk": f"ADDRESS#{keys[0]}", "sk": "HOLDER", "learner_id": "bea"}, "", {}, {}))
    assert desk.call("DELETE", "/v1/me?confirm=erase", newer).status == 202
    an_hour_passes()
    assert Aliases(tables[1]).of(keys) == {}
    assert Aliases(tables[1]).moves() == []
    assert tables[0].get((f"ADDRESS#{keys[0]}", "HOLDER"))["learner_id"] == "bea"
    assert tables[0].get((f"ADDRESS#{keys[1]}", "HOLDER")) is None


@pytest.mark.slow
@pytest.mark.parametrize("calls", range(1, 40, 3))
def test_it_may_stop_anywhere_and_the_next_hour_ends_it(desk, tables, pool, monkeypatch, calls):
    printed(tables, claim_id := claimed(desk), accepted)
    desk.open_course("ana")
    assign(tables[0], "ana", "ana", utc_now())
    erase(desk)
    left = iter(range(calls))

    def stop(model, **_):
        if next(left, None) is None:
            raise RuntimeError("the process died")

    events = aws_clients.dynamodb().meta.events
    events.register("before-call.dynamodb", stop)
    try:
        guard.handler(HOUR, Context())
    except RuntimeError:
        pass
    finally:
        events.unregister("before-call.dynamodb", stop)
    an_hour_passes()
    assert under(tables[0], "ERASURES") == {}
    assert pool.names == set()
    assert under(tables[0], "LEARNER#ana").keys() == {"PROFILE", f"CLAIM#{claim_id}"}
    assert tables[0].get(("ADDRESS#ana@example.org", "HOLDER")) is None
    assert credit_in(tables, claim_id).state is State.ACCEPTED


def test_the_audit_log_names_the_erasure(desk):
    desk.call("GET", "/v1/me", learner("ana"))
    erase(desk)
    acts = [item["act"] for item in Table("AuditTable").query(None, "pk = :pk", pk="WHO#ana")]
    assert "account.erased" in acts


def test_staff_find_nobody_under_the_address(desk):
    desk.call("GET", "/v1/me", learner("ana"))
    erase(desk)
    an_hour_passes()
    found = desk.call("GET", "/v1/staff/learners?email=ana@example.org", staff())
    assert found.json()["items"] == [] if "items" in found.json() else found.status == 404
