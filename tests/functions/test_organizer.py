"""The organizer over the API: what a learner sees of their credits, pages, filters, files, and manual entry."""

import csv
import io
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest

from laurel.ledger.states import State
from tests.api_events import learner
from tests.functions.organizer_desk import (
    ANA,
    BEA,
    an_id,
    earned,
    in_doubt,
    one_of_each,
    rejected,
    reported,
    sending,
    unmatched,
)


def organizer(desk, query="", sub="ana", **headers):
    answer = desk.call("GET", f"/v1/organizer{query}", learner(sub), headers=headers)
    assert answer.status == 200, answer
    return answer


def names(answer):
    return [one["credit_id"] for one in answer.json()["items"]]


def test_all_credits_of_ones_address_whatever_became_of_them_the_latest_first(desk, books):
    mine = books.add(*one_of_each())
    books.add(*one_of_each(email=BEA))
    told = organizer(desk).json()
    assert [one["credit_id"] for one in told["items"]] == [one.credit_id for one in mine[::-1]]
    assert told["totals"] == {
        "credits": 7,
        "by_state": dict.fromkeys(State, 1),
        "by_phase": {"on_its_way": 3, "needs_you": 2, "done": 2},
        "by_month": {"2026-11": {"on_its_way": 3, "needs_you": 2, "done": 2}},
    }
    assert told["next_cursor"] is None
    assert names(organizer(desk, sub="bea")) != names(organizer(desk))


def test_one_without_credits_sees_an_empty_organizer(desk, books):
    assert organizer(desk).json() == {
        "items": [],
        "totals": {"credits": 0, "by_state": {}, "by_phase": {}, "by_month": {}},
        "not_reported": [],
        "next_cursor": None,
        "new_email": None,
    }


def test_a_rejected_credit_tells_why_what_to_do_and_its_whole_way(desk, books):
    [stored] = books.add(rejected("r"))
    (one,) = organizer(desk).json()["items"]
    assert (one["state"], one["phase"], one["phase_says"]) == ("rejected", "needs_you", "Needs your action.")
    assert one["reason"]["code"] == "name_mismatch"
    assert one["reason"]["where"] == "ascp"
    assert "correct your name in your ASCP account" in one["reason"]["do"]
    assert one["name"] == stored.name
    # The id of the submission is for staff alone.
    assert stored.submission_id
    assert stored.submission_id not in organizer(desk).body
    assert [step["state"] for step in one["timeline"]] == ["earned", "reported", "sending", "rejected"]
    assert one["timeline"][-1]["detail"] == "another name"
    assert {step["by"] for step in one["timeline"]} == {None}
    assert (one["attempts"], one["receipt"], one["member_number"]) == (1, None, "•••512")
    assert (one["contact_hours"], one["source"], one["completed_on"]) == ("1.5", "feed", "2026-11-01")
    assert (one["can_retry"], one["can_report_by_hand"]) == (True, True)
    assert stored.member_number == "004512"
    assert "004512" not in organizer(desk).body


def test_late_is_said_after_seven_days_and_failed_never(desk, books):
    books.add(reported("late", days_ago=8), reported("in time", days_ago=6))
    by_phase = {one["phase"]: one for one in organizer(desk).json()["items"]}
    assert set(by_phase) == {"late", "on_its_way"}
    assert by_phase["late"]["phase_says"] == "Late. We are looking into it."
    assert "fail" not in organizer(desk).body.lower()
    for one in by_phase.values():
        assert one["reported_at"] < one["expected_by"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?state=rejected", 1),
        ("?phase=on_its_way", 3),
        ("?provider=labce", 3),
        ("?provider=LabCE&state=rejected", 1),
        ("?from=2026-11-03&to=2026-11-05", 3),
        ("?from=2026-11-03", 5),
        ("?to=2026-11-01", 1),
        ("?provider=nobody", 0),
    ],
)
def test_filters_narrow_items_and_totals_alike(desk, books, query, count):
    books.add(*one_of_each())
    told = organizer(desk, query).json()
    assert len(told["items"]) == told["totals"]["credits"] == count
    assert sum(told["totals"]["by_state"].values()) == sum(told["totals"]["by_phase"].values()) == count


@pytest.mark.parametrize("query", ["?state=lost", "?phase=failed", "?from=yesterday", "?limit=0", "?cursor=made-up"])
def test_what_cannot_be_a_filter_is_refused(desk, books, query):
    assert desk.call("GET", f"/v1/organizer{query}", learner()).code in ("invalid", "invalid_cursor")


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_hold_each_credit_once_and_totals_are_of_all(desk, books, limit):
    stored = books.add(*(unmatched(f"u{n}", completed_on=date(2026, 10, 1 + n // 3)) for n in range(10)))
    seen, query = [], f"?limit={limit}"
    while True:
        told = organizer(desk, query).json()
        assert len(told["items"]) <= limit
        assert told["totals"]["credits"] == 10
        seen += [one["credit_id"] for one in told["items"]]
        if told["next_cursor"] is None:
            break
        query = f"?limit={limit}&cursor={told['next_cursor']}"
    assert Counter(seen) == Counter(one.credit_id for one in stored)


def test_a_cursor_is_good_for_its_own_filters_only(desk, books):
    books.add(*one_of_each())
    cursor = organizer(desk, "?limit=1").json()["next_cursor"]
    refused = desk.call("GET", f"/v1/organizer?limit=1&state=earned&cursor={cursor}", learner())
    assert refused.status == 422


def test_as_csv_it_holds_every_page_and_no_formula(desk, books):
    books.add(*(unmatched(f"u{n}", activity_title='=HYPERLINK("http://x")') for n in range(60)))
    answer = organizer(desk, accept="text/csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "organizer.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert len(rows) == 60
    assert {row["title"] for row in rows} == {'\'=HYPERLINK("http://x")'}
    assert {(row["state"], row["phase"], row["reason"]) for row in rows} == {("unmatched", "needs_you", "not_a_member")}
    assert all(row["meaning"] and row["what_to_do"] for row in rows)


def test_nothing_of_it_is_kept_on_the_way(desk, books):
    assert organizer(desk).headers["Cache-Control"] == "no-store"


def test_one_whose_address_another_holds_sees_nothing_of_it(desk, books):
    books.add(unmatched("hers"))
    organizer(desk)  # Ana proves her address.
    other = learner("eve", email=ANA)
    assert desk.call("GET", "/v1/organizer", other).json()["items"] == []
    assert desk.call("GET", "/v1/organizer/manual-entry", other).json()["items"] == []
    diagnosis = desk.call("GET", "/v1/organizer/diagnosis", other).json()
    assert diagnosis["stuck"] == []
    assert {tuple(one["causes"]) for one in diagnosis["findings"]} == {("not_held",), ("no_credits",)}
    for act in ("retry", "self-reported"):
        assert desk.call("POST", f"/v1/organizer/{an_id('hers')}/{act}", other).code == "credit_not_found"
    assert books.get("hers").version == 1


# ---- manual entry


def manual(desk, query="", **headers):
    answer = desk.call("GET", f"/v1/organizer/manual-entry{query}", learner(), headers=headers)
    assert answer.status == 200, answer
    return answer


def test_manual_entry_is_exactly_what_ascps_form_asks_of_what_ascp_has_not(desk, books):
    books.add(*one_of_each())
    told = manual(desk).json()["items"]
    states = {one.credit_id: one.state for one in books.ledger.of_address(ANA)}
    assert {states[one["credit_id"]] for one in told} == set(State) - {State.ACCEPTED, State.WITHDRAWN}
    fields = {"title", "provider", "date", "contact_hours"}
    assert all(set(one) == fields | {"credit_id", "phase", "note"} for one in told)
    assert len(manual(desk, "?all=true").json()["items"]) == 7
    assert len(manual(desk, "?provider=LABCE").json()["items"]) == 3


def test_a_credit_that_ascp_may_have_is_not_to_be_entered_yet(desk, books):
    books.add(sending("s"), in_doubt("d"), unmatched("u"), earned("e"))
    notes = {one["credit_id"]: one["note"] for one in manual(desk).json()["items"]}
    assert "Wait for the result" in notes[an_id("s")]
    assert "Wait for the result" in notes[an_id("d")]
    assert "reported by hand first" in notes[an_id("e")]
    assert "reported by hand" in notes[an_id("u")]


def test_manual_entry_as_csv_has_the_forms_fields_and_no_other(desk, books):
    books.add(unmatched("u", activity_title="+1 for blood"))
    answer = manual(desk, accept="text/csv")
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert rows == [
        ["title", "provider", "date", "contact_hours"],
        ["'+1 for blood", "labce", "2026-11-01", "1.5"],
    ]


class Outline(HTMLParser):
    """Tags, and the texts of cells; complains about tags that are not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.cells, self.open = Counter(), [], []
        self.scopes = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        if tag == "th":
            self.scopes.add(dict(attributes).get("scope"))
        if tag != "meta":
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data


HOSTILE = "<script>alert('x')</script> & \"quotes\""


def test_the_printable_page_is_whole_accessible_and_runs_nothing(desk, books):
    books.add(unmatched("u", activity_title=HOSTILE, provider="<b>labce</b>"), unmatched("v"))
    answer = manual(desk, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = Outline(answer.body)
    assert page.tags["script"] == page.tags["b"] == page.tags["img"] == 0
    assert HOSTILE in page.cells
    assert "<b>labce</b>" in page.cells
    assert page.scopes == {"col", "row"}
    assert (page.tags["h1"], page.tags["caption"], page.tags["main"], page.tags["title"]) == (1, 1, 1, 1)
    assert answer.body.startswith('<!doctype html>\n<html lang="en">')
    assert "@media print" in answer.body
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_pages_own_style_is_the_one_its_policy_lets_through(desk, books):
    import base64
    import hashlib
    import re

    answer = manual(desk, accept="text/html")
    (style,) = re.findall(r"<style>(.*?)</style>", answer.body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
    assert "There is nothing to enter by hand." in answer.body


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("text/html, text/csv;q=0.9", "text/html; charset=utf-8"),
        ("text/csv, text/html;q=0.9", "text/csv; charset=utf-8"),
    ],
)
def test_the_kind_that_is_asked_for_is_given(desk, books, accept, content_type):
    answer = manual(desk, **({"accept": accept} if accept else {}))
    assert answer.headers["Content-Type"] == content_type
