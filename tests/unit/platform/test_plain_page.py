"""The frame of the pages that the API shows."""

import base64
import hashlib
import re

from laurel.platform.plain_page import PlainPages

PAGES = PlainPages("p { color: red }", forms="'self'")


def test_the_policy_allows_the_style_of_the_page_and_nothing_else():
    (style,) = re.findall(r"<style>(.*?)</style>", PAGES.page("Title", "Heading", "<p>x</p>"), flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert PAGES.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert "p { color: red }" in style


def test_a_page_has_its_title_heading_and_body():
    page = PAGES.page("Title", "Heading", "<p>x</p>")
    assert "<title>Title</title>" in page
    assert "<h1>Heading</h1>\n<p>x</p>\n</main>" in page


def test_forms_may_go_nowhere_unless_said():
    assert "form-action 'none'" in PlainPages("").headers["Content-Security-Policy"]


def test_nobody_follows_frames_or_guesses_these_pages():
    headers = {name: value for name, value in PAGES.headers.items() if name != "Content-Security-Policy"}
    assert headers == {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
