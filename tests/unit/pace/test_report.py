"""The quarterly report counts what an independent recount of the claims finds; its columns are configuration."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laurel.claims.claim import AccessUsed, ClaimedSession, Status, opened
from laurel.pace.report import Quarter, is_reported, offers_pace, program_line
from laurel.pace.report_columns import DEFAULT, HEADINGS, read_columns, report_csv, texts_of
from laurel.statements import Statement
from tests.examples import examples
from tests.unit.claims.samples import AFTER, activity, document

FORM = document()["evaluation_forms"][0]
ACTIVITY = activity(
    evaluation_forms=[
        FORM
        | {
            "questions": [
                {"id": part, "kind": "likert", "text": "How was it?", "part": part}
                for part in ("speaker", "objective", "content", "facilities")
            ]
        }
    ]
)
QUARTER = Quarter(2026, 2)
PARTS = ("speaker", "objective", "content")


def claim_of(n, day, total, *, statement, is_final, is_revoked, answers):
    session = ClaimedSession("a", "T", AFTER - timedelta(1), AFTER, Decimal(total), answers)
    return replace(
        opened(f"l{n}", ACTIVITY, statement, AccessUsed("none"), AFTER),
        sessions=(session,),
        total=Decimal(total),
        status=Status.FINAL if is_final else Status.DRAFT,
        completed_on=day if is_final else None,
        certificate_revoked_at=AFTER if is_revoked else None,
    )


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.sampled_from([date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]),
            "total": st.sampled_from(["0.5", "1", "12"]),
            "statement": st.sampled_from([Statement.PACE, Statement.AMA_PRA_1, Statement.FLORIDA]),
            "is_final": st.booleans(),
            "is_revoked": st.booleans(),
            "answers": st.dictionaries(st.sampled_from([*PARTS, "facilities"]), st.integers(1, 5)),
        }
    ),
    max_size=12,
)


def mean(numbers):
    return (Decimal(sum(numbers)) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP) if numbers else None


_PACE = {"total": "1", "statement": Statement.PACE, "is_final": True, "is_revoked": False, "answers": {"content": 4}}


@examples(60)
@given(CLAIMS)
@example([{**_PACE, "day": day} for day in (date(2026, 4, 1), date(2026, 5, 2), date(2026, 6, 30), date(2026, 7, 1))])
def test_every_figure_equals_an_independent_recount(raw):
    line = program_line(ACTIVITY, QUARTER, (claim_of(n, **one) for n, one in enumerate(raw)), "148")
    done = [one for one in raw if one["is_final"] and one["day"].month in (4, 5, 6)]
    awarded = [Decimal(one["total"]) for one in done if one["statement"] == "pace" and not one["is_revoked"]]
    assert (line.participants, line.certificates, line.hours_awarded) == (len(done), len(awarded), sum(awarded))
    found = (line.mean_speaker, line.mean_objectives, line.mean_content)
    assert found == tuple(mean([one["answers"][part] for one in done if part in one["answers"]]) for part in PARTS)


def test_a_program_with_nobody_has_zeros():
    texts = texts_of(program_line(ACTIVITY, QUARTER, [], "148"))
    assert {name: texts[name] for name in ("participants", "certificates", "hours_awarded", "mean_speaker")} == {
        "participants": "0",
        "certificates": "0",
        "hours_awarded": "0",
        "mean_speaker": "",
    }
    assert (texts["hours_offered"], texts["level"], texts["canceled"]) == ("12", "intermediate", "no")


@pytest.mark.parametrize(("canceled", "said"), [(True, "yes"), (False, "no")])
def test_the_report_says_whether_a_program_was_canceled(canceled, said):
    line = replace(program_line(ACTIVITY, QUARTER, [], "148"), canceled=canceled)
    assert texts_of(line)["canceled"] == said


def test_programs_of_the_quarter_took_place_in_it_or_were_completed_in_it():
    line = program_line(ACTIVITY, QUARTER, [], "148")
    assert [is_reported(line, Quarter(2026, number)) for number in (1, 2, 3)] == [False, True, False]
    over_the_end = replace(line, starts_on=date(2026, 3, 31), ends_on=date(2026, 7, 1))
    assert all(is_reported(over_the_end, Quarter(2026, number)) for number in (1, 2, 3))
    assert is_reported(replace(line, participants=1), Quarter(2026, 3))


def test_only_programs_that_offer_pace_are_reported():
    only_ama = [one for one in document()["statements"] if one["type"] == "ama_pra_1"]
    assert offers_pace(ACTIVITY)
    assert not offers_pace(activity(statements=only_ama))


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, date(2028, 1, 1), date(2028, 3, 31)),
        (2, date(2028, 4, 1), date(2028, 6, 30)),
        (3, date(2028, 7, 1), date(2028, 9, 30)),
        (4, date(2028, 10, 1), date(2028, 12, 31)),
    ],
)
def test_the_days_of_a_quarter(number, first, last):
    quarter = Quarter(2028, number)
    assert (quarter.first_day, quarter.last_day) == (first, last)
    assert quarter.has(first) and quarter.has(last)
    assert not any(quarter.has(day) for day in (None, first - timedelta(1), last + timedelta(1)))


def test_the_columns_are_those_of_the_setting():
    assert [one.id for one in read_columns("")] == [one for one in HEADINGS if one != "location"]
    found = read_columns(" title ; participants = How many;")
    line = replace(program_line(ACTIVITY, QUARTER, [], "148"), title="=1+1")
    assert list(csv.reader(io.StringIO(report_csv(found, [line]).removeprefix("\ufeff")))) == [
        ["Title", "How many"],
        ["'=1+1", "0"],
    ]
    assert len(report_csv(DEFAULT, []).split(",")) == len(DEFAULT)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("titel", f"there is no column 'titel'; there are {', '.join(HEADINGS)}"),
        ("title;title", "a column is named twice"),
        ("=Heading", f"there is no column ''; there are {', '.join(HEADINGS)}"),
    ],
)
def test_a_column_that_is_none_is_an_error(setting, says):
    with pytest.raises(ValueError) as error:
        read_columns(setting)
    assert str(error.value) == says


def test_a_program_is_told_column_by_column():
    answers = {"speaker": 5, "objective": 4, "content": 2, "facilities": 1}
    rest = {"statement": Statement.PACE, "is_final": True, "answers": answers}
    claims = [
        claim_of(1, date(2026, 6, 5), "1", is_revoked=False, **rest),
        claim_of(2, date(2026, 6, 5), "12", is_revoked=True, **rest),
    ]
    line = program_line(ACTIVITY, QUARTER, claims, "148")
    assert line.activity_id == "micro-2026"
    assert texts_of(line) == {
        "provider_number": "148",
        "program_number": "148-012-26",
        "title": "Clinical Microbiology 2026",
        "kind": "live_meeting",
        "location": "Atlanta, Georgia",
        "starts_on": "2026-06-04",
        "ends_on": "2026-06-05",
        "level": "intermediate",
        "hours_offered": "12",
        "participants": "2",
        "certificates": "1",
        "hours_awarded": "1",
        "mean_speaker": "5.00",
        "mean_objectives": "4.00",
        "mean_content": "2.00",
        "canceled": "no",
    }
    at_home = ACTIVITY.model_copy(update={"location": None})
    assert texts_of(program_line(at_home, QUARTER, [], "148"))["location"] == ""


def test_every_column_is_a_figure_of_the_report():
    assert set(texts_of(program_line(ACTIVITY, QUARTER, [], "148"))) == set(HEADINGS)


def test_an_activity_that_offers_no_pace_credit_offers_no_hours():
    whole = document()
    others = [one for one in whole["statements"] if one["type"] != "pace"]
    line = program_line(activity(statements=others), QUARTER, [], "148")
    assert (line.hours_offered, program_line(ACTIVITY, QUARTER, [], "148").hours_offered) == (0, 12)


def test_each_column_has_its_heading_and_the_place_of_the_activity_is_left_out_unless_asked_for():
    assert HEADINGS == {
        "provider_number": "Provider number",
        "program_number": "Program number",
        "title": "Title",
        "kind": "Kind",
        "location": "Location",
        "starts_on": "First day",
        "ends_on": "Last day",
        "level": "Level",
        "hours_offered": "Hours offered",
        "participants": "Participants",
        "certificates": "Certificates",
        "hours_awarded": "Hours awarded",
        "mean_speaker": "Mean: speaker",
        "mean_objectives": "Mean: objectives",
        "mean_content": "Mean: content",
        "canceled": "Canceled",
    }
    assert [one.id for one in DEFAULT] == [name for name in HEADINGS if name != "location"]
