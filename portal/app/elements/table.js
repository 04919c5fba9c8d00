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
 * @param {boolean} [parts.hasFigures] a table on a phone too: few columns, and short (style sheet `figures`)
 */
export function tableOf({ caption, isCaptionShown = false, columns, rows, hasLines = false, hasFigures = false }) {
  const heads = columns.map(({ title, isNumber }) =>
    h('th', { scope: 'col', role: 'columnheader', class: isNumber && 'number' }, title),
  );
  return h(
    'table',
    { class: ['table', hasLines && 'lines', hasFigures && 'figures'].filter(Boolean).join(' '), role: 'table' },
    h('caption', { class: !isCaptionShown && 'unseen' }, caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads)),
    h('tbody', { role: 'rowgroup' }, rows),
  );
}
