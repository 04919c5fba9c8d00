"""Tabs that tests use one after another: a page in a tab that was there costs half of one in a new tab.

Nothing stays of the test before: scripts, listeners, routes, headers and the size go when the tab is given back, and
`NEW_USE` empties the storage when the next page comes.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser

NEW_USE = """if (location.protocol !== 'about:') {
    try {
        if (sessionStorage.getItem('use') !== '%s') {
            sessionStorage.clear();
            sessionStorage.setItem('use', '%s');
            %s
        }
    } catch (error) {
        if (error.name !== 'SecurityError') throw error;
    }
}"""


class Tab:
    """One tab of a browser with this look (language, time zone, size …)."""

    def __init__(self, browser: Browser, look: Mapping[str, Any]) -> None:
        self._context = browser.new_context(**look)
        self.page = self._context.new_page()
        self._size = self.page.viewport_size
        self._tools = self._context.new_cdp_session(self.page)
        self._tools.send("Page.enable")
        self._uses = itertools.count()
        self._scripts: list[str] = []
        self._heard: list[tuple[str, Callable[..., Any]]] = []
        self._on = self.page.on

    def begin(self, at_first: str, scripts: Sequence[str], headers: dict[str, str]) -> None:
        """Make it ready: `at_first` runs in the first page alone, `scripts` in each, before the portal's own."""
        use = str(next(self._uses))
        for script in (NEW_USE % (use, use, at_first), *scripts):
            added = self._tools.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})
            self._scripts.append(added["identifier"])
        self.page.set_extra_http_headers(headers)
        self.page.on = self._listen

    def _listen(self, event: Any, listener: Callable[..., Any]) -> None:
        self._heard.append((event, listener))
        self._on(event, listener)

    def end(self) -> None:
        """Take away what a test brought.

        Its page stays until the next one comes: an empty one between them would cost a process.
        """
        page = self.page
        page.on = self._on
        for event, listener in self._heard:
            page.remove_listener(event, listener)
        page.unroute_all(behavior="ignoreErrors")
        for script in self._scripts:
            self._tools.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script})
        self._heard, self._scripts = [], []
        page.emulate_media(media="null")
        if page.viewport_size != self._size:
            page.set_viewport_size(self._size)

    def close(self) -> None:
        """Close it for good."""
        self._context.close()


_idle: WeakKeyDictionary[Browser, dict[str, list[Tab]]] = WeakKeyDictionary()


@contextmanager
def lent(browser: Browser, look: Mapping[str, Any]) -> Iterator[Tab]:
    """A tab with this look. After a test that failed in it, or closed it, nobody else gets it."""
    idle = _idle.setdefault(browser, defaultdict(list))[repr(sorted(look.items()))]
    tab = idle.pop() if idle else Tab(browser, look)
    try:
        yield tab
        if tab.page.is_closed():
            tab.close()
        else:
            tab.end()
            idle.append(tab)
    except BaseException:
        tab.close()
        raise
