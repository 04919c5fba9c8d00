/** Tables. Their roles keep them tables where the style sheet shows each cell on a line of its own. */

import { h } from './dom.js';

/** @import { Child } from './dom.js' */

/**
 * @param {object} parts
 * @param {string} parts.caption for screen readers, or for everybody with `isCaptionShown`
 * @param {boolean} [parts.isCaptionShown]
 * @param {{title: Child, isNumber?: boolean}[]} parts.columns
 * @param {Child[]} parts.rows
 * @param {boolean} [parts.hasLines] with the padding of lists
 */
export function tableOf({ caption, isCaptionShown = false, columns, rows, hasLines = false }) {
  const heads = columns.map(({ title, isNumber }) =>
    h('th', { scope: 'col', role: 'columnheader', class: isNumber && 'number' }, title),
  );
  return h(
    'table',
    { class: hasLines ? 'table lines' : 'table', role: 'table' },
    h('caption', { class: !isCaptionShown && 'unseen' }, caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads)),
    h('tbody', { role: 'rowgroup' }, rows),
  );
}
