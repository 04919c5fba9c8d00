/** The rings on the first page of a learner: one for each license that they follow. */

import { h, written } from '../elements/dom.js';
import { fetchWords, t } from '../elements/words.js';
import { call } from '../platform/api.js';
import { ring, said } from './ring.js';

/** @import { RuleProgressView } from '#api' */

/**
 * The part of the first page, or null if the learner follows nothing.
 * @returns {Promise<HTMLElement | null>}
 */
export async function homeRings() {
  const [{ data }] = await Promise.all([call('GET', '/v1/me/progress'), fetchWords('progress')]);
  if (!data.items.length) return null;
  return h(
    'section',
    { 'aria-labelledby': 'still-needed' },
    h('h2', { id: 'still-needed' }, t('progress.title')),
    h('ul', { class: 'grid' }, data.items.map(item)),
    h('p', { class: 'meta' }, t('progress.estimate')),
  );
}

/** @param {RuleProgressView} one */
function item(one) {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'tile ring-line', href: `/progress#${one.rule}` },
      ring(one),
      h('div', {}, h('strong', {}, written(one.name)), h('span', {}, said(one).join(' '))),
    ),
  );
}
