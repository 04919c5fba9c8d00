"""Machine clients are made, replaced and ended by operators: what the pool has, what is on record, what is logged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from laurel.audit.acts import Actor, ActorKind, AuditSubject
from laurel.audit.log import AuditLog
from laurel.catalog.client_desk import ClientDesk, rights_of
from laurel.catalog.client_pool import NewClient
from laurel.catalog.machine_clients import ClientRecord, MachineClients
from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.platform.callers import ASCLS, Right
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table, TableBusy
from tests import stores

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SAM = Actor(ActorKind.STAFF, "sam")
BOTH = (Right.WRITE_CREDITS, Right.READ_CREDITS)


@dataclass
class Pool:
    """The user pool as the desk asks it."""

    there: dict[str, tuple[str, tuple[Right, ...]]] = field(default_factory=dict)
    made: int = 0

    def create(self, owner: str, name: str, rights: Sequence[Right]) -> NewClient:
        self.made += 1
        self.there[f"c{self.made}"] = (owner, tuple(rights))
        return NewClient(f"c{self.made}", f"secret-{self.made}")

    def remove(self, client_id: str) -> None:
        self.there.pop(client_id, None)


@pytest.fixture
def desk(claims_table: Table) -> ClientDesk:
    providers = Providers(claims_table)
    labce = Provider(display_name="LabCE", contact_email="labce@example.org", time_zone="America/Chicago")
    assert providers.save("labce", labce, seen=None)
    audit = AuditLog(Table(stores.make_table("AuditTable")), 7)
    return ClientDesk(Pool(), MachineClients(claims_table), providers, audit, lambda: NOW)  # type: ignore[arg-type]


def made(outcome: NewClient | Refusal) -> NewClient:
    assert isinstance(outcome, NewClient), outcome
    return outcome


def code(outcome: object) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.code


def record(desk: ClientDesk, client_id: str) -> ClientRecord:
    found = desk.clients.get("labce", client_id)
    assert found
    return found


def entries(desk: ClientDesk) -> list[tuple[str, str]]:
    page = desk.audit.of(AuditSubject.provider("labce"), limit=50)
    assert not any("secret" in str(entry) for entry in page.entries)
    return sorted((entry.act.value, entry.after["client_id"]) for entry in page.entries)


def test_a_client_is_on_record_without_its_secret(desk: ClientDesk) -> None:
    client = made(desk.create("labce", "Nightly export", BOTH, actor=SAM))
    kept = record(desk, client.client_id)
    assert (kept.name, kept.scopes) == ("Nightly export", {"labce/credits.write", "labce/credits.read"})
    assert (kept.created_at, kept.created_by, kept.ends_at) == (NOW, "sam", None)
    assert client.secret not in str(kept)
    assert desk.clients.of("labce") == [kept]
    assert desk.clients.of("asm") == []
    assert entries(desk) == [("client.created", "c1")]


def test_only_a_provider_on_record_has_clients_and_ascls(desk: ClientDesk) -> None:
    assert code(desk.create("nobody", "Export", BOTH, actor=SAM)) == "provider_not_found"
    assert desk.pool.there == {}  # type: ignore[attr-defined]
    made(desk.create(ASCLS, "Roster", rights_of(ASCLS), actor=SAM))
    (kept,) = desk.clients.of(ASCLS)
    assert kept.scopes == {"ascls/roster.write"}
    assert rights_of("labce") == BOTH


def test_a_replaced_client_works_for_a_week_more(desk: ClientDesk) -> None:
    old = made(desk.create("labce", "Nightly export", (Right.READ_CREDITS,), actor=SAM))
    new = made(desk.rotate("labce", old.client_id, actor=SAM))
    assert record(desk, old.client_id).ends_at == NOW + timedelta(days=7)
    assert record(desk, old.client_id).is_in_use(NOW)
    assert not record(desk, old.client_id).is_in_use(NOW + timedelta(days=7))
    kept = record(desk, new.client_id)
    assert (kept.name, kept.rights, kept.ends_at) == ("Nightly export", (Right.READ_CREDITS,), None)
    assert entries(desk) == [("client.created", "c1"), ("client.created", "c2"), ("client.replaced", "c1")]
    # An end that is nearer is never put off by another replacement.
    made(desk.rotate("labce", old.client_id, actor=SAM, overlap_days=1))
    made(desk.rotate("labce", old.client_id, actor=SAM, overlap_days=30))
    assert record(desk, old.client_id).ends_at == NOW + timedelta(days=1)


def test_a_revoked_client_ends_at_once_and_leaves_the_pool(desk: ClientDesk) -> None:
    client = made(desk.create("labce", "Nightly export", BOTH, actor=SAM))
    desk.revoke("labce", client.client_id, actor=SAM)
    assert not record(desk, client.client_id).is_in_use(NOW)
    assert desk.pool.there == {}  # type: ignore[attr-defined]
    assert code(desk.revoke("labce", client.client_id, actor=SAM)) == "client_ended"
    assert code(desk.rotate("labce", client.client_id, actor=SAM)) == "client_ended"
    assert entries(desk) == [("client.created", "c1"), ("client.revoked", "c1")]


def test_the_client_of_another_is_not_there(desk: ClientDesk) -> None:
    client = made(desk.create("labce", "Nightly export", BOTH, actor=SAM))
    for act in (desk.rotate, desk.revoke):
        assert code(act("asm", client.client_id, actor=SAM)) == "client_not_found"  # type: ignore[operator]


def test_a_client_without_a_record_is_removed_again(desk: ClientDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bool:
        raise TableBusy

    monkeypatch.setattr(MachineClients, "add", busy)
    with pytest.raises(TableBusy):
        desk.create("labce", "Nightly export", BOTH, actor=SAM)
    assert desk.pool.there == {}  # type: ignore[attr-defined]


def test_a_replacement_that_meets_another_leaves_no_client_whose_secret_nobody_knows(
    desk: ClientDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made(desk.create("labce", "Nightly export", BOTH, actor=SAM))
    kept, end = record(desk, old.client_id), MachineClients.end

    def meets_another(self: MachineClients, one: ClientRecord, *given: object) -> ClientRecord | None:
        return None if one == kept else end(self, one, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(MachineClients, "end", meets_another)
    assert code(desk.rotate("labce", old.client_id, actor=SAM)) == "try_again"
    assert list(desk.pool.there) == [old.client_id]  # type: ignore[attr-defined]
    assert [one.client_id for one in desk.clients.of("labce") if one.is_in_use(NOW)] == [old.client_id]


def test_a_replaced_client_whose_days_are_over_leaves_the_pool_when_it_is_revoked(desk: ClientDesk) -> None:
    old = made(desk.create("labce", "Nightly export", BOTH, actor=SAM))
    new = made(desk.rotate("labce", old.client_id, actor=SAM, overlap_days=0))
    assert code(desk.revoke("labce", old.client_id, actor=SAM)) == "client_ended"
    assert list(desk.pool.there) == [new.client_id]  # type: ignore[attr-defined]


def test_a_secret_is_not_shown_by_accident() -> None:
    assert "secret-1" not in repr(NewClient("c1", "secret-1"))
