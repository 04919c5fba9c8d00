/** What the printed pages for P.A.C.E. share: the head, the buttons, tables. */

import { h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { save } from '../../platform/api.js';

/** @import { Child } from '../../elements/dom.js' */
/** @import { Page } from '../../frame/router.js' */

/**
 * A page below the page of staff.
 * @param {string} title
 * @param {...Child} below
 */
export const sheet = (title, ...below) => [
  h('p', { class: 'crumbs' }, h('a', { href: '/staff' }, t('staff.title'))),
  h('h1', {}, title),
  below,
];

/**
 * The page that asks for an activity and opens `path` with it.
 * @param {string} title
 * @param {string} path
 * @returns {Page}
 */
export function askForActivity(title, path) {
  const id = field({ label: t('staff.activity_id'), required: true, autocomplete: 'off', spellcheck: 'false' });
  const send = () => go(`${path}?${new URLSearchParams({ activity: id.input.value.trim() })}`);
  return {
    title,
    body: sheet(title, form({ fields: [id], label: t('pace_lists.open'), send }, id.node).node),
    width: 'narrow',
  };
}

/**
 * The buttons that print the page and, with `csv`, save what it shows as a file.
 * @param {{path: string, query?: Record<string, string | number>, name: string}} [csv]
 */
export function buttons(csv) {
  const trouble = h('div', {});
  const fetchFile = () =>
    csv &&
    save(csv.path, { query: csv.query, accept: 'text/csv', name: csv.name }).catch((error) =>
      showProblem(trouble, error),
    );
  return [
    trouble,
    h(
      'div',
      { class: 'actions no-print' },
      h('button', { type: 'button', class: 'button quiet', onclick: () => print() }, t('common.print')),
      csv && h('button', { type: 'button', class: 'button quiet', onclick: fetchFile }, t('common.csv')),
    ),
  ];
}

/**
 * @param {string} caption
 * @param {{title: string, isNumber?: boolean}[]} columns the first one heads its row
 * @param {Child[][]} rows
 */
export function table(caption, columns, rows) {
  /** @param {Child[]} cells */
  const row = (cells) =>
    h(
      'tr',
      { role: 'row' },
      cells.map((inside, n) =>
        n
          ? h('td', { role: 'cell', class: columns[n].isNumber && 'number', 'data-label': columns[n].title }, inside)
          : h('th', { scope: 'row', role: 'rowheader', 'data-label': columns[n].title }, inside),
      ),
    );
  return tableOf({ caption, columns, rows: rows.map(row) });
}
