"""Changes of address and password: noticed, told, undone, confirmed; the credits follow after seven days."""

import json
from datetime import timedelta

import pytest
from claim_routes.dependencies import dependencies

from laurel.account_changes.watch import ChangeBeingUndoneError
from laurel.learners.aliases import Aliases
from laurel.platform.table import Table
from tests import stores
from tests.api_events import staff
from tests.credits import a_credit
from tests.functions.account_desk import NEW, NEWER, OLD, POOL, accounts_on_moto
from tests.functions.organizer_desk import Books


@pytest.fixture
def desk(aws, monkeypatch):
    with accounts_on_moto(monkeypatch) as found:
        yield found


def counting(desk):
    """The address by which credits are matched, and the addresses of which they follow."""
    profile = dependencies().registry.profile_of("ana")
    return profile.email, [move.key for move in Aliases(Table("LedgerTable")).moves()]


def code_of(desk, use, token):
    return desk.follow(use, token).code


# ---- noticed and told


@pytest.mark.slow
def test_a_change_that_was_made_without_the_portal_is_told_to_the_old_address_and_waits(desk):
    desk.change(NEW)
    assert [to for to, _ in desk.mails] == [OLD]
    assert NEW not in desk.mails[0][1]
    assert "n•••@example.org" in desk.mails[0][1]
    me = desk.me()
    assert (me["email"], me["email_is_yours"], me["former_emails"]) == (NEW, True, [])
    assert (me["new_email"]["email"], me["new_email"]["matched_by"]) == (NEW, OLD)
    assert counting(desk) == (OLD, [])
    assert desk.acts()[0] == "email.changed"
    # Another token, and a report of the same call, send nothing more.
    desk.token(source="RefreshTokens")
    call = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "at": "2026-11-28T12:00:00Z"}
    assert desk.guard({**call, "call": "VerifyUserAttribute"}) == {"followed": True}
    assert len(desk.mails) == 1


def test_a_change_after_which_nobody_signs_in_is_noticed_by_the_report_of_the_call_or_in_the_night(desk, monkeypatch):
    monkeypatch.setenv("BACKUP_BUCKET_NAME", stores.make_bucket("BackupBucket"))
    call = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "at": "2026-11-28T12:00:00Z"}
    desk.pool.users["ana"]["email"] = NEW
    desk.guard({**call, "call": "VerifyUserAttribute"})
    assert len(desk.mails) == 1
    desk.pool.users["ana"]["email"] = NEWER
    for _ in range(2):
        desk.guard({"user_pool_id": POOL, "task": "export"})
    assert [to for to, _ in desk.mails] == [OLD, OLD]
    assert dependencies().registry.profile_of("ana").new_email.email == NEWER
    assert desk.guard({**call, "user_name": "of-another-pool", "call": "ChangePassword"}) == {"followed": False}


def test_a_new_password_is_told_however_it_was_set(desk):
    call = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword"}
    at = desk.now.isoformat()
    for _ in range(2):  # EventBridge may say it twice
        desk.guard({**call, "at": at})
    assert [to for to, _ in desk.mails] == [OLD]
    event = {"userPoolId": POOL, "userName": "ana", "request": {"userAttributes": {"email": OLD}}, "response": {}}
    desk.later += timedelta(hours=1)
    desk.guard({**event, "triggerSource": "PostConfirmation_ConfirmForgotPassword"})
    assert len(desk.mails) == 2
    assert desk.acts()[:2] == ["password.changed", "password.changed"]


def test_a_password_that_is_changed_by_way_of_a_new_address_is_told_to_the_old_one(desk):
    desk.change(NEW)
    event = {"userPoolId": POOL, "userName": "ana", "request": {"userAttributes": {"email": NEW}}, "response": {}}
    desk.guard({**event, "triggerSource": "PostConfirmation_ConfirmForgotPassword"})
    assert [to for to, _ in desk.mails] == [OLD, OLD]
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200
    assert desk.pool.users["ana"]["email"] == OLD
    assert desk.me()["new_email"] is None


def test_what_could_not_be_told_is_told_within_the_hour_and_the_seven_days_count_from_then(desk):
    desk.mail_fails = "AccountSuspendedException"
    desk.change(NEW)
    assert desk.me()["email_is_yours"]  # nobody waits for the e-mail
    assert desk.hour(days=8)["untold"] == 1
    assert counting(desk) == (OLD, [])
    desk.mail_fails = ""
    assert "untold" not in desk.hour(hours=1)
    assert "settled" not in desk.hour(days=6)
    assert len(desk.mails) == 1
    assert desk.hour(days=2)["settled"] == 1


# ---- the seven days


def test_after_seven_days_the_new_address_counts_and_the_link_is_too_old(desk, monkeypatch):
    desk.change(NEW)
    assert "settled" not in desk.hour(days=6, hours=23)
    assert counting(desk) == (OLD, [])
    assert desk.hour(hours=2)["settled"] == 1
    assert counting(desk) == (NEW, [OLD])
    me = desk.me()
    assert (me["new_email"], me["former_emails"]) == (None, [OLD])
    assert desk.acts()[0] == "address.recorded"
    for use, token in desk.links(OLD).items():
        assert code_of(desk, use, token) == "change_too_old"
    assert "settled" not in desk.hour(hours=1)


def test_confirmed_by_the_old_address_the_new_one_counts_at_once(desk):
    desk.change(NEW)
    links = desk.links(OLD)
    confirmed = desk.follow("confirm", links["confirm"])
    assert (confirmed.status, confirmed.json()["done"], confirmed.json()["former_email"]) == (200, True, OLD)
    assert counting(desk) == (NEW, [OLD])
    assert [code_of(desk, use, token) for use, token in links.items()] == ["change_confirmed"] * 2
    assert {"account.change_confirmed", "address.recorded"} == set(desk.acts()[:2])
    desk.hour(days=8)
    assert counting(desk) == (NEW, [OLD])


def test_organizer_and_diagnosis_say_by_which_address_credits_are_matched(desk):
    Books().add(a_credit(email=OLD, email_key=OLD, activity_title="The course"))
    desk.change(NEW)
    for path in ("/v1/organizer", "/v1/organizer/diagnosis"):
        told = desk.claims.call("GET", path, desk.token()).json()
        assert (told["new_email"]["matched_by"], told["new_email"]["email"]) == (OLD, NEW)
    assert told["emails"]["portal"] == OLD
    assert "not_held" not in json.dumps(told)
    assert [one["title"] for one in desk.claims.call("GET", "/v1/organizer", desk.token()).json()["items"]] == [
        "The course"
    ]


def test_an_address_of_another_never_counts(desk):
    desk.pool.add("bea", NEW)
    assert desk.me("bea")["email_is_yours"]
    desk.pool.users["bea"]["email"] = "bea.now@example.org"
    desk.change(NEW)
    me = desk.me()
    assert (me["email_is_yours"], me["new_email"]) == (False, None)
    assert len(desk.mails) == 1
    desk.hour(days=8)
    desk.token()
    assert counting(desk)[0] == OLD
    assert dependencies().registry.holders_of([NEW]) == {NEW: "bea"}
    assert len(desk.mails) == 1


# ---- undone


def test_undone_the_account_belongs_to_the_old_mailbox_and_nobody_knows_its_password(desk):
    desk.change(NEW)
    token = desk.links(OLD)["undo"]
    shown = desk.claims.call("GET", f"/v1/account-changes?token={token}")
    assert (shown.json()["done"], shown.json()["new_email"]) == (False, "n•••@example.org")
    assert desk.pool.calls == []
    undone = desk.follow("undo", token)
    assert (undone.status, undone.json()["done"], undone.json()["finished"]) == (200, True, True)
    user = desk.pool.users["ana"]
    assert (user["email"], user["app"], user["enabled"]) == (OLD, False, True)
    assert user["password"] != "theirs"
    assert [name for name, _ in desk.pool.calls] == ["password", "address", "code", "sessions"]
    assert code_of(desk, "undo", token) == "change_undone"
    assert code_of(desk, "confirm", desk.links(OLD)["confirm"]) == "change_undone"
    me = desk.me()
    assert (me["email"], me["email_is_yours"], me["new_email"]) == (OLD, True, None)
    assert desk.acts()[0] == "email.change_undone"
    # The new address is free for whoever proves it.
    desk.pool.add("cai", NEW)
    assert desk.me("cai")["email_is_yours"]
    desk.hour(days=8)
    assert counting(desk) == (OLD, [])


def test_while_the_account_is_being_restored_nobody_gets_a_token_and_the_hour_finishes(desk):
    desk.change(NEW)
    desk.guard_is_down = True
    token = desk.links(OLD)["undo"]
    for _ in range(2):
        answer = desk.follow("undo", token)
        assert (answer.status, answer.json()["finished"]) == (200, False)
    with pytest.raises(ChangeBeingUndoneError):
        desk.token()
    assert desk.hour(minutes=30)["restored"] == 1
    assert desk.pool.users["ana"]["email"] == OLD
    assert desk.me()["new_email"] is None
    assert "restored" not in desk.hour(hours=1)
    assert desk.acts().count("email.change_undone") == 1


@pytest.mark.parametrize("step", ["admin_update_user_attributes", "admin_user_global_sign_out"])
def test_a_restoring_that_breaks_off_is_finished_later(desk, monkeypatch, step):
    desk.change(NEW)

    def fail(**_):
        raise ConnectionError

    token = desk.links(OLD)["undo"]
    with monkeypatch.context() as patch:
        patch.setattr(desk.pool, step, fail)
        assert desk.follow("undo", token).json()["finished"] is False
    assert desk.follow("undo", token).json()["finished"] is True
    assert desk.pool.users["ana"]["email"] == OLD


def test_a_new_password_is_undone_too(desk):
    call = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword"}
    desk.guard({**call, "at": desk.now.isoformat()})
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200
    assert [name for name, _ in desk.pool.calls] == ["password", "address", "code", "sessions"]
    assert desk.acts()[0] == "password.change_undone"


def test_staff_keep_their_authenticator_since_the_mailbox_alone_must_not_open_their_account(desk):
    desk.pool.users["ana"] |= {"groups": ("staff",), "app": True}
    desk.change(NEW)
    desk.follow("undo", desk.links(OLD)["undo"])
    assert desk.pool.users["ana"]["app"] is True


def test_where_the_mailbox_has_another_account_by_now_the_changed_one_is_closed(desk, capsys):
    desk.change(NEW)
    desk.pool.add("second", OLD)
    answer = desk.follow("undo", desk.links(OLD)["undo"])
    assert (answer.status, answer.json()["finished"]) == (200, False)
    user = desk.pool.users["ana"]
    assert (user["enabled"], user["password"] == "theirs", user["email"]) == (False, False, NEW)
    assert desk.pool.calls[-1] == ("sessions", "ana")
    assert '"AccountsClosed":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_a_sign_up_that_nobody_confirmed_does_not_keep_the_owner_from_their_address(desk):
    """Whoever changed the address may sign up the former one, so that it is taken; they cannot confirm it."""
    desk.change(NEW)
    desk.pool.add("squatter", OLD, status="UNCONFIRMED")
    assert desk.follow("undo", desk.links(OLD)["undo"]).json()["finished"] is True
    assert "squatter" not in desk.pool.users
    user = desk.pool.users["ana"]
    assert (user["email"], user["enabled"]) == (OLD, True)
    assert desk.me()["email_is_yours"]


def test_staff_see_a_new_address_that_does_not_count_yet(desk):
    desk.change(NEW)
    for email in (OLD, NEW):
        [found] = desk.claims.call("GET", f"/v1/staff/learners?email={email}", staff()).json()["items"]
        waiting = found["new_email"]
        assert (found["email"], waiting["email"], waiting["matched_by"]) == (OLD, NEW, OLD)
    desk.follow("confirm", desk.links(OLD)["confirm"])
    [found] = desk.claims.call("GET", f"/v1/staff/learners?email={OLD}", staff()).json()["items"]
    assert (found["email"], found["new_email"]) == (NEW, None)


@pytest.mark.parametrize("mail", ["older", "latest"])
def test_a_newer_change_replaces_an_older_one_and_the_undo_link_of_either_undoes_both(desk, mail):
    """Otherwise a thief who changes the address every minute makes each link void before its owner reads it."""
    desk.change(NEW)
    links = {"older": desk.links(OLD)}
    desk.later += timedelta(days=1)
    desk.change(NEWER)
    links["latest"] = desk.links(OLD)
    assert [to for to, _ in desk.mails] == [OLD, OLD]
    assert code_of(desk, "confirm", links["older"]["confirm"]) == "change_replaced"
    assert dependencies().registry.holders_of([NEW, NEWER]) == {NEWER: "ana"}
    shown = desk.claims.call("GET", f"/v1/account-changes?token={links[mail]['undo']}").json()
    assert (shown["former_email"], shown["new_email"]) == (OLD, "n•••@example.org")
    assert desk.follow("undo", links[mail]["undo"]).status == 200
    assert dependencies().registry.holders_of([NEW, NEWER]) == {}
    assert desk.pool.users["ana"]["email"] == OLD
    assert [code_of(desk, "undo", one["undo"]) for one in links.values()] == ["change_undone"] * 2
    desk.hour(days=9)
    assert counting(desk) == (OLD, [])


def test_a_password_that_is_changed_again_and_again_is_undone_by_each_link_until_one_was_followed(desk):
    call, links = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword"}, []
    for _ in range(3):
        desk.later += timedelta(hours=1)
        desk.guard({**call, "at": desk.now.isoformat()})
        links.append(desk.links(OLD))
    assert code_of(desk, "confirm", links[1]["confirm"]) == "change_replaced"
    assert desk.follow("undo", links[0]["undo"]).json()["finished"] is True
    assert desk.acts().count("password.change_undone") == 1
    assert [code_of(desk, "undo", one["undo"]) for one in links] == ["change_undone"] * 3
    # The owner's own new password afterward is not what the old links are about.
    desk.later += timedelta(hours=1)
    desk.guard({**call, "at": desk.now.isoformat()})
    assert [code_of(desk, "undo", one["undo"]) for one in links[:2]] == ["change_undone"] * 2


def test_a_link_undoes_no_later_change_that_the_owner_confirmed(desk):
    call, links = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword"}, []
    for _ in range(2):
        desk.later += timedelta(hours=1)
        desk.guard({**call, "at": desk.now.isoformat()})
        links.append(desk.links(OLD))
    assert desk.follow("confirm", links[1]["confirm"]).status == 200
    assert code_of(desk, "undo", links[0]["undo"]) == "change_confirmed"
    assert desk.pool.calls == []


def test_giving_the_new_address_away_does_not_void_the_link(desk):
    desk.pool.add("thief", "thief@example.org")
    desk.change(NEW)
    [thief, ana] = desk.token("thief"), desk.token()
    proof = desk.claims.call("POST", "/v1/me/addresses/proof", ana).json()["proof"]
    taken = desk.claims.call("POST", "/v1/me/addresses/take", thief, json_body={"proof": proof})
    assert taken.status == 200
    assert code_of(desk, "confirm", desk.links(OLD)["confirm"]) == "change_replaced"
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200
    assert desk.pool.users["ana"]["email"] == OLD
    assert dependencies().registry.holders_of([OLD, NEW]) == {OLD: "ana", NEW: "thief"}


def test_undoing_one_change_undoes_the_others_that_are_open(desk):
    desk.guard(
        {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword", "at": desk.now.isoformat()}
    )
    of_password = desk.links(OLD)
    desk.change(NEW)
    of_address = desk.links(OLD)
    assert desk.follow("undo", of_password["undo"]).status == 200
    assert desk.pool.users["ana"]["email"] == OLD
    assert [code_of(desk, use, token) for use, token in of_address.items()] == ["change_undone"] * 2
    desk.hour(days=8)
    assert counting(desk) == (OLD, [])


def test_a_link_of_more_than_seven_days_ago_undoes_no_later_change(desk):
    call, links = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": "ChangePassword"}, []
    for days in (-10, -2):
        desk.later = timedelta(days=days)
        desk.guard({**call, "at": desk.now.isoformat()})
        links.append(desk.links(OLD))
    assert code_of(desk, "undo", links[0]["undo"]) == "change_too_old"
    assert desk.follow("undo", links[1]["undo"]).status == 200


def test_who_goes_back_to_the_old_address_has_changed_nothing(desk):
    desk.change(NEW)
    desk.change(OLD)
    assert desk.me()["new_email"] is None
    assert dependencies().registry.holders_of([NEW]) == {}
    assert code_of(desk, "undo", desk.links(OLD)["undo"]) == "change_replaced"
    desk.hour(days=8)
    assert counting(desk) == (OLD, [])


def test_a_link_does_one_thing_and_nobody_makes_one_up(desk):
    desk.change(NEW)
    links = desk.links(OLD)
    for use, token in (
        ("undo", links["confirm"]),
        ("confirm", links["undo"]),
        ("undo", links["undo"][:-2] + "AA"),
        ("undo", dependencies().unsubscribe_links.token("ana")),
    ):
        assert code_of(desk, use, token) == "change_link_unknown"
    assert desk.claims.call("GET", "/v1/account-changes?token=x").code == "change_link_unknown"
    assert desk.pool.calls == []


def test_no_log_line_names_an_address_or_a_link(desk, caplog, capsys):
    desk.change(NEW)
    token = desk.links(OLD)["undo"]
    desk.follow("undo", token)
    said = caplog.text + repr([vars(record) for record in caplog.records]) + capsys.readouterr().out
    assert "example.org" not in said
    assert token not in said
