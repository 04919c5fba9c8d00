"""Which credit do you miss? By provider and days, by its ID, and when it never came."""

from datetime import UTC, date, datetime

import pytest

from laurel.intake.sources import Sources
from tests.api_events import learner, staff
from tests.functions.organizer_desk import ANA, BEA, accepted, an_id, reported, unmatched

LABCE = {
    "display_name": "LabCE",
    "contact_email": "support@labce.example.org",
    "time_zone": "America/New_York",
}
SENT = datetime(2026, 11, 12, 6, tzinfo=UTC)


def why(desk, query="", sub="ana"):
    answer = desk.call("GET", f"/v1/organizer/diagnosis{query}", learner(sub))
    assert answer.status == 200, answer
    return answer.json()


@pytest.fixture
def filled(desk, books):
    """Two credits of LabCE in two months, one of another provider, and one of somebody else."""
    operator = staff() | {"cognito:groups": "[operators staff]"}
    put = desk.call("PUT", "/v1/staff/providers/labce", operator, json_body=LABCE)
    assert put.status < 300, put
    books.put_roster_in_force()
    books.add(
        unmatched("october", provider="labce", completed_on=date(2026, 10, 18)),
        accepted("november", provider="labce", completed_on=date(2026, 11, 2)),
        reported("other", provider="asm", completed_on=date(2026, 10, 31)),
        unmatched("bea", provider="labce", email=BEA, completed_on=date(2026, 10, 18)),
    )
    Sources(books.table).note_files([("labce", SENT)])
    return books


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?provider=LabCE", ["november", "october"]),
        ("?provider=labce&from=2026-10-01&to=2026-10-31", ["october"]),
        ("?from=2026-10-01&to=2026-10-31", ["other", "october"]),
        ("?provider=LabCE&from=2026-11-02&to=2026-11-02", ["november"]),
    ],
)
def test_the_candidates_are_those_of_the_provider_and_the_days(desk, filled, query, expected):
    told = why(desk, query)
    assert [one["credit_id"] for one in told["asked"]["candidates"]] == [an_id(name) for name in expected]
    assert told["asked"]["found"]
    assert told["subject"]["credit"]["credit_id"] in [an_id(name) for name in expected]
    assert (told["asked"]["contact"], told["asked"]["last_sent_at"]) == (None, None)


def test_one_candidate_is_answered_even_if_another_credit_is_more_urgent(desk, filled):
    assert why(desk)["subject"]["credit"]["credit_id"] == an_id("october")
    told = why(desk, "?provider=LabCE&from=2026-11-01&to=2026-11-30")
    assert told["subject"]["credit"]["credit_id"] == an_id("november")
    assert told["subject"]["track"]["code"] == "accepted"
    assert told["findings"] == told["subject"]["findings"]


@pytest.mark.parametrize(
    "query",
    ["?provider=LabCE&from=2026-09-01&to=2026-09-30", "?provider=LabCE&from=2026-10-01&to=2026-10-31&missing=true"],
)
def test_what_never_came_says_so_whom_to_ask_and_when_the_provider_last_sent(desk, filled, query):
    told = why(desk, query)
    assert told["asked"]["found"] is False
    assert told["asked"]["contact"] == "support@labce.example.org"
    assert told["asked"]["last_sent_at"] == "2026-11-12T06:00:00Z"
    track = told["subject"]["track"]
    assert track["says"] == "Laurel has not received this credit from LabCE."
    assert (track["code"], track["remedy"]) == ("not_received", "provider")
    assert "Ask LabCE" in track["do"]
    assert [one["mark"] for one in track["stops"]] == ["passed", "broken", "ahead", "ahead"]
    assert (told["subject"]["credit"], told["subject"]["certificate"]) == (None, None)
    assert {one["question"]: one["answer"] for one in told["findings"]}["organizer"] == "no"
    assert told["emails"]["portal"] == ANA


def test_a_provider_that_nobody_knows_is_no_error(desk, filled):
    told = why(desk, "?provider=Nobody%20Knows")
    assert told["subject"]["track"]["says"] == "Laurel has not received this credit from Nobody Knows."
    assert (told["asked"]["contact"], told["asked"]["last_sent_at"]) == (None, None)
    told = why(desk, "?from=2020-01-01&to=2020-01-31")
    assert told["subject"]["track"]["says"] == "Laurel has not received this credit from its provider."


def test_braces_in_the_name_of_a_provider_are_only_letters(desk, filled):
    told = why(desk, "?provider=%7B0%7D%7Bprovider%7D")
    assert told["subject"]["track"]["says"] == "Laurel has not received this credit from {0}{provider}."


def test_one_credit_is_asked_for_by_its_id_and_never_somebody_elses(desk, filled):
    told = why(desk, f"?credit={an_id('other')}")
    assert told["subject"]["credit"]["credit_id"] == an_id("other")
    assert told["subject"]["track"]["code"] == "with_ascls"
    for query in (f"?credit={an_id('bea')}", f"?credit={an_id('nobody')}"):
        refused = desk.call("GET", f"/v1/organizer/diagnosis{query}", learner())
        assert (refused.status, refused.code) == (404, "credit_not_found")
    assert desk.call("GET", "/v1/organizer/diagnosis?credit=x", learner()).status == 422
    assert desk.call("GET", "/v1/organizer/diagnosis?from=2026-10-02&to=2026-10-01", learner()).status == 422


def test_the_names_to_choose_from_are_those_on_record_and_those_of_ones_credits(desk, filled):
    told = why(desk)
    assert told["asked"] is None
    assert {"LabCE", "asm"} <= set(told["providers"])
    assert told["providers"] == sorted(told["providers"], key=str.casefold)


def test_one_credit_of_the_organizer_is_read_by_its_id(desk, filled):
    def items(query):
        return [one["credit_id"] for one in desk.call("GET", f"/v1/organizer{query}", learner()).json()["items"]]

    assert items(f"?credit={an_id('other')}") == [an_id("other")]
    assert items(f"?credit={an_id('bea')}") == []
    assert desk.call("GET", "/v1/organizer?credit=x", learner()).status == 422


def test_the_months_hold_each_credit_once_whatever_the_page(desk, filled):
    totals = desk.call("GET", "/v1/organizer?limit=1", learner()).json()["totals"]
    assert totals["by_month"] == {"2026-11": {"done": 1}, "2026-10": {"on_its_way": 1, "needs_you": 1}}
    assert list(totals["by_month"]) == ["2026-11", "2026-10"]
    one = desk.call("GET", "/v1/organizer?phase=done", learner()).json()["totals"]
    assert one["by_month"] == {"2026-11": {"done": 1}}
