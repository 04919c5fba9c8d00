"""The walk through the portal for the pictures: a learner claims and prints, and staff look after the rest."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, Locator, Page

from local import users
from local.api import Api
from local.demo_claims import done, one_after_another
from local.sample import Sample
from local.sample.cast import NAME_MISMATCH
from local.sample_catalog import MEETING, WEBINAR, badge_ids
from local.stack import LocalStack
from local.users import STAFF, User, new_password

# The pages that are drawn, by the names of their files.
PAGES = (
    "library", "sessions", "evaluation", "sessions-phone", "summary", "printed", "verify", "organizer", "diagnosis",
    "staff-activities", "staff-columns", "staff-codes", "staff-credits", "staff-reissue", "staff-nights", "staff-run",
)  # fmt: skip
_DESK = {"viewport": {"width": 1000, "height": 720}}
_PHONE = {"viewport": {"width": 360, "height": 720}, "is_mobile": True, "has_touch": True}
_REGISTRATIONS = b"""Registrant,Registration,Shirt
Ana Lima,CMW-100001,M
Bo Dahl,CMW-100002,L
Kofi Mensah,CMW-100003,S
"""
_LIKERT = 5  # choices; the last one is the best
_PATIENCE = 60_000  # milliseconds
_PACE = "P.A.C.E.® contact hours"
_REPORT = "Report my credits to ASCLS and ASCP"

type Save = Callable[[str, bytes, list[str]], None]
# Headings, buttons and labels in the window.
_LABELS = """() => [...document.querySelectorAll('h1, h2, button, label, legend, dt, th, .badge, a.button')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().top < innerHeight)
    .map((one) => one.innerText.trim())"""


class Walk:
    """Somebody in front of the portal of `stack`; `save` takes each picture with its name and the labels in it."""

    def __init__(self, browser: Browser, stack: LocalStack, sample: Sample, save: Save) -> None:
        story = sample.showcase[NAME_MISMATCH]
        self._browser = browser
        self._stack = stack
        self._save = save
        self._name = story.learner
        self._learner = User(story.email, new_password())
        self._staff = next(user for user in stack.users if user.email == STAFF)
        self._number = ""

    def learner(self) -> bytes:
        """A learner claims sessions, prints, and follows the credit; returns the certificate (PDF)."""
        users.create(self._stack.client, self._stack.outputs["UserPoolId"], [self._learner])
        page = self._page(self._learner)
        self._open(page, "/activities?open=true")
        self._draw(page, "library")
        claim = self._claim(page)
        phone = self._page(self._learner, **_PHONE)
        self._open(phone, f"{claim}/sessions")
        self._draw(phone, "sessions-phone", at=phone.locator(".session:visible").nth(1))
        pdf = self._print(page, claim)
        for name, path, height in (
            ("verify", f"/verify/{self._number}", 720),
            ("organizer", "/organizer", 1100),
            ("diagnosis", "/organizer/why", 1100),
        ):
            self._open(page, path)
            self._draw(page, name, height=height)
        return pdf

    def staff(self) -> None:
        """Staff look at activities, credits, a reissue, and a run report. `learner` must have walked before."""
        page = self._page(self._staff)
        self._open(page, "/staff/activities")
        self._draw(page, "staff-activities")
        self._columns(page)
        self._open(page, f"/staff/codes?activity={WEBINAR}&sheets=yes")
        self._draw(page, "staff-codes", height=900)
        self._open(page, f"/staff/credits?email={self._learner.email}")
        page.locator("summary", has_text="Full history").last.click()
        self._draw(page, "staff-credits", height=1100)
        self._rename()
        self._open(page, f"/staff/certificates?number={self._number}")
        page.get_by_role("button", name="Reissue", exact=True).click()
        page.get_by_text("→").first.wait_for()
        self._draw(page, "staff-reissue", height=1000)
        self._open(page, "/staff/runs")
        self._draw(page, "staff-nights", height=900)
        page.locator("tbody th a").last.click()
        page.wait_for_url("**date=**")
        self._draw(page, "staff-run", height=900)

    def _claim(self, page: Page) -> str:
        """Two sessions claimed and a third one open; the path of the claim."""
        self._open(page, f"/activities/{MEETING}")
        _follow(page, "Claim credit")
        page.locator("label", has_text=_PACE).first.click()
        page.get_by_label("Badge ID", exact=True).fill(badge_ids()[-1])
        _press(page, "Continue")
        _press(page, "I have read the disclosures")
        _heading(page, "Claim the sessions you attended")
        found = done(self._stack.api().call("GET", f"/v1/activities/{MEETING}/sessions"))["items"]
        first, second, third = [one["title"] for one in one_after_another(found)][:3]
        for title in (first, second):
            row = _answered(page, title)
            row.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
            row.locator(".badge", has_text="✓").wait_for()
        open_row = _answered(page, third)
        self._draw(page, "sessions", height=800, at=page.locator("h2").filter(has_text="day").first)
        self._draw(page, "evaluation", height=1000, at=open_row)
        return claim_path(page.url)

    def _print(self, page: Page, claim: str) -> bytes:
        self._open(page, f"{claim}/summary")
        page.get_by_label("Name as printed", exact=True).fill(self._name)
        _press(page, "Save the name")
        page.get_by_role("heading", name="Print the certificate").wait_for()
        page.locator("label", has_text=_REPORT).first.click()
        page.locator("label", has_text=f"I, {self._name}").first.click()
        self._draw(page, "summary", height=1060, at=page.get_by_role("heading", name="Print the certificate"))
        _press(page, "Print now and make it final")
        _heading(page, "Your certificate")
        self._number = page.locator("code").first.inner_text()
        self._draw(page, "printed")
        with page.expect_download() as downloading:
            _follow(page, "Download the certificate (PDF)")
        return Path(downloading.value.path()).read_bytes()

    def _columns(self, page: Page) -> None:
        """The list of a registration system, and the column with the Badge IDs in it."""
        self._open(page, f"/staff/activities?activity={MEETING}")
        badges = page.get_by_role("region", name="Badge IDs of a live meeting")
        file: FilePayload = {"name": "registrations.csv", "mimeType": "text/csv", "buffer": _REGISTRATIONS}
        badges.locator("input[type=file]").set_input_files(file)
        badges.get_by_label("Column with the Badge IDs").select_option("Registration")
        badges.locator("summary").click()
        self._draw(page, "staff-columns", height=1100, at=badges)

    def _rename(self) -> None:
        """The learner corrects her name, so that a reissue has something to show."""
        token = users.sign_in(self._stack.client, self._stack.outputs["UserPoolClientId"], self._learner)
        api = Api(self._stack.api_url, token)
        done(api.call("PATCH", "/v1/me", json={"name_as_printed": self._name.replace(" ", " Maria ")}))

    def _page(self, user: User, **look: Any) -> Page:
        """A browser of its own in which `user` is signed in."""
        settings = {**_DESK, "locale": "en-US", "timezone_id": "America/New_York", "reduced_motion": "reduce", **look}
        page = self._browser.new_context(**settings).new_page()
        page.set_default_timeout(_PATIENCE)
        answer = users.tokens(self._stack.client, self._stack.outputs["UserPoolClientId"], user)
        names = {"id": "IdToken", "access": "AccessToken", "refresh": "RefreshToken"}
        tokens = {name: answer[theirs] for name, theirs in names.items()}
        tokens["until"] = (time.time() + answer["ExpiresIn"]) * 1000
        page.goto(f"{self._stack.portal_url}/robots.txt")
        page.evaluate("tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))", tokens)
        return page

    def _open(self, page: Page, path: str) -> None:
        page.goto(self._stack.portal_url + path)
        page.locator("#main[aria-busy=false] h1").first.wait_for()

    def _draw(self, page: Page, name: str, *, height: int = 720, at: Locator | None = None) -> None:
        """The window with `height` pixels, from the top of the page or from `at`."""
        page.locator("#main[aria-busy=false] h1").first.wait_for()
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})  # type: ignore[index]
        page.evaluate("scrollTo(0, 0)")
        if at:
            below_the_banner = at.bounding_box()["y"] - 90  # type: ignore[index]
            page.evaluate("y => scrollTo(0, y)", below_the_banner)
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        self._save(name, page.screenshot(animations="disabled", caret="hide"), page.evaluate(_LABELS))


def claim_path(sessions: str) -> str:
    """The path of a claim, from the address of its sessions, which also says the day that is shown."""
    return urlsplit(sessions).path.removesuffix("/sessions")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def _heading(page: Page, name: str) -> None:
    page.get_by_role("heading", level=1, name=name).wait_for()


def _answered(page: Page, title: str) -> Any:
    """The session of this title, open, with its evaluation answered."""
    row = page.locator(".session", has=page.get_by_role("heading", name=title, exact=True))
    row.get_by_role("button", name=re.compile("^Claim")).first.click()
    row.locator(".panel fieldset").first.wait_for()
    for question in row.locator(".panel fieldset").all():
        labels = question.locator("label")
        (labels.last if labels.count() == _LIKERT else labels.first).click()
    return row
