/** The one thing to do about a credit, with its button. */

import { sayOnPage } from '../elements/announcements.js';
import { group, h, written } from '../elements/dom.js';
import { placeLink } from '../elements/links.js';
import { showProblem } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { reload } from '../frame/router.js';
import { call } from '../platform/api.js';
import { setting } from '../platform/config.js';

/** @import { TrackView } from '#api' */
/** @import { Child } from '../elements/dom.js' */

/**
 * @typedef {{creditId?: string | null, provider?: string, contact?: string | null}} About the credit, and whom to ask
 */

/**
 * What to do, and the button that does it; null if there is nothing to do.
 * @param {TrackView} track
 * @param {About} about
 */
export function remedy(track, about) {
  if (!track.do) return null;
  const trouble = h('div', {});
  const again = about.creditId && track.again && tryAgain(about.creditId, trouble, t('where.again'), 'button quiet');
  return group(
    h('p', {}, written(track.do)),
    trouble,
    h('div', { class: 'actions no-print' }, button(track, about, trouble), again),
  );
}

/**
 * @param {TrackView} track
 * @param {About} about
 * @param {HTMLElement} trouble
 * @returns {Child}
 */
function button(track, { creditId, provider, contact }, trouble) {
  switch (track.remedy) {
    case 'retry':
      return creditId && tryAgain(creditId, trouble, t('organizer.retry'), 'button');
    case 'agree':
      return h('a', { class: 'button', href: '/profile' }, t('where.agree'));
    case 'by_hand':
      return h('a', { class: 'button', href: '/organizer/manual-entry' }, t('organizer.manual'));
    case 'print':
      return h('a', { class: 'button', href: '/transcript' }, t('where.claims'));
    case 'provider':
      return contact && mail(contact, t('where.ask', { provider }));
    case 'write':
      return mail(setting('contact'), t('where.write'));
    default:
      return placeLink(track.remedy, 'button');
  }
}

/**
 * @param {string} to
 * @param {string} label
 */
const mail = (to, label) => h('a', { class: 'button quiet', href: `mailto:${to}` }, label);

/**
 * @param {string} creditId
 * @param {HTMLElement} trouble
 * @param {string} label
 * @param {string} look
 */
function tryAgain(creditId, trouble, label, look) {
  const ask = async () => {
    try {
      await call('POST', `/v1/organizer/${creditId}/retry`);
      await reload();
      sayOnPage(t('organizer.retried'));
    } catch (error) {
      showProblem(trouble, error, { level: 'h3' });
    }
  };
  return h('button', { type: 'button', class: look, onclick: ask }, label);
}
