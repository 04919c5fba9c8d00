"""References that a spreadsheet changed: still the same credit, or refused."""

from dataclasses import replace

import pytest

from laurel.ledger.store import Change
from laurel.platform.ids import derived_id
from tests.unit.nightly.nights import Nights, feed, rejected


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


@pytest.mark.parametrize(
    "written",
    ["'R-7", '"=""R-7"""', "r-7", " R-7 ", "\ufeffR-7", "R-7\u200b", "R\u2060-7", "\uff32-7"],
)
def test_a_reference_that_a_spreadsheet_damaged_is_the_same_one(nights, written):
    nights.put("feed/labce/1.csv", feed(("R-7", "ana@example.org")))
    nights.run()
    again = feed(("R-7", "ana@example.org")).replace("R-7,", f"{written},", 1)
    nights.put("feed/LabCE/2.csv", again)
    report = nights.run()
    assert (report["credits"], report["repeats"], report["rejected"]) == (0, 1, 0)
    assert nights.credit("R-7").reference == "R-7"


def test_damaged_references_side_by_side_are_one_credit(nights):
    nights.put("feed/labce/1.csv", feed(("Café-1", "a@example.org")))
    rows = feed(("Café-1", "a@example.org")).splitlines()
    bad = rows[1].replace("Café-1,", "Cafe\u0301-1,", 1)
    nights.put("feed/labce/1.csv", "\n".join([*rows, bad, bad.replace("Cafe", "CAFE", 1)]) + "\n")
    report = nights.run()
    assert (report["credits"], report["repeats"]) == (1, 2)


@pytest.mark.parametrize("written", ["1.23457E+11", '"1,23457E+11"', "'1.2E+11"])
def test_a_reference_that_a_spreadsheet_rounded_is_refused(nights, written):
    good = feed(("r1", "ana@example.org"))
    nights.put("feed/labce/1.csv", good + good.splitlines()[1].replace("r1,", f"{written},", 1) + "\n")
    assert nights.run()["credits"] == 1
    (row,) = rejected(nights, "feed/labce/1.csv")
    assert (row["column"], row["reason"]) == ("reference", "rounded_number")
    assert "as text" in row["message"]


@pytest.mark.parametrize(
    ("before", "written"),
    [("R-7", "R-7"), ("R-7", "r-7"), ("R-7", "'R-7"), ("Ra-7", "'Ra-7"), ("Ra-7", "Ra-7\u200b")],
)
def test_a_credit_that_was_taken_when_letter_case_counted_is_found_again(nights, before, written):
    nights.put("feed/labce/1.csv", feed((before, "ana@example.org")))
    nights.run()
    taken = nights.credit(before)
    old = replace(taken, credit_id=derived_id("feed", "labce", before), version=0)
    nights.table.put_many([], [(f"CREDIT#{taken.credit_id}", "CREDIT")])
    nights.ledger.save([Change(None, old)])
    again = feed((before, "ana@example.org")).replace(f"{before},", f"{written},", 1)
    nights.put("feed/labce/2.csv", again + again.splitlines()[1] + "\n")
    report = nights.run()
    assert (report["credits"], report["repeats"], report["rejected"]) == (0, 2, 0)


def test_a_reference_with_other_content_conflicts_however_it_is_written(nights):
    nights.put("feed/labce/1.csv", feed(("R-7", "ana@example.org")))
    nights.run()
    nights.put("feed/labce/2.csv", feed(("r-7", "ana@example.org", "2")))
    assert nights.run()["rejected"] == 1
