"""Accounts after any sign-ups, confirmations, resets, changes and erasures by two people and an attacker.

The attacker may type anything into the portal: any address, any password, and may hold on to any session. They read no
mailbox of another. They never see anything of the others, and an owner of a mailbox always gets in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError
from guard_dependencies import dependencies as guard_dependencies
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)

from functions.guard_accounts import app as guard
from laurel.platform import aws as aws_clients
from tests.api_events import Answer
from tests.examples import examples
from tests.functions.claim_api_desk import Context, Desk, desk_on_moto
from tests.functions.organizer_desk import Books, unmatched
from tests.guard_settings import guard_settings

POOL = "us-east-1_pool"
OWNERS, ATTACKER = ("ana", "bea"), "mal"
PEOPLE = (*OWNERS, ATTACKER)
WORLDS = count(1)
TRIED = {"worlds": 0, "looks": 0, "refused": 0, "got in": 0}


class RefusedByCognito(Exception):
    """What Cognito answers instead: its code."""


@dataclass
class Account:
    """An account of the user pool."""

    user_name: str
    email: str
    password: str
    confirmed: bool = False


@dataclass(frozen=True)
class Session:
    """Who holds the session, of which account, and the claims of its ID token."""

    person: str
    user_name: str
    claims: dict[str, str]


@dataclass
class Cognito:
    """A user pool as AWS runs it: addresses are unique, codes go to mailboxes, triggers are asked."""

    accounts: dict[str, Account] = field(default_factory=dict)
    mailed: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    now: int = 1_800_000_000

    def at(self, email: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.email == email), None)

    def sign_up(self, email: str, password: str, ticket: str) -> None:
        if self.at(email):
            raise RefusedByCognito("UsernameExists")
        name = f"account-{next(WORLDS)}"
        self.ask("PreSignUp_SignUp", name, email, verified=False, ticket=ticket)
        self.accounts[name] = Account(name, email, password)
        self.mail(email, "confirm", name)

    def send_again(self, email: str) -> None:
        account = self.at(email)
        if account and not account.confirmed:
            self.mail(email, "confirm", account.user_name)

    def confirm(self, name: str, ticket: str) -> None:
        account = self.accounts.get(name)
        if account is None or account.confirmed:
            raise RefusedByCognito("NotAuthorized")
        account.confirmed = True
        self.ask("PostConfirmation_ConfirmSignUp", name, account.email, verified=True, ticket=ticket)

    def forgot(self, email: str) -> None:
        account = self.at(email)
        if account and account.confirmed:  # an address that was never verified gets no code
            self.mail(email, "reset", account.user_name)

    def reset(self, name: str, password: str) -> None:
        account = self.accounts.get(name)
        if account is None:
            raise RefusedByCognito("NotAuthorized")
        account.password = password
        self.ask("PostConfirmation_ConfirmForgotPassword", name, account.email, verified=True)

    def change(self, name: str, email: str) -> None:
        """Takes the new address: its mailbox has sent the code back."""
        account, other = self.accounts.get(name), self.at(email)
        if account is None or other:
            raise RefusedByCognito("AliasExists")
        account.email = email

    def sign_in(self, email: str, password: str) -> tuple[str, dict[str, str]]:
        account = self.at(email)
        if account is None or account.password != password or not account.confirmed:
            raise RefusedByCognito("NotAuthorized")
        try:
            self.ask("PreAuthentication_Authentication", account.user_name, email, verified=True)
        except guard.PasswordNotProvedError as error:
            raise RefusedByCognito("UserLambdaValidation") from error
        return account.user_name, self.token(account)

    def token(self, account: Account) -> dict[str, str]:
        event = self.ask("TokenGeneration_Authentication", account.user_name, account.email, verified=True)
        added = event["response"]["claimsOverrideDetails"]["claimsToAddOrOverride"]
        self.now += 1
        return {
            "sub": account.user_name,
            "email": account.email,
            "email_verified": "true",
            "token_use": "id",
            "iat": str(self.now),
            **added,
        }

    def ask(self, source: str, name: str, email: str, *, verified: bool, ticket: str | None = None) -> dict[str, Any]:
        attributes = {"sub": name, "email": email, "email_verified": str(verified).lower()}
        metadata = {"clientMetadata": {"ticket": ticket}} if ticket else {}
        event = {
            "triggerSource": source,
            "userPoolId": POOL,
            "userName": name,
            "request": {"userAttributes": attributes, **metadata},
            "response": {},
        }
        return guard.handler(event, Context())

    def mail(self, email: str, kind: str, name: str) -> None:
        self.mailed.setdefault(email, []).append((kind, name))

    # ---- what the guard asks Cognito

    def list_users(self, **_: Any) -> dict[str, Any]:
        return {"Users": []}

    def admin_get_user(self, **given: Any) -> dict[str, Any]:
        self._expect(given["Username"])
        attributes = {"email": self.accounts[given["Username"]].email, "email_verified": "true"}
        return {"UserAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()]}

    def admin_user_global_sign_out(self, **given: Any) -> None:
        self._expect(given["Username"])

    def admin_delete_user(self, **given: Any) -> None:
        self._expect(given["Username"])
        del self.accounts[given["Username"]]

    def _expect(self, name: str) -> None:
        if name not in self.accounts:
            raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "Admin")


DESK: list[Desk] = []


class Accounts(RuleBasedStateMachine):
    """One world: mailboxes of its own, and a credit of a provider under each of the owners' mailboxes."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.desk, self.cognito = DESK[0], Cognito()
        aws_clients.user_pools = lambda: self.cognito  # type: ignore[assignment]  # the fixture brings it back
        number = next(WORLDS)
        self.mailboxes = {who: [f"{who}{n}.{number}@example.org" for n in (1, 2)] for who in PEOPLE}
        for who in OWNERS:
            books = Books()
            for box in self.mailboxes[who]:
                books.add(unmatched(f"{box}", email=box, activity_title=self.secret(who)))
        TRIED["worlds"] += 1

    @initialize(target=sessions)
    def everybody_has_an_account(self) -> Any:
        """Each of them with the first of their two addresses, and with their name in the profile."""
        found = []
        for who in PEOPLE:
            self._opens_with(self.mailboxes[who][0], who)
            found.append(self._signed_in(who, self.mailboxes[who][0]))
            self.saves_their_name(found[-1])
        return multiple(*found)

    def teardown(self) -> None:
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
        self._try(self.cognito.change, session.user_name, self.mailboxes[session.person][box])

    @rule(target=sessions, session=sessions)
    def renews(self, session: Session) -> Any:
        account = self.cognito.accounts.get(session.user_name)
        return Session(session.person, session.user_name, self.cognito.token(account)) if account else multiple()

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

    @rule(session=consumes(sessions))
    def erases_the_account(self, session: Session) -> None:
        self.call(session, "DELETE", "/v1/me?confirm=erase")

    @rule()
    def an_hour_passes(self) -> None:
        guard.handler({"user_pool_id": POOL}, Context())

    # ---- what always holds

    @rule(session=sessions)
    def sees_nothing_of_others(self, session: Session) -> None:
        for path in ("/v1/me", "/v1/organizer", "/v1/transcript", "/v1/me/audit", "/v1/me/erasure", "/v1/me/export"):
            answer = self.call(session, "GET", path)
            TRIED["looks"] += 1
            for who in set(PEOPLE) - {session.person}:
                assert self.secret(who) not in answer.body, (session.person, path)
                assert not [box for box in self.mailboxes[who] if box in answer.body], (session.person, path)

    @rule(who=st.sampled_from(OWNERS), box=st.integers(0, 1))
    def an_owner_gets_in(self, who: str, box: int) -> None:
        """With nothing but their mailbox, whatever others did with its address."""
        self._gets_in(who, self.mailboxes[who][box])

    def _gets_in(self, who: str, email: str) -> None:
        self.an_hour_passes()  # after an erasure the address is free
        self._opens_with(email, who)
        session = self._signed_in(who, email)
        answer = self.call(session, "GET", "/v1/me")
        assert (answer.status, answer.json().get("email")) == (200, email), answer
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
        name, claims = self.cognito.sign_in(email, f"password of {who}")
        return Session(who, name, claims)

    def _reset(self, email: str) -> None:
        for kind, name in self.cognito.mailed.get(email, [])[-1:]:
            if kind == "reset":
                self._try(self.cognito.reset, name, f"password of {self.owner_of(email)}")

    def _try(self, act: Any, *given: str) -> None:
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
        yield found
    guard_dependencies.cache_clear()


def test_the_attacker_gets_nothing_and_an_owner_always_gets_in(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    DESK[:] = [desk]
    run_state_machine_as_test(
        Accounts, settings=examples(20, stateful_step_count=25, suppress_health_check=list(HealthCheck))
    )
    assert TRIED["looks"] and TRIED["refused"] and TRIED["got in"] >= 4 * TRIED["worlds"], TRIED
    with capsys.disabled():
        print(f"\naccounts at random: {TRIED}, takeovers 0, lock-outs 0")
