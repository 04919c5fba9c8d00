"""Members are found by their number: by the roster in force, by the next one, and after a run that ended half-way."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from laurel.intake.bucket import IntakeFile
from laurel.platform.clock import utc_now
from laurel.platform.table import Table, TableBusy
from laurel.roster.member import Member, MemberStatus
from laurel.roster.store import CURRENT, MOST_MEMBERS, Roster
from tests import stores
from tests.unit.nightly.nights import Nights
from tests.unit.roster.test_update import put_roster

ANA, BEA = "ana@example.org", "bea@example.org"
FILE = IntakeFile("roster/ascls/1.csv", "e1", 1000, datetime(2026, 11, 20, 4, tzinfo=UTC))


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


@pytest.fixture
def roster(aws):
    return Roster(Table(stores.make_table("LedgerTable")))


def member(number, email=ANA, name="Ana Diaz"):
    return Member(
        member_number=number, email=email, email_key=email, name=name, status=MemberStatus.ACTIVE, expires_on=None
    )


def apply(roster, **members):
    given = {f"{name}@example.org": numbers for name, numbers in members.items()}
    roster.apply(
        list(given), {email: [member(n, email) for n in numbers] for email, numbers in given.items() if numbers}
    )


def found(roster, number):
    return [(one.member_number, one.email_key) for one in roster.members_with_number(number)]


def index(roster):
    return sorted((key, sk) for key, sk in stored(roster) if key.startswith("MEMBER#"))


def stored(roster):
    items = boto3.client("dynamodb").scan(TableName=roster._table.name)["Items"]
    return [(item["pk"]["S"], item["sk"]["S"]) for item in items]


def test_a_member_is_found_by_the_number_however_it_is_typed(roster):
    apply(roster, ana=["AB-0042", "7"], bea=["9"])
    for typed in ("AB-0042", "ab-0042", " ab\u20110042 ", "ＡＢ-0042", '="AB-0042"'):
        assert found(roster, typed) == [("AB-0042", ANA)], typed
    assert (found(roster, "9"), found(roster, "nobody"), found(roster, "")) == ([("9", BEA)], [], [])


def test_a_number_that_was_added_changed_moved_or_removed_is_found_so(roster):
    apply(roster, ana=["M1"])
    apply(roster, ana=["M1", "M2"])
    assert (found(roster, "M1"), found(roster, "M2")) == ([("M1", ANA)], [("M2", ANA)])
    apply(roster, ana=["M2"], bea=["M1"])
    assert (found(roster, "M1"), found(roster, "M2")) == ([("M1", BEA)], [("M2", ANA)])
    apply(roster, ana=["M3"])
    assert (found(roster, "M2"), found(roster, "M3")) == ([], [("M3", ANA)])
    apply(roster, ana=[], bea=[])
    assert index(roster) == []


def test_the_same_roster_twice_changes_nothing(roster):
    for _ in range(2):
        apply(roster, ana=["M1"], bea=["M2"])
        assert index(roster) == [("MEMBER#m1", ANA), ("MEMBER#m2", BEA)]


def test_of_an_address_of_many_the_numbers_that_are_kept_are_found_and_removed(roster):
    apply(roster, ana=[f"N{n:03}" for n in range(MOST_MEMBERS + 5)])
    assert len(index(roster)) == MOST_MEMBERS
    apply(roster, ana=[])
    assert index(roster) == []


@pytest.mark.parametrize("ends_at", [1, 2, 3])
def test_a_run_that_ends_half_way_leaves_no_number_behind(roster, monkeypatch, ends_at):
    apply(roster, ana=["M1"])
    real, calls = Table.put_many, []

    def dies(self, puts, deletes=()):
        calls.append(1)
        if len(calls) == ends_at:
            raise TableBusy
        real(self, puts, deletes)

    with monkeypatch.context() as patch:
        patch.setattr(Table, "put_many", dies)
        with suppress(TableBusy):
            apply(roster, ana=["M2"])
    assert ("MEMBER#m2", ANA) not in index(roster) or found(roster, "M2")
    apply(roster, ana=["M3"])
    assert index(roster) == [("MEMBER#m3", ANA)]
    assert (found(roster, "M1"), found(roster, "M2"), found(roster, "M3")) == ([], [], [("M3", ANA)])


def test_a_number_that_an_overtaken_run_left_is_not_believed(roster):
    apply(roster, ana=["M1"])
    roster._table.put_many([{"pk": "MEMBER#m9", "sk": ANA}])
    assert found(roster, "M9") == []


def test_a_roster_from_before_is_written_whole_once(nights):
    """Its members were stored without their numbers; the next roster writes all of them, changed or not."""
    put_roster(nights, "1", ("M1", ANA), ("M2", BEA))
    nights.run()
    roster = nights.dependencies.roster
    table = roster._table
    table.put_many([], [("MEMBER#m1", ANA), ("MEMBER#m2", BEA)])
    current = table.get(CURRENT)
    table.put_many([{name: value for name, value in current.items() if name != "by_number"}])
    assert (roster.in_force().by_number, found(roster, "M2")) == (False, [])
    nights.now = utc_now() + timedelta(days=1)
    put_roster(nights, "2", ("M1", ANA), ("M2", BEA), ("M3", "cai@example.org"))
    nights.run()
    assert [found(roster, number) for number in ("M1", "M2")] == [[("M1", ANA)], [("M2", BEA)]]
    assert roster.in_force().by_number is True
