/** Certificates without a reported credit, and why, listed below the credits. */

import { h, inLine, written } from '../elements/dom.js';
import { placeLink } from '../elements/links.js';
import { day, t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';

/** @import { UnreportedView } from '#api' */

/**
 * A section that lists them; null if there are none.
 * @param {UnreportedView[]} found
 * @returns {HTMLElement | null}
 */
export function notReported(found) {
  if (!found.length) return null;
  /** @param {UnreportedView} one */
  const item = (one) =>
    h(
      'li',
      { class: 'card' },
      h('p', {}, h('a', { href: `/claims/${one.claim_id}/certificate` }, written(one.title))),
      h(
        'p',
        { class: 'meta' },
        inLine(written(kindOf(one.statement).name), written(one.provider), day(one.completed_on)),
      ),
      h('p', {}, written(one.reason.says), ' ', written(one.reason.do), ' ', placeLink(one.reason.where)),
    );
  return h(
    'section',
    { 'aria-labelledby': 'not-reported' },
    h('h2', { id: 'not-reported' }, t('organizer.not_reported')),
    h('ul', { class: 'plain' }, found.map(item)),
  );
}
