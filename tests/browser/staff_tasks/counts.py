"""What a task of staff takes, counted in the page: clicks, keys, and typed characters."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Page

_COUNTS = "counts-of-a-task"
# A press of Enter or Space on a button also makes a click, without a place. To choose from a list by mouse takes two.
_SCRIPT = """
(() => {
  const add = (name, count) => {
    const now = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    now[name] = (now[name] ?? 0) + count;
    sessionStorage.setItem(KEY, JSON.stringify(now));
  };
  const lengths = new WeakMap();
  let isByKey = false;
  let isPressed = false;
  addEventListener('pointerdown', () => { isByKey = false; isPressed = true; }, true);
  addEventListener('keydown', ({ key, target }) => {
    isByKey = true;
    if (key.length > 1 || (key === ' ' && !target.matches('textarea, input:not([type=checkbox], [type=radio])')))
      add('keys', 1);
  }, true);
  // A press on a label makes two: one for its box.
  addEventListener('click', ({ detail }) => {
    if (detail > 0 && isPressed) add('clicks', 1);
    isPressed = false;
  }, true);
  addEventListener('input', ({ target }) => {
    if (target.tagName === 'SELECT') return isByKey || add('clicks', 2);
    if (target.type === 'file') return;
    const before = lengths.get(target) ?? target.defaultValue?.length ?? 0;
    add('characters', Math.abs(target.value.length - before) || 1);
    lengths.set(target, target.value.length);
  }, true);
})()
""".replace("KEY", json.dumps(_COUNTS))


class Taken(NamedTuple):
    """What a task took; `str` is for the report of the test."""

    clicks: int
    keys: int
    characters: int

    def __str__(self) -> str:
        named = [f"{count} {name if count > 1 else name[:-1]}" for name, count in self._asdict().items() if count]
        return ", ".join(named) or "nothing"


@dataclass
class TaskCounts:
    """Counts what is pressed and typed on `page` from its next document on."""

    page: Page

    def __post_init__(self) -> None:
        self.page.add_init_script(_SCRIPT)

    def so_far(self) -> Taken:
        """What was pressed and typed since `taken` was called last."""
        counts = json.loads(self.page.evaluate(f"sessionStorage.getItem('{_COUNTS}')") or "{}")
        return Taken(*(counts.get(name, 0) for name in Taken._fields))

    def taken(self) -> Taken:
        """The same; counting begins again."""
        taken = self.so_far()
        self.page.evaluate(f"sessionStorage.removeItem('{_COUNTS}')")
        return taken
