"""Accounts of a user pool are exported, and put into another pool with their learners and groups."""

import gzip
import io

import pytest

from laurel.learners.account_export import ExportedAccount, export_key, read_export, write_export
from laurel.learners.identities import Identities, assign, learners_of
from laurel.learners.user_pool import UserPool
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local import ministack
from local.deploy import client
from local.deployed import Deployed
from local.processes import Register
from local.restore_users import Restored, _accounts_in, restore, show
from local.troubles import TroubleError
from tests import stores

PEOPLE = ("ana@example.org", "bo@example.org", "zoe@example.org")
PASSWORD = "Correct-Horse-9-Battery"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory):
    folder = tmp_path_factory.mktemp("aws")
    register = Register(folder)
    try:
        url = ministack.start(folder, register)
        keys = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        table = {key: stores.properties("ClaimsTable")[key] for key in keys}
        client(url, "dynamodb").create_table(TableName="claims", **table)
        yield lambda service: client(url, service)
    finally:
        register.end_all()


@pytest.fixture
def table(cloud):
    return Table("claims", cloud("dynamodb"))


@pytest.fixture
def stack(cloud):
    return Deployed({"ClaimsTableName": "claims"}, cloud, "")


@pytest.fixture
def new_pool(cloud):
    """Makes an empty pool like the template's, without its triggers and its ways to sign in."""
    template = stores.properties("UserPool")
    passwords = {"PasswordPolicy": template["Policies"]["PasswordPolicy"]}
    template = {**template, "Policies": passwords}
    same = ("UsernameAttributes", "AutoVerifiedAttributes", "Policies", "AccountRecoverySetting")

    def make():
        made = cloud("cognito-idp").create_user_pool(PoolName="p", **{name: template[name] for name in same})
        pool_id = made["UserPool"]["Id"]
        cloud("cognito-idp").create_group(UserPoolId=pool_id, GroupName="staff")
        return pool_id

    return make


@pytest.fixture
def old_pool(cloud, new_pool, table):
    """A pool with three people: Ana is of the staff and came back once, Bo is kept out, Zoe never signed in."""
    pool_id, cognito = new_pool(), cloud("cognito-idp")
    names = {}
    for email in PEOPLE:
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        made = cognito.admin_create_user(
            UserPoolId=pool_id, Username=email, UserAttributes=attributes, MessageAction="SUPPRESS"
        )
        names[email] = made["User"]["Username"]
        cognito.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=PEOPLE[0], GroupName="staff")
    cognito.admin_disable_user(UserPoolId=pool_id, Username=PEOPLE[1])
    assign(table, names[PEOPLE[0]], "ana-of-old", utc_now())
    assign(table, names[PEOPLE[1]], names[PEOPLE[1]], utc_now())
    client_id = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"]["ClientId"]
    cognito.sign_up(
        ClientId=client_id,
        Username="nobody@example.org",
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "nobody@example.org"}],
    )
    return pool_id, names


def exported(cloud, table, pool_id):
    file = io.BytesIO()
    count = write_export(file, UserPool(pool_id, cloud("cognito-idp")), table)
    file.seek(0)
    found = list(read_export(file))
    assert len(found) == count
    return found


def without_user_names(accounts):
    return sorted((one.email, one.email_verified, one.enabled, one.groups, one.learner_id) for one in accounts)


def test_a_new_pool_has_everybody_again_each_as_the_same_learner(cloud, table, stack, old_pool, new_pool):
    pool_id, names = old_pool
    before = exported(cloud, table, pool_id)
    assert without_user_names(before) == [
        ("ana@example.org", True, True, ("staff",), "ana-of-old"),
        ("bo@example.org", True, False, (), names["bo@example.org"]),
        ("zoe@example.org", True, True, (), names["zoe@example.org"]),
    ]
    filled = new_pool()
    assert restore(stack, filled, before[:2]) == Restored(made=2)  # it stopped half-way
    assert restore(stack, filled, before) == Restored(made=1, there=2)
    after = exported(cloud, table, filled)
    assert without_user_names(after) == without_user_names(before)
    assert not {one.user_name for one in before} & {one.user_name for one in after}
    statuses = {user["UserStatus"] for user in cloud("cognito-idp").list_users(UserPoolId=filled)["Users"]}
    assert statuses == {"CONFIRMED"}  # otherwise Cognito sends no code for a new password
    (ana,) = [one for one in after if one.email == "ana@example.org"]
    identities = Identities(table, UserPool(filled, cloud("cognito-idp")), utc_now)
    assert identities.learner_of(ana.user_name, ana.user_name, ana.email) == "ana-of-old"


def test_an_account_that_signed_up_anew_with_the_address_is_left_alone(cloud, table, stack, new_pool, capsys):
    filled, cognito = new_pool(), cloud("cognito-idp")
    attributes = [{"Name": "email", "Value": "kim@example.org"}]
    made = cognito.admin_create_user(UserPoolId=filled, Username="kim@example.org", UserAttributes=attributes)
    user_name = made["User"]["Username"]
    assign(table, user_name, user_name, utc_now())
    kim = ExportedAccount("old-name", "kim@example.org", True, True, ("staff",), "kim-of-old")
    done = restore(stack, filled, [kim])
    assert done == Restored(others=1)
    assert learners_of(table, [user_name]) == {user_name: user_name}
    assert not cognito.admin_list_groups_for_user(UserPoolId=filled, Username=user_name)["Groups"]
    show(done)
    assert "Staff join the two accounts" in capsys.readouterr().out


def test_a_group_that_is_missing_is_named(stack, new_pool):
    kim = ExportedAccount("old-name", "lee@example.org", True, True, ("editors",), "lee")
    with pytest.raises(TroubleError, match="no group editors"):
        restore(stack, new_pool(), [kim])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"not gzip", "not a whole gzip file"),
        (gzip.compress(b"{}\n"), "line 1 is not an account"),
        (gzip.compress(b"x" * 100_000)[:50], "not a whole gzip file"),
    ],
    ids=["missing", "not gzip", "not an account", "cut off"],
)
def test_a_file_that_is_no_export_is_refused_before_anything_is_made(tmp_path, content, said):
    file = tmp_path / "accounts.jsonl.gz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TroubleError, match=said):
        _accounts_in(file)


def test_the_export_of_a_day_has_one_name():
    assert export_key(utc_now().date()) == f"accounts/{utc_now().date().isoformat()}.jsonl.gz"
