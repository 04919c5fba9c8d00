/** The tables of the printed pages for P.A.C.E. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';

/** @import { Child } from '../../elements/dom.js' */

/** @param {{isNumber?: boolean, isLong?: boolean}} column */
const classOf = ({ isNumber, isLong }) => (isNumber && 'number') || (isLong && 'long');

/**
 * @param {string} caption
 * @param {{title: string, isNumber?: boolean, isLong?: boolean}[]} columns the first one heads its row
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
          ? h('td', { role: 'cell', class: classOf(columns[n]), 'data-label': columns[n].title }, inside)
          : h('th', { scope: 'row', role: 'rowheader', 'data-label': columns[n].title }, inside),
      ),
    );
  return tableOf({ caption, columns, rows: rows.map(row) });
}
