/** A sheet for each site or session code: how to claim, a QR code of that page, and the code in large type. */

import { h } from '../../elements/dom.js';
import { qrCode } from '../../elements/qr_code.js';
import { t } from '../../elements/words.js';

/** @import { CodeListView, CodeView } from '#api' */

const HALF = 4;

/**
 * @param {CodeListView} list
 * @param {{id: string, title: string}} activity
 */
export function sheets(list, activity) {
  const address = `${location.origin}/activities/${encodeURIComponent(activity.id)}/claim`;
  const made = list.items.map((one) => sheet(one, list.access, activity.title, address));
  // No style sheet has this: every reader would load it.
  for (const one of made.slice(1)) one.style.breakBefore = 'page';
  return made;
}

/**
 * @param {CodeView} one
 * @param {string} access
 * @param {string} title
 * @param {string} address
 */
function sheet(one, access, title, address) {
  const code = h('code', {}, spaced(one.code));
  code.style.fontSize = '2.5rem';
  return h(
    'section',
    { class: 'card sheet' },
    h('h2', {}, h('bdi', {}, title)),
    one.site && h('p', { class: 'lead' }, h('bdi', {}, one.site)),
    h('p', {}, t(`codes.sheet.${access === 'group' ? 'group' : 'session'}`)),
    h('p', {}, code),
    one.capacity !== null && h('p', {}, t('codes.sheet.places', { count: one.capacity })),
    qrCode(address, t('codes.sheet.qr')),
    h('p', {}, address),
  );
}

/**
 * A code of eight letters in two halves, as they are read out.
 * @param {string} code
 */
const spaced = (code) => (code.length === 2 * HALF ? `${code.slice(0, HALF)}-${code.slice(HALF)}` : code);
