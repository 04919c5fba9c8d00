"""The transcript on paper, word for word: totals, lines, own statements, and what it is not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from laurel.claims.claim import with_certificate_revoked
from laurel.learners.profile import Paper, Profile
from laurel.ledger.credit import Credit
from laurel.own_credits.own_credit import OwnUnit, Topic
from laurel.statements import Statement
from laurel.transcripts.transcript_document import LAYOUT, transcript_document
from laurel.transcripts.whole import WholeTranscript
from tests.unit.claims.samples import AFTER
from tests.unit.own_credits.test_records import CREDIT as OWN
from tests.unit.transcripts.test_whole import AT, final, held, sent, whole

ANA = Profile(learner_id="ana", name_as_printed="Ana Lima", email="ana@example.org", paper=Paper.A4)
ON = date(2026, 11, 29)


def said(found: WholeTranscript, profile: Profile = ANA, **span: date) -> dict[str, Any]:
    return transcript_document(found, profile, ON, span.get("starting"), span.get("ending"))


def on_day(credit: Credit, day: date) -> Credit:
    return replace(credit, completed_on=day)


def test_a_transcript_without_credits_has_all_its_words() -> None:
    assert said(whole([])) == {
        "title": "Transcript of Continuing Education",
        "paper": "a4",
        "name": "Ana Lima",
        "span": "All completed credits",
        "printed": "Printed on November 29, 2026",
        "notes": [
            "This transcript is not a certificate.",
            "California accepts certificates, not transcripts. Keep each one for four years, and hand these in.",
        ],
        "footer": "Ana Lima · Printed on November 29, 2026 · Not a certificate",
        "totals_heading": "Totals",
        "totals_heads": ["Type", "Credits"],
        "totals": [],
        "rows_heading": "Completed credits",
        "rows_heads": ["Completed", "Activity", "Type", "Credits", "Source"],
        "rows": [],
        "nothing": "No credit was completed in this time.",
        "own_heading": "Credits from elsewhere",
        "own_note": "The learner's own statements. Nobody has checked them. They are in no total above, and were not"
        " reported to ASCLS or ASCP.",
        "own_heads": ["Completed", "Activity", "Type", "Amount", "Topic and proof"],
        "own": [],
    }
    assert LAYOUT == "transcript/transcript.typ"


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        (ANA, "Ana Lima"),
        (replace(ANA, name_as_printed=None), "ana@example.org"),
        (Profile(learner_id="ana"), "Name not entered"),
    ],
)
def test_it_names_its_learner_by_what_is_known(profile: Profile, name: str) -> None:
    found = said(whole([]), profile)
    assert (found["name"], found["footer"].partition(" · ")[0]) == (name, name)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"starting": date(2026, 1, 1)}, "Completed from January 1, 2026 on"),
        ({"ending": date(2026, 6, 30)}, "Completed through June 30, 2026"),
        (
            {"starting": date(2026, 1, 1), "ending": date(2026, 6, 30)},
            "Completed from January 1, 2026 through June 30, 2026",
        ),
    ],
)
def test_it_says_of_which_time_it_is(span: dict[str, date], words: str) -> None:
    assert said(whole([]), **span)["span"] == words


def test_totals_are_by_type_and_by_year_once_there_are_two() -> None:
    of_one = whole([final("a"), final("b", Statement.AMA_PRA_1)])
    assert said(of_one)["totals"] == [["AMA PRA Category 1 Credit™", "4.5"], ["P.A.C.E.® contact hours", "4.5"]]
    assert said(whole([final("a")], sent("b")))["totals"] == [
        ["P.A.C.E.® contact hours", "6.5"],
        ["2026: P.A.C.E.® contact hours", "4.5"],
        ["2025: P.A.C.E.® contact hours", "2"],
    ]


def test_the_lines_come_latest_first_each_with_its_source() -> None:
    revoked = with_certificate_revoked(final("gone"), AFTER + timedelta(days=1))
    twice = replace(final("a"), claim_id="another", learner_id="lou", total=Decimal(1), certificate_number="LRL-2")
    counted = on_day(sent("b", provider="LabCE", activity_title="Blood smears"), date(2026, 1, 31))
    gone = sent("c", activity_number="1-26").withdraw(why="a test", at=AT)
    doubtful = held(on_day(sent("d", activity_number="2-26"), date(2024, 2, 29)), counted)
    rows = said(whole([replace(final("a"), claim_id="zz"), revoked, twice], counted, gone, doubtful))["rows"]
    meeting = ["Clinical Microbiology 2026", "Example Society for Microbiology", "148-012-26"]
    smears = "Blood smears, read right"
    assert sorted(rows[:3], key=str) == sorted(
        [
            ["2026-06-04", meeting, "P.A.C.E.", "4.5", ["Certificate", "LRL-a"]],
            ["2026-06-04", meeting, "P.A.C.E.", "4.5", ["Certificate", "LRL-gone", "Revoked: does not count"]],
            ["2026-06-04", meeting, "P.A.C.E.", "1", ["Certificate", "LRL-2", "Claimed twice: the other one counts"]],
        ],
        key=str,
    )
    assert rows[3:] == [
        ["2026-01-31", ["Blood smears", "LabCE", "578-b-26"], "P.A.C.E.", "2", "Sent by the provider"],
        [
            "2025-12-31",
            [smears, "labce", "1-26"],
            "P.A.C.E.",
            "2",
            "Sent by the provider. Withdrawn: does not count",
        ],
        [
            "2024-02-29",
            [smears, "labce", "2-26"],
            "P.A.C.E.",
            "2",
            "Sent by the provider. In question: does not count",
        ],
    ]


def test_own_statements_come_with_topic_proof_and_totals_by_unit() -> None:
    without = replace(OWN, credit_id="c2", unit=OwnUnit.CEU, amount=Decimal("0.50"), topic=None, proof=None)
    plain = replace(without, credit_id="c3", unit=OwnUnit.HOUR, statement=None, topic=Topic.HIV_AIDS)
    proved = replace(plain, credit_id="c4", topic=None, proof=OWN.proof)
    found = said(whole([], own=[OWN, without, plain, proved]))["own"]
    what = ["Errors in the blood bank", "Lakeside Hospital"]
    assert found == [
        ["2026-05-04", what, "P.A.C.E.", "1.5 contact hours", "Medical errors, with proof"],
        ["2026-05-04", what, "P.A.C.E.", "0.5 CEUs", "No proof"],
        ["2026-05-04", what, "Another type", "0.5 hours", "HIV/AIDS, no proof"],
        ["2026-05-04", what, "Another type", "0.5 hours", "With proof"],
        ["", "Total", "", "1.5 contact hours", ""],
        ["", "Total", "", "1 hour", ""],
        ["", "Total", "", "0.5 CEUs", ""],
    ]
