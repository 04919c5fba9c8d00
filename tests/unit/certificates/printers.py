"""An printer on moto: its stores, its archive, a clock that stands, and wires that can be cut before or after a"
" call."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from laurel.audit.log import AuditLog
from laurel.catalog.activity import Activity
from laurel.catalog.store import Catalog
from laurel.certificates.archive import Archive
from laurel.certificates.certificate import Certificate
from laurel.certificates.issue import Issued, Seen, issue_certificate
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.store import Certificates
from laurel.claims.claim import Claim
from laurel.claims.store import Claims
from laurel.learners.profile import Profile
from laurel.learners.records import to_item
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.open_badges.issuer import BadgeIssuer
from laurel.open_badges.signer import BadgeSigner
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.ids import derived_id
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from laurel.signing.signer import Signer
from tests import stores
from tests.unit.certificates.samples import renderer
from tests.unit.claims.samples import AFTER, PHYSICIAN, activity, claim
from tests.unit.open_badges.badge_keys import BadgeKey

ANA = Caller("ana", "Ana@Example.org", False)
VERIFY_URL = "https://ce.example.org/v1/verify"
SEEN = Seen(claim().version)
PROFILE = replace(PHYSICIAN, version=1, consent_at=AFTER)


class Cut(Exception):
    """The process died here."""


@dataclass
class Wires:
    """The calls that were made, and what happens once before or after the next call of a name."""

    calls: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    after: dict[str, Callable[[], None]] = field(default_factory=dict)

    def cut(self, moment: str, name: str) -> None:
        def die() -> None:
            raise Cut(f"{moment} {name}")

        getattr(self, moment)[name] = die


class Wire:
    """A client of AWS at the end of the wires."""

    def __init__(self, wires: Wires, client: Callable[[], Any]) -> None:
        self._wires = wires
        self._client = client

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._client(), name)

        def call(*given: Any, **request: Any) -> Any:
            if name != "generate_presigned_url":
                self._wires.calls.append(name)
            self._wires.before.pop(name, _nothing)()
            answer = real(*given, **request)
            self._wires.after.pop(name, _nothing)()
            return answer

        return call


def _nothing() -> None:
    return None


@dataclass
class World:
    """An printer, and what a test looks at."""

    printer: CertificatePrinter
    catalog: Catalog
    table: Table
    bucket: str
    wires: Wires
    badge_key: BadgeKey
    now: datetime = AFTER
    revisions: dict[str, int] = field(default_factory=dict)

    def has(self, *things: Activity | Profile | Claim) -> None:
        for thing in things:
            match thing:
                case Profile():
                    self.table.put_many([to_item(thing)])
                case Claim():
                    assert self.printer.claims.add(thing) == [True]
                case Activity():
                    stored = self.catalog.save(thing, seen=self.revisions.get(thing.id))
                    assert stored
                    self.revisions[thing.id] = stored.revision
        self.wires.calls.clear()

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def issue(self, *, attested: bool = True, who: Caller = ANA, seen: Seen = SEEN) -> Issued | Refusal:
        return issue_certificate(
            self.printer, who, claim().claim_id, attested=attested, seen=seen, verify_url=VERIFY_URL
        )

    def issued(self) -> Certificate:
        found = self.issue()
        assert isinstance(found, Issued), found
        return found.certificate

    def claim(self) -> Claim:
        found = self.printer.claims.read("ana", "micro-2026").claim
        assert found
        return found

    def credit(self) -> Credit | None:
        return self.printer.ledger.get_many([credit_id()]).get(credit_id())

    def objects(self) -> dict[str, bytes]:
        s3 = aws_clients.s3()
        found = s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return {one["Key"]: s3.get_object(Bucket=self.bucket, Key=one["Key"])["Body"].read() for one in found}

    def lose_objects(self) -> None:
        """Deletes every document; logos stay."""
        for key in self.objects():
            if not key.startswith("logos/"):
                aws_clients.s3().delete_object(Bucket=self.bucket, Key=key)


def credit_id() -> str:
    return derived_id("claim", claim().claim_id)


class Unsigned:
    """A signer without a key: the documents of these tests stay as they were printed."""

    def increment(self, pdf: bytes, texts: Collection[str] = ()) -> bytes | None:
        return None


def make_world(signer: Signer | None = None) -> World:
    """A world with empty tables and an empty bucket; moto must be up."""
    wires, dice = Wires(), random.Random(20261120)
    dynamodb: Any = Wire(wires, aws_clients.dynamodb)
    s3: Any = Wire(wires, aws_clients.s3)
    table = Table(stores.make_table("ClaimsTable"), dynamodb, lambda _seconds: None)
    ledger = Table(stores.make_table("LedgerTable"), dynamodb, lambda _seconds: None)
    bucket = stores.make_bucket("CertificateBucket")
    key: Any = BadgeKey()
    printer = CertificatePrinter(
        claims=Claims(table),
        certificates=Certificates(table),
        ledger=Ledger(ledger),
        archive=Archive(bucket, s3),
        renderer=renderer(),
        clock=lambda: world.now,
        below=dice.randrange,
        audit=AuditLog(Table(stores.make_table("AuditTable"), dynamodb), kept_years=7),
        signer=signer or Unsigned(),
        badges=BadgeIssuer(table, BadgeSigner("badge-key", key), "Example Registry", lambda: world.now),
    )
    world = World(printer, Catalog(table), table, bucket, wires, key)
    return world


def ready(world: World, draft: Claim | None = None, profile: Profile = PROFILE) -> World:
    """The world with a claim that only waits to be printed."""
    world.has(activity(), profile, draft or claim(a="1", c="3.5"))
    return world
