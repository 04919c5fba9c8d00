"""What the portal weighs, and that every text and file in it is used."""

import gzip
import json
import re
from pathlib import Path

import pytest

from local.portal_files import PORTAL, portal_files
from tests.browser.pictures import served
from tests.browser.visitor import PHONE

FIRST_PAGE = 100_000


def bytes_of(visitor, address):
    """All bytes over the wire, headers too, until the page is there; the API's answers apart."""
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("Network.enable")
    urls, sizes = {}, {}
    wire.on("Network.responseReceived", lambda told: urls.update({told["requestId"]: told["response"]["url"]}))
    wire.on(
        "Network.loadingFinished",
        lambda told: sizes.update({urls.get(told["requestId"], ""): told["encodedDataLength"]}),
    )
    visitor.open(address)
    visitor.page.wait_for_load_state("networkidle")
    return sizes


def test_the_first_page_is_light(arrive, record_property):
    visitor = arrive(**PHONE)
    sizes = bytes_of(visitor, "/")
    assert f"{visitor.stack.portal_url}/app/pages/home.js" in sizes
    record_property("bytes of the first page", sum(sizes.values()))
    assert sum(sizes.values()) < FIRST_PAGE, sizes


def test_the_first_page_asks_the_api_for_nothing(arrive):
    visitor = arrive()
    visitor.open("/")
    assert not [url for url in visitor.requests if "/v1/" in url]


def test_the_whole_portal_is_light(record_property):
    files = [file.body for file in portal_files()]
    packed = sum(len(gzip.compress(body)) for body in files)
    record_property("bytes of the whole portal", sum(map(len, files)))
    record_property("bytes of the whole portal, packed", packed)
    assert packed < 2 * FIRST_PAGE


def test_modules_are_short():
    own = [file for file in PORTAL.rglob("*.js") if file.parent.name != "libraries"]
    assert len(own) > 100
    for file in own:
        assert len(file.read_text(encoding="utf-8").splitlines()) < 400, file


def test_no_module_makes_markup_of_text_or_keeps_anything_for_ever():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|localStorage|document\.cookie|\beval\(|new Function"
    )
    for file in PORTAL.rglob("*.js"):
        found = [line for line in file.read_text(encoding="utf-8").splitlines() if forbidden.search(line)]
        assert found == [], file


@pytest.fixture(scope="module")
def texts(browser):
    """All texts by their keys."""
    with served() as address:
        page = browser.new_page()
        page.goto(f"{address}/robots.txt")
        found = page.evaluate(
            """async () => {
              const { default: first, later } = await import('/texts/en.js');
              const more = await Promise.all(Object.values(later).map((part) => part()));
              return JSON.stringify(Object.assign({}, first, ...more.map((part) => part.default)));
            }"""
        )
        page.close()
    return flat(json.loads(found))


def flat(texts, before=""):
    keys = {}
    for name, one in texts.items():
        key = f"{before}{name}"
        if isinstance(one, dict) and set(one) != {"one", "other"}:
            keys |= flat(one, f"{key}.")
        else:
            keys[key] = one
    return keys


def sources():
    return {file: file.read_text(encoding="utf-8") for file in Path(PORTAL, "app").rglob("*.js")}


def test_every_text_that_is_asked_for_is_there(texts):
    roots = {key.split(".")[0] for key in texts}
    groups = {key.rpartition(".")[0] for key in texts}
    for file, source in sources().items():
        for key in re.findall(r"""['"]([a-z_]+(?:\.[a-z_0-9]+)+)['"]""", source):
            known = key in texts or any(group == key or group.startswith(f"{key}.") for group in groups)
            assert known or key.split(".")[0] not in roots or key.endswith(".csv"), f"{file.name}: {key}"


def keys_in(source):
    """Patterns of the keys that `source` names; what a template fills in can be any name."""
    literal = re.compile(r"[`'\"]([a-z_]+\.[^`'\"\s]*)[`'\"]")
    filled_in = re.sub(r"\$\{[\w.?]+\}", "FILLED", source)
    found = [
        re.escape(key).replace("FILLED", r"[\w.]+") for text in (source, filled_in) for key in literal.findall(text)
    ]
    return found + [rf"{re.escape(key)}\..*" for key in re.findall(r"textsUnder\('([^']+)'\)", source)]


def test_every_text_is_used(texts):
    used = re.compile("|".join(f"(?:{pattern})" for pattern in keys_in("\n".join(sources().values()))))
    # Codes come from the API and from Cognito.
    asked = [key for key in texts if key not in ("language", "brand") and not key.startswith("problems.codes.")]
    assert [key for key in asked if not used.fullmatch(key)] == []
