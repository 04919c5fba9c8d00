"""The audit log on moto: entries are added once, found by subject and by actor, page by page, and never replaced."""

from datetime import UTC, datetime, timedelta

import pytest

from laurel.audit.acts import Actor, ActorKind, AuditAct, AuditSubject
from laurel.audit.log import AuditLog
from laurel.audit.records import AuditEntry, changed_values, entry_write
from laurel.platform.table import Table, create
from tests import stores

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
STAFF = Actor.staff("eva")


@pytest.fixture
def claims(aws: None) -> Table:
    return Table(stores.make_table("ClaimsTable"))


@pytest.fixture
def log(audit_log: AuditLog) -> AuditLog:
    return audit_log


def a_read(at: datetime, *, on: str = "ana", act: AuditAct = AuditAct.LEARNER_SEEN) -> AuditEntry:
    return AuditEntry(act=act, actor=STAFF, on=AuditSubject.learner(on), at=at)


def test_an_entry_says_who_did_what_to_whose_data_when_and_why(claims: Table, log: AuditLog) -> None:
    write = log.record(
        actor=STAFF,
        act="address.moved",
        on="ana",
        at=AT,
        before={"holder": "ben", "since": None, "former": ["a@example.org"], "version": 3},
        after={"holder": "ana"},
        why="She showed both mailboxes.",
        about={"other_learner_id": "ben"},
    )
    assert all(claims.write_all([create({"pk": "a", "sk": "b"}), write]))
    [entry] = log.of(AuditSubject.learner("ana"), limit=10).entries
    assert (entry.act, entry.actor, entry.at) == (AuditAct.ADDRESS_MOVED, Actor(ActorKind.STAFF, "eva"), AT)
    assert entry.on.learner_id == "ana"
    assert dict(entry.before) == {"holder": "ben", "since": None, "former": ["a@example.org"], "version": 3}
    assert (dict(entry.after), entry.why) == ({"holder": "ana"}, "She showed both mailboxes.")
    assert dict(entry.about) == {"other_learner_id": "ben"}


def test_each_kind_of_actor_has_its_own_name_in_a_timeline() -> None:
    named = {
        Actor.learner("ana"): "learner:ana",
        Actor.staff("eva"): "staff:eva",
        Actor.client("c1"): "client:c1",
        Actor(ActorKind.OPERATOR, "erase"): "operator:erase",
        Actor(ActorKind.SYSTEM, "nightly"): "system:nightly",
        Actor(ActorKind.SYSTEM, "nightly:2"): "system:nightly:2",
    }
    for actor, name in named.items():
        assert (actor.name, Actor.named(name)) == (name, actor)


def test_there_is_no_entry_of_an_act_that_did_not_happen(claims: Table, log: AuditLog) -> None:
    assert claims.write_all([create({"pk": "a", "sk": "b"})]) == [True]
    write = log.record(actor=STAFF, act=AuditAct.CODE_FREED, on="ana", at=AT)
    assert claims.write_all([create({"pk": "a", "sk": "b"}), write]) == [False, True]
    assert log.of(AuditSubject.learner("ana"), limit=10).entries == []


def test_an_unknown_act_is_refused_where_it_is_written(log: AuditLog) -> None:
    with pytest.raises(ValueError, match=r"address\.stolen"):
        log.record(actor=STAFF, act="address.stolen", on="ana", at=AT)


def test_an_entry_is_never_replaced(log: AuditLog) -> None:
    write = entry_write(a_read(AT), kept_years=7)
    assert [log.table.put(write), log.table.put(write)] == [True, False]


def test_two_entries_of_one_instant_are_both_kept(log: AuditLog) -> None:
    for _ in range(2):
        log.note(a_read(AT))
    assert len(log.of(AuditSubject.learner("ana"), limit=10).entries) == 2


def test_what_is_noted_once_a_day_is_noted_again_on_another_day_or_of_another(log: AuditLog) -> None:
    for at, on in ((AT, "ana"), (AT + timedelta(hours=1), "ana"), (AT, "ben"), (AT + timedelta(days=1), "ana")):
        log.note(a_read(at, on=on, act=AuditAct.REFUSED), once_a_day=True)
    found = {on: len(log.of(AuditSubject.learner(on), limit=10).entries) for on in ("ana", "ben")}
    assert found == {"ana": 2, "ben": 1}


def test_pages_of_a_subject_and_of_an_actor_hold_each_entry_once_latest_first(log: AuditLog) -> None:
    for n in range(7):
        log.note(a_read(AT + timedelta(minutes=n), on=("ana", "ben")[n % 2]))
    minutes = {"ana": [6, 4, 2, 0], "eva": [6, 5, 4, 3, 2, 1, 0]}
    for name, expected in minutes.items():
        seen, position = [], None
        while True:
            page = (
                log.of(AuditSubject.learner("ana"), limit=3, after=position)
                if name == "ana"
                else log.by("eva", limit=3, after=position)
            )
            seen += [(entry.at - AT).seconds // 60 for entry in page.entries]
            position = page.position
            if position is None:
                break
        assert seen == expected


def test_an_entry_is_removed_after_the_years_that_it_is_kept() -> None:
    item = entry_write(a_read(AT), kept_years=7).item
    assert abs(datetime.fromtimestamp(item["expires_at"], UTC) - AT.replace(year=2033)) < timedelta(days=2)


def test_only_the_fields_that_changed_are_kept() -> None:
    before, after = {"name": "Ana", "paper": "letter", "gone": 1}, {"name": "Ana M.", "paper": "letter", "added": True}
    assert changed_values(before, after) == (
        {"name": "Ana", "gone": 1, "added": None},
        {"name": "Ana M.", "gone": None, "added": True},
    )
