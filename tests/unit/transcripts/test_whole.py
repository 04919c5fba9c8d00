"""The transcript of everything: each credit once, what counts, by year; and as CSV."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.claim_credit import claim_credit_id
from laurel.claims.claim import Claim, finalize, with_certificate_revoked
from laurel.ledger.credit import Credit, Source
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.own_credits.own_credit import OwnUnit
from laurel.statements import Statement
from laurel.transcripts.transcript_csv import COLUMNS, transcript_csv
from laurel.transcripts.transcript_views import WholeTranscriptView
from laurel.transcripts.whole import LineStanding, WholeTranscript, whole_transcript
from tests.credits import a_credit
from tests.unit.claims.samples import AFTER, activity, claim
from tests.unit.own_credits.test_records import CREDIT as OWN

AT = datetime(2026, 6, 30, tzinfo=UTC)
FORMULA = "=+-@\t\r＝＋－＠"


def final(name: str, kind: Statement = Statement.PACE, **heading: str) -> Claim:
    printed = finalize(claim(activity(id=name), kind, a="1", c="3.5"), f"LRL-{name}", AFTER)
    return replace(printed, activity=replace(printed.activity, **heading))


def sent(name: str, **changes: Any) -> Credit:
    """A credit that a provider sent: two contact hours."""
    return replace(a_credit(name), contact_hours=Decimal(2), completed_on=date(2025, 12, 31), **changes)


def of_claim(printed: Claim, **changes: Any) -> Credit:
    known = {"credit_id": claim_credit_id(printed.claim_id), "source": Source.CLAIM, "learner_id": "ana"}
    return replace(a_credit("own"), **(known | changes))


def whole(claims: list[Claim], *credits: Credit, **given: Any) -> WholeTranscript:
    span = {"starting": None, "ending": None} | given
    return whole_transcript(claims, credits, span.pop("own", []), learner_ids=("ana", "lou"), **span)


def held(credit: Credit, resembled: Credit) -> Credit:
    return replace(
        credit, state=State.UNMATCHED, reason=UnmatchedReason.LIKELY_DUPLICATE, resembles=resembled.credit_id
    )


def test_a_claim_and_its_own_credit_are_one_line() -> None:
    printed = final("one")
    found = whole([printed], of_claim(printed), sent("other"))
    assert [one.credit.reference for one in found.provider_lines] == [sent("other").reference]
    assert found.totals == {Statement.PACE: Decimal("6.5")}


def test_the_credit_of_a_reopened_claim_is_no_line_of_a_provider() -> None:
    draft = claim(activity(id="draft"), a="1")
    found = whole([draft], of_claim(draft))
    assert (found.provider_lines, found.totals, len(found.claims.drafts)) == ((), {}, 1)


def test_the_credit_of_somebody_elses_claim_is_not_shown_and_one_of_a_forgotten_claim_is() -> None:
    theirs, forgotten = (of_claim(final(one), learner_id=who) for one, who in (("a", "eve"), ("b", "lou")))
    assert [one.credit for one in whole([], theirs, forgotten).provider_lines] == [forgotten]


@pytest.mark.parametrize(
    ("reason", "standing"),
    [
        (WithdrawnReason.BY_PROVIDER, LineStanding.WITHDRAWN),
        (WithdrawnReason.BY_STAFF, LineStanding.WITHDRAWN),
        (WithdrawnReason.FILE_UNDONE, LineStanding.WITHDRAWN),
        # Its learner entered it at ASCP: it was earned.
        (WithdrawnReason.BY_HAND, LineStanding.COUNTS),
    ],
)
def test_what_was_withdrawn_is_shown_and_counts_nothing(reason: WithdrawnReason, standing: LineStanding) -> None:
    found = whole([], sent("gone").withdraw(why="a test", at=AT, reason=reason))
    assert [one.standing for one in found.provider_lines] == [standing]
    assert bool(found.totals) == bool(found.years) == (standing is LineStanding.COUNTS)


def test_of_two_that_look_alike_one_counts_whichever_is_held() -> None:
    printed, other = final("one"), sent("other")
    for pair in ((of_claim(printed), held(other, of_claim(printed))), (held(of_claim(printed), other), other)):
        found = whole([printed], *pair)
        assert [one.standing for one in found.provider_lines] == [LineStanding.IN_QUESTION]
        assert found.totals == {Statement.PACE: Decimal("4.5")}


def test_totals_are_by_type_and_by_year_and_never_have_own_statements() -> None:
    revoked = with_certificate_revoked(final("gone"), AFTER + timedelta(days=1))
    own = [OWN, replace(OWN, credit_id="c2", unit=OwnUnit.CEU, amount=Decimal("0.5"))]
    found = whole([final("a"), final("b", Statement.AMA_PRA_1), revoked], sent("c"), own=own)
    assert found.totals == {Statement.AMA_PRA_1: Decimal("4.5"), Statement.PACE: Decimal("6.5")}
    assert [(one.year, sum(one.totals.values())) for one in found.years] == [(2026, 9), (2025, 2)]
    assert found.own_totals == {OwnUnit.CONTACT_HOUR: Decimal("1.50"), OwnUnit.CEU: Decimal("0.5")}


@pytest.mark.parametrize(
    ("starting", "ending", "counts"),
    [
        (None, None, (1, 1, 1)),
        (date(2025, 12, 31), date(2026, 5, 4), (0, 1, 1)),
        (date(2026, 1, 1), date(2026, 12, 31), (1, 0, 1)),
        (date(2026, 5, 5), date(2028, 5, 4), (1, 0, 0)),
        (date(2024, 1, 1), date(2025, 12, 30), (0, 0, 0)),
        (date(2024, 1, 1), date(2025, 12, 31), (0, 1, 0)),
        (date(2026, 6, 4), date(2026, 6, 4), (1, 0, 0)),
        (date(2026, 6, 5), None, (0, 0, 0)),
        (date(2026, 6, 4), None, (1, 0, 0)),
    ],
)
def test_a_span_takes_both_its_days(starting: date | None, ending: date | None, counts: tuple[int, ...]) -> None:
    found = whole([final("a")], sent("b"), own=[OWN], starting=starting, ending=ending)
    assert (len(found.claims.completed), len(found.provider_lines), len(found.own)) == counts


def test_the_view_marks_each_source() -> None:
    shown = WholeTranscriptView.of_whole(whole([final("a")], sent("b"), own=[OWN])).model_dump(mode="json")
    assert [one["source"] for one in shown["provider_credits"] + shown["own_credits"]] == ["provider", "own"]
    assert shown["own_totals"] == [{"unit": "contact_hour", "amount": "1.5"}]
    assert shown["years"][0] == {"year": 2026, "totals": [{"statement": "pace", "credits": "4.5"}]}


def rows(found: WholeTranscript) -> list[dict[str, str]]:
    text = transcript_csv(found)
    assert text.startswith("\ufeffcompleted_on,")
    assert text.endswith("\r\n")
    head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert tuple(head) == COLUMNS
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_a_line_of_csv_says_what_a_board_asks() -> None:
    (line,) = rows(whole([final("a", title='Größe, "mixed"\nlines')]))
    assert line == {
        "completed_on": "2026-06-04",
        "title": 'Größe, "mixed"\nlines',
        "provider": "Example Society for Microbiology",
        "activity_number": "148-012-26",
        "statement": "pace",
        "credits": "4.5",
        "certificate_number": "LRL-a",
        "printed_at": "2026-06-20T12:00:00Z",
        "certificate_status": "valid",
        "counted": "yes",
        "source": "claim",
        "standing": "counts",
        **dict.fromkeys(("unit", "topic", "proof"), ""),
    }


def test_the_latest_line_comes_first_whatever_its_source() -> None:
    later = replace(sent("later"), completed_on=date(2026, 6, 5))
    found = rows(whole([final("a")], sent("b"), later, own=[replace(OWN, completed_on=date(2027, 1, 1))]))
    assert [one["completed_on"] for one in found] == ["2026-06-05", "2026-06-04", "2025-12-31", "2027-01-01"]


def test_lines_of_one_day_stay_in_their_order() -> None:
    found = whole([final("a", title="Alpha"), final("b", title="Zulu"), final("c", title="Mike")])
    assert [one["title"] for one in rows(found)] == [one.activity.title for one in found.claims.completed]
    assert {one["completed_on"] for one in rows(found)} == {"2026-06-04"}


def test_each_line_of_csv_has_its_source_and_own_statements_come_last() -> None:
    revoked = with_certificate_revoked(final("gone"), AFTER + timedelta(days=1))
    twice = replace(final("a"), claim_id="another", learner_id="lou", total=Decimal(1))
    gone = sent("c").withdraw(why="a test", at=AT)
    found = rows(whole([final("a"), revoked, twice], sent("b"), gone, own=[OWN]))
    marks = sorted((one["source"], one["standing"], one["counted"], one["certificate_status"]) for one in found)
    assert marks == [
        ("claim", "counts", "yes", "valid"),
        ("claim", "revoked", "no", "revoked"),
        ("claim", "superseded", "no", "valid"),
        ("own statement", "", "no", ""),
        ("provider", "counts", "yes", ""),
        ("provider", "withdrawn", "no", ""),
    ]
    (fed,) = (one for one in found if (one["source"], one["standing"]) == ("provider", "counts"))
    assert fed == dict.fromkeys(COLUMNS, "") | {
        "completed_on": "2025-12-31",
        "title": "Blood smears, read right",
        "provider": "labce",
        "activity_number": "578-b-26",
        "statement": "pace",
        "credits": "2",
        "counted": "yes",
        "source": "provider",
        "standing": "counts",
    }
    assert found[-1] == dict.fromkeys(COLUMNS, "") | {
        "completed_on": "2026-05-04",
        "title": "Errors in the blood bank",
        "provider": "Lakeside Hospital",
        "statement": "pace",
        "credits": "1.5",
        "counted": "no",
        "source": "own statement",
        "unit": "contact_hour",
        "topic": "medical_errors",
        "proof": "pdf",
    }


def test_an_own_statement_may_have_no_type_topic_or_proof() -> None:
    plain = replace(OWN, statement=None, topic=None, proof=None)
    (line,) = rows(whole([], own=[plain]))
    assert [line[name] for name in ("statement", "topic", "proof")] == ["", "", ""]


@given(st.sampled_from(FORMULA), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_cell_is_a_formula(first: str, rest: str) -> None:
    texts = {"activity_title": first + rest, "provider": first, "activity_number": first}
    own = replace(OWN, title=first + rest, provider=first)
    for line in rows(whole([final("a", title=first + rest, provider=first)], sent("b", **texts), own=[own])):
        assert line["title"] == f"'{first}{rest}"
        assert not any(cell.startswith(tuple(FORMULA + "\n")) for cell in line.values())
