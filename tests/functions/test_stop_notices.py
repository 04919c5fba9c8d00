"""The link in a mail: for people a page with a button, for mail programs one request, for everybody else nothing."""

from html.parser import HTMLParser

import pytest
from claim_routes.dependencies import dependencies

from tests.api_events import learner
from tests.functions.claim_api_desk import desk_on_moto

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        assert desk.call("GET", "/v1/me", learner()).status == 200
        yield desk


@pytest.fixture
def link(desk):
    return f"/v1/notices/stop?token={dependencies().unsubscribe_links.token('ana')}"


def gets_mail(desk):
    return desk.call("GET", "/v1/me", learner()).json()["notices"]


class Page(HTMLParser):
    """The forms and headings of a page."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.tags, self.attributes, self.words = [], [], {}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.setdefault(tag, dict(attrs))
        if tag == "form":
            self.forms.append(dict(attrs))

    def handle_data(self, data):
        self.words += data


def test_following_the_link_asks_and_changes_nothing(desk, link):
    answer = desk.call("GET", link, headers=BROWSER)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    page = Page(answer.body)
    assert page.forms == [{"method": "post", "action": link.removeprefix("/v1/notices/stop")}]
    assert page.attributes["html"] == {"lang": "en"}
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert page.attributes["button"] == {"type": "submit"}
    assert "script" not in page.tags
    assert gets_mail(desk) is True


def test_the_button_stops_the_mails(desk, link):
    body = {"body": b"", "headers": {**BROWSER, "Content-Type": "application/x-www-form-urlencoded"}}
    answer = desk.call("POST", link, **body)
    assert (answer.status, gets_mail(desk)) == (200, False)
    assert "You will get no more of these e-mails" in Page(answer.body).words
    assert desk.call("POST", link, **body).status == 200


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_mail_program_stops_them_with_one_request(desk, link, kind):
    """RFC 8058: a POST with the body List-Unsubscribe=One-Click, without cookies or a sign-in."""
    answer = desk.call("POST", link, body=b"List-Unsubscribe=One-Click", headers={"Content-Type": kind})
    assert (answer.status, answer.json()) == (200, {"stopped": True})
    assert gets_mail(desk) is False


def test_the_profile_switches_them_on_again(desk, link):
    desk.call("POST", link)
    assert desk.call("PATCH", "/v1/me", learner(), json_body={"notices": True}).json()["notices"] is True


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["", "A" * 40, "%3Cscript%3E", "é"])
def test_a_link_that_is_none_is_told_as_one_asks(desk, method, token):
    path = f"/v1/notices/stop?token={token}"
    assert desk.call(method, path).code == "stop_link_unknown"
    page = desk.call(method, path, headers=BROWSER)
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "turn these e-mails off in your profile" in " ".join(Page(page.body).words.split())
    assert "<script>" not in page.body
    assert gets_mail(desk) is True


def test_a_link_without_a_token_is_refused(desk):
    assert desk.call("GET", "/v1/notices/stop").code == "invalid"


def test_the_pages_run_nothing_fetch_nothing_and_are_kept_nowhere(desk, link):
    for method in ("GET", "POST"):
        headers = desk.call(method, link, headers=BROWSER).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
