/** A credit as one line with a small track; the whole card is made when the reader opens it. */

import { h, inLine, written } from '../elements/dom.js';
import { day, t } from '../elements/words.js';
import { cardInside, TONES } from './credit_card.js';
import { stationsOf } from './progress_steps.js';

/** @import { CreditView } from '#api' */

/**
 * @param {CreditView} credit
 * @returns {HTMLLIElement}
 */
export function creditRow(credit) {
  const inside = h('div', { class: 'inside' });
  let isBuilt = false;
  const build = () => {
    if (isBuilt || !details.open) return;
    isBuilt = true;
    inside.append(cardInside(credit));
  };
  const hours = t('organizer.hours', { count: credit.contact_hours });
  const facts = inLine(written(credit.provider), day(credit.completed_on, 'medium'), hours);
  const summary = h(
    'summary',
    {},
    h('strong', {}, written(credit.title)),
    h('span', { class: 'meta' }, facts),
    dots(credit),
    h('span', { class: `badge ${TONES[credit.phase]}` }, t(`phases.${credit.phase}`)),
  );
  const details = h('details', { ontoggle: build }, summary, inside);
  return h('li', { class: 'credit-row', id: credit.credit_id, tabindex: '-1' }, details);
}

/**
 * The steps as dots; the badge next to them says in words how far it is.
 * @param {CreditView} credit
 */
function dots(credit) {
  return h(
    'span',
    { class: 'dots', 'aria-hidden': 'true' },
    stationsOf(credit).map(({ state }) => h('span', { class: state })),
  );
}
