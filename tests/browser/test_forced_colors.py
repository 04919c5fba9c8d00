"""Colors of the reader's system, and more contrast: each control shows, and so does what is chosen, done or here."""

import pytest

from tests.browser.pictures import served
from tests.browser.tour import LEARNERS, tour

_OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# A state without a class of its own is found by having none.
_BARE = "document.querySelectorAll('li[class=\"\"]').forEach((one) => one.removeAttribute('class'))"

# The marks of elements, as they are drawn: what differs between the two of a pair.
_LOOK = """([selector, pseudo]) => [...document.querySelectorAll(selector)].map((one) => {
    const style = getComputedStyle(one, pseudo);
    return ['background-color', 'border-top-width', 'border-top-color', 'border-left-width', 'text-decoration-line']
      .map((name) => style.getPropertyValue(name)).join(' ');
})"""

# Controls without an edge or a line, shapes that were drawn with a shade alone, and lines that have the ground's color.
_HIDDEN = """() => {
    const luminance = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
        const [low, high] = [one, other].map(luminance).sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const hasArea = (box) => box.width > 2 && box.height > 2;
    const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && hasArea(one.getBoundingClientRect()) && !one.closest('.unseen, .skip');
    const edged = (style) => style.outlineStyle !== 'none' || style.textDecorationLine.includes('underline')
        || ['Top', 'Bottom', 'Left', 'Right']
            .some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none');
    const drawnByBrowser = (one) =>
        ['checkbox', 'radio'].includes(one.type) && getComputedStyle(one).appearance !== 'none';
    const controls = [...document.querySelectorAll('button, .button, input, select, textarea, [role=tab]')]
        .filter((one) => seen(one) && !drawnByBrowser(one) && !edged(getComputedStyle(one)));
    const shapes = [...document.querySelectorAll('span, div, i, b')]
        .filter((one) => !one.children.length && !one.textContent.trim() && seen(one) && !one.closest('svg'))
        .filter((one) => {
            const style = getComputedStyle(one);
            const isShade = !/, 0\\)$/.test(style.backgroundColor) && style.forcedColorAdjust !== 'none';
            return isShade && !edged(style);
        });
    const ground = getComputedStyle(document.body).backgroundColor;
    const lines = [...document.querySelectorAll('main svg *')]
        .filter((one) => one.getTotalLength && seen(one.closest('svg')))
        .filter((one) => {
            const {stroke, fill} = getComputedStyle(one);
            const used = [stroke, fill].filter((color) => color.startsWith('rgb') && !/, 0\\)$/.test(color));
            return used.length && used.every((color) => ratio(color, ground) < 3);
        });
    return [...controls, ...shapes, ...lines].map((one) => one.outerHTML.slice(0, 140));
}"""

# Words with less contrast than 7 to 1, and fields, cards and buttons whose edge has less than 3 to 1.
_FAINT = """() => {
    const parsed = (color) => {
        const parts = color.match(/[\\d.]+/g).map(Number);
        const unit = color.startsWith('color(') ? 255 : 1;
        return [...parts.slice(0, 3).map((part) => part * unit), parts[3] ?? 1];
    };
    const over = (above, below) => [0, 1, 2].map((n) => above[n] * above[3] + below[n] * (1 - above[3])).concat(1);
    const luminance = (color) => {
        const [r, g, b] = color.slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
        const [low, high] = [one, other].map(luminance).sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const ground = (one) => {
        const layers = [];
        for (let each = one; each; each = each.parentElement)
            layers.unshift(parsed(getComputedStyle(each).backgroundColor));
        return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
    };
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const one = texts.currentNode.parentElement;
        const text = texts.currentNode.data.trim();
        if (!text || one.closest('script, noscript, svg, .unseen, .skip') || !one.checkVisibility()) continue;
        const below = ground(one);
        if (ratio(over(parsed(getComputedStyle(one).color), below), below) < 7) found.push(`${one.tagName}: ${text}`);
    }
    const edged = 'input:not([type=checkbox], [type=radio]), select, textarea, .card, .tile, .choice, .button, .chip';
    for (const one of document.querySelectorAll(edged)) {
        if (!one.checkVisibility()) continue;
        const style = getComputedStyle(one);
        const below = ground(one.parentElement);
        const isFilled = ratio(ground(one), below) >= 3;
        const edge = over(parsed(style.borderTopColor), below);
        const isEdged = parseFloat(style.borderTopWidth) && ratio(edge, below) >= 3;
        if (!isFilled && !isEdged) found.push(one.outerHTML.slice(0, 140));
    }
    return found;
}"""


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.fixture(scope="module", params=["light", "dark"])
def forced(browser, address, request):
    with tour(browser, address, forced_colors="active", color_scheme=request.param) as walk:
        yield walk


@pytest.fixture(scope="module", params=["light", "dark"])
def contrasted(browser, address, request):
    with tour(browser, address, contrast="more", color_scheme=request.param) as walk:
        yield walk


@pytest.mark.parametrize("path", LEARNERS)
def test_every_control_and_shape_shows_in_forced_colors(forced, path):
    page = forced.at(path)
    page.evaluate(_OPEN)
    assert page.evaluate(_HIDDEN) == []


@pytest.mark.parametrize("path", LEARNERS)
def test_more_contrast_gives_strong_words_and_edges(contrasted, path):
    page = contrasted.at(path)
    page.evaluate(_OPEN)
    assert page.evaluate(_FAINT) == []


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
def test_a_state_shows_in_forced_colors(forced, path, chosen, other, pseudo):
    page = forced.at(path)
    for line in page.locator(".credit-row > details > summary").all():
        line.click()
    page.evaluate(_BARE)
    assert not look(page, chosen, pseudo) & look(page, other, pseudo)


def test_a_chosen_answer_and_the_progress_show_in_forced_colors(forced):
    page = forced.at("/claims/c1/sessions")
    page.get_by_role("button", name="Claim").first.click()
    page.locator(".session.is-open .scale label").first.click()
    chosen = look(page, ".session.is-open .scale input:checked + span")
    assert not chosen & look(page, ".session.is-open .scale input:not(:checked) + span")
    bar = page.locator(".totals progress").evaluate("(one) => getComputedStyle(one).borderTopWidth")
    assert bar != "0px"


def test_more_contrast_makes_edges_thick(contrasted):
    card = contrasted.at("/organizer/why").locator(".card").first
    assert card.evaluate("(one) => getComputedStyle(one).borderTopWidth") == "2px"
