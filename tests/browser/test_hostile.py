"""Whatever people write is shown as text: names, titles, e-mails, links."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from laurel.catalog.activity import Activity
from laurel.catalog.store import Catalog
from laurel.platform.table import Table
from tests.unit.catalog.documents import meeting

MARKUP = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>{{7*7}} ${7*7} &lt;b&gt;'
TURNED = "\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 <b>"
ID = "hostile"


@pytest.fixture(scope="module")
def hostile(stack):
    """An activity whose every text is hostile."""
    now = datetime.now(UTC)
    document = meeting()
    document |= {
        "id": ID,
        "title": MARKUP,
        "description": MARKUP,
        "provider": MARKUP,
        "location": TURNED,
        "objectives": [MARKUP, TURNED],
        "claim_window": {
            "opens_at": (now - timedelta(days=400)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "closes_at": (now + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "access": {"type": "none"},
    }
    for session in document["sessions"]:
        session |= {"title": f"{MARKUP} {session['id']}", "speakers": [MARKUP], "track": MARKUP}
    for one in document["disclosures"]:
        one |= {"title": MARKUP, "text": MARKUP}
    for form in document["evaluation_forms"]:
        for question in form["questions"]:
            question["text"] = MARKUP
    # Straight into the table: staff can no longer save some of this, but activities from before may hold it.
    table = Table(stack.outputs["ClaimsTableName"], stack.client("dynamodb"))
    Catalog(table).save(Activity.model_validate(document), seen=None)
    return document


def untouched(visitor):
    assert visitor.page.evaluate("window.hit") is None
    assert visitor.page.locator("#main img").count() == 0
    assert visitor.page.locator("#main script").count() == 0


def test_titles_and_texts_are_text(arrive, learner, hostile):
    visitor = arrive(learner)
    visitor.open("/activities")
    expect(visitor.page.get_by_role("link", name=MARKUP)).to_be_visible()
    untouched(visitor)
    visitor.open(f"/activities/{ID}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(MARKUP)
    assert visitor.page.title() == f"{MARKUP} · Laurel"
    untouched(visitor)
    visitor.follow("Claim credit")
    visitor.choose("P.A.C.E.")
    visitor.press("Continue")
    visitor.sees("Read the disclosures")
    untouched(visitor)
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    visitor.page.locator(".session .button").first.click()
    expect(visitor.page.locator(".panel legend, .panel label").first).to_be_visible()
    untouched(visitor)


@pytest.mark.parametrize("name", ["Ana <b>Example</b> #$@\\", "مريم السيد Ana", "O’Dowd & 'Sons' \"Lab\"", "W" * 120])
def test_a_name_is_text_wherever_it_is_shown(arrive, learner, name):
    visitor = arrive(learner)
    visitor.open("/profile")
    visitor.fill("Name as printed", name)
    expect(visitor.page.locator(".specimen .name")).to_have_text(name)
    visitor.press("Save the name")
    visitor.says("Saved.")
    assert visitor.api(learner).call("GET", "/v1/me").json()["name_as_printed"] == name
    untouched(visitor)
    assert visitor.overflow() == 0


def test_a_link_of_the_api_that_runs_something_leads_nowhere(arrive, learner, stack):
    visitor = arrive(learner)
    answer = stack.api().call("GET", "/v1/activities/malaria-online").json()
    answer["content"] = [{"title": "Part", "url": "javascript:window.hit=1"}]
    headers = {"Access-Control-Allow-Origin": stack.portal_url}
    visitor.page.route("**/v1/activities/malaria-online", lambda route: route.fulfill(json=answer, headers=headers))
    visitor.open("/activities/malaria-online")
    link = visitor.page.locator("#main ol a", has_text="Part")
    expect(link).to_be_visible()
    assert link.get_attribute("href") is None
    untouched(visitor)
