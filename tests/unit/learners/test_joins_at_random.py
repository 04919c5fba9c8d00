"""A thousand random pairs of accounts that are joined and separated, with interrupted and repeated runs.

Claims, certificates, credits and addresses of both before are those of both after, by an independent count.
"""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from laurel.audit.acts import Actor
from laurel.audit.log import AuditLog
from laurel.catalog.activity import Activity
from laurel.certificates.records import key_of as certificate_key
from laurel.claims.claim import AccessUsed, Claim, Status, opened
from laurel.claims.read_claims import list_claims
from laurel.claims.records import to_item as claim_item
from laurel.claims.store import Claims
from laurel.claims.transcript import transcript_of
from laurel.learners.address_registry import AddressRegistry, holder_key
from laurel.learners.consent import Consents, consent_record
from laurel.learners.join_accounts import Joins
from laurel.learners.joins import Join, joined_caller
from laurel.learners.profile import Profile
from laurel.learners.records import from_item, key_of, to_item
from laurel.ledger.records import to_item as credit_item
from laurel.ledger.store import Ledger
from laurel.organizer.queries import credits_of
from laurel.platform.callers import Caller
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table, create
from laurel.statements import Statement
from tests.credits import a_credit
from tests.examples import examples
from tests.faults.dynamo import Dynamo, Refused
from tests.faults.world import indexes
from tests.fragile_table import Fragile, Interrupted
from tests.unit.claims.samples import activity

# A tenth of them in `make quick`.
PAIRS, PARTS = examples(1000).max_examples, 4
AT = datetime(2026, 6, 20, 12, tzinfo=UTC)
ACTIVITIES: list[Activity] = [activity(id=f"a{n}") for n in range(3)]
KINDS = [Statement.PACE, Statement.ATTENDANCE]


class Client:
    """DynamoDB in memory: the calls that joins and their readers make."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def _call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._dynamo.call(operation, request)
        except Refused as refused:
            raise ClientError({"Error": {"Code": refused.kind}, **refused.more}, operation) from refused

    def get_item(self, **request: Any) -> dict[str, Any]:
        return self._call("GetItem", request)

    def batch_get_item(self, **request: Any) -> dict[str, Any]:
        return self._call("BatchGetItem", request)

    def put_item(self, **request: Any) -> dict[str, Any]:
        return self._call("PutItem", request)

    def query(self, **request: Any) -> dict[str, Any]:
        return self._call("Query", request)

    def transact_write_items(self, **request: Any) -> dict[str, Any]:
        return self._call("TransactWriteItems", request)


@dataclass
class World:
    """Two learners, `<n>-a` and `<n>-b`, with what was drawn for them."""

    number: int

    def __post_init__(self) -> None:
        self.draw = random.Random(self.number)
        self.seconds = 0
        client: Any = Client(Dynamo(indexes(), lambda: 0.0))
        # The keys of the three tables differ, so that one double serves all.
        self.table, self.ledger = Fragile("ClaimsTable", client), Table("LedgerTable", client)
        self.audit = AuditLog(Table("AuditTable", client), 7)
        self.registry = AddressRegistry(self.table, self.ledger.name, self.now)
        self.joins = Joins(self.table, self.registry, self.audit, self.now)
        self.claims = Claims(self.table)
        self.ids = (f"{self.number}-a", f"{self.number}-b")
        for one in self.ids:
            self.make(one)

    def now(self) -> datetime:
        self.seconds += 1
        return AT + timedelta(seconds=self.seconds)

    def make(self, learner: str) -> None:
        """A learner with one to three addresses, up to a credit under each, and up to three claims."""
        draw = self.draw
        emails = [f"{learner}.{n}@example.org" for n in range(draw.randint(1, 3))]
        agreed = AT if draw.random() < 0.5 else None
        profile = Profile(
            learner_id=learner,
            email=emails[0],
            former_emails=tuple(emails[1:]),
            name_as_printed=learner,
            consent_at=agreed,
            version=draw.randint(1, 9),
            updated_at=AT,
        )
        holders = [dict(zip(("pk", "sk"), holder_key(one), strict=True), learner_id=learner) for one in emails]
        self.table.write_all([create(to_item(profile)), *map(create, holders)])
        self.ledger.put(consent_record(learner, agreed))
        for email in emails:
            if draw.random() < 0.6:
                credit = a_credit(f"{learner}{email}", email=email, email_key=email)
                self.ledger.put(create(credit_item(credit)))
        for of in ACTIVITIES:
            if draw.random() < 0.6:
                claim = opened(learner, of, draw.choice(KINDS), AccessUsed("none"), AT)
                self.table.put(create(claim_item(self.finished(claim) if draw.random() < 0.7 else claim)))

    def finished(self, claim: Claim) -> Claim:
        number = claim.claim_id[:15].upper()
        pk, sk = certificate_key(number)
        self.table.put(create({"pk": pk, "sk": sk, "learner_id": claim.learner_id}))
        return replace(
            claim,
            status=Status.FINAL,
            total=Decimal(self.draw.randint(1, 40)) / 4,
            completed_on=date(2026, 6, self.draw.randint(1, 20)),
            certificate_number=number,
            finalised_at=AT,
            certificate_revoked_at=AT if self.draw.random() < 0.1 else None,
        )

    def caller(self, learner: str) -> Caller:
        return joined_caller(self.table, Caller(learner, f"{learner}.0@example.org", False, may_be_joined=True))

    def seen(self, learner: str) -> tuple[Counter[Any], ...]:
        """The claims with their certificates, the credits, and the addresses that the account shows, each counted."""
        who = self.caller(learner)
        held = self.registry.held_by(who)
        claims = list_claims(self.claims, who)
        return (
            Counter((one.learner_id, one.claim_id, one.certificate_number, one.total) for one in claims),
            Counter(one.credit_id for one in credits_of(Ledger(self.ledger), held)),
            Counter(held),
        )

    def stored(self) -> dict[Any, Any]:
        """Everything in the claims table of the two, without what says, or is about to say, that they are joined."""
        pks = [f"LEARNER#{one}" for one in self.ids]
        items = [item for pk in pks for item in self.table.query(None, "pk = :pk", pk=pk)]
        left_out = {"joined", "joined_into", "version", "updated_at"}
        return {
            (item["pk"], item["sk"]): {key: value for key, value in item.items() if key not in left_out}
            if item["sk"] == "PROFILE"
            else item
            for item in items
            if not item["sk"].startswith(("JOIN#", "NOTICE#"))
        }

    def act(self, kind: str) -> Join | Refusal:
        """Joins, either way around, or separates."""
        a, b = self.ids
        actor = Actor.learner(a)
        match kind:
            case "join":
                return self.joins.join(a, b, actor, "A test")
            case "other way":
                return self.joins.join(b, a, actor, "A test")
        made = sorted([*self.joins.of(a), *self.joins.of(b)], key=lambda one: one.undone is not None)
        return self.joins.undo(made[0].learner_id if made else a, made[0].join_id if made else "none", actor, "A test")

    def is_joined(self) -> bool:
        profiles = [from_item(one, self.table.get(key_of(one))) for one in self.ids]
        into = [one.joined_into for one in profiles if one.joined_into]
        assert [other for one in profiles for other in one.joined] == [
            one.learner_id for one in profiles if one.joined_into
        ]
        assert set(into) <= {one.learner_id for one in profiles if one.joined}
        return bool(into)

    def recount(self, learner: str) -> dict[Statement, Decimal]:
        """Totals by an independent count: for each activity the largest valid claim, of those with credit if any."""
        found = [one for one in list_claims(self.claims, self.caller(learner)) if one.status is Status.FINAL]
        found = [one for one in found if not one.certificate_revoked_at]
        # The last sort counts most: credit first, then the larger, then the earlier one.
        found.sort(key=lambda one: (one.completed_on or date.max, one.claim_id))
        found.sort(key=lambda one: one.total, reverse=True)
        found.sort(key=lambda one: one.statement is Statement.ATTENDANCE)
        best = {one.activity_id: one for one in reversed(found)}
        totals: dict[Statement, Decimal] = {}
        for one in best.values():
            totals[one.statement] = totals.get(one.statement, Decimal(0)) + one.total
        return totals


@pytest.mark.parametrize("part", range(PARTS))
def test_a_join_and_its_undo_lose_nothing_and_double_nothing(part: int) -> None:
    joined = interrupted = 0
    for number in range(part, PAIRS, PARTS):
        world = World(number)
        a, b = world.ids
        stored, before = world.stored(), {one: world.seen(one) for one in world.ids}
        consent = Consents(world.ledger).missing_among(world.ids)
        both = tuple(map(sum, zip(before[a], before[b], strict=True), [Counter[Any]()] * 3))
        for _ in range(world.draw.randint(1, 3)):
            kind = world.draw.choice(["join", "join", "other way", "undo"])
            world.table.dies = world.draw.choice([None, None, "before", "after"])
            try:
                world.act(kind)
            except Interrupted:
                interrupted += 1
                world.is_joined()
                world.act(kind)  # the person tries again
            world.table.dies = None
            assert world.stored() == stored, number
            if world.is_joined():
                joined += 1
                assert world.seen(a) == world.seen(b) == both, number
                transcript = transcript_of(list_claims(world.claims, world.caller(a)))
                assert transcript.totals == world.recount(a), number
        if world.is_joined():
            assert isinstance(world.act("undo"), Join)
        assert {one: world.seen(one) for one in world.ids} == before, number
        assert world.stored() == stored, number
        assert Consents(world.ledger).missing_among(world.ids) == consent, number
    assert joined > PAIRS / PARTS / 2
    assert interrupted > PAIRS / PARTS / 10
