"""Which learner an account of the user pool belongs to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.identities import Identities, mapping_key
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests import proofs, stores

EMAIL = "Ana@Example.org"


class Accounts(set):
    """The user names of the accounts that exist."""

    def exists(self, user_name):
        return user_name in self


@pytest.fixture
def table(aws):
    stores.make_table("LedgerTable")
    return Table(stores.make_table("ClaimsTable"))


@pytest.fixture
def accounts():
    return Accounts()


@pytest.fixture
def sign_in(table, accounts):
    """An account that exists signs in; gives its learner's ID."""
    identities = Identities(table, accounts, utc_now)

    def learner_of(user_name, email=EMAIL):
        accounts.add(user_name)
        return identities.learner_of(user_name, user_name, email)

    return learner_of


@pytest.fixture
def prove(table):
    """The API records the address of a sign-in."""
    registry = AddressRegistry(table, "LedgerTable", utc_now)
    times = iter(range(1, 100))
    return lambda learner_id, email=EMAIL: proofs.prove(registry, Caller(learner_id, email, False, next(times)))


def test_a_new_account_is_a_new_learner_and_stays_one(sign_in):
    assert [sign_in("sub-1"), sign_in("sub-1"), sign_in("sub-2", "bo@example.org")] == ["sub-1", "sub-1", "sub-2"]


def test_a_learner_whose_account_is_gone_comes_back_with_the_mailbox(sign_in, prove, accounts):
    prove(sign_in("sub-1"))
    accounts.remove("sub-1")
    assert sign_in("sub-2") == "sub-1"
    accounts.remove("sub-2")
    assert sign_in("sub-3", "ana@example.org") == "sub-1"
    assert sign_in("sub-2") == "sub-1"


def test_a_learner_from_before_there_were_mappings_comes_back(sign_in, prove):
    prove("old-sub")
    assert sign_in("sub-2") == "old-sub"


@pytest.mark.parametrize("living", ["sub-1", "sub-2"])
def test_an_account_with_the_address_of_a_living_one_is_another_learner(sign_in, prove, accounts, living):
    prove(sign_in("sub-1"))
    accounts.remove("sub-1")
    sign_in("sub-2")
    accounts.intersection_update({living})
    accounts.add(living)
    assert sign_in("sub-3") == "sub-3"


def test_a_former_address_may_belong_to_another_person_by_now(sign_in, prove, accounts):
    prove(sign_in("sub-1"))
    prove("sub-1", "ana.new@example.org")
    accounts.remove("sub-1")
    assert sign_in("sub-2") == "sub-2"
    assert sign_in("sub-3", "ana.new@example.org") == "sub-1"


@pytest.mark.parametrize("email", [None, "", "ana@localhost"])
def test_who_proves_no_address_is_nobody_who_is_back(sign_in, prove, accounts, email):
    prove(sign_in("sub-1"))
    accounts.remove("sub-1")
    assert sign_in("sub-2", email) == "sub-2"


def test_sign_ins_at_the_same_moment_get_one_answer(sign_in, prove, accounts, table):
    prove(sign_in("sub-1"))
    accounts.remove("sub-1")
    with ThreadPoolExecutor(4) as at_once:
        found = set(at_once.map(lambda _: sign_in("sub-2"), range(8)))
    assert len(found) == 1
    assert table.get(mapping_key("sub-2"))["learner_id"] in found
