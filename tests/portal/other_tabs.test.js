/** A tab that is about to print knows the unsaved sessions of other tabs, and never takes its own for theirs. */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import './browser.js';

const open = new Set();

/** Every channel of a name hears the others, also those of its own tab. */
class Channel extends EventTarget {
  constructor(name) {
    super();
    this.name = name;
    open.add(this);
  }

  postMessage(data) {
    for (const one of open) {
      if (one !== this && one.name === this.name) {
        queueMicrotask(() => one.dispatchEvent(Object.assign(new Event('message'), { data })));
      }
    }
  }

  close() {
    open.delete(this);
  }
}
globalThis.BroadcastChannel = Channel;

const { keepWaiting } = await import('../../portal/app/claim/unsaved.js');
const here = await import('../../portal/app/claim/other_tabs.js?here');
const there = await import('../../portal/app/claim/other_tabs.js?there');
const WANTED = { wanted: { credits: '1', evaluation: {} }, title: 'Smears' };

afterEach(() => keepWaiting('c1', {}));

test('without another tab that answers, nothing waits elsewhere', async () => {
  keepWaiting('c1', { a: WANTED });
  here.answerOtherTabs();
  assert.deepEqual(await here.waitingElsewhere('c1'), []);
});

test('an unsaved session of another tab is named, for this claim alone', async () => {
  keepWaiting('c1', { a: WANTED });
  there.answerOtherTabs();
  there.answerOtherTabs();
  assert.deepEqual(await here.waitingElsewhere('c1'), ['Smears']);
  assert.deepEqual(await here.waitingElsewhere('c2'), []);
});

test('once the other tab has saved it, nothing waits, and no channel stays open', async () => {
  there.answerOtherTabs();
  const before = open.size;
  assert.deepEqual(await here.waitingElsewhere('c1'), []);
  assert.equal(open.size, before);
});
