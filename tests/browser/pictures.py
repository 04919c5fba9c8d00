"""Pictures of key pages: drawn with answers that never change, so that a picture changes only with the portal.

`PYTHONPATH=layers/common python -m tests.browser.pictures [name ...]` draws the approved ones again. Look at them
before you commit them.
"""

import io
import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, sync_playwright

from laurel.platform.base64url import base64url
from local.forwarding import Passed
from local.portal import Portal, Settings, handler
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.pictured import ANSWERS
from tests.browser.schema_answers import schema_answer
from tests.browser.stillness import wait_for_stillness
from tests.browser.tabs import lent
from tests.browser.visitor import DESK, PHONE

APPROVED = Path(__file__).parent / "approved"
NOWHERE = "http://127.0.0.1:9"
_DARK = {"color_scheme": "dark"}
# The same letters on every machine (fonts-dejavu-core and fonts-liberation of Debian); and what sticks to the edge of
# a window would lie across a picture of the whole page.
_STILL = """() => {
    document.documentElement.style.setProperty('--serif', 'Liberation Serif');
    document.documentElement.style.setProperty('--sans', 'DejaVu Sans');
    for (const one of document.querySelectorAll('.banner, .totals')) one.style.position = 'static';
}"""

# As if somebody had signed in at an earlier page of this tab; who logs out stays so.
_SIGNED_IN = "sessionStorage.setItem('laurel.session', %s);"
_GIVEN = "X-Answers"

type Answers = Sequence[tuple[str, dict[str, Any]]]

# Name: the address, whether somebody is signed in, and the look.
PICTURES: dict[str, tuple[str, bool, dict[str, Any]]] = {
    "home": ("/", False, DESK),
    "home-phone": ("/", False, PHONE),
    "home-dark": ("/", False, {**DESK, **_DARK}),
    "sign-in": ("/sign-in", False, PHONE),
    "library": ("/activities?open=true", False, DESK),
    "library-phone": ("/activities?open=true", False, PHONE),
    "learner": ("/", True, DESK),
    "sessions": ("/claims/c1/sessions", True, DESK),
    "sessions-phone-dark": ("/claims/c1/sessions", True, {**PHONE, **_DARK}),
    "summary": ("/claims/c2/summary", True, PHONE),
    "certificate": ("/claims/c3/certificate", True, DESK),
    "organizer": ("/organizer", True, DESK),
    "organizer-phone": ("/organizer", True, PHONE),
    "diagnosis": ("/organizer/why", True, PHONE),
    "profile": ("/profile", True, DESK),
    "progress": ("/progress", True, DESK),
    "progress-phone": ("/progress", True, PHONE),
    "own-credits-phone": ("/own-credits", True, PHONE),
    "own-credit": ("/own-credits/new", True, DESK),
    "verify": ("/verify/7XKDA-9GQMT-C4WHE", False, PHONE),
}


class Api(Protocol):
    """What answers the calls of a page, as `local.forwarding.Forwarding` does."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Passed:
        """The answer."""


class SmallWorld:
    """An API whose answers never change: those that a page was given come before those of the small world.

    It answers as a server does: to ask this process for each request that a page sends costs more than the page.
    """

    def __init__(self) -> None:
        self._given: dict[str, Answers] = {}

    def headers(self, answers: Answers) -> dict[str, str]:
        """The headers of a page that is given these answers."""
        if not answers:
            return {}
        name = str(len(self._given))
        self._given[name] = answers
        return {_GIVEN: name}

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Passed:
        """Answer, as `local.forwarding.Forwarding` does."""
        given = self._given.get(headers.get(_GIVEN, ""), ())
        found = next((answer for start, answer in (*given, *ANSWERS) if path.startswith(start)), None)
        if found is None:
            found = schema_answer(path)
        sent = {"Content-Type": "application/json"} | ({"ETag": found["etag"]} if "etag" in found else {})
        return Passed(found.get("status", 200) if "code" in found else 200, sent, json.dumps(found).encode())


_given = SmallWorld()


@contextmanager
def served(*, alone: bool = False, api: Api = _given) -> Iterator[str]:
    """The portal without a stack; its address. `api` answers its calls: the small world.

    `alone`: nobody does, but the limits per caller are there.
    """
    settings = Settings(
        port=0,
        sign_in_port=9,
        endpoint_url=NOWHERE,
        api_url=NOWHERE,
        user_pool_id="pool",
        user_pool_client_id="client",
        account_client_id="own",
        mail_code_client_id="by-code",
        contact="education@example.org",
    )
    portal = Portal(settings)
    if not alone:
        portal.api, portal.limits = api, SimpleNamespace(refusal=lambda *asked: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(portal))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()  # so long may its end take
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def picture(browser: Browser, address: str, name: str) -> Image.Image:
    """The page of this name, whole, as it is drawn now."""
    path, signed_in, look = PICTURES[name]
    with opened(browser, address, path, signed_in=signed_in, **look) as page:
        page.evaluate(_STILL)
        wait_for_stillness(page)
        drawn = page.screenshot(full_page=True, animations="disabled", caret="hide")
    return Image.open(io.BytesIO(drawn)).convert("RGB")


@contextmanager
def opened(
    browser: Browser,
    address: str,
    path: str,
    *,
    signed_in: bool,
    staff: bool = False,
    script: str = "",
    answers: Answers = (),
    **look: Any,
) -> Iterator[Page]:
    """The page at `path` of the portal alone, once it stands still; `script` runs before the portal's own.

    `answers` come before those of the small world, and what it does not know is answered as the API describes it.
    `etag` of an answer is also its ETag.
    """
    settings = {"locale": "en-US", "timezone_id": "America/New_York", "reduced_motion": "reduce", **look}
    at_first = _SIGNED_IN % json.dumps(json.dumps(tokens_of_somebody(staff))) if signed_in else ""
    with lent(browser, settings) as tab:
        tab.begin(at_first, [script] if script else [], _given.headers(answers))
        page = tab.page
        page.goto(address + path)
        page.locator("#main[aria-busy=false] h1").wait_for()
        wait_for_stillness(page)
        yield page


def tokens_of_somebody(staff: bool) -> dict[str, Any]:
    """What the portal keeps of a sign-in."""
    claims = {"sub": "someone", "email": "ana@example.org", "cognito:groups": ["staff"] if staff else []}
    body = base64url(json.dumps(claims).encode())
    return {"id": f"e30.{body}.x", "access": "a", "refresh": "r", "until": 4102444800000}


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """How much of two pictures differs to the eye; small shifts of glyphs do not count."""
    if abs(one.height - other.height) > 2 or one.width != other.width:
        return 1.0
    size = (one.width // 2, min(one.height, other.height) // 2)
    small = [picture.convert("L").resize(size).filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    differing = ImageChops.difference(*small).point(lambda level: 255 if level > 24 else 0)
    return sum(differing.histogram()[255:]) / (size[0] * size[1])


def main(names: list[str]) -> None:
    """Draws the pictures of these names, or all."""
    APPROVED.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name in names or PICTURES:
            picture(browser, address, name).quantize(64).save(APPROVED / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
