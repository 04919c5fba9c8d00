"""Places in status lists are given once each; a list says what ended, costs one read, and is signed again in time."""

from datetime import timedelta
from typing import Any

import pytest

from laurel.open_badges import issuer as issuers
from laurel.open_badges.addresses import IssuerAddresses
from laurel.open_badges.issuer import ISSUER_KEY, BadgeIssuer, ending
from laurel.open_badges.signer import BadgeSigner
from laurel.open_badges.statuses import GIVEN, Badge, StatusPlace
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table, Update
from tests import stores
from tests.unit.claims.samples import AFTER
from tests.unit.open_badges.badge_keys import BadgeKey
from tests.unit.open_badges.checkers import ended, jose_says

ADDRESSES = IssuerAddresses("https://ce.example.org/v1/verify")


class World:
    """An issuer with its table, its key and its clock."""

    def __init__(self) -> None:
        self.now, self.key = AFTER, BadgeKey()
        self.table = Table(stores.make_table("ClaimsTable"))
        self.issuer = self.another()

    def another(self, key: BadgeKey | None = None) -> BadgeIssuer:
        """The issuer in another process."""
        kms: Any = key or self.key
        return BadgeIssuer(self.table, BadgeSigner("a-key", kms), "Example Registry", lambda: self.now)

    def badge(self) -> Badge:
        return self.issuer.issue(ADDRESSES, lambda place: {"place": place.index})

    def skip_to(self, count: int) -> None:
        """As if so many badges had been given."""
        self.table.update(Update(ISSUER_KEY, "SET #given = :n", None, {"#given": "given"}, {":n": count}))

    def end(self, badge: Badge) -> None:
        assert self.table.write_all([ending(badge)]) == [True]

    def list_(self, number: int = 0) -> str:
        found = self.another().status_list(ADDRESSES, number)
        assert found
        return found


@pytest.fixture
def world(aws: None) -> World:
    return World()


def test_each_badge_has_a_place_of_its_own_also_from_processes_side_by_side(world: World) -> None:
    issuers_of = [world.another() for _ in range(4)]
    places = [issuers_of[at % 4].issue(ADDRESSES, lambda place: {"place": place.index}).place for at in range(40)]
    assert {(one.number, one.index) for one in places} == {(0, index) for index in range(40)}


def test_a_full_list_is_followed_by_the_next(world: World) -> None:
    world.skip_to(GIVEN - 1)
    assert [world.badge().place for _ in range(2)] == [StatusPlace(0, GIVEN - 1), StatusPlace(1, 0)]


def test_a_list_says_which_badges_ended(world: World) -> None:
    badges = [world.badge() for _ in range(9)]
    for at in (0, 7, 8):
        world.end(badges[at])
    assert ended(world.list_()) == {0, 7, 8}


def test_lists_know_nothing_of_each_other(world: World) -> None:
    first = world.badge()
    world.skip_to(GIVEN)
    second = world.badge()
    world.end(second)
    assert (ended(world.list_(0)), ended(world.list_(1))) == (set(), {0})
    world.end(first)
    assert (ended(world.list_(0)), ended(world.list_(1))) == ({0}, {0})


@pytest.mark.slow
def test_even_a_list_that_ended_whole_is_one_item(world: World) -> None:
    world.skip_to(GIVEN)
    world.table.put_many([{"pk": "BADGES#0", "sk": "ENDED", "ended": list(range(1, GIVEN))}])
    world.end(Badge("", StatusPlace(0, 0)))
    assert len(ended(world.list_())) == GIVEN


def test_no_list_is_signed_that_has_no_badge(world: World) -> None:
    assert world.issuer.status_list(ADDRESSES, 0) is None
    world.badge()
    assert world.issuer.status_list(ADDRESSES, 1) is None
    assert world.key.calls == ["RAW"]


def test_a_list_is_signed_again_after_twenty_seconds(world: World) -> None:
    """With the 30 seconds for which the answer may be kept, what it says is less than a minute old."""
    badge = world.badge()
    assert ended(world.issuer.status_list(ADDRESSES, 0) or "") == set()
    world.end(badge)
    world.now += issuers.SIGNED_AGAIN - timedelta(seconds=1)
    assert ended(world.issuer.status_list(ADDRESSES, 0) or "") == set()
    assert len(world.key.calls) == 2
    world.now += timedelta(seconds=1)
    assert ended(world.issuer.status_list(ADDRESSES, 0) or "") == {0}


@pytest.mark.slow
def test_a_key_is_known_before_it_signs_and_stays_known(world: World) -> None:
    earlier = world.badge()
    later = world.another(BadgeKey("RSA", "new")).issue(ADDRESSES, lambda place: {"place": place.index})
    keys = world.another().keys(ADDRESSES)
    assert [one["alg"] for one in sorted(keys, key=lambda one: one["alg"])] == ["ES256", "RS256"]
    for badge, place in ((earlier, 0), (later, 1)):
        assert jose_says(badge.token, keys)["payload"] == {"place": place}
    for one in keys:
        assert world.issuer.key(ADDRESSES, one["kid"].rpartition("/")[2]) == one
    assert world.issuer.key(ADDRESSES, "x" * 43) is None


def test_a_badge_costs_one_write(world: World) -> None:
    world.badge()
    calls: list[str] = []
    aws_clients.dynamodb().meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    world.badge()
    assert calls == ["UpdateItem"]


def test_without_a_name_the_issuer_is_called_by_its_host(world: World) -> None:
    kms: Any = world.key
    nameless = BadgeIssuer(world.table, BadgeSigner("a-key", kms), "", lambda: world.now)
    assert nameless.profile(ADDRESSES)["name"] == "ce.example.org"
    assert world.issuer.profile(ADDRESSES)["name"] == "Example Registry"
