"""Learners take an address over from another account of theirs, and remove addresses: over HTTP."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from claim_routes.dependencies import dependencies

from laurel.learners.address_proofs import VALID_FOR, AddressProofs, ProvedAddress
from laurel.platform.callers import Caller
from tests.api_events import learner, staff
from tests.credits import a_credit
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.organizer_desk import Books
from tests.proofs import prove

ANA, BEA, OTHER = "ana@example.org", "bea@example.org", "ana.other@example.org"
SIGNED_IN = count(1000)


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as made:
        yield made


def signed_in(sub, email=None):
    return learner(sub, email=email or f"{sub}@example.org", iat=str(next(SIGNED_IN)))


def me(desk, sub, email=None):
    """The profile, after a new sign-in with this address, which counts."""
    claims = signed_in(sub, email)
    prove(dependencies().registry, Caller(sub, claims["email"], False, int(claims["iat"])))
    return desk.call("GET", "/v1/me", claims).json()


def proof(desk, sub, email=None):
    return desk.call("POST", "/v1/me/addresses/proof", signed_in(sub, email))


def take(desk, sub, shown):
    return desk.call("POST", "/v1/me/addresses/take", signed_in(sub), json_body={"proof": shown})


def remove(desk, sub, email):
    return desk.call("POST", "/v1/me/addresses/remove", signed_in(sub), json_body={"email": email})


def titles(desk, sub):
    return [one["title"] for one in desk.call("GET", "/v1/organizer", signed_in(sub)).json()["items"]]


def test_who_signs_in_to_both_accounts_takes_the_address_with_its_credits(desk):
    me(desk, "ana")
    me(desk, "old", OTHER)
    Books().add(a_credit(email=OTHER, email_key=OTHER, activity_title="The course"))
    shown = proof(desk, "old", OTHER).json()
    assert shown["email"] == OTHER
    taken = take(desk, "ana", shown["proof"])
    assert (taken.status, taken.json()["email"], taken.json()["former_emails"]) == (200, ANA, [OTHER])
    assert titles(desk, "ana") == ["The course"]
    # The other account has it no longer, whatever it still shows.
    assert me(desk, "old", OTHER)["email_is_yours"] is False
    assert proof(desk, "old", OTHER).code == "address_not_yours"
    # A proof serves once; whoever sends it again because the answer was lost reads that it is done.
    assert take(desk, "ana", shown["proof"]).code == "address_already_theirs"
    assert take(desk, "newcomer", shown["proof"]).code == "address_not_yours"
    move = desk.call("GET", f"/v1/staff/addresses?email={OTHER}", staff()).json()
    body = {"email": OTHER, "move_id": move["undoable"], "reason": "Not theirs."}
    assert desk.call("POST", "/v1/staff/addresses/undo-move", staff(), json_body=body).json()["learner_id"] == "old"
    assert me(desk, "old", OTHER)["email_is_yours"] is True


def test_a_proof_is_ours_and_of_the_last_ten_minutes(desk):
    me(desk, "ana")
    me(desk, "bea")
    proofs = dependencies().address_proofs
    ago = datetime.now(UTC) - VALID_FOR
    proved = ProvedAddress("bea", BEA, 1)
    assert take(desk, "ana", proofs.write(proved, ago - timedelta(seconds=5))).code == "proof_not_valid"
    forged = AddressProofs(lambda: b"x" * 64).write(proved, datetime.now(UTC))
    assert take(desk, "ana", forged).code == "proof_not_valid"
    assert take(desk, "ana", dependencies().unsubscribe_links.token("bea")).code == "proof_not_valid"
    assert take(desk, "ana", proofs.write(proved, ago + timedelta(minutes=1))).status == 200


def test_a_proof_takes_nothing_again_after_the_move_was_undone(desk):
    me(desk, "ana")
    me(desk, "bea")
    shown = proof(desk, "bea").json()["proof"]
    assert take(desk, "ana", shown).status == 200
    [move] = desk.call("GET", "/v1/me/addresses", signed_in("bea")).json()["moves"]
    body = {"email": move["email"], "move_id": move["move_id"]}
    assert desk.call("POST", "/v1/me/addresses/undo-move", signed_in("bea"), json_body=body).status == 200
    assert take(desk, "ana", shown).code == "proof_not_valid"
    assert me(desk, "bea")["email_is_yours"] is True


def test_nobody_takes_their_own_address_or_one_that_the_other_never_had(desk):
    me(desk, "ana")
    assert take(desk, "ana", proof(desk, "ana").json()["proof"]).code == "address_already_theirs"
    assert proof(desk, "newcomer", ANA).code == "address_not_yours"


def test_an_address_that_was_removed_is_free_for_whoever_proves_it(desk):
    me(desk, "ana", OTHER)
    me(desk, "ana")
    assert remove(desk, "ana", ANA).code == "current_address"
    removed = remove(desk, "ana", OTHER.upper())
    assert (removed.status, removed.json()["former_emails"]) == (200, [])
    assert me(desk, "newcomer", OTHER)["email_is_yours"] is True
    # Nobody finds out in this way whether another account has an address.
    others, nobodys = remove(desk, "ana", OTHER), remove(desk, "ana", BEA)
    assert (others.status, others.code) == (409, "address_not_yours")
    assert others.json() == nobodys.json()


def test_who_removed_an_address_gets_it_back_by_signing_in_with_it(desk):
    me(desk, "ana", OTHER)
    me(desk, "ana")
    remove(desk, "ana", OTHER)
    back = me(desk, "ana", OTHER)
    assert (back["email_is_yours"], back["former_emails"]) == (True, [ANA])
