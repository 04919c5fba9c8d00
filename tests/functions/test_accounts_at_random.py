"""Accounts after any sign-ups, confirmations, resets, changes, moves, joins, exports and erasures by two people and an
attacker.

The attacker may type anything into the portal: any address, any password, any ID, and may hold on to any session. They
read no mailbox of another. They never see or receive anything of the others, and an owner of a mailbox always gets in.

A usual run tries 12 worlds; `make worlds` tries more (`LAUREL_WORLDS`).
"""

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any
from zipfile import ZipFile

import pytest
from export_dependencies import build as build_exports
from guard_dependencies import dependencies as guard_dependencies
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from functions.export_data import app as export_data
from functions.guard_accounts import app as guard
from laurel.platform import aws as aws_clients
from laurel.platform.runtime import Runtime
from tests import stores
from tests.api_events import Answer
from tests.examples import examples
from tests.functions.claim_api_desk import Context, Desk, desk_on_moto, mailed_code, mails
from tests.functions.cognito_in_memory import OWN, POOL, PORTAL, Cognito, RefusedByCognito, Session
from tests.functions.organizer_desk import Books, unmatched
from tests.guard_settings import guard_settings

OWNERS, ATTACKER = ("ana", "bea"), "mal"
PEOPLE = (*OWNERS, ATTACKER)
WORLDS = count(1)
TRIED: Counter[str] = Counter()
ADD, UNDO_MOVE = "/v1/me/addresses/confirm", "/v1/me/addresses/undo-move"
LOOKED_AT = (
    *("/v1/me", "/v1/me/addresses", "/v1/me/joins", "/v1/me/audit", "/v1/me/erasure", "/v1/me/export"),
    *("/v1/me/sessions", "/v1/organizer", "/v1/transcript"),
)


DESK: list[Desk] = []


def exported(learner_id: str) -> Iterator[str]:
    """The files in the learner's exports."""
    s3, bucket = aws_clients.s3(), "exportbucket"
    for found in s3.list_objects_v2(Bucket=bucket, Prefix=f"exports/{learner_id}/").get("Contents", []):
        with ZipFile(io.BytesIO(s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read())) as file:
            yield from (file.read(name).decode() for name in file.namelist())


class Accounts(RuleBasedStateMachine):
    """One world: mailboxes of its own, and a credit of a provider under each of the owners' mailboxes."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.desk, self.cognito = DESK[0], Cognito()
        self.held: dict[str, dict[str, Session]] = {who: {} for who in PEOPLE}  # their last session of each account
        self.joins: dict[str, list[str]] = {who: [] for who in PEOPLE}  # the IDs
        self.moves: list[dict[str, str]] = []  # of the owners, as they are undone
        aws_clients.user_pools = lambda: self.cognito  # type: ignore[assignment]  # the fixture brings it back
        number = next(WORLDS)
        self.mailboxes = {who: [f"{who}{n}.{number}@example.org" for n in (1, 2)] for who in PEOPLE}
        for who in OWNERS:
            books = Books()
            for box in self.mailboxes[who]:
                books.add(unmatched(f"{box}", email=box, activity_title=self.secret(who)))
        self.people = {box: who for who, boxes in self.mailboxes.items() for box in boxes}
        self.read = len(mails())  # e-mails of earlier worlds
        TRIED["worlds"] += 1

    @initialize(target=sessions, with_two=st.sets(st.sampled_from(PEOPLE)))
    def everybody_has_an_account(self, with_two: set[str]) -> Any:
        """With the first of their two addresses, and with their name in the profile; some have two accounts."""
        found = []
        for who in PEOPLE:
            for email in self.mailboxes[who][: 2 if who in with_two else 1]:
                self._opens_with(email, who)
                found.append(self._signed_in(who, email))
                self.saves_their_name(found[-1])
        return multiple(*found)

    def teardown(self) -> None:
        self.the_attacker_tries_everything()
        for who in OWNERS:
            for email in self.mailboxes[who]:
                self._gets_in(who, email)

    def secret(self, who: str) -> str:
        return f"Secret of {who}"

    def owner_of(self, email: str) -> str:
        return next(who for who, boxes in self.mailboxes.items() if email in boxes)

    def call(self, session: Session, method: str, path: str, **given: Any) -> Answer:
        return self.desk.call(method, path, session.claims, **given)

    # ---- what anybody may do

    @rule(who=st.sampled_from(PEOPLE), owner=st.sampled_from(PEOPLE), box=st.integers(0, 1))
    def signs_up(self, who: str, owner: str, box: int) -> None:
        if who in (owner, ATTACKER):  # an honest person types their own address
            self._try(self.cognito.sign_up, self.mailboxes[owner][box], f"password of {who}", f"ticket of {who}")

    @rule(owner=st.sampled_from(OWNERS), box=st.integers(0, 1))
    def a_stranger_signs_the_address_up_and_its_owner_types_the_code(self, owner: str, box: int) -> None:
        email = self.mailboxes[owner][box]
        self._try(self.cognito.sign_up, email, f"password of {ATTACKER}", f"ticket of {ATTACKER}")
        self.confirms(owner, box)
        with pytest.raises(RefusedByCognito):
            self._signed_in(ATTACKER, email)

    @rule(who=st.sampled_from(PEOPLE), box=st.integers(0, 1))
    def confirms(self, who: str, box: int) -> None:
        """The owner of a mailbox types the code that came, whoever caused it."""
        for kind, name in self.cognito.mailed.get(self.mailboxes[who][box], [])[-1:]:
            if kind == "confirm":
                self._try(self.cognito.confirm, name, f"ticket of {who}")

    @rule(target=sessions, who=st.sampled_from(PEOPLE), owner=st.sampled_from(PEOPLE), box=st.integers(0, 1))
    def signs_in(self, who: str, owner: str, box: int) -> Any:
        """With their own password: the only one that they know."""
        try:
            session = self._signed_in(who, self.mailboxes[owner][box])
        except RefusedByCognito:
            return multiple()
        assert who == owner, f"{who} signed in to the account of {owner}"
        return session

    @rule(who=st.sampled_from(PEOPLE), owner=st.sampled_from(PEOPLE), box=st.integers(0, 1))
    def forgets_the_password(self, who: str, owner: str, box: int) -> None:
        """Anybody may ask for a code; who has the mailbox sets a new password, if it was they who asked."""
        email = self.mailboxes[owner][box]
        self.cognito.forgot(email)
        if who == owner:
            self._reset(email)

    @rule(session=sessions, box=st.integers(0, 1))
    def changes_the_address(self, session: Session, box: int) -> None:
        if access := self._access(session):
            self._try(self.cognito.change, access, self.mailboxes[session.person][box])

    @rule(session=sessions, wanted=st.booleans())
    def sets_up_an_app_or_turns_it_off(self, session: Session, wanted: bool) -> None:
        if access := self._access(session):
            self._try(self.cognito.use_app, access, session.person if wanted else "")
            TRIED["apps"] += 1

    @rule(session=sessions)
    def a_copied_token_of_a_session_changes_nothing_at_cognito(self, session: Session) -> None:
        """The attacker may have copied it from the browser, and renews it; the password they do not have."""
        account = self.cognito.accounts.get(session.user_name)
        before, held = repr(account), [session.claims]
        for client in (PORTAL, OWN):
            with suppress(RefusedByCognito):
                held.append(self.cognito.renewed(session.claims, client))
        for claims in held:
            for act, given in (
                (self.cognito.use_app, (ATTACKER,)),
                (self.cognito.change, (self.mailboxes[ATTACKER][1],)),
                (self.cognito.change_password, (f"password of {session.person}", f"password of {ATTACKER}")),
                (self.cognito.delete, ()),
            ):
                TRIED["acts with a copied token"] += 1
                with pytest.raises(RefusedByCognito):
                    act(claims, *given)
        assert repr(account) == before

    def _access(self, session: Session) -> dict[str, str] | None:
        """An access to the account itself, for the password of the person who holds the session."""
        account = self.cognito.accounts.get(session.user_name)
        try:
            return (
                account and self.cognito.sign_in(account.email, f"password of {session.person}", session.person, OWN)[1]
            )
        except RefusedByCognito:
            return None

    @rule(target=sessions, session=sessions)
    def renews(self, session: Session) -> Any:
        try:
            return Session(session.person, session.user_name, self.cognito.renewed(session.claims))
        except RefusedByCognito:
            return multiple()

    @rule(session=sessions)
    def logs_out_everywhere(self, session: Session) -> None:
        """No session of the account is renewed after that, and none of another person ends."""
        others = [one for who, held in self.held.items() if who != session.person for one in held.values()]
        before = [self._renews(one) for one in others]
        if self.call(session, "DELETE", "/v1/me/sessions").status == 200:
            TRIED["logged out everywhere"] += 1
            assert not self._renews(session)
        assert [self._renews(one) for one in others] == before

    def _renews(self, session: Session) -> bool:
        try:
            self.cognito.renewed(session.claims)
        except RefusedByCognito:
            return False
        return True

    @rule(session=sessions)
    def saves_their_name(self, session: Session) -> None:
        name = self.secret(session.person)
        self.call(session, "PATCH", "/v1/me", json_body={"name_as_printed": name, "consent_to_report": True})

    @rule(session=sessions, owner=st.sampled_from(PEOPLE), box=st.integers(0, 1))
    def removes_an_address(self, session: Session, owner: str, box: int) -> None:
        email = self.mailboxes[owner][box]
        if owner == session.person or session.person == ATTACKER:
            self.call(session, "POST", "/v1/me/addresses/remove", json_body={"email": email})

    @rule(one=sessions, other=sessions)
    def takes_an_address_over(self, one: Session, other: Session) -> None:
        """With a proof from a session of the same person: nobody gives theirs away."""
        if one.person == other.person:
            answer = self.call(one, "POST", "/v1/me/addresses/proof")
            if answer.status == 200:
                self.call(other, "POST", "/v1/me/addresses/take", json_body={"proof": answer.json()["proof"]})

    @rule(session=sessions, box=st.integers(0, 1))
    def adds_an_address(self, session: Session, box: int) -> None:
        """With the code from its mailbox."""
        email = self.mailboxes[session.person][box]
        if self.call(session, "POST", "/v1/me/addresses/code", json_body={"email": email}).status == 202:
            body = {"email": email, "code": mailed_code()}
            TRIED["addresses added"] += self.call(session, "POST", ADD, json_body=body).status == 200

    @rule(session=sessions)
    def undoes_a_move(self, session: Session) -> None:
        for one in self.call(session, "GET", "/v1/me/addresses").json().get("moves", ()):
            body = {"email": one["email"], "move_id": one["move_id"]}
            if session.person != ATTACKER:
                self.moves.append(body)
            TRIED["moves undone"] += self.call(session, "POST", UNDO_MOVE, json_body=body).status == 200

    @rule(who=st.sampled_from(PEOPLE), turned=st.booleans())
    def joins_two_accounts(self, who: str, turned: bool) -> None:
        """With a proof from the other of their accounts, signed in to last."""
        held = list(self.held[who].values())[-2:]
        if len(held) == 2:
            one, other = reversed(held) if turned else held
            answer = self.call(other, "POST", "/v1/me/joins/proof")
            if answer.status == 200:
                answer = self.call(one, "POST", "/v1/me/joins", json_body={"proof": answer.json()["proof"]})
                TRIED["joins"] += answer.status == 200
                self.joins[who] += [each["join_id"] for each in answer.json().get("items", ())]

    @rule(session=sessions)
    def undoes_a_join(self, session: Session) -> None:
        for join_id in self.joins[session.person]:
            TRIED["joins undone"] += self.call(session, "POST", f"/v1/me/joins/{join_id}/undo").status == 200

    def the_attacker_tries_everything(self) -> None:
        """They sign in, guess the code of every mailbox, and undo every join and move whose ID they got hold of."""
        self._opens_with(self.mailboxes[ATTACKER][0], ATTACKER)
        session = self._signed_in(ATTACKER, self.mailboxes[ATTACKER][0])
        tried: list[tuple[str, dict[str, str]]] = []
        for who in OWNERS:
            for email in self.mailboxes[who]:
                self.call(session, "POST", "/v1/me/addresses/code", json_body={"email": email})
                answer = self.call(session, "POST", ADD, json_body={"email": email, "code": "12345678"})
                assert answer.status != 200, email
            tried += [(f"/v1/me/joins/{join_id}/undo", {}) for join_id in self.joins[who]]
        for path, body in [*tried, *((UNDO_MOVE, body) for body in self.moves)]:
            answer = self.call(session, "POST", path, **({"json_body": body} if body else {}))
            TRIED["attacks"] += 1
            assert answer.status != 200, (path, answer)

    @rule(session=sessions)
    def asks_for_an_export(self, session: Session) -> None:
        """The file is made at once. Nothing of others is in it."""
        self.desk.started.clear()
        self.call(session, "POST", "/v1/me/export")
        for event in self.desk.started:
            export_data.make(build_exports(Runtime(publish=lambda _: None)), event)
            TRIED["exports"] += 1
            for text in exported(event["learner_id"]):
                self._holds_nothing_of_others(session.person, text)

    @rule(session=consumes(sessions))
    def erases_the_account(self, session: Session) -> None:
        self.call(session, "DELETE", "/v1/me?confirm=erase")

    @rule()
    def an_hour_passes(self) -> None:
        guard.handler({"user_pool_id": POOL}, Context())

    # ---- what always holds

    @rule(session=sessions)
    def sees_nothing_of_others(self, session: Session) -> None:
        for path in LOOKED_AT:
            answer = self.call(session, "GET", path)
            TRIED["looks"] += 1
            self._holds_nothing_of_others(session.person, answer.body)

    @invariant()
    def nobody_receives_anything_of_others(self) -> None:
        TRIED["steps"] += 1
        for mail in mails()[self.read :]:
            [to] = mail.destinations["ToAddresses"]
            if to in self.people:
                TRIED["mails"] += 1
                self._holds_nothing_of_others(self.people[to], f"{mail.subject} {mail.body}")
        self.read = len(mails())

    def _holds_nothing_of_others(self, person: str, text: str) -> None:
        for who in set(PEOPLE) - {person}:
            assert self.secret(who) not in text, (person, text)
            assert not [box for box in self.mailboxes[who] if box in text], (person, text)

    @rule(who=st.sampled_from(OWNERS), box=st.integers(0, 1))
    def an_owner_gets_in(self, who: str, box: int) -> None:
        """With nothing but their mailbox, whatever others did with its address."""
        self._gets_in(who, self.mailboxes[who][box])

    def _gets_in(self, who: str, email: str) -> None:
        self.an_hour_passes()  # after an erasure the address is free
        self._opens_with(email, who)
        session = self._signed_in(who, email)
        answer = self.call(session, "GET", "/v1/me")
        # A joined account shows the address of the one that stays.
        theirs = self.mailboxes[who] if "joined" in session.claims else [email]
        assert answer.status == 200 and answer.json()["email"] in theirs, answer
        TRIED["got in"] += 1
        self.sees_nothing_of_others(session)

    def _opens_with(self, email: str, who: str) -> None:
        """As the portal leads them: sign up; the code again if there is an account; a new password."""
        self._try(self.cognito.sign_up, email, f"password of {who}", f"ticket of {who}")
        self.cognito.send_again(email)
        self.confirms(who, self.mailboxes[who].index(email))
        self.cognito.forgot(email)
        self._reset(email)

    def _signed_in(self, who: str, email: str) -> Session:
        name, claims = self.cognito.sign_in(email, f"password of {who}", who)
        self.held[who].pop(name, None)
        self.held[who][name] = Session(who, name, claims)
        return self.held[who][name]

    def _reset(self, email: str) -> None:
        for kind, name in self.cognito.mailed.get(email, [])[-1:]:
            if kind == "reset":
                self._try(self.cognito.reset, name, f"password of {self.owner_of(email)}")

    def _try(self, act: Any, *given: Any) -> None:
        try:
            act(*given)
        except RefusedByCognito:
            TRIED["refused"] += 1


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("BACKUP_BUCKET_NAME", "BackupBucket")
    monkeypatch.setattr(aws_clients, "user_pools", aws_clients.user_pools)  # brought back after the test
    guard_settings(monkeypatch.setenv, audit_table=False)
    guard_dependencies.cache_clear()
    with desk_on_moto(monkeypatch.setenv) as found:
        monkeypatch.setenv("CERTIFICATE_BUCKET_NAME", stores.make_bucket("CertificateBucket"))
        monkeypatch.setenv("PROVIDER_NAMES", "labce=LabCE")
        yield found
    guard_dependencies.cache_clear()


def test_the_attacker_gets_nothing_and_an_owner_always_gets_in(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    DESK[:] = [desk]
    run_state_machine_as_test(
        Accounts,
        settings=examples(
            int(os.environ.get("LAUREL_WORLDS", "12")), stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )
    # A few worlds may have none of these by chance; `make worlds` has many.
    assert TRIED["worlds"] < 50 or (TRIED["acts with a copied token"] and TRIED["apps"]), TRIED
    assert TRIED["looks"] and TRIED["refused"] and TRIED["got in"] >= 4 * TRIED["worlds"], TRIED
    with capsys.disabled():
        print(f"\naccounts at random: {dict(TRIED)}, takeovers 0, lock-outs 0")
