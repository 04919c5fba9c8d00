"""Waiting until a page is drawn: fonts are there, animations have ended, and nothing moves from frame to frame.

Whoever measures a page earlier sees a layout that no reader ever sees.
"""

from playwright.sync_api import Page

_STILL_FRAMES = 3
_GIVE_UP_MS = 30_000

_AT_REST = """async ([frames, most]) => {
    await document.fonts.ready;
    const ended = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity);
    await Promise.all(document.getAnimations().filter(ended).map((one) => one.finished.catch(() => null)));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const layout = () => [...document.querySelectorAll('h1, a, button, input, select, textarea, summary, label')]
        .map((one) => one.getBoundingClientRect())
        .map((box) => [box.x, box.y, box.width, box.height].map((side) => side.toFixed(1)).join(' '))
        .join() + document.documentElement.scrollHeight;
    const end = performance.now() + most;
    let last = layout();
    for (let still = 0; still < frames;) {
        await frame();
        const now = layout();
        still = now === last ? still + 1 : 0;
        last = now;
        if (performance.now() > end) return false;
    }
    return true;
}"""


def wait_for_stillness(page: Page, give_up_ms: int = _GIVE_UP_MS) -> None:
    """Wait until the page stands still. A page that never does fails the test, in words."""
    assert page.evaluate(_AT_REST, [_STILL_FRAMES, give_up_ms]), f"the page at {page.url} does not come to rest"
