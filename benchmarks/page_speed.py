"""How fast the learner's pages are on a phone: `python -m benchmarks.page_speed [times] [part of a page's name]`.

Opens pages of the portal in Chromium with a processor six times slower and Lighthouse's slow 4G (150 ms for each
request, 1.6 Mbit/s), nothing cached, and prints the median of some loads: LCP, CLS, the slowest interaction, bytes and
requests. The API answers at once, from the small world of `tests/browser/pictured.py`, and compresses as the real one
does. It has 300 sessions twice: in the five days of the sample meeting, and in three hours of one day, which is the
worst that a page may have to draw. Files come over HTTP/1.1, six at a time; CloudFront sends them over HTTP/2, all at
once. The browser runs on this machine: a busy one makes every figure worse.
"""

import gzip
import json
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from laurel.platform.http_answers import LEAST_COMPRESSED
from local.forwarding import Forwarding, Passed
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.pictured import ANSWERS
from tests.browser.pictured_program import with_program
from tests.browser.pictures import NOWHERE, served, tokens_of_somebody
from tests.browser.visitor import PHONE

SESSIONS = 300
_OF_FIVE_DAYS = {"claim_id": "c5", "activity_id": "m5"}
_API_SECONDS = 0.05  # a function of the API that is warm
_SLOWER = 6
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
# The largest thing painted, what moved without a press, and how long the slowest press took to show.
_WATCH = """
window.seen = { lcp: 0, cls: 0, inp: 0 };
const watch = (type, note, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true, ...more });
watch('largest-contentful-paint', (one) => { seen.lcp = one.startTime; });
watch('layout-shift', (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
watch('event', (one) => { if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); },
  { durationThreshold: 16 });
"""


@dataclass(frozen=True, slots=True)
class _Look:
    """A page, whether somebody is signed in, what is pressed there, and the goal for its LCP in seconds."""

    name: str
    path: str
    signed_in: bool
    press: str
    goal: float


_MENU = "#menu"
_CLAIM = ".session:not([hidden]) .session-head .button"
LOOKS = (
    _Look("home, visitor", "/", False, _MENU, 2.5),
    _Look("home, learner", "/", True, _MENU, 2.5),
    _Look("sign in", "/sign-in", False, _MENU, 4),
    _Look("library", "/activities", False, _MENU, 4),
    _Look("activity", "/activities/m1", False, "summary", 4),
    _Look(f"sessions, {SESSIONS}", "/claims/c5/sessions", True, _CLAIM, 4),
    _Look(f"{SESSIONS} in one day", "/claims/c1/sessions", True, _CLAIM, 4),
    _Look("transcript", "/transcript", True, _MENU, 4),
    _Look("organizer", "/organizer", True, _MENU, 4),
    _Look("profile", "/profile", True, _MENU, 4),
)


class _SmallWorld(Forwarding):
    """The API: the answers of the pictures, with a large meeting."""

    def __init__(self) -> None:
        super().__init__(NOWHERE)
        found = dict(ANSWERS)
        some = found["/v1/activities/m1/sessions"]["items"]
        items = [one | {"id": f"{one['id']}-{n}"} for n in range(SESSIONS // len(some) + 1) for one in some]
        of_five_days = [(path.replace("c1", "c5").replace("m1", "m5"), answer) for path, answer in with_program()]
        self._answers = [
            *((path, answer | _OF_FIVE_DAYS if path == "/v1/claims/c5" else answer) for path, answer in of_five_days),
            ("/v1/activities/m1/sessions", {"items": items[:SESSIONS], "next_cursor": None}),
            *ANSWERS,
        ]

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Passed:
        """The answer for this path, compressed if it is long."""
        time.sleep(_API_SECONDS)
        said = json.dumps(next(answer for start, answer in self._answers if path.startswith(start))).encode()
        told = {"Content-Type": "application/json"}
        if len(said) < LEAST_COMPRESSED:
            return Passed(200, told, said)
        return Passed(200, {**told, "Content-Encoding": "gzip"}, gzip.compress(said))


def main() -> None:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    with served(api=_SmallWorld()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        print(f"{'page':<16}{'LCP s':>8}{'goal':>6}{'CLS':>8}{'INP ms':>8}{'KB':>8}{'requests':>10}")
        for look in (one for one in LOOKS if part in one.name):
            print(_line(look, [_measured(browser, address, look) for _ in range(times)]), flush=True)
        browser.close()


def _measured(browser: Browser, address: str, look: _Look) -> dict[str, float]:
    context = browser.new_context(**PHONE, locale="en-US")
    page = context.new_page()
    if look.signed_in:
        page.goto(f"{address}/robots.txt")
        keep = "tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))"
        page.evaluate(keep, tokens_of_somebody(staff=False))
    page.add_init_script(_WATCH)
    wire = context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", _NETWORK)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.goto(address + look.path, wait_until="commit")
    page.locator("#nav li").first.wait_for(state="attached", timeout=60_000)
    page.locator("#main[aria-busy=false] h1:visible").first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    # A press ends the search for the largest paint.
    _press(page, look)
    seen: dict[str, float] = page.evaluate("window.seen")
    context.close()
    return {**seen, "bytes": sum(sizes), "requests": len(sizes)}


def _press(page: Page, look: _Look) -> None:
    place = page.locator(look.press).first
    place.click()
    page.wait_for_timeout(1500)


def _line(look: _Look, found: list[dict[str, float]]) -> str:
    middle = {name: statistics.median(one[name] for one in found) for name in found[0]}
    return (
        f"{look.name:<16}{middle['lcp'] / 1000:>8.2f}{look.goal:>6}{middle['cls']:>8.3f}{middle['inp']:>8.0f}"
        f"{middle['bytes'] / 1000:>8.1f}{middle['requests']:>10.0f}"
    )


if __name__ == "__main__":
    main()
