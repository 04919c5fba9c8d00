/** How many credits are in which phase: a bar for the eye, and links with the numbers, which narrow the list. */

import { group, h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

export const PHASES = ['needs_you', 'late', 'on_its_way', 'held', 'done'];

/**
 * @param {Record<string, number>} found the numbers by phase
 * @param {Record<string, string>} filter
 * @param {(filter: Record<string, string>) => string} address
 */
export function phaseBar(found, filter, address) {
  /**
   * @param {string} phase
   * @param {...unknown} words
   */
  const chip = (phase, ...words) =>
    h(
      'li',
      {},
      h(
        'a',
        {
          class: `chip ${phase && `of-${phase}`}`,
          href: address({ ...filter, phase }),
          'aria-current': filter.phase === phase && 'true',
        },
        words,
      ),
    );
  const there = PHASES.filter((phase) => found[phase] || filter.phase === phase);
  return group(
    there.length > 0 && bar(found),
    h(
      'nav',
      { 'aria-label': t('organizer.by_phase') },
      h(
        'ul',
        { class: 'chips' },
        chip('', t('organizer.all')),
        there.map((phase) => chip(phase, t(`phases.${phase}`), ' ', h('strong', {}, String(found[phase] ?? 0)))),
      ),
    ),
  );
}

/**
 * Parts as wide as their numbers. The links below say the same in words.
 * @param {Record<string, number>} found
 */
export function bar(found) {
  const parts = PHASES.filter((phase) => found[phase]).map((phase) => {
    const part = h('span', { class: `of-${phase}` });
    part.style.flexGrow = String(found[phase]);
    return part;
  });
  return h('span', { class: 'phase-bar', 'aria-hidden': 'true' }, parts);
}
