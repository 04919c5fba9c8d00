/** Questions that the form of an activity asks in the page, with the differences that they are about. */

import { fill, h } from '../elements/dom.js';
import { tableOf } from '../elements/table.js';
import { t } from '../elements/words.js';

/** @import { Child } from '../elements/dom.js' */
/** @import { Difference } from './differences.js' */

/**
 * @param {Difference[]} found
 * @param {{before: string, after: string}} sides the names of the columns
 */
export function differenceTable(found, { before, after }) {
  const heads = ['where', before, after].map((name) => t(`workbench.columns.${name}`));
  /** @param {Difference} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      h('th', { scope: 'row', role: 'rowheader' }, one.where),
      [one.before, one.after].map((text, n) =>
        h('td', { role: 'cell', class: 'as-typed', 'data-label': heads[n + 1] }, text || t('workbench.nothing')),
      ),
    );
  return tableOf({
    caption: t('workbench.differences'),
    columns: heads.map((title) => ({ title })),
    rows: found.map(row),
    hasLines: true,
  });
}

/**
 * A question with its answers as buttons; the first one goes ahead.
 * @param {string} title
 * @param {Child} about
 * @param {{label: string, act: () => unknown}[]} answers
 */
export function question(title, about, answers) {
  const buttons = answers.map(({ label, act }, n) =>
    h('button', { type: 'button', class: n ? 'button quiet' : 'button', onclick: act }, label),
  );
  return h(
    'section',
    { class: 'note warn question', tabindex: '-1', 'aria-label': title },
    h('h2', {}, title),
    about,
    h('div', { class: 'actions' }, buttons),
  );
}

/**
 * The answer that takes the question out of `place` and leads back to what asked it.
 * @param {string} label
 * @param {HTMLElement} place
 */
export function notNow(label, place) {
  const asker = document.activeElement;
  const act = () => {
    fill(place);
    if (asker instanceof HTMLElement) asker.focus();
  };
  return { label, act };
}
