"""`make provider`: clients and staff of a provider, as an operator's terminal shows them."""

import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from laurel.catalog.client_pool import NewClient
from laurel.catalog.machine_clients import ClientRecord
from laurel.catalog.refusals import CLIENT_NOT_FOUND
from laurel.platform.callers import Right
from local import provider
from local.troubles import TroubleError

RECORD = ClientRecord(
    client_id="c1",
    owner="labce",
    name="Nightly export",
    rights=(Right.WRITE_CREDITS, Right.READ_CREDITS),
    created_at=datetime(2026, 11, 28, tzinfo=UTC),
    created_by="make provider",
    ends_at=datetime(2026, 12, 5, tzinfo=UTC),
)


class UserNotFound(Exception):
    pass


class GroupExists(Exception):
    pass


class Cognito:
    """Groups and their members; one account."""

    exceptions = SimpleNamespace(UserNotFoundException=UserNotFound, GroupExistsException=GroupExists)

    def __init__(self):
        self.groups = {}

    def create_group(self, UserPoolId, GroupName):  # noqa: N803  # as boto3 names them
        if GroupName in self.groups:
            raise GroupExists
        self.groups[GroupName] = []

    def admin_add_user_to_group(self, UserPoolId, Username, GroupName):  # noqa: N803
        if Username != "pat@example.org":
            raise UserNotFound
        self.groups[GroupName].append(Username)


@pytest.fixture
def run(monkeypatch, capsys):
    asked, cognito = [], Cognito()

    def note(*given, **named):
        asked.append((*given, named.get("overlap_days")))
        return NewClient("c2", "the-secret")

    clients = SimpleNamespace(of=lambda owner: [RECORD] if owner == "labce" else [])
    refuse = lambda *_, **__: CLIENT_NOT_FOUND.refuse()  # noqa: E731
    desk = SimpleNamespace(create=note, rotate=note, revoke=refuse, clients=clients)
    stack = SimpleNamespace(
        outputs={"UserPoolId": "pool", "TokenUrl": "https://auth.example.org/oauth2/token"}, client=lambda _: cognito
    )
    monkeypatch.setattr(provider, "deployed", lambda name: stack)
    monkeypatch.setattr(provider, "desk_of", lambda stack: desk)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["provider", *arguments])
        provider.main()
        return capsys.readouterr().out

    run.asked, run.cognito = asked, cognito
    return run


def test_a_new_client_is_shown_with_its_secret_and_where_it_gets_tokens(run):
    shown = run("labce", "--client", "Nightly export")
    assert all(one in shown for one in ("c2", "the-secret", "https://auth.example.org/oauth2/token"))
    assert run.asked == [("labce", "Nightly export", (Right.WRITE_CREDITS, Right.READ_CREDITS), None)]
    run("ascls", "--client", "Roster")
    assert run.asked[1][2] == (Right.WRITE_ROSTER,)


def test_a_replaced_client_works_as_long_as_was_asked_for(run):
    shown = run("labce", "--rotate", "c1", "--overlap", "2")
    assert "the-secret" in shown
    assert "c1 works for 2 more days" in shown
    assert run.asked == [("labce", "c1", 2)]


def test_without_an_act_the_clients_are_listed(run):
    assert run("labce") == (
        "c1  Nightly export  credits.write credits.read  made 2026-11-28  ends 2026-12-05 00:00 UTC\n"
    )
    assert "no client" in run("asm")


def test_what_is_refused_is_said(run):
    with pytest.raises(TroubleError, match="no such client"):
        run("labce", "--revoke", "c9")
    with pytest.raises(TroubleError, match="has no account"):
        run("labce", "--staff", "nobody@example.org")


def test_an_account_becomes_staff_of_the_provider(run):
    run("labce", "--staff", "pat@example.org")
    run("labce", "--staff", "pat@example.org")
    assert set(run.cognito.groups) == {"provider:labce"}
    assert set(run.cognito.groups["provider:labce"]) == {"pat@example.org"}
