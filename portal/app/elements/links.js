/** Links to the place where a problem with a credit can be fixed. */

import { setting } from '../platform/config.js';
import { group, h } from './dom.js';
import { t } from './words.js';

/** @type {Record<string, string>} */
const OUTSIDE = { ascls: 'https://ascls.org/', ascp: 'https://www.ascp.org/' };
/** @type {Record<string, string>} */
const INSIDE = { profile: '/profile', organizer: '/organizer' };

/**
 * Our address, if the API's text asks the learner to write to us; otherwise null.
 * @param {string} text
 * @returns {Node | null}
 */
export function contactLink(text) {
  if (!/\bwrite to us\b/i.test(text)) return null;
  const contact = setting('contact');
  return group(' ', h('a', { href: `mailto:${contact}` }, contact));
}

/**
 * A link to `place` (`profile`, `ascls`, `ascp`, `provider`, `organizer`); null if there is no such page.
 * @param {string} place
 * @param {string} [look] a class, such as that of a button
 * @returns {Node | null}
 */
export function placeLink(place, look) {
  if (OUTSIDE[place]) {
    return h(
      'a',
      { class: look, href: OUTSIDE[place], target: '_blank', rel: 'noopener noreferrer' },
      t(`places.${place}`),
      h('span', { class: 'unseen' }, ` ${t('common.new_window')}`),
    );
  }
  return INSIDE[place] ? h('a', { class: look, href: INSIDE[place] }, t(`places.${place}`)) : null;
}
