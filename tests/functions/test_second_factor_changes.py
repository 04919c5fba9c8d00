"""A second factor that was turned on or off, by any way: noticed, told, undone."""

import pytest
from botocore.exceptions import ClientError

from tests.functions.account_desk import NEW, OLD, POOL, accounts_on_moto


@pytest.fixture
def desk(aws, monkeypatch):
    with accounts_on_moto(monkeypatch) as found:
        yield found


def tries_to_sign_in(desk):
    """Whoever types the address: Cognito asks before it looks at the password."""
    event = {"userPoolId": POOL, "userName": "ana", "request": {"userAttributes": {"email": OLD}}, "response": {}}
    desk.guard({**event, "triggerSource": "PreAuthentication_Authentication"})


def reported(desk):
    call = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "at": desk.now.isoformat()}
    desk.guard({**call, "call": "SetUserMFAPreference"})


def renews(desk):
    desk.token()  # an undoing ended the session before
    desk.token(source="RefreshTokens")


@pytest.mark.slow
@pytest.mark.parametrize("look", [tries_to_sign_in, reported, renews])
def test_an_app_that_somebody_set_up_is_told_once_and_its_undoing_opens_the_account_to_the_mailbox(desk, look):
    look(desk)
    assert desk.mails == []
    desk.pool.users["ana"]["app"] = True
    for _ in range(2):
        look(desk)
    assert [to for to, _ in desk.mails] == [OLD]
    assert "authenticator app" in desk.mails[0][1]
    assert desk.acts()[0] == "second_factor.on"
    token = desk.links(OLD)["undo"]
    shown = desk.claims.call("GET", f"/v1/account-changes?token={token}").json()
    assert (shown["kind"], shown["new_email"]) == ("second_factor_on", None)
    assert desk.follow("undo", token).json()["finished"] is True
    assert desk.pool.users["ana"]["app"] is False
    assert desk.pool.users["ana"]["password"] != "theirs"
    assert [name for name, _ in desk.pool.calls] == ["password", "address", "code", "sessions"]
    assert desk.acts()[0] == "second_factor.change_undone"
    look(desk)
    assert len(desk.mails) == 1  # what the undoing did is no news


def test_an_app_that_is_turned_off_is_told_too(desk):
    desk.pool.users["ana"]["app"] = True
    renews(desk)
    desk.follow("confirm", desk.links(OLD)["confirm"])
    assert desk.acts()[0] == "account.change_confirmed"
    desk.pool.users["ana"]["app"] = False
    for _ in range(2):
        tries_to_sign_in(desk)
    assert len(desk.mails) == 2
    assert "needs the password alone" in desk.mails[1][1]
    assert desk.acts()[0] == "second_factor.off"
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200


def test_the_undoing_of_another_change_takes_the_app_off_without_an_e_mail(desk):
    desk.pool.users["ana"]["app"] = True
    renews(desk)
    desk.change(NEW)
    desk.follow("undo", desk.links(OLD)["undo"])
    assert desk.pool.users["ana"]["app"] is False
    sent = len(desk.mails)
    tries_to_sign_in(desk)
    renews(desk)
    assert len(desk.mails) == sent


def test_staff_keep_an_app_and_nobody_hears_of_it_twice(desk):
    desk.pool.users["ana"] |= {"groups": ("staff",), "app": True}
    renews(desk)
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200
    assert desk.pool.users["ana"]["app"] is True
    renews(desk)
    assert len(desk.mails) == 1


def test_what_could_not_be_told_is_told_within_the_hour(desk):
    desk.mail_fails = "AccountSuspendedException"
    desk.pool.users["ana"]["app"] = True
    tries_to_sign_in(desk)
    assert desk.mails == []
    desk.mail_fails = ""
    desk.hour(hours=1)
    assert len(desk.mails) == 1


def test_nobody_is_kept_out_because_a_second_factor_could_not_be_looked_at(desk, monkeypatch):
    def busy(**_):
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ""}}, "AdminGetUser")

    monkeypatch.setattr(desk.pool, "admin_get_user", busy)
    tries_to_sign_in(desk)
    renews(desk)
    assert desk.mails == []
