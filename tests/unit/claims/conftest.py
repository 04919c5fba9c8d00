"""The claims package on moto: its table, its stores, and every call to the table by name."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from laurel.catalog.activity import Activity
from laurel.catalog.store import Catalog
from laurel.claims.claim import claim_id_of
from laurel.claims.edit_claim import EditContext
from laurel.claims.store import Claims
from laurel.learners.profile import Profile
from laurel.learners.records import to_item
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from tests import stores
from tests.unit.claims.samples import AFTER


class OneAtATime:
    """A DynamoDB client whose calls happen one after the other, as DynamoDB's own on one item do; it notes them."""

    def __init__(self, calls: list[str]) -> None:
        self._lock = threading.Lock()
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        real = getattr(aws_clients.dynamodb(), name)

        def call(**request: Any) -> Any:
            with self._lock:
                self._calls.append(name)
                return real(**request)

        return call


@dataclass
class Room:
    """The stores over one table, a clock that stands where it is put, and the calls made since `calls` was cleared."""

    table: Table
    calls: list[str]
    now: datetime = AFTER
    activities: dict[str, int] = field(default_factory=dict)

    @property
    def claims(self) -> Claims:
        return Claims(self.table)

    @property
    def catalog(self) -> Catalog:
        return Catalog(self.table)

    def clock(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def has(self, *things: Activity | Profile) -> None:
        """Puts activities and profiles into the table."""
        for thing in things:
            if isinstance(thing, Profile):
                self.table.put_many([to_item(thing)])
            else:
                stored = self.catalog.save(thing, seen=self.activities.get(thing.id))
                assert stored
                self.activities[thing.id] = stored.revision
        self.calls.clear()

    def context(
        self, learner_id: str = "ana", activity_id: str = "micro-2026", if_match: int | None = None
    ) -> EditContext:
        return EditContext(self.claims, self.clock, learner_id, claim_id_of(learner_id, activity_id), if_match)


def make_room() -> Room:
    """The package with an empty table; moto must be up."""
    calls: list[str] = []
    client: Any = OneAtATime(calls)
    return Room(Table(stores.make_table("ClaimsTable"), client, lambda _seconds: None), calls)


@pytest.fixture
def room(aws: None) -> Room:
    return make_room()
