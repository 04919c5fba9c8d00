"""The language of a name is suggested from the browser's languages where its letters do not tell it."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.mark.parametrize(
    ("locale", "name", "language"),
    [
        ("ja-JP", "佐藤 令子", "ja"),
        ("zh-TW", "王小明", "zh-Hant"),
        ("zh-CN", "王小明", "zh-Hans"),
        ("ko-KR", "金直", "ko"),
        ("ne-NP", "श्रेष्ठ", "ne"),
        ("fa-IR", "علی", "fa"),
        ("en-US", "佐藤 令子", ""),
        ("ja-JP", "Ana Lima", ""),
        ("ja-JP", "さくら", ""),
    ],
)
def test_the_browser_suggests_a_language_for_letters_that_several_share(browser, address, locale, name, language):
    with opened(browser, address, "/profile", signed_in=True, locale=locale) as page:
        page.get_by_label("Name as printed").fill(name)
        expect(page.get_by_label("Language of the name")).to_have_value(language)
        assert (page.locator(".specimen .name").get_attribute("lang") or "") == language


def test_what_the_learner_chose_stays(browser, address):
    with opened(browser, address, "/profile", signed_in=True, locale="zh-CN") as page:
        page.get_by_label("Language of the name").select_option("ja")
        page.get_by_label("Name as printed").fill("佐藤 令子")
        expect(page.get_by_label("Language of the name")).to_have_value("ja")
