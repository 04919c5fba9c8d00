"""Printing: what one transaction writes, what it costs, and everything that refuses it."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.issue import Issued, Seen
from laurel.claims.claim import Attempt, Claim, Status
from laurel.claims.edit_claim import EditContext, claim_session
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.consent import Consents
from laurel.learners.held_addresses import held_addresses
from laurel.ledger.credit import Source, Step
from laurel.ledger.states import State
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.platform.table import Put, Table
from laurel.statements import REPORTABLE, Statement
from tests.unit.certificates.printers import ANA, PROFILE, VERIFY_URL, World, credit_id, ready
from tests.unit.certificates.samples import renderer
from tests.unit.claims.samples import AFTER, ANSWERS, activity, claim, online

NUMBER = re.compile(r"[34679A-Z]{5}(-[34679A-Z]{5}){2}")


def refused(found: Issued | Refusal) -> Refusal:
    assert isinstance(found, Refusal), found
    return found


def untouched(world: World) -> bool:
    """Whether the claim is a draft that can still be changed, and nothing else was written."""
    mine = world.claim()
    return (mine.status, mine.certificate_number, world.credit(), world.objects()) == (Status.DRAFT, None, None, {})


def test_claim_certificate_credit_and_document_come_into_being_together(world: World) -> None:
    ready(world)
    found = world.issue()
    assert world.wires.calls == ["batch_get_item", "update_item", "transact_write_items", "put_object"]
    assert isinstance(found, Issued)
    assert found.created
    certificate = found.certificate
    assert NUMBER.fullmatch(certificate.number)
    mine = world.claim()
    assert (mine.status, mine.certificate_number, mine.completed_on) == (
        Status.FINAL,
        certificate.number,
        date(2026, 6, 4),
    )
    assert (mine.finalised_at, mine.total) == (AFTER, Decimal("4.5"))
    assert world.printer.certificates.get(certificate.number) == certificate
    assert (certificate.status, certificate.learner_id, certificate.claim_id) == (
        CertificateStatus.VALID,
        "ana",
        mine.claim_id,
    )
    assert (certificate.content.learner, certificate.content.total) == ("Ana Lima", "4.5")
    assert certificate.content.verification_url == f"{VERIFY_URL}/{certificate.number}"
    assert (certificate.attested_at, certificate.credit_id) == (AFTER, credit_id())


def test_the_document_lies_in_the_archive_as_it_is_on_record(world: World) -> None:
    certificate = ready(world).issued()
    [(key, pdf)] = world.objects().items()
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() == certificate.sha256
    assert key == f"certificates/{certificate.number}/{certificate.sha256}.pdf"
    stored = aws_clients.s3().head_object(Bucket=world.bucket, Key=key)
    assert stored["ContentType"] == "application/pdf"
    assert f'filename="certificate-{certificate.number}.pdf"' in stored["ContentDisposition"]
    assert certificate.typesetter.startswith("typst 0.")


def test_the_credit_is_earned_and_due_at_once(world: World) -> None:
    ready(world).issued()
    credit = world.credit()
    assert credit
    assert (credit.state, credit.source, credit.version, credit.due_at) == (State.EARNED, Source.CLAIM, 1, AFTER)
    assert (credit.email, credit.email_key) == ("Ana@Example.org", "ana@example.org")
    assert (credit.name, credit.reference) == ("Ana Lima", claim().claim_id)
    assert (credit.provider, credit.activity_number) == ("Example Society for Microbiology", "148-012-26")
    assert (credit.activity_title, credit.statement) == ("Clinical Microbiology 2026", "pace")
    assert (credit.contact_hours, credit.completed_on) == (Decimal("4.5"), date(2026, 6, 4))
    assert credit.timeline == (Step(AFTER, State.EARNED),)


@pytest.mark.parametrize("kind", Statement)
def test_only_what_ascp_takes_goes_into_the_ledger(world: World, kind: Statement) -> None:
    certificate = ready(world, claim(kind=kind, a="1", c="3.5")).issued()
    assert (world.credit() is not None) == (certificate.credit_id is not None) == (kind in REPORTABLE)
    license = {Statement.CALIFORNIA: "MTA 1", Statement.FLORIDA: "FL 2"}.get(kind)
    assert license is None or license in certificate.content.model_dump_json()


@pytest.mark.parametrize("agreed", [True, False])
def test_a_credit_waits_for_its_learners_consent(world: World, agreed: bool) -> None:
    certificate = ready(world, profile=replace(PROFILE, consent_at=AFTER if agreed else None)).issued()
    credit = world.credit()
    assert credit
    assert (credit.credit_id, credit.learner_id) == (certificate.credit_id, "ana")
    assert [(step.state, step.reason) for step in credit.timeline] == [
        (State.EARNED, None),
        *([] if agreed else [(State.UNMATCHED, "no_consent")]),
    ]
    assert credit.due_at == (AFTER if agreed else None)
    missing = Consents(Table("LedgerTable")).missing_among(["ana"])
    assert missing == (frozenset() if agreed else {"ana"})


@pytest.mark.parametrize("address", ["ana@localhost", "taken@example.org"])
def test_who_does_not_report_needs_no_address_for_it(world: World, address: str) -> None:
    ready(world, profile=replace(PROFILE, consent_at=None))
    world.table.put(Put({"pk": "ADDRESS#taken@example.org", "sk": "HOLDER", "learner_id": "bea"}, "", {}, {}))
    found = world.issue(who=Caller("ana", address, False))
    assert isinstance(found, Issued)
    assert (found.certificate.credit_id, world.credit()) == (None, None)


def test_printing_again_answers_the_same_certificate_and_stores_nothing(world: World) -> None:
    certificate = ready(world).issued()
    before = world.objects()
    world.wires.calls.clear()
    world.later(days=400)
    assert world.issue() == Issued(certificate, created=False)
    assert world.wires.calls == ["batch_get_item", "get_item", "head_object"]
    assert world.objects() == before


def test_a_final_claim_is_locked(world: World) -> None:
    ready(world).issued()
    desk = EditContext(world.printer.claims, lambda: AFTER, "ana", claim().claim_id)
    locked = claim_session(desk, "b", Decimal(1), ANSWERS)
    assert isinstance(locked, Refusal)
    assert locked.code == "claim_final"


def test_who_does_not_attest_gets_nothing(world: World) -> None:
    ready(world)
    answer = refused(world.issue(attested=False))
    assert (status_of(answer), answer.code, answer.errors[0].path) == (422, "attestation_required", "attested")
    assert world.wires.calls == []


@pytest.mark.parametrize("who", [Caller("bo", "bo@example.org", False), Caller("sam", "sam@example.org", True)])
def test_nobody_prints_for_another(world: World, who: Caller) -> None:
    ready(world)
    assert refused(world.issue(who=who)).code == "claim_not_found"
    assert world.wires.calls == []


def test_a_claim_that_was_never_opened_is_not_there(world: World) -> None:
    world.has(activity(), PROFILE)
    assert refused(world.issue()).code == "claim_not_found"


@pytest.mark.parametrize(
    ("draft", "profile", "missing"),
    [
        (claim(), PROFILE, {"no_session_claimed"}),
        (replace(claim(a="1"), acknowledgements=()), PROFILE, {"disclosure_unread"}),
        (claim(a="1"), replace(PROFILE, name_as_printed=None), {"name_missing"}),
        (claim(kind=Statement.FLORIDA, a="1"), replace(PROFILE, licences=()), {"licence_missing"}),
        (claim(a="1", a_parallel="1"), PROFILE, {"sessions_overlap"}),
        (replace(claim(), acknowledgements=()), PROFILE, {"disclosure_unread", "no_session_claimed"}),
    ],
    ids=["nothing claimed", "disclosure", "name", "license", "overlap", "two at once"],
)
def test_whatever_is_missing_is_listed_and_the_claim_stays_a_draft(
    world: World, draft: Claim, profile: object, missing: set[str]
) -> None:
    ready(world, draft, profile)  # type: ignore[arg-type]
    answer = refused(world.issue())
    assert (status_of(answer), answer.code) == (409, "claim_incomplete")
    assert {one.code for one in answer.errors} == missing
    assert untouched(world)


def test_what_staff_left_out_is_listed_too(world: World) -> None:
    ready(world)
    world.has(activity().model_copy(update={"signatory": None}))
    answer = refused(world.issue())
    assert (answer.code, [one.code for one in answer.errors]) == ("claim_incomplete", ["signatory_missing"])
    assert untouched(world)


def test_after_the_window_closed_nothing_is_printed(world: World) -> None:
    ready(world)
    world.later(days=365)
    answer = refused(world.issue())
    assert (status_of(answer), answer.code) == (409, "window_closed")
    assert untouched(world)


@pytest.mark.parametrize(
    ("profile", "changes", "path"),
    [
        (replace(PROFILE, name_as_printed="Ana \U0001f9ec Lima"), {}, "me.name_as_printed"),
        (PROFILE, {"title": "Genomes \U0001f9ec today"}, "activity.title"),
    ],
    ids=["name", "title"],
)
def test_a_character_that_no_font_has_is_named_and_the_claim_stays_a_draft(
    world: World, profile: object, changes: dict[str, str], path: str
) -> None:
    ready(world, profile=profile)  # type: ignore[arg-type]
    if changes:  # saved before activities were checked for it
        world.has(activity().model_copy(update=changes))
    answer = refused(world.issue())
    assert (status_of(answer), answer.code) == (409, "claim_incomplete")
    [problem] = answer.errors
    assert (problem.path, problem.code) == (path, "unprintable")
    assert "“🧬” (U+1F9EC)" in problem.message
    assert untouched(world)


def test_an_address_that_cannot_be_matched_refuses_a_credit_that_would_be_lost(world: World) -> None:
    ready(world)
    answer = refused(world.issue(who=Caller("ana", "ana@localhost", False)))
    assert answer.code == "email_unusable"
    assert untouched(world)


def test_no_credit_comes_in_under_an_address_that_another_learner_holds(world: World) -> None:
    """It would be shown to that learner, and go out under their name."""
    ready(world)
    registry = AddressRegistry(world.table, "LedgerTable", world.printer.clock)
    registry.recognize(Caller("bea", ANA.email, is_staff=False))
    answer = refused(world.issue())
    assert (status_of(answer), answer.code) == (409, "email_unusable")
    assert "Another account" in answer.message
    assert untouched(world)


def test_nobody_comes_by_the_credit_by_proving_its_address_next(world: World) -> None:
    ready(world).issued()
    credit = world.credit()
    assert credit
    registry = AddressRegistry(world.table, "LedgerTable", lambda: world.now)
    assert registry.holders_of([credit.email_key]) == {credit.email_key: "ana"}
    assert held_addresses(registry.recognize(Caller("bea", ANA.email, False, 1))) == ()


def test_ones_own_address_is_no_obstacle(world: World) -> None:
    ready(world)
    world.table.put_many(
        [{"pk": f"ADDRESS#{ANA.email}", "sk": "HOLDER", "learner_id": "ana", "held_since": "2026-01-01T00:00:00Z"}]
    )
    assert world.issued()


def test_titles_are_printed_as_the_catalog_has_them_now(world: World) -> None:
    ready(world, claim(b="1.5"))
    mended = [one.model_dump(mode="json") for one in activity().sessions]
    mended[2]["title"] = "Bloodstream infections"
    world.has(activity(title="Clinical Microbiology, 2026", sessions=mended))
    content = world.issued().content
    assert (content.activity, content.sessions[0].title) == ("Clinical Microbiology, 2026", "Bloodstream infections")
    assert world.claim().sessions[0].title == "Bloodstream infections"
    assert world.claim().activity.title == "Clinical Microbiology, 2026"


def test_dates_are_those_of_the_place(world: World) -> None:
    """The session ends at six in the evening in New York; it is printed at nine, when it is the next day in UTC."""
    ready(world, claim(e="4"))
    world.now = AFTER.replace(month=6, day=6, hour=1)
    certificate = world.issued()
    assert (certificate.completed_on, certificate.content.issued_on) == (date(2026, 6, 5), date(2026, 6, 5))


def test_sessions_of_an_online_course_are_dated_when_it_was_completed(world: World) -> None:
    course = online(id="micro-2026")
    passed = Attempt(100, True, AFTER - timedelta(days=1))
    ready(world, replace(claim(course, a="1"), attempts=(passed,)))
    world.has(course)
    certificate = world.issued()
    assert certificate.completed_on == date(2026, 6, 19)
    assert {one.held_on for one in certificate.content.sessions} == {"June 19, 2026"}


def test_what_is_on_record_prints_the_same_bytes_again(world: World) -> None:
    certificate = ready(world).issued()
    stored = world.printer.certificates.get(certificate.number)
    assert stored
    assert stored.badge
    again = renderer().render(stored.content, badge=stored.badge.token)
    assert hashlib.sha256(again).hexdigest() == certificate.sha256


def test_only_the_version_that_the_learner_saw_is_printed(world: World) -> None:
    ready(world)
    version = world.claim().version
    for seen, status, code in (
        (Seen(None), 428, "version_required"),
        (Seen(version - 1), 412, "changed_elsewhere"),
        (Seen(version + 1), 412, "changed_elsewhere"),
        (Seen(version, Decimal("4.25")), 409, "total_changed"),
    ):
        answer = refused(world.issue(seen=seen))
        assert (status_of(answer), answer.code) == (status, code)
        assert answer.version == (None if code == "total_changed" else version)
        assert untouched(world)
    assert isinstance(world.issue(seen=Seen(version, Decimal("4.50"))), Issued)


def test_a_lost_answer_is_given_again_whatever_version_is_named(world: World) -> None:
    certificate = ready(world).issued()
    for seen in (Seen(None), Seen(1, Decimal(1)), Seen(99)):
        assert world.issue(seen=seen) == Issued(certificate, created=False)
