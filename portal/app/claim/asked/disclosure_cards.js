/** The disclosures of an activity, each on a card. */

import { h, written } from '../../elements/dom.js';

/** @import { PublicActivity } from '#api' */

/**
 * @param {PublicActivity} activity
 * @param {'h2' | 'h3'} [level] of their titles
 */
export function disclosureCards(activity, level = 'h2') {
  return activity.disclosures.map((one) =>
    h(
      'section',
      { class: 'card' },
      h(level, {}, written(one.title)),
      h('p', { class: 'disclosure' }, written(one.text)),
    ),
  );
}
