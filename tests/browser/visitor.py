"""Somebody in front of the portal: what they do, and all that must not happen meanwhile.

Whatever they do, a breach of the Content-Security-Policy, a request to a third party or an error that no page caught
is noted in `troubles`, and fails the test at its end.
"""

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import urllib3
from playwright.sync_api import Browser, Locator, Page, expect

from local import users
from local.api import Api
from local.stack import LocalStack
from local.users import User
from tests.browser.stillness import wait_for_stillness

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SIZES = {"desk": DESK, "phone": PHONE}

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What the browser itself says of an answer that is not 200, and of a request that the test broke off.
_EXPECTED = re.compile(r"Failed to load resource")
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


# How long anything may take to show, in milliseconds: a busy machine fails no test.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def violations_of(page: Page) -> list[str]:
    """What axe finds in `page`, as `Visitor.violations`."""
    wait_for_stillness(page)
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    asked = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
    found = page.evaluate(asked, RULES)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


class Visitor:
    """A browser of its own, at the portal of `stack`, which may be an API in memory."""

    def __init__(self, browser: Browser, stack: LocalStack | Any, **settings: Any) -> None:
        self.stack = stack
        self.clicks = 0
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.context = browser.new_context(**{**DESK, "locale": "en-US", **settings})
        self.context.add_init_script(_SHIFTS)
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not _EXPECTED.match(text):
            self.troubles.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        own = {urlsplit(self.stack.portal_url).netloc, urlsplit(self.stack.api_url).netloc}
        place = urlsplit(url)
        if place.scheme in ("http", "https") and place.hostname != "127.0.0.1":
            self.troubles.append(f"a request to a third party: {url}")
        elif place.scheme not in ("http", "https", "blob"):
            self.troubles.append(f"a request of another kind: {url[:100]} (not {own})")

    def open(self, path: str, page: Page | None = None) -> None:
        """Load the portal at this address, and wait until its page is there."""
        here = page or self.page
        here.goto(self.stack.portal_url + path)
        self.settle(here)

    def settle(self, page: Page | None = None) -> None:
        """Wait until the page that is being fetched is there, and stands still."""
        here = page or self.page
        expect(here.locator("#main[aria-busy=false] h1").first).to_be_visible()
        wait_for_stillness(here)

    def sign_in(self, user: User) -> None:
        """Put the tokens of `user` where the portal keeps them, without the form."""
        answer = users.tokens(self.stack.client, self.stack.outputs["UserPoolClientId"], user)
        until = (time.time() + answer["ExpiresIn"]) * 1000
        names = {"id": "IdToken", "access": "AccessToken", "refresh": "RefreshToken"}
        self.keep({name: answer[theirs] for name, theirs in names.items()} | {"until": until})

    def keep(self, tokens: dict[str, Any]) -> None:
        """Put these tokens where the portal keeps them."""
        self.page.goto(f"{self.stack.portal_url}/robots.txt")
        self.page.evaluate("tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))", tokens)

    def log_in(self, user: User) -> None:
        """Log in with the form of the page that is shown."""
        self.fill("E-mail", user.email)
        self.fill("Password", user.password)
        self.press("Log in")

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def press(self, name: str, **more: Any) -> None:
        """Press the button of this name."""
        self.click(self.page.get_by_role("button", name=name, exact=True, **more))

    def follow(self, name: str) -> None:
        """Follow the link of this name."""
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def choose(self, text: str) -> None:
        """Choose among radio buttons or boxes the one with this text."""
        self.click(self.page.locator("label", has_text=text).first)

    def click(self, target: Locator) -> None:
        """Click, and count it."""
        self.clicks += 1
        target.click()

    def sees(self, heading: str) -> None:
        """The page with this heading is shown."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.settle()

    def says(self, text: str) -> None:
        """This text can be read on the page."""
        expect(self.page.locator("#main").get_by_text(text).filter(visible=True).first).to_be_visible()

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA and good practice in the page as it is now, once it stands still."""
        return violations_of(self.page)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window, once it stands still."""
        wait_for_stillness(self.page)
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def api(self, user: User) -> Api:
        """The API as `user` calls it from another program."""
        return Api(self.stack.api_url, users.sign_in(self.stack.client, self.stack.outputs["UserPoolClientId"], user))

    def code_mailed_to(self, email: str) -> str:
        """The code in the last mail to this address that has one; e-mails about changes of an account have links."""
        http = urllib3.PoolManager()
        boxes = http.request("GET", f"{self.stack.endpoint_url}/_ministack/ses/messages").json()["messages"]
        mails = [
            mail
            for box in boxes.values()
            for mail in box
            if email in mail["To"] and "account-change?" not in mail["BodyText"]
        ]
        last = max(mails, key=lambda mail: mail["Timestamp"])
        found = re.search(r"\d{6,8}", last["BodyHtml"])
        assert found
        return found[0]

    def close(self) -> None:
        """Leave."""
        self.context.close()
