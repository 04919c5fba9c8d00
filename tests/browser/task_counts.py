"""How many presses and typed characters a task of staff takes, counted in the page."""

import json
from dataclasses import dataclass

from playwright.sync_api import Page

_COUNTS = "counts-of-a-task"
_SCRIPT = """
(() => {
  const add = (name, count) => {
    const now = JSON.parse(sessionStorage.getItem(KEY) ?? '{"presses": 0, "characters": 0}');
    now[name] += count;
    sessionStorage.setItem(KEY, JSON.stringify(now));
  };
  const lengths = new WeakMap();
  addEventListener('click', () => add('presses', 1), true);
  addEventListener('input', ({ target }) => {
    if (target.tagName === 'SELECT') return add('presses', 2);
    const before = lengths.get(target) ?? target.defaultValue?.length ?? 0;
    add('characters', Math.abs(target.value.length - before) || 1);
    lengths.set(target, target.value.length);
  }, true);
})()
""".replace("KEY", json.dumps(_COUNTS))


@dataclass
class TaskCounts:
    """Counts what is pressed (a key or a button) and typed on `page` from now on."""

    page: Page

    def __post_init__(self) -> None:
        self.page.add_init_script(_SCRIPT)

    def taken(self) -> str:
        """The presses and characters since the last time, as text for the report of the test."""
        found = self.page.evaluate(f"sessionStorage.getItem('{_COUNTS}')")
        self.page.evaluate(f"sessionStorage.removeItem('{_COUNTS}')")
        counts = json.loads(found or '{"presses": 0, "characters": 0}')
        return f"{counts['presses']} presses, {counts['characters']} characters"
