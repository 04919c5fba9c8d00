"""What narrows an answer is known and makes sense, or is refused by name; providers are shown by their names."""

import pytest

from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.organizer_desk import ANA, Books, an_id, earned, one_of_each, rejected, unmatched


@pytest.fixture
def desk(aws, monkeypatch):
    monkeypatch.setenv("PROVIDER_NAMES", "labce=LabCE Online; asm=American Society for Microbiology")
    with desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


LISTS = ["/v1/transcript", "/v1/organizer", "/v1/organizer/manual-entry", "/v1/activities"]


@pytest.mark.parametrize("path", LISTS)
def test_days_in_the_wrong_order_are_refused(desk, path):
    refused = desk.call("GET", f"{path}?from=2026-12-31&to=2026-01-01", learner())
    assert (refused.status, refused.code) == (422, "invalid")
    (error,) = refused.json()["errors"]
    assert (error["path"], error["code"]) == ("to", "ends_before_start")
    assert "“to” (January 1, 2026) is before “from” (December 31, 2026)" in error["message"]
    assert desk.call("GET", f"{path}?from=2026-01-01&to=2026-01-01", learner()).status == 200


@pytest.mark.parametrize("path", [*LISTS, "/v1/me", "/v1/organizer/diagnosis", "/v1/claims"])
def test_a_name_that_nobody_knows_is_refused(desk, path):
    refused = desk.call("GET", f"{path}?year=2026", learner())
    assert (refused.status, refused.code) == (422, "invalid")
    (error,) = refused.json()["errors"]
    assert (error["path"], error["code"]) == ("year", "unknown_parameter")


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "phase=lost", "state=lost", "from=today", "cursor=x"])
def test_what_cannot_be_read_is_said_in_words(desk, query):
    refused = desk.call("GET", f"/v1/organizer?{query}", learner())
    assert refused.status == 422
    assert "Input" not in refused.body
    assert "should" not in refused.body


def test_a_provider_is_shown_and_found_by_its_name(desk):
    books = Books()
    books.add(
        rejected("named", provider="labce"),
        unmatched("other", provider="asm"),
        earned("paper", provider="Lakeside Society"),
    )
    items = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    names = {one["credit_id"]: one["provider"] for one in items}
    assert names == {
        an_id("named"): "LabCE Online",
        an_id("other"): "American Society for Microbiology",
        an_id("paper"): "Lakeside Society",
    }
    for wanted in ("labce", "LABCE%20online"):
        (one,) = desk.call("GET", f"/v1/organizer?provider={wanted}", learner()).json()["items"]
        assert one["credit_id"] == an_id("named")
    sheet = desk.call("GET", "/v1/organizer/manual-entry", learner(), headers={"accept": "text/csv"}).body
    assert "LabCE Online" in sheet
    assert ",labce," not in sheet
    (one,) = desk.call("GET", "/v1/staff/credits?state=rejected&provider=labce%20online", staff()).json()["items"]
    assert one["provider"] == "LabCE Online"
    assert books.get("named").provider == "labce"
    retried = desk.call("POST", f"/v1/organizer/{an_id('named')}/retry", learner())
    assert retried.json()["provider"] == "LabCE Online"
    assert books.get("named").provider == "labce"


def test_staff_learn_how_many_credits_there_are(desk):
    Books().add(*one_of_each())
    told = desk.call("GET", f"/v1/staff/credits?email={ANA}&limit=2", staff()).json()
    assert len(told["items"]) == 2
    assert told["total"] > 5
    by_state = desk.call("GET", "/v1/staff/credits?state=rejected", staff()).json()
    assert by_state["total"] == len(by_state["items"])
