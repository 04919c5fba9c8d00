/** The rows of a file that were handed back: rejected ones, and apart from them those that are only noted. */

import { announce } from '../elements/announcements.js';
import { fill, h } from '../elements/dom.js';
import { expiringLink } from '../elements/expiring_link.js';
import { showProblem } from '../elements/problem_box.js';
import { tableOf } from '../elements/table.js';
import { t } from '../elements/words.js';
import { oneAtATime } from '../frame/staff_page.js';
import { call } from '../platform/api.js';

/** @import { RejectedRowsView, RejectedRowView } from '#api' */
/** @import { Child } from '../elements/dom.js' */

const COLUMNS = /** @type {const} */ (['line', 'row', 'column', 'problem']);

/**
 * The tables of the rows that were handed back, each with its number, and one download of all.
 * @param {RejectedRowsView} found
 * @param {() => Promise<RejectedRowsView>} look
 * @param {{rejected: number, noted: number}} counts
 * @param {'h2' | 'h3' | 'h4'} [heading]
 * @returns {Child}
 */
export function handedBack(found, look, counts, heading = 'h2') {
  const rows = found.rejected_rows;
  if (!rows.length) return h('p', { class: 'hint' }, t('uploads.over'));
  const total = counts.rejected + counts.noted;
  const label = t(counts.rejected ? 'uploads.rejected_rows.download' : 'uploads.noted_rows.download');
  const kinds = /** @type {const} */ ([
    ['rejected_rows', rows.filter((one) => !one.noted)],
    ['noted_rows', rows.filter((one) => one.noted)],
  ]);
  return [
    h(
      'p',
      { class: 'actions' },
      expiringLink(label, fresh(found), async () => fresh(await look())),
    ),
    total > rows.length && h('p', { class: 'hint' }, t('uploads.first', { count: rows.length, total })),
    kinds.map(([kind, some]) => some.length > 0 && part(kind, some, heading)),
  ];
}

/**
 * A button that shows what was handed back below itself.
 * @param {{path: string, query?: Record<string, string>, name: string, counts: {rejected: number, noted: number}}} file
 * @param {'h3' | 'h4'} heading
 */
export function handedBackOf({ path, query, name, counts }, heading) {
  const place = h('div', {});
  const once = oneAtATime((error) => showProblem(place, error));
  /** @returns {Promise<RejectedRowsView>} */
  const look = async () => (await call('GET', path, { query })).data;
  const open = async () => {
    if (button.getAttribute('aria-expanded') === 'true') {
      button.setAttribute('aria-expanded', 'false');
      fill(place);
      return;
    }
    const found = await look();
    fill(place, handedBack(found, look, counts, heading));
    button.setAttribute('aria-expanded', 'true');
    announce(t('uploads.shown', { name }));
  };
  const button = h(
    'button',
    { type: 'button', class: 'button quiet', 'aria-expanded': 'false', onclick: () => once(open) },
    t('uploads.show'),
  );
  return { button, place };
}

/** @param {RejectedRowsView} found */
function fresh(found) {
  return { url: found.rejected_rows_url ?? '', until: found.rejected_rows_url_expires_at ?? '' };
}

/**
 * @param {'rejected_rows' | 'noted_rows'} kind
 * @param {RejectedRowView[]} rows
 * @param {'h2' | 'h3' | 'h4'} heading
 */
function part(kind, rows, heading) {
  return [
    h(heading, {}, t(`uploads.${kind}.title`)),
    h('p', {}, t(`uploads.${kind}.lead`)),
    tableOf({
      caption: t(`uploads.${kind}.title`),
      columns: COLUMNS.map((name) => ({ title: t(`uploads.columns.${name}`) })),
      rows: rows.map(row),
      hasLines: true,
    }),
  ];
}

/** @param {RejectedRowView} one */
function row(one) {
  const key = one.values.reference ?? one.values.member_number ?? '';
  const cells = Object.entries(one.values).filter(([, value]) => value);
  const problem = [
    h('p', {}, h('bdi', {}, one.message)),
    cells.length > 0 && [
      h('details', {}, [
        h('summary', {}, t('uploads.whole_row')),
        h(
          'dl',
          {},
          cells.map(([name, value]) => [h('dt', {}, h('bdi', {}, name)), h('dd', {}, h('bdi', {}, value))]),
        ),
      ]),
    ],
  ];
  const inside = [one.line === null ? '' : String(one.line), h('bdi', {}, key), h('bdi', {}, one.column), problem];
  return h(
    'tr',
    { role: 'row' },
    inside.map((value, n) => h('td', { role: 'cell', 'data-label': t(`uploads.columns.${COLUMNS[n]}`) }, value)),
  );
}
