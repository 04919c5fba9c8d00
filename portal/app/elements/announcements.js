/** What screen readers read out, and notes on the page that something went well. */

import { byId, h } from './dom.js';

/**
 * Says something to screen readers: politely, or at once when `now`.
 * @param {string} text
 */
export function announce(text, { now = false } = {}) {
  const place = byId(now ? 'alert' : 'status');
  place.textContent = '';
  // A text that stays the same is not read again; emptying it first makes it a new one.
  setTimeout(() => {
    place.textContent = text;
  }, 50);
}

/**
 * Says on the page that is shown now, below its heading, that something went well.
 * @param {string} text
 */
export function sayOnPage(text) {
  announce(text);
  byId('main')
    .querySelector('h1')
    ?.after(h('p', { class: 'note ok' }, text));
}
