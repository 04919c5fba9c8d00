"""Whatever the API answers to pages of staff, is text there: each text of each answer is hostile, and too wide."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served
from tests.browser.visitor import PHONE

DOCUMENT = json.loads(Path(__file__).parents[2].joinpath("docs", "openapi.json").read_text(encoding="utf-8"))
MARKUP = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>{{7*7}}' + "W" * 120
DAY, INSTANT = "2026-06-04", "2026-06-04T12:00:00Z"
ID = "a" * 32
ROUTES = Path(__file__).parents[2].joinpath("portal", "app", "frame", "staff_routes.js").read_text(encoding="utf-8")
# Texts from which a page reads something: they are what they must be.
PLAIN = {
    "time_zone": "America/New_York",
    "next_cursor": None,
    "statement": "pace",
    "by": "staff",
    "ascp_customer_id": "1234567",
    "url": "https://example.org/part",
    "ends_with": None,
}
# Who is found alone is shown at once, so there are two.
FOUND = "/v1/staff/people"
PAGES = {
    "/staff/library": "tbody tr",
    "/staff/library?state=draft": "tbody tr",
    "/staff/library?state=archived": "tbody tr",
    "/staff/library/new": "h1",
    "/staff/library/a1": "h1",
    "/staff/library/a1/sessions": "h1",
    "/staff/library/a1/preview": "h1",
    "/staff/library/a1/history": "tbody tr",
    "/staff/evaluations?activity=a1": "table",
    "/staff/codes?activity=a1": "tbody tr",
    "/staff/attendance_reports?activity=a1": "h1",
    "/staff/certificates?number=7XKDA-9GQMT-C4WHE": "h1",
    "/staff/participants?activity=a1": "tbody tr",
    "/staff/request?activity=a1": "h1",
    "/staff/quarterly?provider=labce&year=2026&quarter=4": "tbody tr",
    "/staff/learners?find=ana": "tbody tr",
    "/staff/people/l1": "h1",
    "/staff/credits?email=ana@example.org": "li.card",
    "/staff/credits?state=rejected": "tbody tr",
    "/staff/ambiguous": "h1",
    "/staff/files": "tbody tr",
    f"/staff/files?file={ID}": "h1",
    "/staff/clients?owner=labce": "h1",
    "/staff/runs?date=2026-06-04": "h1",
    "/staff/audit?learner=l1": "tbody tr",
    "/staff/providers": "h1",
}
# They show nothing that somebody typed before a file is sent.
WITHOUT_TEXTS = {"/staff", "/staff/activities", "/staff/uploads"}
# The document describes a draft as any object: it is an activity, complete or not.
ACTIVITY = DOCUMENT["paths"]["/v1/staff/activities/{activity_id}"]["get"]["responses"]["200"]["content"][
    "application/json"
]["schema"]


def resolved(schema):
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def made(schema, name=""):
    """A value of this schema: each list with one entry, each map with one, each text hostile."""
    one = resolved(schema)
    if name in PLAIN:
        return PLAIN[name]
    if name == "document":
        return made(ACTIVITY)
    if "const" in one or "enum" in one:
        return one.get("const", one.get("enum", [None])[0])
    for some in ("anyOf", "oneOf"):
        if some in one:
            return made(next(each for each in one[some] if each.get("type") != "null"), name)
    if "allOf" in one:
        return made(one["allOf"][0], name)
    if one.get("type") == "object" or "properties" in one:
        found = {field: made(each, field) for field, each in one.get("properties", {}).items()}
        more = one.get("additionalProperties")
        keyed = {"pace" if "maxim" in name else MARKUP: made(more, name)} if isinstance(more, dict) else {}
        return found | keyed
    if one.get("type") == "array":
        return [made(one.get("items", {}), name)]
    return (
        text(one, name)
        if one.get("type") == "string"
        else {"integer": 1, "number": 1, "boolean": True}.get(one.get("type"))
    )


def text(schema, name):
    shown = schema.get("format", "")
    if shown == "date-time" or name.endswith(("_at", "since", "_until")) or name in ("at", "since"):
        return INSTANT
    if shown == "date" or name.endswith(("_on", "date", "day")):
        return DAY
    if re.search(r"credit|hours|maximum|step|amount|total", name) and "id" not in name:
        return "1.5"
    return MARKUP


def answers():
    """For each route of the document that is read, the answer that it describes, the longest path first."""
    found = []
    for path, methods in DOCUMENT["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "application/json" in content:
            pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
            said = made(content["application/json"]["schema"])
            if path == FOUND:
                said["items"] *= 2
            found.append((pattern, said))
    return found


@pytest.fixture(scope="module")
def place(browser):
    told = answers()
    with served() as address, opened(browser, address, "/help", signed_in=True, staff=True, **PHONE) as page:

        def answer(route):
            path = urlsplit(route.request.url).path
            route.fulfill(
                json=next((said for pattern, said in told if pattern.fullmatch(path)), {}), headers={"ETag": '"1"'}
            )

        page.route(f"{address}/v1/**", answer)
        troubles = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        yield page, address, troubles


def test_every_page_of_staff_is_here():
    shown = {urlsplit(path).path for path in PAGES}
    for route in set(re.findall(r"'(/staff[^']*)'", ROUTES)) - WITHOUT_TEXTS:
        pattern = re.compile(re.sub(r":\w+", "[^/]+", route))
        assert any(pattern.fullmatch(path) for path in shown), route


@pytest.mark.parametrize("path", PAGES)
def test_every_text_of_a_page_of_staff_is_text_and_fits_a_phone(place, path):
    page, address, troubles = place
    troubles.clear()
    page.goto(address + path)
    page.locator("#main[aria-busy=false] h1").wait_for()
    expect(page.locator(PAGES[path]).first).to_be_visible()
    page.evaluate("document.querySelectorAll('#main details').forEach((one) => { one.open = true; })")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("This page could not be shown")).to_have_count(0)
    assert troubles == []
    assert "<img src=x" in page.locator("body").inner_text()
    assert page.evaluate("window.hit") is None
    assert page.locator("#main img, #main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
