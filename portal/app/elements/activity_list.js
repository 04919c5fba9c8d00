/** What lists of activities share: a page that holds something, and the head of a row. */

import { call } from '../platform/api.js';
import { h, written } from './dom.js';

/** @import { ActivitySummary } from '#api' */
/** @import { CallOptions } from '../platform/api.js' */

/**
 * A page of the API can be short or empty and still have a next one: so many are fetched that there is something.
 * @param {string} path
 * @param {CallOptions} options
 * @param {string | null} cursor
 */
export async function fetchPage(path, options, cursor) {
  /** @type {ActivitySummary[]} */
  let items = [];
  let next = cursor;
  do {
    const { data } = await call('GET', path, { ...options, query: { ...options.query, cursor: next } });
    items = data.items;
    next = data.next_cursor;
  } while (next && !items.length);
  return { data: { items, next } };
}

/**
 * The first cell of the row of `one`: its title leads to it, `meta` stands below.
 * @param {ActivitySummary} one
 * @param {string} meta
 */
export function activityHead(one, meta) {
  return h(
    'th',
    { scope: 'row', role: 'rowheader' },
    h('a', { href: `/activities/${encodeURIComponent(one.id)}` }, written(one.title)),
    h('span', { class: 'meta' }, h('br'), meta),
  );
}
