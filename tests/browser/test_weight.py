"""What the portal weighs, and that every text and file in it is used."""

import gzip
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.portal_files import PORTAL, portal_files
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from tests.browser.pictures import served
from tests.browser.visitor import PHONE

FIRST_PAGE = 100_000
# Packed, all files together; what only staff load, and other languages, are counted apart. A page is loaded when it is
# opened: this counts what the pages of progress, of proofs and of the timetable need, with those of claims.
LEARNERS = 240_000
# The words of another language, packed. Its readers load them in the place of the English ones.
A_LANGUAGE = 45_000
OTHER_LANGUAGES = ("texts/es",)
# Staff load a page of theirs when they open it. Tables, charts and forms of a whole year's work need this much.
STAFFS = 150_000
STAFF_PLACES = (
    "app/frame/staff_page.js",
    "app/frame/staff_routes.js",
    "app/intake/",
    "app/pages/attendance/",
    "app/pages/codes/",
    "app/pages/credits/",
    "app/pages/evaluations/",
    "app/pages/files/",
    "app/pages/pace/",
    "app/pages/people/",
    "app/pages/programs/",
    "app/pages/runs/",
    "app/pages/staff/",
    "app/pages/workbench/",
    "app/workbench/",
    "texts/en/evaluations.js",
    "texts/en/files.js",
    "texts/en/pace.js",
    "texts/en/staff.js",
    "texts/en/uploads.js",
    "texts/en/workbench/",
)
# They follow the links of e-mails and of an erased account.
OF_NO_VISIT = {"app/pages/account/account_change.js", "app/pages/account/erased.js"}


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


@pytest.mark.parametrize(("locale", "words", "others"), [("en-US", "en", "es"), ("es-MX", "es", "en")])
def test_the_first_page_is_light(arrive, record_property, locale, words, others):
    visitor = arrive(**PHONE, locale=locale)
    sizes = bytes_of(visitor, "/")
    assert f"{visitor.stack.portal_url}/app/pages/home.js" in sizes
    assert f"{visitor.stack.portal_url}/texts/{words}/common.js" in sizes
    assert not [url for url in sizes if f"/texts/{others}" in url]
    record_property(f"bytes of the first page, {words}", sum(sizes.values()))
    assert sum(sizes.values()) < FIRST_PAGE, sizes


def test_the_first_page_asks_the_api_for_nothing(arrive):
    visitor = arrive()
    visitor.open("/")
    assert not [url for url in visitor.requests if "/v1/" in url]


def packed(files):
    return sum(len(gzip.compress(file.body)) for file in files)


def test_the_whole_portal_is_light(record_property):
    for_staff = [file for file in portal_files() if file.path.startswith(STAFF_PLACES)]
    for_learners = [file for file in portal_files() if not file.path.startswith(STAFF_PLACES + OTHER_LANGUAGES)]
    assert all(any(file.path.startswith(place) for file in for_staff) for place in STAFF_PLACES)
    record_property("bytes of learners' files, packed", packed(for_learners))
    record_property("bytes of staff's files, packed", packed(for_staff))
    assert packed(for_learners) < LEARNERS
    assert packed(for_staff) < STAFFS
    for language in OTHER_LANGUAGES:
        words = [file for file in portal_files() if file.path.startswith(language)]
        record_property(f"bytes of {language}, packed", packed(words))
        assert 0 < packed(words) < A_LANGUAGE


def loaded(visitor):
    """The paths of the portal's files that the visitor has asked for."""
    start = f"{visitor.stack.portal_url}/"
    return {url.removeprefix(start) for url in visitor.requests if url.startswith(start)}


def see(visitor, page):
    """Open the page, without waiting until it stands still."""
    visitor.page.goto(f"{visitor.stack.portal_url}/{page}")
    expect(visitor.page.locator("#main[aria-busy=false] h1").first).to_be_visible()


def test_learners_load_no_file_of_staff(arrive, learner):
    """On every page that a learner or a stranger can open."""
    stranger = arrive()
    for page in ("sign-in", "sign-up", "confirm", "reset-password", "verify", "help", "staff"):
        see(stranger, page)
    visitor = arrive(learner)
    draft = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
    claim = f"claims/{visitor.api(learner).call('POST', '/v1/claims', json=draft).json()['claim_id']}"
    steps = ("statement", "access", "disclosures", "course", "sessions", "evaluation", "summary", "certificate")
    organizer = ("organizer", "organizer/why", "organizer/manual-entry")
    profile = ("profile", "profile/sign-in", "profile/audit", "profile/data")
    activity = f"activities/{WEBINAR}"
    pages = (
        "",
        "activities",
        activity,
        f"{activity}/claim",
        "own-credits",
        "own-credits/new",
        "transcript",
        "progress",
        *organizer,
        *profile,
        "no/such/page",
    )
    for page in (*pages, claim, *(f"{claim}/{step}" for step in steps), "staff", "staff/credits"):
        see(visitor, page)
    seen = loaded(visitor) | loaded(stranger)
    assert {path for path in seen if path.startswith(STAFF_PLACES)} == set()
    every = {file.path for file in portal_files() if file.path.startswith("app/pages/")}
    assert {path for path in every - seen if not path.startswith(STAFF_PLACES)} == OF_NO_VISIT


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
    asked = [
        key
        for key in texts
        if key not in ("language", "brand") and not key.startswith(("problems.codes.", "staff_codes."))
    ]
    assert [key for key in asked if not used.fullmatch(key)] == []
