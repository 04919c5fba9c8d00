/** Everything that a filter shows, page by page: as a file. */

import { announce } from '../../elements/announcements.js';
import { h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { saveAs } from '../../frame/save_file.js';
import { oneAtATime } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';

/** @import { StaffCreditPage, StaffCreditView } from '#api' */
/** @import { Filter } from './filter.js' */

const AT_ONCE = 100;

/**
 * The pages of the file, one after the other.
 * @param {Filter} filter
 * @returns {AsyncGenerator<Blob>}
 */
export async function* pagesOf(filter) {
  /** @type {string | null} */
  let cursor = null;
  do {
    const query = { ...filter, cursor, limit: AT_ONCE };
    /** @type {{data: Blob, following: string | null}} */
    const { data, following } = await call('GET', '/v1/staff/credits', { query, accept: 'text/csv' });
    yield data;
    cursor = following;
  } while (cursor);
}

/**
 * The credits of each page, one after the other.
 * @param {Filter} filter
 * @returns {AsyncGenerator<StaffCreditView[]>}
 */
export async function* creditsOf(filter) {
  /** @type {string | null} */
  let cursor = null;
  do {
    /** @type {{data: StaffCreditPage}} */
    const { data } = await call('GET', '/v1/staff/credits', { query: { ...filter, cursor, limit: AT_ONCE } });
    yield data.items;
    cursor = data.next_cursor;
  } while (cursor);
}

/**
 * @param {Filter} filter
 * @param {number | null} total
 * @param {Node} other another button
 */
export function csvButton(filter, total, other) {
  const trouble = h('div', {});
  const done = h('span', { class: 'meta' });
  const act = oneAtATime((error) => {
    done.textContent = '';
    showProblem(trouble, error);
  });
  const save = () =>
    act(async () => {
      trouble.replaceChildren();
      /** @type {Blob[]} */
      const parts = [];
      for await (const part of pagesOf(filter)) {
        parts.push(part);
        const count = parts.length * AT_ONCE;
        if (total && total > count) done.textContent = t('credit_table.saving', { count, total });
      }
      saveAs(new Blob(parts, { type: 'text/csv' }), 'credits.csv');
      done.textContent = t('credit_table.saved');
      announce(t('credit_table.saved'));
    });
  const button = h('button', { type: 'button', class: 'button quiet', onclick: save }, t('common.csv'));
  return h('div', {}, h('p', { class: 'actions' }, other, button, done), trouble);
}
