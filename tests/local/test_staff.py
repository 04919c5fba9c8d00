"""`make staff`: the way to the first operator."""

from types import SimpleNamespace

import pytest

from local import staff
from local.deployed import Deployed
from local.troubles import TroubleError

EMAIL = "olive@lab.test"


class Cognito:
    """The calls of a user pool that the tool makes, on accounts by their address."""

    class exceptions:  # noqa: N801  # as boto3 calls it
        class UsernameExistsException(Exception):
            pass

        class UserNotFoundException(Exception):
            pass

    def __init__(self):
        self.accounts, self.staff, self.ended = {}, set(), []

    def admin_create_user(self, **asked):
        assert asked["MessageAction"] == "SUPPRESS"
        if asked["Username"] in self.accounts:
            raise self.exceptions.UsernameExistsException
        given = {one["Name"]: one["Value"] for one in asked["UserAttributes"]}
        self.accounts[asked["Username"]] = given | {"status": "FORCE_CHANGE_PASSWORD"}

    def admin_set_user_password(self, **asked):
        assert len(asked["Password"]) > 40
        assert asked["Permanent"] is True
        self.accounts[asked["Username"]]["status"] = "CONFIRMED"

    def admin_get_user(self, **asked):
        given = self.accounts[asked["Username"]]
        return {"UserAttributes": [{"Name": name, "Value": value} for name, value in given.items()]}

    def admin_add_user_to_group(self, **asked):
        assert asked["GroupName"] == "staff"
        self.staff.add(asked["Username"])

    def admin_remove_user_from_group(self, **asked):
        if asked["Username"] not in self.accounts:
            raise self.exceptions.UserNotFoundException
        self.staff.discard(asked["Username"])

    def admin_user_global_sign_out(self, **asked):
        self.ended.append(asked["Username"])

    def get_paginator(self, operation):
        assert operation == "list_users_in_group"
        users = [{"Attributes": [{"Name": "sub", "Value": "1"}, {"Name": "email", "Value": one}]} for one in self.staff]
        return SimpleNamespace(paginate=lambda **_: [{"Users": users}])


@pytest.fixture
def cognito():
    return Cognito()


@pytest.fixture
def stack(cognito):
    return Deployed({"UserPoolId": "pool"}, lambda _: cognito, "")


def test_an_account_is_made_with_its_address_proved_and_a_password_that_nobody_knows(stack, cognito):
    assert staff.add(stack, EMAIL) is True
    assert cognito.accounts == {EMAIL: {"email": EMAIL, "email_verified": "true", "status": "CONFIRMED"}}
    assert staff.listed(stack) == [EMAIL]


def test_it_may_run_twice_and_lets_an_account_in_that_is_there(stack, cognito):
    staff.add(stack, EMAIL)
    assert staff.add(stack, EMAIL) is False
    assert staff.listed(stack) == [EMAIL]


def test_an_account_that_has_not_proved_its_address_is_refused(stack, cognito):
    cognito.accounts[EMAIL] = {"email": EMAIL, "email_verified": "false"}
    with pytest.raises(TroubleError, match="has not proved its address"):
        staff.add(stack, EMAIL)
    assert staff.listed(stack) == []


def test_what_is_no_address_is_refused(stack):
    with pytest.raises(TroubleError, match="olive is no e-mail address"):
        staff.add(stack, "olive")


def test_staff_are_taken_out_again(stack, cognito):
    staff.add(stack, EMAIL)
    staff.end(stack, EMAIL)
    assert (staff.listed(stack), cognito.ended) == ([], [EMAIL])
    with pytest.raises(TroubleError, match="has no account"):
        staff.end(stack, "nobody@lab.test")
