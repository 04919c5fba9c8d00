"""The guard of accounts: who gets in after a sign-up, and what is removed, against the pool of the template."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError
from guard_dependencies import build, dependencies

from functions.guard_accounts import app
from laurel.learners.account_export import ExportedAccount, read_export
from laurel.learners.profile import Profile
from laurel.learners.records import to_item
from laurel.learners.user_pool import UserPool
from laurel.platform import aws as aws_clients
from laurel.platform.runtime import Runtime
from laurel.platform.table import Table, create
from tests import stores
from tests.guard_settings import guard_settings
from tests.permitted import permitted

EVENT = json.loads((Path(__file__).parents[2] / "events" / "guard_accounts.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TICKET = "0123456789abcdef"
TICKETS = {}  # of the last sign-in of each account
ATTRIBUTES = [
    {"Name": name, "Value": value}
    for name, value in {"sub": "ana", "email": "ana@example.org", "email_verified": "true"}.items()
]


class Context:
    function_name = "guard"
    memory_limit_in_mb = 1769
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:guard"
    aws_request_id = "r-1"


@pytest.fixture
def claims(aws, monkeypatch):
    monkeypatch.setenv("CLAIMS_TABLE_NAME", stores.make_table("ClaimsTable"))
    monkeypatch.setenv("LEDGER_TABLE_NAME", stores.make_table("LedgerTable"))
    monkeypatch.setenv("BACKUP_BUCKET_NAME", "BackupBucket")
    guard_settings(monkeypatch.setenv)
    found = Pool()
    monkeypatch.setattr(aws_clients, "user_pools", lambda: found)
    dependencies.cache_clear()
    yield Table("ClaimsTable")
    dependencies.cache_clear()


class Pool:
    """A user pool of Cognito as the guard sees it, in pages of two."""

    def __init__(self):
        self.users = {}
        self.sessions_ended = []

    def add(self, name, status="UNCONFIRMED"):
        self.users[name] = {"Username": name, "UserStatus": status, "UserCreateDate": NOW}

    def get_paginator(self, operation):
        users = [{**user, "Attributes": ATTRIBUTES, "Enabled": True} for user in self.users.values()]
        pages = {
            "list_users": [{"Users": users[:1]}, {"Users": users[1:]}],
            "list_groups": [{"Groups": [{"GroupName": "staff"}]}],
            "list_users_in_group": [{"Users": users[:1]}],
        }
        return SimpleNamespace(paginate=lambda **_: pages[operation])

    def list_users(self, **given):
        assert given["Filter"] == 'cognito:user_status = "UNCONFIRMED"'
        found = list(self.users.values())  # the filter may be late
        first = int(given.get("PaginationToken", "0"))
        more = {"PaginationToken": str(first + 2)} if first + 2 < len(found) else {}
        return {"Users": found[first : first + 2], **more}

    def describe_user_pool_client(self, **given):
        flow = "ALLOW_USER_AUTH" if given["ClientId"] == "by-code" else "ALLOW_USER_PASSWORD_AUTH"
        return {"UserPoolClient": {"ExplicitAuthFlows": [flow]}}

    def admin_get_user(self, **given):
        if given["Username"] not in self.users:
            raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "AdminGetUser")
        return self.users[given["Username"]]

    def admin_delete_user(self, **given):
        del self.users[given["Username"]]

    def admin_user_global_sign_out(self, **given):
        self.sessions_ended.append((given["UserPoolId"], given["Username"]))


@pytest.fixture
def pool(claims, monkeypatch):
    found = Pool()
    monkeypatch.setattr(aws_clients, "user_pools", lambda: found)
    return found


@pytest.fixture
def sessions_ended(monkeypatch):
    ended = []
    monkeypatch.setattr(UserPool, "end_sessions", lambda _, user_name: ended.append(user_name))
    return ended


def asked(source, user_name="ana", ticket=None, pool="us-east-1_pool"):
    request = {**EVENT["request"], **({"clientMetadata": {"ticket": ticket}} if ticket else {})}
    event = {**EVENT, "triggerSource": source, "userName": user_name, "userPoolId": pool, "request": request}
    with permitted("GuardAccountsRole"):
        assert app.handler(event, Context()) == event
    return event


def opens(user_name="ana"):
    try:
        asked("PreAuthentication_Authentication", user_name)
    except app.PasswordNotProvedError:
        return False
    return True


def test_an_account_opens_once_its_code_comes_back_from_where_it_was_signed_up(claims, sessions_ended):
    asked("PreSignUp_SignUp", ticket=TICKET)
    assert not opens()
    asked("PostConfirmation_ConfirmSignUp", ticket=TICKET)
    assert opens()
    assert sessions_ended == []


@pytest.mark.parametrize("signed_up_with", [TICKET, None])
@pytest.mark.parametrize("confirmed_with", ["another-ticket", None, "none"])
def test_a_password_of_a_stranger_never_opens_the_account_that_its_owner_confirms(
    claims, sessions_ended, signed_up_with, confirmed_with
):
    asked("PreSignUp_SignUp", ticket=signed_up_with)
    asked("PostConfirmation_ConfirmSignUp", ticket=confirmed_with)
    assert not opens()
    asked("PostConfirmation_ConfirmForgotPassword")
    assert opens()
    assert sessions_ended == ["ana", "ana"]


def test_the_ticket_of_a_sign_up_cannot_be_replaced(claims, sessions_ended):
    asked("PreSignUp_SignUp", ticket=TICKET)
    asked("PreSignUp_SignUp", ticket="a-strangers")
    asked("PostConfirmation_ConfirmSignUp", ticket="a-strangers")
    assert not opens()
    asked("PostConfirmation_ConfirmSignUp", ticket=TICKET)
    assert opens()


def test_cognito_may_ask_again(claims, sessions_ended):
    for _ in range(2):
        asked("PreSignUp_SignUp", ticket=TICKET)
    for _ in range(2):
        asked("PostConfirmation_ConfirmSignUp", ticket=TICKET)
    assert opens()
    for _ in range(2):
        asked("PostConfirmation_ConfirmForgotPassword")
    assert opens()


def test_sessions_end_before_the_account_opens(claims, monkeypatch):
    asked("PreSignUp_SignUp")

    def fail(*_):
        raise ConnectionError

    monkeypatch.setattr(UserPool, "end_sessions", fail)
    with pytest.raises(ConnectionError):
        asked("PostConfirmation_ConfirmForgotPassword")
    assert not opens()


@pytest.mark.parametrize("source", ["PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"])
def test_an_account_that_staff_made_is_not_pending(claims, source):
    asked(source)
    assert opens()


def test_only_a_digest_of_the_ticket_is_kept_and_nothing_of_the_person(claims):
    asked("PreSignUp_SignUp", ticket=TICKET)
    item = claims.get(("SIGNUP#ana", "PENDING"))
    assert set(item) == {"pk", "sk", "ticket", "signed_up_at"}
    assert TICKET not in repr(item)
    assert "example.org" not in repr(item)


def test_a_refused_sign_in_is_counted_and_names_nobody(claims, capsys):
    asked("PreSignUp_SignUp")
    assert not opens()
    said = capsys.readouterr().out
    assert '"SignInsRefused":[1.0]' in said.replace(" ", "")
    assert "example.org" not in said


def test_a_refused_sign_up_is_counted(claims, capsys):
    event = {
        **EVENT,
        "triggerSource": "PreSignUp_SignUp",
        "request": {"userAttributes": {"email": "\ufb01ona@example.org"}},
    }
    with pytest.raises(app.AddressRefusedError):
        app.handler(event, Context())
    assert '"SignUpsRefused":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_a_confirmation_from_elsewhere_is_counted(claims, sessions_ended, capsys):
    asked("PreSignUp_SignUp", ticket=TICKET)
    asked("PostConfirmation_ConfirmSignUp")
    assert '"ConfirmedByOthers":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_all_sessions_end_at_the_pool_of_the_event(pool):
    asked("PostConfirmation_ConfirmForgotPassword", pool="us-east-1_theirs")
    assert pool.sessions_ended == [("us-east-1_theirs", "ana")]


# ------------------------------------------------------------------ which learner


def claims_of(user_name, email="ana@example.org", source="TokenGeneration_Authentication", verified="true", **sent):
    """The claims that the function adds to the ID token, without the ticket of the session."""
    attributes = {"sub": user_name, "email": email, "email_verified": verified}
    request = {"userAttributes": attributes, "clientMetadata": sent}
    event = {**EVENT, "triggerSource": source, "userName": user_name, "request": request}
    with permitted("GuardAccountsRole"):
        answer = app.handler(event, Context())["response"]["claimsAndScopeOverrideDetails"]
    claims = answer["idTokenGeneration"]["claimsToAddOrOverride"]
    TICKETS[user_name] = claims.pop("session")
    return claims


def token(user_name, **given):
    """The ID token's claim that names the learner."""
    return claims_of(user_name, **given)["learner_id"]


@pytest.mark.parametrize("source", ["Authentication", "RefreshTokens", "NewPasswordChallenge"])
def test_each_id_token_names_the_learner(pool, claims, source):
    assert token("ana") == "ana"
    assert token("ana", source=f"TokenGeneration_{source}", session=TICKETS["ana"]) == "ana"
    assert claims.get(("USER#ana", "LEARNER"))["learner_id"] == "ana"


def test_the_learner_of_an_account_that_is_gone_is_named_again(pool, claims):
    claims.put(create({"pk": "ADDRESS#ana@example.org", "sk": "HOLDER", "learner_id": "gone"}))
    profile = Profile(learner_id="gone", email="ana@example.org", version=1)
    claims.put(create(to_item(profile)))
    assert token("unverified", verified="false") == "unverified"
    assert token("back") == "gone"
    pool.add("gone", "CONFIRMED")
    assert token("another") == "another"


def test_the_token_of_a_joined_account_says_so_and_keeps_its_own_learner(pool, claims):
    claims.put(create(to_item(Profile(learner_id="ana", joined=("bea",), version=1))))
    claims.put(create(to_item(Profile(learner_id="bea", joined_into="ana", version=1))))
    for one in ("ana", "bea"):
        assert claims_of(one, email=f"{one}@example.org") == {"learner_id": one, "joined": "true"}
    assert claims_of("cai", email="cai@example.org") == {"learner_id": "cai"}


# ------------------------------------------------------------------ staff


def staffs_token(pool, groups, second_factors, client_id="portal"):
    pool.add("ana", "CONFIRMED")
    pool.users["ana"]["UserMFASettingList"] = second_factors
    attributes = {"sub": "ana", "email": "ana@example.org", "email_verified": "true"}
    configuration = {"groupsToOverride": groups, "iamRolesToOverride": [], "preferredRole": None}
    request = {"userAttributes": attributes, "groupConfiguration": configuration}
    event = {**EVENT, "triggerSource": "TokenGeneration_Authentication", "userName": "ana", "request": request}
    event["callerContext"] = {"clientId": client_id}
    with permitted("GuardAccountsRole"):
        found = app.handler(event, Context())["response"]["claimsAndScopeOverrideDetails"]
    assert found["groupOverrideDetails"].items() >= {"iamRolesToOverride": [], "preferredRole": None}.items()
    claims = found["idTokenGeneration"]["claimsToAddOrOverride"]
    claims.pop("session")
    return found["groupOverrideDetails"]["groupsToOverride"], claims


def details(pool, groups, second_factors):
    left, claims = staffs_token(pool, groups, second_factors)
    assert "password_needed" not in claims
    return left, claims.get("second_factor_needed")


@pytest.mark.parametrize(
    ("groups", "second_factors", "left", "needed"),
    [
        (["editors", "staff"], [], ["editors"], "true"),
        (["staff"], ["SMS_MFA"], [], "true"),
        (["editors", "staff"], ["SOFTWARE_TOKEN_MFA"], ["editors", "staff"], None),
        (["editors"], [], ["editors"], None),
        ([], [], [], None),
    ],
)
def test_only_a_second_factor_makes_staff_of_an_account(pool, groups, second_factors, left, needed, capsys):
    assert details(pool, groups, second_factors) == (left, needed)
    counted = '"StaffWithoutSecondFactor":[1.0]' in capsys.readouterr().out.replace(" ", "")
    assert counted == (needed == "true")


@pytest.mark.parametrize("second_factors", [[], ["SOFTWARE_TOKEN_MFA"]], ids=["no-app", "app"])
def test_a_mailed_code_makes_nobody_staff(pool, second_factors):
    left, claims = staffs_token(pool, ["editors", "staff"], second_factors, client_id="by-code")
    assert left == ["editors"]
    assert claims.items() >= {"second_factor_needed": "true", "password_needed": "true"}.items()
    left, claims = staffs_token(pool, ["editors"], second_factors, client_id="by-code")
    assert (left, set(claims)) == (["editors"], {"learner_id"})


def test_without_an_answer_of_the_pool_nobody_gets_a_token_of_staff(pool, monkeypatch):
    def fail(*_):
        raise ConnectionError

    monkeypatch.setattr(UserPool, "has_second_factor", fail)
    with pytest.raises(ConnectionError):
        details(pool, ["staff"], ["SOFTWARE_TOKEN_MFA"])


# ------------------------------------------------------------------ the export


def test_accounts_are_exported_into_the_backup_bucket(pool, claims, monkeypatch):
    monkeypatch.setenv("BACKUP_BUCKET_NAME", stores.make_bucket("BackupBucket"))
    assert token("ana") == "ana"
    pool.add("ana", "CONFIRMED")
    pool.add("late")
    with permitted("GuardAccountsRole"):
        exported = app.guard(build(Runtime(clock=lambda: NOW)), {"user_pool_id": "us-east-1_pool", "task": "export"})
    assert exported == {"exported": 1}
    stored = boto3.client("s3").get_object(Bucket="backupbucket", Key="accounts/2026-11-28.jsonl.gz")
    (account,) = read_export(BytesIO(stored["Body"].read()))
    assert account == ExportedAccount("ana", "ana@example.org", True, True, ("staff",), "ana")


# ------------------------------------------------------------------ what nobody confirmed


def hour(*, most=300, **later):
    here = build(Runtime(clock=lambda: NOW + timedelta(**later)), most_removed=most)
    return app.guard(here, {"user_pool_id": "us-east-1_pool"})["removed"]


def test_accounts_that_nobody_confirmed_for_a_day_are_removed_and_others_stay(pool, claims, monkeypatch, capsys):
    for name, status in (("old", "UNCONFIRMED"), ("confirmed", "CONFIRMED"), ("made", "FORCE_CHANGE_PASSWORD")):
        pool.add(name, status)
    asked("PreSignUp_SignUp", "old")
    assert hour(hours=23) == 0
    assert hour(hours=25) == 1
    assert set(pool.users) == {"confirmed", "made"}
    assert claims.get(("SIGNUP#old", "PENDING")) is None
    assert '"UnconfirmedAccountsRemoved":[1.0]' in capsys.readouterr().out.replace(" ", "")
    assert hour(hours=25) == 0


def test_an_account_that_is_confirmed_at_that_moment_stays(pool, monkeypatch):
    pool.add("late")
    listed = UserPool.unconfirmed

    def and_then_confirmed(self, before):
        for user_name in listed(self, before):
            pool.users["late"] = {**pool.users["late"], "UserStatus": "CONFIRMED"}
            yield user_name

    monkeypatch.setattr(UserPool, "unconfirmed", and_then_confirmed)
    assert hour(hours=25) == 0
    assert set(pool.users) == {"late"}


def test_an_account_that_is_gone_already_is_no_trouble(pool, monkeypatch):
    monkeypatch.setattr(UserPool, "unconfirmed", lambda *_: iter(["gone"]))
    assert hour() == 0


def test_one_run_removes_no_more_than_it_may(pool, monkeypatch):
    for n in range(5):
        pool.add(f"user-{n}")
    assert [hour(most=2, hours=25) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    "email", ["ann.o\u2019hara@example.org", "'ana@example.org", "\u0430na@example.org", "\ufb01ona@x.org"]
)
def test_an_address_that_looks_like_another_one_signs_nobody_up(claims, email):
    attributes = {**EVENT["request"]["userAttributes"], "email": email}
    event = {**EVENT, "triggerSource": "PreSignUp_SignUp", "userName": "ana", "request": {"userAttributes": attributes}}
    with pytest.raises(app.AddressRefusedError, match=r"Type|Remove"):
        app.handler(event, Context())
    assert opens()
