"""Manual entry: the notes, the form's fields as CSV, and the page to print."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from laurel.ledger.states import State, UnmatchedReason
from laurel.organizer.entries import Wanted, entries_of
from laurel.organizer.manual_entry import has_all, manual_entries, manual_entry_csv, manual_entry_page
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import PrintedClaim, Unreported, UnreportedReason
from tests.credits import START, a_credit

APPROVED = Path(__file__).parent / "approved"
BY_HAND = "If you enter it by hand, mark it here as reported by hand."
SENDING = "It is being sent to ASCP. Wait for the result, or ASCP may have it twice."


def entries(*credits, all_of_them=True):
    return manual_entries(entries_of(credits, Wanted(), START), all_of_them=all_of_them)


def unmatched(reason, **changes):
    return a_credit(state=State.UNMATCHED, reason=reason.value, **changes)


@pytest.mark.parametrize(
    ("credit", "note"),
    [
        (a_credit(state=State.ACCEPTED), "ASCP already has it: do not enter it again."),
        (a_credit(state=State.ACCEPTED, in_doubt=True), "ASCP already has it: do not enter it again."),
        (a_credit(state=State.WITHDRAWN), "It was withdrawn here and will not be sent."),
        (
            unmatched(UnmatchedReason.LIKELY_DUPLICATE, in_doubt=True),
            "It looks like another credit of yours: do not enter both, or ASCP may have it twice.",
        ),
        (a_credit(state=State.SENDING), SENDING),
        (a_credit(state=State.REPORTED, in_doubt=True), SENDING),
        (
            unmatched(UnmatchedReason.NO_CONSENT),
            "It is on hold until you agree to reporting. " + BY_HAND,
        ),
        (
            a_credit(),
            "We are sending it. If you enter it by hand, mark it here as reported by hand first.",
        ),
        (unmatched(UnmatchedReason.NOT_A_MEMBER), BY_HAND),
        (a_credit(state=State.REJECTED, reason="unknown_email"), BY_HAND),
    ],
)
def test_the_note_says_what_to_check_first(credit, note):
    assert [one.note for one in entries(credit)] == [note]


def test_what_ascp_has_what_is_withdrawn_and_likely_duplicates_are_left_out_unless_all_are_wanted():
    credits = [
        a_credit("c1", state=State.ACCEPTED),
        a_credit("c2", state=State.WITHDRAWN),
        unmatched(UnmatchedReason.LIKELY_DUPLICATE, credit_id="c3"),
        a_credit("c4"),
    ]
    assert [one.credit_id for one in entries(*credits, all_of_them=False)] == ["c4"]
    assert sorted(one.credit_id for one in entries(*credits)) == ["c1", "c2", "c3", "c4"]


def test_an_entry_has_the_facts_of_its_credit():
    [one] = entries(a_credit())
    facts = (one.credit_id, one.title, one.provider, one.completed_on, one.contact_hours, one.phase)
    assert facts == ("c1", "Blood smears, read right", "labce", date(2026, 11, 1), Decimal("1.5"), Phase.ON_ITS_WAY)


def test_the_csv_has_the_forms_fields():
    assert manual_entry_csv(entries(a_credit())).removeprefix("\ufeff").splitlines() == [
        "title,provider,date,contact_hours",
        '"Blood smears, read right",labce,2026-11-01,1.5',
    ]


PRINTED = PrintedClaim(
    claim_id="k1",
    credit_id="c9",
    certificate_number="7XKDA-9GQMT-C4WHX",
    title="Urine & <more>",
    provider="ASCLS <CT>",
    statement="florida",
    statement_name="Florida <CE>",
    credits=Decimal("2.0"),
    completed_on=date(2026, 10, 2),
)


@pytest.mark.parametrize(
    ("name", "credits", "printed"),
    [
        ("nothing", [], []),
        ("one", [a_credit(activity_title="<Smears>", provider="a & b")], []),
        ("all", [a_credit(), unmatched(UnmatchedReason.NO_CONSENT, credit_id="c2")], [PRINTED]),
    ],
)
def test_the_page_is_as_approved(name, credits, printed):
    unreported = [Unreported(one, UnreportedReason.NO_CONSENT) for one in printed]
    page = manual_entry_page(entries(*credits), unreported, on=date(2026, 11, 20))
    assert page == (APPROVED / f"manual_entry_{name}.html").read_text(encoding="utf-8")


def test_the_page_has_the_id_with_which_the_learner_logs_in():
    page = manual_entry_page([], [], on=date(2026, 11, 20), ascp_customer_id="0041<2345")
    assert (
        "The dates are completion dates. As of November 20, 2026.</p>\n"
        "<p>Your ASCP customer ID: <b>0041&lt;2345</b></p>\n"
        "<p>There is nothing to enter by hand.</p>"
    ) in page


def test_each_certificate_that_is_not_reported_has_a_row_of_its_own():
    unreported = [Unreported(PRINTED, UnreportedReason.NO_CONSENT)] * 2
    body = manual_entry_page([], unreported, on=date(2026, 11, 20)).rpartition("<tbody>\n")[2]
    rows = body.partition("\n</tbody>")[0].split("\n")
    assert len(rows) == 2
    assert all(row.startswith("<tr>") and row.endswith("</tr>") for row in rows)


def test_ascp_has_all_only_if_there_is_something_and_nothing_else():
    accepted = a_credit(state=State.ACCEPTED)
    assert has_all([accepted], [])
    assert not has_all([], [])
    assert not has_all([accepted, replace(accepted, state=State.REPORTED)], [])
    assert not has_all([accepted], [Unreported(PRINTED, UnreportedReason.NO_CONSENT)])
