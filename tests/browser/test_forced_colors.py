"""Colors of the reader's system, and more contrast: what is chosen, done or here shows all the same."""

import pytest

from tests.browser.pictures import opened, served

# The marks of elements, as they are drawn: what differs between the two of a pair.
_LOOK = """([selector, pseudo]) => [...document.querySelectorAll(selector)].map((one) => {
    const style = getComputedStyle(one, pseudo);
    return ['background-color', 'border-top-width', 'border-top-color', 'border-left-width', 'text-decoration-line']
      .map((name) => style.getPropertyValue(name)).join(' ');
})"""


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def look(page, selector, pseudo=None):
    found = page.evaluate(_LOOK, [selector, pseudo])
    assert found, selector
    return set(found)


PAIRS = [
    ("/organizer?phase=done", ".chip[aria-current]", ".chip:not([aria-current])", None),
    (
        "/organizer",
        ".progress-steps li.is-done",
        ".progress-steps li:not(.is-done):not(.is-here):not(.is-stuck)",
        "::before",
    ),
    ("/organizer", ".progress-steps li.is-here", ".progress-steps li.is-done", "::before"),
    ("/organizer", ".progress-steps li.is-stuck", ".progress-steps li.is-done", "::before"),
    ("/organizer", ".dots .is-stuck", ".dots .is-done", None),
    ("/organizer", ".phase-bar .of-needs_you", ".phase-bar .of-done", None),
    ("/organizer/why", ".way .is-broken .sign", ".way .is-passed .sign", None),
    ("/claims/c1/sessions", ".session.is-claimed", ".session:not(.is-claimed)", None),
    ("/claims/c1/sessions", ".steps li.is-here", ".steps li:not(.is-done):not(.is-here)", None),
    ("/organizer", "#nav a[aria-current]", "#nav a:not([aria-current])", None),
]


@pytest.mark.parametrize(("path", "chosen", "other", "pseudo"), PAIRS)
def test_a_state_shows_in_forced_colors(browser, address, path, chosen, other, pseudo):
    with opened(browser, address, path, signed_in=True, forced_colors="active") as page:
        for line in page.locator(".credit-row > details > summary").all():
            line.click()
        page.evaluate(
            "document.querySelectorAll('.progress-steps li[class=\"\"]').forEach((one) => one.removeAttribute('class'))"
        )
        page.evaluate(
            "document.querySelectorAll('.steps li[class=\"\"]').forEach((one) => one.removeAttribute('class'))"
        )
        assert not look(page, chosen, pseudo) & look(page, other, pseudo)


def test_a_chosen_answer_and_the_progress_show_in_forced_colors(browser, address):
    with opened(browser, address, "/claims/c1/sessions", signed_in=True, forced_colors="active") as page:
        page.get_by_role("button", name="Claim").first.click()
        page.locator(".session.is-open .scale label").first.click()
        chosen = look(page, ".session.is-open .scale input:checked + span")
        assert not chosen & look(page, ".session.is-open .scale input:not(:checked) + span")
        bar = page.locator(".totals progress").evaluate("(one) => getComputedStyle(one).borderTopWidth")
        assert bar != "0px"


def test_more_contrast_gives_full_letters_and_edges(browser, address):
    with opened(browser, address, "/organizer/why", signed_in=True, contrast="more") as page:
        ink, meta, edge = page.evaluate(
            """() => [getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.meta')).color,
              getComputedStyle(document.querySelector('.card')).borderTopWidth]"""
        )
    assert ink == meta
    assert edge == "2px"
