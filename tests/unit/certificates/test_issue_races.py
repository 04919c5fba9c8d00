"""Printing when things go wrong: two at once, a change in between, a process that dies at any step, a busy table."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from laurel.certificates.certificate import Certificate
from laurel.certificates.issue import Issued
from laurel.certificates.lookup import find_certificate
from laurel.certificates.number import new_number
from laurel.certificates.printing import NotReproduced
from laurel.certificates.records import key_of
from laurel.certificates.store import creation
from laurel.claims.claim import Status
from laurel.claims.edit_claim import EditContext, remove_session
from laurel.platform import aws as aws_clients
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.platform.table import TableBusy
from tests.unit.certificates.printers import ANA, PROFILE, Cut, World, ready
from tests.unit.claims.samples import SESSIONS, activity, claim, session

TRANSACTION = "transact_write_items"


def numbers(world: World) -> list[str]:
    """The numbers of all certificates on record."""
    found = aws_clients.dynamodb().scan(TableName="ClaimsTable")["Items"]
    return [item["number"]["S"] for item in found if item["pk"]["S"].startswith("CERTIFICATE#")]


def whole(world: World, certificate: Certificate) -> None:
    """Exactly one certificate, on record, in the archive, in the claim and in the ledger."""
    assert numbers(world) == [certificate.number]
    assert world.printer.certificates.get(certificate.number) == certificate
    mine = world.claim()
    assert (mine.status, mine.certificate_number) == (Status.FINAL, certificate.number)
    [(key, pdf)] = world.objects().items()
    assert key == f"certificates/{certificate.number}/{certificate.sha256}.pdf"
    assert hashlib.sha256(pdf).hexdigest() == certificate.sha256
    credit = world.credit()
    assert credit
    assert (credit.version, credit.credit_id) == (1, certificate.credit_id)


def untouched(world: World) -> None:
    assert (world.claim().status, world.credit(), world.objects(), numbers(world)) == (Status.DRAFT, None, {}, [])


def test_of_two_calls_at_once_both_answer_the_one_that_won(world: World) -> None:
    ready(world)
    first: list[Certificate] = []
    world.wires.before[TRANSACTION] = lambda: first.append(world.issued())
    second = world.issue()
    assert second == Issued(first[0], created=False)
    whole(world, first[0])


@pytest.mark.slow
def test_who_loses_stores_what_the_winner_could_not(world: World) -> None:
    ready(world)

    def win_and_die() -> None:
        world.wires.cut("before", "put_object")
        with pytest.raises(Cut):
            world.issue()

    world.wires.before[TRANSACTION] = win_and_die
    found = world.issue()
    assert isinstance(found, Issued)
    assert not found.created
    whole(world, found.certificate)


def in_between(world: World, change: Callable[[], object]) -> Issued | Refusal:
    """Printing, with a change between its read and its transaction."""
    world.wires.before[TRANSACTION] = lambda: change() and None
    return world.issue()


def test_what_staff_narrow_at_that_moment_does_not_slip_through(world: World) -> None:
    ready(world)
    shorter = [session("c", "13:00", "17:00", "3") if one["id"] == "c" else one for one in SESSIONS]
    found = in_between(world, lambda: world.has(activity(sessions=shorter)))
    assert isinstance(found, Refusal)
    assert (found.code, [one.code for one in found.errors]) == ("claim_incomplete", ["session_maximum"])
    untouched(world)


def test_what_the_learner_takes_out_at_that_moment_is_not_printed(world: World) -> None:
    ready(world)
    desk = EditContext(world.printer.claims, world.printer.clock, "ana", claim().claim_id)
    found = in_between(world, lambda: remove_session(desk, "c"))
    assert isinstance(found, Refusal)
    assert (status_of(found), found.code, found.version) == (412, "changed_elsewhere", world.claim().version)
    untouched(world)


def test_a_name_and_a_consent_that_change_at_that_moment_count(world: World) -> None:
    ready(world)
    later = replace(PROFILE, name_as_printed="Ana Lima-Sá", consent_at=None, version=2)
    found = in_between(world, lambda: world.has(later))
    assert isinstance(found, Issued)
    assert found.certificate.content.learner == "Ana Lima-Sá"
    credit = world.credit()
    assert credit
    assert (credit.name, credit.waits_for_consent) == ("Ana Lima-Sá", True)


def test_a_number_that_is_taken_is_not_given_again(world: World) -> None:
    ready(world)
    taken, drawn = new_number(lambda _: 7), iter([7, 8])
    pk, sk = key_of(taken)
    world.table.put_many([{"pk": pk, "sk": sk, "number": taken}])
    world.printer = replace(world.printer, below=lambda _: next(drawn))
    certificate = world.issued()
    assert sorted(numbers(world)) == sorted([taken, certificate.number])
    assert world.table.get((pk, sk)) == {"pk": pk, "sk": sk, "number": taken}


@pytest.mark.slow
def test_changes_without_end_are_given_up(world: World) -> None:
    ready(world)

    def change_again() -> None:
        world.has(activity(title=f"Title {world.revisions['micro-2026']}"))
        world.wires.before[TRANSACTION] = change_again

    world.wires.before[TRANSACTION] = change_again
    found = world.issue()
    assert isinstance(found, Refusal)
    assert (status_of(found), found.code) == (409, "try_again")
    untouched(world)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["batch_get_item", TRANSACTION, "put_object"])
def test_a_process_that_dies_at_any_step_leaves_what_the_next_call_completes(
    world: World, moment: str, step: str
) -> None:
    ready(world)
    world.wires.cut(moment, step)
    with pytest.raises(Cut):
        world.issue()
    written = (step, moment) in {(TRANSACTION, "after"), ("put_object", "before"), ("put_object", "after")}
    if not written:
        untouched(world)
    found = world.issue()
    assert isinstance(found, Issued)
    assert found.created == (not written)
    whole(world, found.certificate)
    assert world.issue() == Issued(found.certificate, created=False)


def test_asking_for_the_certificate_completes_it_too(world: World) -> None:
    ready(world)
    world.wires.cut("before", "put_object")
    with pytest.raises(Cut):
        world.issue()
    [number] = numbers(world)
    found = find_certificate(world.printer, ANA, number)
    assert isinstance(found, Certificate)
    whole(world, found)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_a_document_is_printed_again_is_healed_as_well(world: World, moment: str) -> None:
    certificate = ready(world).issued()
    world.lose_objects()
    world.wires.cut(moment, "put_object")
    with pytest.raises(Cut):
        world.issue()
    assert world.issue() == Issued(certificate, created=False)
    whole(world, certificate)


def canceled(*codes: str) -> ClientError:
    told = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    reasons = [{"Code": code} for code in codes]
    return ClientError({**told, "CancellationReasons": reasons}, "TransactWriteItems")  # type: ignore[typeddict-item]


def failing(world: World, error: Exception, times: int) -> None:
    left = iter(range(times))

    def fail() -> None:
        if next(left, None) is None:
            return
        world.wires.before[TRANSACTION] = fail
        raise error

    world.wires.before[TRANSACTION] = fail


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"])
def test_a_table_that_is_busy_for_a_moment_is_asked_again(world: World, code: str) -> None:
    ready(world)
    failing(world, canceled(*["None"] * 8, code), times=3)
    whole(world, world.issued())
    assert world.wires.calls.count(TRANSACTION) == 4


def test_a_table_that_stays_busy_leaves_the_draft(world: World) -> None:
    ready(world)
    failing(world, canceled("ThrottlingError", *["None"] * 8), times=100)
    with pytest.raises(TableBusy):
        world.issue()
    world.wires.before.clear()
    untouched(world)
    whole(world, world.issued())


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://dynamodb"),
        ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "TransactWriteItems"),
        canceled("ValidationError", *["None"] * 8),
    ],
    ids=["no line", "internal", "invalid"],
)
def test_any_other_failure_of_the_transaction_leaves_the_draft(world: World, error: Exception) -> None:
    ready(world)
    failing(world, error, times=1)
    with pytest.raises(type(error)):
        world.issue()
    untouched(world)
    whole(world, world.issued())


def test_an_answer_that_is_lost_after_the_transaction_went_through_is_no_second_certificate(world: World) -> None:
    """From the view of a client that gets no answer: it sees an error, but the writes are there."""
    ready(world)

    def lose() -> None:
        raise EndpointConnectionError(endpoint_url="https://dynamodb")

    world.wires.after[TRANSACTION] = lose
    with pytest.raises(EndpointConnectionError):
        world.issue()
    found = world.issue()
    assert isinstance(found, Issued)
    assert not found.created
    whole(world, found.certificate)


def test_a_lost_document_is_printed_again_to_the_same_bytes(world: World) -> None:
    certificate = ready(world).issued()
    before = world.objects()
    world.lose_objects()
    assert world.objects() == {}
    # Nothing that has changed since is printed.
    world.has(activity(title="Another title", provider="Another provider"), replace(PROFILE, name_as_printed="Bo"))
    world.later(days=900)
    assert find_certificate(world.printer, ANA, certificate.number) == certificate
    assert world.objects() == before


def test_a_document_that_would_come_out_otherwise_is_not_stored(world: World) -> None:
    certificate = ready(world).issued()
    world.lose_objects()
    altered = certificate.content.model_copy(update={"kicker": "Edited"})
    world.table.put_many([creation(replace(certificate, content=altered)).item])
    with pytest.raises(NotReproduced, match=certificate.number):
        find_certificate(world.printer, ANA, certificate.number)
    assert world.objects() == {}
