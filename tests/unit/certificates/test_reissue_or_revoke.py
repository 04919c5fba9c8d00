"""Staff reissue and revoke: what stays, what changes, and what the ledger records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from laurel.certificates.certificate import Certificate, CertificateStatus, Correction
from laurel.certificates.lookup import find_certificate, look_up
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.reissue_or_revoke import Corrected, Revocation, reissue
from laurel.certificates.reissue_or_revoke import revoke as revoke_as_wanted
from laurel.claims.transcript import transcript_of
from laurel.learners.name_languages import NameLanguage
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.certificates.printers import ANA, PROFILE, VERIFY_URL, Cut, World, ready
from tests.unit.claims.samples import AFTER, claim

NEW_NAME = "Ana Lima-Sá"
RENAMED = replace(PROFILE, name_as_printed=NEW_NAME, version=2)
LATER = AFTER + timedelta(days=30)
WHY = "Name corrected after marriage"
BY = "staff:sam"

# How a credit comes into each state, from `earned`.
WAYS: dict[State, Callable[[Credit], Credit]] = {
    State.EARNED: lambda c: c,
    State.UNMATCHED: lambda c: c.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=LATER),
    State.REPORTED: lambda c: c.report(member_number="M1", at=LATER, look_again_at=LATER),
    State.SENDING: lambda c: WAYS[State.REPORTED](c).lease("s1", at=LATER, until=LATER),
    State.ACCEPTED: lambda c: WAYS[State.SENDING](c).accept("R-1", at=LATER),
    State.REJECTED: lambda c: WAYS[State.SENDING](c).reject(RejectedReason.NAME_MISMATCH, detail=None, at=LATER),
    State.WITHDRAWN: lambda c: c.withdraw(why="by hand", at=LATER),
}


@pytest.fixture
def printed(world: World) -> Certificate:
    certificate = ready(world).issued()
    world.now = LATER
    world.wires.calls.clear()
    return certificate


def revoke(printer: CertificatePrinter, staff_id: str, number: str, *, reason: str) -> Corrected | Refusal:
    return revoke_as_wanted(printer, staff_id, number, Revocation(reason))


def again(world: World, number: str) -> Corrected | Refusal:
    return reissue(world.printer, "sam", number, reason=WHY, verify_url=VERIFY_URL)


def corrected(found: Corrected | Refusal) -> Corrected:
    assert isinstance(found, Corrected), found
    return found


def code(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.code


def move(world: World, state: State) -> Credit:
    """The ledger's credit, brought into `state`."""
    credit = world.credit()
    assert credit
    if state is not State.EARNED:
        assert world.printer.ledger.save([Change(credit, WAYS[state](credit))]) != [None]
    moved = world.credit()
    assert moved
    assert moved.state is state
    return moved


def test_a_reissue_says_the_new_name_and_keeps_everything_else(world: World, printed: Certificate) -> None:
    world.has(RENAMED)
    new = corrected(again(world, printed.number)).certificate
    assert world.wires.calls == [
        "get_item",
        "batch_get_item",
        "batch_get_item",
        "update_item",
        "transact_write_items",
        "put_object",
    ]
    assert new.number != printed.number
    changed = {"learner", "document_title", "number", "verification_url", "issued"}
    before, after = printed.content.model_dump(), new.content.model_dump()
    assert {name for name in before if before[name] != after[name]} == changed
    assert (new.content.learner, new.content.verification_url) == (NEW_NAME, f"{VERIFY_URL}/{new.number}")
    assert NEW_NAME in new.content.document_title
    assert new.content.issued == "June 20, 2026, reissued on July 20, 2026"
    assert (new.completed_on, new.content.issued_on, new.reissued_on) == (
        printed.completed_on,
        date(2026, 6, 20),
        date(2026, 7, 20),
    )
    assert (new.attested_at, new.replaces, new.status) == (printed.attested_at, printed.number, CertificateStatus.VALID)


def test_the_old_number_stays_and_says_by_which_it_was_replaced_by_whom_and_why(
    world: World, printed: Certificate
) -> None:
    world.has(RENAMED)
    old_document = world.objects()
    new = corrected(again(world, printed.number)).certificate
    old = world.printer.certificates.get(printed.number)
    assert old == replace(
        printed,
        status=CertificateStatus.SUPERSEDED,
        superseded_by=new.number,
        correction=Correction("sam", LATER, WHY),
        version=2,
    )
    assert world.objects().items() > old_document.items()
    assert world.claim().certificate_number == new.number
    assert world.printer.certificates.get(new.number) == new
    assert isinstance(find_certificate(world.printer, ANA, new.number), Certificate)


def test_a_reissued_certificate_can_be_reissued_again(world: World, printed: Certificate) -> None:
    world.has(RENAMED)
    second = corrected(again(world, printed.number)).certificate
    world.has(replace(RENAMED, name_as_printed="Ana Sá", version=3))
    world.later(days=1)
    third = corrected(again(world, second.number)).certificate
    assert third.content.issued == "June 20, 2026, reissued on July 21, 2026"
    assert (third.replaces, third.credit_id) == (second.number, printed.credit_id)


@pytest.mark.parametrize("state", sorted(set(State) - {State.SENDING}))
def test_the_credit_goes_out_under_the_new_name_where_ascp_was_not_told_the_old(
    world: World, printed: Certificate, state: State
) -> None:
    before = move(world, state)
    world.has(RENAMED)
    found = corrected(again(world, printed.number))
    after, told = world.credit(), found.credit
    assert after
    assert told
    follows = state in {State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED}
    assert (told.followed, told.state, after.state) == (follows, state, state)
    assert after.name == (NEW_NAME if follows else "Ana Lima")
    step = after.timeline[-1]
    assert (step.state, step.by, step.at) == (state, BY, LATER)
    assert step.detail == f"certificate {printed.number} reissued as {found.certificate.number}: {WHY}"
    assert (after.due_at, after.reason, after.version) == (before.due_at, before.reason, before.version + 1)
    # Staff are not told that it is reported where somebody has to do something first.
    assert ("is reported as it is on" in told.message) == (state in {State.EARNED, State.REPORTED})
    assert ("release" in told.message) == (state is State.REJECTED)
    assert ("correct it there" in told.message) == (state is State.ACCEPTED)


@pytest.mark.parametrize("is_withheld", [False, True])
def test_a_credit_that_ascp_may_hold_stays_as_it_was_sent(
    world: World, printed: Certificate, is_withheld: bool
) -> None:
    """Otherwise the ledger would say what ASCP does not have, and nobody could have ASCP correct it."""
    sending = move(world, State.SENDING)
    doubtful = sending.put_back(why="timed out", in_doubt=True, at=LATER, look_again_at=LATER)
    doubtful = doubtful.withhold(at=LATER) if is_withheld else doubtful
    assert world.printer.ledger.save([Change(sending, doubtful)]) != [None]
    world.has(RENAMED)
    told, after = corrected(again(world, printed.number)).credit, world.credit()
    assert told
    assert after
    assert (told.followed, after.name, after.state, after.in_doubt) == (False, "Ana Lima", doubtful.state, True)
    assert "correct it there" in told.message


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (lambda c: c.withhold(at=LATER), "when its learner agrees to reporting"),
        (lambda c: WAYS[State.REPORTED](c).hold_back("other"), "looks like another one"),
        (WAYS[State.UNMATCHED], "when it is matched to a member"),
    ],
)
def test_staff_read_what_a_corrected_credit_waits_for(
    world: World, printed: Certificate, held: Callable[[Credit], Credit], said: str
) -> None:
    credit = move(world, State.EARNED)
    assert world.printer.ledger.save([Change(credit, held(credit))]) != [None]
    world.has(RENAMED)
    told = corrected(again(world, printed.number)).credit
    assert told
    assert (told.followed, said in told.message) == (True, True)


@pytest.mark.parametrize("state", sorted(set(State) - {State.SENDING}))
def test_a_revocation_withdraws_what_ascp_does_not_hold(world: World, printed: Certificate, state: State) -> None:
    move(world, state)
    found = corrected(revoke(world.printer, "sam", printed.number, reason="Attended by another"))
    after, told = world.credit(), found.credit
    assert after
    assert told
    follows = state not in {State.ACCEPTED, State.WITHDRAWN}
    assert (told.followed, told.state) == (follows, after.state)
    assert after.state is (State.WITHDRAWN if follows else state)
    assert after.timeline[-1].detail == f"certificate {printed.number} revoked: Attended by another"
    assert after.timeline[-1].by == BY
    assert ("withdraw it there" in told.message) == (state is State.ACCEPTED)


def test_a_credit_that_ascp_may_hold_is_withdrawn_and_staff_are_told_to_ask(world: World, printed: Certificate) -> None:
    sending = move(world, State.SENDING)
    doubtful = sending.put_back(why="timed out", in_doubt=True, at=LATER, look_again_at=LATER)
    assert world.printer.ledger.save([Change(sending, doubtful)]) != [None]
    told = corrected(revoke(world.printer, "sam", printed.number, reason="x")).credit
    assert told
    assert (told.state, told.followed) == (State.WITHDRAWN, True)
    assert "Ask ASCP" in told.message


def test_while_the_credit_is_being_sent_nothing_is_corrected(world: World, printed: Certificate) -> None:
    credit = move(world, State.SENDING)
    world.has(RENAMED)
    for found in (again(world, printed.number), revoke(world.printer, "sam", printed.number, reason="x")):
        assert code(found) == "credit_being_sent"
    assert world.credit() == credit
    assert world.printer.certificates.get(printed.number) == printed


def test_a_credit_that_is_leased_at_that_very_moment_is_left_to_its_forwarder(
    world: World, printed: Certificate
) -> None:
    move(world, State.REPORTED)
    credit = world.credit()
    assert credit

    def lease() -> None:
        world.printer.ledger.save([Change(credit, credit.lease("s1", at=LATER, until=LATER))])

    world.wires.before["transact_write_items"] = lease
    assert code(revoke(world.printer, "sam", printed.number, reason="x")) == "credit_being_sent"
    assert world.printer.certificates.get(printed.number) == printed


def test_a_revoked_certificate_says_so_and_counts_nothing(world: World, printed: Certificate) -> None:
    found = corrected(revoke(world.printer, "sam", printed.number, reason="Attended by another"))
    assert world.wires.calls == ["get_item", "batch_get_item", "batch_get_item", "transact_write_items"]
    stored = look_up(world.printer.certificates, printed.number)
    assert stored == found.certificate
    assert stored == replace(
        printed, status=CertificateStatus.REVOKED, correction=Correction("sam", LATER, "Attended by another"), version=2
    )
    mine = world.claim()
    assert (mine.certificate_number, mine.certificate_revoked_at) == (printed.number, LATER)
    assert transcript_of([mine]).totals == {}


def test_what_is_not_valid_any_more_is_not_corrected(world: World, printed: Certificate) -> None:
    world.has(RENAMED)
    new = corrected(again(world, printed.number)).certificate
    # A second try of a reissue that succeeded answers with the valid number.
    for found in (again(world, printed.number), revoke(world.printer, "sam", printed.number, reason="x")):
        assert code(found) == "certificate_superseded"
        assert isinstance(found, Refusal)
        assert new.number in found.message
    corrected(revoke(world.printer, "sam", new.number, reason="x"))
    for found in (again(world, new.number), revoke(world.printer, "sam", new.number, reason="x")):
        assert code(found) == "certificate_revoked"


@pytest.mark.parametrize("name", ["Ana Lima", None])
def test_where_nothing_would_change_there_is_nothing_to_reissue(
    world: World, printed: Certificate, name: str | None
) -> None:
    """A name that was taken out of the profile stays as it was printed."""
    world.has(replace(PROFILE, name_as_printed=name, version=2))
    found = again(world, printed.number)
    assert code(found) == "nothing_changed"
    assert isinstance(found, Refusal)
    for compared in ("name", "license", "number", "title", "approval number", "wording", "signatory"):
        assert compared in found.message
    assert world.printer.certificates.get(printed.number) == printed


def test_a_name_that_cannot_be_printed_is_told_to_staff(world: World, printed: Certificate) -> None:
    world.has(replace(PROFILE, name_as_printed="Ana \U0001f9ec", version=2))
    assert code(again(world, printed.number)) == "unprintable"
    assert world.printer.certificates.get(printed.number) == printed


def test_a_certificate_without_a_credit_is_corrected_as_well(world: World) -> None:
    printed = ready(world, claim(kind=Statement.ATTENDANCE, a="1")).issued()
    world.has(RENAMED)
    new = corrected(again(world, printed.number))
    assert new.credit is None
    assert corrected(revoke(world.printer, "sam", new.certificate.number, reason="x")).credit is None


def test_of_two_reissues_at_once_one_goes_through(world: World, printed: Certificate) -> None:
    world.has(RENAMED)
    first: list[Corrected] = []
    world.wires.before["transact_write_items"] = lambda: first.append(corrected(again(world, printed.number)))
    assert code(again(world, printed.number)) == "certificate_superseded"
    assert world.claim().certificate_number == first[0].certificate.number


def test_a_name_that_changes_at_that_moment_is_the_one_printed(world: World, printed: Certificate) -> None:
    world.has(RENAMED)
    world.wires.before["transact_write_items"] = lambda: world.has(
        replace(RENAMED, name_as_printed="Ana Sá", version=3)
    )
    assert corrected(again(world, printed.number)).certificate.content.learner == "Ana Sá"


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["transact_write_items", "put_object"])
def test_a_process_that_dies_leaves_the_old_or_the_new_certificate_whole(
    world: World, printed: Certificate, moment: str, step: str
) -> None:
    world.has(RENAMED)
    world.wires.cut(moment, step)
    with pytest.raises(Cut):
        again(world, printed.number)
    holds = world.claim().certificate_number
    assert holds
    assert (holds == printed.number) == ((moment, step) == ("before", "transact_write_items"))
    found = find_certificate(world.printer, ANA, holds)
    assert isinstance(found, Certificate)
    assert found.status is CertificateStatus.VALID
    assert f"certificates/{holds}/{found.sha256}.pdf" in world.objects()


def test_numbers_that_lead_nowhere(world: World, printed: Certificate) -> None:
    assert code(again(world, "34679-ACDEF-GHJKM")) in {"number_mistyped", "certificate_not_found"}
    assert code(revoke(world.printer, "sam", "nonsense", reason="x")) == "number_mistyped"


def test_a_reissue_takes_the_language_of_the_name(world: World, printed: Certificate) -> None:
    world.has(replace(PROFILE, name_language=NameLanguage.JAPANESE, version=2))
    new = corrected(again(world, printed.number))
    assert [one.what for one in new.changes] == ["Language of the name"]
    assert new.certificate.content.learner_language == "ja"
