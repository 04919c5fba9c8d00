"""Staff move an address from one learner to another, and undo it: over HTTP, with the credits that follow."""

from datetime import UTC, datetime, timedelta
from itertools import count

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.audit.acts import AuditSubject
from laurel.platform.callers import Caller
from tests.api_events import learner, staff
from tests.credits import a_credit
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.organizer_desk import Books
from tests.proofs import prove

ANA, BEA, OTHER = "ana@example.org", "bea@example.org", "ana.other@example.org"
WHY = {"reason": "The hospital gave the mailbox to Bea."}
SIGNED_IN = count(1000)


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as made:
        yield made


def me(desk, sub, email=None):
    """The profile, after a new sign-in with this address, which counts."""
    claims = learner(sub, email=email or f"{sub}@example.org", iat=str(next(SIGNED_IN)))
    prove(dependencies().registry, Caller(sub, claims["email"], False, int(claims["iat"])))
    return desk.call("GET", "/v1/me", claims).json()


def move(desk, email, to=None):
    return desk.call("POST", "/v1/staff/addresses/move", staff(), json_body=WHY | {"email": email, "to_email": to})


def undo(desk, email, move_id):
    body = {"email": email, "move_id": move_id, "reason": "Not hers."}
    return desk.call("POST", "/v1/staff/addresses/undo-move", staff(), json_body=body)


def find(desk, email):
    return desk.call("GET", f"/v1/staff/addresses?email={email}", staff()).json()


def titles(desk, sub, email=None):
    claims = learner(sub, email=email or f"{sub}@example.org")
    return [one["title"] for one in desk.call("GET", "/v1/organizer", claims).json()["items"]]


def enter(desk, email, title):
    Books().add(a_credit(email=email, email_key=email, activity_title=title))


def stored(desk):
    """All profiles, holders and aliases without versions and times."""
    tables = [desk.table, "LedgerTable"]
    items = [one for name in tables for one in boto3.resource("dynamodb").Table(name).scan()["Items"]]
    unlike = ("version", "updated_at", "held_since", "kin")
    kept = [one for one in items if one["sk"] in ("PROFILE", "HOLDER")]
    return {one["pk"]: {name: value for name, value in one.items() if name not in unlike} for one in kept}


def test_an_address_moves_with_its_credits_and_comes_back(desk):
    me(desk, "ana", OTHER)
    me(desk, "ana")
    me(desk, "bea")
    before = stored(desk)
    enter(desk, OTHER, "The course")
    assert (titles(desk, "ana"), titles(desk, "bea")) == (["The course"], [])
    moved = move(desk, OTHER.upper(), BEA)
    assert moved.status == 200, moved
    assert (moved.json()["learner_id"], moved.json()["current"]) == ("bea", False)
    assert (titles(desk, "ana"), titles(desk, "bea")) == ([], ["The course"])
    assert me(desk, "ana")["former_emails"] == []
    assert me(desk, "bea")["former_emails"] == [OTHER]
    undone = undo(desk, OTHER, moved.json()["undoable"])
    assert undone.status == 200, undone
    assert (titles(desk, "ana"), titles(desk, "bea")) == (["The course"], [])
    assert stored(desk) == before


def test_the_current_address_moves_too_and_its_old_owner_keeps_the_others(desk):
    me(desk, "ana", OTHER)
    me(desk, "ana")
    me(desk, "bea")
    before = stored(desk)
    moved = move(desk, ANA, BEA).json()
    # The sign-in that Ana still has brings nothing back.
    assert me(desk, "ana")["email_is_yours"] is False
    assert me(desk, "ana", OTHER)["former_emails"] == []
    assert me(desk, "bea", ANA)["email_is_yours"] is True
    assert me(desk, "bea")["former_emails"] == [ANA]
    undo(desk, ANA, moved["undoable"])
    assert me(desk, "ana")["former_emails"] == [OTHER]
    assert {key: one.get("learner_id") for key, one in stored(desk).items()} == {
        key: one.get("learner_id") for key, one in before.items()
    }


def test_a_freed_address_belongs_to_who_proves_it_next_but_not_to_who_lost_it(desk):
    me(desk, "ana")
    enter(desk, ANA, "The course")
    freed = move(desk, ANA).json()
    assert (freed["learner_id"], freed["moves"][0]["to_learner_id"]) == (None, None)
    assert desk.call("GET", f"/v1/staff/learners?email={ANA}", staff()).json()["items"] == []
    assert me(desk, "ana")["email_is_yours"] is False
    assert me(desk, "newcomer", ANA)["email_is_yours"] is True
    assert titles(desk, "newcomer", ANA) == ["The course"]
    assert find(desk, ANA)["learner_id"] == "newcomer"
    # It was a mistake: Ana gets it back, whoever proved it since.
    assert undo(desk, ANA, freed["undoable"]).json()["learner_id"] == "ana"
    assert me(desk, "ana")["email_is_yours"] is True
    assert me(desk, "newcomer", ANA)["email_is_yours"] is False
    assert titles(desk, "newcomer", ANA) == []


def test_a_freed_address_can_be_given_to_anybody_and_freed_again(desk):
    me(desk, "ana")
    me(desk, "bea")
    assert move(desk, ANA).status == 200
    assert move(desk, ANA).code == "address_already_theirs"
    given = move(desk, ANA, BEA).json()
    assert (given["learner_id"], given["moves"][0]["from_learner_id"]) == ("bea", None)
    undo(desk, ANA, given["undoable"])
    assert find(desk, ANA)["learner_id"] is None
    assert me(desk, "ana")["email_is_yours"] is False  # freed from Ana, as before


def test_an_address_that_its_owner_proved_again_is_not_given_back_once_more(desk):
    me(desk, "ana")
    me(desk, "ana", OTHER)
    removed = desk.call("POST", "/v1/me/addresses/remove", learner("ana", email=OTHER), json_body={"email": ANA})
    assert removed.status == 200, removed
    removal = find(desk, ANA)["undoable"]
    assert me(desk, "ana", ANA)["email_is_yours"] is True
    assert find(desk, ANA)["undoable"] is None
    refused = undo(desk, ANA, removal)
    assert (refused.status, refused.code) == (409, "moved_since")
    assert "with its former owner again" in refused.json()["detail"]


def test_moves_are_undone_one_after_the_other_and_once(desk):
    for sub in ("ana", "bea", "cai"):
        me(desk, sub)
    first = move(desk, ANA, BEA).json()["undoable"]
    second = move(desk, ANA, "cai@example.org").json()["undoable"]
    assert undo(desk, ANA, first).code == "moved_since"
    assert undo(desk, ANA, second).json()["learner_id"] == "bea"
    assert undo(desk, ANA, second).code == "move_undone"
    assert undo(desk, ANA, first).json()["learner_id"] == "ana"
    assert [bool(one["undone"]) for one in find(desk, ANA)["moves"]] == [True, True]
    assert undo(desk, ANA, "other").code == "move_not_found"
    assert me(desk, "ana")["email_is_yours"] is True


def test_a_move_can_be_undone_for_thirty_days(desk):
    me(desk, "ana")
    me(desk, "bea")
    moved = move(desk, ANA, BEA).json()["undoable"]
    moves, later = dependencies().address_moves, datetime.now(UTC) + timedelta(days=30, minutes=1)
    object.__setattr__(moves, "clock", lambda: later)
    assert undo(desk, ANA, moved).code == "move_too_old"
    assert find(desk, ANA)["undoable"] is None


def test_what_cannot_be_moved_is_refused(desk):
    me(desk, "ana")
    assert move(desk, "nobody@example.org", ANA).code == "address_not_held"
    unknown = move(desk, ANA, "nobody@example.org")
    assert unknown.code == "address_not_held"
    assert "must sign in once" in unknown.json()["detail"]
    assert move(desk, ANA, ANA).code == "address_already_theirs"
    assert move(desk, "no address").code == "invalid"
    by_learner = desk.call("POST", "/v1/staff/addresses/move", learner(), json_body=WHY | {"email": ANA})
    assert by_learner.code == "staff_only"


def test_both_learners_and_the_reason_are_in_the_audit_log(desk):
    me(desk, "ana")
    me(desk, "bea")
    moved = move(desk, ANA, BEA).json()["undoable"]
    undo(desk, ANA, moved)
    for sub, other in (("ana", "bea"), ("bea", "ana")):
        entries = dependencies().audit.of(AuditSubject.learner(sub), limit=10).entries
        acts = [one for one in entries if one.act.startswith("address.move")]
        assert [one.act for one in acts] == ["address.move_undone", "address.moved"]
        assert {one.about["other_learner_id"] for one in acts} == {other}
        assert acts[1].why == WHY["reason"]
        assert (acts[1].before, acts[1].after)[sub == "bea"] == {"address": ANA}


def test_a_sign_in_at_the_same_moment_loses_nothing(desk, monkeypatch):
    me(desk, "ana")
    me(desk, "bea")
    moves = dependencies().address_moves
    real = moves.table.write_all

    def interrupted(writes):
        monkeypatch.setattr(moves.table, "write_all", real)
        prove(dependencies().registry, Caller("bea", "bea.new@example.org", False, next(SIGNED_IN)))
        return real(writes)

    monkeypatch.setattr(moves.table, "write_all", interrupted)
    assert move(desk, ANA, BEA).status == 200
    assert sorted(me(desk, "bea", "bea.new@example.org")["former_emails"]) == [ANA, BEA]
