/** Credits from elsewhere as a table, each with the mark that it is the learner's own statement. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, t } from '../../elements/words.js';

/** @import { OwnCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

const COLUMNS = ['title', 'completed', 'amount', 'topic', 'proof'];

/**
 * @param {OwnCreditView[]} own
 * @param {(one: OwnCreditView) => Child} [more] what else stands below the title
 */
export function ownTable(own, more = () => null) {
  /**
   * @param {string} name
   * @param {Child} inside
   */
  const cell = (name, inside) => h('td', { role: 'cell', 'data-label': t(`own_credits.columns.${name}`) }, inside);
  /** @param {OwnCreditView} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        h('bdi', {}, one.title),
        h('span', { class: 'meta' }, h('br'), h('bdi', {}, one.provider), h('br')),
        h('span', { class: 'badge' }, t('own_credits.mark')),
        more(one),
      ),
      cell('completed', day(one.completed_on, 'medium')),
      cell('amount', t(`own_credits.amounts.${one.unit}`, { count: one.amount })),
      cell('topic', one.topic ? t(`own_credits.topics.${one.topic}`) : '–'),
      cell('proof', one.proof ? typeOf(one.proof.type) : t('own_credits.proof.none')),
    );
  return tableOf({
    caption: t('own_credits.title'),
    columns: COLUMNS.map((name) => ({ title: t(`own_credits.columns.${name}`) })),
    rows: own.map(row),
  });
}

/**
 * The name of a type of file.
 * @param {string} mediaType
 */
export function typeOf(mediaType) {
  const [, type] = mediaType.split('/');
  return t(`own_credits.proof.types.${type}`);
}
