/** What the pages below the page of staff share: their head, buttons, acts. */

import { h } from '../elements/dom.js';
import { showProblem } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { save } from './save_file.js';

/** @import { Child } from '../elements/dom.js' */

/**
 * The way back to the page of staff, and the heading.
 * @param {Child} title
 * @returns {Child}
 */
export const staffHead = (title) => [
  h('p', { class: 'crumbs' }, h('a', { href: '/staff' }, t('staff.title'))),
  h('h1', {}, title),
];

/**
 * The buttons that print the page and, with `csv`, save what it shows as a file. A problem shows above them.
 * @param {{path: string, query?: Record<string, string | number | null>, name: string}} [csv]
 * @param {...Child} more further buttons
 */
export function printAndSave(csv, ...more) {
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
      more,
    ),
  ];
}

/**
 * Does one thing at a time: meanwhile no other is begun. `show` shows what went wrong.
 * @param {(error: unknown) => void} show
 * @returns {(what: () => unknown) => Promise<void>}
 */
export function oneAtATime(show) {
  let isBusy = false;
  return async (what) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await what();
    } catch (error) {
      show(error);
    } finally {
      isBusy = false;
    }
  };
}
