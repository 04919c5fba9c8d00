"""Hostile texts in every field of every route of staff: a reason or text as it was typed, and never a server error."""

import csv
import io
import json
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from moto import mock_aws

from laurel.platform import aws as clients
from local.sample_catalog import MEETING, TELECONFERENCE
from local.sample_catalog.parts import SOCIETY
from tests.api.routes import DOCUMENT, OWNED, ROWS, STAFF
from tests.api_events import staff
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.client_pool_double import clients_in_memory

TEXTS = {
    "turned": "Blood \u202esyad\u202c",
    "invisible": "\u200b\u200d\u2060\ufeff",
    "long": "W" * 10_000,
    "markup": "<script>alert(1)</script>{{7*7}}${7*7}&lt;",
    "control": "Blood \x07\x9b31m\x00days",
    "half a character": "Blood \ud83d days",
    "pictures": "🩸🧪" * 40,
    "formula": '=HYPERLINK("https://example.org")',
    "database": "' OR 1=1; --\u00ff#x.y[0]:z",
}
# What the paths of the sample name; hostile texts take their places too.
SAMPLE = {
    "activity_id": MEETING,
    "provider_id": SOCIETY,
    "owner": SOCIETY,
    "learner_id": "ana",
    "number": "LRL-0000-0000-0000-000",
    "credit_id": "0" * 32,
    "client_id": "client-1",
    "file_id": "0" * 32,
    "revision": "1",
    "date": "2026-11-20",
}
QUERY = {"/v1/staff/reports/pace-quarterly": {"provider": SOCIETY, "year": "2026", "quarter": "1"}}
TABLES = {
    "badges": "badge_id,name\n{0},{0}\n{0},B\n",
    "groups": "group_id,site,capacity\n{0},{0},{0}\nG-1234,{0},4\n",
    "attendance": "Name,Email,Join Time,Leave Time\n{0},{0},{0},{0}\n{0},ana@example.org,2026-06-04 09:00,{0}\n",
    "sessions": "Title,Speakers,Track,Date,Start,End,Credits\n{0},{0},{0},{0},{0},{0},{0}\n{0},,,2026-06-04,9:00,,1\n",
}
CSV = {"Content-Type": "text/csv"}
ROUTES = sorted(route for route, (who, _) in ROWS.items() if who in (OWNED, STAFF))
CHANGING = [route for route in ROUTES if route[0] != "GET"]
FILES = [one for one in CHANGING if one[1].rpartition("/")[2] in TABLES and "/codes/" not in one[1]]


@pytest.fixture(scope="module")
def desk():
    patch = pytest.MonkeyPatch()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        patch.setenv(name, "testing")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws(), patch.context():
        for client in (clients.dynamodb, clients.secrets_manager, clients.s3):
            client.cache_clear()
        clients_in_memory(patch)
        with print_desk_on_moto(patch.setenv) as made:
            yield made
        for client in (clients.dynamodb, clients.secrets_manager, clients.s3):
            client.cache_clear()
    patch.undo()


def last(route):
    return route[1].rpartition("/")[2]


def of_a_file(route):
    return [("activity_id", TELECONFERENCE if last(route) == "groups" else MEETING)]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def about(route):
    method, path = route
    return DOCUMENT["paths"][path][method.lower()]


def parameters(route, place):
    return [one["name"] for one in about(route).get("parameters", []) if one["in"] == place]


def ask(desk, route, *, ids=(), query=(), **given):
    method, path = route
    of_certificates = path.startswith("/v1/staff/certificates/") or path.endswith(("/logo", "/certificate"))
    filled = path.format(**{**SAMPLE, **{name: quote(value, "", errors="surrogatepass") for name, value in ids}})
    asked = {**QUERY.get(path, {}), **dict(query)}
    text = "&".join(f"{name}={quote(value, '', errors='surrogatepass')}" for name, value in asked.items())
    call = desk.call if of_certificates else desk.claims.call
    headers = {"If-Match": "*"} | given.pop("headers", {})
    return call(method, filled + (f"?{text}" if text else ""), staff(), headers=headers, **given)


def answered(answer, told):
    """Whether it is no fault of ours, and a refusal says why."""
    assert answer.status < 500, (told, answer)
    if answer.status >= 400:
        assert answer.json()["detail"], (told, answer)
    return answer


def body_of(route):
    """What the sample sends, and all fields of the body that may hold a text."""
    world = SimpleNamespace(learner_id="ana")
    make = ROWS[route][1]
    sent = make(world) if make else {}
    content = about(route).get("requestBody", {}).get("content", {})
    schema = resolved(content.get("application/json", {}).get("schema", {}))
    fields = [name for name, one in schema.get("properties", {}).items() if has_text(one)]
    return sent, sorted({*fields, *(name for name, one in sent.get("json", {}).items() if isinstance(one, str))})


def resolved(schema):
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def has_text(schema):
    one = resolved(schema)
    return one.get("type") == "string" or any(map(has_text, one.get("anyOf", ())))


def as_json(value):
    return {"body": json.dumps(value).encode(), "headers": {"Content-Type": "application/json"}}


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_a_hostile_text_in_an_address_or_a_filter_is_found_nowhere_or_refused(desk, route):
    filters = parameters(route, "query")
    # What would change an activity of the sample is only tried: others need it.
    dry = [("dry_run", "true")] if "dry_run" in filters else []
    for name, text in TEXTS.items():
        for field in parameters(route, "path"):
            answered(ask(desk, route, ids=[(field, text)], **sent_to(route)), (name, field))
        for field in filters if route[0] == "GET" or dry else ():
            answered(ask(desk, route, query=[*dry, (field, text)], **sent_to(route)), (name, field))


def sent_to(route):
    sent, _ = body_of(route)
    return (
        as_json(sent["json"]) if "json" in sent else {name: sent[name] for name in ("body", "headers") if name in sent}
    )


@pytest.mark.parametrize("route", [one for one in CHANGING if body_of(one)[1]], ids=" ".join)
def test_a_hostile_text_in_any_field_is_taken_as_typed_or_refused_at_its_field(desk, route):
    sent, fields = body_of(route)
    assert fields, "the document names no field of it"
    for name, text in TEXTS.items():
        for field in fields:
            answer = answered(ask(desk, route, **as_json({**sent.get("json", {}), field: text})), (name, field))
            if name == "half a character":
                assert (answer.status, answer.code) == (400, "not_json"), field
            elif answer.status == 422 and answer.code == "invalid":
                assert answer.json()["errors"], (name, field, answer)


@pytest.mark.slow
@pytest.mark.parametrize("route", FILES, ids=" ".join)
def test_a_hostile_text_in_any_cell_or_heading_of_a_file_is_told_by_its_row(desk, route):
    table, activity = TABLES[last(route)], of_a_file(route)
    for name, text in TEXTS.items():
        cell = quoted(text)
        for made in (table.format(cell), f"{cell},{cell}\n1,2\n", table.replace("\n", f",{cell}\n", 1)):
            given = {"body": made.encode("utf-8", "surrogatepass"), "headers": CSV}
            for query in ([("dry_run", "true")], []):
                answered(ask(desk, route, ids=activity, query=query, **given), (name, made[:40]))


@pytest.mark.parametrize(
    ("put", "file", "read", "cells"),
    [
        ("groups", "group_id,site,capacity\nG-1234,{0},4\n", "codes", 1),
        ("sessions", "Title,Speakers,Track,Date,Start,End\n{0},{0},{0},2026-06-04,9:00,10:00\n", "sessions", 3),
    ],
)
def test_a_formula_in_a_list_is_text_on_the_page_and_runs_in_no_spreadsheet(desk, put, file, read, cells):
    [route] = [one for one in FILES if last(one) == put]
    activity, sent = of_a_file(route), {"body": file.format(quoted(TEXTS["formula"])).encode(), "headers": CSV}
    # What other tests left; without a draft, the file is about the published document.
    ask(desk, ("DELETE", "/v1/staff/drafts/{activity_id}"), ids=activity)
    assert ask(desk, route, ids=activity, **sent).status == 200
    about_it = "/v1/staff/activities/" if put == "groups" else "/v1/staff/"
    [listed] = [one for one in ROUTES if one[0] == "GET" and last(one) == read and one[1].startswith(about_it)]
    assert json.dumps(TEXTS["formula"]) in ask(desk, listed, ids=activity).body
    table = ask(desk, listed, ids=activity, headers={"Accept": "text/csv"}).body
    found = [cell for row in csv.reader(io.StringIO(table)) for cell in row if "HYPERLINK" in cell]
    assert found == [f"'{TEXTS['formula']}"] * cells


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_name_that_is_taken_is_shown_as_it_was_typed(desk, name):
    asked = ask(desk, ("POST", "/v1/staff/clients/{owner}"), **as_json({"name": TEXTS[name]}))
    listed = [one["name"] for one in ask(desk, ("GET", "/v1/staff/clients/{owner}")).json()["items"]]
    assert (TEXTS[name] in listed) == (asked.status == 201)
