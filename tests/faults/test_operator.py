"""What an operator has at hand: comparing with ASCP's answers, and putting dead letters back."""

from collections import Counter
from datetime import timedelta

import pytest

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.queue import write_body
from laurel.delivery.reconciliation import MOST_LISTED
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform import aws
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from local.ascp.faults import Rule
from local.ascp.server import LOCAL_CLIENT
from local.deployed import Deployed
from local.reconcile import days_between, reconcile, show
from local.redrive import redrive
from tests.faults.containers import DEAD, QUEUE
from tests.faults.plan import a_plan, judge
from tests.faults.world import START, World

FIRST = START.date()


@pytest.fixture
def plan():
    return a_plan("operator", 300)


@pytest.fixture
def world(monkeypatch, plan):
    world = World(monkeypatch, seed="operator", people=plan.people)
    for key, text in plan.files.items():
        world.put(key, text)
    return world


def compared(world, days=2):
    credentials = Credentials(LOCAL_CLIENT.client_id, LOCAL_CLIENT.client_secret)
    ascp = Ascp("https://ascp.example.org", lambda: credentials, world.clock)
    # The clock of this command is the machine's own; the stand-in's is simulated.
    return reconcile(Ledger(Table("ledger")), ascp, days_between(FIRST, FIRST + timedelta(days=days - 1)))


@pytest.fixture
def delivered(world, monkeypatch):
    monkeypatch.setattr("local.reconcile.utc_now", world.clock)
    world.night()
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    return world


def test_a_healthy_period_has_no_differences_and_every_reported_credit_in_it(delivered, plan, capsys):
    found = compared(delivered)
    expected = Counter(state.value for state, _ in plan.fates.values() if state is not State.UNMATCHED)
    assert (found.differences, found.states, found.compared) == ([], expected, expected.total())
    show(found)
    assert "0 differences" in capsys.readouterr().out
    assert compared(delivered, days=1).compared == found.compared
    assert delivered.boundary.calls["dynamodb.Scan"] == 0


def test_every_kind_of_difference_is_told(delivered, capsys):
    accepted = [one for one in delivered.credits().values() if one.state is State.ACCEPTED]
    rejected, forgotten = [one for one in delivered.credits().values() if one.state is State.REJECTED][:2]
    gone, other, refused = (one.credit_id for one in accepted[:3])
    with delivered.partner._state.transaction() as rows:
        rows.execute("DELETE FROM booked WHERE reference IN (?, ?)", (gone, refused))
        rows.execute("UPDATE booked SET receipt = 'ANOTHER' WHERE reference = ?", (other,))
        rows.execute("INSERT INTO refused VALUES (?, 'invalid')", (refused,))
        rows.execute("UPDATE refused SET reason = 'outside_cycle' WHERE reference = ?", (rejected.credit_id,))
        rows.execute("DELETE FROM refused WHERE reference = ?", (forgotten.credit_id,))
    found = compared(delivered)
    assert {one.credit_id: one.kind for one in found.differences} == {
        gone: "not held by ASCP",
        other: "another receipt",
        refused: "refused by ASCP",
        rejected.credit_id: "another reason",
        forgotten.credit_id: "refusal not known to ASCP",
    }
    show(found)
    told = capsys.readouterr().out
    assert all(one in told for one in (gone, other, refused, "5 differences"))
    assert "example.org" not in told


def test_at_three_in_the_morning_what_is_stuck_is_named_with_its_cause(world, plan, monkeypatch, capsys):
    monkeypatch.setattr("local.reconcile.utc_now", world.clock)
    world.partner.faults.put([Rule(kind="status", status=503, path="/v1/submissions")])
    world.night()
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    world.partner.faults.put([])
    found = compared(world)
    stuck = [one for one in world.credits().values() if one.state in (State.REPORTED, State.SENDING)]
    assert len(stuck) == sum(fate[0] is not State.UNMATCHED for fate in plan.fates.values())
    assert (found.differences, found.under_way, len(found.oldest_under_way)) == ([], len(stuck), MOST_LISTED)
    show(found)
    told = capsys.readouterr().out
    known = {one.credit_id for one in stuck}
    listed = [line for line in told.splitlines() if line.split()[0:1] and line.split()[0] in known]
    assert len(listed) == MOST_LISTED
    assert any("reported, in doubt" in line and line.endswith("ASCP answered 503") for line in listed)
    assert f"... and {len(stuck) - MOST_LISTED} more." in told
    assert f"0 differences, {len(stuck)} under way." in told
    assert "example.org" not in told


def test_what_ascp_took_and_we_do_not_know_is_told_and_so_is_silence(delivered, world):
    on_its_way = derived_id("feed", "labce", "late")
    world.put("feed/labce/2.csv", world_row("late"))
    world.partner.faults.put([Rule(kind="timeout_after", path="/v1/submissions")])
    world.night()
    world.deliver(100)
    world.partner.faults.put([])
    found = compared(world)
    assert [(one.credit_id, one.kind) for one in found.differences] == [(on_its_way, "held by ASCP, not known here")]
    assert "in doubt" in found.differences[0].ledger
    world.partner.faults.put([Rule(kind="status", status=500, path=f"/v1/credits/{on_its_way}")])
    assert [one.kind for one in compared(world).differences] == ["no answer"]


def world_row(reference):
    header = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on\n"
    return f"{header}{reference},p50@example.org,Ada Example,578-{reference},Hemostasis,pace,1.5,2026-11-01\n"


class TestRedrive:
    """Dead letters are put back as far as that helps."""

    @pytest.fixture
    def stack(self, world):
        outputs = {"LedgerTableName": "ledger", "DeliveryQueueUrl": QUEUE, "DeliveryDeadLetterQueueUrl": DEAD}
        clients = {"dynamodb": aws.dynamodb, "sqs": aws.sqs}
        return Deployed(outputs, lambda service: clients[service](), "")

    def test_what_is_on_its_way_is_delivered_and_poison_stays(self, stack, world, plan, book):
        world.night()
        world.boundary.trouble = lambda _name: "killed"
        world.deliver_until(world.now + timedelta(hours=20))
        injected = world.boundary.injected
        world.heal()
        queues = world.cloud.queues
        queues.add(queues.queues[DEAD], "no JSON")
        queues.add(queues.queues[DEAD], write_body("of no credit"))
        world.pass_time(hours=1)
        done = redrive(stack)
        expected = sum(fate[0] is not State.UNMATCHED for fate in plan.fates.values())
        assert (done.put_back, done.deleted, done.poison) == (expected, 0, 2)
        assert len(queues.queues[DEAD].messages) == 2
        world.deliver_until(world.now + timedelta(hours=20), most=100)
        book("all dead-lettered, then redriven", injected, judge(plan, world))

    def test_what_has_come_to_its_end_is_not_put_back(self, stack, world):
        world.night()
        world.deliver_until(world.now + timedelta(hours=20), most=100)
        queues = world.cloud.queues
        for credit_id in world.credits():
            queues.add(queues.queues[DEAD], write_body(credit_id))
        done = redrive(stack)
        assert (done.put_back, done.deleted, done.poison) == (0, len(world.credits()), 0)
        assert not queues.queues[DEAD].messages
        assert not queues.queues[QUEUE].messages
